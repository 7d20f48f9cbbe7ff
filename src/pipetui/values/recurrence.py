"""Follow-ups that keep coming: ``every 2 weeks``, ``every second tuesday``, ``every quarter``, ``every last fri``."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from functools import lru_cache

from pipetui.values.days import read_day
from pipetui.values.errors import Invalid
from pipetui.values.names import MONTHS, WEEKDAYS, weekdays
from pipetui.values.text import fold

MOST_WORDS = 9
"""How many words a recurrence is said in at the most."""

_CODES = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_EVERY = frozenset({"every", "each", "ogni", "tutti", "tutte"})
_ADVERBS = {
    **dict.fromkeys(("daily", "giornalmente"), "day"),
    **dict.fromkeys(("weekly", "settimanalmente"), "week"),
    **dict.fromkeys(("fortnightly", "biweekly"), "2 weeks"),
    **dict.fromkeys(("monthly", "mensilmente"), "month"),
    **dict.fromkeys(("quarterly", "trimestralmente"), "quarter"),
    **dict.fromkeys(("yearly", "annually", "annualmente"), "year"),
}
_UNITS: dict[str, tuple[str, int]] = {
    **dict.fromkeys(("d", "day", "days", "giorno", "giorni"), ("DAILY", 1)),
    **dict.fromkeys(("w", "week", "weeks", "settimana", "settimane"), ("WEEKLY", 1)),
    **dict.fromkeys(("m", "month", "months", "mese", "mesi"), ("MONTHLY", 1)),
    **dict.fromkeys(("q", "quarter", "quarters", "trimestre", "trimestri"), ("MONTHLY", 3)),
    **dict.fromkeys(("half", "halves", "semestre", "semestri"), ("MONTHLY", 6)),
    **dict.fromkeys(("y", "year", "years", "anno", "anni"), ("YEARLY", 1)),
}
_WORKDAYS = frozenset({"workday", "workdays", "weekday", "weekdays", "business", "working", "lavorativo"})
_ORDINALS = {
    **dict.fromkeys(("first", "1st", "primo", "prima"), 1),
    **dict.fromkeys(("second", "2nd", "other", "secondo", "seconda"), 2),
    **dict.fromkeys(("third", "3rd", "terzo", "terza"), 3),
    **dict.fromkeys(("fourth", "4th", "quarto", "quarta"), 4),
    **dict.fromkeys(("last", "ultimo", "ultima"), -1),
}
_COUNTS = {"two": 2, "three": 3, "four": 4, "six": 6, "due": 2, "tre": 3, "quattro": 4, "sei": 6}
_OF_MONTH = frozenset({"month", "mese"})
_SMALL = frozenset({"of", "the", "del", "di", "on", "i", "il", "le", "gli"})
_MOST_INTERVAL = 99
_SHORTEST_MONTH = 28
_NAMES = {"DAILY": "day", "WEEKLY": "week", "MONTHLY": "month", "YEARLY": "year"}
_MOST_SEARCHED = 200
_EXAMPLES = "That is no recurrence: write every week, every 2nd tue, every quarter or every last fri of the month."
_SHOWN_ORDINALS = {1: "first", 2: "second", 3: "third", 4: "fourth", -1: "last"}


@dataclass(frozen=True, slots=True)
class Recurrence:
    """When something comes again: ``rule`` is an RRULE (RFC 5545) without its name, counted from ``start``."""

    rule: str
    start: date

    def after(self, day: date) -> date | None:
        """The first time it comes after a day; None where it has ended by then."""
        from dateutil.rrule import rrulestr

        rule = rrulestr(self.rule, dtstart=datetime.combine(self.start, time()))
        found = rule.after(datetime.combine(day, time()))
        return found.date() if found else None

    @property
    def shown(self) -> str:
        """As a rep would say it, and as ``read_recurrence`` reads it: "every 2 weeks on Tue"."""
        parts = dict(part.split("=", 1) for part in self.rule.split(";"))
        until = parts.pop("UNTIL", "")
        text = f"every {_said(parts)}"
        if until:
            last = date.fromisoformat(until[:8])
            text += f" until {last.isoformat()}"
        return text


def recurrence_of(rule: str | None, start: date | None) -> Recurrence | None:
    """A recurrence as the file keeps it; None where there is none."""
    return Recurrence(rule, start) if rule and start else None


def split_recurrence(words: Sequence[str], today: date) -> tuple[list[str], list[str]]:
    """Parts the words of a follow-up into those that say how often it comes, and the others.

    A recurrence begins with "every" (ogni) anywhere, or is an adverb at the very end ("weekly").
    Raises ``Invalid`` where "every" introduces what never comes: "every 31 feb", "every 0 days".
    """
    words = list(words)
    for at, word in enumerate(words[:_MOST_SEARCHED]):
        if fold(word) not in _EVERY:
            continue
        for end in range(min(len(words), at + 1 + MOST_WORDS), at + 1, -1):
            said = [fold(each).rstrip(".,;:") for each in words[at + 1 : end]]
            if _read(said, today):
                return said, words[:at] + words[end:]
        if _is_meant(words[at + 1 : at + 3]):
            raise Invalid(_EXAMPLES)
    if len(words) > 1 and (adverb := _ADVERBS.get(fold(words[-1]))):
        return adverb.split(), words[:-1]
    return [], words


def _is_meant(words: Sequence[str]) -> bool:
    """Whether words after "every" say how often, though nothing comes so: a number of days, weeks, or of a month."""
    if len(words) < 2 or not words[0].lstrip("+-").isdecimal():
        return False
    unit = fold(words[1]).rstrip(".,;:")
    return unit in _UNITS or unit in weekdays() or unit[:3] in map(fold, MONTHS)


def recurrence_from(words: list[str], start: date) -> Recurrence:
    """The recurrence that words from ``split_recurrence`` say, counted from a day. Raises ``Invalid``."""
    if found := _read(words, start):
        return found
    raise Invalid(_EXAMPLES)


def read_recurrence(text: str, today: date) -> Recurrence:
    """Reads a recurrence said alone: "every 2 weeks", "quarterly". Raises ``Invalid`` with examples."""
    words = [fold(word).rstrip(".,;:") for word in text.split()[: MOST_WORDS + 1]]
    if words and words[0] in _EVERY:
        words = words[1:]
    elif len(words) == 1 and words[0] in _ADVERBS:
        words = _ADVERBS[words[0]].split()
    if found := _read(words, today):
        return found
    raise Invalid(_EXAMPLES)


def _read(words: list[str], today: date) -> Recurrence | None:
    words, last = _without_end(words, today)
    words = [word for word in words if word not in _SMALL]
    rule = _rule(words, today)
    if rule is None:
        return None
    if last is not None:
        rule += f";UNTIL={last:%Y%m%d}"
    recurrence = Recurrence(rule, today)
    if recurrence.after(today) is None:
        raise Invalid(f"“{recurrence.shown}” never comes.")
    return recurrence


def _without_end(words: list[str], today: date) -> tuple[list[str], date | None]:
    """Takes "until 30 jun" off the end."""
    for at, word in enumerate(words):
        if word in ("until", "till", "fino"):
            rest = [each for each in words[at + 1 :] if each not in ("al", "a")]
            last = read_day(" ".join(rest), today)
            return (words[:at], last) if last else (words, None)
    return words, None


def _rule(words: list[str], today: date) -> str | None:
    """The RRULE that words after "every" say, None where they say none."""
    if not words:
        return None
    interval, position, rest = 1, 0, words
    if words[0].isdecimal() and len(words[0]) < 3:
        interval, rest = int(words[0]), words[1:]
    elif words[0] in _COUNTS:
        interval, rest = _COUNTS[words[0]], words[1:]
    elif words[0] in _ORDINALS:
        position, rest = _ORDINALS[words[0]], words[1:]
    if not 1 <= interval <= _MOST_INTERVAL:
        return None
    if not rest:
        return None
    if rest[0] in _WORKDAYS and interval == 1 and not position and set(rest[1:]) <= {"day", "days", "giorno"}:
        return "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR"
    if (unit := _UNITS.get(rest[0])) and position >= 0:
        return _of_unit(unit, max(interval, position), rest[1:], today)
    if days := _days(rest):
        return _of_days(days, interval, position, rest)
    if len(words) <= 2 and (told := re.fullmatch(r"(\d{1,2})(?:st|nd|rd|th)", words[0])) and _ends_month(words[1:]):
        return _of_month_day(int(told[1]))
    return None


def _of_unit(unit: tuple[str, int], count: int, on: list[str], today: date) -> str | None:
    """Every ``count`` units, a week on certain days where it says so."""
    frequency, each = unit
    interval = count * each
    head = f"FREQ={frequency}" + (f";INTERVAL={interval}" if interval > 1 else "")
    if frequency == "WEEKLY":
        days = _days(on) if on else [today.weekday()]
        return f"{head};BYDAY={','.join(_CODES[day] for day in days)}" if days else None
    if frequency == "MONTHLY":
        day = today.day if not on else _number(on)
        return None if day is None else f"{head};{_month_day(day)}"
    if on:
        return None
    if frequency == "YEARLY":
        # 29 February comes every year, on the last day of February.
        return f"{head};BYMONTH={today.month};{_month_day(today.day)}"
    return head


def _of_days(days: list[int], interval: int, position: int, rest: list[str]) -> str | None:
    codes = ",".join(_CODES[day] for day in days)
    monthly = rest[-1] in _OF_MONTH or position == -1
    if monthly:
        if len(days) > 1 or not position:
            return None
        return f"FREQ=MONTHLY;BYDAY={position}{codes}"
    count = max(interval, position)
    return "FREQ=WEEKLY" + (f";INTERVAL={count}" if count > 1 else "") + f";BYDAY={codes}"


def _of_month_day(day: int) -> str | None:
    return f"FREQ=MONTHLY;{_month_day(day)}" if 1 <= day <= 31 else None


def _month_day(day: int) -> str:
    """A day of the month; in a month that has no such day, its last."""
    if day <= _SHORTEST_MONTH:
        return f"BYMONTHDAY={day}"
    return f"BYMONTHDAY={','.join(map(str, range(_SHORTEST_MONTH, day + 1)))};BYSETPOS=-1"


def _ends_month(words: list[str]) -> bool:
    return not words or words[0] in _OF_MONTH


def _number(words: list[str]) -> int | None:
    told = re.fullmatch(r"(\d{1,2})(?:st|nd|rd|th)?", words[0]) if len(words) == 1 else None
    return int(told[1]) if told and 1 <= int(told[1]) <= 31 else None


def _days(words: Sequence[str]) -> list[int]:
    """The weekdays that words name, in order; none where a word is no weekday."""
    known = weekdays()
    parts = [
        part for word in words if word not in _OF_MONTH for part in word.split(",") if part not in ("and", "e", "")
    ]
    # A plural is a weekday too: "every tuesdays", "tutti i lunedi".
    found = [known.get(part, known.get(part.removesuffix("s"))) for part in parts]
    return sorted({day for day in found if day is not None}) if found and None not in found else []


@lru_cache(maxsize=256)
def _spoken(count: int, name: str) -> str:
    return name if count == 1 else f"{count} {name}s"


def _said(parts: dict[str, str]) -> str:
    frequency, count = parts["FREQ"], int(parts.get("INTERVAL", "1"))
    days = parts.get("BYDAY", "")
    if frequency == "WEEKLY":
        if days == "MO,TU,WE,TH,FR" and count == 1:
            return "workday"
        names = ", ".join(WEEKDAYS[_CODES.index(code)] for code in days.split(","))
        return names if count == 1 else f"{count} weeks on {names}"
    if frequency == "MONTHLY" and days:
        return f"{_SHOWN_ORDINALS[int(days[:-2])]} {WEEKDAYS[_CODES.index(days[-2:])]} of the month"
    if frequency == "MONTHLY":
        day = parts["BYMONTHDAY"].split(",")[-1]
        months = _spoken(count // 3, "quarter") if count % 3 == 0 else _spoken(count, "month")
        return f"{months} on the {day}"
    return _spoken(count, _NAMES[frequency])
