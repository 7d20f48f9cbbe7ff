"""A deal in the rep's own editor: the app steps aside, and what was written is read when it is back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipetui.tui.editor import edit_outside
from pipetui.tui.screens.asking import AskingScreen
from pipetui.tui.widgets.prompt import Line, Question
from pipetui.values.text import count
from pipetui.views.fields import Context
from pipetui.views.written import Unreadable, read_written, with_problems, written

if TYPE_CHECKING:
    from pipetui.views.card import Card, Saved
    from pipetui.workspace import Workspace

MOST_SHOWN = 3
"""Sentences about what can't be read that are shown; the text has them all."""


async def write(screen: AskingScreen, card: Card) -> None:
    """Edits a deal with its notes in the editor. What can't be read is told, and what was written offered again."""
    app, state = screen.desk_app, screen.state
    detail = await app.read_detail(card.id)
    if state is None or detail is None:
        return
    pipeline = next((line for line in state.pipelines if line.id == detail.card.pipeline_id), state.pipeline)
    context, own = Context(detail.card, pipeline, state.today), state.fields
    key = f"write {card.id}"
    draft = screen.drafts.get(key)
    before = draft["before"] if draft else written(context, own, detail.notes)
    text = draft["text"] if draft else before

    def save(work: Workspace) -> Saved:
        saved = work.deals.edit(card.id, values)
        screen.drafts.pop(key, None)
        return saved

    instead = f" Outside the app: pipetui edit {card.id} --editor"
    while True:
        left = edit_outside(app, text, f"deal-{card.id}.md", instead)
        if left is None:
            return
        if left.text.strip() and left.text != before:
            screen.drafts[key] = {"text": left.text, "before": before}
        if left.failed:
            kept = " E has what you wrote." if key in screen.drafts else ""
            app.tell(left.failed + kept, severity="warning")
            return
        try:
            values = read_written(left.text, before, context, own)
            break
        except Unreadable as wrong:
            if not await _goes_on(screen, card, wrong):
                app.tell("Nothing is changed. E has what you wrote.")
                return
            text = with_problems(left.text, wrong.problems)
    if not values:
        screen.drafts.pop(key, None)
        app.tell("Nothing is changed.")
        return
    screen.do(save, f"Edited {values.get('title', card.title)}")


async def _goes_on(screen: AskingScreen, card: Card, wrong: Unreadable) -> bool:
    """Whether the rep goes on with what can't be read."""
    told = [f"line {line}: {said}" for line, said in wrong.problems[:MOST_SHOWN]]
    more = len(wrong.problems) - len(told)
    asked = Question(
        key=f"write again {card.id}",
        title=f"{card.title}: {count(len(wrong.problems), 'line')} can't be read",
        lines=[Line("again", "", placeholder="enter opens it again", understood=lambda _: "")],
        enter="open it again",
        notes=(*told, *([f"and {more} more"] if more else [])),
    )
    return await screen.ask(asked) is not None
