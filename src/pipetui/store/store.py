"""An open file: reading rows, and the one way to write."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, text
from sqlmodel import Session

from pipetui.reading.file import PATIENCE
from pipetui.store import bulk, changelog, schema
from pipetui.store.changelog import Kind
from pipetui.store.connection import engine_for
from pipetui.store.place import make_folder
from pipetui.store.schema import LINEAGE, Lineage
from pipetui.store.trouble import MOVED, reached, told
from pipetui.values.clock import Clock
from pipetui.values.errors import Trouble


def stored_moment(moment: datetime) -> str:
    """A moment (with offset) as the file stores it: UTC, to the microsecond, in a form that sorts."""
    return moment.astimezone(UTC).replace(tzinfo=None).isoformat(" ", "microseconds")


class Writing:
    """A transaction under way: ``session`` to edit one thing, ``connection`` to write many rows."""

    def __init__(self, session: Session, clock: Clock) -> None:
        self.session = session
        self.clock = clock

    @property
    def connection(self) -> Connection:
        """The connection of the transaction, for reads in bulk and statements."""
        return self.session.connection()

    def step(self, label: str, at: datetime | None = None, kind: Kind = "change", of: int | None = None) -> int:
        """Opens a new entry of history, recorded under ``label`` as of ``at`` (now); gives its number.

        ``of`` is the entry that one of the kinds ``undo`` and ``redo`` is about.
        """
        self.session.flush()
        moment = stored_moment(at or self.clock.now())
        opened = self.connection.exec_driver_sql(
            "INSERT INTO change_set (at, label, kind, of_id) VALUES (?, ?, ?, ?)", (moment, label, kind, of)
        )
        return int(opened.lastrowid)

    def name(self, label: str) -> None:
        """Calls the entry of history under way by another label."""
        self.connection.exec_driver_sql(
            "UPDATE change_set SET label = ? WHERE id = (SELECT max(id) FROM change_set)", (label,)
        )

    def insert(self, table: str, columns: Sequence[str], rows: Sequence[tuple[Any, ...]]) -> None:
        """Inserts many rows as the file stores them: ISO days, moments as ``stored_moment`` gives."""
        if rows:
            marks = ", ".join("?" * len(columns))
            names = ", ".join(f'"{column}"' for column in columns)
            self.connection.exec_driver_sql(f"INSERT INTO {table} ({names}) VALUES ({marks})", list(rows))

    def insert_columns(
        self, table: str, columns: Mapping[str, Sequence[Any]], written: Callable[[int], None] | None = None
    ) -> None:
        """Inserts very many rows, given by their columns; ``written`` hears now and then how many are in."""
        bulk.insert_columns(self.connection, table, columns, written)

    def next_id(self, table: str) -> int:
        """The number the next row of ``table`` will have; the lock of this transaction keeps it so."""
        known = self.connection.execute(text("SELECT seq FROM sqlite_sequence WHERE name = :name"), {"name": table})
        return int(known.scalar() or 0) + 1


class Store:
    """The file at ``path``, open. Threads take turns on its single connection."""

    def __init__(
        self,
        path: Path,
        clock: Clock,
        *,
        durable: bool = True,
        patience: float = PATIENCE,
        lineage: Lineage = LINEAGE,
    ) -> None:
        """Opens the file, making it or bringing it up to date first. Raises Trouble where it can't be used.

        ``patience`` is how many seconds another program's writing is waited for. A file that is thrown away need
        not be ``durable``.
        """
        self.path = path
        self.clock = clock
        self.notices: list[str] = []
        """What was done beside what was asked for, to be told to the rep once."""
        self.backup: Path | None = None
        """The copy taken before the file was brought up to date, where it was."""
        version = schema.version_of(path, lineage, patience)
        make_folder(path)
        if version not in (None, lineage.head):
            from pipetui.store.migration import migrate

            self.backup = migrate(path, lineage, patience)
        self._engine = engine_for(path, durable=durable, patience=patience)
        self._writing_engine = self._engine.execution_options(writes=True)
        self._unguarded_engine = self._engine.execution_options(writes=True, guarded=False)
        try:
            with told(path), reached(path):
                if version is None:
                    schema.create(self._engine, path)
                self._inode = path.stat().st_ino
                self._version = self._data_version()
        except BaseException:
            self.close()
            raise

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A connection that sees one state of the file throughout."""
        with told(self.path), self._engine.connect() as connection, connection.begin():
            yield connection

    @contextmanager
    def transaction(self, label: str, kind: Kind = "change", *, guarded: bool = True) -> Iterator[Writing]:
        """The one way to write: all of it is saved under ``label``, or nothing is.

        Whatever is raised inside undoes everything. A transaction that changed nothing leaves no trace. One that is
        not ``guarded`` neither checks references nor deletes what belongs to a deleted row: whoever writes does.
        """
        self._check_still_there()
        engine = self._writing_engine if guarded else self._unguarded_engine
        with told(self.path), Session(engine, expire_on_commit=False) as session:
            writing = Writing(session, self.clock)
            first = writing.step(label, kind=kind)
            yield writing
            session.flush()
            if changelog.close_entries(session.connection(), first):
                session.commit()

    def changed_elsewhere(self) -> bool:
        """Whether another program has written since this was last asked (or since the file was opened)."""
        with told(self.path):
            before, self._version = self._version, self._data_version()
        return self._version != before

    def wait_no_longer(self) -> None:
        """Has transactions from now on fail at once where another program writes: its turn was waited for already."""
        with told(self.path), self._engine.connect() as connection:
            connection.exec_driver_sql("PRAGMA busy_timeout = 0")

    def close(self) -> None:
        """Closes the file."""
        self._engine.dispose()

    def _data_version(self) -> int:
        with self._engine.connect() as connection:
            return int(connection.exec_driver_sql("PRAGMA data_version").scalar_one())

    def _check_still_there(self) -> None:
        try:
            same = self.path.stat().st_ino == self._inode
        except OSError:
            same = False
        if not same:
            raise Trouble(MOVED.format(path=self.path))
