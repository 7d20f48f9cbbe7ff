"""Everything in a file that the palette finds by name: companies, contacts and deals, open and closed."""

from __future__ import annotations

import sqlite3

from pipetui.values.text import count
from pipetui.views.finding import Findable

_COMPANIES = """
SELECT company.id, company.name, coalesce(company.city, ''), count(deal.id), coalesce(sum(deal.status = 'open'), 0)
FROM company LEFT JOIN deal ON deal.company_id = company.id
GROUP BY company.id ORDER BY 5 DESC, 4 DESC, company.folded
"""

_CONTACTS = """
SELECT contact.id, contact.name, coalesce(company.name, ''), coalesce(contact.email, ''),
    count(deal_contact.deal_id)
FROM contact
    LEFT JOIN company ON company.id = contact.company_id
    LEFT JOIN deal_contact ON deal_contact.contact_id = contact.id
GROUP BY contact.id ORDER BY 5 DESC, contact.folded
"""

_DEALS = """
SELECT deal.id, deal.title, coalesce(company.name, ''), coalesce(contact.name, ''), stage.name, deal.status,
    deal.amount, deal.currency
FROM deal
    JOIN stage ON stage.id = deal.stage_id
    LEFT JOIN company ON company.id = deal.company_id
    LEFT JOIN deal_contact ON deal_contact.deal_id = deal.id AND deal_contact.position = 0
    LEFT JOIN contact ON contact.id = deal_contact.contact_id
ORDER BY deal.status <> 'open', deal.closed_on DESC, deal.base_amount DESC, deal.id
"""


def read_findables(rows: sqlite3.Connection) -> list[Findable]:
    """All of them in order of merit: names that have most deals, then open deals, the largest first, then closed."""
    found = [
        Findable("company", number, name, f"{city} · {_deals(deals, open_ones)}".removeprefix(" · "))
        for number, name, city, deals, open_ones in rows.execute(_COMPANIES)
    ]
    found += [
        Findable("contact", number, name, f"{company} · {count(deals, 'deal')}".removeprefix(" · "), words=mail)
        for number, name, company, mail, deals in rows.execute(_CONTACTS)
    ]
    found += [
        Findable(
            "deal",
            number,
            title,
            f"{company} · {stage if status == 'open' else status}".removeprefix(" · "),
            words=contact,
            amount=amount,
            currency=currency,
        )
        for number, title, company, contact, stage, status, amount, currency in rows.execute(_DEALS)
    ]
    return found


def _deals(deals: int, open_ones: int) -> str:
    return f"{open_ones:,} open of {count(deals, 'deal')}" if 0 < open_ones < deals else count(deals, "deal")


def read_deals_of(rows: sqlite3.Connection, kind: str, number: int) -> list[tuple[int, int, bool]]:
    """The deals of a ``company`` or a ``contact``: the number, the pipeline's, and whether it is open, latest first."""
    whose = (
        "company_id = ?"
        if kind == "company"
        else "EXISTS (SELECT 1 FROM deal_contact WHERE deal_id = deal.id AND contact_id = ?)"
    )
    found = rows.execute(
        f"SELECT id, pipeline_id, status = 'open' FROM deal WHERE {whose}"
        " ORDER BY status <> 'open', touched_at DESC, id",
        (number,),
    )
    return [(deal_id, pipeline_id, bool(is_open)) for deal_id, pipeline_id, is_open in found]
