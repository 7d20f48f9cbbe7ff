"""The card under the pointer while it is dragged: painted over the columns it is on, line by line."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from textual.geometry import Offset, Region
from textual.strip import Strip


class Ghost(NamedTuple):
    """A card's lines, and where their top left is, in cells of the widget they are painted on."""

    at: Offset
    lines: Sequence[Strip]

    @property
    def region(self) -> Region:
        """What it covers."""
        return Region(self.at.x, self.at.y, self.lines[0].cell_length, len(self.lines))

    def seen_from(self, corner: Offset) -> Ghost:
        """The same in cells of a widget whose corner is there."""
        return Ghost(self.at - corner, self.lines)

    def over(self, line: Strip, y: int) -> Strip:
        """A line of the widget with the part of the ghost that is on it."""
        row = y - self.at.y
        if not 0 <= row < len(self.lines):
            return line
        cells, shown = line.cell_length, self.lines[row]
        begin, end = max(0, self.at.x), min(cells, self.at.x + shown.cell_length)
        if begin >= end:
            return line
        part = shown.crop(begin - self.at.x, end - self.at.x)
        return Strip.join([line.crop(0, begin), part, line.crop(end, cells)])
