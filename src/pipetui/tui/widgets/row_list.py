"""A list of rows under headings, painted a line each, with a cursor that passes over the headings."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from functools import partial
from typing import ClassVar, NamedTuple

from textual import events
from textual.geometry import Size
from textual.message import Message
from textual.scroll_view import ScrollView
from textual.strip import Strip

from pipetui.tui.jumping import Place
from pipetui.tui.paint import Painted, Piece
from pipetui.values.text import width


class Heading(NamedTuple):
    """A line the cursor passes over: what it says, in which ink, and how many rows are under it (0: not told).

    ``right`` names the columns at the right of its rows, where there is room for it; those that begin at a cell of
    their own, from the left, begin at ``start``.
    """

    text: str
    ink: str = "ink-dim"
    number: int = 0
    right: Sequence[Piece] = ()
    start: int = 0


class Drawn(NamedTuple):
    """A row: by ``key`` the cursor finds it again; the pieces on the left give way to those on the right."""

    key: Hashable
    left: Sequence[Piece]
    right: Sequence[Piece] = ()


class Later(NamedTuple):
    """A row of many that is drawn once it is in sight."""

    key: Hashable
    draw: Callable[[], Drawn]


class More(NamedTuple):
    """A line that goes on with the row before it; the cursor passes over it."""

    pieces: Sequence[Piece]


class RowList(ScrollView, Painted, inherit_bindings=False):
    """Rows and headings, as they were put in. ``None`` is a blank line.

    Without the keys a scroll view has of its own: those of the screen move the cursor.
    """

    can_focus = True
    LIT_WITHOUT_FOCUS: ClassVar[bool] = True
    """Whether the cursor is to be seen while something else has the keyboard."""

    class Moved(Message):
        """The cursor is on another row."""

    class Opened(Message):
        """A row was clicked twice."""

    def __init__(self) -> None:
        super().__init__()
        self._lines: Sequence[Drawn | Later | Heading | More | None] = ()
        self._places: list[int] = []
        """The lines that are rows."""
        self.keys: list[Hashable] = []
        """The keys of the rows, from the top."""
        self.index = 0
        """Which of the rows the cursor is on."""
        self.sign_of: Callable[[Hashable], str] = lambda _key: " "
        """The sign before a row, by its key: one cell."""

    def put(self, lines: Sequence[Drawn | Later | Heading | More | None], *, stay: bool = True) -> None:
        """Shows other lines. The cursor stays on its row, or where it was if that is gone; else it is on the first."""
        was = self.key if stay else None
        self._lines = lines
        rows = [(place, line.key) for place, line in enumerate(lines) if isinstance(line, (Drawn, Later))]
        self._places = [place for place, _ in rows]
        self.keys = keys = [key for _, key in rows]
        self.virtual_size = Size(self.size.width, len(lines))
        self.index = keys.index(was) if was in keys else max(0, min(self.index, len(keys) - 1)) if stay else 0
        self._show_cursor()
        self.refresh()

    @property
    def key(self) -> Hashable | None:
        """The key of the row under the cursor; None where there is no row."""
        return self.keys[self.index] if self.index < len(self.keys) else None

    def go_to(self, key: Hashable) -> None:
        """Puts the cursor on a row, where it is shown."""
        if key in self.keys:
            self.move(self.keys.index(key) - self.index)

    def move(self, by: int) -> None:
        """Moves the cursor by rows, drawing only what changes."""
        left, self.index = self.index, max(0, min(self.index + by, len(self._places) - 1))
        self._show_cursor()
        for index in (left, self.index):
            if index < len(self._places):
                self.refresh_lines(self._places[index], 1)
        self.post_message(self.Moved())

    def to_top(self) -> None:
        """Scrolls the row under the cursor, with the line over it, to the top."""
        if self._places:
            self.scroll_to(y=max(0, self._places[self.index] - 1), animate=False, force=True)

    def _show_cursor(self) -> None:
        if self._places:
            line = self._places[self.index]
            # The heading over the first row of a section is shown with it.
            top = line - 1 if line and isinstance(self._lines[line - 1], Heading) else line
            # Forced: what there is to scroll may be more than there was when the bar was last laid out.
            if top < self.scroll_offset.y:
                self.scroll_to(y=top, animate=False, force=True)
            elif self.size.height and line >= self.scroll_offset.y + self.size.height:
                self.scroll_to(y=line - self.size.height + 1, animate=False, force=True)

    def render_line(self, y: int) -> Strip:
        """A heading, a row, or a blank."""
        cells, place = self.scrollable_content_region.width, y + self.scroll_offset.y
        line = self._lines[place] if 0 <= place < len(self._lines) else None
        if line is None:
            return self.row(cells, [])
        if isinstance(line, Later):
            line = line.draw()
        if isinstance(line, Heading):
            number = f" {line.number:,} " if line.number else " "
            head: list[Piece] = [(f" {line.text}", line.ink), (number, "ink-dim")]
            rule = cells - 1 - sum(width(text) for text, _ in head)
            named = sum(width(text) for text, _ in line.right)
            if line.start and named:
                rule = line.start + named - sum(width(text) for text, _ in head)
            if named and rule > named:
                return self.row(cells, [*head, ("─" * (rule - named), "ink-rule"), *line.right])
            return self.row(cells, [*head, ("─" * max(0, rule), "ink-rule")])
        if isinstance(line, More):
            return self.row(cells, [("  ", "ink-plain"), *line.pieces])
        here = bool(self._places) and self._places[self.index] == place
        here = here and (self.LIT_WITHOUT_FOCUS or self.has_focus)
        marked: list[Piece] = [("▌" if here else " ", "ink-accent"), (self.sign_of(line.key), "ink-key"), *line.left]
        return self.row(cells, marked, line.right, "ground-here" if here else "", gap=0)

    def on_focus(self) -> None:
        """Lights the cursor."""
        self.refresh()

    def on_blur(self) -> None:
        """Dims the cursor."""
        self.refresh()

    def places(self) -> list[Place]:
        """The rows in sight."""
        top = self.scroll_offset.y
        return [
            Place(0, line - top, partial(self._take, index))
            for index, line in enumerate(self._places)
            if 0 <= line - top < self.size.height
        ]

    def _take(self, index: int) -> None:
        self.focus()
        self.move(index - self.index)

    def on_resize(self, event: events.Resize) -> None:
        """Takes the room there is."""
        self.virtual_size = Size(event.size.width, self.virtual_size.height)

    def on_click(self, event: events.Click) -> None:
        """Goes to the row that was clicked; a second click opens it."""
        place = event.y + self.scroll_offset.y
        if place in self._places:
            self.move(self._places.index(place) - self.index)
            if event.chain == 2:
                self.post_message(self.Opened())
