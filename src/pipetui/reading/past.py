"""A pipeline's past, deal by deal: when each came, the stages it was in, what became of it, what is entered of it.

The log tells since when a deal was known here. What it was before, an import may have told (moves, creation,
closing); in which stage it sat then, no import tells unless it brought moves, so those stays are of no known stage.
Deleted deals are read from the log: they were there on the days before. Days are the rep's.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, NamedTuple

from pipetui.values.clock import stored_day
from pipetui.views.odds.history import GONE, LOST, STILL, UNKNOWN, WON, Lives, Stays
from pipetui.views.odds.told import NEVER, Day, Entered, Told

_COLUMNS = (
    *("id", "stage_id", "status", "created_at", "stage_since", "closed_on", "touched_at", "base_amount", "product"),
    *("expected_close", "probability", "probability_source", "category", "pipeline_id"),
)
_DEALS = f"SELECT {', '.join(_COLUMNS)} FROM deal WHERE pipeline_id = :pipeline{{and_id}} ORDER BY id"
_MOVES = """
SELECT stage_move.deal_id, stage_move.from_stage_id, stage_move.to_stage_id, stage_move.at
FROM stage_move JOIN deal ON deal.id = stage_move.deal_id
WHERE deal.pipeline_id = :pipeline{and_deal} ORDER BY stage_move.at, stage_move.id
"""
_FIRST_KNOWN = """
SELECT first.row_id, change.set_id, change_set.at
FROM (SELECT row_id, min(id) AS id FROM change WHERE table_name = 'deal'{and_row} GROUP BY row_id) AS first
    JOIN change ON change.id = first.id JOIN change_set ON change_set.id = change.set_id
"""
_TELLS_MOVES = "SELECT EXISTS (SELECT 1 FROM change WHERE set_id = ? AND table_name = 'stage_move')"
_GONE = """
SELECT change.before, change_set.at, change_set.kind
FROM (
    SELECT max(id) AS id FROM change WHERE table_name = :table{and_row} AND row_id IN (
        SELECT row_id FROM change WHERE table_name = :table{and_row} EXCEPT SELECT id FROM {table}
    ) GROUP BY row_id
) AS last JOIN change ON change.id = last.id JOIN change_set ON change_set.id = change.set_id
WHERE change.after IS NULL
"""


@dataclass(frozen=True, slots=True)
class Past:
    """Deals by number: their lives, the same as visits to no stage, visits to stages, and what is entered of them."""

    lives: Lives = field(default_factory=Lives)
    lifetimes: Stays = field(default_factory=Stays)
    stays: Stays = field(default_factory=Stays)
    told: Told = field(default_factory=Told)


class _Deal(NamedTuple):
    id: int
    stage: int
    status: str
    created: Day
    since: Day
    closed: Day
    worth: int | None
    entered: Entered
    gone: Day = NEVER


class _Move(NamedTuple):
    source: int
    target: int
    day: Day


def read_past(
    rows: sqlite3.Connection, pipeline_id: int, leads: Collection[int], some: Collection[int] | None = None
) -> Past:
    """The past of a pipeline's deals, or of ``some`` by number; ``leads`` are the stages before the forecast."""
    asked = {"pipeline": pipeline_id, "some": json.dumps(sorted(some)) if some is not None else None}
    moves: dict[int, list[_Move]] = {}
    for deal_id, source, target, at in rows.execute(_of(_MOVES, some), asked):
        moves.setdefault(deal_id, []).append(_Move(source, target, _day(at)))
    known = {deal_id: (set_id, _day(at)) for deal_id, set_id, at in rows.execute(_of(_FIRST_KNOWN, some), asked)}
    telling: dict[int, bool] = {}
    past, coded = Past(), dict[str | None, int]()
    deals = [_deal(row) for row in rows.execute(_of(_DEALS, some), asked)]
    gone = sorted(_deleted(rows, pipeline_id, moves, some))
    for deal in sorted((*deals, *gone)) if gone else deals:
        set_id, since = known.get(deal.id, (0, deal.created))
        past.told.add(deal.id, since, deal.entered, coded)
        if deal.created < since - 1:
            if set_id not in telling:
                telling[set_id] = bool(rows.execute(_TELLS_MOVES, (set_id,)).fetchone()[0])
            if telling[set_id]:
                since = deal.created
        _tell(past, deal, moves.get(deal.id, []), since, leads)
    return past


def _of(statement: str, some: Collection[int] | None, **names: str) -> str:
    """A statement about all deals, or about some of them."""
    among = "" if some is None else " AND {} IN (SELECT value FROM json_each(:some))"
    ids = {"and_id": "id", "and_deal": "stage_move.deal_id", "and_row": "row_id"}
    return statement.format(**{name: among.format(column) for name, column in ids.items()}, **names)


def _deal(row: Sequence[Any], gone: Day = NEVER) -> _Deal:
    number, stage, status, created, since, closed, touched, worth, product, *entered, _ = row
    ended = NEVER
    if status != "open":
        ended = date.fromisoformat(closed).toordinal() if closed else _day(touched)
    told = Entered(worth, _close(entered[0]), entered[1], entered[2], entered[3], product)
    return _Deal(number, stage, status, _day(created), _day(since), ended, worth, told, gone)


def _deleted(
    rows: sqlite3.Connection, pipeline_id: int, moves: dict[int, list[_Move]], some: Collection[int] | None
) -> Iterator[_Deal]:
    """Deals that were deleted since, and their moves; not those whose adding was taken back."""
    asked = {"table": "deal", "some": json.dumps(sorted(some)) if some is not None else None}
    found = rows.execute(_of(_GONE, some, table="deal"), asked).fetchall()
    if not found:
        return
    for before, _, _ in rows.execute(_of(_GONE, None, table="stage_move"), {"table": "stage_move"}):
        told = json.loads(before)
        moves.setdefault(told["deal_id"], []).append(
            _Move(told["from_stage_id"], told["to_stage_id"], _day(told["at"]))
        )
    for before, at, kind in found:
        told = json.loads(before)
        if told["pipeline_id"] == pipeline_id and kind != "undo":
            moves.get(told["id"], []).sort(key=lambda move: move.day)
            yield _deal([told[name] for name in _COLUMNS], _day(at))


def _tell(past: Past, deal: _Deal, moved: list[_Move], since: Day, leads: Collection[int]) -> None:
    """Adds one deal to the columns; a lead that never came to the forecast adds nothing."""
    lives, stays = past.lives, past.stays
    end = min(deal.closed, deal.gone)
    how = GONE if deal.gone < deal.closed else {"won": WON, "lost": LOST}.get(deal.status, STILL)
    visits = _visits(deal, moved, since, end)
    first = next((place for place, visit in enumerate(visits) if visit[0] not in leads), None)
    if first is None:
        return
    born = visits[first][1]
    lives.deal.append(deal.id)
    lives.born.append(born)
    lives.entry.append(visits[first][0])
    lives.closed.append(deal.closed)
    lives.won.append(deal.status == "won")
    lives.worth.append(deal.worth)
    lives.product.append(deal.entered.product)
    lives.gone.append(deal.gone)
    past.lifetimes.add(deal.id, UNKNOWN, born, born, end, how)
    for place in range(first, len(visits)):
        stage, entered, seen, left = visits[place]
        if stage == UNKNOWN or stage in leads:
            continue
        last = place + 1 == len(visits)
        stays.add(deal.id, stage, entered, seen, left, how if last else visits[place + 1][0])


def _visits(deal: _Deal, moved: list[_Move], since: Day, end: Day) -> list[tuple[int, Day, Day, Day]]:
    """Stage, day of entry, day it came in sight, and day it was left, visit after visit."""
    end = max(deal.created, end)
    imported = since > deal.created + 1
    if not moved:
        if not imported:
            return [(deal.stage, deal.created, deal.created, end)]
        if since >= end:
            return [(UNKNOWN, deal.created, deal.created, end)]
        entered = min(max(deal.created, deal.since), since)
        return [(UNKNOWN, deal.created, deal.created, since), (deal.stage, entered, since, end)]
    visits = [(UNKNOWN, deal.created, deal.created, min(since, end))] if imported else []
    stage, entered = moved[0].source, deal.created
    for move in moved:
        day = max(entered, min(move.day, end))
        visits.append((stage, entered, max(entered, since), day))
        stage, entered = move.target, day
    return [*visits, (stage, entered, max(entered, since), max(entered, end))]


def _close(day: str | None) -> Day | None:
    return None if day is None else date.fromisoformat(day).toordinal()


def _day(moment: str) -> Day:
    return stored_day(moment).toordinal()
