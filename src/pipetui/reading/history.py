"""A pipeline's past for the odds: stays in stages, from moves, creation and closing days, and the change log.

The log tells since when a deal was known here. What it was before, an import may have told (moves, creation,
closing); in which stage it sat then, no import tells unless it brought moves, so those stays are of no known stage.
Days are the rep's.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from pipetui.values.clock import stored_day
from pipetui.views.odds.history import GONE, LOST, NEVER, STILL, UNKNOWN, WON, Day, History, Lives, Stays
from pipetui.views.stage import Pipeline

_DEALS = """
SELECT id, stage_id, status, created_at, stage_since, closed_on, touched_at, base_amount, product
FROM deal WHERE pipeline_id = ?
"""
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


class _Deal(NamedTuple):
    id: int
    stage: int
    status: str
    created: Day
    since: Day
    closed: Day
    worth: int | None
    product: str | None
    gone: Day = NEVER


class _Move(NamedTuple):
    source: int
    target: int
    day: Day


def read_history(rows: sqlite3.Connection, pipeline: Pipeline, today: date) -> History:
    """The past of a pipeline up to a day."""
    leads = {stage.id for stage in pipeline.leads}
    moves: dict[int, list[_Move]] = {}
    for deal_id, source, target, at in rows.execute(_MOVES, (pipeline.id,)):
        moves.setdefault(deal_id, []).append(_Move(source, target, _day(at)))
    known = {deal_id: (set_id, _day(at)) for deal_id, set_id, at in rows.execute(_FIRST_KNOWN)}
    telling: dict[int, bool] = {}
    lives, whole, stays = Lives(), Stays(), Stays()
    for deal in _deals(rows, pipeline.id):
        set_id, since = known.get(deal.id, (0, deal.created))
        moved = moves.get(deal.id, [])
        if deal.created < since - 1 and not moved:
            if set_id not in telling:
                telling[set_id] = bool(rows.execute(_TELLS_MOVES, (set_id,)).fetchone()[0])
            if telling[set_id]:
                since = deal.created
        _tell(deal, moved, since, leads, lives, whole, stays)
    return History(pipeline.id, pipeline.currency, today.toordinal(), pipeline.stages, lives, whole, stays)


def _deals(rows: sqlite3.Connection, pipeline_id: int) -> Iterator[_Deal]:
    for number, stage, status, created, since, closed, touched, worth, product in rows.execute(_DEALS, (pipeline_id,)):
        ended = NEVER
        if status != "open":
            ended = date.fromisoformat(closed).toordinal() if closed else _day(touched)
        yield _Deal(number, stage, status, _day(created), _day(since), ended, worth, product)


def _tell(
    deal: _Deal, moved: list[_Move], since: Day, leads: set[int], lives: Lives, whole: Stays, stays: Stays
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
    lives.product.append(deal.product)
    whole.add(UNKNOWN, born, born, end, how)
    for place in range(first, len(visits)):
        stage, entered, seen, left = visits[place]
        if stage == UNKNOWN or stage in leads:
            continue
        last = place + 1 == len(visits)
        stays.add(stage, entered, seen, left, how if last else visits[place + 1][0])


def _visits(deal: _Deal, moved: list[_Move], since: Day, end: Day) -> list[tuple[int, Day, Day, Day]]:
    """Stage, day of entry, day it came in sight, and day it was left, visit after visit."""
    if moved:
        visits = []
        stage, entered = moved[0].source, deal.created
        for move in moved:
            day = max(entered, min(move.day, end))
            visits.append((stage, entered, entered, day))
            stage, entered = move.target, day
        return [*visits, (stage, entered, entered, max(entered, end))]
    if since <= deal.created + 1:
        return [(deal.stage, deal.created, deal.created, max(deal.created, end))]
    if since >= end:
        return [(UNKNOWN, deal.created, deal.created, max(deal.created, end))]
    entered = min(max(deal.created, deal.since), since)
    return [(UNKNOWN, deal.created, deal.created, since), (deal.stage, entered, since, max(since, end))]


def _day(moment: str) -> Day:
    return stored_day(moment).toordinal()
