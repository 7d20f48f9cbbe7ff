"""A pipeline's past for the odds, and what was entered of its deals before it was changed.

Past entries come from the change log; of all deals only where a back-test asks what they said on past days.
"""

from __future__ import annotations

import sqlite3
from datetime import date
from typing import Any

from pipetui.reading.kept_past import past_of
from pipetui.values.clock import stored_day
from pipetui.views.odds.history import NEVER, Day, Entered, History, Lives, Record
from pipetui.views.stage import Pipeline

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


def read_history(rows: sqlite3.Connection, pipeline: Pipeline, today: date, *, whole: bool = False) -> History:
    """The past of a pipeline up to a day; with what was entered of every deal where the ``whole`` of it is wanted."""
    past = past_of(rows, pipeline)
    record = Record(past.now, _changed(rows, None if whole else _lately(past.lives)), past.known)
    return History(
        *(pipeline.id, pipeline.currency, today.toordinal(), pipeline.stages),
        *(past.lives, past.lifetimes, past.stays, record),
    )


def _lately(lives: Lives) -> list[int]:
    closed: list[tuple[Day, int]] = []
    opened: list[tuple[Day, int]] = []
    for deal, ended, gone in zip(lives.deal, lives.closed, lives.gone, strict=True):
        if gone == NEVER:
            (opened if ended == NEVER else closed).append((ended, deal))
    return [deal for _, deal in (*sorted(closed)[-LATELY:], *opened[-LATELY:])]


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


def _close(day: str | None) -> Day | None:
    return None if day is None else date.fromisoformat(day).toordinal()


def _day(moment: str) -> Day:
    return stored_day(moment).toordinal()
