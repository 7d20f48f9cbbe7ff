"""Rows under a heading: a bar for each, and as many figures beside it as there is room for."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from typing import NamedTuple

from pipetui.tui.paint import Piece
from pipetui.tui.widgets.row_list import Drawn, Heading, More
from pipetui.values.text import fit, lpad, pad, width

Lines = list[Drawn | Heading | More | None]
Bar = Callable[[int], Sequence[Piece]]

SHORTEST, LONGEST = 8, 36
"""Cells of a bar at least and at most."""

NARROW = 96
"""Cells below which names are short."""


class Figure(NamedTuple):
    """A column: its name, its cells, and how soon it goes where there is no room (0: never)."""

    head: str
    cells: int
    spare: int = 0


class Row(NamedTuple):
    """A row: its key, what it is called, its bar, and a piece for each figure."""

    key: Hashable
    name: Piece
    bar: Bar
    figures: Sequence[Piece]


def section(title: str, figures: Sequence[Figure], rows: Sequence[Row], cells: int) -> Lines:
    """A heading with the names of the figures, and the rows; nothing without any."""
    if not rows:
        return []
    room = cells - 2
    longest = max(width(row.name[0]) for row in rows) + 1
    name = min(longest, max(12, room // 4) if cells < NARROW else 28)
    kept = list(range(len(figures)))

    def taken() -> int:
        # The names of the figures have to have room beside the heading as well.
        return max(name + SHORTEST + 1, width(title) + 4) + sum(figures[place].cells for place in kept)

    while taken() > room and any(figures[place].spare for place in kept):
        kept.remove(max(kept, key=lambda place: figures[place].spare))
    bar = max(0, min(LONGEST, room - name - 1 - sum(figures[place].cells for place in kept)))
    head: list[Piece] = [(lpad(figures[place].head, figures[place].cells), "ink-dim") for place in kept]
    lines: Lines = [Heading(title, "ink-accent", 0, head)]
    for row in rows:
        left: list[Piece] = [(pad(fit(row.name[0], name - 1), name), row.name[1]), *row.bar(bar)]
        right = [(lpad(row.figures[place][0], figures[place].cells), row.figures[place][1]) for place in kept]
        lines.append(Drawn(row.key, left, right))
    return lines


def merged(cells: Sequence[Piece]) -> list[Piece]:
    """Cells of the same ink as one piece."""
    pieces: list[Piece] = []
    for sign, ink in cells:
        if pieces and pieces[-1][1] == ink:
            pieces[-1] = (pieces[-1][0] + sign, ink)
        else:
            pieces.append((sign, ink))
    return pieces


def part_bar(parts: Sequence[tuple[int, str, str]], top: int) -> Bar:
    """Numbers one after the other, as parts of ``top``; each with its sign and its ink."""

    def bar(cells: int) -> Sequence[Piece]:
        pieces: list[Piece] = []
        used = total = 0
        for number, sign, ink in parts:
            total += number
            until = round(cells * total / top) if top else 0
            pieces.append((sign * (until - used), ink))
            used = until
        return [*(piece for piece in pieces if piece[0]), (" " * (cells - used), "ink-plain")]

    return bar
