"""The most memory the app has resident with 10,000 open deals, after some use."""

from __future__ import annotations

from statistics import median

from benchmarks.floor import TEXT
from benchmarks.generate import TITLE, ready
from benchmarks.report import ratio, show
from benchmarks.terminal import Terminal, floor, pipetui

RUNS = 3
SIZES = (100, 10_000, 100_000)


def _floor() -> float:
    with Terminal(floor("--sqlmodel")) as terminal:
        terminal.until(TEXT)
        terminal.settle()
        return terminal.peak_memory() / 1e6


def _used(open_deals: int) -> float:
    with Terminal(pipetui(ready(open_deals))) as terminal:
        terminal.until(f"{TITLE} 0")
        terminal.settle()
        for key in "jjlljjkk":
            terminal.press(key)
        terminal.press("2")
        terminal.press("1")
        terminal.settle()
        return terminal.peak_memory() / 1e6


def main() -> None:
    """Prints the peaks beside that of an app of one Static with SQLModel."""
    beside = [_floor() for _run in range(RUNS)]
    rows = []
    for open_deals in SIZES:
        used = [_used(open_deals) for _run in range(RUNS)]
        reach = "≤ 1.6 ×" if open_deals == 10_000 else ""
        rows.append(
            (
                f"{open_deals:,} open deals",
                f"{median(used):,.0f} MB",
                "one Static, SQLModel",
                f"{median(beside):,.0f} MB",
                ratio(used, beside),
                reach,
            )
        )
    show(
        f"Peak memory, board and agenda looked at (medians of {RUNS})",
        ("", "pipetui", "beside", "", "ratio", "to reach"),
        rows,
    )


if __name__ == "__main__":
    main()
