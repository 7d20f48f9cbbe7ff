"""What earlier imports said of records that are there, as the change log has it.

Importing a file again brings what is new in it, and leaves alone what the rep has changed since: so what the file
says is held against what it said before, not against what is there.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from pipetui.exchange.known import Known

LABEL = "Imported"
"""How the labels of imports begin, by which they are found again in the change log."""

UNSAID = object()
"""Stands for what no import ever said."""


def said_before(known: Known, table: str, numbers: Iterable[int]) -> dict[int, dict[str, Any]]:
    """By record, what imports said: all of the row they made, and what they changed later."""
    said: dict[int, dict[str, Any]] = {}
    wanted = set(numbers)
    if not wanted:
        return said
    found = known.rows.execute(
        "SELECT change.row_id, change.before, change.after FROM change_set CROSS JOIN change"
        " WHERE change_set.label LIKE ? AND change_set.undone_by IS NULL AND change.set_id = change_set.id"
        " AND change.table_name = ? AND change.after IS NOT NULL ORDER BY change.id",
        (f"{LABEL} %", table),
    )
    for number, before, after in found:
        if number in wanted:
            became = json.loads(after)
            was = json.loads(before) if before else {}
            changed = {column: value for column, value in became.items() if was.get(column, UNSAID) != value}
            said.setdefault(number, {}).update(changed)
    return said


def news(told: dict[str, Any], was: dict[str, Any], said: dict[str, Any]) -> dict[str, Any]:
    """What a file tells of a record that is neither there already nor was said before."""
    return {
        column: value
        for column, value in told.items()
        if value != was.get(column) and said.get(column, UNSAID) != value
    }
