"""The change log, kept by the database itself.

Each table has triggers that write what a row was and what it became, so that no way of writing (an object, a
statement over many rows) can miss it. They write under the newest change set, which ``store.transaction``
opens first. Rows inserted in bulk are recorded by one statement after them, in a third of the time.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Literal

from sqlalchemy import Connection

Kind = Literal["change", "start", "aside", "undo", "redo"]
"""What an entry is: a step that can be taken back, what a file begins with, what the program remembers by itself
(neither is a step), or the way back and forth over another."""

PARTS = ("deal_contact", "deal_tag", "stage_move", "external_ref", "own_value", "tick", "merged")
"""Tables whose rows are part of another record, and not counted as records themselves."""

UNLOGGED = frozenset({"change", "change_set", "alembic_version"})
_CURRENT = "(SELECT max(id) FROM change_set)"
LOG = "change"
"""The table the entries are in."""

_ENTRY = f"INSERT INTO {LOG} (set_id, table_name, row_id, before, after)"
EVENTS = ("INSERT", "UPDATE", "DELETE")
"""What is recorded of a row; each has a trigger of its own."""

TABLES = "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite!_%' ESCAPE '!' ORDER BY name"
"""Asks for the tables of a file, by name."""


def logged_tables(connection: Connection) -> list[str]:
    """The tables of the file whose rows are recorded, by name."""
    names = connection.exec_driver_sql(TABLES)
    return [name for name in names.scalars() if name not in UNLOGGED]


def install(connection: Connection) -> None:
    """Puts the triggers on every table as it is in the file now; there must be none yet."""
    for table in logged_tables(connection):
        columns = columns_of(connection, table)
        for event in EVENTS:
            connection.exec_driver_sql(trigger_for(table, columns, event))


def remove(connection: Connection) -> None:
    """Takes the triggers off: nothing is recorded until they are installed again."""
    for table in logged_tables(connection):
        for event in EVENTS:
            connection.exec_driver_sql(f"DROP TRIGGER IF EXISTS {trigger_name(table, event)}")


@contextmanager
def recorded_at_once(connection: Connection, table: str) -> Iterator[None]:
    """Rows inserted into a table inside are recorded together at the end, as its trigger would have done.

    The trigger is away meanwhile, for this transaction only: whoever calls undoes it where anything is raised.
    A new row's number must be higher than any the table ever gave, which is so for rows that were given none.
    """
    columns = columns_of(connection, table)
    last = connection.exec_driver_sql("SELECT seq FROM sqlite_sequence WHERE name = ?", (table,)).scalar()
    connection.exec_driver_sql(f"DROP TRIGGER {trigger_name(table, 'INSERT')}")
    yield
    connection.exec_driver_sql(
        f"{_ENTRY} SELECT {_CURRENT}, '{table}', id, NULL, {row_as_json(columns, table)} "
        f"FROM {table} WHERE id > ? ORDER BY id",
        (last or 0,),
    )
    connection.exec_driver_sql(trigger_for(table, columns, "INSERT"))


@contextmanager
def unrecorded(connection: Connection, tables: Iterable[str]) -> Iterator[None]:
    """Nothing that is written to the tables inside is recorded, for this transaction only: whoever calls does."""
    silenced = {table: columns_of(connection, table) for table in tables}
    for table in silenced:
        for event in EVENTS:
            connection.exec_driver_sql(f"DROP TRIGGER {trigger_name(table, event)}")
    yield
    for table, columns in silenced.items():
        for event in EVENTS:
            connection.exec_driver_sql(trigger_for(table, columns, event))


def close_entries(connection: Connection, first: int) -> bool:
    """Counts what the entries from ``first`` on changed, and takes out those that changed nothing.

    Gives whether any is left. The way back over another entry stays, even where nothing was to be put back.
    """
    parts = ", ".join(f"'{table}'" for table in PARTS)
    # A row is new once; only what was changed is to be told apart, which an import does to few.
    changed = f"table_name NOT IN ({parts}) AND before IS NOT NULL"
    new = f"table_name NOT IN ({parts}) AND before IS NULL"
    made = (
        "SELECT 1 FROM change made WHERE made.table_name = change.table_name AND made.row_id = change.row_id "
        "AND made.set_id = change.set_id AND made.before IS NULL"
    )
    closed = connection.exec_driver_sql(
        f"UPDATE change_set SET records = (SELECT max(count(*) FILTER (WHERE {new}) + "
        f"count(DISTINCT CASE WHEN {changed} AND NOT EXISTS ({made}) THEN table_name || row_id END), min(1, count(*))) "
        "FROM change WHERE change.set_id = change_set.id) WHERE id >= ? "
        "RETURNING records > 0 OR kind IN ('undo', 'redo')",
        (first,),
    )
    kept = closed.scalars().all()
    if not all(kept):
        connection.exec_driver_sql(
            "DELETE FROM change_set WHERE id >= ? AND records = 0 AND kind NOT IN ('undo', 'redo')", (first,)
        )
    return any(kept)


def columns_of(connection: Connection, table: str) -> list[str]:
    """The columns of a table as it is in the file now, in order."""
    described = connection.exec_driver_sql("SELECT name FROM pragma_table_info(?) ORDER BY cid", (table,))
    return [str(name) for name in described.scalars()]


def trigger_name(table: str, event: str) -> str:
    """What the trigger of an event is called."""
    return f"log_{table}_{event.lower()}"


def trigger_for(table: str, columns: list[str], event: str) -> str:
    """The statement that makes the trigger of an event, as the file keeps it."""
    old, new = row_as_json(columns, "OLD"), row_as_json(columns, "NEW")
    row, before, after = {
        "INSERT": ("NEW", "NULL", new),
        "UPDATE": ("NEW", old, new),
        "DELETE": ("OLD", old, "NULL"),
    }[event]
    # A statement that sets what is there already changes nothing.
    changed = " OR ".join(f'OLD."{column}" IS NOT NEW."{column}"' for column in columns)
    return (
        f"CREATE TRIGGER {trigger_name(table, event)} AFTER {event} ON {table} "
        f"{f'WHEN {changed} ' if event == 'UPDATE' else ''}BEGIN "
        f"{_ENTRY} VALUES ({_CURRENT}, '{table}', {row}.id, {before}, {after}); END"
    )


def row_as_json(columns: list[str], which: str) -> str:
    """The expression for a row (of a table, or NEW, or OLD) as the log has it."""
    return "json_object(" + ", ".join(f"'{column}', {which}.\"{column}\"" for column in columns) + ")"
