"""Quiet hours: when a rep is not to be reminded of anything, such as ``18:30-08:00``."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, time

from pipetui.values.errors import Invalid
from pipetui.values.text import clean, fit, fold
from pipetui.values.times import read_time

_BETWEEN = re.compile(r"\s*(?:-|–|to)\s*")


@dataclass(frozen=True, slots=True)
class QuietHours:
    """From one time of day to another, over midnight where the first is the later; the end is quiet no more."""

    start: time
    end: time

    def cover(self, local: datetime) -> bool:
        """Whether it is quiet at a local moment."""
        now = local.time().replace(tzinfo=None)
        if self.start <= self.end:
            return self.start <= now < self.end
        return now >= self.start or now < self.end


def parse_quiet(text: str) -> QuietHours | None:
    """Read quiet hours; nothing for none. Raises Invalid."""
    tidy = fold(clean(text))
    if not tidy:
        return None
    parts = _BETWEEN.split(tidy)
    times = [read_time(part) for part in parts] if len(parts) == 2 else []
    if len(times) != 2 or times[0] is None or times[1] is None:
        raise Invalid(f"“{fit(tidy, 30)}” are no quiet hours: write from when to when, such as 18:30-08:00.")
    return QuietHours(times[0], times[1])
