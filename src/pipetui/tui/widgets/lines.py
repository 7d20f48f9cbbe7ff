"""A few lines of pieces, painted as they are told."""

from __future__ import annotations

from collections.abc import Hashable, Sequence

from textual import events
from textual.strip import Strip

from pipetui.tui.paint import Painted, Piece


class Lines(Painted):
    """Lines from the top; what does not fit is left off."""

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002  # Textual's name for it
        super().__init__(id=id)
        self.lines: Sequence[Sequence[Piece]] = ()

    def tell(self, lines: Sequence[Sequence[Piece]]) -> None:
        """Shows other lines."""
        self.lines = lines
        self.refresh()

    def render_line(self, y: int) -> Strip:
        """One of the lines, or a blank."""
        return self.row(self.size.width, self.lines[y] if y < len(self.lines) else [])


class LongLines(Lines):
    """Lines that are gone through where they are more than there is room for; the last in sight says so."""

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002  # Textual's name for it
        super().__init__(id=id)
        self.first = 0
        """The line at the top."""
        self._about: Hashable = None

    def show(self, lines: Sequence[Sequence[Piece]], about: Hashable) -> None:
        """Shows other lines: from their top, where they are about something else."""
        if about != self._about:
            self.first, self._about = 0, about
        self.tell(lines)
        self.scroll_by(0)

    def scroll_by(self, lines: int) -> None:
        """Goes on by so many lines, or back, as far as there are any."""
        self.first = max(0, min(self.first + lines, len(self.lines) - self.size.height))
        self.refresh()

    def render_line(self, y: int) -> Strip:
        """One of the lines in sight; at the end of them, that there are more."""
        below = len(self.lines) - self.first - self.size.height
        if below > 0 and y == self.size.height - 1:
            return self.row(self.size.width, [(f" ↓ {below + 1} more lines", "ink-accent"), (": )", "ink-dim")])
        return super().render_line(y + self.first)

    def on_resize(self) -> None:
        """Takes the room there is."""
        self.scroll_by(0)

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        """Goes on."""
        event.stop()
        self.scroll_by(3)

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        """Goes back."""
        event.stop()
        self.scroll_by(-3)
