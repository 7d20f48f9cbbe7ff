"""What the search for duplicates looks at: names, addresses, numbers, and what hangs on each."""

from __future__ import annotations

import sqlite3

from pipetui.values.reach import listed
from pipetui.views.people.duplicates import Known, Pair, find
from pipetui.views.people.listed import KINDS, Kind

_COMPANIES = """
SELECT id, name, email, more_emails, phone, more_phones, website, NULL,
    (SELECT count(*) FROM deal WHERE company_id = company.id)
    + (SELECT count(*) FROM contact WHERE company_id = company.id)
FROM company ORDER BY id
"""
_CONTACTS = """
SELECT id, name, email, more_emails, phone, more_phones, NULL, company_id,
    (SELECT count(*) FROM deal_contact WHERE contact_id = contact.id)
FROM contact ORDER BY id
"""
_QUERIES: dict[Kind, str] = {"company": _COMPANIES, "contact": _CONTACTS}
_MAILS_OF_PEOPLE = "SELECT company_id, email FROM contact WHERE company_id IS NOT NULL AND email IS NOT NULL"


def read_duplicates(rows: sqlite3.Connection) -> list[Pair]:
    """All pairs of companies, then of contacts."""
    return [pair for kind in KINDS for pair in read_pairs(rows, kind)]


def read_pairs(rows: sqlite3.Connection, kind: Kind) -> list[Pair]:
    """All pairs of a kind, the sure ones first. A company that says no domain has those of its people's mail."""
    records = [
        Known(number, name, _all(email, emails), _all(phone, phones), website, company, weight)
        for number, name, email, emails, phone, phones, website, company, weight in rows.execute(_QUERIES[kind])
    ]
    if kind == "company":
        mails: dict[int, list[str]] = {}
        for company, email in rows.execute(_MAILS_OF_PEOPLE):
            mails.setdefault(company, []).append(email)
        records = [
            each if each.website or each.emails else each._replace(hearsay=tuple(mails.get(each.id, ())))
            for each in records
        ]
    apart = set(rows.execute("SELECT first_id, second_id FROM not_same WHERE kind = ?", (kind,)).fetchall())
    return find(kind, records, apart)


def _all(first: str | None, more: str | None) -> tuple[str, ...]:
    return tuple(filter(None, (first, *listed(more))))
