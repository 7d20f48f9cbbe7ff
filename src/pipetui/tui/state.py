"""What the screens show, kept in step with what was saved. Owned by the app's own thread."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date

from pipetui.values.periods import Period
from pipetui.values.query import Filter
from pipetui.views.agenda import Agenda
from pipetui.views.board import Board
from pipetui.views.card import Card, Change, Saved
from pipetui.views.forecast import Figures, Forecast
from pipetui.views.snapshot import Snapshot
from pipetui.views.stage import Pipeline, Stage


class State:
    """A pipeline as it is known: board, agenda and figures, each updated from the same changes."""

    def __init__(self, snapshot: Snapshot, today: date, height: Callable[[Card], int]) -> None:
        self.today = today
        self.pipelines = snapshot.pipelines
        self.pipeline: Pipeline = snapshot.pipeline
        self.reasons = snapshot.reasons
        self.finished_today = snapshot.finished_today
        self.forecast: Forecast = snapshot.forecast
        self.board = Board(snapshot.pipeline, snapshot.forecast.period, height)
        self.board.fill(snapshot.cards)
        self.everything = Agenda(today)
        """The agenda of all deals, whatever the filter shows."""
        self.everything.fill(snapshot.cards)
        self.agenda = self.everything
        """The agenda of what the filter lets through."""
        self.would_be: Figures | None = None

    @property
    def period(self) -> Period:
        """The period of the strip."""
        return self.forecast.period

    @property
    def figures(self) -> Figures:
        """The period's figures as they stand."""
        return self.forecast.figures()

    def apply(self, saved: Saved) -> None:
        """Takes over what a command changed, in time that does not grow with the pipeline."""
        ours = [change for change in saved.changes if _of_pipeline(change, self.pipeline.id)]
        self.board.apply(ours)
        self.everything.apply(ours)
        self.forecast.apply(ours)
        if self.agenda is not self.everything:
            self.agenda.apply(
                Change(before, after if after and self.board.lets_through(after) else None)
                for before, after in ours
            )

    def narrow(self, wanted: Filter | None) -> None:
        """Shows only what a filter lets through, on the board and on the agenda."""
        self.board.narrow(wanted)
        self.agenda = self.everything
        if wanted is not None:
            self.agenda = Agenda(self.today)
            self.agenda.fill(self.shown_cards())

    def shown_cards(self) -> Iterable[Card]:
        """The deals the filter lets through."""
        return (card for column in self.board.columns for card in column.lane)

    def stage(self, card: Card) -> Stage:
        """The stage of a deal."""
        return self.pipeline.stage(card.stage_id)


def _of_pipeline(change: Change, pipeline_id: int) -> bool:
    return any(card is not None and card.pipeline_id == pipeline_id for card in change)
