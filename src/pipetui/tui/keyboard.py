"""Keys one at a time: each waits until what the one before began is done, however fast they come."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from textual import events
    from textual.dom import DOMNode

    from pipetui.tui.app import PipetuiApp

AT_ONCE = frozenset({"ctrl+c", "ctrl+q"})
"""Keys that wait for nothing."""

BEGUN = frozenset({"commands", "asking", "columns", "closed", "detail"})
"""The groups of workers whose end the next key waits for."""

POLL_SECONDS = 0.002
LOST_SECONDS = 1.0
"""After this long, a widget that was taken away with the key in its queue is waited for no more."""


class Keyboard:
    """Hands typed keys to the app.

    Over a slow line many keys arrive in one piece. Handed on as they come, the second would go where the focus was
    before the first had opened its question: letters of a title would be commands, and win deals.
    """

    def __init__(self, app: PipetuiApp, hand_over: Callable[[events.Key], Awaitable[None]]) -> None:
        self._app = app
        self._hand_over = hand_over
        self._typed: asyncio.Queue[events.Key] = asyncio.Queue()

    def type(self, key: events.Key) -> None:
        """Takes a key, to be answered after those before it."""
        self._typed.put_nowait(key)

    @property
    def is_idle(self) -> bool:
        """Whether every key has been answered."""
        return self._typed._unfinished_tasks == 0

    async def work(self) -> None:
        """Answers keys for as long as the app runs."""
        while True:
            key = await self._typed.get()
            target: DOMNode = self._app.focused or self._app.screen
            await self._hand_over(key)
            # Once for the key itself, once for what its widget says of it: that a line was entered.
            for _ in range(2):
                for node in target.ancestors_with_self:
                    await _caught_up(node)
            while self._is_at_work():
                await asyncio.sleep(POLL_SECONDS)
            self._typed.task_done()

    def _is_at_work(self) -> bool:
        return any(
            worker.group in BEGUN and not worker.is_finished and not (worker.group == "asking" and self._is_asking())
            for worker in self._app.workers
        )

    def _is_asking(self) -> bool:
        """Whether a question has the keyboard."""
        from pipetui.tui.widgets.prompt import Prompt

        focused = self._app.focused
        return focused is not None and any(
            isinstance(node, Prompt) and not node.answer.done() for node in focused.ancestors
        )


async def _caught_up(node: DOMNode) -> None:
    """Waits until a widget has handled every message it has by now."""
    done = asyncio.Event()
    if node.call_later(done.set):
        try:
            await asyncio.wait_for(done.wait(), LOST_SECONDS)
        except TimeoutError:
            return
