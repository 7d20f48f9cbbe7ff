"""The mails that are written and due, and what keeps some of them from going out by themselves."""

from __future__ import annotations

import sqlite3
from datetime import UTC, date, datetime

from pipetui.values.clock import to_local
from pipetui.values.text import clean
from pipetui.values.when import show_date
from pipetui.views.due_mail import DueMail
from pipetui.views.mail import places_left
from pipetui.views.message import SYSTEM

_DUE = """
SELECT activity.id, deal.id, deal.title, activity.due_on, activity.subject, activity.note,
    coalesce(own.name, first.name), coalesce(nullif(own.email, ''), first.email),
    (SELECT later.kind || ' ' || later.done_at FROM activity later
        WHERE later.deal_id = deal.id AND later.kind <> 'note' AND later.done_at > activity.created_at
        ORDER BY later.done_at DESC LIMIT 1),
    EXISTS (SELECT 1 FROM external_ref
        WHERE external_ref.kind = 'activity' AND record_id = activity.id AND system = :system)
FROM activity
    JOIN deal ON deal.id = activity.deal_id
    LEFT JOIN contact own ON own.id = activity.contact_id AND own.email <> ''
    LEFT JOIN contact first ON first.id = (
        SELECT contact.id FROM deal_contact JOIN contact ON contact.id = deal_contact.contact_id
        WHERE deal_contact.deal_id = deal.id AND contact.email <> '' ORDER BY deal_contact.position, contact.id LIMIT 1
    )
WHERE activity.kind = 'email' AND activity.done_at IS NULL AND activity.note <> '' AND deal.status = 'open'
    AND (activity.due_on < :today OR activity.due_on = :today AND coalesce(activity.due_at, '') <= :now)
ORDER BY activity.due_on, activity.due_at, activity.id
"""
"""To the contact it was planned with, else to the first of the deal's who has an address. ``later`` is the last thing
that happened since it was written: what it says may no longer be what is to be said."""


def read_due_mails(rows: sqlite3.Connection, now: datetime) -> list[DueMail]:
    """Planned e-mails with words, of open deals, due by ``now`` (UTC); the longest due first."""
    today = to_local(now).date()
    moment = now.astimezone(UTC).replace(tzinfo=None).isoformat(" ", timespec="microseconds")
    found = rows.execute(_DUE, {"today": today.isoformat(), "now": moment, "system": SYSTEM})
    return [
        DueMail(
            *(number, deal_id, clean(title), date.fromisoformat(due), clean(name or ""), mail or "", subject, body),
            _reason(subject, body, mail, later, handed_over, today),
        )
        for number, deal_id, title, due, subject, body, name, mail, later, handed_over in found
    ]


def _reason(subject: str, body: str, mail: str | None, later: str | None, handed_over: int, today: date) -> str:
    if handed_over:
        return "It was handed to a server before, and may have gone out: look among what you sent."
    if not mail:
        return "Nobody of the deal has an address."
    if left := places_left(f"{subject}\n{body}"):
        return f"Yours to fill in first: {', '.join(left)}"
    if later:
        kind, _, at = later.partition(" ")
        day = to_local(datetime.fromisoformat(at).replace(tzinfo=UTC)).date()
        return f"Since it was written there was a {kind} ({show_date(day)}): see whether it still says the right thing."
    return ""
