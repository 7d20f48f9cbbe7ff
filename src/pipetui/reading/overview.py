"""The service that reads: what screens and listing commands show, without importing a table.

What only some questions need is imported where they are asked: the board and a glance at the agenda wait for all of it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING

from pipetui.reading.cards import cards_by_id, read_cards, read_followed
from pipetui.reading.figures import closed_sums, finished_on, forecast
from pipetui.reading.file import Reading
from pipetui.reading.own import read_fields
from pipetui.reading.pipelines import read_fiscal_start, read_pipelines, read_reasons, read_setting
from pipetui.values.clock import Clock
from pipetui.values.errors import NotFound
from pipetui.values.habits import habits
from pipetui.values.own import OwnField
from pipetui.values.periods import KINDS, Kind, Period, parse_period
from pipetui.values.text import clean, fit, fold
from pipetui.views.card import Card
from pipetui.views.snapshot import Snapshot
from pipetui.views.stage import Pipeline

if TYPE_CHECKING:
    from pipetui.reading.automation import Automation
    from pipetui.reading.cashes import Cashes
    from pipetui.reading.forecasts import Forecasts
    from pipetui.reading.people.people import People
    from pipetui.values.query import Fields, Filter
    from pipetui.views.due_mail import DueMail
    from pipetui.views.finding import Findables
    from pipetui.views.health import Health
    from pipetui.views.insights import Deals
    from pipetui.views.insights.accuracy import Judged
    from pipetui.views.known import Known
    from pipetui.views.leads import Inbox
    from pipetui.views.saved_view import SavedView


class Overview:
    """Reads the file as it is at the moment it is asked."""

    def __init__(self, reading: Reading, clock: Clock) -> None:
        self._reading = reading
        self._clock = clock

    @cached_property
    def forecasts(self) -> Forecasts:
        """What was, is and will probably be brought in."""
        from pipetui.reading.forecasts import Forecasts

        return Forecasts(self._reading, self._clock)

    @cached_property
    def cash(self) -> Cashes:
        """What comes in and goes out."""
        from pipetui.reading.cashes import Cashes

        return Cashes(self._reading, self._clock)

    @cached_property
    def automation(self) -> Automation:
        """Rules, and what is due by itself."""
        from pipetui.reading.automation import Automation

        return Automation(self._reading, self._clock)

    @cached_property
    def people(self) -> People:
        """Companies and contacts."""
        from pipetui.reading.people.people import People

        return People(self._reading, self._clock)

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

    def columns(self, pipeline: Pipeline) -> Deals:
        """All deals of a pipeline with their past, by column: what insights are worked out from."""
        from pipetui.reading.insights import read_deals

        with self._reading.rows() as rows:
            return read_deals(rows, pipeline, self.today())

    def ids_in(self, pipeline: Pipeline, wanted: Filter) -> list[int]:
        """The numbers of a pipeline's deals that a filter lets through, open and closed, in order."""
        from pipetui.reading.filtering import matching
        from pipetui.values.filter_fields import STATUSES

        with self._reading.rows() as rows:
            return matching(rows, wanted, self.today(), STATUSES, "deal.pipeline_id = ?", (pipeline.id,))

    def cards_of(self, numbers: Sequence[int]) -> list[Card]:
        """Deals by their numbers, in that order; those that are gone are left out."""
        with self._reading.rows() as rows:
            found = cards_by_id(rows, numbers)
        return [found[number] for number in numbers if number in found]

    def fiscal_start(self) -> int:
        """The month the fiscal year begins in."""
        with self._reading.rows() as rows:
            return read_fiscal_start(rows)

    def judged(self, pipeline: Pipeline, kind: Kind, number: int) -> list[Judged]:
        """How right the forecasts of the last complete periods of a kind were, the earliest first."""
        from pipetui.reading.insights import read_judged

        with self._reading.rows() as rows:
            return read_judged(rows, pipeline, kind, number, self.today())

    def health(self, pipeline: Pipeline, wanted: Filter | None = None) -> Health:
        """What is wrong with the data of a pipeline, of the deals a filter lets through; one pass over them."""
        from pipetui.reading.health import read_health
        from pipetui.views.health import work_out

        some = None if wanted is None else set(self.ids_in(pipeline, wanted))
        with self._reading.rows() as rows:
            cards, facts, accepted = read_health(rows, pipeline, self.today())
        return work_out((card for card in cards if some is None or card.id in some), facts, accepted)

    def uids(self) -> dict[int, str]:
        """The names, unique everywhere, of what is planned, by its number."""
        with self._reading.rows() as rows:
            return dict(rows.execute("SELECT id, uid FROM activity WHERE done_at IS NULL").fetchall())

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
            fiscal_start = read_fiscal_start(rows)
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

    def followed_cards(self, wanted: Filter | None = None) -> list[Card]:
        """The won deals for which something is planned yet; ``wanted`` lets through only some of them."""
        with self._reading.rows() as rows:
            found = read_followed(rows)
            if wanted is not None and found:
                from pipetui.reading.filtering import matching

                ids = set(matching(rows, wanted, self.today(), ("won",)))
                found = [card for card in found if card.id in ids]
            return found

    def closed_cards(self, pipeline_id: int, period: Period) -> list[Card]:
        """A pipeline's deals won and lost in a period."""
        with self._reading.rows() as rows:
            return read_cards(
                rows,
                "deal.pipeline_id = ? AND deal.status IN ('won', 'lost') AND deal.status <> 'open'"
                " AND deal.closed_on BETWEEN ? AND ?",
                (pipeline_id, period.start.isoformat(), period.end.isoformat()),
            )

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
                won=read_followed(rows, pipeline.id),
                closed=closed_sums(rows, pipeline.id, period),
                forecast=forecast(rows, pipeline, period, self.today(), cards),
                finished_today=finished_on(rows, self.today()),
                reasons=read_reasons(rows, "lost"),
                fields=read_fields(rows),
                on_cards=read_setting(rows, "cards"),
            )

    def addresses(self, deal_id: int) -> list[tuple[str, str]]:
        """The names and addresses of a deal's people, its contact first; those without an address are left out."""
        with self._reading.rows() as rows:
            found = rows.execute(
                "SELECT contact.name, contact.email FROM deal_contact"
                " JOIN contact ON contact.id = deal_contact.contact_id"
                " WHERE deal_contact.deal_id = ? AND contact.email <> '' ORDER BY deal_contact.position, contact.id",
                (deal_id,),
            )
            return [(name, mail) for name, mail in found]

    def due_mails(self) -> list[DueMail]:
        """E-mails that are planned with their words and due by now, with what keeps some from going by themselves."""
        from pipetui.reading.due_mails import read_due_mails

        with self._reading.rows() as rows:
            return read_due_mails(rows, self._clock.now())

    def last_entry(self) -> int:
        """The number of the latest entry of history."""
        with self._reading.rows() as rows:
            return int(rows.execute("SELECT coalesce(max(id), 0) FROM change_set").fetchone()[0])

    def today(self) -> date:
        """The rep's day."""
        return self._clock.today()
