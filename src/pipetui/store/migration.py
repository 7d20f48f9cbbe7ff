"""Bringing a file of an older version up to date."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from itertools import count
from pathlib import Path

from sqlalchemy import Connection

from pipetui.reading.file import PATIENCE
from pipetui.store import changelog
from pipetui.store.connection import engine_for
from pipetui.store.place import make_file
from pipetui.store.schema import LINEAGE, Lineage, stamp_of
from pipetui.store.trouble import reached, trouble_from
from pipetui.values.errors import PipetuiError, Trouble


def migrate(path: Path, lineage: Lineage = LINEAGE, patience: float = PATIENCE) -> Path | None:
    """Brings the file at ``path`` up to date in one transaction; gives the copy taken of it before.

    None where another program did so meanwhile. Raises Trouble where it can't be done: the file is then as it was.
    """
    # Rebuilding a table would delete what belongs to its rows; that nothing lost its owner is checked at the end.
    engine = engine_for(path, foreign_keys=False, patience=patience).execution_options(writes=True)
    copy: Path | None = None
    try:
        with engine.begin() as connection:
            version = stamp_of(connection)
            if version == lineage.head:
                return None
            copy = _copy(path, f"{path.name}.{version}")
            changelog.remove(connection)
            upgrade(connection, lineage)
            changelog.install(connection)
            if broken := connection.exec_driver_sql("PRAGMA foreign_key_check").fetchall():
                raise Trouble(f"{len(broken)} rows would have lost what they belong to.")
    except Exception as error:  # whatever a migration stumbles over, the rep gets a sentence and keeps the file
        reason = error if isinstance(error, PipetuiError) else trouble_from(error, path)
        kept = f"It is as it was; a copy is {copy}." if copy else "It is as it was."
        raise Trouble(f"{path} could not be brought up to date. {reason} {kept}") from error
    finally:
        engine.dispose()
    return copy


def upgrade(connection: Connection, lineage: Lineage = LINEAGE) -> None:
    """Runs the migrations an open file lacks, all of them on an empty one, in the transaction under way."""
    from alembic import command
    from alembic.config import Config

    options = {
        "script_location": str(Path(__file__).parent / "migrations"),
        "path_separator": "newline",
        "version_locations": "\n".join(map(str, lineage.folders)),
    }
    config = Config()
    for name, value in options.items():
        config.set_main_option(name, value.replace("%", "%%"))
    config.attributes["connection"] = connection
    command.upgrade(config, lineage.head)


def _copy(path: Path, name: str) -> Path:
    """A copy beside the file, as it is for whoever reads it now; no copy of before is ever written over."""
    with reached(path):
        copies = (path.with_name(f"{name}{f'-{number}' if number else ''}.bak") for number in count())
        copy = next(copy for copy in copies if not copy.exists())
        make_file(copy, new=True)
    try:
        with closing(sqlite3.connect(path)) as source, closing(sqlite3.connect(copy)) as target:
            source.backup(target)
    except BaseException:
        copy.unlink(missing_ok=True)  # half a copy would be taken for a whole one
        raise
    return copy
