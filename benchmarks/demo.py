"""How long the demo's pipeline takes to be made, the file included; interpreter and imports not."""

from __future__ import annotations

import sqlite3
import time
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.generate import folder
from benchmarks.report import milliseconds, ratio, show
from pipetui.demo import build
from pipetui.values.clock import Clock

RUNS = 7


def main() -> None:
    """Prints the median beside that of writing the same rows of the change log with sqlite3 alone."""
    times: list[float] = []
    beside: list[float] = []
    with TemporaryDirectory(dir=folder()) as alone:
        for run in range(RUNS):
            path = Path(alone) / f"demo-{run}.db"
            began = time.perf_counter()
            build(path, Clock())
            times.append(time.perf_counter() - began)
            beside.append(_rewritten(path))
    row = ("built", milliseconds(times), "its rows copied", milliseconds(beside), ratio(times, beside), "≤ 1,000 ms")
    show(f"The demo's pipeline (medians of {RUNS})", ("", "pipetui", "beside", "", "ratio", "to reach"), [row])


def _rewritten(path: Path) -> float:
    """Seconds to write all rows of a file into another one, table by table, with nothing but sqlite3."""
    with closing(sqlite3.connect(path)) as source, closing(sqlite3.connect(path.with_suffix(".copy"))) as copy:
        copy.execute("PRAGMA synchronous = OFF")
        tables = source.execute("SELECT name, sql FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'")
        rows = {name: (sql, source.execute(f'SELECT * FROM "{name}"').fetchall()) for name, sql in tables.fetchall()}
        began = time.perf_counter()
        with copy:
            for name, (sql, values) in rows.items():
                copy.execute(sql)
                if values:
                    marks = ", ".join("?" * len(values[0]))
                    copy.executemany(f'INSERT INTO "{name}" VALUES ({marks})', values)
        return time.perf_counter() - began


if __name__ == "__main__":
    main()
