"""What cards show, and how much room they take: by the rep's choice, by the view, by the height of the terminal."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from pipetui.tui.screens.asking import SHORT_LINES, AskingScreen
from pipetui.tui.workers import run_beside

if TYPE_CHECKING:
    from pipetui.tui.app import PipetuiApp
    from pipetui.tui.state import State
    from pipetui.views.card import Card
    from pipetui.views.stage import Pipeline


class Fitting:
    """Fits cards and screens to the room there is."""

    def __init__(self, app: PipetuiApp) -> None:
        self._app = app
        self._dense: bool | None = None

    @property
    def is_dense(self) -> bool:
        """Whether cards are compact: by the rep's choice, else where there is little height to draw in."""
        chosen = self._app.config.text("density")
        return self._app.size.height < SHORT_LINES if chosen == "auto" else chosen == "compact"

    def card_height(self, pipeline: Pipeline, columns: int = 0) -> Callable[[Card], int]:
        """How many lines a card takes; ``columns`` is how many things it shows in place of the usual."""
        from pipetui.tui.card_paint import COMPACT_LINES, roomy_height

        if self.is_dense:
            return lambda card: COMPACT_LINES
        today = self._app.today()
        stages = {stage.id: stage for stage in pipeline.stages}
        return lambda card: roomy_height(card, stages.get(card.stage_id), today, columns)

    def fit_screens(self) -> None:
        """Draws all of the screen as dense as it is to be now."""
        for screen in self._app.screen_stack:
            if isinstance(screen, AskingScreen):
                screen.set_density()
        self._app.redraw()

    def fit_cards(self) -> None:
        """Gives cards the height the screen has room for."""
        dense, state = self.is_dense, self._app.state
        if state is not None and dense != self._dense:
            state.board.restyle(self.card_height(state.pipeline, len(state.columns)))
        self._dense = dense

    def show_columns(self, state: State, names: tuple[str, ...]) -> None:
        """Has cards show what a view says, else what was chosen for the file, else what the config says."""
        from pipetui.views.listed import USUAL, columns_of

        if not names:
            chosen = state.on_cards or self._app.config.text("cards")
            names = () if chosen == USUAL else tuple(chosen.replace(",", " ").split())
        if not names and not state.columns:
            return
        state.columns = tuple(one for one in columns_of(names, state.fields) if one.name != "title")
        state.board.restyle(self.card_height(state.pipeline, len(state.columns)))

    def show_on_cards(self, names: tuple[str, ...]) -> None:
        """Has cards show other things, now and the next time."""
        run_beside(self._app, "commands", self._show_on_cards, names)

    async def _show_on_cards(self, names: tuple[str, ...]) -> None:
        app = self._app
        if not await app.writing.tried(lambda work: work.settings.show_on_cards(names)):
            return
        if app.shown.view is not None:
            app.tell(f"Cards show this as soon as the view {app.shown.view.name} is left.")
        app.load()
