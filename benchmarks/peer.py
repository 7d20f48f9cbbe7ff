"""kanban-tui, the nearest program to measure a board beside: installed apart, filled with as many cards."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from pathlib import Path

from benchmarks.generate import TITLE, folder
from benchmarks.terminal import Terminal

VERSION = "0.21.2"


class Absent(Exception):
    """The peer can't be installed here."""


@contextmanager
def opened(tasks: int) -> Iterator[tuple[Terminal, Path]]:
    """The peer in a terminal, its board of so many cards filled, and its database. Raises Absent.

    Its three columns share the cards; the cursor is on the first one.
    """
    program = _installed()
    home = folder() / f"peer-{tasks}"
    surroundings = {"XDG_CONFIG_HOME": str(home / "config"), "XDG_DATA_HOME": str(home / "data")}
    for place in surroundings.values():
        Path(place).mkdir(parents=True, exist_ok=True)
    database = home / "data" / "kanban_tui" / "kanban_tui.db"
    if not database.exists():
        _fill(program, surroundings, database, tasks)
    with Terminal([str(program)], surroundings) as terminal:
        terminal.until(f"{TITLE} 0", within=180)
        terminal.settle(quiet=2, within=180)
        yield terminal, database


def column_of_cards(database: Path) -> dict[int, int]:
    """Which column each card is in."""
    with closing(sqlite3.connect(database)) as db:
        return dict(db.execute('SELECT task_id, "column" FROM tasks').fetchall())


def _installed() -> Path:
    """The program, in an environment of its own."""
    home = folder() / "peer-environment"
    program = home / "bin" / "ktui"
    if not program.exists():
        try:
            subprocess.run([sys.executable, "-m", "venv", str(home)], check=True, capture_output=True)
            install = [str(home / "bin" / "python"), "-m", "pip", "install", "--quiet", f"kanban-tui=={VERSION}"]
            subprocess.run(install, check=True, capture_output=True, text=True)
        except (OSError, subprocess.CalledProcessError) as error:
            last = (getattr(error, "stderr", "") or str(error)).strip().splitlines()
            raise Absent(f"kanban-tui {VERSION} can't be installed: {last[-1] if last else error}") from error
    return program


def _fill(program: Path, surroundings: Mapping[str, str], database: Path, tasks: int) -> None:
    create = [str(program), "board", "create", "Bench", "--set-active"]
    subprocess.run(create, env={**os.environ, **surroundings}, check=True, capture_output=True)
    with closing(sqlite3.connect(database)) as db, db:
        columns = [row[0] for row in db.execute("SELECT column_id FROM columns WHERE visible ORDER BY position")]
        db.executemany(
            'INSERT INTO tasks (title, "column", position, description, creation_date) '
            "VALUES (?, ?, ?, '', datetime('now'))",
            [(f"{TITLE} {number:06}", columns[number % len(columns)], number) for number in range(1, tasks + 1)],
        )
