"""How far a command that takes a while has come, as a bar on the terminal."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

PATIENCE = 1.0
"""Seconds a command takes before its bar is drawn."""


@contextmanager
def bar(doing: str) -> Iterator[Callable[[int, int], None] | None]:
    """What hears ``(done, total)``, and draws it on a terminal once it takes a while; None without one."""
    if sys.stderr is None or not sys.stderr.isatty():
        yield None
        return
    from time import monotonic

    from rich.console import Console
    from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeRemainingColumn

    columns = (TextColumn(doing), BarColumn(), TaskProgressColumn(), TimeRemainingColumn())
    drawing = Progress(*columns, console=Console(stderr=True), transient=True)
    task = drawing.add_task("", total=None)
    began = monotonic()
    drawn = False

    def told(done: int, total: int) -> None:
        nonlocal drawn
        if not drawn and monotonic() - began > PATIENCE:
            drawn = True
            drawing.start()
        drawing.update(task, completed=done, total=total)

    try:
        yield told
    finally:
        drawing.stop()


STEPS = 1000
"""How finely the bar of a share is drawn."""


@contextmanager
def shares(doing: str) -> Iterator[Callable[[float], None] | None]:
    """The same for what tells the share that is done."""
    with bar(doing) as told:
        yield None if told is None else lambda share: told(round(share * STEPS), STEPS)
