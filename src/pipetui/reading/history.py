"""A pipeline's past for the odds: stays in stages, from moves, creation and closing days, and the change log.

The log tells since when a deal was known here. What it was before, an import may have told (moves, creation,
closing); in which stage it sat then, no import tells unless it brought moves, so those stays are of no known stage.
Deleted deals are read from the log: they were there on the days before. Days are the rep's.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any, NamedTuple

from pipetui.values.clock import stored_day
from pipetui.views.odds.history import (
    GONE,
    LOST,
    NEVER,
    STILL,
    UNKNOWN,
    WON,
    Day,
    Entered,
    History,
    Lives,
    Record,
    Stays,
)
from pipetui.views.stage import Pipeline

_COLUMNS = (
    *("id", "stage_id", "status", "created_at", "stage_since", "closed_on", "touched_at", "base_amount", "product"),
    *("expected_close", "probability", "probability_source", "category", "pipeline_id"),
)
_DEALS = f"SELECT {', '.join(_COLUMNS)} FROM deal WHERE pipeline_id = ?"
_MOVES = """
SELECT stage_move.deal_id, stage_move.from_stage_id, stage_move.to_stage_id, stage_move.at
FROM stage_move JOIN deal ON deal.id = stage_move.deal_id
WHERE deal.pipeline_id = ? ORDER BY stage_move.at, stage_move.id
"""
_FIRST_KNOWN = """
SELECT first.row_id, change.set_id, change_set.at
FROM (SELECT row_id, min(id) AS id FROM change WHERE table_name = 'deal' GROUP BY row_id) AS first
    JOIN change ON change.id = first.id JOIN change_set ON change_set.id = change.set_id
"""
_TELLS_MOVES = "SELECT EXISTS (SELECT 1 FROM change WHERE set_id = ? AND table_name = 'stage_move')"


_GONE = """
SELECT change.before, change_set.at, change_set.kind
FROM (
    SELECT max(id) AS id FROM change WHERE table_name = :table AND row_id IN (
        SELECT row_id FROM change WHERE table_name = :table EXCEPT SELECT id FROM {table}
    ) GROUP BY row_id
) AS last JOIN change ON change.id = last.id JOIN change_set ON change_set.id = change.set_id
WHERE change.after IS NULL
"""
_ENTERED = ("base_amount", "expected_close", "probability", "probability_source", "category", "product")
_CHANGED = f"""
SELECT change.row_id, change_set.at, {", ".join(f"change.before ->> '$.{name}'" for name in _ENTERED)}
FROM change JOIN change_set ON change_set.id = change.set_id
WHERE change.table_name = 'deal' AND change.before IS NOT NULL AND change.after IS NOT NULL AND {{where}}
    AND ({" OR ".join(f"change.before ->> '$.{name}' IS NOT change.after ->> '$.{name}'" for name in _ENTERED)})
ORDER BY change.id
"""

LATELY = 1_000
"""Deals last closed, and last opened, whose past entries are read for the odds of today; a back-test reads all."""

AT_ONCE = 500
"""Numbers of deals asked for in one statement."""


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


def read_history(rows: sqlite3.Connection, pipeline: Pipeline, today: date, *, whole: bool = False) -> History:
    """The past of a pipeline up to a day; with what was entered of every deal where the ``whole`` of it is wanted."""
    leads = {stage.id for stage in pipeline.leads}
    moves: dict[int, list[_Move]] = {}
    for deal_id, source, target, at in rows.execute(_MOVES, (pipeline.id,)):
        moves.setdefault(deal_id, []).append(_Move(source, target, _day(at)))
    known = {deal_id: (set_id, _day(at)) for deal_id, set_id, at in rows.execute(_FIRST_KNOWN)}
    telling: dict[int, bool] = {}
    lives, lifetimes, stays, record = Lives(), Stays(), Stays(), Record()
    deals = [_deal(row) for row in rows.execute(_DEALS, (pipeline.id,))]
    for deal in (*deals, *_deleted(rows, pipeline.id, moves)):
        set_id, since = known.get(deal.id, (0, deal.created))
        record.known[deal.id], record.now[deal.id] = since, deal.entered
        if deal.created < since - 1:
            if set_id not in telling:
                telling[set_id] = bool(rows.execute(_TELLS_MOVES, (set_id,)).fetchone()[0])
            if telling[set_id]:
                since = deal.created
        _tell(deal, moves.get(deal.id, []), since, leads, lives, lifetimes, stays)
    record.before = _changed(rows, None if whole else _lately(deals))
    return History(pipeline.id, pipeline.currency, today.toordinal(), pipeline.stages, lives, lifetimes, stays, record)


def _deal(row: Sequence[Any], gone: Day = NEVER) -> _Deal:
    number, stage, status, created, since, closed, touched, worth, product, *entered, _ = row
    ended = NEVER
    if status != "open":
        ended = date.fromisoformat(closed).toordinal() if closed else _day(touched)
    told = Entered(worth, _close(entered[0]), entered[1], entered[2], entered[3], product)
    return _Deal(number, stage, status, _day(created), _day(since), ended, worth, told, gone)


def _deleted(rows: sqlite3.Connection, pipeline_id: int, moves: dict[int, list[_Move]]) -> Iterator[_Deal]:
    """Deals that were deleted since, and their moves; not those whose adding was taken back."""
    found = rows.execute(_GONE.format(table="deal"), {"table": "deal"}).fetchall()
    if not found:
        return
    for before, _, _ in rows.execute(_GONE.format(table="stage_move"), {"table": "stage_move"}):
        told = json.loads(before)
        moves.setdefault(told["deal_id"], []).append(
            _Move(told["from_stage_id"], told["to_stage_id"], _day(told["at"]))
        )
    for before, at, kind in found:
        told = json.loads(before)
        if told["pipeline_id"] == pipeline_id and kind != "undo":
            moves.get(told["id"], []).sort(key=lambda move: move.day)
            yield _deal([told[name] for name in _COLUMNS], _day(at))


def _lately(deals: list[_Deal]) -> list[int]:
    closed = sorted((deal for deal in deals if deal.closed != NEVER), key=lambda deal: deal.closed)
    opened = [deal for deal in deals if deal.closed == NEVER]
    return [deal.id for deal in (*closed[-LATELY:], *opened[-LATELY:])]


def _changed(rows: sqlite3.Connection, deals: list[int] | None) -> dict[int, list[tuple[Day, Entered]]]:
    """What was entered before each change of it, by deal, oldest first."""
    found: list[tuple[Any, ...]] = []
    if deals is None:
        found = rows.execute(_CHANGED.format(where="1")).fetchall()
    else:
        for start in range(0, len(deals), AT_ONCE):
            some = deals[start : start + AT_ONCE]
            where = f"change.row_id IN ({', '.join('?' * len(some))})"
            found += rows.execute(_CHANGED.format(where=where), some).fetchall()
    before: dict[int, list[tuple[Day, Entered]]] = {}
    for deal, at, amount, close, probability, source, category, product in found:
        told = Entered(amount, _close(close), probability, source, category, product)
        before.setdefault(deal, []).append((_day(at), told))
    return before


def _tell(
    deal: _Deal, moved: list[_Move], since: Day, leads: set[int], lives: Lives, lifetimes: Stays, stays: Stays
) -> None:
    """Adds one deal to the columns; a lead that never came to the forecast adds nothing."""
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
    lifetimes.add(deal.id, UNKNOWN, born, born, end, how)
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
