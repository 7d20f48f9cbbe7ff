"""The rows of a file with their cells read: values by field, and the rows that can't be taken."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from itertools import compress
from typing import Any

from pipetui.exchange import amounts, cells, dates
from pipetui.exchange.cells import Reader
from pipetui.exchange.fields import Field
from pipetui.exchange.headers import Columns
from pipetui.exchange.progress import Part
from pipetui.exchange.source import Source
from pipetui.exchange.systems import OWN
from pipetui.values.errors import Invalid
from pipetui.values.money import Mark, precision

_FIXED: Mapping[str, Reader] = {
    "text": cells.text,
    "id": cells.identity,
    "linked": cells.linked,
    "currency": amounts.currency,
    "flag": cells.flag,
}
_PLAIN: Mapping[str, tuple[str, ...]] = {"line": (".0",), "linked": (" (",), "id": (".0", ",0")}
"""Fields that are read as they stand, where the column is plain and has none of these."""

_FEW = 10_000
"""Different cells of a column: so many are read one by one."""


class Rows:
    """Values by field, all lists as long as ``lines``; ``rejected`` are the lines of rows left out, with the reason."""

    def __init__(self, lines: Sequence[int]) -> None:
        self.lines = lines
        self.values: dict[str, list[Any]] = {}
        self.rejected: list[tuple[int, str]] = []
        self.decimal: Mark | None = None
        self._wrong: dict[int, str] = {}
        self._nothing: list[Any] = [None] * len(lines)

    def __len__(self) -> int:
        return len(self.lines)

    def __contains__(self, field: str) -> bool:
        return field in self.values

    def column(self, field: str) -> list[Any]:
        """The values of a field, None throughout where the file has no such column. Not to be changed."""
        return self.values.get(field, self._nothing)

    def each(self, function: Callable[..., Any], *columns: list[Any]) -> list[Any]:
        """A function of each row's values, worked out once for those that are alike; an Invalid row is rejected."""
        told = [column for column in columns if column is not self._nothing]
        call = (
            function if len(told) == len(columns) else _filled_up(function, [c is not self._nothing for c in columns])
        )
        keys = told[0] if len(told) == 1 else list(zip(*told, strict=True)) if told else [()] * len(self)
        known: dict[Any, Any] = dict.fromkeys(keys)
        wrong: dict[Any, str] = {}
        for key in known:
            try:
                known[key] = call(key) if len(told) == 1 else call(*key)
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
        self._nothing = [None] * len(self.lines)


def _filled_up(function: Callable[..., Any], told: Sequence[bool]) -> Callable[..., Any]:
    """The function, called with None for what is not told."""

    def call(*values: Any) -> Any:
        given = iter(values)
        return function(*(next(given) if is_told else None for is_told in told))

    return call


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
            wrong = _read_amounts(rows, column, header, currency)
        else:
            own = columns.system == OWN
            rows.values[field.name], wrong = _read_column(field, column, header, order, own=own)
        if wrong:
            for at, cell in enumerate(column):
                if cell in wrong:
                    rows.reject(at, f"{header}: {wrong[cell]}")
        told.at((done + 1) / len(wanted))
    rows.drop_rejected()
    return rows


def _read_column(
    field: Field, column: Sequence[str], header: str, order: dates.Order | None, *, own: bool
) -> tuple[list[Any], dict[str, str]]:
    """A column's values, and the cells that can't be read, with why; ``own`` for a file that pipetui wrote."""
    known: dict[str, Any] = dict.fromkeys(column)
    if field.reads in _PLAIN and len(known) > _FEW:
        plain = cells.as_they_are(column, *_PLAIN[field.reads])
        if plain is not None:
            return plain, {}
    percents = field.reads == "percent" and own
    reader = amounts.percent_reader((), surely=True) if percents else _reader(field, known.keys(), header, order)
    wrong = cells.read_each(known, reader)
    return list(map(known.__getitem__, column)), wrong


def _reader(field: Field, different: Collection[str], header: str, order: dates.Order | None) -> Reader:
    if fixed := _FIXED.get(field.reads):
        return fixed
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


def _read_amounts(rows: Rows, column: Sequence[str], header: str, usual: str) -> dict[str, str]:
    """Reads amounts into minor units, and ``currency`` into the one each is told in: by itself, its row, the header.

    Gives the cells that can't be read, with why.
    """
    named = amounts.currency_in(header)
    currencies = rows.values.get("currency", [])
    codes = {code for code in set(currencies) if code} | {named or usual}
    if len(set(map(precision, codes))) == 1:
        plain = amounts.plain_amounts(column, named or usual)
        if plain is not None:
            rows.values["amount"] = plain
            if named:
                rows.values["currency"] = [code or named for code in rows.column("currency")]
            return {}
    different = dict.fromkeys(column).keys()
    readers = {code: amounts.amount_reader(different, code) for code in codes}
    rows.decimal = readers[named or usual][1]
    wrong: dict[str, str] = {}
    known: dict[tuple[str, str | None], tuple[int | None, str | None]] = {}
    keys = list(zip(column, rows.column("currency"), strict=True))
    for cell, code in dict.fromkeys(keys):
        try:
            read = readers[code or named or usual][0](cell)
            known[cell, code] = (None, code) if read is None else (read[0], read[1] or code or named)
        except Invalid as error:
            wrong[cell] = str(error)
            known[cell, code] = (None, code)
    figures = list(map(known.__getitem__, keys))
    rows.values["amount"] = [minor for minor, _ in figures]
    if any(code for _, code in known.values()):
        rows.values["currency"] = [code for _, code in figures]
    return wrong
