"""The bar at the top: the screens with what waits in each, and the day."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from textual import events
from textual.message import Message
from textual.reactive import var
from textual.strip import Strip

from pipetui.tui.commands import BOARD
from pipetui.tui.jumping import Place
from pipetui.tui.paint import Painted, Piece
from pipetui.tui.tab_line import TABS, fit_line
from pipetui.values.text import width

if TYPE_CHECKING:
    from pipetui.tui.state import State


class TabBar(Painted):
    """One line: the screens the app has; the number beside one is what waits there."""

    GROUND = "ground-bar"

    active: var[str] = var("board")

    class Chosen(Message):
        """A screen was clicked."""

        def __init__(self, name: str) -> None:
            super().__init__()
            self.name = name

    def __init__(self, active: str) -> None:
        super().__init__()
        self._spans: dict[str, range] = {}
        """The cells of each screen's name, and of the sign of the inbox."""
        self._told: tuple[dict[str, Piece], int, tuple[str, ...]] = ({}, 0, ())
        """What waits on each screen, leads to be worked, and the day, said at length and in short."""
        self.set_reactive(TabBar.active, active)

    def tell(self, state: State) -> None:
        """Shows what waits, and the day."""
        day = state.today
        days = (f"{day:%a} {day.day} {day:%b}", f"{day.day} {day:%b}")
        told = ({tab.name: tab.waits(state) for tab in TABS}, state.leads, days)
        if told != self._told:
            self._told = told
            self.refresh()

    def render_line(self, _y: int) -> Strip:
        """The whole bar."""
        waits, leads, days = self._told
        there = [tab for tab in TABS if tab.name == BOARD or tab.name in self.app.MODES]
        line = fit_line(self.size.width, self.active, there, waits, leads, days)
        self._spans = {}
        segments = [self.row(width(line.program), [(line.program, "ink-accent")])] if line.program else []
        begin = width(line.program)
        for name, pieces in line.tabs.items():
            cells = sum(width(text) for text, _ in pieces)
            self._spans[name] = range(begin, begin + cells)
            segments.append(self.row(cells, pieces, ground="ground-here" if name == self.active else ""))
            begin += cells
        right: list[Piece] = []
        if line.leads:
            here = self.active == "leads"
            right.append((" A ", "ink-accent" if here else "ink-dim"))
            right.append((f"{line.leads}{line.gap}", "ink-strong" if here else "ink-plain"))
        if line.day:
            right.append((f"{line.day} ", "ink-dim"))
        if line.leads:
            start = self.size.width - sum(width(text) for text, _ in right)
            self._spans["leads"] = range(start, start + len(line.leads) + 4)
        segments.append(self.row(max(0, self.size.width - begin), [], right))
        return Strip.join(segments).crop(0, self.size.width)

    def on_click(self, event: events.Click) -> None:
        """Goes to the screen that was clicked."""
        for name, cells in self._spans.items():
            if event.x in cells:
                self.post_message(self.Chosen(name))

    def places(self) -> list[Place]:
        """Where each screen's name stands."""
        return [
            Place(cells.start, 0, partial(self.post_message, self.Chosen(name))) for name, cells in self._spans.items()
        ]
