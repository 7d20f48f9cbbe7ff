"""From a command to the screen: it runs on the file, and what it saved reaches every total and the screen shown."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from typing import TYPE_CHECKING, Any

from pipetui.tui.screens.asking import AskingScreen
from pipetui.tui.screens.working import WorkingScreen
from pipetui.tui.workers import run_beside
from pipetui.values.errors import PipetuiError

if TYPE_CHECKING:
    from pipetui.tui.app import PipetuiApp
    from pipetui.views.card import Saved
    from pipetui.views.many import Hindered
    from pipetui.workspace import Workspace

MOST_NOTICES = 3
"""How much of what rules did is told one by one."""


class Writing:
    """Runs commands one after the other; the next key waits until what the one before began is done."""

    def __init__(self, app: PipetuiApp) -> None:
        self._app = app

    def perform(self, call: Callable[[Workspace], Saved], told: str | None = None) -> None:
        """Runs a command on the file; what it saved reaches every total and the screen shown."""
        run_beside(self._app, "commands", self._perform, call, told)

    async def _perform(self, call: Callable[[Workspace], Saved], told: str | None) -> None:
        app = self._app
        try:
            saved = await app.desk.ask(call)
        except PipetuiError as error:
            self._not_done(error)
            return
        if isinstance(app.screen, AskingScreen):
            app.screen.keep()
        app.took(saved)
        if told:
            app.tell(told)
        await self.tell_notices()

    def perform_on_many(
        self,
        call: Callable[[Workspace], Saved],
        hindered: Callable[[Hindered], Coroutine[Any, Any, None]] | None = None,
    ) -> None:
        """Runs a command on many deals, and says what history calls it; ``hindered`` asks where some can't go."""
        run_beside(self._app, "commands", self._perform_on_many, call, hindered)

    async def _perform_on_many(
        self, call: Callable[[Workspace], Saved], hindered: Callable[[Hindered], Coroutine[Any, Any, None]] | None
    ) -> None:
        from pipetui.views.many import Hindered

        app = self._app
        screen = app.screen
        try:
            saved = await app.desk.ask(call)
        except PipetuiError as error:
            if isinstance(error, Hindered) and hindered is not None and isinstance(screen, AskingScreen):
                screen.start(hindered, error)
            else:
                self._not_done(error)
            return
        app.took(saved)
        app.tell(saved.label)
        await self.tell_notices()

    def do_aside(self, call: Callable[[Workspace], object], told: str | None = None) -> None:
        """Runs a command that changes no deal; what is shown is read anew."""
        run_beside(self._app, "commands", self._do_aside, call, told)

    async def _do_aside(self, call: Callable[[Workspace], object], told: str | None) -> None:
        if await self.tried(call):
            self._app.redraw()
            if told:
                self._app.tell(told)

    async def tried(self, call: Callable[[Workspace], object]) -> bool:
        """Runs a command on the file, to be shown by whoever asks for it: whether it was done; where not, says why."""
        try:
            await self._app.desk.ask(call)
        except PipetuiError as error:
            self._app.tell(str(error), severity="warning")
            return False
        return True

    def _not_done(self, error: PipetuiError) -> None:
        """Says why; what a deal lacks to go on is asked for, in the same key, whichever way it was to be moved."""
        from pipetui.tui.flows.guard import meet
        from pipetui.views.playbook import Unmet

        screen = self._app.screen
        if isinstance(error, Unmet) and isinstance(screen, WorkingScreen):
            screen.start(meet, screen, error)
            return
        if isinstance(screen, AskingScreen):
            screen.give_back()
        self._app.tell(str(error), severity="warning")

    async def tell_notices(self) -> None:
        """Tells what rules did beside what was asked for."""
        notices = await self._app.desk.ask(lambda work: work.take_notices())
        for notice in notices[:MOST_NOTICES]:
            self._app.tell(notice, beside=True)
        if len(notices) > MOST_NOTICES:
            self._app.tell(f"And {len(notices) - MOST_NOTICES} more: the rules' log has them all.", beside=True)
