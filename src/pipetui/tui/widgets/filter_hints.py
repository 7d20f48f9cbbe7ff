"""What stands under a filter while it is typed: how it could go on, and what is wrong, under the very character."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Static

from pipetui.tui.widgets.offers import Offers as Row
from pipetui.values.text import width
from pipetui.views.known import Name

if TYPE_CHECKING:
    from collections.abc import Callable

    from pipetui.values.errors import Invalid
    from pipetui.values.filter_offers import Offer, Offers


class FilterHints(Vertical):
    """Lies over the top of the deals; nothing moves for it."""

    def __init__(self, take: Callable[[], None]) -> None:
        """``take`` takes what is meant into the filter."""
        super().__init__()
        self._take = take
        self._found: Offers | None = None
        self.wrong = ""
        """The sentence that is shown; "" for none."""

    def compose(self) -> ComposeResult:
        """The place that is wrong with why, and what could be taken."""
        yield Static("", id="wrong", markup=False)
        yield Row()

    def on_mount(self) -> None:
        """Has nothing to say at first."""
        self.display = False

    @property
    def meant(self) -> tuple[Offers, Offer] | None:
        """What is taken, and where it comes."""
        if self._found is None:
            return None
        return self._found, self._found.offers[max(0, self.query_one(Row).place)]

    @property
    def was_walked(self) -> bool:
        """Whether one of what is offered was chosen."""
        return self._found is not None and self.query_one(Row).place >= 0

    def walk(self, by: int) -> None:
        """Goes to another of what is offered."""
        self.query_one(Row).walk(by)

    def tell(self, found: Offers | None, wrong: Invalid | None, text: str, left: int) -> None:
        """Shows what could be taken, and what is wrong with the text, which begins in the column ``left``."""
        self._found = found
        self.wrong = "" if wrong is None else str(wrong)
        row, place = self.query_one(Row), self.query_one("#wrong", Static)
        row.tell([Name(offer.name, 0, offer.note) for offer in found.offers] if found else [])
        row.display = found is not None
        place.display = wrong is not None
        if wrong is not None:
            column = max(0, left + width(text[: wrong.at or 0]))
            place.update(_under(column, str(wrong), self.app.size.width))
        self.display = found is not None or wrong is not None

    def on_offers_clicked(self, event: Row.Clicked) -> None:
        """Takes what was clicked."""
        event.stop()
        row = self.query_one(Row)
        row.walk(event.place - row.place)
        self._take()


def _under(column: int, sentence: str, cells: int) -> Content:
    """A mark under a column, and the sentence beside it, or where there is no room for it there, before it or below."""
    said = width(sentence)
    if column + 2 + said <= cells:
        return Content(" " * column) + Content.styled("↑ ", "bold $error") + Content.styled(sentence, "$error")
    if said + 1 <= column < cells:
        before = " " * (column - said - 1)
        return Content(before) + Content.styled(f"{sentence} ", "$error") + Content.styled("↑", "bold $error")
    mark = Content(" " * min(column, cells - 1)) + Content.styled("↑", "bold $error")
    return mark + Content("\n") + Content.styled(sentence, "$error")
