"""The service that reads cash: what ``Overview`` hands out for it."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from typing import TYPE_CHECKING

from pipetui.reading.cards import cards_by_id
from pipetui.reading.cash import chances_of, read_deal_cash, read_ledger, read_owed, read_stays, read_typed
from pipetui.reading.file import Reading
from pipetui.reading.pipelines import read_pipelines
from pipetui.values.clock import Clock
from pipetui.values.errors import NotFound
from pipetui.values.periods import Period, period_of
from pipetui.views.card import Card
from pipetui.views.cash import Cash, DealCash, Ledger, Owed, cash, months_from
from pipetui.views.inventory import Turnover, inventory
from pipetui.views.stage import Pipeline

if TYPE_CHECKING:
    from pipetui.values.query import Filter
    from pipetui.views.odds import Odds

BACK, MONTHS = 2, 14
"""Months shown before this one, and all of them, where nothing else is asked for."""


class Cashes:
    """Reads the file as it is at the moment it is asked."""

    def __init__(self, reading: Reading, clock: Clock) -> None:
        self._reading = reading
        self._clock = clock

    def months(self, number: int = MONTHS, back: int = BACK) -> tuple[Period, ...]:
        """So many months, ``back`` of them before this one."""
        first = period_of("month", self._clock.today())
        for _ in range(back):
            first = first.preceding()
        return months_from(first, number)

    def of(
        self,
        pipeline: Pipeline,
        months: Sequence[Period],
        odds: Odds | None = None,
        wanted: Filter | None = None,
    ) -> Cash:
        """A pipeline's cash; without ``odds`` open deals count by their probabilities.

        ``wanted`` lets through only some deals.
        """
        with self._reading.rows() as rows:
            ledger = read_ledger(rows, pipeline, self._clock.today())
            chances = None if odds is None else chances_of(rows, odds, ledger, pipeline, months)
            only = self._only(rows, wanted)
        return cash(ledger, months, chances, only)

    def with_odds(self, pipeline: Pipeline, months: Sequence[Period], wanted: Filter | None = None) -> Cash:
        """The same with this morning's odds, which are kept for the day."""
        from pipetui.reading.morning import Morning
        from pipetui.reading.odds import morning_odds

        with self._reading.rows() as rows:
            morning = Morning(rows, pipeline, self._clock.today())
            odds = morning_odds(rows, morning, pipeline)
            ledger = read_ledger(rows, pipeline, self._clock.today())
            chances = chances_of(rows, odds, ledger, pipeline, months)
            morning.keep()
            only = self._only(rows, wanted)
        return cash(ledger, months, chances, only)

    def _only(self, rows: sqlite3.Connection, wanted: Filter | None) -> list[int] | None:
        """The deals a filter lets through, closed ones too; None for all."""
        if wanted is None:
            return None
        from pipetui.reading.filtering import matching
        from pipetui.values.filter_fields import STATUSES

        return matching(rows, wanted, self._clock.today(), STATUSES)

    def ledger(self, pipeline: Pipeline) -> Ledger:
        """What the file has about a pipeline's cash."""
        with self._reading.rows() as rows:
            return read_ledger(rows, pipeline, self._clock.today())

    def owed(self, pipeline: Pipeline, wanted: Filter | None = None) -> list[tuple[Card, Owed]]:
        """The payments of a pipeline's won deals that were due before today, the longest overdue first.

        ``wanted`` lets through only some deals.
        """
        with self._reading.rows() as rows:
            entries = read_owed(rows, pipeline, self._clock.today())
            only = self._only(rows, wanted) if entries else None
            some = {entry.deal_id for entry in entries if entry.deal_id is not None}
            cards = cards_by_id(rows, some if only is None else some.intersection(only))
        return [(cards[entry.deal_id], Owed(entry, pipeline.currency)) for entry in entries if entry.deal_id in cards]

    def of_deal(self, deal_id: int) -> DealCash:
        """All about one deal's cash. Raises NotFound."""
        with self._reading.rows() as rows:
            found = rows.execute("SELECT pipeline_id FROM deal WHERE id = ?", (deal_id,)).fetchone()
            if found is None:
                raise NotFound(f"There is no deal {deal_id}. It may have been deleted meanwhile.")
            pipeline = next(line for line in read_pipelines(rows) if line.id == found[0])
            return read_deal_cash(rows, pipeline, deal_id, self._clock.today())

    def as_typed(self, is_expense: bool, number: int) -> tuple[str, str]:
        """The currency of a payment or an expense, and its line as a rep would type it. Raises NotFound."""
        with self._reading.rows() as rows:
            return read_typed(rows, is_expense, number)

    def inventory(self, pipeline: Pipeline, months: Sequence[Period]) -> list[Turnover]:
        """The stock of open deals in each of the months that have begun."""
        with self._reading.rows() as rows:
            stays = read_stays(rows, pipeline)
        return inventory(stays, months, self._clock.today())
