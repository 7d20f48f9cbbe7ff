"""The way from the screens to the file: one thread does all reading and writing, in the order of the keys."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from pipetui.values.clock import Clock

if TYPE_CHECKING:
    from pipetui.workspace import Workspace

Answer = TypeVar("Answer")


class Desk:
    """An open workspace on a thread of its own. The screens await its answers and never wait for the disk."""

    def __init__(self, path: Path, clock: Clock, *, durable: bool = True) -> None:
        self.path = path
        self.clock = clock
        self._durable = durable
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="pipetui-file")
        self._workspace: Workspace | None = None

    def _open(self) -> Workspace:
        if self._workspace is None:
            # Imported here, on this thread: the screen has painted by now, and the tables take a while.
            from pipetui.workspace import open_workspace

            self._workspace = open_workspace(self.path, self.clock, durable=self._durable)
        return self._workspace

    async def ask(self, call: Callable[[Workspace], Answer]) -> Answer:
        """What ``call`` gives for the workspace. Raises what it raises."""
        return await asyncio.get_running_loop().run_in_executor(self._thread, lambda: call(self._open()))

    def close(self) -> None:
        """Ends the thread once everything asked for is done, and closes the file."""
        self._thread.shutdown(wait=True)
        if self._workspace is not None:
            self._workspace.close()
