"""Hands over to the app (no command) or to the command line; imports neither before it knows."""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Mapping, Sequence

from pipetui.cli.opening import has_screen, joined, split
from pipetui.values.errors import PipetuiError

COMPLETING = "_PIPETUI_COMPLETE"
"""Set by the shell that asks how a line can go on."""


def main(argv: Sequence[str] | None = None) -> int:
    """Runs pipetui; gives the exit status: 0 done, 1 refused or nothing found, 2 wrong usage, 130 interrupted."""
    try:
        if argv is not None:
            return _run(argv)
        # A command is over before garbage could pile up; looking for it would take a sixth of the time. The app looks
        # for it once its board is there.
        gc.disable()
        return _run(sys.argv[1:])
    except KeyboardInterrupt:
        return 130


def _run(arguments: Sequence[str]) -> int:
    try:
        options, rest = split(arguments)
    except PipetuiError as error:
        return _told(str(error), error.exit_status)
    if rest or COMPLETING in os.environ:
        from pipetui.cli.program import run

        opening = run([*joined(options), *rest])
        if isinstance(opening, int):
            return opening
        options = opening
    elif not has_screen():
        return _told("The app needs a terminal. pipetui agenda and pipetui forecast do not; pipetui --help.", 1)
    return _open(options)


def _open(options: Mapping[str, str]) -> int:
    """Opens the app. The folder of a file that is thrown away goes with it, also where the terminal is shut."""
    from pipetui.tui.start import start

    if "throwaway" not in options:
        return start(options)
    import shutil
    import signal
    from pathlib import Path

    folder = Path(options["db"]).parent

    def leave(number: int, _frame: object) -> None:
        raise SystemExit(128 + number)

    def drop(number: int, _frame: object) -> None:
        # No terminal is left to be put back, and whatever waits for one would wait for ever.
        shutil.rmtree(folder, ignore_errors=True)
        os._exit(128 + number)

    try:
        signal.signal(signal.SIGTERM, leave)
        if hasattr(signal, "SIGHUP"):
            signal.signal(signal.SIGHUP, drop)
        return start(options)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _told(sentence: str, status: int) -> int:
    """Says what is wrong before there is anything else to say it."""
    if sys.stderr is not None:
        sys.stderr.write(f"pipetui: {sentence}\n")
    return status


if __name__ == "__main__":
    sys.exit(main())
