"""Whether the cells of a column can be what its header makes it."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from pipetui.exchange import amounts, cells, dates
from pipetui.exchange.fields import Field
from pipetui.values.errors import Invalid
from pipetui.values.money import parse_amount

_ENOUGH = 0.8
_ADDRESS = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")


def fits(field: Field, samples: Sequence[str]) -> bool:
    """Whether most of the samples can be read as the field is, a yes or no as all of them; no samples fit any."""
    test = _TESTS.get(field.reads, _is_text)
    filled = [cell for cell in samples if not cells.says_nothing(cell)]
    right = sum(map(test, filled))
    return right == len(filled) if field.reads == "flag" else right >= _ENOUGH * len(filled)


def is_value(cell: str) -> bool:
    """Whether a cell tells an amount, a day or an address: what a row has, and a header has not."""
    return _TESTS["amount"](cell) or dates.is_date(cell) or bool(_ADDRESS.fullmatch(cell))


def _is_text(cell: str) -> bool:
    return any(character.isalpha() for character in cell)


def _reads(read: Callable[[str], object]) -> Callable[[str], bool]:
    def test(cell: str) -> bool:
        try:
            return read(cell) is not None
        except Invalid:
            return False

    return test


_TESTS: dict[str, Callable[[str], bool]] = {
    "amount": _reads(lambda cell: parse_amount(cell, "EUR")),
    "percent": _reads(amounts.percent_reader((), surely=True)),
    "currency": _reads(amounts.currency),
    "day": dates.is_date,
    "moment": dates.is_date,
    "due": dates.is_date,
    "flag": _reads(cells.flag),
    "number": _reads(cells.number),
    "id": lambda cell: len(cell) < 100,
}
