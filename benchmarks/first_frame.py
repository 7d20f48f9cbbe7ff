"""How long until there is something to see, and until the board is filled."""

from __future__ import annotations

from collections.abc import Callable

from benchmarks.floor import TEXT
from benchmarks.generate import TITLE, ready
from benchmarks.report import milliseconds, ratio, show
from benchmarks.terminal import Terminal, floor, pipetui

RUNS = 9
_FRAME, _BOARD = "Board", f"{TITLE} 0"
"""A word of the frame that is painted before the file is open, and the beginning of a deal's title."""


def _floor(*arguments: str) -> float:
    with Terminal(floor(*arguments)) as terminal:
        return terminal.until(TEXT)


def _shown(open_deals: int, text: str) -> float:
    with Terminal(pipetui(ready(open_deals))) as terminal:
        return terminal.until(text)


def main() -> None:
    """Starts each program by turns, and prints the medians."""
    kinds: dict[str, Callable[[], float]] = {
        "floor": lambda: _floor(),
        "floor with SQLModel": lambda: _floor("--sqlmodel"),
        "frame": lambda: _shown(10_000, _FRAME),
        "board, 100": lambda: _shown(100, _BOARD),
        "board, 10,000": lambda: _shown(10_000, _BOARD),
        "board, 100,000": lambda: _shown(100_000, _BOARD),
    }
    times: dict[str, list[float]] = {kind: [] for kind in kinds}
    for run in range(RUNS + 1):
        for kind, start in kinds.items():
            taken = start()
            if run:  # the first fills the caches
                times[kind].append(taken)
    bare, loaded = times["floor"], times["floor with SQLModel"]
    show(
        f"From start to sight, in a pseudo-terminal (medians of {RUNS})",
        ("", "pipetui", "beside", "", "ratio", "to reach"),
        [
            _row("first frame", times["frame"], "one Static", bare, "≤ 1.3 ×"),
            _row("board filled, 100 open deals", times["board, 100"], "one Static, SQLModel", loaded, ""),
            _row("board filled, 10,000", times["board, 10,000"], "one Static, SQLModel", loaded, "≤ 1.3 ×"),
            _row("board filled, 100,000", times["board, 100,000"], "one Static, SQLModel", loaded, ""),
        ],
    )


def _row(what: str, taken: list[float], beside: str, floor_times: list[float], reach: str) -> tuple[str, ...]:
    return what, milliseconds(taken), beside, milliseconds(floor_times), ratio(taken, floor_times), reach


if __name__ == "__main__":
    main()
