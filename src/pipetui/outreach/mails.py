"""The service for mail that came and went: each message is put on the deal it belongs to."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

from sqlmodel import col, select

from pipetui.model import Activity, DealCadence
from pipetui.outreach.attaching import Place, Places, places_for
from pipetui.outreach.box import form_of, read_box
from pipetui.outreach.posting import name_mail
from pipetui.sales.cadences import stop_cadence
from pipetui.sales.columns import rows_of
from pipetui.sales.followups import plan_again
from pipetui.sales.writing import Work, working
from pipetui.store import Store
from pipetui.values.errors import Invalid, Refused
from pipetui.values.text import clean, count, fold
from pipetui.views.imported import Imported, Rejected
from pipetui.views.message import Message, Unread

PREVIEW = 5
"""Mails shown of a dry run."""

_ANSWERS = ("re:", "aw:", "r:", "sv:", "antw:", "fwd:", "fw:", "wg:", "i:", "tr:")


class Placed(NamedTuple):
    """A mail, and where it belongs."""

    message: Message
    place: Place


class Mails:
    """Reads boxes of mail. Each box is one transaction."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def knows(self, path: Path) -> bool:
        """Whether there is mail at a path."""
        return form_of(path) is not None

    def read(self, path: Path, own: Iterable[str] = (), *, dry_run: bool = False, strict: bool = False) -> Imported:
        """Puts the mails of a box on their deals, each once; ``own`` are the rep's addresses.

        What the customer wrote ends the deal's cadence; what the rep sent finishes the follow-up planned under its
        subject. Mails whose deal no one can tell are told in the result. Raises NotFound, Refused and Trouble for what
        can't be read, Refused with ``strict`` where one is not taken.
        """
        form, told = read_box(path)
        messages: list[Message] = []
        refused: list[Rejected] = []
        for each in told:
            if isinstance(each, Unread):
                refused.append(Rejected(each.place, each.reason))
            elif each.sent is None:
                refused.append(Rejected(each.place, "It does not say when it was sent."))
            else:
                messages.append(each)
        mine = frozenset(address.lower() for address in own)
        with self._store.reading() as connection:
            placed, known, others = _placed(places_for(rows_of(connection), messages), messages, mine)
        refused = sorted((*refused, *others))
        if strict and refused:
            raise Refused(f"{count(len(refused), 'mail')} can't be taken, so none was. {refused[0].reason}")
        finished = 0
        preview = tuple(_shown(self._store, each) for each in placed[:PREVIEW]) if dry_run else ()
        if placed and not dry_run:
            finished = self._write(path, placed, mine)
        return Imported(
            file=clean(path.name),
            kind="activities",
            dialect={"format": form},
            rows=len(messages) + len(refused) - len(others),
            created=len(placed) - finished,
            updated=finished,
            unchanged=known,
            rejected=tuple(refused),
            mapping={},
            unmapped=(),
            preview=preview,
            dry_run=dry_run,
        )

    def _write(self, path: Path, placed: list[Placed], mine: frozenset[str]) -> int:
        """Writes mails on their deals; gives how many follow-ups they finished."""
        label = f"Took in {count(len(placed), 'mail')} from {clean(path.name)}"
        deals = sorted({each.place.deal_id for each in placed})
        finished = 0
        with working(self._store, label, deals, there=False) as work:
            # Another program may have taken some of them in meanwhile.
            messages = [each.message for each in placed]
            again, _, _ = _placed(places_for(work.rows, messages), messages, mine)
            for each in again:
                if each.place.deal_id in work.before:
                    finished += _take_in(work, each)
        return finished


def _placed(
    places: Places, messages: Iterable[Message], mine: frozenset[str]
) -> tuple[list[Placed], int, list[Rejected]]:
    """Mails with their places, in the order they were sent; how many are there already; those nobody can place."""
    placed: list[Placed] = []
    refused: list[Rejected] = []
    known = 0
    for message in sorted(messages, key=lambda each: (each.sent is None, each.sent, each.place)):
        if message.key in places.known:
            known += 1
            continue
        try:
            place = places.place(message, mine)
        except Invalid as error:
            refused.append(Rejected(message.place, str(error)))
            continue
        places.keep(message, place.deal_id)
        placed.append(Placed(message, place))
    return placed, known, refused


def _take_in(work: Work, placed: Placed) -> bool:
    """Puts one mail on its deal; says whether it finished what was planned."""
    message, (deal_id, contact_id, is_theirs) = placed
    now = work.clock.now()
    sent = min(message.sent or now, now)
    planned = None if is_theirs else _planned(work, deal_id, message.subject)
    activity = planned or Activity(
        deal_id=deal_id, contact_id=contact_id, kind="email", subject=message.subject, created_at=sent
    )
    activity.done_at, activity.note = sent, message.text or activity.note
    activity.contact_id = contact_id or activity.contact_id
    work.session.add(activity)
    work.session.flush()
    name_mail(work, activity, message.key)
    plan_again(work, activity)
    deal = work.deal(deal_id)
    work.touched.add(deal_id)
    deal.touched_at = max(deal.touched_at, sent.replace(tzinfo=deal.touched_at.tzinfo))
    if is_theirs:
        running = work.session.exec(select(DealCadence).where(DealCadence.deal_id == deal_id)).first()
        if running is not None and running.started_at.replace(tzinfo=None) <= sent.replace(tzinfo=None):
            stop_cadence(work, deal_id)
            work.notices.append(f"{deal.title}: they answered, so its cadence ended.")
    return planned is not None


def _planned(work: Work, deal_id: int, subject: str) -> Activity | None:
    """The mail planned for a deal under a subject."""
    statement = select(Activity).where(
        Activity.deal_id == deal_id, Activity.kind == "email", col(Activity.done_at).is_(None)
    )
    wanted = _plain(subject)
    return next((each for each in work.session.exec(statement) if _plain(each.subject) == wanted), None)


def _plain(subject: str) -> str:
    """A subject without the signs of an answer."""
    plain = fold(subject).strip()
    while (mark := next((each for each in _ANSWERS if plain.startswith(each)), None)) is not None:
        plain = plain[len(mark) :].strip()
    return plain


def _shown(store: Store, placed: Placed) -> dict[str, object]:
    with store.reading() as connection:
        title = rows_of(connection).execute("SELECT title FROM deal WHERE id = ?", (placed.place.deal_id,)).fetchone()
    message = placed.message
    return {
        "deal": title[0] if title else None,
        "from": message.sender.name or message.sender.mail,
        "subject": message.subject,
        "sent": message.sent.date().isoformat() if message.sent else None,
    }
