"""The columns statements are made of, and the bare connection under a transaction."""

from __future__ import annotations

import sqlite3
from typing import cast

from sqlalchemy import Connection

from pipetui.model import TABLES

DEAL = TABLES["deal"].c
CONTACT = TABLES["contact"].c
LINK = TABLES["deal_contact"].c
ACTIVITY = TABLES["activity"].c


def rows_of(connection: Connection) -> sqlite3.Connection:
    """SQLite's own connection under a transaction, for reading what it has written so far."""
    return cast(sqlite3.Connection, connection.connection.driver_connection)
