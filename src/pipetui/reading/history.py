"""A pipeline's past for the odds, and what was entered of its deals before it was changed.

Past entries come from the change log; of all deals only where a back-test asks what they said on past days.
"""

from __future__ import annotations

import sqlite3
from datetime import date, time
from typing import Any, TypeAlias

from pipetui.reading.kept_past import past_of
from pipetui.reading.past import Past
from pipetui.values.clock import local_moment, stored_day, stored_moment
from pipetui.views.odds.history import History, Lives, Record
from pipetui.views.odds.told import Day, Entered, Told
from pipetui.views.stage import Pipeline

Changes: TypeAlias = dict[int, list[tuple[Day, Entered]]]
"""What was entered before each change of it, by deal, oldest first."""

_ENTERED = ("base_amount", "expected_close", "probability", "probability_source", "category", "product")
_CHANGED = f"""
SELECT change.id, change.row_id, change_set.at, {", ".join(f"change.before ->> '$.{name}'" for name in _ENTERED)}
FROM change JOIN change_set ON change_set.id = change.set_id
WHERE change.table_name = 'deal' AND change.before IS NOT NULL AND change.after IS NOT NULL AND {{where}}
    AND ({" OR ".join(f"change.before ->> '$.{name}' IS NOT change.after ->> '$.{name}'" for name in _ENTERED)})
"""
_TODAY = "change.set_id IN (SELECT id FROM change_set WHERE at >= ? AND records <= ?)"

LATELY = 1_000
"""Deals last closed, and last opened, whose past entries are read for the odds of today; a back-test reads all."""

AT_ONCE = 500
"""Numbers of deals asked for in one statement."""

MANY = 2_000
"""Records of one change beyond which it is not looked into for what deals were this morning: an import's millions."""


def read_history(rows: sqlite3.Connection, pipeline: Pipeline, today: date, *, whole: bool = False) -> History:
    """The past of a pipeline up to a day; with what was entered of every deal where the ``whole`` of it is wanted."""
    return history_of(rows, pipeline, past_of(rows, pipeline), today, whole=whole)


def history_of(
    rows: sqlite3.Connection, pipeline: Pipeline, past: Past, today: date, *, whole: bool = False
) -> History:
    """The history of a pipeline whose past is read already."""
    return History(
        *(pipeline.id, pipeline.currency, today.toordinal(), pipeline.stages),
        *(past.lives, past.lifetimes, past.stays, _record(rows, past.told, past.lives, today, whole)),
    )


def _record(rows: sqlite3.Connection, told: Told, lives: Lives, today: date, whole: bool) -> Record:
    """What was entered, and before each change of the days before today."""
    if whole:
        changes, since = _changes(_asked(rows, "1", ())), 0
    else:
        deals, since = _lately(lives, today.toordinal())
        found = _asked(rows, _TODAY, (stored_moment(local_moment(today, time.min)), MANY))
        for start in range(0, len(deals), AT_ONCE):
            some = deals[start : start + AT_ONCE]
            found |= _asked(rows, f"change.row_id IN ({', '.join('?' * len(some))})", some)
        changes = _changes(found)
    return _of_the_morning(told, changes, today.toordinal(), since)


def _of_the_morning(told: Told, changes: Changes, today: Day, since: Day) -> Record:
    """Changes of the days before today, and what was entered this morning of deals that were changed since."""
    record = Record(told, since=since)
    for deal, entries in changes.items():
        if earlier := [entry for entry in entries if entry[0] < today]:
            record.before[deal] = earlier
        if len(earlier) < len(entries):
            record.morning[deal] = next(entered for day, entered in entries if day >= today)
    return record


def _lately(lives: Lives, today: Day) -> tuple[list[int], Day]:
    """Deals that were closed, and opened, last as of this morning; and the day from which on all closed are among
    them."""
    closed: list[tuple[Day, int]] = []
    opened: list[int] = []
    for deal, born, ended, gone in zip(lives.deal, lives.born, lives.closed, lives.gone, strict=True):
        if gone >= today and born < today:
            if ended < today:
                closed.append((ended, deal))
            else:
                opened.append(deal)
    closed.sort()
    last = closed[-LATELY:]
    since = last[0][0] + 1 if len(closed) > LATELY else 0
    return [*(deal for _, deal in last), *opened[-LATELY:]], since


def _asked(rows: sqlite3.Connection, where: str, values: Any) -> dict[int, tuple[Any, ...]]:
    """Changes of what is entered of deals, by their numbers."""
    return {number: tuple(rest) for number, *rest in rows.execute(_CHANGED.format(where=where), values)}


def _changes(found: dict[int, tuple[Any, ...]]) -> Changes:
    before: Changes = {}
    for _, (deal, at, amount, close, probability, source, category, product) in sorted(found.items()):
        told = Entered(amount, _close(close), probability, source, category, product)
        before.setdefault(deal, []).append((_day(at), told))
    return before


def _close(day: str | None) -> Day | None:
    return None if day is None else date.fromisoformat(day).toordinal()


def _day(moment: str) -> Day:
    return stored_day(moment).toordinal()
