"""Tables as a terminal shows them: columns aligned, money to the right, cut to the room there is.

Ten thousand lines are painted in a tenth of a second, where a general table would measure for ten.
"""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

from pipetui.values.text import clean, fit, lpad, pad, width

GAP = "  "
_LEAST = 6
_SGR = {"bold": "1", "dim": "2", "red": "31", "green": "32", "yellow": "33", "accent": "36"}


class Cell(NamedTuple):
    """A text with a style: bold, dim, red, green, yellow, accent, or none."""

    text: str
    style: str = ""


Line = Sequence["str | Cell"]


@dataclass(frozen=True, slots=True)
class Column:
    """A column: ``right`` for numbers; one that is ``tight`` is never cut, others to no less than ``least`` cells.

    Where there is no room for all of them, those that can be spared go, the highest ``spare`` first; where that is
    not enough, the rest is cut further.
    """

    head: str
    right: bool = False
    tight: bool = False
    least: int = 12
    spare: int = 0

    @property
    def flexible(self) -> bool:
        """Whether its texts can be cut."""
        return not self.tight and not self.right


@dataclass(frozen=True, slots=True)
class Group:
    """Lines under a heading of their own, with what stands beside it."""

    title: str
    lines: Sequence[Line]
    beside: str = ""


def paint(columns: Sequence[Column], lines: Sequence[Line], room: int | None = None) -> Iterator[str]:
    """The table: a line of names, then the lines. ``room`` is in cells, the terminal's where none is given."""
    yield from paint_groups(columns, [Group("", lines)], room)


def paint_groups(columns: Sequence[Column], groups: Sequence[Group], room: int | None = None) -> Iterator[str]:
    """Tables with their columns in line, a blank line between them, each under its title.

    A column nobody fills is left out.
    """
    cells = [[[_tidy(cell) for cell in line] for line in group.lines] for group in groups]
    every = [line for lines in cells for line in lines]
    indent = GAP if any(group.title for group in groups) else ""
    room = (terminal_width() if room is None else room) - len(indent)
    used = [place for place in range(len(columns)) if any(line[place].text for line in every)]
    natural = [
        max([width(column.head), *(width(line[place].text) for line in every)]) for place, column in enumerate(columns)
    ]
    used = _afforded(columns, used, natural, room)
    shown = [columns[place] for place in used]
    widths = _narrowed(shown, [natural[place] for place in used], room)
    head = _line(shown, [Cell(column.head, "dim") for column in shown], widths)
    has_head = any(column.head for column in shown)
    if has_head and len(groups) > 1:
        yield indent + head
    for place, (group, lines) in enumerate(zip(groups, cells, strict=True)):
        if place or (has_head and len(groups) > 1):
            yield ""
        if group.title:
            beside = GAP + styled(clean(group.beside), "dim") if group.beside else ""
            yield styled(clean(group.title), "bold") + beside
        if has_head and len(groups) == 1:
            yield indent + head
        for line in lines:
            yield indent + _line(shown, [line[place] for place in used], widths)


def styled(text: str, style: str) -> str:
    """The text in a style, where stdout is a terminal that shows any."""
    return f"\x1b[{_SGR[style]}m{text}\x1b[0m" if text and style and has_styles() else text


def terminal_width() -> int:
    """Cells of a line: the terminal's, ``COLUMNS`` where it is set, else 100."""
    return shutil.get_terminal_size((100, 24)).columns


@cache
def has_styles() -> bool:
    """Whether stdout is a terminal that shows styles; found out once, as a process has one."""
    return (
        sys.stdout is not None
        and sys.stdout.isatty()
        and not os.environ.get("NO_COLOR")
        and os.environ.get("TERM") != "dumb"
    )


def _tidy(cell: str | Cell) -> Cell:
    return Cell(clean(cell)) if isinstance(cell, str) else Cell(clean(cell.text), cell.style)


def _afforded(columns: Sequence[Column], used: list[int], natural: Sequence[int], room: int) -> list[int]:
    """The columns there is room for, each as narrow as it can be."""

    def needed(place: int) -> int:
        wide = natural[place]
        return len(GAP) + (min(wide, columns[place].least) if columns[place].flexible else wide)

    while sum(map(needed, used)) - len(GAP) > room:
        spared = max(used, key=lambda place: columns[place].spare, default=-1)
        if spared < 0 or not columns[spared].spare:
            break
        used = [place for place in used if place != spared]
    return used


def _narrowed(columns: Sequence[Column], natural: Sequence[int], room: int) -> list[int]:
    """The cells of each column: what its texts take, the widest ones narrowed until the line fits."""
    widths = list(natural)
    room -= len(GAP) * (len(columns) - 1)
    for floors in ([column.least for column in columns], [_LEAST] * len(columns)):
        while sum(widths) > room:
            above = [place for place, column in enumerate(columns) if column.flexible and widths[place] > floors[place]]
            if not above:
                break
            widest = max(above, key=lambda place: widths[place])
            next_widest = max((widths[place] for place in above if place != widest), default=0)
            step = max(1, widths[widest] - max(next_widest, floors[widest]))
            widths[widest] -= min(step, sum(widths) - room)
    return widths


def _line(columns: Sequence[Column], cells: Sequence[Cell], widths: Sequence[int]) -> str:
    last = len(columns) - 1
    parts = []
    for place, (column, cell, cells_wide) in enumerate(zip(columns, cells, widths, strict=True)):
        if column.right:
            shown = lpad(cell.text, cells_wide)
        else:
            shown = fit(cell.text, cells_wide) if place == last else pad(cell.text, cells_wide)
        parts.append(styled(shown, cell.style))
    return GAP.join(parts).rstrip()
