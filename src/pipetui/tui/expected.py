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


LARGEST = 5_000
"""Open deals up to which expected is worked out unasked: a larger pipeline would take the memory of another app for
it, and is asked when the forecast is first looked at."""


class Expected:
    """The odds of the pipeline's open deals. Once they were asked for, the strip tells what is expected."""

    def __init__(self, app: PipetuiApp) -> None:
        self._app = app
        self._odds: Odds | None = None
        self._learning: asyncio.Future[Odds] | None = None
        """The odds that are being learned: whoever else asks for them waits for the same."""
        self._wanted = False
        """Whether they were asked for."""

    def forget(self) -> None:
        """Has the odds learned anew when they are next asked for."""
        self._odds = self._learning = None

    async def odds(self) -> Odds:
        """The odds of the pipeline's open deals; the strip follows them. Raises what the file can't be read for."""
        self._wanted = True
        app, state = self._app, self._app.state
        assert state is not None
        pipeline = state.pipeline
        while (odds := self._odds) is None or odds.learned.history.pipeline_id != pipeline.id:
            learning = self._learning
            if learning is None or learning.done():
                aside = app.desk.aside(lambda overview: overview.forecasts.odds(pipeline))
                learning = self._learning = asyncio.ensure_future(aside)
            learned = await asyncio.shield(learning)
            if self._learning is learning:
                self._odds, self._learning = learned, None
        if app.state is not None and app.state.forecast.odds is not odds:
            await self._count(app.state, odds)
        return odds

    async def at_leisure(self) -> None:
        """Has the strip tell what is expected before anybody asks, where that costs neither patience nor memory."""
        state = self._app.state
        if state is not None and len(state.board.cards) <= LARGEST:
            self._wanted = True
            await self.follow()

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
