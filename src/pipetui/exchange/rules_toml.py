"""Rules as TOML: in a file of their own, or at the end of the process they belong to."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from pipetui.exchange.toml_place import Place, check, parsed, read_toml
from pipetui.exchange.toml_text import pairs, string
from pipetui.values.errors import Invalid
from pipetui.values.rules import RuleText, parse_action, parse_when
from pipetui.values.text import clean, fit, fold
from pipetui.views.automation import NewRule

MOST = 500
"""Rules of one file that are read."""

_KEYS = {"name": str, "when": str, "if": str, "then": list, "enabled": bool}
_HEAD = """\
# Rules for pipetui. Take them over with: pipetui rule import FILE
#
# A [[rule]] has a name, and does each of "then" as soon as "when" is met, if the deal is as the filter "if" says.
#   when   created · entered STAGE · left STAGE · won · lost · reopened · changed FIELD ·
#          untouched 14d · close passed 1d · overdue 3d
#   then   plan call +2d about … · start cadence · stop cadence · set FIELD VALUE · tag WORD · untag WORD ·
#          move STAGE · notify TEXT · draft MAIL TEMPLATE
"""


def rules_to_toml(rules: Iterable[NewRule]) -> str:
    """Rules as the text of a file."""
    return _HEAD + "".join(f"\n[[rule]]\n{rule_to_toml(rule)}" for rule in rules)


def rule_to_toml(rule: NewRule) -> str:
    """One rule, without the line that begins it."""
    text = rule.text
    told = pairs({"name": rule.name, "when": text.when.shown, "if": text.condition or None})
    then = f"then = [{', '.join(string(action.shown) for action in text.actions)}]\n"
    return told + then + ("" if rule.enabled else "enabled = false\n")


def rules_from_file(path: Path) -> tuple[NewRule, ...]:
    """The rules of a file. Raises NotFound, Trouble or Invalid, with the line of what is wrong."""
    return rules_from_toml(read_toml(path), path.name)


def rules_from_toml(text: str, name: str = "The file") -> tuple[NewRule, ...]:
    """The rules a text describes. Raises Invalid with the line of the first thing that is wrong."""
    told = parsed(text, name)
    place = Place(text, name)
    for key in told:
        if key != "rule":
            raise place.wrong(None, key, f"“{fit(clean(key), 30)}” is unknown: there is [[rule]] and nothing else.")
    rules = read_rules(told.get("rule", []), place)
    if not rules:
        raise Invalid(f"{name} has no [[rule]] in it.")
    return rules


def read_rules(told: Any, place: Place) -> tuple[NewRule, ...]:
    """The rules of a file that was read. Raises Invalid with the line of what is wrong."""
    if not isinstance(told, list):
        raise place.wrong(None, "rule", "Write [[rule]] with two brackets for each rule.")
    if len(told) > MOST:
        raise place.wrong(None, "rule", f"These are {len(told):,} rules: at most {MOST} are read.")
    rules = []
    seen: set[str] = set()
    for at, each in enumerate(told):
        check(each, _KEYS, place, at, "[[rule]]", "rule")
        name, then = clean(each.get("name", "")), each.get("then", [])
        if not name or fold(name) in seen:
            raise place.wrong(at, "name", "Each rule has a name of its own.", "rule")
        seen.add(fold(name))
        if not then or not all(isinstance(action, str) for action in then):
            raise place.wrong(at, "then", 'then is a list of texts: then = ["tag hot", "plan call +2d"].', "rule")
        rules.append(NewRule(name, _text(each, place, at), enabled=each.get("enabled", True)))
    return tuple(rules)


def _text(told: dict[str, Any], place: Place, at: int) -> RuleText:
    key = "when"
    try:
        when = parse_when(told.get("when", ""))
        key = "then"
        actions = tuple(parse_action(action) for action in told["then"])
    except Invalid as error:
        raise place.wrong(at, key, str(error), "rule") from None
    return RuleText(when, clean(told.get("if", "")), actions)
