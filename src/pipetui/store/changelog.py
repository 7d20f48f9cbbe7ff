"""The change log, kept by the database itself.

Each table has triggers that write what a row was and what it became, so that no way of writing (an object, a
statement over many rows) can miss it. They write under the newest change set, which ``store.transaction``
opens first. Rows inserted in bulk are recorded by one statement after them, in a third of the time.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Connection

UNLOGGED = frozenset({"change", "change_set", "alembic_version"})
_CURRENT = "(SELECT max(id) FROM change_set)"
_ENTRY = "INSERT INTO change (set_id, table_name, row_id, before, after)"
_EVENTS = ("INSERT", "UPDATE", "DELETE")


def logged_tables(connection: Connection) -> list[str]:
    """The tables of the file whose rows are recorded, by name."""
    names = connection.exec_driver_sql(
        "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite!_%' ESCAPE '!' ORDER BY name"
    )
    return [name for name in names.scalars() if name not in UNLOGGED]


def install(connection: Connection) -> None:
    """Puts the triggers on every table as it is in the file now; there must be none yet."""
    for table in logged_tables(connection):
        columns = _columns(connection, table)
        for event in _EVENTS:
            connection.exec_driver_sql(_trigger(table, columns, event))


def remove(connection: Connection) -> None:
    """Takes the triggers off: nothing is recorded until they are installed again."""
    for table in logged_tables(connection):
        for event in _EVENTS:
            connection.exec_driver_sql(f"DROP TRIGGER IF EXISTS {_name(table, event)}")


@contextmanager
def recorded_at_once(connection: Connection, table: str) -> Iterator[None]:
    """Rows inserted into a table inside are recorded together at the end, as its trigger would have done.

    The trigger is away meanwhile, for this transaction only: whoever calls undoes it where anything is raised.
    A new row's number must be higher than any the table ever gave, which is so for rows that were given none.
    """
    columns = _columns(connection, table)
    last = connection.exec_driver_sql("SELECT seq FROM sqlite_sequence WHERE name = ?", (table,)).scalar()
    connection.exec_driver_sql(f"DROP TRIGGER {_name(table, 'INSERT')}")
    yield
    connection.exec_driver_sql(
        f"{_ENTRY} SELECT {_CURRENT}, '{table}', id, NULL, {_row_as_json(columns, table)} "
        f"FROM {table} WHERE id > ? ORDER BY id",
        (last or 0,),
    )
    connection.exec_driver_sql(_trigger(table, columns, "INSERT"))


def _columns(connection: Connection, table: str) -> list[str]:
    described = connection.exec_driver_sql("SELECT name FROM pragma_table_info(?) ORDER BY cid", (table,))
    return [str(name) for name in described.scalars()]


def _name(table: str, event: str) -> str:
    return f"log_{table}_{event.lower()}"


def _trigger(table: str, columns: list[str], event: str) -> str:
    old, new = _row_as_json(columns, "OLD"), _row_as_json(columns, "NEW")
    row, before, after = {
        "INSERT": ("NEW", "NULL", new),
        "UPDATE": ("NEW", old, new),
        "DELETE": ("OLD", old, "NULL"),
    }[event]
    # A statement that sets what is there already changes nothing.
    changed = " OR ".join(f'OLD."{column}" IS NOT NEW."{column}"' for column in columns)
    return (
        f"CREATE TRIGGER {_name(table, event)} AFTER {event} ON {table} "
        f"{f'WHEN {changed} ' if event == 'UPDATE' else ''}BEGIN "
        f"{_ENTRY} VALUES ({_CURRENT}, '{table}', {row}.id, {before}, {after}); END"
    )


def _row_as_json(columns: list[str], which: str) -> str:
    return "json_object(" + ", ".join(f"'{column}', {which}.\"{column}\"" for column in columns) + ")"
