"""What the open deals are expected to bring in, from the odds: learned when they are first asked for."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from pipetui.values.errors import PipetuiError

if TYPE_CHECKING:
    from pipetui.tui.app import PipetuiApp
    from pipetui.tui.state import State
    from pipetui.values.periods import Period
    from pipetui.views.card import Card
    from pipetui.views.odds import Odds


class Expected:
    """The odds of the pipeline's open deals. Once the forecast was looked at, the strip tells what is expected."""

    def __init__(self, app: PipetuiApp) -> None:
        self._app = app
        self._odds: Odds | None = None
        self._wanted = False
        """Whether the forecast was looked at."""

    def forget(self) -> None:
        """Has the odds learned anew when they are next asked for."""
        self._odds = None

    async def odds(self) -> Odds:
        """The odds of the pipeline's open deals; the strip follows them. Raises what the file can't be read for."""
        self._wanted = True
        app, state = self._app, self._app.state
        assert state is not None
        pipeline = state.pipeline
        odds = self._odds
        if odds is None or odds.learned.history.pipeline_id != pipeline.id:
            odds = await app.desk.aside(lambda overview: overview.forecasts.odds(pipeline))
            self._odds = odds
        if app.state is not None and app.state.forecast.odds is not odds:
            await self._count(app.state, odds)
        return odds

    async def follow(self) -> None:
        """Has the strip tell what is expected of a pipeline that was just read, if it told so before."""
        if self._wanted:
            try:
                await self.odds()
            except PipetuiError as error:
                self._app.tell(str(error), severity="error")

    async def _count(self, state: State, odds: Odds) -> None:
        """Has the strip tell what is expected, once that is counted aside."""
        while self._app.state is state and state.pipeline.id == odds.learned.history.pipeline_id:
            version = state.version
            expected = await asyncio.to_thread(_expected, odds, list(state.board.cards.values()), state.period)
            if state.version == version:
                state.forecast.odds, state.forecast.expected = odds, expected
                self._app.refresh_bars()
                return


def _expected(odds: Odds, cards: list[Card], period: Period) -> int:
    return sum(odds.adds(card, period) for card in cards)
