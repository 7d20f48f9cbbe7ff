"""The import of very many rows, beside reading, converting and inserting them with csv and sqlite3 alone.

``python -m benchmarks.import_rows [--rows N] [--times N]``. Both are run in turn, each in a process and into a file of
its own, durably. The floor puts the cells of a row into one row of one table without an index; pipetui puts them into
deals, companies, stages and references, with all indexes and the change log. Its time has its own modules in it, which
are loaded as they are needed; beside it stands what it takes once they are there, as csv and sqlite3 are for the floor.
"""

from __future__ import annotations

import argparse
import csv
import os
import random
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.generate import folder
from benchmarks.report import milliseconds, ratio, show
from pipetui.store.connection import DURABLE
from pipetui.values.clock import Clock

HEADER = (
    *("Deal ID", "Title", "Company", "Owner", "Value", "Currency", "Stage", "Status", "Probability"),
    *("Expected close date", "Created", "Source"),
)
STAGES = (("Qualified", 20), ("Demo", 40), ("Proposal", 60), ("Negotiation", 80))


def main() -> None:
    """Prints the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rows", type=int, default=100_000)
    parser.add_argument("--times", type=int, default=5)
    parser.add_argument("--run", nargs=3, metavar=("WHICH", "CSV", "FILE"), help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.run:
        which, table, path = asked.run
        if which == "loaded":
            _load(Path(path).parent)
        print(_timed(_RUNS[which], Path(table), Path(path)))
        return
    with TemporaryDirectory(dir=folder()) as made:
        table = Path(made) / "deals.csv"
        write_table(table, asked.rows)
        times: dict[str, list[float]] = {which: [] for which in _RUNS}
        for turn in range(asked.times):
            for which, seconds in times.items():
                seconds.append(_run(which, table, Path(made) / f"{which}-{turn}.db"))
    floor = times["floor"]
    show(
        f"Import of {asked.rows:,} rows, {len(HEADER)} columns (median of {asked.times})",
        ("", "takes", "× the floor"),
        [(_NAMES[which], milliseconds(seconds), ratio(seconds, floor)) for which, seconds in times.items()],
    )


def write_table(path: Path, rows: int) -> None:
    """Writes a file as a CRM exports it: open deals, one company in twenty rows."""
    dice = random.Random(rows)
    today = Clock().today()
    with path.open("w", newline="", encoding="utf-8") as stream:
        writer = csv.writer(stream)
        writer.writerow(HEADER)
        for number in range(rows):
            stage, probability = dice.choice(STAGES)
            writer.writerow(
                (
                    f"OPP-{number:07}",
                    f"Rollout {number} of the warehouses",
                    f"Company {dice.randrange(max(1, rows // 20))}",
                    f"Rep {dice.randrange(12)}",
                    f"{dice.randrange(100_000, 9_000_000) / 100:.2f}",
                    "EUR",
                    stage,
                    "Open",
                    probability,
                    today + timedelta(days=dice.randrange(180)),
                    today - timedelta(days=dice.randrange(400)),
                    dice.choice(("referral", "website", "fair", "")),
                )
            )


def _run(which: str, table: Path, path: Path) -> float:
    command = [sys.executable, "-m", "benchmarks.import_rows", "--run", which, str(table), str(path)]
    ended = subprocess.run(command, capture_output=True, text=True, check=True, cwd=Path(__file__).parent.parent)
    path.unlink()
    return float(ended.stdout)


def _timed(work: Callable[[Path, Path], None], table: Path, path: Path) -> float:
    os.sync()  # what others left to be written is not to be waited for
    began = time.perf_counter()
    work(table, path)
    return time.perf_counter() - began


def _floor(table: Path, path: Path) -> None:
    """The least a program can do: cells to values, values to rows, one durable transaction."""
    db = sqlite3.connect(path, isolation_level=None)
    for pragma in DURABLE:
        db.execute(pragma)
    db.execute(
        "CREATE TABLE deal (id INTEGER PRIMARY KEY, external_id TEXT, title TEXT, company TEXT, owner TEXT,"
        " amount INTEGER, currency TEXT, stage TEXT, status TEXT, probability REAL, expected_close TEXT,"
        " created TEXT, source TEXT)"
    )
    db.execute("BEGIN IMMEDIATE")
    with table.open(newline="", encoding="utf-8") as stream:
        reader = csv.reader(stream)
        next(reader)
        db.executemany(
            "INSERT INTO deal (external_id, title, company, owner, amount, currency, stage, status, probability,"
            " expected_close, created, source) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                (
                    *row[:4],
                    int(Decimal(row[4]) * 100),
                    row[5],
                    row[6],
                    row[7].lower(),
                    float(row[8]),
                    date.fromisoformat(row[9]).isoformat(),
                    date.fromisoformat(row[10]).isoformat(),
                    row[11] or None,
                )
                for row in reader
            ),
        )
    db.execute("COMMIT")
    db.close()


def _load(made: Path) -> None:
    """Has every module of an import loaded, as csv and sqlite3 are for the floor: by an import of one row."""
    with TemporaryDirectory(dir=made) as aside:
        table = Path(aside) / "one.csv"
        write_table(table, 1)
        _pipetui(table, Path(aside) / "one.db")


def _pipetui(table: Path, path: Path) -> None:
    from pipetui.workspace import open_workspace

    workspace = open_workspace(path)
    imported = workspace.imports.read(table)
    workspace.close()
    assert not imported.rejected, imported.rejected[:3]


def _command(table: Path, path: Path) -> None:
    """The same from the command line: Python, the tables and the program start, and its bar is drawn."""
    command = [sys.executable, "-m", "pipetui", "--db", str(path), "import", str(table), "--json"]
    subprocess.run(command, check=True, capture_output=True)


_RUNS = {"floor": _floor, "pipetui": _pipetui, "loaded": _pipetui, "command": _command}
_NAMES = {
    "floor": "csv and sqlite3 alone",
    "pipetui": "pipetui",
    "loaded": "pipetui, its modules loaded",
    "command": "pipetui import FILE",
}


if __name__ == "__main__":
    main()
