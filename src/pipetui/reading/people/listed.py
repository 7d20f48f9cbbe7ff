"""Companies and contacts in short."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable

from pipetui.values.clock import stored_day
from pipetui.views.people.listed import Kind, Listed, Money

SPOKEN = "('call', 'meeting', 'email', 'message')"
"""Kinds of activities in which somebody is spoken to; a note or a task is nothing they hear of."""

_COMPANIES = """
SELECT company.id, company.name, company.city, company.country, company.email, company.phone, company.sector,
    company.website, company.more_emails, company.more_phones,
    (SELECT count(*) FROM contact WHERE contact.company_id = company.id)
FROM company ORDER BY company.id
"""
_CONTACTS = """
SELECT contact.id, contact.name, company.name, contact.job, contact.email, contact.phone, contact.city,
    contact.more_emails, contact.more_phones
FROM contact LEFT JOIN company ON company.id = contact.company_id ORDER BY contact.id
"""
_OF = {
    "company": "deal.company_id",
    "contact": "deal_contact.contact_id",
}
_JOIN = {"company": "", "contact": "JOIN deal_contact ON deal_contact.deal_id = deal.id"}
_DEALS = """
SELECT {of}, pipeline.currency, count(*), sum(deal.status = 'open' AND stage.phase <> 'lead'),
    sum(CASE WHEN deal.status = 'open' AND stage.phase <> 'lead' THEN deal.base_amount END)
FROM deal JOIN stage ON stage.id = deal.stage_id JOIN pipeline ON pipeline.id = deal.pipeline_id {join}
WHERE {of} IS NOT NULL GROUP BY 1, 2 ORDER BY 3 DESC, 2
"""
# Of a deal the newest is found in its index; of each contact it takes all, added up in the order of theirs.
_TOUCHED = {
    "company": f"""
SELECT deal.company_id, max((
    SELECT done_at FROM activity
    WHERE deal_id = deal.id AND done_at IS NOT NULL AND kind IN {SPOKEN} ORDER BY done_at DESC LIMIT 1
)) AS last
FROM deal WHERE deal.company_id IS NOT NULL GROUP BY 1 HAVING last IS NOT NULL
""",
    "contact": f"""
SELECT who, max(done_at) FROM (
    SELECT contact_id AS who, max(done_at) AS done_at FROM activity
    WHERE contact_id IS NOT NULL AND done_at IS NOT NULL AND kind IN {SPOKEN} GROUP BY contact_id
    UNION ALL
    SELECT deal_contact.contact_id, activity.done_at
    FROM activity JOIN deal_contact ON deal_contact.deal_id = activity.deal_id AND deal_contact.position = 0
    WHERE activity.contact_id IS NULL AND activity.done_at IS NOT NULL AND activity.kind IN {SPOKEN}
) GROUP BY 1
""",
}


def read_companies(rows: sqlite3.Connection) -> list[Listed]:
    """All companies, by number."""
    deals, touched = _deals(rows, "company"), dict(rows.execute(_TOUCHED["company"]).fetchall())
    found = []
    for number, name, city, country, email, phone, sector, website, emails, phones, people in rows.execute(_COMPANIES):
        count, is_open, money = deals.get(number, (0, 0, ()))
        found.append(
            Listed(
                "company",
                number,
                name,
                about=", ".join(filter(None, (city, country))),
                email=email or "",
                phone=phone or "",
                deals=count,
                open_deals=is_open,
                open_money=money,
                people=people,
                touched=stored_day(touched[number]) if number in touched else None,
                words=_words(sector, website, emails, phones),
            )
        )
    return found


def read_contacts(rows: sqlite3.Connection) -> list[Listed]:
    """All contacts, by number."""
    deals, touched = _deals(rows, "contact"), dict(rows.execute(_TOUCHED["contact"]).fetchall())
    found = []
    for number, name, company, job, email, phone, city, emails, phones in rows.execute(_CONTACTS):
        count, is_open, money = deals.get(number, (0, 0, ()))
        found.append(
            Listed(
                "contact",
                number,
                name,
                about=company or "",
                job=job or "",
                email=email or "",
                phone=phone or "",
                deals=count,
                open_deals=is_open,
                open_money=money,
                touched=stored_day(touched[number]) if number in touched else None,
                words=_words(city, emails, phones),
            )
        )
    return found


def _deals(rows: sqlite3.Connection, kind: str) -> dict[int, tuple[int, int, Money]]:
    """By number: how many deals, how many of them open beyond the lead phase, and what those are worth."""
    found: dict[int, tuple[int, int, Money]] = {}
    for number, currency, count, is_open, amount in rows.execute(_DEALS.format(of=_OF[kind], join=_JOIN[kind])):
        many, running, money = found.get(number, (0, 0, ()))
        worth = (*money, (currency, amount)) if amount is not None else money
        found[number] = (many + count, running + is_open, worth)
    return found


def _words(*texts: str | None) -> str:
    return "\n".join(filter(None, texts))


def one_name(rows: Iterable[Listed]) -> str:
    """Some of several by name, for a sentence."""
    return ", ".join(f"{row.name} ({row.id})" for row in list(rows)[:5])


def read_of_deal(rows: sqlite3.Connection, deal_id: int) -> tuple[Kind, int] | None:
    """The first contact of a deal, else its company; None where neither is named."""
    found = rows.execute(
        "SELECT (SELECT contact_id FROM deal_contact WHERE deal_id = deal.id ORDER BY position LIMIT 1), company_id"
        " FROM deal WHERE id = ?",
        (deal_id,),
    ).fetchone()
    contact, company = found or (None, None)
    if contact is not None:
        return "contact", contact
    return None if company is None else ("company", company)
