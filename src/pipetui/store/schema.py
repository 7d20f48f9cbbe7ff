"""Which version a file is of; making one, and bringing an older one up to date."""

from __future__ import annotations

import os
import shutil
import sqlite3
from contextlib import closing
from datetime import datetime
from pathlib import Path

from sqlalchemy import Connection, Engine

from pipetui.store.trouble import told
from pipetui.values.errors import Trouble

APPLICATION_ID = 0x70697065
"""Marks a SQLite file as pipetui's ("pipe")."""

VERSIONS = ("0001",)
"""Every version a file can be of, oldest first; each is a migration of that name."""

HEAD = VERSIONS[-1]


def version_of(path: Path) -> str | None:
    """The version of the file at ``path``, None where there is none yet (no file, or an empty one).

    Raises Trouble for a file that is not pipetui's, or is from a newer version.
    """
    if not path.exists():
        return None
    if path.is_dir():
        raise Trouble(f"{path} is a folder. Name a file with --db.")
    if path.stat().st_size == 0:
        return None
    with (
        told(path),
        closing(sqlite3.connect(path.resolve().as_uri() + "?mode=ro", uri=True, timeout=10)) as db,
    ):
        mark = db.execute("PRAGMA application_id").fetchone()[0]
        if mark != APPLICATION_ID:
            raise Trouble(f"{path} is a database of some other program. Name another with --db.")
        version = str(db.execute("SELECT version_num FROM alembic_version").fetchone()[0])
    if version not in VERSIONS:
        raise Trouble(
            f"{path} was written by a newer pipetui (file version {version}, this one knows {HEAD}). "
            "Update pipetui to open it; nothing was changed."
        )
    return version


def create(engine: Engine, path: Path) -> None:
    """Makes the tables in an empty file, for its owner's eyes only. The caller has opened no transaction."""
    from pipetui.model import METADATA
    from pipetui.store import changelog

    os.close(os.open(path, os.O_CREAT | os.O_RDWR, 0o600))
    with engine.execution_options(writes=True).begin() as connection:
        connection.exec_driver_sql(f"PRAGMA application_id = {APPLICATION_ID}")
        METADATA.create_all(connection)
        changelog.install(connection)
        connection.exec_driver_sql(
            "CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL PRIMARY KEY)"
        )
        connection.exec_driver_sql("INSERT INTO alembic_version VALUES (?)", (HEAD,))


def migrate(engine: Engine, path: Path, version: str) -> Path:
    """Brings a file of an older ``version`` up to date, in one transaction; gives the backup taken before.

    Foreign keys are off meanwhile, since rebuilding a table would delete its children, and checked at the end.
    """
    from alembic import command
    from alembic.config import Config

    from pipetui.store import changelog

    stamp = datetime.now().astimezone().strftime("%Y%m%d-%H%M%S")
    backup = path.with_name(f"{path.name}.{version}.{stamp}.bak")
    shutil.copy2(path, backup)
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    with engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA foreign_keys = OFF")
        connection.rollback()
        connection = connection.execution_options(writes=True)
        with connection.begin():
            config.attributes["connection"] = connection
            command.upgrade(config, HEAD)
            changelog.install(connection)
            if broken := connection.exec_driver_sql("PRAGMA foreign_key_check").fetchall():
                raise Trouble(
                    f"{path} could not be brought up to date: {len(broken)} rows would have lost what they belong to. "
                    f"It is as it was; a copy is {backup}."
                )
    engine.dispose()
    return backup


def is_current(connection: Connection) -> bool:
    """Whether the open file is of this program's version."""
    return connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar() == HEAD
