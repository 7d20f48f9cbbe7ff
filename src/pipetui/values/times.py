"""Times of day as people type them: ``15:00``, ``15.00``, ``15h30``, ``3pm``, ``noon``, ``alle 15``."""

import re
from datetime import time

_NOON = frozenset({"noon", "midday", "mezzogiorno"})
_INTRODUCED = re.compile(r"(?:at|@|alle|ore|alle ore)(?: |(?<=@))(.+)")
_CLOCK = re.compile(r"(\d{1,2})(?:[:.h](\d\d))? ?([ap]m)|(\d{1,2})(?:[:.h](\d\d)|h)", re.ASCII)
_HOUR = re.compile(r"\d{1,2}", re.ASCII)
_WORKING_HOURS = range(8, 21)


def read_time(words: str) -> time | None:
    """Give the time of day that folded text says, or None.

    A bare hour is one only after "at", and only where nobody means the other half of the day (8 to 20).
    """
    introduced = _INTRODUCED.fullmatch(words)
    if introduced:
        words = introduced[1]
        if _HOUR.fullmatch(words) and int(words) in _WORKING_HOURS:
            return time(int(words))
    if words in _NOON:
        return time(12)
    told = _CLOCK.fullmatch(words)
    if not told:
        return None
    if told[3]:
        hour = int(told[1])
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (12 if told[3] == "pm" else 0)
    else:
        hour = int(told[4])
    minute = int(told[2] or told[5] or 0)
    return time(hour, minute) if hour < 24 and minute < 60 else None
