"""The names a deal in one line can have, with how many deals have each."""

from __future__ import annotations

import sqlite3

from pipetui.views.known import Known, Name

_COUNTED = {
    "company": "SELECT company.name, count(deal.id), '' FROM company LEFT JOIN deal ON deal.company_id = company.id"
    " GROUP BY company.id",
    "contact": "SELECT contact.name, count(deal_contact.deal_id), coalesce(company.name, '') FROM contact"
    " LEFT JOIN company ON company.id = contact.company_id"
    " LEFT JOIN deal_contact ON deal_contact.contact_id = contact.id GROUP BY contact.id",
    "tag": "SELECT tag.name, count(deal_tag.deal_id), '' FROM tag LEFT JOIN deal_tag ON deal_tag.tag_id = tag.id"
    " GROUP BY tag.id",
} | {
    column: f"SELECT {column}, count(*), '' FROM deal WHERE {column} IS NOT NULL GROUP BY {column}"
    for column in ("owner", "source", "campaign", "product")
}


def read_known(rows: sqlite3.Connection) -> Known:
    """Every name; a few hundredths of a second for ten thousand companies with a deal each."""
    return Known({field: [Name(*row) for row in rows.execute(query)] for field, query in _COUNTED.items()})
