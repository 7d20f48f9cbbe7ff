"""The service that reads what was, is and will probably be brought in: what ``Overview`` hands out for forecasts."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from typing import TYPE_CHECKING

from pipetui.reading.cards import read_cards
from pipetui.reading.figures import amount_of, forecast, narrowed
from pipetui.reading.file import Reading
from pipetui.reading.pipelines import read_fiscal_start, read_pipelines
from pipetui.values.clock import Clock
from pipetui.values.periods import Kind, Period
from pipetui.values.text import clean
from pipetui.views.card import Card
from pipetui.views.forecast import Forecast
from pipetui.views.stage import Pipeline

if TYPE_CHECKING:
    from pipetui.values.query import Filter
    from pipetui.views.kept_forecast import KeptForecast
    from pipetui.views.odds import Odds, Outlook
    from pipetui.views.odds.backtest import Backtest
    from pipetui.views.odds.narrowing import Ends
    from pipetui.views.prospect import Basis
    from pipetui.views.suppose import Supposed
    from pipetui.views.waterfall import Waterfall


class Forecasts:
    """Reads the file as it is at the moment it is asked."""

    def __init__(self, reading: Reading, clock: Clock) -> None:
        self._reading = reading
        self._clock = clock

    def of(self, pipeline: Pipeline, period: Period) -> Forecast:
        """The running figures of a period of a pipeline."""
        with self._reading.rows() as rows:
            cards = read_cards(rows, "deal.pipeline_id = ? AND deal.status = 'open'", (pipeline.id,))
            return forecast(rows, pipeline, period, self._clock.today(), cards)

    def narrowed(self, pipeline: Pipeline, period: Period, wanted: Filter, cards: Iterable[Card]) -> Forecast:
        """The running figures of what a filter lets through; ``cards`` are the open deals that it does.

        Of closed deals only those won in the period are looked at.
        """
        from pipetui.reading.filtering import matching

        today = self._clock.today()
        view = narrowed(pipeline, period, today, cards)
        among = "deal.pipeline_id = ? AND deal.closed_on BETWEEN ? AND ?"
        values = (pipeline.id, period.start.isoformat(), period.end.isoformat())
        with self._reading.rows() as rows:
            view.won = amount_of(rows, matching(rows, wanted, today, ("won",), among, values))
        return view

    def basis(
        self, pipeline: Pipeline, periods: Sequence[Period], cards: Sequence[Card], wanted: Filter | None = None
    ) -> Basis:
        """What periods are worked out from; ``cards`` are the pipeline's open deals that a filter lets through."""
        from pipetui.reading.prospect import narrowed_prospect, read_prospect

        with self._reading.rows() as rows:
            if wanted is None:
                return read_prospect(rows, pipeline, periods, self._clock.today(), cards)
            from pipetui.reading.filtering import read_matching

            won = read_matching(rows, wanted, self._clock.today(), ("won",))
        return narrowed_prospect(pipeline, self._clock.today(), cards, won)

    def target(self, pipeline: Pipeline, period: Period, owner: str = "") -> int | None:
        """The target of a period, of an owner or the whole pipeline's; None where there is none."""
        from pipetui.reading.figures import target_for

        with self._reading.rows() as rows:
            return target_for(rows, pipeline.id, period, clean(owner[:500]))

    def scenarios(self, pipeline: Pipeline) -> dict[str, list[Supposed]]:
        """What each scenario of a pipeline supposes, by its name."""
        from pipetui.reading.outlook import read_scenarios

        with self._reading.rows() as rows:
            return read_scenarios(rows, pipeline)

    def kept(self, pipeline: Pipeline, period: Period) -> list[KeptForecast]:
        """A period's forecast on each day it was kept, the earliest first."""
        from pipetui.reading.outlook import read_kept

        with self._reading.rows() as rows:
            return read_kept(rows, pipeline, period)

    def narrowing(self, pipeline: Pipeline, period: Period) -> list[Ends]:
        """Where a period was to end on the days its forecast was kept; before the first, replayed from the history."""
        from pipetui.reading.history import read_history
        from pipetui.views.odds.narrowing import Ends, ends_on, mornings

        kept = [
            Ends(each.day, each.p10, each.p50, each.p90)
            for each in self.kept(pipeline, period)
            if each.p10 is not None and each.p50 is not None and each.p90 is not None
        ]
        today = self._clock.today()
        days = mornings(period, kept[0].day if kept else today)
        if not days:
            return kept
        with self._reading.rows() as rows:
            history = read_history(rows, pipeline, today, whole=True)
            fiscal_start = read_fiscal_start(rows)
        return [*ends_on(history, period, days, fiscal_start), *kept]

    def to_be_kept(self) -> list[tuple[Pipeline, list[tuple[Period, KeptForecast]]]]:
        """Today's forecasts of each pipeline, where none are kept yet; a look at a few rows where they are."""
        from pipetui.reading.outlook import is_kept

        with self._reading.rows() as rows:
            pipelines = [line for line in read_pipelines(rows) if not is_kept(rows, line, self._clock.today())]
            if not pipelines:
                return []
            from pipetui.reading.prospect import open_sums, read_prospect
            from pipetui.views.kept_forecast import kept_periods, kept_today

            fiscal_start = read_fiscal_start(rows)
            periods = kept_periods(self._clock.today(), fiscal_start)
            found = []
            for line in pipelines:
                basis = read_prospect(rows, line, periods, self._clock.today(), ())
                found.append((line, kept_today(basis, open_sums(rows, line.id), periods)))
            return found

    def waterfall(self, pipeline: Pipeline, period: Period, since: date) -> Waterfall:
        """What changed in won + weighted of a period since the morning of a day."""
        from pipetui.reading.waterfall import read_waterfall

        with self._reading.rows() as rows:
            return read_waterfall(rows, pipeline, period, since, self._clock.today())

    def odds(self, pipeline: Pipeline) -> Odds:
        """The chances of a pipeline's open deals, learned from its history; half a second at 50,000 deals."""
        from pipetui.reading.odds import read_odds

        with self._reading.rows() as rows:
            return read_odds(rows, pipeline, self._clock.today())

    def outlook(
        self, pipeline: Pipeline, period: Period, wanted: Filter | None = None, deciding: int = 0
    ) -> tuple[Forecast, Outlook]:
        """The figures of a period and what it will probably bring; of what a filter lets through, without new business.

        Of the deals, only the ``deciding`` that swing it most are told. The figures follow the odds: their gap is the
        one to what is expected.
        """
        from pipetui.reading.morning import Morning
        from pipetui.reading.odds import read_outlook

        with self._reading.rows() as rows:
            morning = Morning(rows, pipeline, self._clock.today())
            told = read_outlook(rows, morning, pipeline, period, wanted, deciding)
            morning.keep()
        return told

    def meeting(
        self,
        pipeline: Pipeline,
        period: Period,
        wanted: Filter | None,
        deciding: int,
        back: int,
        told: Callable[[float], None] | None = None,
    ) -> tuple[Forecast, Outlook, str | None]:
        """The same, and which number to trust by a look back on so many periods: None where there is no history.

        ``told`` hears of the share done.
        """
        from pipetui.reading.morning import Morning
        from pipetui.reading.odds import read_outlook, read_trust

        with self._reading.rows() as rows:
            morning = Morning(rows, pipeline, self._clock.today())
            view, outlook = read_outlook(rows, morning, pipeline, period, wanted, deciding)
            trust = None if outlook.is_guess else read_trust(morning, period.kind, back, told)
            morning.keep()
        return view, outlook, trust

    def why(self, card: Card, period: Period) -> tuple[str, ...]:
        """What an open deal's chance in a period rests on, in sentences; none for one in no forecast."""
        if not card.is_open or card.category == "omitted":
            return ()
        from pipetui.reading.odds import read_odds
        from pipetui.views.odds.why import why

        with self._reading.rows() as rows:
            pipeline = next(line for line in read_pipelines(rows, self._clock.today()) if line.id == card.pipeline_id)
            odds = read_odds(rows, pipeline, self._clock.today())
        return why(odds, card, period, pipeline.stage(card.stage_id))

    def backtest(
        self, pipeline: Pipeline, kind: Kind, number: int, told: Callable[[float], None] | None = None
    ) -> Backtest:
        """What each number would have said of the last complete periods of a kind; ``told`` hears of the share done."""
        from pipetui.reading.history import read_history
        from pipetui.views.odds.backtest import backtest, complete_periods

        with self._reading.rows() as rows:
            history = read_history(rows, pipeline, self._clock.today(), whole=True)
            fiscal_start = read_fiscal_start(rows)
        periods = complete_periods(kind, self._clock.today(), fiscal_start, number)
        return backtest(history, periods, fiscal_start, told)
