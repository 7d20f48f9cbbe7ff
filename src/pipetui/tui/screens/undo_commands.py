"""Undo and redo, the same on every screen."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import TYPE_CHECKING

from pipetui.tui.screens.asking import AskingScreen
from pipetui.tui.workers import run_beside

if TYPE_CHECKING:
    from pipetui.views.card import Change
    from pipetui.views.history import PutBack
    from pipetui.workspace import Workspace

PATIENCE = 0.7
"""Seconds after which a rep is told that it takes a while."""


class UndoCommands(AskingScreen):
    """Taking back, and doing again. In an input the keys are the input's."""

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Leaves the keys to an input that is typed in."""
        if action in {"undo", "redo"} and self.focused is not None and self.focused.check_consume_key("u", "u"):
            return False
        return super().check_action(action, parameters)

    def action_undo(self) -> None:
        """Takes back what was done last."""
        self.put_back(lambda work: work.history.undo())

    def action_redo(self) -> None:
        """Does again what was undone last."""
        self.put_back(lambda work: work.history.redo())

    def put_back(self, call: Callable[[Workspace], PutBack]) -> None:
        """Undoes or redoes on the file; says what came back, and puts the cursor on it."""
        run_beside(self, "commands", self._put_back, call)

    async def _put_back(self, call: Callable[[Workspace], PutBack]) -> None:
        from pipetui.values.errors import PipetuiError

        app = self.desk_app
        working = asyncio.ensure_future(app.desk.ask(call))
        try:
            if not (await asyncio.wait({working}, timeout=PATIENCE))[0]:
                app.tell("That is a large one: it takes a moment.")
            saved = (await working).saved
        except PipetuiError as error:
            app.tell(str(error), severity="warning")
            return
        app.took(saved)
        app.tell(saved.label)
        for change in saved.changes[-1:]:
            self.follow(change)

    def follow(self, change: Change) -> None:
        """Puts the cursor on a deal that came back, or changed back, where it is shown."""
