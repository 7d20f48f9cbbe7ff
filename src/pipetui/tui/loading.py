"""From the file to the screen: a pipeline is read, and shown as the one before it was."""

from __future__ import annotations

import gc
from typing import TYPE_CHECKING

from pipetui.tui.workers import run_beside
from pipetui.values.errors import PipetuiError
from pipetui.values.text import count

if TYPE_CHECKING:
    from pipetui.tui.app import PipetuiApp
    from pipetui.tui.state import State
    from pipetui.values.periods import Period
    from pipetui.views.snapshot import Snapshot


class Loading:
    """Reads a pipeline on the file's thread; filter, view, order and marks are carried over to it."""

    def __init__(self, app: PipetuiApp) -> None:
        self._app = app

    async def load(self, period: Period | None, pipeline_id: int | None, first: bool) -> None:
        """Reads a pipeline with the figures of a period, and shows it; None stands for what the file says."""
        app = self._app
        try:
            snapshot: Snapshot = await app.desk.ask(lambda work: work.overview.snapshot(pipeline_id, period))
        except PipetuiError as error:
            if first:
                app.fail(error)
                return
            app.tell(str(error), severity="error")
            return
        from pipetui.tui.state import State

        state = State(snapshot, app.today(), app.fitting.card_height(snapshot.pipeline))
        app.shown.carry_over(state)
        lost = self._keep_marks(state)
        app.show_state(state)
        if lost:
            app.tell(f"{count(lost, 'marked deal')} {'is' if lost == 1 else 'are'} there no longer.", "warning")
        await app.expected.follow()
        if first:
            app.call_after_refresh(self._now_at_leisure)

    def _keep_marks(self, state: State) -> int:
        """Takes over the marks of what is still there; gives how many deals are gone that were marked."""
        was = self._app.state
        if was is None or was.pipeline.id != state.pipeline.id:
            return 0
        # One that was closed elsewhere is there, but not on the board.
        closed = {number for number in was.marks if (card := was.board.cards.get(number)) and not card.is_open}
        was.marks.drop(closed)
        state.marks = was.marks
        return state.marks.keep(state.board.cards.__contains__)

    def _now_at_leisure(self) -> None:
        """Does what the board did not wait for."""
        if not gc.isenabled():
            # What was read is there to stay: the garbage collector need not go through it again and again.
            gc.freeze()
            gc.enable()
        run_beside(self._app, "ready", self._get_ready)

    async def _get_ready(self) -> None:
        """Imports what writes, on the file's thread, while the rep looks at the board."""
        app = self._app
        try:
            await app.desk.ask(lambda work: work.get_ready())
            await app.watching.keep_up()
            await app.desk.ask(lambda work: work.keep_forecasts())
            await app.reminding.remind()
            if app.foretells:
                await app.expected.at_leisure()
            if app.backs_up:
                from pipetui.tui.daily_copy import back_up_daily

                await back_up_daily(app.desk.path, app.desk.clock)
        except PipetuiError as error:
            app.tell(str(error), severity="error")
