"""A few lines of pieces, painted as they are told."""

from __future__ import annotations

from collections.abc import Sequence

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
