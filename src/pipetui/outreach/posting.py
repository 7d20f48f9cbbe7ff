"""The service for mail that goes out: it is sent, and noted on its deal; what is written and due, once at most."""

from __future__ import annotations

from collections.abc import Sequence
from email.message import EmailMessage

from sqlmodel import select
from sqlmodel.sql.expression import SelectOfScalar

from pipetui.model import Activity, ExternalRef
from pipetui.outreach.sending import InDoubt, Server, compose, deliver, key_of
from pipetui.sales.followups import plan_again
from pipetui.sales.writing import Work, working
from pipetui.store import Store
from pipetui.values.errors import PipetuiError, Refused, Trouble
from pipetui.values.text import clean
from pipetui.views.card import Saved
from pipetui.views.due_mail import DueMail
from pipetui.views.message import SYSTEM


class Posting:
    """Sends mails and notes them. Each is a transaction."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def send(
        self,
        server: Server,
        deal_id: int,
        message: EmailMessage,
        planned_id: int | None = None,
        *,
        again: bool = True,
    ) -> Saved:
        """Sends a mail and notes it on its deal; ``planned_id`` is the follow-up it finishes, ``again`` is ``claim``'s.

        Raises Refused where it may not go or the server does not take mail for them, Trouble where it can't be sent:
        then nothing is noted.
        """
        if planned_id is not None:
            self.claim(planned_id, message, again=again)
        try:
            refused = deliver(server, message)
        except PipetuiError as error:
            self.settle(message, error)
            raise
        return self.note_sent(deal_id, message, planned_id, refused)

    def send_due(self, server: Server, mail: DueMail) -> Saved:
        """Sends a mail that is written and due, once or not at all. Raises what ``send`` does, and Invalid."""
        return self.send(server, mail.deal_id, written(server, mail), mail.activity_id, again=False)

    def claim(self, activity_id: int, message: EmailMessage, *, again: bool) -> None:
        """Notes beside a planned mail, under the key it goes out with, that it is about to be handed to a server.

        What is cut short in between is looked at by the rep rather than sent by itself once more. Raises Refused where
        it was handed over before or is planned no longer, unless the rep says so ``again``.
        """
        with self._store.transaction(f"Sending {message['subject']}", "aside") as writing:
            work = Work(writing, "", {})
            planned = work.session.get(Activity, activity_id)
            is_planned = planned is not None and planned.done_at is None
            if not again and not is_planned:
                raise Refused("It was finished, or taken off the agenda, meanwhile.")
            if not again and work.session.exec(_claims_of(activity_id)).first() is not None:
                raise Refused("It was handed to a server meanwhile, by another program.")
            if planned is not None and is_planned:
                name_mail(work, planned, key_of(message))

    def settle(self, message: EmailMessage, error: PipetuiError) -> None:
        """Takes back that a mail was about to be handed over; where it may have gone out all the same, that stays."""
        if isinstance(error, InDoubt):
            return
        with self._store.transaction(f"Not sent: {message['subject']}", "aside") as writing:
            claim = _claim(Work(writing, "", {}), key_of(message))
            if claim is not None:
                writing.session.delete(claim)

    def note_sent(
        self, deal_id: int, message: EmailMessage, planned_id: int | None = None, refused: Sequence[str] = ()
    ) -> Saved:
        """Notes a mail that was sent on its deal, under its own key: answers to it find the deal.

        A notice tells to whom the server ``refused`` to take it. Raises Trouble where it can't be noted.
        """
        try:
            return self._note(deal_id, message, planned_id, refused)
        except PipetuiError as error:
            raise Trouble(f"The mail was sent, but could not be noted on its deal: {error}") from error

    def _note(self, deal_id: int, message: EmailMessage, planned_id: int | None, refused: Sequence[str]) -> Saved:
        body = message.get_body(("plain",))
        text = clean(str(body.get_content()), multiline=True) if body is not None else ""
        with working(self._store, "Mailed {title}", [deal_id]) as work:
            now = work.clock.now()
            planned = None if planned_id is None else work.session.get(Activity, planned_id)
            if planned is None or planned.done_at is not None or planned.deal_id != deal_id:
                planned = Activity(deal_id=deal_id, kind="email", subject="", created_at=now)
                work.session.add(planned)
            finished = int(planned.due_on is not None)
            planned.subject, planned.note, planned.done_at = clean(str(message["subject"])), text or None, now
            planned.contact_id = _contact(work, deal_id, message) or planned.contact_id
            work.session.flush()
            assert planned.id is not None
            if (claim := _claim(work, key_of(message))) is None:
                name_mail(work, planned, key_of(message))
            else:
                claim.record_id = planned.id  # what was planned may have been taken off the agenda meanwhile
            work.touch(work.deal(deal_id))
            plan_again(work, planned)
            if refused:
                work.notices.append(f"The server takes the mail to the others, not to {', '.join(refused)}.")
        return work.saved._replace(finished=finished)


def written(server: Server, mail: DueMail) -> EmailMessage:
    """A planned mail as it goes out. Raises Invalid where it can't be written so."""
    return compose(server.address, [(mail.name, mail.to)], mail.subject, mail.body)


def name_mail(work: Work, activity: Activity, key: str) -> None:
    """Notes what a mail is called everywhere, beside its activity: answers to it find the deal."""
    assert activity.id is not None
    work.session.add(ExternalRef(kind="activity", record_id=activity.id, system=SYSTEM, external_id=key))


def _claims_of(activity_id: int) -> SelectOfScalar[ExternalRef]:
    return select(ExternalRef).where(
        ExternalRef.kind == "activity", ExternalRef.record_id == activity_id, ExternalRef.system == SYSTEM
    )


def _claim(work: Work, key: str) -> ExternalRef | None:
    """What says that a mail of that key was handed to a server."""
    statement = select(ExternalRef).where(
        ExternalRef.kind == "activity", ExternalRef.system == SYSTEM, ExternalRef.external_id == key
    )
    return work.session.exec(statement).first()


def _contact(work: Work, deal_id: int, message: EmailMessage) -> int | None:
    """The contact a mail goes to."""
    to = str(message["to"] or "").lower()
    found = work.rows.execute(
        "SELECT contact.id, contact.email FROM deal_contact JOIN contact ON contact.id = deal_contact.contact_id"
        " WHERE deal_contact.deal_id = ? AND contact.email IS NOT NULL ORDER BY deal_contact.position",
        (deal_id,),
    )
    return next((number for number, mail in found.fetchall() if mail.lower() in to), None)
