"""What is in the file as records to hand out: deals, contacts, companies, activities, pipelines."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from pipetui.reading.cards import cards_by_id, read_cards
from pipetui.reading.filtering import matching, read_matching
from pipetui.reading.pipelines import read_pipelines
from pipetui.values.clock import to_local
from pipetui.values.money import major
from pipetui.values.query import Filter
from pipetui.values.terms import due_after
from pipetui.views import contract
from pipetui.views.card import Card

Record = Mapping[str, Any]

_EXTRA = """
SELECT deal.id, deal.uid, deal.notes, deal.touched_at, deal.rate, contact.email, contact.phone, contact.job
FROM deal
    LEFT JOIN deal_contact ON deal_contact.deal_id = deal.id AND deal_contact.position = 0
    LEFT JOIN contact ON contact.id = deal_contact.contact_id
"""
_CONTACTS = """
SELECT contact.id, contact.name, company.name, contact.email, contact.phone, contact.job, contact.notes, contact.uid,
    contact.more_emails, contact.more_phones, contact.address, contact.city, contact.country, contact.links
FROM contact LEFT JOIN company ON company.id = contact.company_id ORDER BY contact.id
"""
_MORE = ("more_emails", "more_phones", "address", "links")
_COMPANIES = """
SELECT id, name, sector, website, phone, city, country, notes, uid, email, more_emails, more_phones, address, links
FROM company ORDER BY id
"""
_ACTIVITIES = """
SELECT activity.id, activity.deal_id, deal.title, company.name, contact.name, activity.kind, activity.subject,
    activity.note, activity.due_on, activity.due_at, activity.done_at, activity.created_at, deal.uid, activity.uid
FROM activity
    JOIN deal ON deal.id = activity.deal_id
    LEFT JOIN company ON company.id = deal.company_id
    LEFT JOIN contact ON contact.id = activity.contact_id
ORDER BY activity.id
"""
_PAYMENTS = """
SELECT payment.id, payment.deal_id, deal.title, company.name, payment.label, payment.amount, payment.currency,
    payment.rate, deal.status, coalesce(deal.closed_on, deal.expected_close), payment.due_on, payment.after_months,
    payment.after_days, payment.paid_on, payment.note, deal.uid, payment.uid
FROM payment JOIN deal ON deal.id = payment.deal_id LEFT JOIN company ON company.id = deal.company_id
ORDER BY payment.id
"""
_EXPENSES = """
SELECT expense.id, expense.deal_id, deal.title, company.name, expense.kind, expense.label, expense.amount,
    expense.currency, expense.rate, expense.due_on, expense.paid_on, expense.rrule, expense.note, deal.uid, expense.uid
FROM expense LEFT JOIN deal ON deal.id = expense.deal_id LEFT JOIN company ON company.id = deal.company_id
ORDER BY expense.id
"""


@dataclass(slots=True)
class Records:
    """Reads records through one connection; ``wanted`` lets through only some deals, and what belongs to them.

    Without it, closed deals are among them.
    """

    rows: sqlite3.Connection
    today: date
    wanted: Filter | None = None
    only: Sequence[int] | None = None
    """The numbers of the deals, in the order they are to come in; None for what the filter says."""

    def of(self, kind: str) -> Iterator[Record]:
        """The records of a kind, by number. Raises KeyError for one that is none of ``KINDS``."""
        return KINDS[kind](self)

    def pipelines(self) -> Iterator[Record]:
        """Pipelines with their stages, in order."""
        for pipeline in read_pipelines(self.rows):
            stages = [
                {
                    "name": stage.name,
                    "phase": stage.phase,
                    "probability": contract.number(stage.probability),
                    "rotting_days": stage.rotting_days,
                    "category": stage.category,
                }
                for stage in pipeline.stages
            ]
            yield {"id": pipeline.id, "name": pipeline.name, "currency": pipeline.currency, "stages": stages}

    def deals(self) -> Iterator[Record]:
        """Deals as ``views.contract`` has them, with what else it takes to bring them back."""
        pipelines = {pipeline.id: pipeline for pipeline in read_pipelines(self.rows)}
        steps = dict(self.rows.execute("SELECT id, uid FROM activity WHERE done_at IS NULL").fetchall())
        extra = {row[0]: row[1:] for row in self.rows.execute(_EXTRA)}
        for card in self._cards():
            pipeline = pipelines[card.pipeline_id]
            uid, notes, touched, rate, email, phone, job = extra[card.id]
            yield contract.deal(card, pipeline, self.today) | {
                "pipeline_currency": pipeline.currency,
                "rate": rate,
                "product": card.product,
                "category": card.category,
                "category_source": card.category_source,
                "stage_phase": pipeline.stage(card.stage_id).phase,
                "contact_email": email,
                "contact_phone": phone,
                "contact_job": job,
                "last_activity": local_text(touched),
                "notes": notes,
                "next_step_uid": card.next_step and steps.get(card.next_step.id),
                "uid": uid,
            }

    def companies(self) -> Iterator[Record]:
        """Companies."""
        names = ("id", "name", "sector", "website", "phone", "city", "country", "notes", "uid", "email", *_MORE)
        mine = self._theirs("SELECT company_id, id FROM deal")
        return _named(names, self.rows.execute(_COMPANIES), mine)

    def contacts(self) -> Iterator[Record]:
        """Contacts, each with the company they are at."""
        names = (
            "id",
            "name",
            "company",
            "email",
            "phone",
            "job",
            "notes",
            "uid",
            "more_emails",
            "more_phones",
            "address",
            "city",
            "country",
            "links",
        )
        mine = self._theirs("SELECT contact_id, deal_id FROM deal_contact")
        return _named(names, self.rows.execute(_CONTACTS), mine)

    def activities(self) -> Iterator[Record]:
        """Activities, planned and done; ``due`` is a day, or a local moment where a time was set."""
        mine = self.deals_wanted()
        for row in self.rows.execute(_ACTIVITIES):
            number, deal_id, deal, company, contact, kind, subject, note, due_on, due_at, done, created, *uids = row
            if mine is None or deal_id in mine:
                yield {
                    "id": number,
                    "deal_id": deal_id,
                    "deal": deal,
                    "company": company,
                    "contact": contact,
                    "kind": kind,
                    "subject": subject,
                    "note": note,
                    "due": local_text(due_at) if due_at else due_on,
                    "done": local_text(done) if done else None,
                    "created": local_text(created),
                    "deal_uid": uids[0],
                    "uid": uids[1],
                }

    def payments(self) -> Iterator[Record]:
        """Payments that are planned or were received; ``due`` moves with the deal where ``due_fixed`` is not said."""
        mine = self.deals_wanted()
        for row in self.rows.execute(_PAYMENTS):
            number, deal_id, deal, company, label, amount, currency, rate, status, close, fixed, *rest = row
            months, days, paid, note, *uids = rest
            if mine is None or deal_id in mine:
                day = None if close is None else date.fromisoformat(close)
                due = due_after(None if fixed is None else date.fromisoformat(fixed), day, months, days)
                waits = {"won": "due", "open": "expected"}.get(status, "dropped")
                yield {
                    "id": number,
                    "deal_id": deal_id,
                    "deal": deal,
                    "company": company,
                    "label": label,
                    "amount": major(amount, currency),
                    "currency": currency,
                    "rate": rate,
                    "state": "received" if paid else waits,
                    "due": None if due is None else due.isoformat(),
                    "due_fixed": fixed,
                    "after_months": months,
                    "after_days": days,
                    "paid": paid,
                    "note": note,
                    "deal_uid": uids[0],
                    "uid": uids[1],
                }

    def expenses(self) -> Iterator[Record]:
        """Expenses, of deals and of none; ``every`` is the rule (RFC 5545) of one that keeps coming."""
        mine = self.deals_wanted()
        names = ("id", "deal_id", "deal", "company", "kind", "label", "amount", "currency", "rate", "due", "paid")
        for row in self.rows.execute(_EXPENSES):
            record = dict(zip((*names, "every", "note", "deal_uid", "uid"), row, strict=True))
            if mine is None or record["deal_id"] in mine:
                yield record | {"amount": major(record["amount"], record["currency"])}

    def _cards(self) -> list[Card]:
        if self.only is not None:
            found = cards_by_id(self.rows, self.only)
            return [found[number] for number in self.only if number in found]
        if self.wanted is not None:
            return read_matching(self.rows, self.wanted, self.today)
        return sorted(read_cards(self.rows, "1"), key=lambda card: card.id)

    def deals_wanted(self) -> set[int] | None:
        """The deals the filter lets through, by number; None for all."""
        return None if self.wanted is None else set(matching(self.rows, self.wanted, self.today))

    def _theirs(self, owners: str) -> set[int] | None:
        """What belongs to the deals the filter lets through, by a select of (number, deal); None for all."""
        deals = self.deals_wanted()
        return None if deals is None else {number for number, deal in self.rows.execute(owners) if deal in deals}


def _named(names: tuple[str, ...], rows: Iterable[tuple[Any, ...]], mine: set[int] | None) -> Iterator[Record]:
    return (dict(zip(names, row, strict=True)) for row in rows if mine is None or row[0] in mine)


def local_text(stored: str) -> str:
    """A stored moment as a local one with its offset, to the second."""
    return to_local(datetime.fromisoformat(stored).replace(tzinfo=UTC)).isoformat(timespec="seconds")


KINDS: dict[str, Callable[[Records], Iterator[Record]]] = {
    "pipelines": Records.pipelines,
    "deals": Records.deals,
    "companies": Records.companies,
    "contacts": Records.contacts,
    "activities": Records.activities,
    "payments": Records.payments,
    "expenses": Records.expenses,
}
"""What can be handed out, in the order it is in a file of everything."""
