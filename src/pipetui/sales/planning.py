"""What is planned: the rep's own follow-ups, and what a customer does next."""

from __future__ import annotations

from datetime import datetime

from pipetui.model import Activity, CustomerStep
from pipetui.reading.playbooks import letter_named
from pipetui.sales.work import Work
from pipetui.values.clock import local_moment
from pipetui.values.errors import Invalid
from pipetui.values.followup import FollowUp
from pipetui.values.text import clean, fold
from pipetui.views.playbook import CustomerStepNew


def planned(work: Work, deal_id: int, what: FollowUp, contact: int | None, note: str = "") -> Activity:
    """A planned activity from what the rep typed; without a day it is for today. ``note`` is what is to be said.

    An e-mail under the name of a mail of the deal's stage has the words of that.
    """
    day = what.when.day if what.when else work.clock.today()
    moment: datetime | None = local_moment(day, what.when.time) if what.when and what.when.time else None
    subject = clean(what.subject) or what.kind.capitalize()
    is_named = what.kind == "email" and not note and fold(subject) in work.mail_names
    if is_named and (written := letter_named(work.rows, deal_id, subject)):
        subject, note = written.subject, written.body
    return Activity(
        deal_id=deal_id,
        contact_id=contact,
        kind=what.kind,
        subject=subject,
        note=clean(note, multiline=True) or None,
        due_on=day,
        due_at=moment,
        created_at=work.clock.now(),
        rrule=what.every.rule if what.every else None,
        rrule_start=what.every.start if what.every else None,
    )


def customer_step(work: Work, deal_id: int, new: CustomerStepNew) -> CustomerStep:
    """A step of the customer's, to be written. Raises Invalid where nothing is said."""
    what = clean(new.what)
    if not what:
        raise Invalid("What does the customer do next? Write it with the day: sends the signed order fri.")
    return CustomerStep(
        deal_id=deal_id, what=what, who=clean(new.who or "") or None, due_on=new.due, created_at=work.clock.now()
    )
