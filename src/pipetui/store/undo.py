"""Taking an entry of the change log back, and doing it again: rows are put back as the log has them.

All rows of an entry at once, by one statement per table and step, however many there are. Nothing is put back over
what somebody did since: each row must be as the entry left it, and whatever refers to it must still be able to.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Collection
from typing import Literal, NamedTuple

from sqlalchemy import Connection
from sqlalchemy.exc import IntegrityError

from pipetui.store.bulk import room_for_many
from pipetui.store.changelog import UNLOGGED, columns_of, logged_tables, row_as_json, unrecorded
from pipetui.store.store import Writing
from pipetui.values.errors import Refused

Way = Literal["undo", "redo"]
Told = Callable[[float], None]
"""Hears how much (0–1) of it is done."""

_MANY = 10_000
"""Records from which on an entry is given memory of its own."""

_ENTRY = "SELECT id, label, kind, undone_by, records FROM change_set"

_ROWS = """
INSERT INTO temp.put_back (table_name, row_id, earliest, latest)
SELECT table_name, row_id, min(id), max(id) FROM change WHERE set_id = ? GROUP BY table_name, row_id
"""
_BEFORE = "(SELECT before FROM change WHERE change.id = put_back.earliest)"
_AFTER = "(SELECT after FROM change WHERE change.id = put_back.latest)"


class Entry(NamedTuple):
    """An entry of history; ``undone_by`` is the one that took it back, None while it stands."""

    id: int
    label: str
    kind: str
    undone_by: int | None
    records: int


def entry_of(connection: Connection, entry_id: int) -> Entry | None:
    """The entry of a number."""
    found = connection.exec_driver_sql(f"{_ENTRY} WHERE id = ?", (entry_id,)).first()
    return None if found is None else Entry._make(found)


def standing(connection: Connection, most: int) -> list[Entry]:
    """The entries that can be undone, the newest first."""
    found = connection.exec_driver_sql(
        f"{_ENTRY} WHERE kind = 'change' AND undone_by IS NULL ORDER BY id DESC LIMIT ?", (most,)
    )
    return [Entry._make(row) for row in found]


def undone(connection: Connection, most: int) -> list[Entry]:
    """The entries that can be done again: those taken back since the last new one, the last undone first."""
    found = connection.exec_driver_sql(
        f"{_ENTRY} WHERE undone_by > coalesce("
        "(SELECT id FROM change_set WHERE kind = 'change' ORDER BY id DESC LIMIT 1), 0) "
        "ORDER BY undone_by DESC LIMIT ?",
        (most,),
    )
    return [Entry._make(row) for row in found]


def put_back(writing: Writing, entry: Entry, way: Way, told: Told | None = None) -> None:
    """Takes an entry back, or does it again, as an entry of its own, in a transaction that is not guarded.

    Raises Refused, naming what stands in the way, where a later change does.
    """
    connection = writing.connection
    since = entry.id if way == "undo" else entry.undone_by or entry.id
    by = writing.step(f"{'Undone' if way == 'undo' else 'Done again'}: {entry.label}", kind=way, of=entry.id)
    if entry.records < _MANY:
        _Rows(connection, entry, way, since).write(by, told or _nobody)
    else:
        with room_for_many(connection):
            _Rows(connection, entry, way, since).write(by, told or _nobody)
    connection.exec_driver_sql(
        "UPDATE change_set SET undone_by = ? WHERE id = ?", (by if way == "undo" else None, entry.id)
    )


def _nobody(_done: float) -> None:
    """Hears nothing."""


class _Rows:
    """The rows of an entry, in a table of their own: where the log has what they are to be, and what they become.

    ``now`` is how one is where that reads otherwise than the log, which a newer version of the file makes of it.
    """

    def __init__(self, connection: Connection, entry: Entry, way: Way, since: int) -> None:
        self._connection = connection
        self._entry = entry
        self._way = way
        self._since = since
        self._left, self._becomes = (_AFTER, _BEFORE) if way == "undo" else (_BEFORE, _AFTER)
        self._now = f"coalesce(now, {self._left})"

    def write(self, by: int, told: Told) -> None:
        """Puts all of them back, recorded under the entry ``by``."""
        execute = self._connection.exec_driver_sql
        execute(
            "CREATE TEMP TABLE put_back (table_name TEXT NOT NULL, row_id INTEGER NOT NULL, earliest INTEGER, "
            "latest INTEGER, now TEXT, PRIMARY KEY (table_name, row_id))"
        )
        execute(_ROWS, (self._entry.id,))
        execute(f"DELETE FROM temp.put_back WHERE {self._left} IS {self._becomes}")
        told(0.2)
        tables = list(execute("SELECT DISTINCT table_name FROM temp.put_back ORDER BY 1").scalars())
        known = set(logged_tables(self._connection))
        for table in tables:
            if table not in known:
                raise self._too_old()
            self._check(table)
        told(0.5)
        with unrecorded(self._connection, tables):
            for table in tables:
                execute(
                    f"DELETE FROM {table} WHERE id IN (SELECT row_id FROM temp.put_back WHERE table_name = '{table}')"
                )
            told(0.6)
            for table in tables:
                self._insert(table)
        told(0.8)
        self._check_references(tables)
        for table in tables:
            self._record(table, by)
        execute("DROP TABLE temp.put_back")
        told(1)

    def _check(self, table: str) -> None:
        """Refuses where a row is not as the entry left it."""
        execute = self._connection.exec_driver_sql
        columns = columns_of(self._connection, table)
        as_it_is = f"(SELECT {row_as_json(columns, table)} FROM {table} WHERE {table}.id = put_back.row_id)"
        of_table = f"table_name = '{table}'"
        if not execute(
            f"UPDATE temp.put_back SET now = {as_it_is} WHERE {of_table} AND {self._left} IS NOT {as_it_is}"
        ).rowcount:
            return
        there = f"FROM temp.put_back WHERE {of_table} AND "
        blocked = execute(
            f"SELECT row_id {there} {self._left} IS NOT {as_it_is} AND ({self._left} IS NULL OR now IS NULL) LIMIT 1"
        ).scalar()
        if blocked is None:
            # A newer version of the file may have columns more; then those count that the log knows.
            names = json.loads(str(execute(f"SELECT {self._left} {there} now IS NOT NULL LIMIT 1").scalar()))
            if not set(names) <= set(columns):
                raise self._too_old()
            differs = " OR ".join(f"{_value(self._left, name)} IS NOT {_value('now', name)}" for name in names)
            blocked = execute(f"SELECT row_id {there} now IS NOT NULL AND ({differs}) LIMIT 1").scalar()
        if blocked is not None:
            raise self._refused(table, int(blocked), "changed")

    def _insert(self, table: str) -> None:
        """Writes the rows that there are to be."""
        execute = self._connection.exec_driver_sql
        wanted = f"FROM temp.put_back WHERE table_name = '{table}' AND {self._becomes} IS NOT NULL"
        example = execute(f"SELECT {self._becomes} {wanted} LIMIT 1").scalar()
        if example is None:
            return
        told = json.loads(example)
        described = execute("SELECT name, dflt_value FROM pragma_table_info(?) ORDER BY cid", (table,)).all()
        if not set(told) <= {name for name, _ in described}:
            raise self._too_old()
        values = ", ".join(
            _value("becomes", name)
            if name in told
            else f"CASE WHEN was IS NULL THEN {default or 'NULL'} ELSE {_value('was', name)} END"
            for name, default in described
        )
        names = ", ".join(f'"{name}"' for name, _ in described)
        try:
            execute(
                f"INSERT INTO {table} ({names}) SELECT {values} FROM "
                f"(SELECT {self._becomes} AS becomes, {self._now} AS was {wanted} ORDER BY row_id)"
            )
        except IntegrityError as error:
            raise self._taken(table, wanted) from error

    def _record(self, table: str, by: int) -> None:
        """Writes what was done into the log."""
        as_it_is = row_as_json(columns_of(self._connection, table), table)
        self._connection.exec_driver_sql(
            "INSERT INTO change (set_id, table_name, row_id, before, after) "
            f"SELECT ?, '{table}', row_id, {self._now}, CASE WHEN {self._becomes} IS NOT NULL "
            f"THEN (SELECT {as_it_is} FROM {table} WHERE {table}.id = put_back.row_id) END "
            f"FROM temp.put_back WHERE table_name = '{table}' ORDER BY row_id",
            (by,),
        )

    def _check_references(self, tables: Collection[str]) -> None:
        """Refuses where a row that is gone is still referred to, or one that is back refers to what is gone."""
        for child, column, parent in _references(self._connection):
            if child in tables:
                self._check_owners(child, column, parent)
            if parent in tables:
                self._check_belongings(child, column, parent)

    def _check_owners(self, child: str, column: str, parent: str) -> None:
        lost = self._connection.exec_driver_sql(
            f'SELECT mine."{column}" FROM temp.put_back JOIN {child} AS mine ON mine.id = put_back.row_id '
            f"WHERE put_back.table_name = '{child}' AND mine.\"{column}\" IS NOT NULL "
            f'AND NOT EXISTS (SELECT 1 FROM {parent} WHERE {parent}.id = mine."{column}") LIMIT 1'
        ).scalar()
        if lost is not None:
            raise self._refused(parent, int(lost), "deleted")

    def _check_belongings(self, child: str, column: str, parent: str) -> None:
        gone = f"FROM temp.put_back WHERE table_name = '{parent}' AND {self._becomes} IS NULL"
        left = self._connection.exec_driver_sql(
            f'SELECT {child}.id FROM {child} WHERE {child}."{column}" IN (SELECT row_id {gone}) '
            f"AND EXISTS (SELECT 1 {gone}) LIMIT 1"
        ).scalar()
        if left is not None:
            raise self._refused(child, int(left), "needs")

    def _taken(self, table: str, wanted: str) -> Refused:
        """Why rows can't come back where another has taken what is unique to them."""
        execute = self._connection.exec_driver_sql
        for (index,) in execute('SELECT name FROM pragma_index_list(?) WHERE "unique"', (table,)).all():
            columns = execute("SELECT name FROM pragma_index_info(?)", (index,)).scalars().all()
            same = " AND ".join(f'{table}."{column}" = {_value("becomes", column)}' for column in columns)
            taken = execute(
                f"SELECT {table}.id FROM (SELECT row_id, {self._becomes} AS becomes {wanted}) AS wanted "
                f"JOIN {table} ON {same} WHERE {table}.id <> wanted.row_id LIMIT 1"
            ).scalar()
            if taken is not None:
                return self._refused(table, int(taken), "taken")
        return self._too_old()

    def _refused(self, table: str, row_id: int, why: Literal["changed", "deleted", "needs", "taken"]) -> Refused:
        """The sentence that names the latest entry that stands in the way."""
        found = self._connection.exec_driver_sql(
            "SELECT change_set.id, change_set.label FROM change JOIN change_set ON change_set.id = change.set_id "
            "WHERE change.table_name = ? AND change.row_id = ? AND change.set_id > ? "
            "AND change_set.kind NOT IN ('undo', 'redo') AND change_set.undone_by IS NULL "
            "ORDER BY change.id DESC LIMIT 1",
            (table, row_id, self._since),
        ).first()
        how = "undone" if self._way == "undo" else "done again"
        head = f"“{self._entry.label}” can't be {how}:"
        if found is None:
            return Refused(f"{head} another program has changed what it changed. Nothing was changed.")
        reason = {
            "changed": "changed the same afterwards",
            "deleted": "took away what belongs to it",
            "needs": "builds on it",
            "taken": "has put something else in its place",
        }[why]
        return Refused(f"{head} “{found[1]}” (entry {found[0]}) {reason}. Undo that first.")

    def _too_old(self) -> Refused:
        return Refused(
            f"“{self._entry.label}” was recorded by another version, in a form this one can't put back. "
            "Nothing was changed."
        )


def _value(of: str, column: str) -> str:
    return f"json_extract({of}, '$.\"{column}\"')"


def _references(connection: Connection) -> list[tuple[str, str, str]]:
    """What refers to what in the file: the table, its column, and the table it has a number of."""
    found = connection.exec_driver_sql(
        'SELECT child.name, reference."from", reference."table" FROM sqlite_master AS child '
        "JOIN pragma_foreign_key_list(child.name) AS reference WHERE child.type = 'table' ORDER BY 1, 2"
    )
    return [(str(child), str(column), str(parent)) for child, column, parent in found if child not in UNLOGGED]
