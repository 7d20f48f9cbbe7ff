"""Whether the change log tells how every row came to be what it is."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from typing import NamedTuple

from pipetui.store import changelog
from pipetui.store.checking.soundness import logged
from pipetui.values.text import count
from pipetui.views.checkup import Checked

_LATEST = "SELECT row_id, after, max(id) FROM change WHERE table_name = :table GROUP BY row_id"
_APART = """
WITH latest (row_id, after, id) AS ({latest})
SELECT row.id, {now}, latest.after FROM {table} row LEFT JOIN latest ON latest.row_id = row.id
    WHERE latest.after IS NOT {now}
UNION ALL
SELECT latest.row_id, NULL, latest.after FROM latest
    WHERE latest.after IS NOT NULL AND NOT EXISTS (SELECT 1 FROM {table} row WHERE row.id = latest.row_id)
"""
_LINKS = """
SELECT before, was FROM (
    SELECT before, lag(after) OVER (PARTITION BY table_name, row_id ORDER BY id) AS was, lag(id) OVER (
        PARTITION BY table_name, row_id ORDER BY id) AS earlier FROM change
) WHERE earlier IS NOT NULL AND before IS NOT was
"""


class Apart(NamedTuple):
    """A row that is not as the log has it: both as JSON, None where it is not there."""

    table: str
    row_id: int
    now: str | None
    told: str | None


def rows_apart(rows: sqlite3.Connection) -> Iterator[Apart]:
    """The rows that are not as the log's last word on them has it."""
    for table, columns in logged(rows):
        asked = _APART.format(latest=_LATEST, table=table, now=changelog.row_as_json(columns, "row"))
        for row_id, now, told in rows.execute(asked, {"table": table}):
            if _differ(now, told):
                yield Apart(table, row_id, now, told)


def log_is_true(rows: sqlite3.Connection) -> Checked:
    """Whether the log's last word on every row is what the row is, and each word follows from the one before."""
    apart = list(rows_apart(rows))
    if apart:
        tables = ", ".join(sorted({row.table for row in apart})[:4])
        return Checked(
            "history",
            "wrong",
            f"{count(len(apart), 'row')} not as the history has them: something wrote past it ({tables})",
            "pipetui doctor --fix has the history tell of it; undo then takes it back.",
            mends=True,
        )
    gaps = sum(_differ(before, was) for before, was in rows.execute(_LINKS))
    if gaps:
        said = f"complete as of now; {count(gaps, 'step')} before does not follow from the one before it"
        return Checked("history", "warn", said, "Nothing needs doing: what lies before that can't be undone.")
    return Checked("history", "ok", "every row is as the history tells it")


def _differ(one: str | None, other: str | None) -> bool:
    """Whether two states of a row differ in what both speak of: a later version has columns an earlier had not."""
    if one is None or other is None:
        return one is not other
    if one == other:
        return False
    ours, theirs = json.loads(one), json.loads(other)
    return any(ours[name] != theirs[name] for name in ours.keys() & theirs.keys())
