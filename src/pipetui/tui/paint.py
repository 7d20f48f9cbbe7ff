"""Lines of text put together cell by cell: what the painted widgets draw with."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, ClassVar

from rich.segment import Segment
from rich.style import Style
from textual._styles_cache import StylesCache
from textual.color import Color
from textual.strip import Strip
from textual.widget import Widget

from pipetui.values.text import fit, width

if TYPE_CHECKING:
    from textual.css.styles import StylesBase
    from textual.geometry import Size

Piece = tuple[str, str]
"""Some text and the name of its ink."""

INKS: Mapping[str, tuple[str, bool]] = {
    "ink-plain": ("foreground", False),
    "ink-strong": ("foreground", True),
    "ink-dim": ("dim", False),
    "ink-rule": ("rule", False),
    "ink-accent": ("accent", False),
    "ink-good": ("success", False),
    "ink-warn": ("warning", False),
    "ink-bad": ("error", False),
    "ink-commit": ("commit", False),
    "ink-weighted": ("weighted", False),
    "ink-key": ("accent", True),
}
"""What there is to write with: the theme's colour, and whether it is bold."""

GROUNDS: Mapping[str, str] = {
    "ground-page": "background",
    "ground-bar": "surface",
    "ground-here": "here",
    "ground-drop": "panel",
}
"""What there is to write on, as the theme's colours."""


class _AsPainted(StylesCache):
    """Takes lines as they are painted, where nothing stands around them.

    To put borders and grounds around a line that has its own takes Textual as long as painting it does, and makes
    another line of it each time, of which nothing that was worked out for it is known any more.
    """

    def render_line(self, styles: StylesBase, y: int, size: Size, content_size: Size, *given: Any) -> Strip:
        if size != content_size:
            return super().render_line(styles, y, size, content_size, *given)
        _padding, beneath, ground, paint, *_ = given
        line: Strip = paint(y)
        if line.cell_length == size.width:
            return line
        # What a scrollbar covers is not painted.
        return line.adjust_cell_length(size.width, self.get_inner_outer(beneath, ground)[0].rich_style)


class Painted(Widget):
    """A widget that draws its own lines in the theme's inks.

    The inks are looked up once a theme. A style sheet class for each would be resolved for every widget at every
    start, which took longer than all the painting.
    """

    GROUND: ClassVar[str] = "ground-page"
    """What it is painted on where a line does not say otherwise."""

    _inks: dict[tuple[str, str], Style] | None = None

    def __init__(self, *children: Widget, **named: Any) -> None:
        super().__init__(*children, **named)
        self._styles_cache = _AsPainted()

    def ink(self, name: str, ground: str = "") -> Style:
        """The style of an ink on a ground (the widget's own)."""
        if self._inks is None:
            self._inks = {}
        key = (name, ground or self.GROUND)
        style = self._inks.get(key)
        if style is None:
            colours = self.app.theme_variables
            colour, bold = INKS[name]
            if key[1] == "ground-here" and "here-ink" in colours:
                colour = "here-ink"
            style = self._inks[key] = Style(
                color=Color.parse(colours[colour]).rich_color,
                bgcolor=Color.parse(colours[GROUNDS[key[1]]]).rich_color,
                bold=bold,
            )
        return style

    def notify_style_update(self) -> None:
        """Forgets the inks of the old theme."""
        super().notify_style_update()
        self._inks = None

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
