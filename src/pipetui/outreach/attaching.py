"""Which deal a mail belongs to: never guessed, where it could be another."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import NamedTuple

from pipetui.values.errors import Invalid
from pipetui.values.text import count, fit, fold
from pipetui.views.message import SYSTEM, Address, Message

_PEOPLE = "SELECT id, name, email, company_id FROM contact WHERE lower(email) IN (SELECT value FROM json_each(?))"
_DEALS = """
SELECT deal_contact.contact_id, deal.id, deal.title, deal.status, deal.closed_on
FROM deal_contact JOIN deal ON deal.id = deal_contact.deal_id
WHERE deal_contact.contact_id IN (SELECT value FROM json_each(?))
"""
_OF_COMPANY = """
SELECT deal.company_id, deal.id, deal.title, deal.status, deal.closed_on
FROM deal WHERE deal.company_id IN (SELECT value FROM json_each(?))
"""
_THREADS = """
SELECT external_ref.external_id, activity.deal_id, activity.id
FROM external_ref JOIN activity ON activity.id = external_ref.record_id
WHERE external_ref.kind = 'activity' AND external_ref.system = ? AND external_ref.external_id IN (
    SELECT value FROM json_each(?)
)
"""


class Person(NamedTuple):
    """A contact with an address."""

    id: int
    name: str
    company_id: int | None


class Choice(NamedTuple):
    """A deal a mail may belong to; ``closed_on`` is None while it is open."""

    id: int
    title: str
    closed_on: str | None


class Place(NamedTuple):
    """Where a mail belongs: its deal, whom it is with, and whether they wrote it."""

    deal_id: int
    contact_id: int | None
    is_theirs: bool


@dataclass(slots=True)
class Places:
    """What is known of threads, people and their deals, for some mails."""

    threads: dict[str, int] = field(default_factory=dict)
    """Deals by the keys of mails that are on them."""

    known: set[str] = field(default_factory=set)
    """Keys of mails that are there already."""

    people: dict[str, Person] = field(default_factory=dict)
    by_person: dict[int, list[Choice]] = field(default_factory=dict)
    by_company: dict[int, list[Choice]] = field(default_factory=dict)

    def place(self, message: Message, own: frozenset[str]) -> Place:
        """Where a mail belongs; ``own`` are the rep's addresses. Raises Invalid with why no one can say."""
        is_own = message.sender.mail in own
        person = None if is_own else self.people.get(message.sender.mail)
        is_theirs = person is not None
        if person is None:
            there = (self.people.get(each.mail) for each in message.others if each.mail not in own)
            person = next(filter(None, there), None)
        for key in message.follows:
            if (deal := self.threads.get(key)) is not None:
                return Place(deal, None if person is None else person.id, is_theirs)
        if person is None:
            raise Invalid(_stranger(message, is_own, own))
        return Place(self._deal_of(person, message), person.id, is_theirs)

    def keep(self, message: Message, deal_id: int) -> None:
        """Notes that a mail is on a deal: its answers are too."""
        self.threads[message.key] = deal_id
        self.known.add(message.key)

    def _deal_of(self, person: Person, message: Message) -> int:
        own = self.by_person.get(person.id, [])
        of_company = self.by_company.get(person.company_id, []) if person.company_id is not None else []
        for choices in (own, of_company):
            still = [each for each in choices if each.closed_on is None]
            if not still and message.sent is not None:
                # A mail of the time before its deal was closed belongs to it.
                day = message.sent.date().isoformat()
                still = [each for each in choices if each.closed_on is not None and each.closed_on >= day]
            if len(still) == 1:
                return still[0].id
            subject = fold(message.subject)
            named = [each for each in still if fold(each.title) in subject]
            if len(named) == 1:
                return named[0].id
            if still:
                titles = ", ".join(f"{each.id} {fit(each.title, 30)}" for each in still[:3])
                raise Invalid(
                    f"{person.name} is in {count(len(still), 'deal')} ({titles}), and the subject names none alone."
                )
        raise Invalid(f"{person.name} is in no open deal.")


def _stranger(message: Message, is_own: bool, own: frozenset[str]) -> str:
    who: Iterable[Address] = message.others if is_own else (message.sender,)
    mails = [each.mail for each in who if each.mail not in own]
    return f"Nobody here has the address {fit(', '.join(mails) or message.sender.mail, 60)}."


def places_for(rows: sqlite3.Connection, messages: Iterable[Message]) -> Places:
    """What is known of the threads and people of some mails."""
    told = Places()
    keys, mails = set(), set()
    for message in messages:
        keys |= {message.key, *message.follows}
        mails |= {message.sender.mail, *(each.mail for each in message.others)}
    for key, deal_id, _ in rows.execute(_THREADS, (SYSTEM, json.dumps(sorted(keys)))):
        told.threads[key] = deal_id
        told.known.add(key)
    for number, name, mail, company_id in rows.execute(_PEOPLE, (json.dumps(sorted(mails)),)):
        told.people.setdefault(mail.lower(), Person(number, name, company_id))
    people = [person.id for person in told.people.values()]
    companies = [person.company_id for person in told.people.values() if person.company_id is not None]
    for statement, numbers, by in (
        (_DEALS, people, told.by_person),
        (_OF_COMPANY, companies, told.by_company),
    ):
        for of, deal_id, title, status, closed_on in rows.execute(statement, (json.dumps(numbers),)):
            by.setdefault(of, []).append(Choice(deal_id, title, None if status == "open" else closed_on or ""))
    return told
