"""The change log, kept by the database itself.

Each table has triggers that write what a row was and what it became, so that no way of writing (an object, a
statement over many rows) can miss it. They write under the newest change set, which ``store.transaction``
opens first. Rows inserted in bulk are recorded by one statement after them, in a third of the time.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Connection, Table

from pipetui.model import TABLES

UNLOGGED = frozenset({"change", "change_set"})
_CURRENT = "(SELECT max(id) FROM change_set)"
_ENTRY = "INSERT INTO change (set_id, table_name, row_id, before, after)"


def logged_tables() -> list[Table]:
    """The tables whose rows are recorded."""
    return [table for name, table in TABLES.items() if name not in UNLOGGED]


def install(connection: Connection) -> None:
    """Puts the triggers on every table as it is now, in place of those that were there."""
    for table in logged_tables():
        for event in ("INSERT", "UPDATE", "DELETE"):
            connection.exec_driver_sql(f"DROP TRIGGER IF EXISTS {_name(table, event)}")
            connection.exec_driver_sql(_trigger(table, event))


@contextmanager
def recorded_at_once(connection: Connection, table_name: str) -> Iterator[None]:
    """Rows inserted into a table inside are recorded together at the end, as its trigger would have done.

    The trigger is away meanwhile, for this transaction only: what is raised inside must undo all of it.
    A new row's number must be higher than any the table ever gave, which is so for rows that were given none.
    """
    table = TABLES[table_name]
    last = connection.exec_driver_sql(
        "SELECT seq FROM sqlite_sequence WHERE name = ?", (table_name,)
    ).scalar()
    connection.exec_driver_sql(f"DROP TRIGGER {_name(table, 'INSERT')}")
    yield
    connection.exec_driver_sql(
        f"{_ENTRY} SELECT {_CURRENT}, '{table.name}', id, NULL, {_row_as_json(table, table.name)} "
        f"FROM {table.name} WHERE id > ? ORDER BY id",
        (last or 0,),
    )
    connection.exec_driver_sql(_trigger(table, "INSERT"))


def _name(table: Table, event: str) -> str:
    return f"log_{table.name}_{event.lower()}"


def _trigger(table: Table, event: str) -> str:
    old, new = _row_as_json(table, "OLD"), _row_as_json(table, "NEW")
    row, before, after = {
        "INSERT": ("NEW", "NULL", new),
        "UPDATE": ("NEW", old, new),
        "DELETE": ("OLD", old, "NULL"),
    }[event]
    return (
        f"CREATE TRIGGER {_name(table, event)} AFTER {event} ON {table.name} BEGIN "
        f"{_ENTRY} VALUES ({_CURRENT}, '{table.name}', {row}.id, {before}, {after}); END"
    )


def _row_as_json(table: Table, which: str) -> str:
    return "json_object(" + ", ".join(f"'{c.name}', {which}.\"{c.name}\"" for c in table.columns) + ")"
