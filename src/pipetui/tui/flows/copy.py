"""Copying deals: one as text to read, several as CSV."""

from __future__ import annotations

from collections.abc import Sequence

from pipetui.tui.clipboard import put_on_clipboard
from pipetui.tui.deal_text import as_plain_text
from pipetui.tui.screens.asking import AskingScreen
from pipetui.values.errors import PipetuiError
from pipetui.values.text import count
from pipetui.views.card import Card


async def copy(screen: AskingScreen, cards: Sequence[Card]) -> None:
    """Copies deals: one as a few lines of text, several as CSV with all columns of an export."""
    app, state = screen.desk_app, screen.state
    if state is None or not cards:
        return
    if len(cards) == 1:
        (card,) = cards
        pipeline = next((line for line in state.pipelines if line.id == card.pipeline_id), state.pipeline)
        text, what = as_plain_text(card, pipeline, state.today), card.title
    else:
        numbers = [card.id for card in cards]
        try:
            text = await app.desk.ask(lambda work: work.exports.csv_of(numbers))
        except PipetuiError as error:
            app.tell(str(error), severity="error")
            return
        what = f"{count(len(cards), 'deal')} as CSV"
    way = await put_on_clipboard(app, text)
    app.tell(f"Copied {what} {way}")
