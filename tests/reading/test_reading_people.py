"""Who was spoken to when: by the contact an activity names, else by the first contact of its deal."""

import sqlite3
from contextlib import closing
from datetime import date

from pipetui.views.entry import NewDeal
from pipetui.workspace import Workspace


def test_companies_contacts_and_members_say_the_same(workspace: Workspace) -> None:
    workspace.deals.add(NewDeal("Fleet", company="Acme", contact="Jane Doe"))
    workspace.deals.add(NewDeal("Depot", company="Acme", contact="Paul Roth"))
    workspace.deals.add(NewDeal("Museum", company="Hexa", contact="Zoe Lind"))
    jane, paul, zoe = (workspace.overview.people.named("contact", name).id for name in ("Jane", "Paul", "Zoe"))
    done = (
        (1, None, "call", "2026-11-10"),  # nobody is named: Jane's, who is the first of Fleet
        (1, paul, "email", "2026-11-12"),  # Paul is named, on a deal that is not his
        (1, jane, "note", "2026-11-20"),  # a note is nothing she hears of
        (2, None, "task", "2026-11-21"),
        (2, None, "meeting", "2026-11-02"),
    )
    with closing(sqlite3.connect(workspace.path)) as rows, rows:
        for deal, contact, kind, day in done:
            rows.execute(
                "INSERT INTO activity (deal_id, contact_id, kind, subject, created_at, done_at, snoozes)"
                " VALUES (?, ?, ?, 'x', ?, ?, 0)",
                (deal, contact, kind, f"{day} 09:00:00.000000", f"{day} 09:00:00.000000"),
            )
    people = workspace.overview.people
    assert {row.id: row.touched for row in people.listed("contact")} == {
        jane: date(2026, 11, 10),
        paul: date(2026, 11, 12),
        zoe: None,
    }
    assert [row.touched for row in people.listed("company")] == [date(2026, 11, 12), None]
    acme = people.named("company", "Acme")
    assert [(member.name, member.touched) for member in people.profile("company", acme.id).members] == [
        ("Jane Doe", date(2026, 11, 10)),
        ("Paul Roth", date(2026, 11, 12)),
    ]
