"""Many deals at once: each command is one transaction, one entry of history, and one undo.

What takes a query for one deal takes one for all of them, so that a thousand are done while a key is let go.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date
from typing import Literal

from sqlmodel import col, select

from pipetui.model import Deal
from pipetui.reading.cards import AT_ONCE, cards_by_id
from pipetui.reading.pipelines import read_pipelines
from pipetui.sales import people
from pipetui.sales.deals import delete_deals
from pipetui.sales.editing import set_field
from pipetui.sales.followups import finish_one, put_off_one
from pipetui.sales.guard import Way, check_way, lacking, pass_over
from pipetui.sales.moving import check_open
from pipetui.sales.own_fields import set_own_of_many
from pipetui.sales.planning import planned
from pipetui.sales.work import Work
from pipetui.sales.writing import working
from pipetui.store import Store, stored_moment
from pipetui.values.errors import Invalid, Refused
from pipetui.values.followup import FollowUp
from pipetui.values.text import clean, count, fold
from pipetui.values.workdays import Until
from pipetui.views.card import Card, Saved
from pipetui.views.fields import Context, find_stage
from pipetui.views.many import Hindered, Many, Stays
from pipetui.views.playbook import Unmet
from pipetui.views.stage import Pipeline, Stage

Insist = Literal["ask", "those", "anyway"]
"""What becomes of deals that lack something: nothing is done and all is told, those that pass go alone, or those go
as well that lack no must."""

Goal = Callable[[Card, Pipeline], Stage]
"""Where a deal is to go. Raises Refused where there is nowhere."""

_THESE = "id IN (SELECT value FROM json_each(?))"


class Bulk:
    """The service for many deals. What is gone meanwhile is left out, and told; so is what is so already."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def step(self, deal_ids: Sequence[int], by: int, insist: Insist = "ask") -> Saved:
        """Moves open deals ``by`` stages on (or back, below 0). Raises Hindered where some can't."""

        def goal(card: Card, pipeline: Pipeline) -> Stage:
            stages = pipeline.stages
            place = next(place for place, stage in enumerate(stages) if stage.id == card.stage_id) + by
            if 0 <= place < len(stages):
                return stages[place]
            raise Refused("is in the last stage" if place > 0 else "is in the first stage")

        told = "a stage on" if by > 0 else "a stage back"
        return self._move(deal_ids, goal, f"go {told}", f"moved {told}", insist)

    def move(self, deal_ids: Sequence[int], stage: str, insist: Insist = "ask") -> Saved:
        """Moves open deals to a stage of their pipelines, by its name, the beginning of it, or its place.

        Raises Invalid where there is none, Hindered where some can't.
        """

        def goal(card: Card, pipeline: Pipeline) -> Stage:
            return find_stage(stage, pipeline.stages)

        return self._move(deal_ids, goal, "", "", insist)

    def win(self, deal_ids: Sequence[int], reason: str = "", on: date | None = None, insist: Insist = "ask") -> Saved:
        """Closes deals as won on a day (today). Raises Hindered where some lack what stages ask for."""
        with self._many(deal_ids) as (work, pipelines):
            cards = [card for card in work.before.values() if card.status != "won"]
            ways = {card.id: Way(pipelines[card.pipeline_id], None) for card in cards}
            going = self._passing(work, ways, {}, "be won", insist)
            self._close(work, going, "won", reason, on)
            work.name(f"{count(len(going), 'deal')} won")
        return work.saved

    def lose(self, deal_ids: Sequence[int], reason: str, on: date | None = None) -> Saved:
        """Closes deals as lost, all for one reason, on a day (today). Raises Invalid without a reason."""
        if not clean(reason):
            raise Invalid("A lost deal needs a reason, so that there is something to learn from.")
        with self._many(deal_ids) as (work, _):
            going = [card.id for card in work.before.values() if card.status != "lost"]
            if not going:
                raise Refused("All of them are lost already.")
            self._close(work, going, "lost", reason, on)
            work.name(f"{count(len(going), 'deal')} lost: {clean(reason)}")
        return work.saved

    def reopen(self, deal_ids: Sequence[int]) -> Saved:
        """Opens closed deals again, each in the stage it was in, without closing date and reason."""
        with self._many(deal_ids) as (work, _):
            going = [card.id for card in work.before.values() if not card.is_open]
            if not going:
                raise Refused("All of them are open already.")
            moment = stored_moment(work.clock.now())
            work.connection.exec_driver_sql(
                "UPDATE deal SET status = 'open', closed_on = NULL, reason_id = NULL, stage_since = ?, touched_at = ?"
                f" WHERE {_THESE}",
                (moment, moment, _json(going)),
            )
            work.name(f"Reopened {count(len(going), 'deal')}")
        return work.saved

    def edit(self, deal_ids: Sequence[int], changes: Sequence[Many]) -> Saved:
        """Sets fields of deals, each to what the change makes of it. Raises Invalid for what can't be read."""
        with self._many(deal_ids) as (work, pipelines):
            today = work.clock.today()
            contexts = {
                number: Context(card, pipelines[card.pipeline_id], today) for number, card in work.before.items()
            }
            deals = _deals(work) if any(change.name != "tags" and change.own is None for change in changes) else {}
            for change in changes:
                _set(work, change, deals, contexts)
            work.session.flush()
            after = cards_by_id(work.rows, work.before)
            changed = [number for number, card in after.items() if card != work.before[number]]
            if not changed:
                raise Refused("That changes none of them.")
            _touch(work, changed)
            work.name(f"{count(len(changed), 'deal')}: {', '.join(change.said for change in changes)}")
        return work.saved

    def plan(self, deal_ids: Sequence[int], what: FollowUp) -> Saved:
        """Plans the same follow-up for each of the deals; without a day it is for today."""
        with self._many(deal_ids) as (work, _):
            contacts = dict(
                work.rows.execute(
                    "SELECT deal_id, contact_id FROM deal_contact"
                    " WHERE position = 0 AND deal_id IN (SELECT value FROM json_each(?))",
                    (_json(work.before),),
                ).fetchall()
            )
            work.session.add_all(planned(work, number, what, contacts.get(number)) for number in work.before)
            work.session.flush()
            _touch(work, work.before)
            work.name(f"Planned a follow-up for {count(len(work.before), 'deal')}")
        return work.saved

    def finish(self, deal_ids: Sequence[int], note: str = "", following: FollowUp | None = None) -> Saved:
        """Finishes the next step of each of the deals, with what came of it, and plans the same one for each.

        What keeps coming comes again by itself. Deals without a next step stay as they are.
        """
        with self._many(deal_ids) as (work, _):
            steps = _next_steps(work)
            for number in steps:
                finish_one(work, number, note, following)
            work.name(f"Followed up {count(len(steps), 'deal')}")
        return work.saved._replace(finished=len(steps))

    def snooze(self, deal_ids: Sequence[int], until: Until, why: str = "") -> Saved:
        """Puts the next step of each of the deals off to a day; deals without one stay as they are."""
        with self._many(deal_ids) as (work, _):
            steps = _next_steps(work)
            for number in steps:
                put_off_one(work, number, until, why)
            work.name(f"Snoozed follow-ups of {count(len(steps), 'deal')}")
        return work.saved

    def delete(self, deal_ids: Sequence[int]) -> Saved:
        """Deletes deals with everything that belongs to them; the change log keeps it all."""
        with self._many(deal_ids) as (work, _):
            delete_deals(work, list(work.before))
            work.name(f"Deleted {count(len(work.before), 'deal')}")
        return work.saved

    @contextmanager
    def _many(self, deal_ids: Sequence[int]) -> Iterator[tuple[Work, Mapping[int, Pipeline]]]:
        with working(self._store, "Many deals", list(dict.fromkeys(deal_ids)), there=False) as work:
            yield work, {line.id: line for line in read_pipelines(work.rows, work.clock.today())}

    def _move(self, deal_ids: Sequence[int], goal: Goal, aim: str, told: str, insist: Insist) -> Saved:
        with self._many(deal_ids) as (work, pipelines):
            ways: dict[int, Way] = {}
            stays: dict[int, Stays] = {}
            for card in work.before.values():
                try:
                    stage = goal(card, pipelines[card.pipeline_id])
                    aim, told = aim or f"go to {stage.name}", told or f"moved to {stage.name}"
                    if card.is_open and stage.id == card.stage_id:
                        continue
                    check_open(card)
                    way = Way(pipelines[card.pipeline_id], stage)
                    check_way(card, way)
                    ways[card.id] = way
                except Refused as why:
                    stays[card.id] = Stays(card.id, card.title, _why(card, why), may_pass=False)
            going = self._passing(work, ways, stays, aim, insist)
            moment = stored_moment(work.clock.now())
            columns = ("deal_id", "from_stage_id", "to_stage_id", "at")
            goals = {number: way.goal.id for number, way in ways.items() if way.goal is not None}
            work.insert("stage_move", columns, [(n, work.before[n].stage_id, goals[n], moment) for n in going])
            for stage_id in dict.fromkeys(goals[number] for number in going):
                work.connection.exec_driver_sql(
                    "UPDATE deal SET stage_id = ?, stage_since = ?, touched_at = ?, nurture_until = NULL"
                    f" WHERE {_THESE}",
                    (stage_id, moment, moment, _json(n for n in going if goals[n] == stage_id)),
                )
            work.name(f"{count(len(going), 'deal')} {told}")
        return work.saved

    def _passing(
        self, work: Work, ways: Mapping[int, Way], stays: dict[int, Stays], aim: str, insist: Insist
    ) -> list[int]:
        """The deals that go their ways; what they go without is remembered. Raises Hindered where some can't."""
        unmet = lacking(work, ways)
        over = [each for each in unmet.values() if insist == "anyway" and each.may_pass]
        passed = {each.deal_id for each in over}
        for number, each in unmet.items():
            if number not in passed:
                stays[number] = Stays(number, each.title, _lacks(each), each.may_pass)
        going = [number for number in ways if number not in stays]
        if stays and (insist == "ask" or not going):
            raise Hindered(aim, len(going), [stays[number] for number in work.before if number in stays])
        if not going:
            raise Refused("All of them are there already.")
        pass_over(work, over)
        return going

    def _close(self, work: Work, going: Sequence[int], status: str, reason: str, on: date | None) -> None:
        why = people.reason_id(work.session, status, reason)
        day = (on or work.clock.today()).isoformat()
        work.connection.exec_driver_sql(
            f"UPDATE deal SET status = ?, closed_on = ?, reason_id = ?, touched_at = ? WHERE {_THESE}",
            (status, day, why, stored_moment(work.clock.now()), _json(going)),
        )


def _json(numbers: Iterator[int] | Collection[int]) -> str:
    return json.dumps(list(numbers))


def _next_steps(work: Work) -> list[int]:
    """The number of each deal's next step. Raises Refused where none has one."""
    found = [card.steps[0].id for card in work.before.values() if card.steps]
    if not found:
        raise Refused("No follow-up is planned for any of them.")
    return found


def _touch(work: Work, numbers: Collection[int]) -> None:
    work.connection.exec_driver_sql(
        f"UPDATE deal SET touched_at = ? WHERE {_THESE}", (stored_moment(work.clock.now()), _json(numbers))
    )


def _deals(work: Work) -> dict[int, Deal]:
    """The deals, to be edited: some at a time, so that each need not be asked for."""
    found: dict[int, Deal] = {}
    numbers = list(work.before)
    for start in range(0, len(numbers), AT_ONCE):
        some = select(Deal).where(col(Deal.id).in_(numbers[start : start + AT_ONCE]))
        found.update((deal.id, deal) for deal in work.session.exec(some).all() if deal.id is not None)
    return found


def _set(work: Work, change: Many, deals: Mapping[int, Deal], contexts: Mapping[int, Context]) -> None:
    """Sets a field of all the deals."""
    values = {number: change.value(context) for number, context in contexts.items()}
    if change.name == "tags":
        _set_tags(work, values)
    elif change.own is not None:
        set_own_of_many(work, change.own, values)
    elif change.name == "company":
        made = {name: people.company_id(work.session, name) for name in set(values.values())}
        for number, name in values.items():
            deals[number].company_id = made[name]
    else:
        for number, value in values.items():
            if not (change.shifts and value is None):
                set_field(work, deals[number], contexts[number].pipeline, change.name, value)


def _set_tags(work: Work, values: Mapping[int, tuple[str, ...]]) -> None:
    on: list[tuple[int, str]] = []
    off: list[tuple[int, str]] = []
    for number, wanted in values.items():
        had = work.before[number].tags
        keys, known = {fold(name) for name in wanted}, {fold(name) for name in had}
        on += [(number, name) for name in wanted if fold(name) not in known]
        off += [(number, name) for name in had if fold(name) not in keys]
    people.change_tags(work.connection, on, off)


def _lacks(unmet: Unmet) -> str:
    lines = (f"{each.criterion.text}{' (a must)' if each.criterion.is_hard else ''}" for each in unmet.missing)
    return f"lacks {', '.join(lines)}"


def _why(card: Card, why: Refused) -> str:
    if not card.is_open:
        return f"is {card.status}"
    said = str(why).rstrip(".")
    return said if said.startswith("is ") else f"may not: {said}"
