"""The service that reads: what screens and listing commands show, without importing a table.

What only some questions need is imported where they are asked: the board and a glance at the agenda wait for all of it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from pipetui.reading.cards import cards_by_id, read_cards
from pipetui.reading.figures import closed_sums, finished_on, forecast, narrowed
from pipetui.reading.file import Reading
from pipetui.reading.own import read_fields
from pipetui.reading.pipelines import read_pipelines, read_reasons, read_setting
from pipetui.values.clock import Clock
from pipetui.values.errors import NotFound
from pipetui.values.habits import habits
from pipetui.values.own import OwnField
from pipetui.values.periods import Kind, Period, parse_period, period_of
from pipetui.values.text import clean, fit, fold
from pipetui.views.card import Card
from pipetui.views.forecast import Forecast
from pipetui.views.snapshot import Snapshot
from pipetui.views.stage import Pipeline

if TYPE_CHECKING:
    from pipetui.values.query import Fields, Filter
    from pipetui.views.automation import Rehearsal, RuleLine, RuleRun, StandingRule
    from pipetui.views.finding import Findables
    from pipetui.views.kept_forecast import KeptForecast
    from pipetui.views.known import Known
    from pipetui.views.leads import Inbox
    from pipetui.views.odds import Odds, Outlook
    from pipetui.views.odds.backtest import Backtest
    from pipetui.views.prospect import Basis
    from pipetui.views.saved_view import SavedView
    from pipetui.views.suppose import Supposed
    from pipetui.views.waterfall import Waterfall

KINDS: tuple[Kind, ...] = ("month", "quarter", "half", "year")


class Overview:
    """Reads the file as it is at the moment it is asked."""

    def __init__(self, reading: Reading, clock: Clock) -> None:
        self._reading = reading
        self._clock = clock

    def pipelines(self) -> tuple[Pipeline, ...]:
        """All pipelines with their stages, in order."""
        with self._reading.rows() as rows:
            return read_pipelines(rows, self.today())

    def pipeline(self, name: str | None = None) -> Pipeline:
        """The pipeline of a name, or the first. Raises NotFound, naming those there are."""
        pipelines = self.pipelines()
        if name is None:
            return pipelines[0]
        for pipeline in pipelines:
            if fold(pipeline.name) == fold(name.strip()):
                return pipeline
        known = ", ".join(pipeline.name for pipeline in pipelines)
        raise NotFound(f"There is no pipeline “{fit(clean(name), 40)}”. The pipelines are {known}.")

    def inbox(self, pipeline: Pipeline) -> Inbox:
        """The leads of a pipeline: those to be worked, and those whose day is to come."""
        from pipetui.reading.leads import read_inbox

        with self._reading.rows() as rows:
            return read_inbox(rows, pipeline, self.today(), self._clock.now())

    def late_customers(self) -> bool:
        """Whether a customer is late with something nobody was told to ask for yet."""
        with self._reading.rows() as rows:
            late = "SELECT EXISTS (SELECT 1 FROM customer_step JOIN deal ON deal.id = deal_id WHERE done_at IS NULL"
            late += " AND chased_at IS NULL AND due_on < ? AND deal.status = 'open')"
            return bool(rows.execute(late, (self.today().isoformat(),)).fetchone()[0])

    def uids(self) -> dict[int, str]:
        """The names, unique everywhere, of what is planned, by its number."""
        with self._reading.rows() as rows:
            return dict(rows.execute("SELECT id, uid FROM activity WHERE done_at IS NULL").fetchall())

    def is_anything_due(self) -> bool:
        """Whether a customer is late, or a rule is to follow by now; a look at a few rows where there is neither."""
        from pipetui.reading.rules import due_meetings

        if self.late_customers():
            return True
        with self._reading.rows() as rows:
            return bool(due_meetings(rows, self.today(), self._clock.now()))

    def rules(self) -> tuple[RuleLine, ...]:
        """All rules in their order, with how often they did something and what they can't find."""
        from pipetui.reading.rule_faults import faults_of
        from pipetui.reading.rules import ran_times, read_rules
        from pipetui.views.automation import RuleLine

        with self._reading.rows() as rows:
            ran = ran_times(rows)
            return tuple(
                RuleLine(
                    rule,
                    ran.get(rule.id, 0),
                    tuple(faults_of(rows, rule.text, rule.pipeline_id, self.today())),
                )
                for rule in read_rules(rows, enabled=False)
            )

    def rule_runs(self, limit: int = 200, rule_id: int | None = None) -> list[RuleRun]:
        """What rules (or one) did last, newest first."""
        from pipetui.reading.rules import read_runs

        with self._reading.rows() as rows:
            return read_runs(rows, limit, rule_id)

    def rehearse(self, rule: StandingRule, days: int = 90) -> Rehearsal:
        """What a rule would have met in the last days. Raises Invalid for one whose condition can't be."""
        from pipetui.reading.rehearsal import rehearse

        with self._reading.rows() as rows:
            return rehearse(rows, rule, self.today(), days)

    def stage_counts(self) -> dict[int, int]:
        """How many open deals each stage has, by its number."""
        with self._reading.rows() as rows:
            found = rows.execute("SELECT stage_id, count(*) FROM deal WHERE status = 'open' GROUP BY stage_id")
            return dict(found.fetchall())

    def reasons(self, outcome: str) -> tuple[str, ...]:
        """The reasons deals are ``won`` or ``lost`` for, in the rep's order."""
        with self._reading.rows() as rows:
            return read_reasons(rows, outcome)

    def fields(self) -> tuple[OwnField, ...]:
        """The fields of deals that the rep made, in the rep's order."""
        with self._reading.rows() as rows:
            return read_fields(rows)

    def period(self, text: str = "") -> Period:
        """The period a rep names; nothing names the current one of the kind last chosen. Raises Invalid."""
        with self._reading.rows() as rows:
            chosen = read_setting(rows, "period", habits().period)
            fiscal_start = int(read_setting(rows, "fiscal_start", str(habits().fiscal_start)))
        kind: Kind = next((kind for kind in KINDS if kind == chosen), "quarter")
        return parse_period(text, self._clock.today(), kind=kind, fiscal_start=fiscal_start)

    def filter_fields(self) -> Fields:
        """What a filter can ask for in this file, with every name there is; for one who asks again and again."""
        from pipetui.reading.names import NAMED, read_filter_fields

        with self._reading.rows() as rows:
            fields = read_filter_fields(rows, self.today())
            known = {name: fields.names(name) for name in NAMED}
            tops = {currency: fields.top(currency) for currency in fields.currencies}
        return replace(fields, names=known.get, top=tops.get)

    def known(self) -> Known:
        """The names there are in the file, of companies, contacts, tags and the rest, for what is typed of them."""
        from pipetui.reading.known import read_known

        with self._reading.rows() as rows:
            return read_known(rows)

    def findables(self) -> Findables:
        """Every company, contact and deal of the file, of all pipelines, ready to be found by a few letters."""
        from pipetui.reading.findables import read_findables
        from pipetui.views.finding import Findables

        with self._reading.rows() as rows:
            found = read_findables(rows)
        return Findables(found)

    def deals_of(self, kind: str, number: int) -> list[tuple[int, int, bool]]:
        """The deals of a ``company`` or a ``contact``: the number, its pipeline's, and whether it is open."""
        from pipetui.reading.findables import read_deals_of

        with self._reading.rows() as rows:
            return read_deals_of(rows, kind, number)

    def filter(self, text: str) -> Filter:
        """A filter as typed, of what there is in the file. Raises Invalid."""
        from pipetui.reading.names import read_filter_fields
        from pipetui.values.query import parse_filter

        with self._reading.rows() as rows:
            return parse_filter(text, self.today(), read_filter_fields(rows, self.today()))

    def cards(self, wanted: Filter) -> list[Card]:
        """The deals a filter lets through, of all pipelines, by number."""
        from pipetui.reading.filtering import read_matching

        with self._reading.rows() as rows:
            return read_matching(rows, wanted, self.today())

    def ids(self, wanted: Filter) -> list[int]:
        """The numbers of the deals a filter lets through, of all pipelines, in order."""
        from pipetui.reading.filtering import matching

        with self._reading.rows() as rows:
            return matching(rows, wanted, self.today())

    def views(self) -> tuple[SavedView, ...]:
        """The saved views: those that come with the program, then the rep's own."""
        from pipetui.reading.saved_views import read_views

        with self._reading.rows() as rows:
            return read_views(rows)

    def view(self, name: str) -> SavedView:
        """The view of a name, or the only one that begins so. Raises NotFound, naming those there are."""
        from pipetui.views.saved_view import view_named

        return view_named(name, self.views())

    def card(self, deal_id: int) -> Card:
        """The deal of a number. Raises NotFound."""
        with self._reading.rows() as rows:
            found = cards_by_id(rows, [deal_id]).get(deal_id)
        if found is None:
            raise NotFound(f"There is no deal {deal_id}.")
        return found

    def suggestion(self, deal_id: int, finished_id: int | None = None, stage_id: int | None = None) -> str:
        """What to plan next for a deal, as a rep would type it, once a planned activity of it is finished.

        ``stage_id`` is the stage it is about to come to, where it is.
        """
        from pipetui.reading.cadence import suggestion

        with self._reading.rows() as rows:
            return suggestion(rows, deal_id, finished_id, self.today(), stage_id)

    def open_cards(self, pipeline_id: int | None = None, wanted: Filter | None = None) -> list[Card]:
        """The open deals of a pipeline (of all), with what is planned for them: what an agenda is made from.

        ``wanted`` lets through only some of them.
        """
        with self._reading.rows() as rows:
            if wanted is not None:
                from pipetui.reading.filtering import read_matching

                found = read_matching(rows, wanted, self.today(), ("open",))
                return [card for card in found if pipeline_id in (None, card.pipeline_id)]
            if pipeline_id is None:
                return read_cards(rows, "deal.status = 'open'")
            return read_cards(rows, "deal.pipeline_id = ? AND deal.status = 'open'", (pipeline_id,))

    def closed_cards(self, pipeline_id: int, period: Period) -> list[Card]:
        """A pipeline's deals won and lost in a period."""
        with self._reading.rows() as rows:
            return read_cards(
                rows,
                "deal.pipeline_id = ? AND deal.status IN ('won', 'lost') AND deal.status <> 'open'"
                " AND deal.closed_on BETWEEN ? AND ?",
                (pipeline_id, period.start.isoformat(), period.end.isoformat()),
            )

    def forecast(self, pipeline: Pipeline, period: Period, wanted: Filter | None = None) -> Forecast:
        """The running figures of a period of a pipeline; of what a filter lets through, which has no target."""
        with self._reading.rows() as rows:
            if wanted is not None:
                from pipetui.reading.filtering import read_matching
                from pipetui.values.filter_fields import STATUSES

                cards = read_matching(rows, wanted, self.today(), STATUSES)
                return narrowed(pipeline, period, self.today(), [c for c in cards if c.pipeline_id == pipeline.id])
            cards = read_cards(rows, "deal.pipeline_id = ? AND deal.status = 'open'", (pipeline.id,))
            return forecast(rows, pipeline, period, self.today(), cards)

    def basis(
        self, pipeline: Pipeline, periods: Sequence[Period], cards: Sequence[Card], wanted: Filter | None = None
    ) -> Basis:
        """What periods are worked out from; ``cards`` are the pipeline's open deals that a filter lets through."""
        from pipetui.reading.prospect import narrowed_prospect, read_prospect

        with self._reading.rows() as rows:
            if wanted is None:
                return read_prospect(rows, pipeline, periods, self.today(), cards)
            from pipetui.reading.filtering import read_matching

            won = read_matching(rows, wanted, self.today(), ("won",))
        return narrowed_prospect(pipeline, self.today(), cards, won)

    def target(self, pipeline: Pipeline, period: Period, owner: str = "") -> int | None:
        """The target of a period, of an owner or the whole pipeline's; None where there is none."""
        from pipetui.reading.figures import target_for

        with self._reading.rows() as rows:
            return target_for(rows, pipeline.id, period, clean(owner[:500]))

    def rates(self) -> list[tuple[str, str, date, str]]:
        """The exchange rates there are: currency, base, from which day, and the rate as text; the newest first."""
        with self._reading.rows() as rows:
            found = rows.execute(
                "SELECT currency, base, day, rate FROM exchange_rate ORDER BY currency, base, day DESC"
            )
            return [(currency, base, date.fromisoformat(day), told) for currency, base, day, told in found]

    def currencies(self) -> set[str]:
        """The currencies deals are in."""
        with self._reading.rows() as rows:
            return {currency for (currency,) in rows.execute("SELECT DISTINCT currency FROM deal")}

    def scenarios(self, pipeline: Pipeline) -> dict[str, list[Supposed]]:
        """What each scenario of a pipeline supposes, by its name."""
        from pipetui.reading.outlook import read_scenarios

        with self._reading.rows() as rows:
            return read_scenarios(rows, pipeline)

    def kept_forecasts(self, pipeline: Pipeline, period: Period) -> list[KeptForecast]:
        """A period's forecast on each day it was kept, the earliest first."""
        from pipetui.reading.outlook import read_kept

        with self._reading.rows() as rows:
            return read_kept(rows, pipeline, period)

    def to_be_kept(
        self, known: Mapping[int, Sequence[Card]]
    ) -> list[tuple[Pipeline, list[tuple[Period, KeptForecast]]]]:
        """Today's forecasts of each pipeline, where none are kept yet; a look at a few rows where they are.

        ``known`` are the open deals of pipelines, by number, that need not be read again.
        """
        from pipetui.reading.outlook import is_kept

        with self._reading.rows() as rows:
            pipelines = [line for line in read_pipelines(rows) if not is_kept(rows, line, self.today())]
            if not pipelines:
                return []
            from pipetui.reading.prospect import read_prospect
            from pipetui.views.kept_forecast import kept_periods, kept_today

            fiscal_start = int(read_setting(rows, "fiscal_start", str(habits().fiscal_start)))
            periods = kept_periods(self.today(), fiscal_start)
            found = []
            for line in pipelines:
                cards = known.get(line.id)
                if cards is None:
                    cards = read_cards(rows, "deal.pipeline_id = ? AND deal.status = 'open'", (line.id,))
                basis = read_prospect(rows, line, periods, self.today(), cards)
                found.append((line, kept_today(basis, periods)))
            return found

    def waterfall(self, pipeline: Pipeline, period: Period, since: date) -> Waterfall:
        """What changed in won + weighted of a period since the morning of a day."""
        from pipetui.reading.waterfall import read_waterfall

        with self._reading.rows() as rows:
            return read_waterfall(rows, pipeline, period, since, self.today())

    def snapshot(self, pipeline_id: int | None = None, period: Period | None = None) -> Snapshot:
        """One reading of a pipeline (the first) for the screens, with the figures of a period (the chosen one)."""
        period = period or self.period()
        with self._reading.rows() as rows:
            pipelines = read_pipelines(rows, self.today())
            pipeline = next((line for line in pipelines if line.id == pipeline_id), pipelines[0])
            cards = read_cards(rows, "deal.pipeline_id = ? AND deal.status = 'open'", (pipeline.id,))
            return Snapshot(
                pipelines=pipelines,
                pipeline=pipeline,
                cards=cards,
                closed=closed_sums(rows, pipeline.id, period),
                forecast=forecast(rows, pipeline, period, self.today(), cards),
                finished_today=finished_on(rows, self.today()),
                reasons=read_reasons(rows, "lost"),
                fields=read_fields(rows),
                on_cards=read_setting(rows, "cards"),
            )

    def odds(self, pipeline: Pipeline) -> Odds:
        """The chances of a pipeline's open deals, learned from its history; half a second at 50,000 deals."""
        from pipetui.reading.odds import read_odds

        with self._reading.rows() as rows:
            return read_odds(rows, pipeline, self.today())

    def last_entry(self) -> int:
        """The number of the latest entry of history."""
        with self._reading.rows() as rows:
            return int(rows.execute("SELECT coalesce(max(id), 0) FROM change_set").fetchone()[0])

    def outlook(self, pipeline: Pipeline, period: Period, wanted: Filter | None = None) -> tuple[Forecast, Outlook]:
        """The figures of a period and what it will probably bring; of what a filter lets through, without new business.

        The figures follow the odds: their gap is the one to what is expected.
        """
        from pipetui.reading.odds import read_outlook

        with self._reading.rows() as rows:
            return read_outlook(rows, pipeline, period, self.today(), wanted)

    def why(self, card: Card) -> tuple[str, ...]:
        """What an open deal's chance in the chosen period rests on, in sentences; none for one in no forecast."""
        if not card.is_open or card.category == "omitted":
            return ()
        from pipetui.reading.odds import read_odds
        from pipetui.views.odds.why import why

        period = self.period()
        with self._reading.rows() as rows:
            pipeline = next(line for line in read_pipelines(rows, self.today()) if line.id == card.pipeline_id)
            odds = read_odds(rows, pipeline, self.today())
        return why(odds, card, period, pipeline.stage(card.stage_id))

    def backtest(
        self, pipeline: Pipeline, kind: Kind, number: int, told: Callable[[float], None] | None = None
    ) -> Backtest:
        """What each number would have said of the last complete periods of a kind; ``told`` hears of the share done."""
        from pipetui.reading.history import read_history
        from pipetui.views.odds.backtest import backtest

        with self._reading.rows() as rows:
            history = read_history(rows, pipeline, self.today(), whole=True)
            fiscal_start = int(read_setting(rows, "fiscal_start", "1"))
        periods = [period_of(kind, self.today(), fiscal_start).preceding()]
        while len(periods) < number:
            periods.insert(0, periods[0].preceding())
        return backtest(history, periods, fiscal_start, told)

    def today(self) -> date:
        """The rep's day."""
        return self._clock.today()
