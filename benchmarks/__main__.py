"""Runs every benchmark on files made once, in a temporary folder that is gone afterwards."""

from __future__ import annotations

import compileall
import os
import platform
import sqlite3
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pipetui

BENCHMARKS = ("first_frame", "keys", "screens", "memory", "commands", "import_rows", "demo", "journal", "rules", "odds")
"""Each is a module with a ``main``; naming some as arguments runs only those."""


def main() -> int:
    """Gives 0 where all ran, 1 where one could not."""
    chosen = sys.argv[1:] or BENCHMARKS
    failed: list[str] = []
    began = time.perf_counter()
    cores = os.cpu_count()
    print(f"Python {platform.python_version()}, SQLite {sqlite3.sqlite_version}, {platform.system()}, {cores} cores")
    compileall.compile_dir(str(Path(pipetui.__file__).parent), quiet=2)  # as whoever installs it leaves it
    with tempfile.TemporaryDirectory(prefix="pipetui-bench-", dir=os.environ.get("PIPETUI_BENCH_DIR")) as folder:
        for name in chosen:
            command = [sys.executable, "-m", f"benchmarks.{name}"]
            surroundings = {**os.environ, "PIPETUI_BENCH_DIR": folder}
            ended = subprocess.run(command, env=surroundings, cwd=Path(__file__).parent.parent, check=False)
            if ended.returncode:
                failed.append(name)
    print(f"{len(chosen) - len(failed)} of {len(chosen)} ran, in {time.perf_counter() - began:,.0f} s")
    if failed:
        print(f"These could not: {', '.join(failed)}", file=sys.stderr)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
