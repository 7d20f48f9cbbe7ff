"""A real terminal around a program: what it writes, and when its last byte came."""

from __future__ import annotations

import os
import select
import sys
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from types import TracebackType

import pyte
from ptyprocess import PtyProcess

LINES, COLUMNS = 36, 120
QUIET = 0.06
"""Seconds without a byte after which an answer to a key is taken to be complete."""
FRAME_GAP = 0.01
"""Seconds without a byte that end a frame: each is written at once."""

_ANSWERS = (
    (b"\x1b[c", b"\x1b[?62;22c"),
    (b"\x1b[?2026$p", b"\x1b[?2026;2$y"),
    (b"\x1b[?2048$p", b"\x1b[?2048;0$y"),
)
"""What a program asks a terminal, and what one that can synchronise its output says."""


class Silence(Exception):
    """The program did not write what was waited for."""


def pipetui(path: Path, *arguments: str) -> list[str]:
    """The command that opens a file, as it is installed."""
    script = Path(sys.executable).with_name("pipetui")
    program = [str(script)] if script.exists() else [sys.executable, "-m", "pipetui"]
    return [*program, "--db", str(path), *arguments]


def floor(*arguments: str) -> list[str]:
    """The command of the app of one Static."""
    return [sys.executable, str(Path(__file__).with_name("floor.py")), *arguments]


class Terminal:
    """A program in a pseudo-terminal, from its start. Moments are of ``time.perf_counter``, in seconds."""

    def __init__(self, command: Sequence[str], environment: Mapping[str, str] | None = None) -> None:
        surroundings = {**os.environ, "TERM": "xterm-256color", "COLORTERM": "truecolor", **(environment or {})}
        surroundings.pop("NO_COLOR", None)
        self.written = bytearray()
        self.began = time.perf_counter()
        self.last = self.began
        self._pressed_at = time.time()
        self._answered = self._looked_at = 0
        self._process = PtyProcess.spawn(list(command), env=surroundings, dimensions=(LINES, COLUMNS))

    def __enter__(self) -> Terminal:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        with suppress(OSError):
            self._process.close(force=True)

    def until(self, text: str, within: float = 60, frame: float = FRAME_GAP) -> float:
        """Seconds from the start to the last byte of the frame that shows a text. Raises Silence without it."""
        wanted, deadline = text.encode(), time.perf_counter() + within
        while wanted not in self.written:
            if not self._read(deadline - time.perf_counter()):
                raise Silence(f"{text!r} was not shown within {within:g} s:\n" + "\n".join(self.screen()))
        self._drain(frame, deadline)
        return self.last - self.began

    def settle(self, quiet: float = 0.5, within: float = 60) -> None:
        """Waits until nothing has been written for a while."""
        self._drain(quiet, time.perf_counter() + within)

    def press(self, key: str, quiet: float = QUIET, within: float = 60) -> float:
        """Seconds from a key to the last byte of its answer. Raises Silence where there is none."""
        before = len(self.written)
        self._pressed_at, pressed = time.time(), time.perf_counter()
        os.write(self._process.fd, key.encode())
        if not self._read(within) and len(self.written) == before:
            raise Silence(f"{key!r} changed nothing within {within:g} s:\n" + "\n".join(self.screen()))
        self._drain(quiet, pressed + within)
        return self.last - pressed

    def since_key(self, moment: float) -> float:
        """Seconds from the last key pressed to a moment of the clock on the wall, as files are stamped with."""
        return moment - self._pressed_at

    def screen(self) -> list[str]:
        """What is shown, line by line."""
        screen = pyte.Screen(COLUMNS, LINES)
        pyte.ByteStream(screen).feed(bytes(self.written))
        return [line.rstrip() for line in screen.display]

    def peak_memory(self) -> int:
        """The most memory the program ever had resident, in bytes. Linux only. Raises Silence once it has ended."""
        status = Path(f"/proc/{self._process.pid}/status").read_text(encoding="ascii", errors="replace")
        peak = next((line for line in status.splitlines() if line.startswith("VmHWM")), None)
        if peak is None:
            raise Silence("The program has ended:\n" + "\n".join(self.screen()))
        return int(peak.split()[1]) * 1024

    def _drain(self, quiet: float, deadline: float) -> None:
        while time.perf_counter() < deadline and self._read(quiet):
            pass

    def _read(self, within: float) -> bool:
        """Takes in what is written next, and answers what is asked; False for silence, or a program that ended."""
        ready, _, _ = select.select([self._process.fd], [], [], max(0, within))
        if not ready:
            return False
        try:
            piece = os.read(self._process.fd, 65536)
        except OSError:
            return False
        if not piece:
            return False
        self.last = time.perf_counter()
        self.written += piece
        self._answer()
        return True

    def _answer(self) -> None:
        # Only what was written last is looked at, and the end of what was before: a question may come in two pieces.
        for question, answer in _ANSWERS:
            if self.written.find(question, max(self._answered, self._looked_at - len(question))) >= 0:
                os.write(self._process.fd, answer)
                self._answered = self.written.rfind(b"\x1b", 0, len(self.written)) + 1
        self._looked_at = len(self.written)
