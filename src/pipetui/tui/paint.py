"""Lines of text put together cell by cell: what the painted widgets draw with."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip
from textual.widget import Widget

from pipetui.values.text import fit, width

Piece = tuple[str, str]
"""Some text and the name of its ink."""

INKS = {
    "ink-plain",
    "ink-strong",
    "ink-dim",
    "ink-rule",
    "ink-accent",
    "ink-good",
    "ink-warn",
    "ink-bad",
    "ink-commit",
    "ink-weighted",
    "ink-key",
    "ground-here",
    "ground-bar",
    "ground-drop",
}
"""What there is to draw with: inks for text, grounds behind it. Their colours are in the style sheet."""


class Painted(Widget):
    """A widget that draws its own lines, in inks the style sheet colours."""

    COMPONENT_CLASSES: ClassVar[set[str]] = INKS

    def ink(self, name: str, ground: str = "") -> Style:
        """The style of an ink, on the widget's own ground or another."""
        style = self.rich_style + self.get_component_rich_style(name, partial=True)
        if ground:
            behind = self.get_component_rich_style(ground, partial=True)
            style = style + Style(bgcolor=behind.bgcolor, bold=behind.bold, reverse=behind.reverse)
        return style

    def row(
        self, cells: int, left: Sequence[Piece], right: Sequence[Piece] = (), ground: str = "", gap: int = 1
    ) -> Strip:
        """A line of exactly ``cells`` cells: the right keeps its place, the left gives way to it."""
        taken = sum(width(text) for text, _ in right)
        room = cells - taken - (gap if right else 0)
        segments: list[Segment] = []
        used = 0
        for text, ink in left:
            shown = fit(text, room - used)
            if shown:
                segments.append(Segment(shown, self.ink(ink, ground)))
                used += width(shown)
        if used + taken < cells or not right:
            segments.append(Segment(" " * (cells - taken - used), self.ink("ink-plain", ground)))
        segments += [Segment(text, self.ink(ink, ground)) for text, ink in right]
        return Strip(segments).adjust_cell_length(cells, self.ink("ink-plain", ground))
