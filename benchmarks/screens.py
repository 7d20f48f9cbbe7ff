"""How long the screens that read much of the file take to open and to answer the keys after it.

A screen is opened from the filled board; what counts is the last byte, after what it reads aside has come.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from benchmarks.keys import board
from benchmarks.report import Row, milliseconds, ratio, show

SIZES = (100, 10_000)
SCREENS = {"insights": "4", "health": "5", "cash": "6", "people": "7"}
OPENINGS, KEYS, CHANGES = 5, 40, 6
BREATH = 1.5
"""Seconds without a byte after which all that a screen reads is taken to be there."""


@dataclass
class Times:
    """Seconds until a screen was painted whole, until the cursor had gone on, and until it had after a change."""

    opened: list[float] = field(default_factory=list)
    keys: list[float] = field(default_factory=list)
    changes: list[float] = field(default_factory=list)


def times_of(name: str, open_deals: int) -> Times:
    """The times of one screen on a generated file. Health has a change: ``z`` says that something is fine."""
    times = Times()
    with board(open_deals, quiet=2) as (terminal, _path):
        for _turn in range(OPENINGS + 1):
            times.opened.append(terminal.press(SCREENS[name], quiet=BREATH))
            terminal.press("1", quiet=BREATH)
        terminal.press(SCREENS[name], quiet=BREATH)
        times.keys = [terminal.press(key) for key in ("j" * 5 + "k" * 5) * (KEYS // 10 + 1)][10:]
        if name == "health":
            times.changes = [terminal.press("zj", quiet=BREATH) for _turn in range(CHANGES + 1)][1:]
    return times


def main() -> None:
    """Prints each screen at both sizes."""
    few, many = SIZES
    opened: list[Row] = []
    keys: list[Row] = []
    for name in SCREENS:
        small, large = times_of(name, few), times_of(name, many)
        first = small.opened.pop(0), large.opened.pop(0)
        opened += [
            (
                f"{name}, the first time",
                milliseconds(first[:1]),
                milliseconds(first[1:]),
                ratio(first[1:], first[:1]),
                "",
            ),
            (name, milliseconds(small.opened), milliseconds(large.opened), ratio(large.opened, small.opened), ""),
        ]
        keys.append(
            (name, milliseconds(small.keys), milliseconds(large.keys), ratio(large.keys, small.keys), "≤ 1.2 ×")
        )
        if small.changes:
            taken = (small.changes, large.changes)
            few_taken, many_taken = map(milliseconds, taken)
            keys.append((f"{name}, after a change", few_taken, many_taken, ratio(taken[1], taken[0]), ""))
    heads = ("", f"{few:,} open deals", f"{many:,} open deals", "ratio", "to reach")
    show(f"A screen's key → all of it painted (medians of {OPENINGS})", heads, opened)
    show(f"The next key on it → last byte (medians of {KEYS})", heads, keys)


if __name__ == "__main__":
    main()
