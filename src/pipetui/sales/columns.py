"""The columns statements are made of, and the bare connection under a transaction."""

from __future__ import annotations

import sqlite3
from typing import cast

from sqlalchemy import Connection, select

from pipetui.model import TABLES

DEAL = TABLES["deal"].c
CONTACT = TABLES["contact"].c
LINK = TABLES["deal_contact"].c
ACTIVITY = TABLES["activity"].c


def rows_of(connection: Connection) -> sqlite3.Connection:
    """SQLite's own connection under a transaction, for reading what it has written so far."""
    return cast(sqlite3.Connection, connection.connection.driver_connection)


def main_contact(connection: Connection, deal_id: int) -> int | None:
    """The number of a deal's first contact; None where it has none."""
    found = connection.scalar(select(LINK.contact_id).where(LINK.deal_id == deal_id, LINK.position == 0))
    return None if found is None else int(found)
