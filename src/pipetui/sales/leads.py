"""Leads: taken in, qualified, put off until their day, dropped."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from pipetui.reading.pipelines import read_pipelines
from pipetui.sales.columns import rows_of
from pipetui.sales.deals import Deals
from pipetui.sales.guard import Passing
from pipetui.sales.moving import PLAINLY
from pipetui.sales.stages import pipeline_with
from pipetui.sales.writing import working
from pipetui.store import Store
from pipetui.values.errors import Invalid, Refused
from pipetui.values.when import show_date
from pipetui.views.card import Card, Saved
from pipetui.views.entry import NewDeal
from pipetui.views.stage import Pipeline


class Leads:
    """The service for what is not yet qualified. Each command is one transaction and gives what it saved."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._deals = Deals(store)

    def capture(self, new: NewDeal, pipeline_id: int | None = None) -> Saved:
        """Takes in a lead. Raises Refused where the pipeline has no stage of the lead phase."""
        pipeline = self._pipeline(pipeline_id)
        if not pipeline.leads:
            raise Refused(f"{pipeline.name} has no stage of the lead phase. Add one to it first.")
        return self._deals.add(replace(new, stage_id=pipeline.leads[0].id), pipeline.id)

    def qualify(self, deal_id: int, passing: Passing = PLAINLY) -> Saved:
        """Makes a lead a deal, in the first open stage; its next step comes filled in with ``passing``.

        Raises Refused for what is no lead, Unmet where something is missing that the lead's stage asks for.
        """
        pipeline = self._pipeline_of(deal_id)
        if not pipeline.open_stages:
            raise Refused(f"{pipeline.name} has no open stage.")
        return self._deals.move(deal_id, pipeline.open_stages[0].id, passing)

    def nurture(self, deal_id: int, until: date) -> Saved:
        """Puts a lead off: it comes back to the inbox by itself on a day. Raises Invalid for one that is past."""
        self._pipeline_of(deal_id)
        if until <= self._store.clock.today():
            raise Invalid("A lead comes back on a day ahead: write +3m, or 15 mar.")
        with working(self._store, f"Nurture {{title}} until {show_date(until)}", [deal_id]) as work:
            deal = work.deal(deal_id)
            deal.nurture_until = until
            work.touch(deal)
        return work.saved

    def drop(self, deal_id: int, reason: str) -> Saved:
        """Drops a lead, for a reason. Raises Invalid without one."""
        self._pipeline_of(deal_id)
        return self._deals.lose(deal_id, reason)

    def _pipeline(self, pipeline_id: int | None) -> Pipeline:
        with self._store.reading() as connection:
            pipelines = read_pipelines(rows_of(connection))
        return pipelines[0] if pipeline_id is None else pipeline_with(pipelines, pipeline_id)

    def _pipeline_of(self, deal_id: int) -> Pipeline:
        card: Card = self._deals.find(str(deal_id))
        pipeline = self._pipeline(card.pipeline_id)
        if not card.is_open or not pipeline.stage(card.stage_id).is_lead:
            raise Refused(f"{card.title} is no lead: it is {'a deal' if card.is_open else card.status} already.")
        return pipeline
