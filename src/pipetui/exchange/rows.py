"""The rows of a file with their cells read: values by field, and the rows that can't be taken."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from itertools import compress
from typing import Any

from pipetui.exchange import amounts, cells, dates
from pipetui.exchange.cells import Reader
from pipetui.exchange.fields import Field
from pipetui.exchange.headers import Columns
from pipetui.exchange.progress import Part
from pipetui.exchange.source import Source
from pipetui.values.errors import Invalid
from pipetui.values.money import Mark

_FIXED: Mapping[str, Reader] = {
    "text": cells.text,
    "id": cells.identity,
    "linked": cells.linked,
    "currency": amounts.currency,
    "flag": cells.flag,
}


class Rows:
    """Values by field, all lists as long as ``lines``; ``rejected`` are the lines of rows left out, with the reason."""

    def __init__(self, lines: Sequence[int]) -> None:
        self.lines = lines
        self.values: dict[str, list[Any]] = {}
        self.rejected: list[tuple[int, str]] = []
        self.decimal: Mark | None = None
        self._wrong: dict[int, str] = {}

    def __len__(self) -> int:
        return len(self.lines)

    def __contains__(self, field: str) -> bool:
        return field in self.values

    def column(self, field: str) -> Sequence[Any]:
        """The values of a field, None throughout where the file has no such column."""
        return self.values.get(field) or [None] * len(self)

    def each(self, function: Callable[..., Any], *columns: Sequence[Any]) -> list[Any]:
        """A function of each row's values, worked out once for those that are alike; an Invalid row is rejected."""
        keys = list(zip(*columns, strict=True))
        known: dict[tuple[Any, ...], Any] = dict.fromkeys(keys)
        wrong: dict[tuple[Any, ...], str] = {}
        for key in known:
            try:
                known[key] = function(*key)
            except Invalid as error:
                wrong[key] = str(error)
        if wrong:
            for at, key in enumerate(keys):
                if key in wrong:
                    self.reject(at, wrong[key])
        return list(map(known.__getitem__, keys))

    def reject(self, at: int, reason: str) -> None:
        """Leaves a row out; the first reason counts. It stays in its place until ``drop_rejected``."""
        self._wrong.setdefault(at, reason)

    def drop_rejected(self) -> None:
        """Takes the rejected rows out of all columns."""
        if not self._wrong:
            return
        self.rejected += [(self.lines[at], reason) for at, reason in sorted(self._wrong.items())]
        kept = [at not in self._wrong for at in range(len(self.lines))]
        self.lines = list(compress(self.lines, kept))
        self.values = {field: list(compress(values, kept)) for field, values in self.values.items()}
        self._wrong.clear()


def read_rows(source: Source, columns: Columns, order: dates.Order | None, currency: str, told: Part) -> Rows:
    """Reads the mapped columns of a file; ``currency`` is that of amounts that name none.

    Raises Refused where the order of day and month in a column of dates stays open and none was told.
    """
    rows = Rows(source.lines)
    rows.rejected.extend(source.rejected)
    wanted = [field for field in columns.kind.fields if field.name in columns.columns and field.reads != "nothing"]
    # What a currency is decides how its amounts are read.
    wanted.sort(key=lambda field: field.reads == "amount")
    for done, field in enumerate(wanted):
        column = source.columns[columns.columns[field.name]]
        header = columns.header(field.name, source.headers)
        if field.reads == "amount":
            values, wrong = _amounts(rows, column, header, currency)
        else:
            values, wrong = cells.read_cells(column, _reader(field, column, header, order))
        rows.values[field.name] = values
        if wrong:
            for at, cell in enumerate(column):
                if cell in wrong:
                    rows.reject(at, f"{header}: {wrong[cell]}")
        told.at((done + 1) / len(wanted))
    rows.drop_rejected()
    return rows


def _reader(field: Field, column: Sequence[str], header: str, order: dates.Order | None) -> Reader:
    if fixed := _FIXED.get(field.reads):
        return fixed
    different = dict.fromkeys(column).keys()
    if field.reads == "percent":
        return amounts.percent_reader(different)
    if field.reads == "day":
        return dates.day_reader(different, header, order)
    if field.reads == "moment":
        return dates.moment_reader(different, header, order)
    if field.reads == "due":
        return dates.due_reader(different, header, order)
    if field.reads == "number":
        return _number_or_nothing
    return cells.line_reader(different)


def _number_or_nothing(cell: str) -> float | None:
    try:
        return cells.number(cell)
    except Invalid:
        return None


def _amounts(rows: Rows, column: Sequence[str], header: str, currency: str) -> tuple[list[Any], dict[str, str]]:
    """Amounts as Money, in the currency of the row's own column, else the one the header names."""
    named = amounts.currency_in(header)
    different = dict.fromkeys(column).keys()
    read, rows.decimal = amounts.amount_reader(different, named or currency)
    if "currency" not in rows:
        values, wrong = cells.read_cells(column, read)
        return ([value and (value[0], value[1] or named) for value in values] if named else values), wrong
    readers = {code: amounts.amount_reader(different, code)[0] for code in set(rows.values["currency"]) if code}
    wrong = {}
    known: dict[tuple[str, str | None], amounts.Money | None] = {}
    for cell, code in set(zip(column, rows.values["currency"], strict=True)):
        try:
            value = readers.get(code or "", read)(cell)
            known[cell, code] = value and (value[0], value[1] or code or named)
        except Invalid as error:
            wrong[cell] = str(error)
    return [known.get(key) for key in zip(column, rows.values["currency"], strict=True)], wrong
