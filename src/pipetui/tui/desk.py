"""The way from the screens to the file: one thread does all reading and writing, in the order of the keys."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING, Literal, TypeVar

from pipetui.values.clock import Clock
from pipetui.values.errors import Trouble

if TYPE_CHECKING:
    from pipetui.workspace import Overview, Workspace

Answer = TypeVar("Answer")
Seen = Literal["same", "changed", "gone"]


class Desk:
    """An open workspace on a thread of its own. The screens await its answers and never wait for the disk."""

    def __init__(self, path: Path, clock: Clock, *, durable: bool = True) -> None:
        self.path = path
        self.clock = clock
        self._durable = durable
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="pipetui-file")
        self._workspace: Workspace | None = None
        self._file: int | None = None
        """Which file was opened, as the file system numbers them."""

    def _open(self) -> Workspace:
        if self._workspace is None:
            # Imported here, on this thread: the screen has painted by now, and the tables take a while.
            from pipetui.workspace import open_workspace

            self._workspace = open_workspace(self.path, self.clock, durable=self._durable)
            self._file = self._file_there()
        return self._workspace

    def _file_there(self) -> int | None:
        try:
            return self.path.stat().st_ino
        except OSError:
            return None

    def _look(self) -> Seen:
        there = self._file_there()
        if there is None:
            return "gone"
        if self._workspace is not None and there != self._file:
            from pipetui.reading.file import is_ready

            # A copy may be half written yet; and what is no pipeline of this version is told when it is written to.
            try:
                ready = is_ready(self.path)
            except Trouble:
                ready = False
            if not ready:
                return "same"
            self._workspace.close()
            self._workspace = None
            self._open()
            return "changed"
        return "changed" if self._open().changed_elsewhere() else "same"

    async def look(self) -> Seen:
        """Whether another program wrote; a file put in the place of the one that was opened is opened instead.

        Raises Trouble where it can't be read.
        """
        return await asyncio.get_running_loop().run_in_executor(self._thread, self._look)

    async def ask(self, call: Callable[[Workspace], Answer]) -> Answer:
        """What ``call`` gives for the workspace. Raises what it raises."""
        return await asyncio.get_running_loop().run_in_executor(self._thread, lambda: call(self._open()))

    async def aside(self, call: Callable[[Overview], Answer]) -> Answer:
        """What ``call`` gives for a reading of its own, on another thread: for what takes long and only reads."""

        def look() -> Answer:
            from pipetui.workspace import look_aside

            return look_aside(self.path, self.clock, call)

        return await asyncio.to_thread(look)

    def close(self) -> None:
        """Ends the thread once everything asked for is done, and closes the file."""
        self._thread.shutdown(wait=True)
        if self._workspace is not None:
            self._workspace.close()
