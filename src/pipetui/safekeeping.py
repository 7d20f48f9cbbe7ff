"""The door to a pipeline as a file: looked over, mended, copied, and put back, also where it can't be opened."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from pipetui.store import backups
from pipetui.store.checking.look import look_over
from pipetui.store.checking.mending import ROWS, mend
from pipetui.store.checking.salvage import salvage
from pipetui.store.copying import copy
from pipetui.store.restoring import held_by, restore
from pipetui.values.clock import Clock
from pipetui.values.errors import NotFound, Refused
from pipetui.views.checkup import Checked, Checkup, Held

__all__ = ["back_up", "back_up_daily", "check", "held_by", "restore", "salvage"]


def check(path: Path, clock: Clock, settings: Iterable[str] = (), *, fix: bool = False) -> Checkup:
    """Looks a file over; ``settings`` are the problems of the config, told beside the rest.

    With ``fix`` it mends what can be, after a copy, and looks again. Raises NotFound where there is no file, Refused
    where rows are to be mended in a file that is damaged, Trouble where it can't be written.
    """
    looked = Checkup(path, [*look_over(path, clock), _config(settings)])
    broken = {line.name for line in looked.checked if line.mends}
    is_ours = all(line.name != "version" or line.state != "wrong" for line in looked.checked)
    if not fix or not broken or not is_ours:  # what another program wrote, or a newer one, is left as it is
        return looked
    damaged = any(line.name == "database" and line.state == "wrong" for line in looked.checked)
    if damaged and broken & ROWS:
        raise Refused(f"{path} is damaged: nothing in it is mended. pipetui doctor says what to do.")
    mended, made = mend(path, clock, broken)
    return replace(check(path, clock, settings), mended=mended, backup=made)


def back_up(path: Path, clock: Clock, target: Path | None = None, *, force: bool = False) -> Held:
    """Copies a file to ``target`` (its folder of copies, under the time) and gives what the copy holds.

    Raises NotFound where there is no file, Refused where something of that name is there, Trouble.
    """
    _there(path)
    if target is None:
        return held_by(backups.back_up(path, clock))
    if target.is_dir():
        target = target / backups.name_for(path, clock).name
    return held_by(copy(path, target, force=force))


def back_up_daily(path: Path, clock: Clock) -> tuple[Held, bool]:
    """Copies a file unless it has a copy of today; what today's holds, and whether it was made just now.

    Raises NotFound where there is no file, Trouble where it can't be copied.
    """
    _there(path)
    made = backups.back_up_daily(path, clock)
    return held_by(made or backups.of_today(path, clock)), made is not None


def _there(path: Path) -> None:
    if not path.exists():
        raise NotFound(f"There is no file {path} yet: there is nothing to back up.")


def _config(problems: Iterable[str]) -> Checked:
    told = list(problems)
    if not told:
        return Checked("config", "ok", "everything in it is understood")
    more = f" (and {len(told) - 1} more)" if len(told) > 1 else ""
    return Checked("config", "warn", f"{told[0]}{more}", "pipetui config lists them.")
