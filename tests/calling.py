"""The program, run inside the test or as a process of its own, on a file in a temporary folder, on a fixed day."""

import fcntl
import json
import os
import struct
import subprocess
import sys
import termios
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from io import StringIO
from pathlib import Path
from threading import Thread
from typing import IO, Any, NamedTuple

import pyte
import pytest
from ptyprocess import PtyProcess

from pipetui.cli.program import run
from pipetui.cli.table import has_styles
from pipetui.values.habits import Habits, take_up

DAY = "2026-11-23"
"""A Monday, 38 days before the end of the quarter."""


class Answer(NamedTuple):
    """What a command ended with and said."""

    status: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)

    @property
    def rows(self) -> list[dict[str, str]]:
        """A tab-separated table by its names."""
        head, *lines = [line.split("\t") for line in self.out.splitlines()]
        return [dict(zip(head, line, strict=True)) for line in lines]

    @property
    def pairs(self) -> dict[str, list[str]]:
        """What follows each name at the beginning of a line; the first line of it."""
        found: dict[str, list[str]] = {}
        for line in self.out.splitlines():
            name, *values = line.split("\t")
            found.setdefault(name, values)
        return found


Cli = Callable[..., Answer]


def environment(path: Path, **more: str) -> dict[str, str]:
    """That of the process, with the file, the day and a country of the euro; of the terminal it says nothing."""
    not_ours = ("PIPETUI", "LC_", "LANG", "COLUMNS", "LINES", "NO_COLOR")
    kept = {name: value for name, value in os.environ.items() if not name.startswith(not_ours)}
    return {**kept, "PIPETUI_DB": str(path), "PIPETUI_TODAY": DAY, "LC_ALL": "de_DE.UTF-8", "TZ": "UTC", **more}


@pytest.fixture
def cli(path: Path, capsys: pytest.CaptureFixture[str]) -> Iterator[Cli]:
    """Runs a command inside the test: quick, for many of them."""

    def call(*arguments: str) -> Answer:
        try:
            status = run(["--db", str(path), "--as-of", DAY, *arguments])
        finally:
            take_up(Habits())
        assert isinstance(status, int)
        printed = capsys.readouterr()
        return Answer(status, printed.out, printed.err)

    with here():
        yield call


@contextmanager
def here() -> Iterator[None]:
    """The environment of commands run inside the test: no file of anybody's, a country of the euro, UTC."""
    with pytest.MonkeyPatch.context() as patch:
        for name in ("PIPETUI_DB", "PIPETUI_TODAY", "PIPETUI_CONFIG", "NO_COLOR"):
            patch.delenv(name, raising=False)
        patch.setenv("LC_ALL", "de_DE.UTF-8")
        patch.setenv("TZ", "UTC")
        time.tzset()
        yield
    time.tzset()


def made_by(path: Path, *commands: Sequence[str]) -> Path:
    """The file that commands make, for a module's tests to copy."""
    with here():
        for command in commands:
            assert run(["--db", str(path), "--as-of", DAY, *command]) == 0
    return path


@pytest.fixture
def program(path: Path) -> Cli:
    """Runs a command as a process of its own, as it is installed."""

    def call(*arguments: str, **more: str) -> Answer:
        done = subprocess.run(
            [sys.executable, "-m", "pipetui", *arguments],
            capture_output=True,
            text=True,
            encoding="utf-8",
            env=environment(path, **more),
            stdin=subprocess.DEVNULL,
            timeout=60,
        )
        return Answer(done.returncode, done.stdout, done.stderr)

    return call


def on_terminal(path: Path, *arguments: str, columns: int = 120, **more: str) -> str:
    """What a command prints on a terminal."""
    process = PtyProcess.spawn(
        [sys.executable, "-m", "pipetui", *arguments],
        env=environment(path, **{"TERM": "xterm-256color", **more}),
        dimensions=(36, columns),
    )
    printed = b""
    try:
        while True:
            printed += process.read(65536)
    except EOFError:
        process.wait()
    return printed.decode()


def left_on_terminal(path: Path, *arguments: str, columns: int = 120) -> list[str]:
    """The lines a command leaves on a terminal: a bar that was drawn meanwhile and taken away is in none."""
    screen = pyte.Screen(columns, 200)
    pyte.Stream(screen).feed(on_terminal(path, *arguments, columns=columns))
    return [line.rstrip() for line in screen.display[: screen.cursor.y]]


@contextmanager
def streams(out: IO[str], err: IO[str]) -> Iterator[None]:
    """Puts other streams in the place of stdout and stderr; whether they show styles is found out anew."""
    kept = sys.stdout, sys.stderr
    sys.stdout, sys.stderr = out, err
    has_styles.cache_clear()
    try:
        yield
    finally:
        sys.stdout, sys.stderr = kept
        has_styles.cache_clear()


@contextmanager
def terminal(printed: StringIO, columns: int) -> Iterator[None]:
    """Makes a terminal of stdout and stderr; what came out of it is in ``printed`` afterwards."""
    ours, theirs = os.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 36, columns, 0, 0))
    reader = Thread(target=_read, args=(ours, printed))
    reader.start()
    with os.fdopen(theirs, "w", encoding="utf-8", newline="\n") as stream, streams(stream, stream):
        yield
        stream.flush()
    reader.join()
    os.close(ours)


def _read(ours: int, printed: StringIO) -> None:
    pieces = []
    while True:
        try:
            pieces.append(os.read(ours, 65536))
        except OSError:  # the other end is closed
            break
    printed.write(b"".join(pieces).decode().replace("\r\n", "\n"))
