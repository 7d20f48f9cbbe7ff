"""Deals on the cadence of a stage: one step at a time, until it runs out, or the deal leaves."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta

from sqlmodel import col, select

from pipetui.model import DealCadence
from pipetui.reading.cadence import cadence_of
from pipetui.reading.cards import AT_ONCE, cards_by_id
from pipetui.sales.columns import main_contact
from pipetui.sales.planning import planned
from pipetui.sales.work import Work
from pipetui.values.followup import FollowUp, show_followup
from pipetui.values.when import When
from pipetui.values.workdays import workday_from
from pipetui.views.card import Card
from pipetui.views.next_step import LAST_QUESTION, CadenceStep


def start_cadence(work: Work, card: Card) -> str:
    """Puts a deal on the cadence of its stage, and plans the first step; says which.

    "" where it is on it already, or the stage has none.
    """
    steps = cadence_of(work.rows, card.stage_id)
    running = work.session.exec(select(DealCadence).where(DealCadence.deal_id == card.id)).first()
    if not steps or (running is not None and running.stage_id == card.stage_id):
        return ""
    if running is not None:
        work.session.delete(running)
        work.session.flush()
    work.session.add(DealCadence(deal_id=card.id, stage_id=card.stage_id, done=1, started_at=work.clock.now()))
    return _plan(work, card.id, steps[0], 0)


def stop_cadence(work: Work, deal_id: int) -> bool:
    """Takes a deal off its cadence, and says whether it was on one; what is planned stays planned."""
    running = work.session.exec(select(DealCadence).where(DealCadence.deal_id == deal_id)).first()
    if running is not None:
        work.session.delete(running)
    return running is not None


def keep_cadences(work: Work, after: Mapping[int, Card]) -> dict[int, Card]:
    """Plans the next step of deals that finished one, and takes those off that closed or left the stage.

    Gives the deals as they are after that. What the rep plans of their own comes first: the cadence waits for it.
    """
    now = dict(after)
    if not work.rows.execute("SELECT EXISTS (SELECT 1 FROM deal_cadence)").fetchone()[0]:
        return now
    numbers = list(now)
    planned_for = []
    for start in range(0, len(numbers), AT_ONCE):
        some = numbers[start : start + AT_ONCE]
        for running in work.session.exec(select(DealCadence).where(col(DealCadence.deal_id).in_(some))).all():
            card, was = now[running.deal_id], work.before.get(running.deal_id)
            if not card.is_open or card.stage_id != running.stage_id:
                work.session.delete(running)
            elif was is not None and was.steps and not card.steps:
                _go_on(work, running)
                planned_for.append(card.id)
    work.session.flush()
    now.update(cards_by_id(work.rows, planned_for))
    return now


def _go_on(work: Work, running: DealCadence) -> None:
    steps = cadence_of(work.rows, running.stage_id)
    if running.done < len(steps):
        before = steps[running.done - 1].after if running.done else 0
        _plan(work, running.deal_id, steps[running.done], before)
        running.done += 1
    else:
        _plan(work, running.deal_id, LAST_QUESTION, 0)
        work.session.delete(running)


def _plan(work: Work, deal_id: int, step: CadenceStep, before: int) -> str:
    """Plans a step, ``before`` days of the cadence being over; says what was planned."""
    day = workday_from(work.clock.today() + timedelta(days=max(1, step.after - before)))
    what = FollowUp(step.kind, When(day, None), step.subject)
    work.session.add(planned(work, deal_id, what, main_contact(work.connection, deal_id)))
    return show_followup(what, work.clock.today())
