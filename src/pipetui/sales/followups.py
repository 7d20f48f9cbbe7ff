"""Follow-ups and what was done: planning, finishing, putting off, logging."""

from __future__ import annotations

from datetime import date

from sqlalchemy import select

from pipetui.model import Activity
from pipetui.sales.columns import ACTIVITY, main_contact
from pipetui.sales.planning import planned
from pipetui.sales.writing import Work, working
from pipetui.store import Store
from pipetui.values.clock import local_moment, to_local
from pipetui.values.errors import Invalid, NotFound, Refused
from pipetui.values.followup import KINDS, FollowUp
from pipetui.values.recurrence import recurrence_of
from pipetui.values.text import clean, fit
from pipetui.values.when import When
from pipetui.values.workdays import Until, until_of, workday_from
from pipetui.views.card import Saved


class FollowUps:
    """The service for activities. Each command is one transaction and gives what it saved."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def plan(self, deal_id: int, what: FollowUp, note: str = "", *, contact_id: int | None = None) -> Saved:
        """Plans an activity for a deal; without a day it is for today. ``note`` is what is to be said in it.

        It is with the deal's first contact, unless ``contact_id`` says with whom.
        """
        with working(self._store, "Planned a follow-up for {title}", [deal_id]) as work:
            _plan(work, deal_id, what, note, contact_id)
        return work.saved

    def finish(
        self, activity_id: int, note: str = "", following: FollowUp | None = None, *, ends: bool = False
    ) -> Saved:
        """Finishes a planned activity with what came of it, and plans the next one in the same transaction.

        One that keeps coming comes again by itself, beside what else is planned, unless ``following`` says when or it
        ``ends`` here.
        """
        deal_id = self._deal_of(activity_id)
        with working(self._store, "Followed up {title}", [deal_id]) as work:
            finish_one(work, activity_id, note, following, ends=ends)
        return work.saved._replace(finished=1)

    def snooze(self, activity_id: int, until: Until, why: str = "") -> Saved:
        """Puts a planned activity off to a day; a time it had is kept unless another is given."""
        deal_id = self._deal_of(activity_id)
        with working(self._store, "Snoozed a follow-up of {title}", [deal_id]) as work:
            put_off_one(work, activity_id, until, why)
        return work.saved

    def reschedule(self, activity_id: int, what: FollowUp) -> Saved:
        """Changes a planned activity to another kind, subject, day and time."""
        deal_id = self._deal_of(activity_id)
        with working(self._store, "Rescheduled a follow-up of {title}", [deal_id]) as work:
            activity = _planned_one(work, activity_id)
            activity.kind = what.kind
            activity.subject = clean(what.subject) or what.kind.capitalize()
            activity.rrule = what.every.rule if what.every else None
            activity.rrule_start = what.every.start if what.every else None
            if what.when is not None:
                activity.due_on = what.when.day
                activity.due_at = local_moment(what.when.day, what.when.time) if what.when.time else None
        return work.saved

    def drop(self, activity_id: int) -> Saved:
        """Takes a planned activity off the agenda, undone."""
        deal_id = self._deal_of(activity_id)
        with working(self._store, "Dropped a follow-up of {title}", [deal_id]) as work:
            work.session.delete(_planned_one(work, activity_id))
        return work.saved

    def log(
        self, deal_id: int, kind: str, text: str, following: FollowUp | None = None, *, contact_id: int | None = None
    ) -> Saved:
        """Records something that happened just now. Raises Invalid for a kind there is not, or nothing said.

        It was with the deal's first contact, unless ``contact_id`` says with whom; so is what follows.
        """
        if kind not in KINDS:
            raise Invalid(f"“{fit(clean(kind), 40)}” is not a kind of activity: use {', '.join(KINDS)}.")
        said = clean(text, multiline=True)
        if not said:
            raise Invalid(f"Say in a word what the {kind} was about.")
        with working(self._store, f"Logged a {kind} with {{title}}", [deal_id]) as work:
            subject, _, rest = said.partition("\n")
            now = work.clock.now()
            work.session.add(
                Activity(
                    deal_id=deal_id,
                    contact_id=contact_id or main_contact(work.connection, deal_id),
                    kind=kind,
                    subject=subject,
                    note=rest.strip() or None,
                    done_at=now,
                    created_at=now,
                )
            )
            work.touch(work.deal(deal_id))
            if following is not None:
                _plan(work, deal_id, following, contact_id=contact_id)
        return work.saved

    def _deal_of(self, activity_id: int) -> int:
        with self._store.reading() as connection:
            deal_id = connection.scalar(select(ACTIVITY.deal_id).where(ACTIVITY.id == activity_id))
        if deal_id is None:
            raise NotFound(f"There is no activity {activity_id}. It may have been deleted meanwhile.")
        return int(deal_id)


def finish_one(work: Work, activity_id: int, note: str, following: FollowUp | None, *, ends: bool = False) -> None:
    """Finishes a planned activity, and plans the next one: ``following``, or its own next time unless it ``ends``."""
    activity = _planned_one(work, activity_id)
    activity.done_at = work.clock.now()
    came_of_it = clean(note, multiline=True)
    # A mail has its own words there already, which are to be found later as well.
    activity.note = "\n\n".join(filter(None, (came_of_it, activity.note))) or None
    work.touch(work.deal(activity.deal_id))
    work.session.flush()
    if following is not None:
        _plan(work, activity.deal_id, following)
    if not ends and (following is None or following.every is None):
        plan_again(work, activity)


def put_off_one(work: Work, activity_id: int, until: Until, why: str) -> None:
    """Puts a planned activity off; a time it had is kept unless another is given."""
    activity = _planned_one(work, activity_id)
    when = until_of(until, activity.due_on)
    if activity.due_on is not None and when.day > activity.due_on:
        activity.snoozes += 1
    activity.put_off_reason = clean(why) or None
    kept = to_local(activity.due_at).time() if activity.due_at else None
    clock_time = when.time or kept
    activity.due_on = when.day
    activity.due_at = local_moment(when.day, clock_time) if clock_time else None


def _plan(work: Work, deal_id: int, what: FollowUp, note: str = "", contact_id: int | None = None) -> None:
    work.session.add(planned(work, deal_id, what, contact_id or main_contact(work.connection, deal_id), note))
    work.touch(work.deal(deal_id))
    work.session.flush()


def plan_again(work: Work, activity: Activity) -> None:
    """Plans the next time of an activity that was finished, where it keeps coming."""
    again = coming_again(activity, work.clock.today())
    if again is not None:
        _plan(work, activity.deal_id, again)


def coming_again(activity: Activity, today: date) -> FollowUp | None:
    """The next time an activity comes, on a workday after today; None where it comes no more."""
    every = recurrence_of(activity.rrule, activity.rrule_start)
    if every is None or activity.due_on is None:
        return None
    day = every.after(max(activity.due_on, today))
    if day is None:
        return None
    at = to_local(activity.due_at).time() if activity.due_at else None
    return FollowUp(activity.kind, When(workday_from(day), at), activity.subject, every)


def _planned_one(work: Work, activity_id: int) -> Activity:
    activity = work.session.get(Activity, activity_id)
    if activity is None:
        raise NotFound(f"There is no activity {activity_id}. It may have been deleted meanwhile.")
    if activity.done_at is not None:
        raise Refused(f"“{activity.subject}” was finished already.")
    return activity
