"""The views of a file: those that come with the program, then the rep's own."""

from __future__ import annotations

import sqlite3

from pipetui.views.board import SORTS
from pipetui.views.saved_view import BUILT_IN, SavedView


def read_views(rows: sqlite3.Connection) -> tuple[SavedView, ...]:
    """All views, the rep's own in their order."""
    found = rows.execute("SELECT id, name, filter, sort, columns FROM saved_view ORDER BY position, id")
    own = (
        SavedView(name, text, sort if sort in SORTS else "close", tuple(filter(None, columns.split(","))), number)
        for number, name, text, sort, columns in found
    )
    return (*BUILT_IN, *own)
