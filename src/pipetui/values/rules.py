"""Rules as a rep writes them: ``when entered Proposal if value>10k then plan call +2d about the offer; tag hot``."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Literal, get_args

from pipetui.values.errors import Invalid
from pipetui.values.text import clean, fit, fold
from pipetui.values.typos import nearest

WhenKind = Literal[
    "created", "entered", "left", "won", "lost", "reopened", "changed", "untouched", "close passed", "overdue"
]
ActionKind = Literal["plan", "cadence", "set", "tag", "untag", "move", "notify", "draft"]

BY_TIME: frozenset[str] = frozenset({"untouched", "close passed", "overdue"})
"""What comes about by nothing being done; the others are something that happens to a deal."""

FIELDS = (
    *("amount", "probability", "expected_close", "category", "stage", "title", "company", "contact", "owner"),
    *("source", "campaign", "product", "tags"),
)
"""The fields a rule can wait for or set, beside those of the rep's own."""

PLACEHOLDERS = ("title", "company", "contact", "owner", "stage", "amount", "close")
"""What stands in braces in the texts of an action."""

LONGEST = 2_000
"""The longest rule that is read, in characters."""

_MOST_DAYS = 3_650
_ALIASES = {
    "close": "expected_close",
    "closes": "expected_close",
    "value": "amount",
    "prob": "probability",
    "tag": "tags",
    "forecast": "category",
}
_DAYS = re.compile(r"(\d{1,4}) ?(?:d|day|days)?")
_WHEN_EXAMPLES = "created, entered Demo, left Demo, won, lost, changed amount, untouched 14d, close passed, overdue 3d"
_THEN_EXAMPLES = (
    "plan call +2d about the offer, start cadence, stop cadence, set category commit, tag hot, untag hot, "
    "move Demo, notify it moves, draft Follow-up mail"
)


@dataclass(frozen=True, slots=True)
class When:
    """What a rule waits for: ``what`` is a stage or a field, ``days`` how long nothing was done, or how late it is."""

    kind: WhenKind
    what: str = ""
    days: int = 0

    @property
    def shown(self) -> str:
        """As ``parse_when`` reads it."""
        days = f" {self.days}d" if self.days else ""
        return f"{self.kind} {self.what}".rstrip() + days


@dataclass(frozen=True, slots=True)
class Action:
    """What a rule does: ``what`` is a field, tag, stage, template or text, ``value`` what a field is set to."""

    kind: ActionKind
    what: str = ""
    value: str = ""

    @property
    def shown(self) -> str:
        """As ``parse_action`` reads it."""
        if self.kind == "cadence":
            return f"{self.what} cadence"
        return " ".join(part for part in (self.kind, self.what, self.value) if part)


@dataclass(frozen=True, slots=True)
class RuleText:
    """A rule as written: ``condition`` is a filter, "" for every deal."""

    when: When
    condition: str
    actions: tuple[Action, ...]

    @property
    def shown(self) -> str:
        """As ``parse_rule`` reads it."""
        condition = f" if {self.condition}" if self.condition else ""
        return f"when {self.when.shown}{condition} then {'; '.join(action.shown for action in self.actions)}"


def parse_rule(line: str) -> RuleText:
    """Reads a rule in a line: "when … if … then …; …". Raises Invalid, with an example of what is missing.

    The filter after "if" is kept as typed: what it asks for depends on the file.
    """
    if len(line) > LONGEST:
        raise Invalid(f"This rule is too long: write at most {LONGEST:,} characters.")
    text = clean(line)
    told, then, does = _parted(text.removeprefix("when ").removeprefix("When "), " then ")
    if not then:
        raise Invalid(f"What is the rule to do? Write: when … then {_THEN_EXAMPLES.split(',')[0]}.")
    when, _, condition = _parted(told, " if ")
    actions = tuple(parse_action(part) for part in does.split(";") if part.strip())
    if not actions:
        raise Invalid(f"Nothing is said after “then”: write {_THEN_EXAMPLES}.")
    return RuleText(parse_when(when), condition.strip(), actions)


def parse_when(text: str) -> When:
    """Reads what a rule waits for. Raises Invalid, with what there is to wait for."""
    words = clean(text).split()
    head = fold(words[0]) if words else ""
    rest = " ".join(words[1:])
    if head in ("created", "won", "lost", "reopened") and not rest:
        return When(head)  # type: ignore[arg-type]  # one of the four just named
    if head in ("entered", "enters", "left", "leaves") and rest:
        return When("entered" if head.startswith("enter") else "left", rest.removeprefix("stage "))
    if head in ("changed", "changes") and rest:
        name = fold(rest)
        return When("changed", _ALIASES.get(name, name))
    if head == "untouched":
        return When("untouched", days=_days(rest, 1))
    if head == "close" and len(words) > 1 and fold(words[1]) == "passed":
        return When("close passed", days=_days(" ".join(words[2:]), 0))
    if head == "overdue":
        return When("overdue", days=_days(rest, 0))
    near = nearest(head, ("created", "entered", "left", "won", "lost", "reopened", "changed", "untouched", "overdue"))
    hint = f"Did you mean {near}? " if near and near != head else ""
    raise Invalid(f"“{fit(clean(text), 40)}” is nothing a rule can wait for. {hint}Write {_WHEN_EXAMPLES}.")


def parse_action(text: str) -> Action:
    """Reads one thing a rule does. Raises Invalid, with what there is to do."""
    words = clean(text).split()
    head = fold(words[0]) if words else ""
    rest = " ".join(words[1:])
    if head in ("start", "stop") and fold(rest) == "cadence":
        return Action("cadence", head)
    if head == "set" and len(words) >= 2:
        name = fold(words[1])
        return Action("set", _ALIASES.get(name, name), " ".join(words[2:]))
    if head in ("plan", "tag", "untag", "move", "notify", "draft") and rest:
        kind: ActionKind = next(kind for kind in get_args(ActionKind) if kind == head)
        what = rest.lstrip("#") if head in ("tag", "untag") else rest.removeprefix("to ") if head == "move" else rest
        return Action(kind, what)
    near = nearest(head, ("plan", "start", "stop", "set", "tag", "untag", "move", "notify", "draft"))
    hint = f"Did you mean {near}? " if near and near != head else ""
    raise Invalid(f"“{fit(clean(text), 40)}” is nothing a rule can do. {hint}Write {_THEN_EXAMPLES}.")


def renamed(rule: RuleText, field: str, names: Mapping[str, str]) -> RuleText:
    """A rule that speaks of values of a field (stages, choices) by new names, given by the folded old ones.

    Its condition, which is a filter, stays as it is.
    """
    when = rule.when
    if field == "stage" and when.kind in ("entered", "left"):
        when = replace(when, what=names.get(fold(when.what), when.what))

    def anew(action: Action) -> Action:
        if field == "stage" and action.kind == "move":
            return replace(action, what=names.get(fold(action.what), action.what))
        if action.kind == "set" and action.what == field:
            return replace(action, value=names.get(fold(action.value), action.value))
        return action

    return RuleText(when, rule.condition, tuple(map(anew, rule.actions)))


def filled(text: str, facts: Mapping[str, str]) -> str:
    """A text with what is known of a deal in place of ``{company}`` and the like; unknown names stay as they are."""
    return re.sub(r"\{(\w+)\}", lambda found: facts.get(found[1], found[0]), text)


def _parted(text: str, keyword: str) -> tuple[str, str, str]:
    """Text before and after a keyword, whatever its case."""
    at = text.casefold().find(keyword)
    return (text, "", "") if at < 0 else (text[:at], keyword, text[at + len(keyword) :])


def _days(text: str, least: int) -> int:
    text = text.strip()
    if not text and not least:
        return 0
    told = _DAYS.fullmatch(fold(text))
    if told is None or not least <= int(told[1]) <= _MOST_DAYS:
        raise Invalid(f"How many days? Write untouched 14d or overdue 3d, up to {_MOST_DAYS:,}.")
    return int(told[1])
