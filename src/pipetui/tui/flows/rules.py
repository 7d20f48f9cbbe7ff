"""What is asked about rules: their name and what they do, tried out on the last months as they are typed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from pipetui.tui.screens.asking import AskingScreen
from pipetui.tui.widgets.prompt import Line, Question
from pipetui.values.errors import Invalid, PipetuiError
from pipetui.values.rules import RuleText, parse_rule
from pipetui.views.automation import NewRule, StandingRule

if TYPE_CHECKING:
    from pipetui.workspace import Workspace

EXAMPLE = "when entered Proposal if value>10k then plan call +2d about the offer; tag hot"
"""What a rule looks like."""


async def write(
    screen: AskingScreen, rule: StandingRule | None, tried: Callable[[RuleText | None], None]
) -> str | None:
    """Writes a rule, or changes one; gives its name once it is saved. ``tried`` hears of what is typed."""
    name, text = (rule.name, rule.text.shown) if rule else ("", "")

    def understood(typed: str) -> str:
        if not typed.strip():
            raise Invalid(
                "created · entered STAGE · left STAGE · won · lost · changed FIELD · untouched 14d · overdue 3d"
            )
        read = parse_rule(typed)
        return read.shown if len(read.actions) == 1 else f"{read.shown.partition(' then ')[0]} then {_listed(read)}"

    def named(typed: str) -> str:
        if not typed.strip():
            raise Invalid("a name, to be found by in history")
        return ""

    def preview(values: Mapping[str, str] | None) -> None:
        tried(parse_rule(values["rule"]) if values else None)

    key = f"rule {rule.id}" if rule else "rule"
    while True:
        asked = Question(
            key=key,
            title=f"Change {rule.name}" if rule else "New rule",
            lines=[
                Line("name", "name", name, "After an offer", named, selected=False),
                Line("rule", "does", text, EXAMPLE, understood, selected=False),
            ],
            preview=preview,
        )
        answer = await screen.ask(asked)
        if answer is None:
            return None
        name, text = answer["name"], answer["rule"]
        new = NewRule(name, parse_rule(text), rule.pipeline_id if rule else None, rule.enabled if rule else True)
        try:
            await screen.desk_app.desk.ask(lambda work, new=new: _save(work, rule, new))  # type: ignore[misc]  # mypy can't infer it
        except PipetuiError as error:
            # Asked again with what was typed: nothing is lost to a stage that is spelled otherwise.
            screen.desk_app.tell(str(error), severity="warning")
            continue
        return name


def _save(work: Workspace, rule: StandingRule | None, new: NewRule) -> None:
    if rule is None:
        work.rules.add(new)
    else:
        work.rules.edit(rule.id, new)


def _listed(read: RuleText) -> str:
    return ", then ".join(action.shown for action in read.actions)
