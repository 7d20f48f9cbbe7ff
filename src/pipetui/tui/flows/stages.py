"""What is asked about stages: a name, a chance, days, the stage deals go to; each is seen before it is taken."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from pipetui.tui.screens.asking import AskingScreen
from pipetui.tui.widgets.prompt import Line, Question
from pipetui.values.errors import Invalid, Refused
from pipetui.views.fields import find_stage
from pipetui.views.stage_draft import Draft

Tried = Callable[[Draft | None], None]
"""Is told the draft as it would be with what is typed; None when nothing is typed any more."""


async def change(
    screen: AskingScreen, title: str, line: Line, changed: Callable[[str], Draft], tried: Tried, choices: list[str]
) -> Draft | None:
    """Asks for one line, shows what it makes of the stages, and gives that; None where it was left."""

    def understood(text: str) -> str:
        if not text.strip():
            raise Invalid(line.placeholder)
        try:
            changed(text)
        except Refused as error:
            raise Invalid(str(error)) from error
        return line.understood(text) if line.understood else ""

    def preview(values: Mapping[str, str] | None) -> None:
        tried(changed(values[line.name]) if values else None)

    asked = Question(
        key=f"stages {title}",
        title=title,
        lines=[Line(line.name, line.label, line.value, line.placeholder, understood, line.selected)],
        choices=choices[:9],
        preview=preview,
        enter="take it",
    )
    answer = await screen.ask(asked)
    return changed(answer[line.name]) if answer else None


def key_of(draft: Draft, name: str) -> int:
    """The key of a stage as a rep means it. Raises Invalid naming them all."""
    return find_stage(name, draft.as_pipeline().stages).id
