"""Lines drawn with the dots of braille signs, two across and four down in a cell: read without any colour."""

from __future__ import annotations

from collections.abc import Sequence

_DOTS = ((0x01, 0x08), (0x02, 0x10), (0x04, 0x20), (0x40, 0x80))
"""The bits of a braille sign, by line and column of its dots."""

BLANK = "\u2800"


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
