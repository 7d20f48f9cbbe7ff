"""Columns of a file that are fields of the rep's own: found by their names, read, and written beside the deals."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from pipetui.exchange.deal_plan import DealPlan
from pipetui.exchange.fields import Field, Kind, squash
from pipetui.exchange.known import Known
from pipetui.exchange.rows import Rows
from pipetui.exchange.writes import update_row
from pipetui.reading.own import read_fields
from pipetui.sales.own_fields import columns_of
from pipetui.store import Writing
from pipetui.values.errors import Invalid
from pipetui.values.own import OwnField, OwnValue, read_own

PREFIX = "own."
"""What the name of such a column begins with where a column of every deal has the same."""

_COLUMNS = ("deal_id", "field_id", "text", "amount", "currency", "day")


def with_own(kind: Kind, own: Sequence[OwnField]) -> Kind:
    """A kind of record with the rep's own fields before all others: a header of that name is theirs."""
    taken = {squash(one.name) for one in kind.fields}
    mine = tuple(
        Field(PREFIX + one.key, "own", tuple(name for name in (one.label, one.key) if squash(name) not in taken))
        for one in own
    )
    return replace(kind, fields=(*mine, *kind.fields))


def read_own_columns(rows: Rows, known: Known, currency: str) -> None:
    """Reads the cells of the rep's own fields; rows with one that can't be read are rejected."""
    for one in read_fields(known.rows):
        name = PREFIX + one.key
        if name in rows:
            rows.values[name] = rows.each(_reader(one, known.today, currency), rows.column(name))


def _reader(one: OwnField, today: date, currency: str) -> Callable[[str | None], OwnValue | None]:
    def read(cell: str | None) -> OwnValue | None:
        try:
            return None if cell is None else read_own(one, cell, today, currency)
        except Invalid as error:
            raise Invalid(f"{one.label}: {error}") from None

    return read


@dataclass(slots=True)
class OwnPlan:
    """New rows of values, and changes to those that are there, by number. ``touches`` are the rows of the file."""

    new: list[tuple[Any, ...]] = field(default_factory=list)
    changed: dict[int, dict[str, Any]] = field(default_factory=dict)
    touches: set[int] = field(default_factory=set)


def plan_own(plan: DealPlan, rows: Rows, known: Known, deals: Sequence[int]) -> OwnPlan:
    """What the file says for the rep's own fields and the deals (``deals`` by row) don't yet; nothing takes nothing."""
    found = OwnPlan()
    told = [one for one in read_fields(known.rows) if PREFIX + one.key in rows]
    if not told:
        return found
    there = {number for number in plan.number if number is not None}
    has: dict[tuple[int, int], tuple[int, dict[str, Any]]] = {}
    if there:
        select = "SELECT id, deal_id, field_id, text, amount, currency, day FROM own_value"
        for number, deal, one, *values in known.rows.execute(select):
            if deal in there:
                has[deal, one] = (number, dict(zip(_COLUMNS[2:], values, strict=True)))
    fresh: dict[tuple[int, int], tuple[Any, ...]] = {}
    for one in told:
        for at, (deal, value) in enumerate(zip(deals, rows.column(PREFIX + one.key), strict=True)):
            if value is None:
                continue
            stored = columns_of(one, value)
            stored["day"] = None if stored["day"] is None else stored["day"].isoformat()
            was = has.get((deal, one.id))
            if was is None:
                fresh[deal, one.id] = (deal, one.id, *stored.values())
            elif was[1] != stored:
                found.changed[was[0]] = stored
            else:
                continue
            if deal in there:
                found.touches.add(at)
    found.new = list(fresh.values())
    return found


def write_own_columns(plan: OwnPlan, writing: Writing) -> None:
    """Writes what was planned."""
    if plan.new:
        columns = dict(zip(_COLUMNS, map(list, zip(*plan.new, strict=True)), strict=True))
        writing.insert_columns("own_value", columns)
    for number, values in plan.changed.items():
        update_row(writing, "own_value", number, values)
