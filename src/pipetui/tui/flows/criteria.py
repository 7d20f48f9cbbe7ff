"""What is asked about a line of a stage's playbook: its words, and the field it is met by."""

from __future__ import annotations

from pipetui.tui.screens.asking import AskingScreen
from pipetui.tui.widgets.prompt import Line, Question
from pipetui.values.errors import Invalid
from pipetui.views.playbook import Criterion
from pipetui.views.requirements import label_of, read_required, role_of


async def word(screen: AskingScreen, stage: str, line: Criterion | None, *, key: str) -> tuple[str, str] | None:
    """The words of a line and the field it asks for, "" where the rep ticks it; None where it was left."""
    own = [each.key for each in await screen.desk_app.desk.ask(lambda work: work.overview.fields())]

    def said(text: str) -> str:
        if not text.strip():
            raise Invalid("what the buyer has done, not what you did")
        return ""

    def asked(text: str) -> str:
        if not text.strip():
            return "you tick it"
        field = read_required(text, own)
        role = role_of(field)
        return f"the deal needs {'a contact who is its ' + role if role else 'its ' + label_of(field)}"

    lines = [Line("text", "they", line.text if line else "", "They named who signs", said, selected=False)]
    if line is None or not line.is_advice:
        field = (line.field if line else "") or ""
        lines.append(
            Line("field", "asks for", field, "empty: you tick it; or amount, contact: decision maker …", asked)
        )
    answer = await screen.ask(
        Question(key=key, title=f"{stage}: {'a line worded anew' if line else 'before a deal goes on'}", lines=lines)
    )
    return (answer["text"], answer.get("field", "")) if answer else None
