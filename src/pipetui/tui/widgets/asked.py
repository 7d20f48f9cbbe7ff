"""What asks the rep something: it waits for an answer, and what was typed outlives its being left."""

from __future__ import annotations

import asyncio

from textual.containers import Vertical


class Asked(Vertical):
    """Asks until it is answered or left. ``answer`` is a future of what is typed, None where it was left."""

    def __init__(self, key: str, drafts: dict[str, dict[str, str]]) -> None:
        """``key`` names the draft among ``drafts``."""
        super().__init__()
        self.answer: asyncio.Future[dict[str, str] | None] = asyncio.get_running_loop().create_future()
        self.key = key
        self.drafts = drafts
        self.is_asking = False
        """Whether it has had the keyboard: from then on it waits for the rep."""

    def on_descendant_focus(self) -> None:
        """Begins to wait for the rep."""
        self.is_asking = True

    def typed(self) -> dict[str, str]:
        """What is typed, by the names of the lines."""
        raise NotImplementedError  # each way of asking says it for itself

    def untouched(self) -> dict[str, str]:
        """What was there before anything was typed."""
        raise NotImplementedError  # each way of asking says it for itself

    async def leave(self) -> None:
        """Closes it unanswered; what was typed is there again when it is asked anew."""
        if self.answer.done():
            return
        typed = self.typed()
        if typed != self.untouched():
            self.drafts[self.key] = typed
        self.close(None)

    def finish(self, answer: dict[str, str]) -> None:
        """Closes it with an answer; nothing is left of the draft."""
        self.drafts.pop(self.key, None)
        self.close(answer)

    def close(self, answer: dict[str, str] | None) -> None:
        """Gives the answer, once."""
        if not self.answer.done():
            self.answer.set_result(answer)
