"""Keys one at a time: each waits until what the one before began is done, however fast they come."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from time import monotonic
from typing import TYPE_CHECKING

from pipetui.tui.strokes import Strokes

if TYPE_CHECKING:
    from textual import events
    from textual.dom import DOMNode

    from pipetui.tui.app import PipetuiApp

AT_ONCE = frozenset({"ctrl+c", "ctrl+q"})
"""Keys that wait for nothing."""

ROWS = "rows"
"""The group of what reads the rows a key is meant for: those of a screen that was just gone to."""

BEGUN = frozenset({"commands", "asking", "columns", "closed", "detail", "finding", ROWS, "behind", "person"})
"""The groups of workers whose end the next key waits for."""

ROUNDS = 3
"""How often a key's widget and those around it are heard: for the key, for the line entered by it, for the bar left."""

HEARD_SECONDS = 5.0
"""Widgets that are busy are waited for no longer than this."""

LOST_SECONDS = 0.05
"""How often it is looked whether a widget was taken away with what it was to hear."""

POLL_SECONDS = 0.002


class Keyboard:
    """Hands typed keys to the app.

    Over a slow line many keys arrive in one piece. Handed on as they come, the second would go where the focus was
    before the first had opened its question: letters of a title would be commands, and win deals.
    """

    def __init__(self, app: PipetuiApp, hand_over: Callable[[events.Key], Awaitable[None]]) -> None:
        self._app = app
        self._hand_over = hand_over
        self._typed: asyncio.Queue[events.Key] = asyncio.Queue()
        self.strokes = Strokes(app.keymap.sequences)
        self._backs = frozenset(app.keymap.keys["app.back"])
        self.waiting = 0
        """How many keys have not been answered yet."""

    def type(self, key: events.Key) -> None:
        """Takes a key, to be answered after those before it."""
        self.waiting += 1
        self._typed.put_nowait(key)

    async def work(self) -> None:
        """Answers keys for as long as the app runs."""
        while True:
            typed = await self._typed.get()
            target: DOMNode = self._app.focused or self._app.screen
            key = self._whole(typed, target)
            if key is None:
                self.waiting -= 1
                continue
            await self._hand_over(key)
            await _Hearing(target.ancestors_with_self * ROUNDS).end()
            while self._is_at_work():
                await asyncio.sleep(POLL_SECONDS)
            self.waiting -= 1

    def _whole(self, key: events.Key, target: DOMNode) -> events.Key | None:
        """The key that a stroke makes or completes; where text is typed each stroke is a key of its own."""
        if target.check_consume_key("a", "a"):
            self.strokes.drop()
            return self._back(key) if key.key in self._backs and not key.is_printable else key
        held = self.strokes.held
        whole = self.strokes.take(key)
        if held != self.strokes.held:
            self._app.show_strokes(self.strokes.held)
        return whole

    @staticmethod
    def _back(key: events.Key) -> events.Key:
        """What leaves the line that is typed in, for whoever has another key for the way back."""
        from textual.events import Key

        back = Key("escape", None)
        if key._sender is not None:
            back.set_sender(key._sender)
        return back

    def _is_at_work(self) -> bool:
        return any(
            worker.group in BEGUN and not worker.is_finished and not (worker.group == "asking" and self._is_asking())
            for worker in self._app.workers
        )

    def _is_asking(self) -> bool:
        """Whether a question waits for the rep."""
        from pipetui.tui.screens.letter import LetterScreen
        from pipetui.tui.widgets.asked import Asked

        if isinstance(self._app.screen, LetterScreen):
            return self._app.screen.is_asking
        prompts = (prompt for screen in self._app.screen_stack for prompt in screen.query(Asked))
        return any(prompt.is_asking and not prompt.answer.done() for prompt in prompts)


class _Hearing:
    """Ends when each of the nodes in turn has handled the messages it had, but those taken away meanwhile."""

    def __init__(self, nodes: list[DOMNode]) -> None:
        self._nodes = nodes
        self._heard = asyncio.get_running_loop().create_future()

    async def end(self) -> None:
        """Waits for it."""
        self._go_on()
        until = monotonic() + HEARD_SECONDS
        while not self._heard.done() and monotonic() < until:
            await asyncio.wait([self._heard], timeout=LOST_SECONDS)
            if self._nodes and not self._nodes[0].is_running:
                self._go_on()

    def _go_on(self) -> None:
        """Asks the first of the nodes that still hears; it is among them until it has heard."""
        while self._nodes and not (self._nodes[0].is_running and self._nodes[0].call_later(self._hear)):
            del self._nodes[0]
        if not self._nodes and not self._heard.done():
            self._heard.set_result(None)

    def _hear(self) -> None:
        del self._nodes[:1]
        self._go_on()
