"""The process the demo works by: a playbook for its stages, what deals have of it, mutual plans, and fresh leads."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from random import Random

from pipetui.demo.cast import REP, firms
from pipetui.demo.days import Days
from pipetui.exchange.processes import template
from pipetui.sales.processes import write_stages
from pipetui.store import Writing, stored_moment

_NEXT = {
    "Proposal": (
        "answers the open questions of the offer",
        "shows the offer to the decision maker",
        "names the terms they need",
        "compares the offer with the other one",
    ),
    "Negotiation": (
        "sends the contract back with comments",
        "names the day of the signature",
        "sends the signed order",
        "has purchasing confirm the number",
    ),
}
"""What customers do next in a stage."""

_LEADS = (
    # title, company, source, campaign
    ("Web form: cold van alarms", "Frigo Sud", "website", "autumn mailing"),
    ("Booth talk: depot gates", "Brünnl Spedition", "trade fair", "logistics fair"),
    ("Quote request ×12 tills", "Il Mercato", "website", "autumn mailing"),
)
_LATER = ("Barge tracking", "Site diary tablets")
"""Leads that come back by themselves."""

_WITHOUT = 4
"""How many deals went on without something."""


def write_playbook(writing: Writing) -> None:
    """Writes the simple process's playbook into the standard stages; the rules it has are left to the rep."""
    pipeline = writing.connection.exec_driver_sql("SELECT id FROM pipeline").scalar_one()
    write_stages(writing, pipeline, replace(template("simple"), rules=()))


def tell(writing: Writing, days: Days) -> None:
    """What deals have of the process, what customers do next, and the leads of the last evening."""
    run = writing.connection.exec_driver_sql
    moment: datetime = datetime.fromisoformat(run("SELECT max(at) FROM change_set").scalar_one())
    run("INSERT INTO change_set (at, label, kind) VALUES (?, 'The process so far', 'start')", (stored(moment),))
    _ticks(writing, moment)
    _customers(writing, days, moment)
    for title in _LATER:
        moment += timedelta(minutes=2)
        until = days.today + timedelta(days=40 if title == _LATER[0] else 75)
        run("INSERT INTO change_set (at, label) VALUES (?, ?)", (stored(moment), f"Nurture {title}"))
        run("UPDATE deal SET nurture_until = ? WHERE title = ?", (until.isoformat(), title))
    _leads(writing, moment)


def stored(moment: datetime) -> str:
    """A moment (UTC, without saying so) as the file has it."""
    from datetime import UTC

    return stored_moment(moment.replace(tzinfo=UTC))


def _ticks(writing: Writing, moment: datetime) -> None:
    """What was ticked on the way; a few deals went on without something."""
    run = writing.connection.exec_driver_sql
    places = {number: place for place, (number,) in enumerate(run("SELECT id FROM stage ORDER BY position").all())}
    names: dict[int, str] = {row[0]: row[1] for row in run("SELECT id, name FROM stage").all()}
    lines = run("SELECT id, stage_id, text, strength FROM criterion WHERE field IS NULL ORDER BY id").all()
    deals = run("SELECT id, title, stage_id FROM deal WHERE status = 'open' ORDER BY id").all()
    ticks: list[tuple[object, ...]] = []
    waivers: list[tuple[object, ...]] = []
    for number, title, stage_id in deals:
        random = Random(f"process {title}")
        without = len(waivers) < _WITHOUT and places[stage_id] >= 3 and random.random() < 0.4
        for line, where, text, strength in lines:
            behind = places[where] < places[stage_id]
            if behind and strength == "soft" and without:
                waivers.append((number, line, names[where], text, "rep", stored(moment)))
                without = False
            elif behind or (where == stage_id and random.random() < 0.5):
                ticks.append((number, line, stored(moment)))
    writing.insert("tick", ("deal_id", "criterion_id", "at"), ticks)
    writing.insert("waiver", ("deal_id", "criterion_id", "stage", "text", "way", "at"), waivers)


def _customers(writing: Writing, days: Days, moment: datetime) -> None:
    """What customers do next, in the late stages; nobody is late."""
    deals = writing.connection.exec_driver_sql(
        "SELECT deal.id, deal.title, stage.name, contact.name FROM deal JOIN stage ON stage.id = deal.stage_id"
        " JOIN deal_contact ON deal_contact.deal_id = deal.id AND deal_contact.position = 0"
        " JOIN contact ON contact.id = deal_contact.contact_id"
        " WHERE deal.status = 'open' AND stage.name IN ('Proposal', 'Negotiation') ORDER BY deal.id"
    ).all()
    steps = []
    for number, title, stage, contact in deals:
        random = Random(f"customer {title}")
        if random.random() < 0.6:
            due = days.due(random.randint(0, 8)).isoformat()
            steps.append((number, random.choice(_NEXT[stage]), contact, due, stored(moment)))
    writing.insert("customer_step", ("deal_id", "what", "who", "due_on", "created_at"), steps)


def _leads(writing: Writing, moment: datetime) -> None:
    """Leads that came in the evening, and wait for a first answer."""
    run = writing.connection.exec_driver_sql
    pipeline, currency = run("SELECT id, currency FROM pipeline").one()
    stage = run("SELECT id FROM stage WHERE phase = 'lead'").scalar_one()
    for title, company, source, campaign in _LEADS:
        moment += timedelta(minutes=7)
        run("INSERT INTO change_set (at, label) VALUES (?, ?)", (stored(moment), f"Added {title}"))
        firm, number = firms()[company], writing.next_id("deal")
        same = dict.fromkeys(("created_at", "stage_since", "touched_at"), stored(moment))
        deal = {
            "id": number,
            "pipeline_id": pipeline,
            "stage_id": stage,
            "title": title,
            "company_id": firm.id,
            "owner": REP,
            "source": source,
            "campaign": campaign,
            "currency": currency,
            "probability_source": "stage",
            "status": "open",
            "pushes": 0,
            **same,
        }
        writing.insert("deal", tuple(deal), [tuple(deal.values())])
        person = firm.people[0]
        link = (number, person.id, person.role, 0)
        writing.insert("deal_contact", ("deal_id", "contact_id", "role", "position"), [link])
