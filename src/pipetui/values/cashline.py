"""A payment or an expense in one line: ``deposit 5k in 30d``, ``travel 320 Milan fri``, ``rent 900 every month``."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from pipetui.values.days import is_vague, read_day
from pipetui.values.errors import Invalid
from pipetui.values.money import parse_amount, show
from pipetui.values.recurrence import Recurrence, recurrence_from, split_recurrence
from pipetui.values.terms import months_later
from pipetui.values.text import clean, fit, fold
from pipetui.values.when import parse_day, show_day

KINDS = ("travel", "commission", "goods", "subscription", "rent", "service", "tax", "other")
"""What an expense can be."""

_ALIASES = {
    **{kind: kind for kind in KINDS},
    **dict.fromkeys(("flight", "train", "hotel", "taxi", "viaggio", "mileage"), "travel"),
    **dict.fromkeys(("provvigione", "provision", "bonus"), "commission"),
    **dict.fromkeys(("cogs", "cost", "hardware", "stock", "merce"), "goods"),
    **dict.fromkeys(("sub", "licence", "license", "abbonamento", "saas"), "subscription"),
    **dict.fromkeys(("affitto", "office"), "rent"),
    **dict.fromkeys(("services", "freelancer", "contractor", "servizio"), "service"),
    **dict.fromkeys(("taxes", "vat", "iva", "tasse"), "tax"),
}
_INTRODUCE = frozenset({"due", "on", "by", "in"})
_PAID = frozenset({"paid", "received", "pagato", "incassato"})
_MOST_WORDS = 5
LONGEST = 300
LONGEST_LABEL = 120


@dataclass(frozen=True, slots=True)
class CashLine:
    """What a line says: an ``amount`` (minor units of ``currency``), or a ``percent`` of the deal's in its place.

    ``kind`` is one of ``KINDS`` or "" where none was said; ``due`` is None where no day was; ``paid`` is the day it
    was, None where it is not yet; ``every`` how often it comes again.
    """

    amount: int | None
    currency: str
    percent: float | None
    kind: str
    label: str
    due: date | None
    paid: date | None
    every: Recurrence | None


def parse_cashline(text: str, today: date, currency: str) -> CashLine:
    """Reads a line as typed; whatever is no amount, kind or day is the label. Raises Invalid."""
    if len(text) > LONGEST:
        raise Invalid(f"This is too long: write at most {LONGEST} characters.")
    often, words = split_recurrence(clean(text).split(), today)
    words = list(words)
    amount, told, percent, words = _take_amount(words, currency)
    is_paid, at = False, next((place for place, word in enumerate(words) if fold(word) in _PAID), None)
    paid_on: date | None = None
    if at is not None:
        is_paid = True
        before, after = words[:at], words[at + 1 :]
        day, rest = _take_day(after, today, ("on",), leading=True)
        said = [word for word in after[: len(after) - len(rest)] if fold(word) != "on"]
        paid_on = today if day is None else parse_past_day(" ".join(said), today)
        words = before + rest
    due, words = _take_day(words, today, tuple(_INTRODUCE))
    kind = _ALIASES.get(fold(words[0]).rstrip(":,"), "") if words else ""
    if kind and fold(words[0]).rstrip(":,") == kind and len(words) > 1:
        words = words[1:]
    label = " ".join(words).strip(" ,;:-")
    every = recurrence_from(often, due or today) if often else None
    if every and due is None and not is_paid:
        due = every.start if _falls_on(every, every.start) else every.after(today)
    if len(label) > LONGEST_LABEL:
        raise Invalid(f"The label is too long: write at most {LONGEST_LABEL} characters.")
    return CashLine(amount, told, percent, kind, label, due, paid_on if is_paid else None, every)


def parse_past_day(text: str, today: date) -> date:
    """The day something was paid, as typed; "fri" is the last Friday. Raises Invalid for a day ahead, and for none."""
    day, week = parse_day(text, today), timedelta(7)
    # A weekday is the same day whichever day of its week it is said on, and a week before it is one as well.
    same = (parse_day(text, day - timedelta(days)) == day for days in (1, 2))
    if day > today and parse_day(text, today - week) == day - week and all(same):
        return day - week
    return past_day(day, today)


def past_day(day: date, today: date) -> date:
    """The day something was paid: "3 nov" is the one that was, not the next. Raises Invalid for a day ahead."""
    if day > today:
        back = months_later(day, -12)
        if back > today or (day - today).days <= 31:
            raise Invalid("What was paid was paid by today: write paid yesterday, or paid on 3 nov.")
        return back
    return day


def show_cashline(line: CashLine, today: date, *, expense: bool) -> list[str]:
    """A line as understood, a chip to each thing."""
    said = [show(line.amount, line.currency) if line.amount is not None else f"{line.percent:g}% of the deal"]
    if expense:
        said.append(line.kind or "other")
    if line.label and fold(line.label) != line.kind:
        said.append(fit(line.label, 40))
    if line.every:
        said.append(line.every.shown)
    if line.paid is not None:
        said.append(f"paid {show_day(line.paid, today)}")
    else:
        said.append(f"due {show_day(line.due or today, today)}")
    return said


def _take_amount(words: list[str], currency: str) -> tuple[int | None, str, float | None, list[str]]:
    """The first word or two that are an amount, or a percentage."""
    for place, word in enumerate(words):
        if not any(letter.isdigit() for letter in word):
            continue
        if word.endswith("%"):
            try:
                percent = float(word[:-1].replace(",", "."))
            except ValueError:
                continue
            if not 0 < percent <= 100:
                raise Invalid("A share of a deal is more than 0% and at most 100%.")
            return None, currency, round(percent, 2), words[:place] + words[place + 1 :]
        for end in (place + 2, place + 1):
            begin = place - 1 if place and not words[place - 1].isascii() else place
            for start in dict.fromkeys((begin, place)):
                try:
                    minor, told = parse_amount(" ".join(words[start:end]), currency)
                except Invalid:
                    continue
                if end == place + 2 and (len(words) < end or not _goes_on(word, words[place + 1])):
                    continue
                if minor <= 0:
                    raise Invalid("Write an amount of more than nothing; what comes back is a payment.")
                return minor, told, None, words[:start] + words[end:]
    raise Invalid("How much? Write 320 travel Milan fri, or rent 900 every month.")


def _goes_on(number: str, following: str) -> bool:
    """Whether a word belongs to the number before it: a currency, or a group of thousands."""
    if following[:1].isdigit():
        return number.isdecimal() and len(number) <= 3 and following.isdecimal() and len(following) == 3
    return True


def _take_day(
    words: Sequence[str], today: date, introduced: Sequence[str], *, leading: bool = False
) -> tuple[date | None, list[str]]:
    """A day after a word that introduces one, at the end or (``leading``) at the beginning; and the words without."""
    words = list(words)
    spots = [place for place, word in enumerate(words) if fold(word) in introduced]
    for place in spots:
        for end in range(min(len(words), place + 1 + _MOST_WORDS), place + 1, -1):
            start = place if fold(words[place]) == "in" else place + 1
            if day := read_day(fold(" ".join(words[start:end])), today):
                return day, words[:place] + words[end:]
    ends = range(min(len(words), _MOST_WORDS), 0, -1)
    for length in ends:
        if leading and (day := read_day(fold(" ".join(words[:length])), today)):
            return day, words[length:]
        said = fold(" ".join(words[len(words) - length :]))
        if not leading and not is_vague(said) and (day := read_day(said, today)):
            return day, words[: len(words) - length]
    return None, words


def _falls_on(every: Recurrence, day: date) -> bool:
    """Whether a recurrence comes on a day."""
    from datetime import timedelta

    return every.after(day - timedelta(days=1)) == day
