"""The bar at the top: the screens with what waits in each, and the day."""

from __future__ import annotations

from functools import partial

from textual import events
from textual.message import Message
from textual.reactive import var
from textual.strip import Strip

from pipetui.tui.jumping import Place
from pipetui.tui.paint import Painted, Piece
from pipetui.values.text import count, width

TABS = (("1", "Board", "board"), ("2", "Agenda", "agenda"), ("3", "Forecast", "forecast"))


class TabBar(Painted):
    """One line: the screens; the number beside one is what waits there."""

    GROUND = "ground-bar"

    active: var[str] = var("board")
    waiting: var[int] = var(0)
    overdue: var[int] = var(0)
    leads: var[int] = var(0)
    day: var[str] = var("")

    class Chosen(Message):
        """A screen was clicked."""

        def __init__(self, name: str) -> None:
            super().__init__()
            self.name = name

    def __init__(self, active: str) -> None:
        super().__init__()
        self._spans: dict[str, range] = {}
        """The cells of each screen's name, and of the sign of the inbox."""
        self.set_reactive(TabBar.active, active)

    def tell(self, waiting: int, overdue: int, day: str, leads: int = 0) -> None:
        """Shows how many follow-ups and leads wait, and the day."""
        if (waiting, overdue, day, leads) != (self.waiting, self.overdue, self.day, self.leads):
            self.waiting, self.overdue, self.day, self.leads = waiting, overdue, day, leads
            self.refresh()

    def render_line(self, _y: int) -> Strip:
        """The whole bar."""
        segments = [self.row(10, [(" pipetui", "ink-accent")])]
        for key, label, name in TABS:
            here = name == self.active
            pieces: list[Piece] = [(f" {key} ", "ink-accent" if here else "ink-dim")]
            pieces.append((label, "ink-strong" if here else "ink-plain"))
            if name == "agenda" and self.waiting:
                pieces.append((f" {self.waiting}", "ink-bad" if self.overdue else "ink-warn"))
            pieces.append((" ", "ink-plain"))
            cells = sum(width(text) for text, _ in pieces)
            begin = sum(strip.cell_length for strip in segments)
            self._spans[name] = range(begin, begin + cells)
            segments.append(self.row(cells, pieces, ground="ground-here" if here else ""))
        used = sum(strip.cell_length for strip in segments)
        room = max(0, self.size.width - used)
        right: list[Piece] = []
        if (day := f"{self.day} ") and self.day and room > len(day) + 1:
            right.append((day, "ink-dim"))
        self._spans.pop("leads", None)
        said = count(self.leads, "lead")
        if self.leads and room > sum(width(text) for text, _ in right) + len(said) + 6:
            here = self.active == "leads"
            right[:0] = [
                (" A ", "ink-accent" if here else "ink-dim"),
                (f"{said}   ", "ink-strong" if here else "ink-plain"),
            ]
            end = self.size.width - sum(width(text) for text, _ in right[2:])
            self._spans["leads"] = range(end - len(said) - 6, end - 2)
        segments.append(self.row(room, [], right))
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
