"""Deals: adding, moving, winning, losing, editing, deleting, and finding the one a rep means."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import select

from pipetui.model import Deal
from pipetui.reading.cards import cards_by_id
from pipetui.reading.pipelines import read_pipelines
from pipetui.sales import people
from pipetui.sales.columns import DEAL, rows_of
from pipetui.sales.editing import convert, pipeline_of, set_field, titled, to_percent
from pipetui.sales.guard import Passing, check
from pipetui.sales.moving import PLAINLY, check_open, move
from pipetui.sales.own_fields import set_own
from pipetui.sales.planning import customer_step, planned
from pipetui.sales.stages import pipeline_with
from pipetui.sales.ticks import set_ticks
from pipetui.sales.writing import Work, working
from pipetui.store import Store
from pipetui.values.errors import Invalid, NotFound, Refused
from pipetui.values.text import clean, fit, fold
from pipetui.views.card import Card, Saved
from pipetui.views.entry import NewDeal
from pipetui.views.fields import find_stage
from pipetui.views.playbook import Fill
from pipetui.views.stage import Pipeline, Stage


class Deals:
    """The service for deals. Each command is one transaction and gives what it saved."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def find(self, reference: str) -> Card:
        """The deal of a number, or the only one whose title holds the words. Raises NotFound, naming the candidates.

        Open deals go before closed ones, and a title that is just those words before longer ones.
        """
        wanted = clean(reference)
        with self._store.reading() as connection:
            number = wanted.removeprefix("#")
            numbered = number.isdecimal() and len(number) < 19
            if numbered and (card := cards_by_id(rows_of(connection), [int(number)]).get(int(number))):
                return card
            titles = connection.execute(select(DEAL.id, DEAL.title, DEAL.status)).all()
            words = fold(wanted).split()
            hits = [(row.id, fold(row.title), row.status) for row in titles]
            hits = [hit for hit in hits if words and all(word in hit[1] for word in words)]
            for narrowing in (
                lambda hit: hit[1] == fold(wanted) and hit[2] == "open",
                lambda hit: hit[1] == fold(wanted),
                lambda hit: hit[2] == "open",
                lambda hit: True,
            ):
                narrowed = [hit for hit in hits if narrowing(hit)]
                if len(narrowed) == 1:
                    return cards_by_id(rows_of(connection), [narrowed[0][0]])[narrowed[0][0]]
                if narrowed:
                    some = cards_by_id(rows_of(connection), [hit[0] for hit in narrowed[:5]]).values()
                    named = "; ".join(f"{card.id} {card.title}" for card in some)
                    more = f"; and {len(narrowed) - 5} more" if len(narrowed) > 5 else ""
                    raise NotFound(f"“{fit(wanted, 60)}” could be {named}{more}. Use the number.")
        raise NotFound(f"There is no deal {number}." if numbered else f"No deal's title has “{fit(wanted, 60)}” in it.")

    def add(self, new: NewDeal, pipeline_id: int | None = None) -> Saved:
        """Adds a deal, with its company, contact, tags and next step. Raises Invalid for a stage there is not."""
        title = titled(new.title)
        with working(self._store, f"Added {title}") as work:
            pipelines = read_pipelines(work.rows, work.clock.today())
            pipeline = pipelines[0] if pipeline_id is None else pipeline_with(pipelines, pipeline_id)
            stage = _stage_for(new, pipeline)
            company = people.company_id(work.session, new.company)
            deal = Deal(
                pipeline_id=pipeline.id,
                stage_id=stage.id,
                title=title,
                company_id=company,
                owner=clean(new.owner or "") or None,
                source=clean(new.source or "") or None,
                product=clean(new.product or "") or None,
                campaign=clean(new.campaign or "") or None,
                amount=new.amount,
                currency=new.currency or pipeline.currency,
                probability=to_percent(new.probability),
                probability_source="stage" if new.probability is None else "manual",
                category=new.category,
                expected_close=new.expected_close,
                created_at=work.clock.now(),
                stage_since=work.clock.now(),
            )
            convert(deal, pipeline)
            work.session.add(deal)
            work.session.flush()
            work.touch(deal)
            assert deal.id is not None
            contact = people.contact_id(work.session, new.contact, company)
            if contact is not None:
                people.set_main_contact(work.session, deal.id, contact)
            if new.tags:
                people.set_tags(work.session, deal.id, new.tags)
            for key, value in new.own:
                set_own(work, deal.id, key, value)
            if new.next is not None:
                work.session.add(planned(work, deal.id, new.next, contact))
        return work.saved

    def move(self, deal_id: int, stage_id: int, passing: Passing = PLAINLY) -> Saved:
        """Moves an open deal to a stage. Its own probability and category stay; those of the stage follow.

        ``passing`` says what is filled in on the way, in the same entry of history, and whether what is missing is
        passed over. Raises Unmet where something is missing that the stages left behind ask for.
        """
        with working(self._store, "Moved {title}", [deal_id]) as work:
            deal, pipeline = work.deal(deal_id), pipeline_of(work, deal_id)
            check_open(work.before[deal_id])
            _fill(work, deal, pipeline, passing)
            move(work, deal, pipeline, stage_id, passing)
        return work.saved

    def step(self, deal_id: int, by: int) -> Saved:
        """Moves an open deal ``by`` stages on (or back, below 0).

        Raises Refused at either end, Unmet where something is missing that the stages left behind ask for.
        """
        with working(self._store, "Moved {title}", [deal_id]) as work:
            card = work.before[deal_id]
            check_open(card)
            pipeline = pipeline_of(work, deal_id)
            stages = pipeline.stages
            place = next(place for place, stage in enumerate(stages) if stage.id == card.stage_id) + by
            if place >= len(stages):
                raise Refused(f"{stages[-1].name} is the last stage. Is {card.title} won?")
            if place < 0:
                raise Refused(f"{stages[0].name} is the first stage.")
            move(work, work.deal(deal_id), pipeline, stages[place].id)
        return work.saved

    def win(self, deal_id: int, reason: str = "", on: date | None = None, passing: Passing = PLAINLY) -> Saved:
        """Closes a deal as won on a day (today). What is still planned for it stays planned.

        It counts as leaving every stage there still is. Raises Unmet where one of them asks for something missing.
        """
        return self._close(deal_id, "won", reason, on, passing)

    def lose(self, deal_id: int, reason: str, on: date | None = None) -> Saved:
        """Closes a deal as lost, for a reason, on a day (today). Raises Invalid without one; the stage stays."""
        if not clean(reason):
            raise Invalid("A lost deal needs a reason, so that there is something to learn from.")
        return self._close(deal_id, "lost", reason, on)

    def reopen(self, deal_id: int) -> Saved:
        """Opens a closed deal again, in the stage it was in, without closing date and reason."""
        with working(self._store, "Reopened {title}", [deal_id]) as work:
            if work.before[deal_id].is_open:
                raise Refused(f"{work.before[deal_id].title} is open already.")
            deal = work.deal(deal_id)
            deal.status, deal.closed_on, deal.reason_id = "open", None, None
            deal.stage_since = work.clock.now()
            work.touch(deal)
        return work.saved

    def edit(self, deal_id: int, values: Mapping[str, Any]) -> Saved:
        """Sets fields to values as ``views.fields`` reads them, ``notes`` to a text (Markdown).

        Raises Refused for a stage of a closed deal.
        """
        with working(self._store, "Edited {title}", [deal_id]) as work:
            deal = work.deal(deal_id)
            notes = deal.notes
            pipeline = pipeline_of(work, deal_id)
            # A contact is one of the company's, so it comes after it.
            for name in sorted(values, key=lambda name: name == "contact"):
                set_field(work, deal, pipeline, name, values[name])
            work.session.flush()
            if notes != deal.notes or cards_by_id(work.rows, [deal_id])[deal_id] != work.before[deal_id]:
                work.touch(deal)
        return work.saved

    def fill(self, deal_id: int, fill: Fill) -> Saved:
        """Fills in what a deal's stage asks for, and leaves it where it is."""
        with working(self._store, "Filled in {title}", [deal_id]) as work:
            _fill(work, work.deal(deal_id), pipeline_of(work, deal_id), Passing(fill=fill))
        return work.saved

    def note(self, deal_id: int, notes: str) -> Saved:
        """Replaces a deal's notes (Markdown)."""
        with working(self._store, "Notes of {title}", [deal_id]) as work:
            deal = work.deal(deal_id)
            wanted = clean(notes, multiline=True) or None
            if wanted != deal.notes:
                deal.notes = wanted
                work.touch(deal)
        return work.saved

    def delete(self, deal_ids: Sequence[int]) -> Saved:
        """Deletes deals with everything that belongs to them; the change log keeps it all."""
        label = "Deleted {title}" if len(deal_ids) == 1 else f"Deleted {len(deal_ids)} deals"
        with working(self._store, label, deal_ids) as work:
            delete_deals(work, deal_ids)
        return work.saved

    def _close(self, deal_id: int, status: str, reason: str, on: date | None, passing: Passing = PLAINLY) -> Saved:
        label = "Won {title}" if status == "won" else "Lost {title}"
        with working(self._store, label, [deal_id]) as work:
            card = work.before[deal_id]
            if card.status == status:
                raise Refused(f"{card.title} is {status} already.")
            deal = work.deal(deal_id)
            if status == "won":
                pipeline = pipeline_of(work, deal_id)
                _fill(work, deal, pipeline, passing)
                check(work, deal_id, pipeline, None, passing)
            deal.status = status
            deal.closed_on = on or work.clock.today()
            deal.reason_id = people.reason_id(work.session, status, reason)
            work.touch(deal)
        return work.saved


def delete_deals(work: Work, deal_ids: Sequence[int]) -> None:
    """Deletes deals with everything that belongs to them."""
    numbers = (json.dumps(list(deal_ids)),)
    these = "IN (SELECT value FROM json_each(?))"
    for statement in (
        f"DELETE FROM external_ref WHERE kind = 'deal' AND record_id {these}",
        "DELETE FROM external_ref WHERE kind = 'activity'"
        f" AND record_id IN (SELECT id FROM activity WHERE deal_id {these})",
        f"DELETE FROM deal WHERE id {these}",
    ):
        work.connection.exec_driver_sql(statement, numbers)


def _stage_for(new: NewDeal, pipeline: Pipeline) -> Stage:
    if new.stage:
        return find_stage(new.stage, pipeline.stages)
    if new.stage_id is not None:
        return pipeline.stage(new.stage_id)
    return (pipeline.open_stages or pipeline.stages)[0]


def _fill(work: Work, deal: Deal, pipeline: Pipeline, passing: Passing) -> None:
    """Sets what is filled in on the way to another stage."""
    fill = passing.fill
    assert deal.id is not None
    for name in sorted(fill.fields, key=lambda name: name == "contact"):
        set_field(work, deal, pipeline, name, fill.fields[name])
    for role, name in fill.roles.items():
        people.set_role(work.session, deal.id, people.contact_id(work.session, name, deal.company_id), role)
    set_ticks(work, deal.id, fill.ticks, ())
    if fill.next is not None:
        work.session.add(planned(work, deal.id, fill.next, None))
    if fill.customer is not None:
        work.session.add(customer_step(work, deal.id, fill.customer))
    work.touch(deal)
