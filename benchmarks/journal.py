"""What a durable commit costs under each of SQLite's journals, and what is left after a kill: see docs/storage.md."""

from __future__ import annotations

import multiprocessing
import os
import shutil
import signal
import sqlite3
import time
from contextlib import ExitStack, closing
from multiprocessing.connection import Connection
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.generate import folder, ready
from benchmarks.report import Row, milliseconds, show
from pipetui.store.connection import DURABLE

CHOICES = (
    ("DELETE", "FULL"),
    ("DELETE", "EXTRA"),
    ("TRUNCATE", "FULL"),
    ("TRUNCATE", "EXTRA"),
    ("PERSIST", "FULL"),
    ("WAL", "NORMAL"),
    ("WAL", "FULL"),
)
SIZE, SMALL = 1_000, 100
COMMITS, BULKS, BULK, KILLS = 150, 3, 10_000, 12

_MOVE = "UPDATE deal SET stage_id = 1 + stage_id % 5, touched_at = ? WHERE id = ?"
_ACTIVITY = (
    "INSERT INTO activity (deal_id, kind, subject, created_at, done_at, snoozes) VALUES (?, 'call', 'Bulk', ?, ?, 0)"
)
_NOW = "2026-01-01 12:00:00.000000"


class _File:
    """A copy of a generated file under one choice."""

    def __init__(self, alone: str, choice: tuple[str, str], open_deals: int) -> None:
        self.path = Path(alone) / "pipeline.db"
        shutil.copyfile(ready(open_deals), self.path)
        self.pragmas = _pragmas(choice)

    def connect(self) -> sqlite3.Connection:
        db = sqlite3.connect(self.path, isolation_level=None, timeout=10)
        for pragma in ("PRAGMA foreign_keys = ON", *self.pragmas):
            db.execute(pragma)
        return db


def _pragmas(choice: tuple[str, str]) -> tuple[str, str]:
    return f"PRAGMA journal_mode = {choice[0]}", f"PRAGMA synchronous = {choice[1]}"


def _move(db: sqlite3.Connection, deal_id: int) -> None:
    """A change set, a changed deal, and what its trigger records: as a move is written."""
    db.execute("BEGIN IMMEDIATE")
    db.execute("INSERT INTO change_set (at, label) VALUES (?, 'Moved')", (_NOW,))
    db.execute(_MOVE, (f"{_NOW[:-6]}{deal_id:06}", deal_id))
    db.execute("COMMIT")


def commit(db: sqlite3.Connection, deal_id: int) -> float:
    """Seconds a small commit took."""
    began = time.perf_counter()
    _move(db, deal_id)
    return time.perf_counter() - began


def bulk(db: sqlite3.Connection) -> float:
    """Seconds one transaction of many rows took."""
    began = time.perf_counter()
    db.execute("BEGIN IMMEDIATE")
    db.execute("INSERT INTO change_set (at, label) VALUES (?, 'Bulk')", (_NOW,))
    db.executemany(_ACTIVITY, [(1 + row % SIZE, _NOW, _NOW) for row in range(BULK)])
    db.execute("COMMIT")
    return time.perf_counter() - began


def _work_until_killed(file: _File, pipe: Connection) -> None:
    with closing(file.connect()) as db:
        db.execute("PRAGMA cache_size = 20")  # so that much of a transaction is in the file before it is committed
        turn = 0
        while True:
            turn += 1
            _move(db, turn)
            pipe.send(turn)
            db.execute("BEGIN IMMEDIATE")
            db.execute("UPDATE deal SET title = 'half done'")
            db.execute("ROLLBACK")


def survives(file: _File) -> str:
    """Kills a writer (SIGKILL) at several moments, and says what of it went wrong: a commit lost, a half one kept."""
    lost = half = broken = 0
    for kill in range(KILLS):
        ours, theirs = multiprocessing.Pipe()
        writer = multiprocessing.Process(target=_work_until_killed, args=(file, theirs))
        writer.start()
        theirs.close()
        ours.recv()
        time.sleep(0.005 * kill)
        os.kill(writer.pid or 0, signal.SIGKILL)
        writer.join()
        said = 1
        while ours.poll():
            try:
                said = ours.recv()
            except EOFError:
                break
        with closing(file.connect()) as db:
            stamp = f"{_NOW[:-6]}{said:06}"
            lost += not db.execute("SELECT 1 FROM deal WHERE id = ? AND touched_at = ?", (said, stamp)).fetchone()
            half += bool(db.execute("SELECT 1 FROM deal WHERE title = 'half done'").fetchone())
            broken += db.execute("PRAGMA integrity_check").fetchone() != ("ok",)
            db.execute("UPDATE deal SET touched_at = ?", (_NOW,))
    wrong = [f"{count} {what}" for count, what in ((lost, "lost"), (half, "half done"), (broken, "broken")) if count]
    return ", ".join(wrong) or f"{KILLS} of {KILLS}"


def _folder() -> TemporaryDirectory[str]:
    return TemporaryDirectory(dir=folder())


def main() -> None:
    """Prints a row for each choice; the one pipetui made is marked."""
    singles: dict[tuple[str, str], list[float]] = {choice: [] for choice in CHOICES}
    many: dict[tuple[str, str], list[float]] = {choice: [] for choice in CHOICES}
    with ExitStack() as held:
        files = {
            choice: held.enter_context(closing(_File(held.enter_context(_folder()), choice, SIZE).connect()))
            for choice in CHOICES
        }
        # By turns, so that whatever else the machine does meets all of them.
        for turn in range(COMMITS):
            for choice, db in files.items():
                singles[choice].append(commit(db, 1 + turn))
        for _turn in range(BULKS):
            for choice, db in files.items():
                many[choice].append(bulk(db))
    rows: list[Row] = []
    for choice in CHOICES:
        with _folder() as alone:
            kept = survives(_File(alone, choice, SMALL))
        rows.append(
            (
                " ".join(choice),
                milliseconds(singles[choice]),
                milliseconds(many[choice]),
                kept,
                "← pipetui" if _pragmas(choice) == DURABLE else "",
            )
        )
    show(
        f"A commit, in a file of {SIZE:,} open deals (medians of {COMMITS}; bulk is {BULK:,} activities)",
        ("", "a move", "bulk", "survived a kill", ""),
        rows,
    )


if __name__ == "__main__":
    main()
