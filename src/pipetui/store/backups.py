"""Copies of a file by the day: where they lie, which of them stay."""

from __future__ import annotations

import re
import time
from collections.abc import Iterable, Sequence
from contextlib import suppress
from datetime import date, datetime
from pathlib import Path

from pipetui.store.copying import PART, copy
from pipetui.values.clock import Clock, to_local

FOLDER = "backups"
"""The folder of the copies, beside the file."""

DAYS, WEEKS = 7, 4
"""Copies by the day that stay: the newest so many, and beside them the newest of each of so many weeks."""

ASKED = 20
"""Copies that were asked for, or taken before something was done, that stay in the folder."""

FORGOTTEN = 3600
"""Seconds after which a copy that is not complete, and is not written to, is one that was cut short."""

_DAILY = re.compile(r"\.(\d{4}-\d\d-\d\d)\.db$")
_ASKED = re.compile(r"\.\d{4}-\d\d-\d\d-\d{6}(-\d+)?(\.before-[a-z]+)?\.db$")


def folder_of(path: Path) -> Path:
    """Where the copies of a file lie."""
    return path.parent / FOLDER


def name_for(path: Path, clock: Clock, why: str = "") -> Path:
    """A name for a copy that is taken now; ``why`` is what it is taken before, "" where it was asked for."""
    moment = f"{to_local(clock.now()):%Y-%m-%d-%H%M%S}"
    tail = f".before-{why}" if why else ""
    number = 1
    while True:
        again = f"-{number}" if number > 1 else ""
        found = folder_of(path) / f"{path.stem}.{moment}{again}{tail}.db"
        if not found.exists():
            return found
        number += 1


def back_up(path: Path, clock: Clock, why: str = "") -> Path:
    """Copies a file to its folder of copies; the oldest of those that were asked for go. Raises Trouble."""
    made = copy(path, name_for(path, clock, why))
    _drop(asked_for(path)[ASKED:])
    return made


def of_today(path: Path, clock: Clock) -> Path:
    """Where today's copy of a file lies, or would."""
    return folder_of(path) / f"{path.stem}.{clock.today().isoformat()}.db"


def back_up_daily(path: Path, clock: Clock) -> Path | None:
    """Copies a file unless it has a copy of today; those that need not stay go. None where there was one."""
    target = of_today(path, clock)
    if target.exists():
        return None
    copy(path, target)
    _drop(made for made in daily(path) if made not in kept(daily(path)))
    _drop(left_behind(path))
    return target


def daily(path: Path) -> list[Path]:
    """The copies by the day, the newest first."""
    return sorted((made for made in _of(path) if _DAILY.search(made.name)), key=_day_of, reverse=True)


def asked_for(path: Path) -> list[Path]:
    """The copies that were asked for, or taken before something was done, the newest first."""
    return sorted((made for made in _of(path) if _ASKED.search(made.name)), key=lambda made: made.name, reverse=True)


def kept(copies: Sequence[Path]) -> set[Path]:
    """Which of the copies by the day, the newest first, stay."""
    weeks: dict[tuple[int, int], Path] = {}
    for made in copies:
        weeks.setdefault(_day_of(made).isocalendar()[:2], made)
    return {*copies[:DAYS], *list(weeks.values())[:WEEKS]}


def newest(path: Path) -> tuple[Path, datetime] | None:
    """The newest copy in the folder, and when it was made (UTC); None without any."""
    found: list[tuple[float, Path]] = []
    for made in (*daily(path), *asked_for(path)):
        with suppress(OSError):
            found.append((made.stat().st_mtime, made))
    if not found:
        return None
    at, made = max(found)
    return made, datetime.fromtimestamp(at).astimezone()


def left_behind(path: Path) -> list[Path]:
    """What is left in the folder of copies that were cut short: nobody has written to it for an hour."""
    ours = f".{path.stem}."
    found: list[Path] = []
    with suppress(OSError):
        for left in folder_of(path).iterdir():
            if left.name.startswith(ours) and PART in left.suffix and time.time() - left.stat().st_mtime > FORGOTTEN:
                found.append(left)
    return found


def _of(path: Path) -> list[Path]:
    try:
        return [made for made in folder_of(path).iterdir() if made.name.startswith(f"{path.stem}.")]
    except OSError:
        return []


def _day_of(made: Path) -> date:
    told = _DAILY.search(made.name)
    assert told is not None
    try:
        return date.fromisoformat(told[1])
    except ValueError:  # a name nobody gave by the day
        return date.min


def _drop(copies: Iterable[Path]) -> None:
    for made in copies:
        with suppress(OSError):
            made.unlink(missing_ok=True)
