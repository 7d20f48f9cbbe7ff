"""A deal in one line: ``Acme rollout 40k +Acme @'Jane Doe' close:eom >proposal #q4 next:call fri 15:00``."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from itertools import pairwise
from typing import Any

from pipetui.values.days import read_day
from pipetui.values.errors import Invalid
from pipetui.values.followup import FollowUp, parse_followup, show_followup
from pipetui.values.markers import KEYS, RUNS, Piece, pieces
from pipetui.values.money import COMMON, parse_amount, precision, show
from pipetui.values.own import OwnField, OwnValue, read_own, show_own, squashed
from pipetui.values.text import clean, fit, fold
from pipetui.values.when import parse_day, show_date

LONGEST = 2_000
"""The longest line that is read, in characters."""

_MOST_DATE_WORDS = 6
_LEAST_BARE_AMOUNT = 100
_SIGN = rf"(?:[A-Z]{{0,2}}[$€£¥₹₩₪₫₱₺₽₴]|(?:{'|'.join(sorted(COMMON))})|euros?|kr|zł|Kč)"
_SCALE = "[kKmM]|(?i: ?(?:mn|mln|mio|million|milioni|mila|bn|mrd))"
_AMOUNT = re.compile(
    rf"(?P<before>{_SIGN} ?)?(?P<number>\d[\d.,']*)(?P<scale>{_SCALE})?(?P<after> ?{_SIGN})?", re.ASCII
)
# No marker fits between two words that are closer than this, in characters.
_NEAR = 4
_PROBABILITY = re.compile(r"(\d{1,3})(?:[.,](\d{1,2}))? ?%?", re.ASCII)


@dataclass(frozen=True, slots=True)
class Chip:
    """One thing understood of the line: ``text`` as shown, ``start`` to ``end`` in what was typed.

    ``error`` says what is wrong with it, or is None; ``typed`` is its value without marker and quotes.
    """

    field: str
    text: str
    start: int
    end: int
    error: str | None = None
    typed: str = ""


@dataclass(frozen=True)
class QuickAdd:
    """What a line says of a new deal. ``amount`` is in minor units, ``probability`` 0–100; None is unsaid."""

    title: str = ""
    amount: int | None = None
    currency: str | None = None
    company: str | None = None
    contact: str | None = None
    stage: str | None = None
    owner: str | None = None
    source: str | None = None
    product: str | None = None
    campaign: str | None = None
    probability: float | None = None
    tags: tuple[str, ...] = ()
    close: date | None = None
    next: FollowUp | None = None
    own: tuple[tuple[str, OwnValue], ...] = ()
    chips: tuple[Chip, ...] = ()

    @property
    def problem(self) -> str | None:
        """The first thing that keeps this from being a deal, or None."""
        errors = (chip.error for chip in self.chips if chip.error)
        return next(errors, None if self.title else "A deal needs a title.")


def parse_quickadd(line: str, now_local: datetime, currency: str, own: Iterable[OwnField] = ()) -> QuickAdd:
    """Read a line as typed; never fails: what is wrong becomes a chip with an error, and ``problem`` says it.

    ``+company``, ``@contact``, ``>stage``, ``#tag``, with quotes around several words; ``close:``, ``next:``,
    ``owner:``, ``source:``, ``campaign:``, ``product:``, ``prob:``, ``amount:`` and the names of ``own`` fields. The
    rest is the title, save one amount in it: a number with a sign, a code, k or m, or written out as money, or a bare
    last one from 100 on. ``currency`` is the amount's where none is told.
    """
    if len(line) > LONGEST:
        too_long = f"This line is too long: write at most {LONGEST:,} characters."
        return QuickAdd(chips=(Chip("line", "", LONGEST, len(line), too_long),))
    grammar = grammar_of(own)
    draft = _Draft(now_local, currency, grammar)
    for piece in pieces(line, grammar.keys, grammar.runs):
        draft.take(piece)
    return draft.finished()


@dataclass(frozen=True, slots=True)
class Grammar:
    """What fields are introduced by, those of ``own`` among them, and which values run on."""

    own: dict[str, OwnField]
    keys: dict[str, str]
    runs: frozenset[str]


def grammar_of(own: Iterable[OwnField]) -> Grammar:
    """The grammar of a line in a file that has these fields."""
    known = {field.key: field for field in own}
    names = {squashed(field.label): field.key for field in known.values()} | {key: key for key in known}
    running = {key for key, field in known.items() if field.kind in ("date", "choice")}
    return Grammar(known, names | KEYS, RUNS | running)


class _Draft:
    """A deal while its line is read, piece by piece."""

    def __init__(self, now_local: datetime, currency: str, grammar: Grammar) -> None:
        self._now = now_local
        self._own = grammar.own
        self._told: dict[str, OwnValue] = {}
        self._currency = currency
        self._said: dict[str, Any] = {}
        self._tags: dict[str, str] = {}
        self._words: list[Piece] = []
        self._chips: list[Chip] = []

    def take(self, piece: Piece) -> None:
        """Add a piece to what the line says."""
        if not piece.field:
            self._words.append(piece)
            return
        if not piece.quoted and (says := self._says(piece.field)):
            piece, rest = _value_and_rest(piece, says)
            self._words += rest
        error = "The quote is not closed." if piece.unclosed else None
        try:
            shown = self._read(piece)
        except Invalid as invalid:
            shown, error = clean(piece.value), str(invalid)
        self._chips.append(Chip(piece.field, shown, piece.start, piece.end, error, piece.value))

    def _says(self, field: str) -> Callable[[str], bool] | None:
        """What tells whether folded words are a value, of a field whose values can be several words."""
        own = self._own.get(field)
        if own is not None and own.kind == "choice":
            choices = frozenset(map(fold, own.choices))
            return lambda words: words in choices
        if field == "close" or (own is not None and own.kind == "date"):
            today = self._now.date()
            return lambda words: read_day(words, today) is not None
        return None

    def finished(self) -> QuickAdd:
        """Give the deal, with an amount found among the words of its title where none was told."""
        title = self._words
        if "amount" not in self._said:
            title = self._without_amount(title)
        return QuickAdd(
            title=clean(" ".join(word.value for word in title)),
            tags=tuple(self._tags.values()),
            own=tuple((key, self._told[key]) for key in self._own if key in self._told),
            chips=tuple(sorted(self._chips, key=lambda chip: chip.start)),
            **self._said,
        )

    def _read(self, piece: Piece) -> str:
        """Keep the value of a piece and give it as shown. Raises ``Invalid``."""
        value = clean(piece.value)
        if not value:
            raise Invalid(f"Nothing is said after {piece.marker}")
        if piece.field in self._said or piece.field in self._told:
            raise Invalid(f"A deal has one {piece.field}; there are two here.")
        match piece.field:
            case "tag":
                self._tags.setdefault(fold(value), value)
                return value
            case "amount":
                amount, currency = parse_amount(value, self._currency)
                self._said |= {"amount": amount, "currency": currency}
                return show(amount, currency)
            case "close":
                day = parse_day(value, self._now.date())
                self._said["close"] = day
                return show_date(day)
            case "next":
                followup = parse_followup(value, self._now)
                self._said["next"] = followup
                return show_followup(followup, self._now.date())
            case "probability":
                self._said["probability"] = _probability(value)
                return f"{self._said['probability']:g}%"
        if field := self._own.get(piece.field):
            return self._read_own(field, value)
        self._said[piece.field] = value
        return value

    def _read_own(self, field: OwnField, value: str) -> str:
        told = read_own(field, value, self._now.date(), self._currency)
        if told is None:
            raise Invalid(f"Nothing is said after {field.key}:")
        self._told[field.key] = told
        return show_own(told)

    def _without_amount(self, words: list[Piece]) -> list[Piece]:
        """Give the words of the title without the one amount among them, which is kept."""
        found = _signed_amount(words, self._currency) or _bare_amount(words, self._now.year)
        if not found:
            return words
        first, after, text = found
        amount, currency = parse_amount(text, self._currency)
        self._said |= {"amount": amount, "currency": currency}
        start, end = words[first].start, words[after - 1].end
        self._chips.append(Chip("amount", show(amount, currency), start, end, typed=text))
        return words[:first] + words[after:]


def _value_and_rest(piece: Piece, says: Callable[[str], bool]) -> tuple[Piece, list[Piece]]:
    """Part the words that say a value, folded (the first, where none do), from those of the title after them."""
    words = list(re.finditer(r"\S+", piece.value))
    if not words:
        return piece, []
    for n in range(min(len(words), _MOST_DATE_WORDS), 0, -1):
        if n == 1 or says(fold(clean(piece.value[: words[n - 1].end()]))):
            break
    used = words[n - 1].end()
    begin = piece.value_start
    rest = [Piece("", word[0], begin + word.start(), begin + word.end()) for word in words[n:]]
    return replace(piece, value=piece.value[:used], end=begin + used), rest


def _signed_amount(words: list[Piece], currency: str) -> tuple[int, int, str] | None:
    """Give the last run of words that can only be money, best one with a sign: from, to, its text."""
    found = None
    found_sign = False
    first = 0
    while first < len(words):
        after = first + 1
        for n in (3, 2, 1):
            run = words[first : first + n]
            text = clean(" ".join(word.value for word in run))
            told = _AMOUNT.fullmatch(text) if len(run) == n and _is_run(run) else None
            if told and _is_money(text, told, currency):
                after = first + n
                sign = bool(told["before"] or told["after"])
                if sign or not found_sign:
                    found, found_sign = (first, after, text), sign
                break
        first = after
    return found


def _is_run(words: list[Piece]) -> bool:
    """Tell whether the words stand together, outside quotes."""
    return not any(word.quoted for word in words) and all(
        then.start - word.end < _NEAR for word, then in pairwise(words)
    )


def _is_money(text: str, told: re.Match[str], currency: str) -> bool:
    try:
        amount, currency = parse_amount(text, currency)
    except Invalid:
        return False
    if told["before"] or told["after"] or told["scale"]:
        return True
    return not told["number"].isdigit() and amount >= _LEAST_BARE_AMOUNT * 10 ** precision(currency)


def _bare_amount(words: list[Piece], year: int) -> tuple[int, int, str] | None:
    """Give the title's last word where it is a number, but no year near this one ("Renewal 2027")."""
    if not words or words[-1].quoted:
        return None
    text = clean(words[-1].value)
    if not re.fullmatch(r"\d{3,15}", text, re.ASCII) or int(text) < _LEAST_BARE_AMOUNT:
        return None
    if year - 3 < int(text) < year + 7:
        return None
    return len(words) - 1, len(words), text


def _probability(text: str) -> float:
    told = _PROBABILITY.fullmatch(text)
    probability = float(f"{told[1]}.{told[2] or 0}") if told else -1.0
    if not 0 <= probability <= 100:
        raise Invalid(f'"{fit(text, 30)}" is not a probability: write 0 to 100, such as prob:60.')
    return probability
