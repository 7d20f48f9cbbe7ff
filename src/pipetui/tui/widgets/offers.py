"""The row of what a value being typed could be: the first is taken with ``→``, others are walked to."""

from __future__ import annotations

from collections.abc import Sequence

from textual import events
from textual.content import Content
from textual.message import Message
from textual.style import Style
from textual.widgets import Static

from pipetui.values.text import fit
from pipetui.views.known import Name

BETWEEN = Content("   ")
MOST_CELLS = 30


class Offers(Static):
    """Names in a row. The one that is taken stands after an arrow, and between angles once it was walked to."""

    class Clicked(Message):
        """A name was clicked: its place, from 0."""

        def __init__(self, place: int) -> None:
            super().__init__()
            self.place = place

    def __init__(self) -> None:
        super().__init__("", classes="offers", markup=False)
        self.names: tuple[Name, ...] = ()
        self.place = -1
        """The name that was walked to; -1 for none."""

    @property
    def meant(self) -> Name | None:
        """The name that is taken: the one walked to, else the first."""
        return self.names[max(0, self.place)] if self.names else None

    def tell(self, names: Sequence[Name]) -> None:
        """Shows other names; none of them is walked to."""
        self.names, self.place = tuple(names), -1
        self._draw()

    def walk(self, by: int) -> None:
        """Goes to another name; before the first is none."""
        self.place = max(-1, min(self.place + by, len(self.names) - 1))
        self._draw()

    def _draw(self) -> None:
        # A line is a line: other names in it move nothing else on the screen.
        self.update(BETWEEN.join([self._shown(place, name) for place, name in enumerate(self.names)]), layout=False)

    def _shown(self, place: int, name: Name) -> Content:
        lit = place == self.place
        first = place == max(0, self.place)
        opening, closing = ("‹", "›") if lit else ("→ " if first else "", "")
        shown = Content.styled(opening, "bold $accent") + Content.styled(
            fit(name.name, MOST_CELLS), "bold" if first else ""
        )
        if name.note:
            shown += Content.styled(f" {fit(name.note, MOST_CELLS)}", "$dim")
        return (shown + Content.styled(closing, "bold $accent")).stylize(Style.from_meta({"offer": place}))

    def on_click(self, event: events.Click) -> None:
        """Tells which name was clicked."""
        place = event.style.meta.get("offer")
        if place is not None:
            self.post_message(self.Clicked(place))
