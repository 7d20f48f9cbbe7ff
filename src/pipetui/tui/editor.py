"""A text in the rep's own editor, as $VISUAL or $EDITOR names it."""

from __future__ import annotations

import os
import shlex
import subprocess
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from textual.app import SuspendNotSupported

if TYPE_CHECKING:
    from pipetui.tui.app import PipetuiApp


def editor_command() -> list[str]:
    """The words that start the rep's editor; none where neither variable says."""
    said = os.environ.get("VISUAL") or os.environ.get("EDITOR") or ""
    try:
        return shlex.split(said)
    except ValueError:
        return []


async def edit_text(app: PipetuiApp, text: str, suffix: str) -> str | None:
    """The text as the rep left it in their editor; None where there is no editor, or it failed. Says why."""
    command = editor_command()
    if not command:
        app.tell("Set $EDITOR to the editor you like, such as nano or vim, and start pipetui anew.", severity="warning")
        return None
    with TemporaryDirectory() as folder:
        path = Path(folder) / f"pipetui{suffix}"
        path.write_text(text, encoding="utf-8")
        try:
            with app.suspend():
                status = subprocess.run([*command, str(path)], check=False).returncode
        except SuspendNotSupported:
            app.tell("This terminal can't be lent to another program.", severity="warning")
            return None
        except OSError as error:
            app.tell(f"{command[0]} can't be started: {error.strerror}.", severity="warning")
            return None
        if status:
            app.tell(f"{command[0]} ended with {status}; nothing is taken over.", severity="warning")
            return None
        return path.read_text(encoding="utf-8", errors="replace")
