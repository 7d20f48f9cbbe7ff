"""Terms of payment in one line: ``30/70``, ``50% on signing, 50% in 30d``, ``12 x monthly``, ``net 30``."""

from __future__ import annotations

import re
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, timedelta

from pipetui.values.days import read_day
from pipetui.values.errors import Invalid
from pipetui.values.money import parse_amount, show
from pipetui.values.shares import part
from pipetui.values.text import clean, count, fit, fold
from pipetui.values.when import show_day

WHOLE = 10_000
"""All of an amount, in hundredths of a percent."""

LONGEST = 200
MOST_PARTS = 120
"""Characters of the longest terms, and the most instalments."""

GAP_DAYS = 30
"""Days from one instalment to the next, where only their shares are told."""

EXAMPLES = "write 30/70, 50% on signing, 50% in 30d, 12 x monthly or net 30"

_UNITS = {
    **dict.fromkeys(("d", "day", "days", "daily", "g", "giorno", "giorni"), (0, 1)),
    **dict.fromkeys(("w", "week", "weeks", "weekly", "settimana", "settimane"), (0, 7)),
    **dict.fromkeys(("m", "mo", "month", "months", "monthly", "mese", "mesi", "mensile", "mensili"), (1, 0)),
    **dict.fromkeys(("q", "quarter", "quarters", "quarterly", "trimestre", "trimestri"), (3, 0)),
    **dict.fromkeys(("y", "year", "years", "yearly", "anno", "anni", "annual", "annually"), (12, 0)),
}
"""What a unit of time is: months and days."""

_UNIT = "|".join(sorted(_UNITS, key=len, reverse=True))
_NET = re.compile(r"(?:net|netto) ?(\d{1,3})(?: ?(?:d|days|giorni))?", re.ASCII)
_SLASHED = re.compile(rf"(\d{{1,3}}(?: ?/ ?\d{{1,3}})+)(?: (?:every )?(\d{{1,3}})? ?({_UNIT}))?", re.ASCII)
_TIMES = re.compile(rf"(\d{{1,3}}) ?(?:x|×) ?(?:every )?(?:(\d{{1,2}}) ?)?({_UNIT})?(?: (?:from|da) (.+))?", re.ASCII)
_AFTER = re.compile(rf"(?:in |after |within |\+|fra |dopo )?(\d{{1,3}}) ?({_UNIT})(?: after(?: .*)?| later)?", re.ASCII)
_PERCENT = re.compile(r"(\d{1,3}(?:[.,]\d{1,2})?) ?%")
_PIECES = re.compile(
    r";|,\s+|,(?=\d{1,3}(?:[.,]\d+)? ?%)|\s\+\s|\s(?:and|then|e|poi)\s(?=\d|rest\b|the rest\b|resto\b)"
)
_AT_ONCE = (
    *("on signing", "at signing", "signing", "on close", "on closing", "at closing", "on order", "at once", "upfront"),
    *("up front", "in advance", "now", "alla firma", "alla chiusura", "subito", "anticipato"),
)
_REST = ("the rest", "rest", "remainder", "balance", "il resto", "resto", "saldo")


@dataclass(frozen=True, slots=True)
class Part:
    """One instalment: a ``share`` (of its terms' ``whole``) or an ``amount`` (minor units), both None for the rest.

    It is due so many ``months`` and ``days`` after the deal closes, or ``on`` a day.
    """

    label: str
    share: int | None = None
    amount: int | None = None
    months: int = 0
    days: int = 0
    on: date | None = None

    def due(self, close: date | None) -> date | None:
        """The day it is due, for a deal that closes on a day; None where that is not known."""
        return due_after(self.on, close, self.months, self.days)


@dataclass(frozen=True, slots=True)
class Terms:
    """When and in what parts a deal is paid. ``parts`` are in the order they were told, their shares of ``whole``."""

    parts: tuple[Part, ...]
    whole: int = WHOLE

    @property
    def is_plain(self) -> bool:
        """Whether they hold for any deal: shares alone, and no day of the calendar."""
        return all(each.amount is None and each.on is None for each in self.parts)

    def amounts(self, total: int, currency: str) -> list[int]:
        """What each part is of an amount, in minor units; they sum to it. Raises Invalid where fixed ones do not."""
        fixed = sum(each.amount or 0 for each in self.parts)
        shares = [each.share or 0 for each in self.parts]
        rests = [place for place, each in enumerate(self.parts) if each.share is None and each.amount is None]
        left = total - fixed
        if not rests and not any(shares):
            if left:
                raise Invalid(f"The instalments come to {show(fixed, currency)}, the deal to {show(total, currency)}.")
            return [each.amount or 0 for each in self.parts]
        if (left < 0) != (total < 0) and left:
            raise Invalid(f"The instalments come to more than the deal, which is {show(total, currency)}.")
        if fixed and any(shares):
            # A share is of the whole deal: what is neither told as a share nor as an amount is the rest.
            of_shares = part(total, [*shares, max(0, self.whole - sum(shares))])[:-1]
            weights = [of_shares[place] for place in range(len(self.parts))]
            rest = left - sum(weights)
            if rest and not rests:
                raise Invalid(f"The instalments do not come to {show(total, currency)}: end with “rest in 30d”.")
            if (rest < 0) != (total < 0) and rest:
                raise Invalid(f"The instalments come to more than the deal, which is {show(total, currency)}.")
            for place in rests[:1]:
                weights[place] = rest
            return [w if each.amount is None else each.amount for w, each in zip(weights, self.parts, strict=True)]
        if rests:
            shares[rests[0]] = self.whole - sum(shares)
        parts = part(left, shares)
        return [p if each.amount is None else each.amount for p, each in zip(parts, self.parts, strict=True)]


def due_after(on: date | None, close: date | None, months: int, days: int) -> date | None:
    """A fixed day, else so many months and days after a deal closes; None where neither is known."""
    if on is not None or close is None:
        return on
    return months_later(close, months) + timedelta(days=days)


def months_later(day: date, months: int) -> date:
    """The same day so many months on; the last of a month that is too short."""
    into = day.year * 12 + day.month - 1 + months
    first = date(into // 12, into % 12 + 1, 1)
    following = date((into + 1) // 12, (into + 1) % 12 + 1, 1)
    return first + timedelta(days=min(day.day, (following - first).days) - 1)


def parse_terms(text: str, today: date, currency: str) -> Terms:
    """Reads terms as typed. Raises Invalid, which says what is missing, or how to write it."""
    if len(text) > LONGEST:
        raise Invalid(f"This is too long for terms of payment: {EXAMPLES}.")
    said = fold(clean(text)).strip(" .")
    if not said:
        raise Invalid(f"How is it paid? {EXAMPLES[:1].upper()}{EXAMPLES[1:]}.")
    if told := _NET.fullmatch(said):
        return Terms((Part("payment", WHOLE, days=int(told[1])),))
    if told := _SLASHED.fullmatch(said):
        return _slashed([int(each) for each in told[1].split("/")], told[2], told[3])
    if (told := _TIMES.fullmatch(said)) and int(told[1]) > 0:
        return _times(int(told[1]), told[2], told[3], told[4], today)
    pieces = [piece.strip() for piece in _PIECES.split(said) if piece.strip()]
    if len(pieces) > MOST_PARTS:
        raise Invalid(f"That is more than {MOST_PARTS} instalments.")
    parts = [_piece(piece, today, currency, alone=len(pieces) == 1) for piece in pieces]
    _check(parts)
    return Terms(tuple(_labelled(parts)))


def show_terms(terms: Terms, today: date, currency: str) -> list[str]:
    """Each instalment as understood: "50% on closing", "50% 30 days after"; many alike are told together."""
    parts = terms.parts
    if len(parts) > 4 and len({each.share for each in parts}) == 1 and parts[0].on is None:
        last = parts[-1]
        return [f"{len(parts)} equal instalments", _after(parts[0]), f"the last {_after(last)}"]
    return [f"{_much(each, terms.whole, currency)} {_when(each, today)}" for each in parts]


def _much(each: Part, whole: int, currency: str) -> str:
    if each.amount is not None:
        return show(each.amount, currency)
    return "the rest" if each.share is None else f"{round(100 * each.share / whole, 2):g}%"


def _when(each: Part, today: date) -> str:
    return f"on {show_day(each.on, today)}" if each.on is not None else _after(each)


def _after(each: Part) -> str:
    if not each.months and not each.days:
        return "on closing"
    told = [count(each.months, "month")] if each.months else []
    told += [count(each.days, "day")] if each.days else []
    return f"{' and '.join(told)} after"


def _slashed(shares: Sequence[int], number: str | None, unit: str | None) -> Terms:
    if sum(shares) != 100:
        raise Invalid(f"{'/'.join(map(str, shares))} comes to {sum(shares)}%, not to 100%.")
    months, days = (0, GAP_DAYS) if unit is None else tuple(each * int(number or 1) for each in _UNITS[unit])
    parts = [
        Part("", share * 100, months=months * place, days=days * place) for place, share in enumerate(shares) if share
    ]
    return Terms(tuple(_labelled(parts)))


def _times(number: int, each: str | None, unit: str | None, start: str | None, today: date) -> Terms:
    if number > MOST_PARTS:
        raise Invalid(f"That is more than {MOST_PARTS} instalments.")
    months, days = (one * int(each or 1) for one in _UNITS[unit or "m"])
    first = None
    if start is not None and (first := read_day(start, today)) is None:
        raise Invalid(f"“{fit(start, 30)}” is not a day: write 12 x monthly from 15 jan.")
    parts = []
    for place in range(number):
        on = None if first is None else due_after(None, first, months * place, days * place)
        parts.append(Part("", 1, months=months * place, days=days * place, on=on))
    return Terms(tuple(_labelled(parts)), number)


def _piece(text: str, today: date, currency: str, *, alone: bool) -> Part:
    """One instalment of a line."""
    share, amount, rest = None, None, text
    if told := _PERCENT.match(text):
        share, rest = round(float(told[1].replace(",", ".")) * 100), text[told.end() :]
        if not 0 < share <= WHOLE:
            raise Invalid(f"“{fit(told[0], 20)}” is no share: write 1% to 100%.")
    elif word := next((word for word in _REST if re.match(rf"{word}\b", text)), None):
        rest = text[len(word) :]
    else:
        first, _, after = text.partition(" ")
        if any(letter.isdigit() for letter in first) and not (_AFTER.fullmatch(text) or read_day(text, today)):
            amount, rest = _amount(first, after, currency)
        elif alone:
            share = WHOLE
        else:
            raise Invalid(f"“{fit(text, 40)}” says no share: {EXAMPLES}.")
    label, months, days, on = _time(rest.strip(), today)
    if share is not None and alone and label and label == text:
        raise Invalid(f"“{fit(text, 40)}” is no terms of payment: {EXAMPLES}.")
    return Part(label, share, amount, months, days, on)


def _amount(first: str, after: str, currency: str) -> tuple[int, str]:
    """The amount a piece begins with, a currency behind it included, and what follows it."""
    second, _, rest = after.partition(" ")
    told = None
    if second.isalpha() and len(second) == 3:
        with suppress(Invalid):
            told = parse_amount(f"{first} {second}", currency)
    if told is None:
        told, rest = parse_amount(first, currency), after
    if told[1] != currency:
        raise Invalid(f"The instalments are in {currency}, as the deal is, not in {told[1]}.")
    if told[0] <= 0:
        raise Invalid("An instalment is more than nothing.")
    return told[0], rest


def _time(text: str, today: date) -> tuple[str, int, int, date | None]:
    """The label, and when: the longest end or beginning of the text that says so; on closing where nothing does."""
    words = text.split()
    for length in range(len(words), 0, -1):
        for start in {0, len(words) - length}:
            said = " ".join(words[start : start + length])
            label = " ".join([*words[:start], *words[start + length :]])
            if (when := _read_time(said, today)) is not None:
                return label, *when
    return text, 0, 0, None


def _read_time(said: str, today: date) -> tuple[int, int, date | None] | None:
    if said in _AT_ONCE:
        return 0, 0, None
    if told := _NET.fullmatch(said):
        return 0, int(told[1]), None
    if told := _AFTER.fullmatch(said):
        months, days = (one * int(told[1]) for one in _UNITS[told[2]])
        return months, days, None
    introduced = said.removeprefix("on ").removeprefix("by ").removeprefix("due ")
    if (introduced != said or any(letter.isdigit() for letter in said)) and (day := read_day(introduced, today)):
        return 0, 0, day
    return None


def _check(parts: Sequence[Part]) -> None:
    shares = sum(each.share or 0 for each in parts)
    rests = sum(each.share is None and each.amount is None for each in parts)
    if rests > 1:
        raise Invalid("There can be one rest, not more.")
    only_shares = all(each.amount is None for each in parts)
    if shares > WHOLE or (rests and shares == WHOLE):
        raise Invalid(f"That comes to {shares / 100:g}%{' and a rest' if rests else ''}, more than the whole.")
    if only_shares and not rests and shares != WHOLE:
        missing = f"{(WHOLE - shares) / 100:g}% is missing"
        raise Invalid(f"That comes to {shares / 100:g}%: {missing}. End with “rest in 30d”.")


def _labelled(parts: Sequence[Part]) -> list[Part]:
    """Instalments with names: the first of several is the deposit, the last the final one, but of many alike."""
    number, alike = len(parts), len({(each.share, each.amount) for each in parts}) == 1 and len(parts) > 2
    named = []
    for place, each in enumerate(parts):
        label = each.label
        if not label and number == 1:
            label = "payment"
        elif not label and (alike or 0 < place < number - 1):
            label = f"instalment {place + 1}"
        elif not label:
            label = "final" if place else "deposit"
        named.append(Part(label, each.share, each.amount, each.months, each.days, each.on))
    return named
