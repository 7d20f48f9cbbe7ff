"""Which version a file is of, and making one."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Connection, Engine

from pipetui.reading.file import PATIENCE
from pipetui.reading.version import APPLICATION_ID, VERSIONS
from pipetui.store.place import make_file
from pipetui.store.trouble import reached, told
from pipetui.values.errors import Trouble
from pipetui.values.text import clean, fit

_VERSION_TABLE = """
CREATE TABLE alembic_version (
    version_num VARCHAR(32) NOT NULL,
    CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num)
)
"""


@dataclass(frozen=True, slots=True)
class Lineage:
    """Every version a file can be of, oldest first, and the folders of the migrations, each named for one."""

    versions: tuple[str, ...]
    folders: tuple[Path, ...]

    @property
    def head(self) -> str:
        """The version this program works with."""
        return self.versions[-1]


LINEAGE = Lineage(versions=VERSIONS, folders=(Path(__file__).parent / "migrations" / "versions",))
"""The versions of pipetui's own files; the last is what ``model`` describes."""


def version_of(path: Path, lineage: Lineage = LINEAGE, patience: float = PATIENCE) -> str | None:
    """The version of the file at ``path``, None where there is none yet (no file, or an empty one).

    Raises Trouble for a file that can't be read, is not pipetui's, or is from a newer version.
    """
    with reached(path):
        if path.is_dir():
            raise Trouble(f"{path} is a folder. Name a file with --db.")
        if not path.exists() or path.stat().st_size == 0:
            return None
    # Opened for writing where that is allowed: what a crash left half done has to be taken back before reading.
    address = path.absolute().as_uri() + "?mode=rw"
    with told(path), closing(sqlite3.connect(address, uri=True, timeout=patience)) as db:
        if db.execute("PRAGMA page_count").fetchone()[0] == 0:
            return None
        if db.execute("PRAGMA application_id").fetchone()[0] != APPLICATION_ID:
            raise Trouble(f"{path} is a database of some other program. Name another with --db.")
        stamped = db.execute("SELECT version_num FROM alembic_version").fetchone()
    if stamped is None:
        raise Trouble(f"{path} does not say which version it is of. It is damaged, or not one of pipetui's.")
    version = fit(clean(str(stamped[0])), 40)
    if version not in lineage.versions:
        raise Trouble(
            f"{path} was written by a newer pipetui (file version {version}, this one knows {lineage.head}). "
            "Update pipetui to open it; nothing was changed."
        )
    return version


def create(engine: Engine, path: Path) -> None:
    """Makes the tables in an empty file, for its owner's eyes only, unless another program just has."""
    from pipetui.model import METADATA
    from pipetui.store import changelog

    with reached(path):
        make_file(path)
    with engine.execution_options(writes=True).begin() as connection:
        if stamp_of(connection) is not None:
            return
        connection.exec_driver_sql(f"PRAGMA application_id = {APPLICATION_ID}")
        METADATA.create_all(connection)
        connection.exec_driver_sql(_VERSION_TABLE)
        connection.exec_driver_sql("INSERT INTO alembic_version VALUES (?)", (LINEAGE.head,))
        changelog.install(connection)


def stamp_of(connection: Connection) -> str | None:
    """The version an open file says it is of; None for an empty one."""
    known = connection.exec_driver_sql("SELECT 1 FROM sqlite_master WHERE name = 'alembic_version'")
    if known.first() is None:
        return None
    return str(connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar())
