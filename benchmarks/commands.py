"""How long the agenda, the forecast and other commands take at 10,000 open deals, from start to end of the process.

The floor is what any program on SQLModel pays before its first line: ``python -c "import sqlmodel"``.
"""

from __future__ import annotations

import argparse
import shutil
import subprocess
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.generate import folder, ready
from benchmarks.report import milliseconds, ratio, show
from benchmarks.terminal import Terminal, pipetui

RUNS = 11
SIZE = 10_000
FLOOR = [sys.executable, "-c", "import sqlmodel"]
LAST = {"agenda": "Later", "forecast": "Trust"}
"""What the promised commands say last on a terminal."""

TO_REACH = {"agenda": "≤ 1.50 ×", "forecast": "≤ 1.50 ×", "agenda --plain": "≤ 1.20 ×"}

COMMANDS: tuple[tuple[str, ...], ...] = (
    ("agenda",),
    ("forecast",),
    ("agenda", "--plain"),
    ("agenda", "--json"),
    ("deals",),
    ("deals", "Rack 77", "--json"),
    ("show", "77"),
    ("health",),
    ("insights",),
    ("cash",),
    ("people",),
    ("next", "77", "call fri 15:00"),
)


def main() -> None:
    """Runs floor and commands by turns, on a copy of the file, and prints the medians."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("file", type=Path, nargs="?", help="a pipeline; one of 10,000 open deals where none is named")
    chosen = parser.parse_args()
    with TemporaryDirectory(dir=folder()) as alone:
        path = Path(alone) / "pipeline.db"
        shutil.copyfile(chosen.file or ready(SIZE), path)
        _measure(path, chosen.file.name if chosen.file else f"{SIZE:,} open deals")


def _measure(path: Path, what: str) -> None:
    lines = {" ".join(command): pipetui(path, *command) for command in COMMANDS}
    times: dict[str, list[float]] = {
        name: [] for name in ("floor", *lines, *(f"{name}, on a terminal" for name in LAST))
    }
    for run in range(RUNS + 1):
        taken = {"floor": _seconds(FLOOR)}
        taken |= {name: _seconds(line) for name, line in lines.items()}
        taken |= {f"{name}, on a terminal": _seen(lines[name], text) for name, text in LAST.items()}
        for name, seconds in taken.items() if run else ():  # the first fills the caches of the disk
            times[name].append(seconds)
    rows = [
        (name, milliseconds(seconds), ratio(seconds, times["floor"]), TO_REACH.get(name, ""))
        for name, seconds in times.items()
    ]
    show(f"Commands on {what} (medians of {RUNS})", ("", "", "ratio", "to reach"), rows)


def _seconds(command: list[str]) -> float:
    began = time.perf_counter()
    subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, check=True)
    return time.perf_counter() - began


def _seen(command: list[str], text: str) -> float:
    """Seconds until a command has said its last on a terminal."""
    with Terminal(command) as terminal:
        return terminal.until(text)


if __name__ == "__main__":
    main()
