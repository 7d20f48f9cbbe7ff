"""The rep's own editor: which it is, and a text handed to it and taken back."""

from __future__ import annotations

import os
import shlex
import shutil
import signal
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path

from pipetui.values.errors import Refused
from pipetui.values.text import clean, fit

VARIABLES = ("VISUAL", "EDITOR")
"""What names the editor, the first that is set."""

ELSE = ("nano", "notepad")
"""What is taken where nothing is named: editors that say on their screen how to leave them."""

LARGEST = 1_000_000
"""Bytes of a text that is taken back."""


@dataclass(frozen=True, slots=True)
class Edited:
    """The text as it was left; ``failed`` says why it is not to be obeyed, or is None."""

    text: str
    failed: str | None = None


def editor_command() -> list[str]:
    """The editor with its options. Raises Refused where none is named that is there."""
    for variable in VARIABLES:
        named = os.environ.get(variable, "").strip()
        if not named:
            continue
        try:
            words = shlex.split(named, posix=os.name == "posix")
        except ValueError:
            words = []
        if words and (found := shutil.which(words[0])):
            return [found, *words[1:]]
        raise Refused(f"{variable} names “{fit(clean(named), 60)}”, which can't be found: set it to an editor.")
    for name in ELSE:
        if found := shutil.which(name):
            return [found]
    raise Refused("No editor is named: set EDITOR to one, such as export EDITOR=nano.")


def edit_text(text: str, name: str) -> Edited:
    """Hands a text to the editor, as a file of that name, and waits. Raises Refused where no editor can be started.

    The file lies in a folder only the rep can read, and is gone afterwards.
    """
    command = editor_command()
    called = Path(command[0]).name
    with tempfile.TemporaryDirectory(prefix="pipetui-") as folder:
        path = Path(folder) / name
        path.write_text(text, encoding="utf-8")
        try:
            status = subprocess.run([*command, str(path)], check=False).returncode
        except OSError as error:
            raise Refused(f"{called} can't be started: {error.strerror or error}.") from None
        left, wrong = _taken_back(path, text)
    if status < 0:
        return Edited(left, f"{called} was ended ({_signal(-status)}): nothing is changed.")
    if status:
        return Edited(left, f"{called} ended with status {status}: nothing is changed.")
    return Edited(left, wrong)


def _taken_back(path: Path, text: str) -> tuple[str, str | None]:
    """What the file has now; ``text`` where that can't be read, and why."""
    try:
        with path.open("rb") as file:
            raw = file.read(LARGEST + 1)
        if len(raw) > LARGEST:
            return text, f"That is more than {LARGEST:,} bytes, too much to take back: nothing is changed."
        return raw.decode("utf-8-sig").replace("\r\n", "\n"), None
    except FileNotFoundError:
        return "", None  # taken away is as good as emptied
    except UnicodeDecodeError:
        return text, "What was saved is not UTF-8: nothing is changed."
    except OSError as error:
        return text, f"What was saved can't be read: {error.strerror or error}. Nothing is changed."


def _signal(number: int) -> str:
    try:
        return signal.Signals(number).name
    except ValueError:
        return f"signal {number}"
