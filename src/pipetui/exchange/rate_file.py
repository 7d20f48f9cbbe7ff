"""Exchange rates of a file: a day, a currency and a rate on each line, by the names of its columns or in that order."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from decimal import Decimal, InvalidOperation
from pathlib import Path

from pipetui.exchange.dialect import find_dialect
from pipetui.exchange.encoding import decode
from pipetui.exchange.source import read_bytes
from pipetui.sales.exchange_rates import Rate
from pipetui.values.clock import parse_as_of
from pipetui.values.errors import Invalid, PipetuiError
from pipetui.values.money import is_currency
from pipetui.values.text import clean, fit, fold

DAYS = frozenset({"date", "day", "datum", "data", "fecha", "giorno", "tag", "dia", "jour", "since", "time_period"})
CURRENCIES = frozenset({"currency", "code", "iso", "ccy", "currency_code", "wahrung", "valuta", "devise", "moneda"})
RATES = frozenset({"rate", "exchange_rate", "value", "kurs", "wechselkurs", "cambio", "tasso", "taux", "obs_value"})
"""What columns are called, folded, with a stroke between words."""

_NEEDED = (("day", DAYS), ("currency", CURRENCIES), ("rate", RATES))


def read_rates(path: Path, base: str) -> list[Rate]:
    """The rates of a file, what one unit of each currency is worth in ``base``; those of ``base`` itself left out.

    Raises NotFound and Trouble where the file can't be read, Invalid where a line is no rate: then none is taken.
    """
    name = fit(clean(path.name), 60)
    text, _ = decode(read_bytes(path), name)
    try:
        lines = list(find_dialect(text).rows(text)[1])
    except csv.Error as error:
        raise Invalid(f"{name} can't be read: {error}.") from None
    first = next((number for number, line in enumerate(lines) if any(cell.strip() for cell in line)), len(lines))
    places = _places(lines[first], name) if first < len(lines) else None
    found = []
    for number, line in enumerate(lines[first + (places is not None) :], first + (places is not None) + 1):
        if any(cell.strip() for cell in line):
            found.append(_rate(line, places or (0, 1, 2), base, f"Line {number} of {name}"))
    return [rate for rate in found if rate.currency != base]


def _places(line: Sequence[str], name: str) -> tuple[int, int, int] | None:
    """Where day, currency and rate stand, by a line of names; None where the line is a rate. Raises Invalid."""
    said = ["_".join(fold(clean(cell[:60])).split()) for cell in line]
    places = [next((place for place, cell in enumerate(said) if cell in names), None) for _, names in _NEEDED]
    if all(place is None for place in places):
        return None if line[0].strip()[:1].isdigit() else (0, 1, 2)
    for place, (what, _) in zip(places, _NEEDED, strict=True):
        if place is None:
            raise Invalid(f"{name} has no column for the {what}: name them date, currency and rate.")
    day, currency, rate = (place or 0 for place in places)
    return day, currency, rate


def _rate(line: Sequence[str], places: tuple[int, int, int], base: str, where: str) -> Rate:
    try:
        day, currency, worth = (line[place].strip() for place in places)
        if not is_currency(currency.upper()):
            raise Invalid(f"“{fit(clean(currency), 20)}” is no currency")
        return Rate(currency.upper(), base, parse_as_of(day), worth_of(worth))
    except (IndexError, PipetuiError) as error:
        why = "it is too short" if isinstance(error, IndexError) else str(error).rstrip(".")
        raise Invalid(f"{where} is no rate: {why}. Write 2026-11-23,USD,0.92.") from None


def worth_of(text: str) -> Decimal:
    """A rate as typed. Raises Invalid."""
    try:
        found = Decimal(text.strip().replace(",", "."))
    except InvalidOperation:
        raise Invalid(f'"{fit(clean(text), 30)}" is no rate: write 0.92.') from None
    if not found.is_finite() or not 0 < found < 10**9:
        raise Invalid(f'"{fit(clean(text), 30)}" is no rate: write 0.92.')
    return found
