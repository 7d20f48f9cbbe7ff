"""Columns of money and percentages: the decimal mark and the scale are those of the whole column."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from functools import lru_cache
from itertools import islice

from pipetui.exchange.cells import Reader, number, says_nothing, shown
from pipetui.values.errors import Invalid
from pipetui.values.money import Mark, decimal_mark, is_currency, parse_amount, precision
from pipetui.values.text import clean

Money = tuple[int, str | None]
"""Minor units, and the currency where the cell itself tells it."""

_NO_CURRENCY = "XXX"
"""ISO 4217's code for no currency: an amount that is read as if in it and comes back in another says its own."""

_SAMPLE = 2_000
_SCIENTIFIC = re.compile(r"-?\d+(?:\.\d+)?[eE][+-]?\d{1,2}")
_TELLING = re.compile(r"[^\d\s.,'()+-]", re.ASCII)
_WHOLE = re.compile(r"(?:\d{0,12}\n)*+\d{0,12}", re.ASCII)
_IN_BRACKETS = re.compile(r"[(\[](?:in )?([^)\]]{1,4})[)\]]")


def amount_reader(cells: Collection[str], currency: str) -> tuple[Reader, Mark | None]:
    """How a column of amounts is read, and its decimal mark; cells give Money, ``currency`` says how precise it is.

    Plain numbers, as databases write them, take the short way.
    """
    mark = decimal_mark(islice(cells, _SAMPLE))
    places = precision(currency)
    unit = 10**places

    grouped = _grouped(mark, places) if mark else None

    def read(cell: str) -> Money | None:
        cell = cell.strip()
        if cell.isdecimal() and cell.isascii() and len(cell) < 16:
            return int(cell) * unit, None
        if grouped and (plain := grouped.fullmatch(cell)):
            whole, parts, decimals = plain[1], plain[2], plain[3] or ""
            return int((whole.replace(parts, "") if parts else whole) + decimals.ljust(places, "0")), None
        if says_nothing(cell):
            return None
        if _SCIENTIFIC.fullmatch(cell):
            cell = f"{float(cell):f}"
        return _told(cell, currency, mark)

    return read, mark


def plain_amounts(cells: Sequence[str], currency: str) -> list[int | None] | None:
    """A column of amounts in minor units, where all are bare: whole, or with all the decimals of the currency.

    None where a cell needs a reader's look. Thousands are never parted in it.
    """
    places = precision(currency)
    joined = "\n".join(cells)
    if _WHOLE.fullmatch(joined):
        unit = 10**places
    elif places not in (0, 3) and _with_decimals(places).fullmatch(joined):
        unit = 1
    else:
        return None
    bare = joined.replace(".", "").split("\n")
    if len(bare) != len(cells):
        return None
    if "" in bare:
        return [int(cell) * unit if cell else None for cell in bare]
    return [int(cell) * unit for cell in bare] if unit > 1 else list(map(int, bare))


@lru_cache
def _with_decimals(places: int) -> re.Pattern[str]:
    one = rf"(?:\d{{1,12}}\.\d{{{places}}})?"
    return re.compile(rf"(?:{one}\n)*+{one}", re.ASCII)


@lru_cache
def _grouped(mark: Mark, places: int) -> re.Pattern[str]:
    """Amounts with that decimal mark, thousands parted by the other one or not: whole part, parting, decimals."""
    other = "," if mark == "." else "."
    whole = rf"(\d{{1,12}}|\d{{1,3}}(?:([{other}' ])\d{{3}})(?:\2\d{{3}}){{0,3}})"
    decimals = rf"(?:[{mark}](\d{{1,{places}}}))?" if places else "()"
    return re.compile(whole + decimals, re.ASCII)


def currency_in(header: str) -> str | None:
    """The currency a header names in brackets: "Amount (EUR)", "Value (in €)"."""
    named = _IN_BRACKETS.search(clean(header))
    return currency_of(named[1]) if named else None


def currency_of(word: str) -> str | None:
    """The currency a code or a sign stands for, None where it is neither."""
    tidy = clean(word[:40])
    if is_currency(tidy.upper()):
        return tidy.upper()
    if not tidy or any(character.isdigit() for character in tidy):
        return None
    try:
        told = parse_amount(f"1 {tidy}", _NO_CURRENCY)[1]
    except Invalid:
        return None
    return told if told != _NO_CURRENCY else None


def currency(cell: str) -> str | None:
    """A cell of a column of currencies. Raises Invalid for what is none."""
    if says_nothing(cell):
        return None
    if code := currency_of(cell):
        return code
    raise Invalid(f"{shown(cell)} is not a currency: write its code, such as EUR.")


def percent_reader(cells: Iterable[str], *, surely: bool = False) -> Reader:
    """How a column of probabilities is read, as percent: 0–1 where nothing in it is over 1 or has a percent sign.

    ``surely`` where it is known that they are percents.
    """
    cells = list(cells)
    values = [value for cell in cells if (value := _percent_or_none(cell)) is not None]
    are_parts = values and max(values) <= 1 and not any("%" in cell for cell in cells)
    factor = 100 if are_parts and not surely else 1

    def read(cell: str) -> float | None:
        value = _percent(cell)
        if value is None:
            return None
        value = round(value * factor, 2)
        if not 0 <= value <= 100:
            raise Invalid(f"{shown(cell)} is not a probability: it must be from 0 to 100 %.")
        return value

    return read


def _told(cell: str, currency: str, mark: Mark | None) -> Money:
    """An amount read in full; the currency only where it is told."""
    minor, code = parse_amount(cell, currency, mark)
    return minor, _told_code(cell, code) if _TELLING.search(cell) else None


def _told_code(cell: str, code: str) -> str | None:
    """The currency, where the cell tells one: "40k" has a letter, but none."""
    try:
        other = "JPY" if code != "JPY" else "EUR"
        return code if parse_amount(cell, other)[1] == code else None
    except Invalid:
        return code


def _percent(cell: str) -> float | None:
    return number(cell.replace("%", "").strip())


def _percent_or_none(cell: str) -> float | None:
    try:
        return _percent(cell)
    except Invalid:
        return None
