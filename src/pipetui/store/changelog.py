"""The change log, kept by the database itself.

Each table has triggers that write what a row was and what it became, so that no way of writing (an object, a
statement over many rows, an import of a hundred thousand) can miss it. They write under the newest change set, which
``store.transaction`` opens first. A row costs about four microseconds.
"""

from sqlalchemy import Connection, Table

from pipetui.model import TABLES

UNLOGGED = frozenset({"change", "change_set"})
_CURRENT = "(SELECT max(id) FROM change_set)"


def logged_tables() -> list[Table]:
    """The tables whose rows are recorded."""
    return [table for name, table in TABLES.items() if name not in UNLOGGED]


def _row_as_json(table: Table, which: str) -> str:
    return "json_object(" + ", ".join(f"'{c.name}', {which}.\"{c.name}\"" for c in table.columns) + ")"


def install(connection: Connection) -> None:
    """Puts the triggers on every table as it is now, in place of those that were there."""
    for table in logged_tables():
        old, new = _row_as_json(table, "OLD"), _row_as_json(table, "NEW")
        for event, row, before, after in (
            ("INSERT", "NEW", "NULL", new),
            ("UPDATE", "NEW", old, new),
            ("DELETE", "OLD", old, "NULL"),
        ):
            name = f"log_{table.name}_{event.lower()}"
            connection.exec_driver_sql(f"DROP TRIGGER IF EXISTS {name}")
            connection.exec_driver_sql(
                f"CREATE TRIGGER {name} AFTER {event} ON {table.name} BEGIN "
                "INSERT INTO change (set_id, table_name, row_id, before, after) "
                f"VALUES ({_CURRENT}, '{table.name}', {row}.id, {before}, {after}); END"
            )
