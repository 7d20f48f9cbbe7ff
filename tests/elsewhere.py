"""Another program on the same file: a process of its own, which does as told and waits."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from types import TracebackType


class Elsewhere:
    """Runs Python ``source`` with arguments; it says ``ready`` where it is to be met, then waits for a line.

    ``source`` finds ``path`` (the first argument) and ``meet()``. Leaving the block waits for its end.
    """

    def __init__(self, source: str, path: Path, *arguments: str) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-c", _PRELUDE + source, str(path), *arguments],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def __enter__(self) -> Elsewhere:
        return self

    def __exit__(
        self, _kind: type[BaseException] | None, _error: BaseException | None, _trace: TracebackType | None
    ) -> None:
        self._process.communicate()

    def meet(self) -> None:
        """Waits until it says that it is ready."""
        assert self._process.stdout is not None
        line = self._process.stdout.readline()
        assert line == "ready\n", line

    def go_on(self) -> None:
        """Lets it go on."""
        self.say("")

    def say(self, line: str) -> None:
        """Says a line to it."""
        assert self._process.stdin is not None
        self._process.stdin.write(f"{line}\n")
        self._process.stdin.flush()

    def kill(self) -> None:
        """Ends it at once, with no chance to tidy up."""
        self._process.kill()
        self._process.wait()

    def result(self) -> tuple[int, str]:
        """Its exit status and what else it printed, once it has ended."""
        printed, _ = self._process.communicate()
        return self._process.returncode, printed


_PRELUDE = """
import sys
from pathlib import Path

path = Path(sys.argv[1])

def meet():
    print("ready", flush=True)
    sys.stdin.readline()

"""
