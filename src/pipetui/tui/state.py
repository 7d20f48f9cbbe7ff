"""What the screens show, kept in step with what was saved. Owned by the app's own thread."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from typing import TYPE_CHECKING

from pipetui.tui.marks import Marks
from pipetui.values.periods import Period
from pipetui.views.agenda import Agenda
from pipetui.views.board import Board
from pipetui.views.card import Card, Change, Saved
from pipetui.views.forecast import Figures, Forecast
from pipetui.views.listed import Listed
from pipetui.views.searched import Searched
from pipetui.views.snapshot import Snapshot
from pipetui.views.stage import Pipeline, Stage

if TYPE_CHECKING:
    from pipetui.values.query import Filter


class State:
    """A pipeline as it is known: board, agenda and figures, each updated from the same changes."""

    def __init__(self, snapshot: Snapshot, today: date, height: Callable[[Card], int]) -> None:
        self.today = today
        self.pipelines = snapshot.pipelines
        self.pipeline: Pipeline = snapshot.pipeline
        self.reasons = snapshot.reasons
        self.fields = snapshot.fields
        self.on_cards = snapshot.on_cards
        self.columns: tuple[Listed, ...] = ()
        """What cards show in place of the usual, in a view that says so."""
        self.finished_today = snapshot.finished_today
        self.forecast: Forecast = snapshot.forecast
        self.board = Board(snapshot.pipeline, snapshot.forecast.period, height)
        self.board.fill(snapshot.cards, snapshot.closed)
        self.won = {card.id: card for card in snapshot.won}
        """Won deals for which something is planned yet, whatever the filter shows."""
        self.overdue, self.due_today = _due([*snapshot.cards, *snapshot.won], today)
        """Follow-ups by their state, over all deals whatever the filter shows."""
        self.leads = _to_work(snapshot.cards, snapshot.pipeline, today)
        """Leads to be worked, over all whatever the filter shows; without those that wait for their day."""
        self.serious = 0
        """Findings that cost money, as they were counted last."""
        self._agenda: Agenda | None = None
        self.marks = Marks()
        """What the next command takes."""
        self.would_be: Figures | None = None
        self.narrowed: Forecast | None = None
        """The figures of what the filter lets through, once they are read; None without a filter."""
        self.times_saved = 0
        self.version = 0
        """How many changes were taken over."""

    @property
    def period(self) -> Period:
        """The period of the strip."""
        return self.forecast.period

    @property
    def figures(self) -> Figures:
        """The period's figures as they stand, of what the filter lets through."""
        return (self.narrowed or self.forecast).figures()

    def what_if(self, changes: list[Change]) -> Figures:
        """The figures as they would be after changes; nothing is kept of it."""
        return self.forecast.what_if(changes) if self.narrowed is None else self.narrowed.what_if(self._let(changes))

    @property
    def waiting(self) -> int:
        """Follow-ups due by today, over all deals."""
        return self.overdue + self.due_today

    @property
    def agenda(self) -> Agenda:
        """The agenda of what the filter lets through, put together when it is first looked at."""
        if self._agenda is None:
            self._agenda = Agenda(self.today)
            won = (card for card in self.won.values() if self.board.lets_through(card))
            # Of the closed ones that the board may show, those in which nothing is planned are none of the agenda's.
            self._agenda.fill([*(card for card in self.shown_cards() if card.is_open), *won])
        return self._agenda

    def apply(self, saved: Saved) -> None:
        """Takes over what a command changed, in time that does not grow with the pipeline."""
        self.version += 1
        ours = [change for change in saved.changes if _of_pipeline(change, self.pipeline.id)]
        self.board.apply(ours)
        self.marks.drop(before.id for before, after in ours if before and before.is_open and not _is_open(after))
        self.forecast.apply(ours)
        self.times_saved += 1
        if self.narrowed is not None:
            self.narrowed.apply(self._let(ours))
        self.finished_today += saved.finished
        for before, after in ours:
            if before is not None:
                self.won.pop(before.id, None)
            if after is not None and after.status == "won" and after.steps:
                self.won[after.id] = after
        for cards, sign in ((_were(ours), -1), (_are(ours), 1)):
            overdue, due_today = _due(cards, self.today)
            self.overdue += sign * overdue
            self.due_today += sign * due_today
            self.leads += sign * _to_work(cards, self.pipeline, self.today)
        if self._agenda is not None:
            self._agenda.apply(
                Change(before, after if after and self.board.lets_through(after) else None) for before, after in ours
            )

    def narrow(self, wanted: Filter | None) -> None:
        """Shows only what a filter lets through, on the board and on the agenda."""
        self.board.narrow(wanted)
        self._agenda = None
        if wanted is None:
            self.narrowed = None

    def _let(self, changes: Iterable[Change]) -> list[Change]:
        """The changes as they are to what the filter lets through: what it does not is not there."""
        wanted = self.board.filter

        def let(card: Card | None) -> Card | None:
            if card is None or wanted is None or wanted.matches(Searched(card, self.pipeline)):
                return card
            return None

        return [Change(let(before), let(after)) for before, after in changes]

    def shown_cards(self) -> Iterable[Card]:
        """The deals the filter lets through."""
        return (card for column in self.board.columns for card in column.lane)

    def stage(self, card: Card) -> Stage:
        """The stage of a deal."""
        return self.pipeline.stage(card.stage_id)


def _is_open(card: Card | None) -> bool:
    return card is not None and card.is_open


def _of_pipeline(change: Change, pipeline_id: int) -> bool:
    return any(card is not None and card.pipeline_id == pipeline_id for card in change)


def _were(changes: Iterable[Change]) -> list[Card]:
    return [before for before, _ in changes if before is not None]


def _are(changes: Iterable[Change]) -> list[Card]:
    return [after for _, after in changes if after is not None]


def _to_work(cards: Iterable[Card], pipeline: Pipeline, today: date) -> int:
    """How many of some deals are leads that are to be worked now."""
    stages = {stage.id for stage in pipeline.leads}
    return sum(card.stage_id in stages and card.is_open and not card.is_nurtured(today) for card in cards)


def _due(cards: Iterable[Card], today: date) -> tuple[int, int]:
    """How many follow-ups of open and won deals are overdue, and how many are due today."""
    planned = (card.steps for card in cards if card.steps and card.status != "lost")
    dues = [step.due for steps in planned for step in steps if step.due <= today]
    due_today = dues.count(today)
    return len(dues) - due_today, due_today
