"""The rhythm of the calendar: which part of the quarter a day is in, and how much faster things close there.

Quarters end with a rush and begin with a lull; months do too. A quarter has nine parts: each month's first ten days,
second ten, and rest. They begin where the fiscal year's quarters do.
"""

from __future__ import annotations

from datetime import date
from functools import lru_cache

from pipetui.views.odds.history import Day

PARTS = 9


@lru_cache(maxsize=16384)
def part_of(day: Day, fiscal_start: int = 1) -> int:
    """The part of the quarter (0–8) a day is in."""
    told = date.fromordinal(day)
    return (told.month - fiscal_start) % 3 * 3 + min(2, (told.day - 1) // 10)
