"""What happens to the file without the rep: another program writes, the day changes, something comes due by itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipetui.tui.workers import run_beside, run_latest
from pipetui.values.errors import PipetuiError

if TYPE_CHECKING:
    from pipetui.tui.app import PipetuiApp
    from pipetui.tui.desk import Seen

WATCH_SECONDS = 0.4
"""How often another program's changes are looked for."""

PATIENT_LOOKS = 2
"""How often a file may be found missing before that is told: one that is replaced is away for a moment."""

TICK_SECONDS = 60.0
"""How often what is due by itself is done, and reminders are looked for."""


class Watching:
    """Has the pipeline read anew when something changed it, without keeping the app from its keys."""

    def __init__(self, app: PipetuiApp) -> None:
        self._app = app
        self._looking = False
        self._gone = 0
        """How often in a row the file was not there."""

    def begin(self) -> None:
        """Looks now and then, for as long as the app runs."""
        self._app.set_interval(WATCH_SECONDS, self.look)
        self._app.set_interval(TICK_SECONDS, self._tick)

    def look(self) -> None:
        """Looks whether another program wrote, or the day is another."""
        if self._app.state is not None and not self._looking:
            self._looking = True
            run_beside(self._app, "watch", self._look)

    async def _look(self) -> None:
        app = self._app
        seen: Seen = "same"
        try:
            seen = await app.desk.look()
        except PipetuiError as error:
            app.tell(str(error), severity="error")
        finally:
            self._looking = False
        if seen == "gone" and self._gone == PATIENT_LOOKS:
            app.tell(f"{app.desk.path} was moved or deleted: nothing can be saved until it is back.", "error")
        self._gone = self._gone + 1 if seen == "gone" else 0
        state = app.state
        if seen == "changed" or (state is not None and state.today != app.today()):
            app.expected.forget()
            app.load()

    def _tick(self) -> None:
        """Has done what has come due meanwhile."""
        if self._app.state is not None:
            run_latest(self._app, "tick", self._keep_up_or_tell)

    async def _keep_up_or_tell(self) -> None:
        try:
            await self.keep_up()
            await self._app.reminding.remind()
        except PipetuiError as error:
            self._app.tell(str(error), severity="error")

    async def keep_up(self) -> None:
        """Has done what is due by itself, and shows it. Raises what the file can't be written for."""
        app = self._app
        if await app.desk.ask(lambda work: work.keep_up()):
            app.load()
            await app.writing.tell_notices()
