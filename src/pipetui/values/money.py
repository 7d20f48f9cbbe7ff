"""Money: integer minor units and an ISO 4217 code, shown as people say it aloud and read as they type it."""

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import Literal

from pipetui.values.errors import Invalid
from pipetui.values.text import clean, fit

Mark = Literal[".", ","]

LARGEST = 10**15
"""The largest amount that is read, in major units: in any currency it fits the file's 64 bits."""

LONGEST = 64
"""The longest text that is read as an amount, in characters."""

# What a sign can stand for: the first one, unless the currency at hand is another of them.
_SIGNS: dict[str, tuple[str, ...]] = {
    "$": ("USD", "AUD", "CAD", "NZD", "SGD", "HKD", "TWD", "MXN", "ARS", "CLP", "COP"),
    "us$": ("USD",),
    "a$": ("AUD",),
    "au$": ("AUD",),
    "c$": ("CAD",),
    "ca$": ("CAD",),
    "nz$": ("NZD",),
    "s$": ("SGD",),
    "hk$": ("HKD",),
    "nt$": ("TWD",),
    "mx$": ("MXN",),
    "r$": ("BRL",),
    "€": ("EUR",),
    "euro": ("EUR",),
    "euros": ("EUR",),
    "£": ("GBP", "EGP"),
    "¥": ("JPY", "CNY"),
    "cn¥": ("CNY",),
    "kr": ("SEK", "NOK", "DKK", "ISK"),
    "kr.": ("DKK", "SEK", "NOK", "ISK"),
    "fr": ("CHF",),
    "fr.": ("CHF",),
    "sfr": ("CHF",),
    "zł": ("PLN",),
    "kč": ("CZK",),
    "ft": ("HUF",),
    "lei": ("RON",),
    "лв": ("BGN",),
    "₺": ("TRY",),
    "₽": ("RUB",),
    "₴": ("UAH",),
    "₹": ("INR",),
    "₩": ("KRW",),
    "₪": ("ILS",),
    "₫": ("VND",),
    "₱": ("PHP",),
    "fcfa": ("XAF", "XOF"),
}
COMMON = frozenset(code for codes in _SIGNS.values() for code in codes) | {"AED", "SAR", "THB", "ZAR"}
"""The codes that are read as currencies in the middle of a sentence, where "ALL" and "TOP" are words."""

_KNOWN = {
    "EUR": (2, "€"),
    "USD": (2, "$"),
    "GBP": (2, "£"),
    "CHF": (2, "CHF"),
    "CAD": (2, "CA$"),
    "AUD": (2, "A$"),
    "JPY": (0, "¥"),
    "CNY": (2, "CN¥"),
    "INR": (2, "₹"),
    "BRL": (2, "R$"),
    "SEK": (2, "SEK"),
    "NOK": (2, "NOK"),
    "DKK": (2, "DKK"),
    "PLN": (2, "PLN"),
}
"""Decimals and sign of what most pipelines are in, as CLDR has them, so that a board need not wait for all of CLDR."""

_ZEROS = {
    "k": 3,
    "mila": 3,
    "m": 6,
    "mn": 6,
    "mio": 6,
    "mln": 6,
    "million": 6,
    "milioni": 6,
    "bn": 9,
    "mrd": 9,
}
_SHAPE = re.compile(
    r"(?P<minus>[-+]?) ?(?P<before>[^\d\s.,'+-][^\d\s,'+-]*)? ?(?P<minus_after>[-+]?) ?"
    r"(?P<number>(?:\d[\d.,' ]*)?\d|[.,]\d+) ?(?P<after>[^\d\s.,'+-][^\d,'+-]*)?",
    re.ASCII,
)
_SCALED = re.compile(f"({'|'.join(sorted(_ZEROS, key=len, reverse=True))}) ?(.*)")
_NUMBER = re.compile(r"\d[\d.,' ]*\d|\d|[.,]\d+", re.ASCII)
_ALIKE = str.maketrans({"’": "'", "‘": "'", "ʼ": "'", "`": "'", "´": "'", "−": "-", "–": "-", "—": "-"})
_STEPS = ((1_000_000_000, "B"), (1_000_000, "M"), (1_000, "k"))


@lru_cache(maxsize=512)
def precision(currency: str) -> int:
    """Give how many decimals the currency's minor unit has: 2 for EUR, 0 for JPY, 3 for KWD."""
    if currency in _KNOWN:
        return _KNOWN[currency][0]
    from babel.numbers import get_currency_precision

    return get_currency_precision(currency)


@lru_cache(maxsize=512)
def _unit(currency: str) -> int:
    """Give how many minor units make one of the currency."""
    return int(10 ** precision(currency))


@lru_cache(maxsize=512)
def symbol(currency: str) -> str:
    """Give the sign English readers know ("€", "A$"), or the code itself where there is none."""
    if currency in _KNOWN:
        return _KNOWN[currency][1]
    from babel.numbers import get_currency_symbol

    return "".join(get_currency_symbol(currency, locale="en").split())


@lru_cache(maxsize=512)
def is_currency(code: str) -> bool:
    """Tell whether the code is one of ISO 4217's, in capitals."""
    from babel.numbers import is_currency as known

    return len(code) == 3 and known(code)


@lru_cache(maxsize=512)
def _prefix(currency: str) -> str:
    """Give the sign as it stands before a number: one that ends in a letter keeps a space."""
    sign = symbol(currency)
    return sign if not (sign[-1:].isalpha() or sign.endswith(".")) else f"{sign} "


def show(minor: int, currency: str) -> str:
    """Give an amount in full: "€24,000", "€1,234.50", "-€3,000", "CHF 1,200"; decimals only where needed."""
    whole, rest = divmod(abs(minor), _unit(currency))
    decimals = f".{rest:0{precision(currency)}}" if rest else ""
    return f"{'-' if minor < 0 else ''}{_prefix(currency)}{whole:,}{decimals}"


def show_whole(minor: int, currency: str) -> str:
    """Give an amount without decimals, rounded half up, where cents are noise: "€1,124,252"."""
    unit = _unit(currency)
    return show(-_half_up(-minor, unit) * unit if minor < 0 else _half_up(minor, unit) * unit, currency)


def show_short(minor: int, currency: str) -> str:
    """Give an amount in few cells: "€950", "€24k", "€1.2M"; one decimal under a hundred, rounded half up."""
    unit = _unit(currency)
    size = abs(minor)
    sign = f"{'-' if minor < 0 and 2 * size >= unit else ''}{_prefix(currency)}"
    for step, letter in _STEPS:
        # What would round up to the step is shown in it: 999,500 is "€1M", not "€1000k".
        if 2 * size >= (2 * step - step // 1000) * unit:
            tenths = _half_up(size * 10, step * unit)
            if tenths >= 1000 or tenths % 10 == 0:
                return f"{sign}{_half_up(size, step * unit):,}{letter}"
            return f"{sign}{tenths // 10}.{tenths % 10}{letter}"
    return f"{sign}{_half_up(size, unit):,}"


def major(minor: int, currency: str) -> int | float:
    """Give the amount in major units, as JSON carries it: whole numbers as ``int``."""
    unit = _unit(currency)
    return minor // unit if minor % unit == 0 else minor / unit


def weighted(minor: int, probability: float) -> int:
    """Give amount × probability / 100 in minor units, rounded half up: floor(x + ½), in exact integers.

    ``probability`` is 0–100 with at most two decimals.
    """
    return (minor * round(probability * 100) + 5_000) // 10_000


def _half_up(size: int, unit: int) -> int:
    return (2 * size + unit) // (2 * unit)


def parse_amount(text: str, default_currency: str, decimal: Mark | None = None) -> tuple[int, str]:
    """Read an amount as typed: minor units and the currency, ``default_currency`` where none is told.

    Reads ``1,234.56``, ``1.234,56``, ``1 234,56``, ``1'234.56``, ``40k``, ``2 mln``, ``(1,200)``, and signs
    or codes on either side. A single separator before exactly three digits parts thousands, unless
    ``decimal`` says which of the two is the decimal mark, as a whole column of an import can (see
    ``decimal_mark``). More decimals than the currency has are rounded half away from zero.

    Raises ``Invalid``.
    """
    if len(text) > LONGEST:
        raise Invalid(f"This is too long for an amount: write at most {LONGEST} characters, such as 40000 or 40k.")
    tidy = clean(text).translate(_ALIKE)
    if not tidy:
        raise Invalid("An amount is missing: write 40000, 40k or 1,234.56.")
    negative = tidy.startswith("(") and tidy.endswith(")")
    shape = _SHAPE.fullmatch(tidy[1:-1].strip() if negative else tidy)
    if shape is None:
        raise _not_an_amount(text)
    minuses = negative + (shape["minus"] == "-") + (shape["minus_after"] == "-")
    zeros, after = _scale(shape["after"] or "", default_currency)
    currency = _currency(shape["before"] or "", after, default_currency)
    if zeros is None or currency is None or minuses > 1:
        raise _not_an_amount(text)
    number = shape["number"]
    if precision(currency) == 3 and not _told(number):
        decimal = decimal or "."  # as shown: a dinar's three decimals are no thousands
    digits = whole_and_decimals(number, decimal)
    if digits is None:
        raise _not_an_amount(text)
    whole, decimals = digits
    shift = zeros + precision(currency) - len(decimals)
    size = int(whole + decimals)
    minor = size * 10**shift if shift >= 0 else _half_up(size, 10**-shift)
    if minor > LARGEST * _unit(currency):
        raise Invalid(f"{_quoted(text)} is more than any deal: write an amount up to {LARGEST:,}.")
    return (-minor if minuses else minor), currency


def decimal_mark(samples: Iterable[str]) -> Mark | None:
    """Give the decimal mark a column of amounts uses, by majority; None where they leave it open."""
    votes = {".": 0, ",": 0}
    for sample in samples:
        number = _NUMBER.search(sample[:LONGEST].translate(_ALIKE))
        mark = _told(number[0]) if number else None
        if mark:
            votes[mark] += 1
    if votes["."] == votes[","]:
        return None
    return "." if votes["."] > votes[","] else ","


def _told(number: str) -> Mark | None:
    """Give the decimal mark that one number alone makes certain."""
    dots, commas = number.count("."), number.count(",")
    if dots and commas:
        return "." if number.rfind(".") > number.rfind(",") else ","
    if dots + commas > 1:
        return "," if dots else "."
    if dots + commas == 0 or _parts_thousands(number):
        return None
    return "." if dots else ","


def _parts_thousands(number: str) -> bool:
    """Tell whether the one separator could part thousands: 1 to 3 digits before it, exactly 3 after."""
    before, after = re.split("[.,]", number)
    return before.isdigit() and len(before) <= 3 and before[0] != "0" and after.isdigit() and len(after) == 3


def whole_and_decimals(number: str, decimal: Mark | None = None) -> tuple[str, str] | None:
    """Give the digits before and after the decimal mark, or None where they are wrongly grouped.

    ``number`` has digits, ``.``, ``,``, ``'`` and spaces only.
    """
    mark = decimal or _told(number)
    whole, _, decimals = number.partition(mark) if mark else (number, "", "")
    if (decimals and not decimals.isdigit()) or not _well_grouped(whole):
        return None
    return re.sub("[., ']", "", whole), decimals


def _well_grouped(whole: str) -> bool:
    """Tell whether groups, if any, are as people write them: thousands, or lakhs (12,34,567)."""
    first, *groups = re.split("[., ']", whole)
    if not groups:
        return True
    if len({character for character in whole if not character.isdigit()}) > 1 or not 1 <= len(first) <= 3:
        return False
    *middle, last = (len(group) for group in groups)
    return last == 3 and (all(size == 3 for size in middle) or (len(first) <= 2 and set(middle) == {2}))


def _scale(after: str, default_currency: str) -> tuple[int | None, str]:
    """Give the zeros that a suffix stands for and the currency after it; None where it is neither."""
    after = after.strip()
    if not after or _known(after, default_currency):
        return 0, after
    scaled = _SCALED.fullmatch(after.lower())
    if not scaled or (scaled[2] and not _known(scaled[2], default_currency)):
        return None, ""
    return _ZEROS[scaled[1]], scaled[2]


def _known(word: str, default_currency: str) -> tuple[str, ...]:
    """Give the currencies a sign or a code can stand for, the likeliest first."""
    currencies = _SIGNS.get(word.lower())
    if currencies is None:
        return (word.upper(),) if is_currency(word.upper()) else ()
    return (default_currency,) if default_currency in currencies else currencies


def _currency(before: str, after: str, default_currency: str) -> str | None:
    """Give the currency told on either side; None where a side is unknown or they disagree."""
    if not (before or after):
        return default_currency
    told = [_known(word, default_currency) for word in (before, after) if word]
    if len(told) == 2 and len(told[1]) == 1:
        told.reverse()
    first, *rest = told
    if not first or any(not set(first) & set(other) for other in rest):
        return None
    return first[0]


def _quoted(text: str) -> str:
    return f'"{fit(clean(text), 40)}"'


def _not_an_amount(text: str) -> Invalid:
    return Invalid(f"{_quoted(text)} is not an amount: write 40000, 40k or 1,234.56.")
