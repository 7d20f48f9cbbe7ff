"""All about one company or contact: fields, deals, people, and what happened."""

from __future__ import annotations

import sqlite3
from datetime import UTC, datetime
from typing import Any

from pipetui.reading.cards import cards_by_id
from pipetui.reading.people.listed import SPOKEN
from pipetui.values.clock import stored_day
from pipetui.values.errors import NotFound
from pipetui.views.people.fields import FIELDS, as_typed
from pipetui.views.people.listed import Kind
from pipetui.views.people.profile import MOST_HAPPENED, Happened, Member, Part, Profile

_WHOSE = {
    "company": "SELECT id FROM deal WHERE company_id = :number",
    "contact": "SELECT deal_id FROM deal_contact WHERE contact_id = :number"
    " UNION SELECT deal_id FROM activity WHERE contact_id = :number",
}
_HAPPENED = """
SELECT at, kind, text, note, deal_id, deal.title FROM (
    SELECT done_at AS at, kind, subject AS text, note, deal_id FROM activity
    WHERE done_at IS NOT NULL AND deal_id IN ({whose})
    UNION ALL
    SELECT stage_move.at, 'stage', was.name || ' → ' || became.name, NULL, deal_id
    FROM stage_move JOIN stage was ON was.id = from_stage_id JOIN stage became ON became.id = to_stage_id
    WHERE deal_id IN ({whose})
    UNION ALL
    SELECT created_at, 'created', 'Created', NULL, id FROM deal WHERE id IN ({whose})
) JOIN deal ON deal.id = deal_id
ORDER BY at DESC LIMIT {most}
"""
_CLOSED = "SELECT closed_on, status, NULL, NULL, id, title FROM deal WHERE status <> 'open' AND id IN ({whose})"
_TOUCHES = {
    "company": f"""
SELECT done_at FROM activity WHERE done_at IS NOT NULL AND kind IN {SPOKEN} AND deal_id IN ({_WHOSE["company"]})
""",
    "contact": f"""
SELECT activity.done_at FROM activity
    LEFT JOIN deal_contact ON deal_contact.deal_id = activity.deal_id AND deal_contact.position = 0
WHERE activity.done_at IS NOT NULL AND activity.kind IN {SPOKEN} AND activity.deal_id IN ({_WHOSE["contact"]})
    AND coalesce(activity.contact_id, deal_contact.contact_id) = :number
""",
}
_MEMBERS = f"""
SELECT contact.id, contact.name, contact.job, contact.email, (
    SELECT max(done_at) FROM (
        SELECT done_at FROM activity WHERE contact_id = contact.id AND done_at IS NOT NULL AND kind IN {SPOKEN}
        UNION ALL
        SELECT activity.done_at FROM deal_contact JOIN activity ON activity.deal_id = deal_contact.deal_id
        WHERE deal_contact.contact_id = contact.id AND deal_contact.position = 0 AND activity.contact_id IS NULL
            AND activity.done_at IS NOT NULL AND activity.kind IN {SPOKEN}
    )
)
FROM contact WHERE company_id = :number ORDER BY contact.folded, contact.id
"""
_PARTS = """
SELECT contact.id, contact.name, deal_contact.deal_id, role, position = 0
FROM deal_contact JOIN contact ON contact.id = contact_id
WHERE deal_id IN ({whose}) ORDER BY deal_id, position, deal_contact.id
"""
_DEALS = """
SELECT deal.id, pipeline.currency, stage.name, stage.phase FROM deal
    JOIN stage ON stage.id = deal.stage_id JOIN pipeline ON pipeline.id = deal.pipeline_id
WHERE deal.id IN ({whose})
"""


def read_profile(rows: sqlite3.Connection, kind: Kind, number: int) -> Profile:
    """All about a company or a contact. Raises NotFound where it is gone."""
    row = read_row(rows, kind, number)
    given = {"number": number}
    whose = _WHOSE[kind]
    about = {deal: rest for deal, *rest in rows.execute(_DEALS.format(whose=whose), given)}
    deals = sorted(
        cards_by_id(rows, list(about)).values(), key=lambda card: (card.is_open, card.touched_at, card.id), reverse=True
    )
    touches = tuple(stored_day(done) for (done,) in rows.execute(_TOUCHES[kind], given))
    members = (
        tuple(
            Member(number, name, job, email, stored_day(done) if done else None)
            for number, name, job, email, done in rows.execute(_MEMBERS, given)
        )
        if kind == "company"
        else ()
    )
    return Profile(
        kind,
        number,
        str(row["name"]),
        {field.name: as_typed(field.name, row) for field in FIELDS[kind]},
        row.get("company_id"),
        tuple(deals),
        frozenset(deal for deal, (_, _, phase) in about.items() if phase == "lead"),
        {deal: currency for deal, (currency, _, _) in about.items()},
        {deal: stage for deal, (_, stage, _) in about.items()},
        members,
        tuple(
            Part(who, name, deal, role, bool(main))
            for who, name, deal, role, main in rows.execute(_PARTS.format(whose=whose), given)
        ),
        _timeline(rows, whose, given),
        touches,
    )


def read_row(rows: sqlite3.Connection, kind: Kind, number: int) -> dict[str, Any]:
    """A row by its columns, of a contact with the ``company`` by its name. Raises NotFound where it is gone."""
    company = ", (SELECT name FROM company WHERE id = contact.company_id) AS company" if kind == "contact" else ""
    found = rows.execute(f"SELECT *{company} FROM {kind} WHERE id = ?", (number,))
    row = found.fetchone()
    if row is None:
        raise NotFound(f"There is no {kind} {number}. It may have been deleted or merged meanwhile.")
    return dict(zip((column[0] for column in found.description), row, strict=True))


def _timeline(rows: sqlite3.Connection, whose: str, given: dict[str, int]) -> tuple[Happened, ...]:
    events = [
        Happened(_moment(at), *rest)
        for at, *rest in rows.execute(_HAPPENED.format(whose=whose, most=MOST_HAPPENED), given)
    ]
    for day, status, _, note, deal_id, title in rows.execute(_CLOSED.format(whose=whose), given):
        if day:
            # The end of the day it was closed on, as the file knows no moment.
            events.append(Happened(_moment(f"{day} 23:59:59"), status, status.capitalize(), note, deal_id, title))
    events.sort(key=lambda event: event.at, reverse=True)
    return tuple(events[:MOST_HAPPENED])


def _moment(stored: str) -> datetime:
    return datetime.fromisoformat(stored).replace(tzinfo=UTC)
