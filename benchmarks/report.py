"""Tables of figures, each beside its floor or its peer."""

from __future__ import annotations

from collections.abc import Sequence
from statistics import median

Row = tuple[str, ...]


def milliseconds(seconds: Sequence[float]) -> str:
    """The median of some times, in milliseconds."""
    return f"{median(seconds) * 1000:,.1f} ms"


def ratio(figures: Sequence[float], beside: Sequence[float]) -> str:
    """How many times the median of ``beside`` that of ``figures`` is."""
    return f"{median(figures) / median(beside):.2f} ×"


def show(title: str, heads: Row, rows: Sequence[Row]) -> None:
    """Prints a table: the first column to the left, the others to the right."""
    widths = [max(len(row[place]) for row in (heads, *rows)) for place in range(len(heads))]
    print(f"\n{title}\n")
    for row in (heads, tuple("─" * width for width in widths), *rows):
        first, *others = (
            cell.ljust(width) if not place else cell.rjust(width)
            for place, (cell, width) in enumerate(zip(row, widths, strict=True))
        )
        print("  " + "   ".join((first, *others)).rstrip())
    print(flush=True)
