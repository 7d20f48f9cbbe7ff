"""What customers do next: the other half of a mutual plan, and what becomes of it when it is late."""

from __future__ import annotations

from sqlalchemy import select

from pipetui.model import TABLES, Activity, CustomerStep
from pipetui.sales.columns import main_contact
from pipetui.sales.planning import customer_step, planned
from pipetui.sales.writing import Work, working
from pipetui.store import Store
from pipetui.values.errors import NotFound, Refused
from pipetui.values.followup import FollowUp
from pipetui.values.text import clean, count
from pipetui.values.workdays import Until, until_of
from pipetui.views.card import Saved
from pipetui.views.playbook import CustomerStepNew

_STEP = TABLES["customer_step"].c
ASK = "Ask for it: {what}"
"""What the follow-up is about that comes of a step the customer is late with."""


class CustomerSteps:
    """The service for what customers do next. Each command is one transaction and gives what it saved."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def plan(self, deal_id: int, new: CustomerStepNew) -> Saved:
        """Notes what the customer of a deal does next. Raises Invalid where nothing is said."""
        with working(self._store, "What the customer of {title} does next", [deal_id]) as work:
            work.session.add(customer_step(work, deal_id, new))
            work.touch(work.deal(deal_id))
        return work.saved

    def done(self, step_id: int, theirs: CustomerStepNew | None = None, ours: FollowUp | None = None) -> Saved:
        """Notes that the customer did it, and plans what they and the rep do next, in the same transaction.

        What was planned to ask for it is off the agenda.
        """
        deal_id = self._deal_of(step_id)
        with working(self._store, "The customer of {title} did it", [deal_id]) as work:
            step = _open_one(work, step_id)
            step.done_at = work.clock.now()
            _ask_no_more(work, step)
            if theirs is not None:
                work.session.add(customer_step(work, deal_id, theirs))
            if ours is not None:
                work.session.add(planned(work, deal_id, ours, main_contact(work.connection, deal_id)))
            work.touch(work.deal(deal_id))
        return work.saved

    def put_off(self, step_id: int, until: Until) -> Saved:
        """Gives the customer until another day; it can be late anew, and is asked for no more until then."""
        deal_id = self._deal_of(step_id)
        with working(self._store, "Another day for the customer of {title}", [deal_id]) as work:
            step = _open_one(work, step_id)
            _ask_no_more(work, step)
            step.due_on, step.chased_at = until_of(until, step.due_on).day, None
        return work.saved

    def change(self, step_id: int, new: CustomerStepNew) -> Saved:
        """Says anew what the customer does, who of them, and by when. Raises Invalid where nothing is said."""
        deal_id = self._deal_of(step_id)
        with working(self._store, "What the customer of {title} does next", [deal_id]) as work:
            step = _open_one(work, step_id)
            told = customer_step(work, deal_id, new)
            _ask_no_more(work, step)
            step.what, step.who, step.due_on, step.chased_at = told.what, told.who, told.due_on, None
        return work.saved

    def drop(self, step_id: int) -> Saved:
        """Waits for it no longer, and asks for it no more."""
        deal_id = self._deal_of(step_id)
        with working(self._store, "Waits no longer for the customer of {title}", [deal_id]) as work:
            step = _open_one(work, step_id)
            _ask_no_more(work, step)
            work.session.delete(step)
        return work.saved

    def chase(self) -> Saved:
        """Makes follow-ups, due today, of what customers are late with; each is asked for once.

        Nothing is written where nobody is late.
        """
        late = select(_STEP.id, _STEP.deal_id).join(TABLES["deal"], TABLES["deal"].c.id == _STEP.deal_id)
        with self._store.reading() as connection:
            found = connection.execute(
                late.where(
                    _STEP.done_at.is_(None),
                    _STEP.chased_at.is_(None),
                    _STEP.due_on < self._store.clock.today(),
                    TABLES["deal"].c.status == "open",
                )
            ).all()
        if not found:
            return Saved("Nobody is late", ())
        deals = list(dict.fromkeys(row.deal_id for row in found))
        with working(self._store, f"To ask for: {count(len(found), 'thing')} that came late", deals) as work:
            for number, deal_id in found:
                step = work.session.get(CustomerStep, number)
                if step is None or step.done_at is not None or step.chased_at is not None:
                    continue  # another program was first
                step.chased_at = work.clock.now()
                work.session.add(
                    Activity(
                        deal_id=deal_id,
                        contact_id=main_contact(work.connection, deal_id),
                        kind="call",
                        subject=ASK.format(what=clean(step.what)),
                        due_on=work.clock.today(),
                        created_at=work.clock.now(),
                    )
                )
        return work.saved

    def _deal_of(self, step_id: int) -> int:
        with self._store.reading() as connection:
            deal_id = connection.scalar(select(_STEP.deal_id).where(_STEP.id == step_id))
        if deal_id is None:
            raise NotFound(f"There is no step {step_id} of a customer. It may have been deleted meanwhile.")
        return int(deal_id)


def _ask_no_more(work: Work, step: CustomerStep) -> None:
    """Takes off the agenda what was planned to ask for a step that was late."""
    if step.chased_at is None:
        return
    asking = work.session.connection().exec_driver_sql(
        "SELECT id FROM activity WHERE deal_id = ? AND done_at IS NULL AND subject = ?",
        (step.deal_id, ASK.format(what=step.what)),
    )
    for number in asking.scalars().all():
        work.session.delete(work.session.get_one(Activity, number))


def _open_one(work: Work, step_id: int) -> CustomerStep:
    step = work.session.get(CustomerStep, step_id)
    if step is None:
        raise NotFound(f"There is no step {step_id} of a customer. It may have been deleted meanwhile.")
    if step.done_at is not None:
        raise Refused(f"“{step.what}” was done already.")
    return step
