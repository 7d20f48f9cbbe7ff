"""The copy of the day, made by a process of its own: one that leaves need not wait for it, nor does it lose it."""

from __future__ import annotations

import asyncio
import os
import sys
from contextlib import suppress
from pathlib import Path
from subprocess import DEVNULL, PIPE, Popen

from pipetui.values.clock import Clock
from pipetui.values.errors import Trouble

GIVES_WAY = 10
"""How much later than the app its turn at the processor comes, in steps of nice(1): a key comes first."""

PAUSE = 0.2
"""Seconds between two looks at whether it is done."""

UNDER_WAY: set[Popen[str]] = set()
"""Processes at work, whoever still waits for them: one that is forgotten is warned about."""


async def back_up_daily(path: Path, clock: Clock) -> None:
    """Has a file copied unless it has a copy of today. Raises Trouble, with what the process said."""
    from pipetui.store.backups import of_today

    if of_today(path, clock).exists():
        return
    # -P: what lies in the folder the rep happens to be in is none of the program's modules.
    command = [sys.executable, "-P", "-m", "pipetui", f"--db={path.absolute()}", "backup", "--daily"]
    surroundings = {**os.environ, "PIPETUI_TODAY": clock.today().isoformat()}
    try:
        copying = Popen(
            command, stdin=DEVNULL, stdout=DEVNULL, stderr=PIPE, start_new_session=True, env=surroundings, text=True
        )
    except OSError as error:
        raise Trouble(f"The file was not copied today: {error.strerror or error}.") from error
    UNDER_WAY.add(copying)
    with suppress(AttributeError, OSError):  # Windows has no such thing, and one that has ended has no turn
        os.setpriority(os.PRIO_PROCESS, copying.pid, GIVES_WAY)
    while copying.poll() is None:
        await asyncio.sleep(PAUSE)
    _, said = copying.communicate()
    UNDER_WAY.discard(copying)
    if copying.returncode:
        raise Trouble(f"The file was not copied today: {said.strip().removeprefix('pipetui: ')}")
