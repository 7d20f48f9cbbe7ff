"""Many deals at once: one transaction, one entry of history, the same rules as for one."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Literal

from sqlmodel import col, select

from pipetui.model import Deal
from pipetui.reading.cards import AT_ONCE
from pipetui.reading.pipelines import read_pipelines
from pipetui.sales import people
from pipetui.sales.columns import main_contact
from pipetui.sales.editing import set_field
from pipetui.sales.guard import Passing, check
from pipetui.sales.moving import move
from pipetui.sales.planning import planned
from pipetui.sales.stages import pipeline_with
from pipetui.sales.writing import Work, working
from pipetui.store import Store
from pipetui.values.errors import Invalid, Refused
from pipetui.values.followup import FollowUp
from pipetui.values.text import clean, count, fit
from pipetui.views.bulk import BulkEdit, UnmetMany
from pipetui.views.card import Card, Saved
from pipetui.views.fields import Context, find_stage
from pipetui.views.playbook import Unmet
from pipetui.views.stage import Pipeline, Stage

Lacking = Literal["refuse", "leave", "pass"]
"""What becomes of deals that lack something: all stay, those stay, or they go on without it where they may."""


class Bulk:
    """The service for many deals. Each command is one transaction and gives what it saved.

    Where a deal is gone meanwhile, or can't do what is asked, all is refused, naming it.
    """

    def __init__(self, store: Store) -> None:
        self._store = store

    def move(self, deal_ids: Sequence[int], stage: str, lacking: Lacking = "refuse") -> Saved:
        """Moves open deals to a stage, by its name in the pipeline of each. Raises UnmetMany."""
        with self._working(deal_ids) as (work, pipelines):
            goals = {number: find_stage(stage, pipeline.stages) for number, pipeline in pipelines.items()}
            moved = self._go(work, pipelines, lacking, lambda card: goals[card.pipeline_id])
            work.name(f"Moved {count(moved, 'deal')} to {next(iter(goals.values())).name}")
        return work.saved

    def step(self, deal_ids: Sequence[int], by: int, lacking: Lacking = "refuse") -> Saved:
        """Moves open deals a stage on (or back), each from where it is. Raises Refused at an end, UnmetMany."""

        def goal(card: Card) -> Stage:
            stages = pipelines[card.pipeline_id].stages
            place = next(place for place, stage in enumerate(stages) if stage.id == card.stage_id) + by
            if not 0 <= place < len(stages):
                end = "last" if by > 0 else "first"
                raise Refused(f"{card.title} is in the {end} stage. Take it off the marked ones.")
            return stages[place]

        with self._working(deal_ids) as (work, pipelines):
            moved = self._go(work, pipelines, lacking, goal)
            work.name(f"Moved {count(moved, 'deal')} {'on' if by > 0 else 'back'}")
        return work.saved

    def win(self, deal_ids: Sequence[int], reason: str = "", lacking: Lacking = "refuse") -> Saved:
        """Closes deals as won today. Raises UnmetMany."""
        with self._working(deal_ids) as (work, pipelines):
            through = self._past(
                work,
                lacking,
                lambda deal, card, passing: check(work, card.id, pipelines[card.pipeline_id], None, passing),
            )
            self._close(work, through, "won", reason)
            work.name(f"Won {count(len(through), 'deal')}")
        return work.saved

    def lose(self, deal_ids: Sequence[int], reason: str) -> Saved:
        """Closes deals as lost today, all for one reason. Raises Invalid without one."""
        if not clean(reason):
            raise Invalid("Lost deals need a reason, so that there is something to learn from.")
        with self._working(deal_ids) as (work, _pipelines):
            self._close(work, deal_ids, "lost", reason)
            work.name(f"Lost {count(len(deal_ids), 'deal')}: {fit(clean(reason), 40)}")
        return work.saved

    def edit(self, deal_ids: Sequence[int], edits: Sequence[BulkEdit], lacking: Lacking = "refuse") -> Saved:
        """Changes fields of deals, closed ones as well. Raises Invalid where one can't take its new value."""
        with self._working(deal_ids, closed=True) as (work, pipelines):
            for number in deal_ids:
                card, deal = work.before[number], work.deal(number)
                pipeline = pipelines[card.pipeline_id]
                context = Context(card, pipeline, work.clock.today())
                for edit in edits:
                    value = edit.becomes(context)
                    if edit.field == "expected_close" and value == card.expected_close:
                        continue
                    set_field(work, deal, pipeline, edit.field, value)
                work.touch(deal)
            work.name(f"{count(len(deal_ids), 'deal')}: {fit('; '.join(edit.told for edit in edits), 60)}")
        return work.saved

    def plan(self, deal_ids: Sequence[int], what: FollowUp) -> Saved:
        """Plans the same follow-up for each of the deals."""
        with self._working(deal_ids) as (work, _pipelines):
            for number in deal_ids:
                work.session.add(planned(work, number, what, main_contact(work.connection, number)))
                work.touch(work.deal(number))
            work.name(f"Planned {what.subject or what.kind} for {count(len(deal_ids), 'deal')}")
        return work.saved

    @contextmanager
    def _working(self, deal_ids: Sequence[int], *, closed: bool = False) -> Iterator[tuple[Work, dict[int, Pipeline]]]:
        """Work on the deals, each of them read at once; gives their pipelines by number as well."""
        if not deal_ids:
            raise Refused("No deal is marked.")
        with working(self._store, f"{len(deal_ids)} deals", deal_ids) as work:
            shut = [] if closed else [card for card in work.before.values() if not card.is_open]
            if shut:
                named = ", ".join(fit(card.title, 30) for card in shut[:3])
                more = f" and {len(shut) - 3:,} more" if len(shut) > 3 else ""
                raise Refused(f"{named}{more} {'is' if len(shut) == 1 else 'are'} closed. Reopen first.")
            # Read together and held, they are found again one by one without a query each.
            held: list[Deal] = []
            for start in range(0, len(deal_ids), AT_ONCE):
                some = list(deal_ids[start : start + AT_ONCE])
                held += work.session.exec(select(Deal).where(col(Deal.id).in_(some))).all()
            pipelines = read_pipelines(work.rows, work.clock.today())
            used = {card.pipeline_id for card in work.before.values()}
            yield work, {number: pipeline_with(pipelines, number) for number in used}

    def _go(self, work: Work, pipelines: dict[int, Pipeline], lacking: Lacking, goal: Callable[[Card], Stage]) -> int:
        """Moves each to its goal; gives how many moved."""

        def onward(deal: Deal, card: Card, passing: Passing) -> None:
            move(work, deal, pipelines[card.pipeline_id], goal(card).id, passing)

        return len(self._past(work, lacking, onward))

    def _past(
        self,
        work: Work,
        lacking: Lacking,
        onward: Callable[[Deal, Card, Passing], None],
    ) -> list[int]:
        """Takes each past the guard; gives the numbers of those that went on. Raises UnmetMany."""
        passing = Passing(anyway=lacking == "pass")
        through: list[int] = []
        unmet: list[Unmet] = []
        for number, card in work.before.items():
            try:
                onward(work.deal(number), card, passing)
                through.append(number)
            except Unmet as error:
                unmet.append(error)
        if unmet and (lacking == "refuse" or not through):
            raise UnmetMany(unmet, len(work.before))
        return through

    def _close(self, work: Work, deal_ids: Sequence[int], status: str, reason: str) -> None:
        number = people.reason_id(work.session, status, reason)
        for deal_id in deal_ids:
            deal = work.deal(deal_id)
            deal.status, deal.closed_on, deal.reason_id = status, work.clock.today(), number
            work.touch(deal)
