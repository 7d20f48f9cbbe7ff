"""How many findings cost money: counted aside, a while after the last change, never in the way of a key."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from pipetui.tui.workers import run_latest
from pipetui.values.errors import PipetuiError

if TYPE_CHECKING:
    from pipetui.tui.app import PipetuiApp
    from pipetui.tui.state import State

LEISURE = 2.0
"""Seconds without a change after which it is counted."""

LARGEST = 5_000
"""Open deals up to which it is counted unasked; of more, once their health is looked at."""


class Troubles:
    """What the row of tabs tells of health: kept by pipeline, since what is read anew is not counted yet."""

    def __init__(self, app: PipetuiApp) -> None:
        self._app = app
        self._known: dict[int, int] = {}

    def carry_over(self, state: State) -> None:
        """Has what was just read tell what was counted last."""
        state.serious = self._known.get(state.pipeline.id, 0)

    def know(self, pipeline_id: int, serious: int) -> None:
        """Tells what somebody else has counted."""
        self._known[pipeline_id] = serious
        state = self._app.state
        if state is not None and state.pipeline.id == pipeline_id and state.serious != serious:
            state.serious = serious
            self._app.refresh_bars()

    def follow(self) -> None:
        """Counts anew in a while, if nothing changes until then."""
        state = self._app.state
        if self._app.foretells and state is not None and len(state.board.cards) <= LARGEST:
            run_latest(self._app, "troubles", self._count)

    async def _count(self) -> None:
        await asyncio.sleep(LEISURE)
        state = self._app.state
        if state is None:
            return
        pipeline = state.pipeline
        try:
            found = await self._app.desk.aside(lambda overview: overview.health(pipeline))
        except PipetuiError:
            return  # whoever looks at it is told why
        self.know(pipeline.id, found.serious)
