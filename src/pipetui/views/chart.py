"""Lines drawn with the dots of braille signs, two across and four down in a cell, and bars: read without any colour."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from itertools import pairwise

_DOTS = ((0x01, 0x08), (0x02, 0x10), (0x04, 0x20), (0x40, 0x80))
"""The bits of a braille sign, by line and column of its dots."""

BLANK = "\u2800"


_EIGHTHS = " ▁▂▃▄▅▆▇█"


def bars(ends: Sequence[int], top: float, cells: int, lines: int) -> list[str]:
    """How much of what is spread lies at each cell, 0 at the left and ``top`` at the right; the highest bar fills up.

    ``ends`` are the amounts it stays under in equal steps of likelihood, in order; what lies outside them is left off.
    """

    def below(amount: float) -> float:
        """How many steps of likelihood lie under an amount, in between in proportion."""
        place = bisect_right(ends, amount)
        if not 0 < place < len(ends):
            return max(0.0, place - 1.0)
        return place - 1 + (amount - ends[place - 1]) / (ends[place] - ends[place - 1])

    # Half a cell on: an end at a cell's own amount belongs to it.
    edges = [below(top * (place - 0.5) / max(1, cells - 1)) for place in range(cells + 1)]
    parts = [after - before for before, after in pairwise(edges)]
    most = max(parts, default=0)
    if not most:
        return [" " * cells] * lines
    heights = [max(round(8 * lines * part / most), 1 if part else 0) for part in parts]
    return [
        "".join(_EIGHTHS[max(0, min(8, height - 8 * line))] for height in heights) for line in reversed(range(lines))
    ]


def braille(values: Sequence[float | None], top: float, cells: int, lines: int, *, dotted: bool = False) -> list[str]:
    """A line through ``values``, spread over the width, as ``lines`` texts of ``cells`` signs, the highest first.

    0 is at the bottom and ``top`` at the top; None leaves a gap. ``dotted`` leaves out every other dot.
    """
    across, down = 2 * cells, 4 * lines
    signs = [[0] * cells for _ in range(lines)]
    last: int | None = None
    for x in range(across):
        value = values[min(len(values) - 1, x * len(values) // across)] if values else None
        if value is None or top <= 0:
            last = None
            continue
        y = round((down - 1) * min(1.0, max(0.0, value / top)))
        low, high = (y, y) if last is None else sorted((last, y))
        for height in range(low, high + 1):
            if not dotted or (x + height) % 3 == 0:
                line = down - 1 - height
                signs[line // 4][x // 2] |= _DOTS[line % 4][x % 2]
        last = y
    return ["".join(chr(0x2800 + sign) for sign in row) for row in signs]
