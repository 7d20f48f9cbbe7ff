"""The deals of the demo that are told one by one: what is open, and what was won this quarter.

A line is: title | company | amount | product | expected close | what is particular | next step.
The close is a share of the quarter still left (``q30``), days after its end (``n12``), or days ago (``-9``). What is
particular: ``pushed N`` times, ``quiet N`` days, the rep's own ``prob N`` or category, ``USD``, ``back`` for a
stage taken back, ``reopened``. A next step is due in so many working days, those below 0 overdue.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import time

LEAD, QUALIFIED, DEMO, PROPOSAL, NEGOTIATION = range(5)
"""The stages of the standard pipeline, by place."""

_OPEN = {
    LEAD: """
Trade fair badge scans | Zirbel Möbel | | Handhelds | | | email 1 Thanks, and one question
Web form: cold rooms | 翠岭冷链 | | Sensors | | | call 3 First call, volumes
Yard gate idea | Kuusamaa Puu | 18000 | Cameras | | | call 4 Who owns the gate?
Museum ticket desk | De Vlietkade | | Kiosks | | | email 9 Two references nearby
Pharmacy robots | Łąkowa Pharma | 30000 | Tablets | | | call 14 Armin introduces us
Ferry crew tablets | Möwe Reederei | | Tablets | | | message 2 Back from holiday?
Store audit app | Tölgyes Áruház | 9000 | Portal | | | call 11 Is there a budget at all?
Barge tracking | Dunăreana Cargo | | Sensors | | quiet 19 |
Forest crew radios | Kõrge Mets | 7500 | Handhelds | | | email 7 Send the one-pager
Garden centre tills | Thornbury & Vale | 22000 | Kiosks | | | call 0 Harriet asked for a call
Web agency backups | Azulejo Digital | 4200 | Hosting | | | email 12 Price list
Crane terminals | 달무리물류 | | Terminals | | | meeting 9 10:00 Call with interpreter
Site diary tablets | Chantefer Bâtiment | 14000 | Tablets | | quiet 6 |
Perfume testers | Maison Orlane | | Kiosks | | | email 7 After their launch week
""",
    QUALIFIED: """
Fleet renewal | Nordwind Logistik | 34000 | Handhelds | n17 | | call 0 15:00 Budget owner on the line
POS pilot, 3 shops | Café Aroma | 6500 | Kiosks | q85 | | email 1 Pilot terms
Badge readers | Tiefbau Krüger | 11200 | Terminals | n3 | quiet 23 |
Support plan | Lindqvist AB | 8300 | Service | n22 | | email 0 References they asked for
Label printers ×40 | Otto & Figli | 18000 | Printers | n13 | | call 7 Ribbon cost per label
Dock scanners | Hafen Nord | 12000 | Handhelds | q80 | | email -2 Send dock plan
Cold room loggers | Ørnesund Fisk | 15400 | Sensors | n46 | | call 3 09:30 Sensor count per room
Night shift handhelds | Brünnl Spedition | 9800 | Handhelds | n30 | | meeting 16 14:00 Visit the night shift
Ward tablets, 3 floors | Grünstein Klinik | 27500 | Tablets | n62 | | call 5 Data protection questions
Timber yard cameras | Kuusamaa Puu | 16900 | Cameras | n70 | quiet 5 |
Van tracking | Hvidkær Teknik | 7400 | Sensors | n11 | | message 3 Mads about van count
Price tags, 2 aisles | Mercado Olivera | 13500 | Printers | n38 | | call 11 Which aisles first?
Rack space, 2 rows | Polderhost | 21000 | Hosting | n54 | pushed 1 | email 13 Power budget per row
Pharmacy counters | Alpsee Apotheken | 19600 | Terminals | n82 | | meeting 7 11:00 Branch visit, two sites
Visitor kiosks | De Vlietkade | 8800 | Kiosks | n41 | quiet 17 |
Bike courier phones | Quai Vert | 5600 | Handhelds | n6 | | call 2 16:00 Pilot with ten couriers
Stock count days | Zirbel Möbel | 4900 | Service | n27 | | email 22 Two dates to choose from
Press line sensors | 青鷺精機 | 42000 | Sensors | n101 | | meeting 7 08:30 Video call with Nagoya
Intake tablets | Čajka Klinik | 17800 | Tablets | n74 | | call 28 Head nurse is back
Freight portal | Dunăreana Cargo | 23000 | Portal | n88 | pushed 1 | email 2 Portal scope on one page
Tasting room tills | Kilcarra Foods | 6200 | Kiosks | n34 | | call 9 After the board meeting
Stair lift alarms | Pennywell Clinics | 9400 | Sensors | n50 | | email 6 Site list, eleven clinics
""",
    DEMO: """
Warehouse rollout | Acme Robotics | 40000 | Handhelds | q75 | | call 4 Walk through rollout plan
Cold chain sensors | Frigo Sud | 31000 | Sensors | n14 | | meeting 0 11:30 Live demo, cold room
Clinic intake tablets | Salus Group | 19000 | Tablets | n24 | | meeting 8 10:00 Tablets on the ward
Route planner | Bianchi Trasporti | 14000 | Portal | q95 | quiet 6 |
Yard cameras | Kessel & Sohn | 9000 | Cameras | n21 | | email 25 Camera angles, drawing 2
Returns desk | Maison Orlane | 12800 | Portal | n36 | | call 18 Feedback from the trial
Tool tracking | Chantefer Bâtiment | 16500 | Sensors | n28 | | call -3 Did the tags arrive?
Picking by voice | 달무리물류 | 38000 | Handhelds | n80 | | meeting 15 09:00 Second demo, in Korean
Ticket kiosks | Cinema Lux | 22400 | Kiosks | n8 | back | call 1 11:00 Payment module, again
Branch tablets | Łąkowa Pharma | 28600 | Tablets | n60 | | email 3 Demo video for branches
Backup racks | Azulejo Digital | 7900 | Hosting | n18 | | call 13 After their migration
Crew tablets | Möwe Reederei | 24500 | Tablets | n66 | quiet 18 |
Saw line terminals | Kõrge Mets | 11700 | Terminals | n44 | | email 5 Dust rating certificate
Till upgrade | Tölgyes Áruház | 15900 | Kiosks | n42 | pushed 1 | call 10 Fiscal printer question
Fish crate labels | Ørnesund Fisk | 8600 | Printers | -6 | pushed 1 | email 1 Label samples by courier
Imaging room panels | Clinique du Marronnier | 20300 | Terminals | n71 | | meeting 13 14:30 Show it to radiology
""",
    PROPOSAL: """
Clinic chain, 12 sites | Salus Group | 62000 | Tablets | q35 | prob 40 | call -1 Ask for the signed offer
Returns portal | Modavia | 22000 | Portal | q70 | reopened | call 2 Their own build, or ours?
Stock app | Il Mercato | 17000 | Portal | -14 | pushed 3 | call 0 16:30 Is it still this month?
Kiosk refresh | Cinema Lux | 9500 | Kiosks | q90 | commit | email 1 Kiosk: second option
Quay handhelds | Hafen Nord | 33500 | Handhelds | n31 | | meeting 4 13:00 Offer review with Wiebke
Pallet scales | Peñalta Frío | 12600 | Sensors | n23 | pushed 2 | call 5 Scale certificate
Nurse call tablets | Sjöglimt Vård | 26800 | Tablets | n40 | | email 6 Tender questions, all 14
Safety cameras | Kessel & Sohn | 14900 | Cameras | n7 | quiet 13 |
Store tills, phase 1 | Mercado Olivera | 29400 | Kiosks | n47 | | call 20 Payment terms with Rocío
Managed backup | Polderhost | 18200 | Hosting | n12 | | email 3 Price for three years
Garden till rental | Thornbury & Vale | 11300 | Kiosks | -11 | pushed 2 | call 2 15:00 An honest new date
Rink sensors | Hvidkær Teknik | 5200 | Sensors | n16 | quiet 3 |
Plant tablets, line 2 | 青鷺精機 | 36500 | Tablets | n57 | | email 10 Offer in Japanese
""",
    NEGOTIATION: """
Data centre phase 2 | Hexa Hosting | 48000 | Hosting | q15 | | call 1 10:00 Contract terms with legal
Fleet tablets | Nordwind Logistik | 15000 | Tablets | q30 | pushed 1 | call 2 Countersigned offer
Line 4 terminals | Werk Ost | 10400 | Terminals | q45 | | task -4 Legal redlines back
Till swap, 6 shops | Il Mercato | 8900 | Kiosks | q25 | quiet 4 |
Ward carts | Sjöglimt Vård | 21500 | Tablets | n32 | prob 65 | meeting 0 09:45 Order form, line by line
Scanner service plan | Hafen Nord | 6800 | Service | q60 | | call 8 Confirm the start date
Freezer alarms ×9 | Kilcarra Foods | 13200 | Sensors | -9 | pushed 2 | email 1 Revised delivery date
Cross-dock pilot | Brünnl Spedition | 18700 | Handhelds | n11 | quiet 12 |
US returns desk | Harrow Pine Supply | 26000 | Portal | n20 | USD | call 4 17:00 Tax form and PO number
""",
}

_WON = """
Dock door sensors | Hafen Nord | 18400 | Sensors
Support plan, year 2 | Café Aroma | 3900 | Service
Handhelds, late shift | Quai Vert | 14200 | Handhelds
Night ward tablets | Pennywell Clinics | 31500 | Tablets
Label printers | Maison Orlane | 9800 | Printers
Rack move | Polderhost | 22600 | Hosting
Depot cameras | Bianchi Trasporti | 11700 | Cameras
Ice store loggers | Ørnesund Fisk | 19200 | Sensors
Self checkout pilot | Tölgyes Áruház | 16800 | Kiosks
Site tablets ×30 | Tiefbau Krüger | 24300 | Tablets
Gate terminals | Werk Ost | 13600 | Terminals
Spare scanners | Nordwind Logistik | 5400 | Handhelds
Counter printers | Alpsee Apotheken | 8700 | Printers
Reader upgrade | Grünstein Klinik | 27900 | Terminals
"""
"""This quarter's, in the order they were won; how many of them depends on how far the quarter is."""

NOTES = {
    "Clinic chain, 12 sites": """\
## Where we stand
- Offer 3 is out: 12 sites, 140 tablets, **three years**
- Paola wants it, Guido signs, Elsa asks for 4% more
- Start with *Monza* and *Lodi*, the rest by site

Do not mention the pilot price again.""",
    "Data centre phase 2": """\
- Phase 1 went live on time, Beat says so to everyone
- Legal wants liability capped at one year's fee
- Corinne signs up to 50k without the board""",
    "Warehouse rollout": """\
## Plan
1. Hall A, 20 handhelds
2. Halls B and C after four weeks
3. Old scanners back for €35 each

They compare with their own app. It has **no offline mode**.""",
    "Fleet renewal": "The old contract runs out. They renew or they tender; Anke prefers to renew.",
    "Cold chain sensors": "- 48 rooms, two doors each\n- Next audit needs the *temperature report*",
    "Press line sensors": "玲奈さん is the champion. Mails in Japanese get answered the same day.",
    "Stock app": "Third close date. Dario holds the money back until the till project is through.",
    "Returns portal": "Lost once, to their own build. The build is late; Sandra called us.",
}
"""What the rep wrote on deals, in Markdown."""

MAILS = {
    "Send dock plan": """\
Hi {first},

here is the dock plan with the eight scanners marked, as promised. Gates 3 and 4 share one, which saves you a licence.

Shall we walk it together on your next quiet morning?

Best regards
Robin""",
    "References they asked for": """\
Hi {first},

two customers run the same plan and are glad to take your call: Nordwind (fleet, 60 devices) and Hexa (data centre).

Who should I tell them will ring?

Best regards
Robin""",
}
"""What planned e-mails say, by their subjects: they go out with the next round of mails that are written and due."""


@dataclass(frozen=True)
class NextStep:
    """A planned activity, due in so many working days; below 0 it is overdue."""

    kind: str
    days: int
    at: time | None
    subject: str


@dataclass(frozen=True)
class Told:
    """One deal as told: ``amount`` in whole units; ``close``, ``mark`` and its ``value`` as the table has them."""

    title: str
    company: str
    amount: int | None
    product: str
    stage: int
    close: str = ""
    mark: str = ""
    value: str = ""
    next_step: NextStep | None = None


_STEP = re.compile(r"(\w+) (-?\d+) (?:(\d\d):(\d\d) )?(.+)")


def open_deals() -> Iterator[Told]:
    """The leads and open deals."""
    for stage, table in _OPEN.items():
        for title, company, amount, product, close, mark, step in _cells(table):
            name, _, value = mark.partition(" ")
            whole = int(amount) if amount else None
            yield Told(title, company, whole, product, stage, close, name, value, _step(step))


def recent_wins() -> Iterator[Told]:
    """What can have been won this quarter."""
    for title, company, amount, product in _cells(_WON):
        yield Told(title, company, int(amount), product, NEGOTIATION)


def _cells(table: str) -> Iterator[list[str]]:
    for line in table.strip().splitlines():
        yield [cell.strip() for cell in line.split("|")]


def _step(text: str) -> NextStep | None:
    found = _STEP.fullmatch(text)
    if found is None:
        return None
    kind, days, hour, minute, subject = found.groups()
    return NextStep(kind, int(days), time(int(hour), int(minute)) if hour else None, subject)
