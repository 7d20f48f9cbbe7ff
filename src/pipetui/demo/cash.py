"""What came in and went out in the demo: plans of payments, some of them late, and what a small business pays."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta
from random import Random
from typing import Any

from pipetui.demo.days import Days
from pipetui.demo.process import stored
from pipetui.store import Writing
from pipetui.values.terms import due_after, months_later, parse_terms
from pipetui.views.cash import Account, planned_by

OPENING, MONTHS_BACK = 2_460_000, 3
"""What there was (cents) on the morning of the first of a month, and how many months ago that was."""

_PLANS = ((25_000_00, "30/40/30"), (12_000_00, "30/70"), (7_000_00, "50% on signing, 50% in 45d"), (0, "net 30"))
"""Terms by the least amount (cents) of the deals they are for."""

_OPEN_PLANS = {
    "Clinic chain, 12 sites": "30/40/30",
    "Data centre phase 2": "12 x monthly",
    "Warehouse rollout": "40% on signing, 60% in 60d",
    "Fleet tablets": "50/50",
}
_MONTHLY = (
    ("rent", "office, two rooms", 1_150_00, 1),
    ("subscription", "phones and software", 236_00, 12),
    ("other", "van, leased", 489_00, 20),
    ("other", "salaries", 21_400_00, 27),
)
"""What goes out each month: kind, label, cents, day."""

_HARDWARE = {
    "Handhelds": 46,
    "Tablets": 44,
    "Printers": 38,
    "Kiosks": 41,
    "Terminals": 43,
    "Sensors": 35,
    "Cameras": 39,
}
"""What goods cost, in percent of the deal."""

_TRIPS = ("train to the customer", "two nights", "flight and hotel", "mileage")
_PAYMENT = (
    *("deal_id", "position", "label", "amount", "currency", "base_amount", "rate", "due_on", "after_months"),
    *("after_days", "paid_on"),
)
_EXPENSE = (
    *("pipeline_id", "deal_id", "kind", "label", "amount", "currency", "base_amount", "due_on", "paid_on", "rrule"),
    "rrule_start",
)


def tell(writing: Writing, days: Days) -> None:
    """Writes it all as one entry of history, at the end of the last working day."""
    run = writing.connection.exec_driver_sql
    at = datetime.fromisoformat(run("SELECT max(at) FROM change_set").scalar_one()) + timedelta(minutes=2)
    run("INSERT INTO change_set (at, label) VALUES (?, ?)", (stored(at), "Payments and expenses taken over"))
    pipeline, currency = run("SELECT id, currency FROM pipeline").one()
    since = months_later(days.today.replace(day=1), -MONTHS_BACK)
    columns = ("pipeline_id", "opening", "opened_on", "terms")
    writing.insert("cash_book", columns, [(pipeline, OPENING, since.isoformat(), "net 30")])
    deals = run(
        "SELECT id, title, status, closed_on, expected_close, amount, currency, base_amount, rate, product FROM deal"
        " WHERE amount IS NOT NULL AND (status = 'won' AND closed_on >= ? OR status = 'open') ORDER BY id",
        (since.isoformat(),),
    ).mappings()
    payments: list[tuple[Any, ...]] = []
    expenses: list[tuple[Any, ...]] = list(_of_none(days.today, since, pipeline, currency))
    for row in deals:
        deal: dict[str, Any] = {**row}
        random = Random(f"cash {deal['title']}")
        if deal["status"] == "won":
            payments += _won(deal, random, days.today)
            expenses += _costs(deal, random, days.today, pipeline, currency)
        elif deal["title"] in _OPEN_PLANS:
            payments += _rows(deal, _OPEN_PLANS[deal["title"]], days.today, {})
    writing.insert("payment", _PAYMENT, payments)
    writing.insert("expense", _EXPENSE, expenses)


def _won(deal: Mapping[str, Any], random: Random, today: date) -> list[tuple[Any, ...]]:
    """A won deal's payments: due ones are received, some late, and of the latest some are not yet."""
    said = next(terms for least, terms in _PLANS if deal["amount"] >= least)
    closed = date.fromisoformat(deal["closed_on"])
    paid: dict[int, date] = {}
    for place, each in enumerate(parse_terms(said, today, deal["currency"]).parts):
        due = due_after(None, closed, each.months, each.days)
        assert due is not None
        came = due + timedelta(days=random.choice((-2, -1, 0, 0, 1, 2, 4, 9)))
        is_late = (today - due).days < 40 and random.random() < 0.3
        if came <= today and not is_late and len(paid) == place:
            paid[place] = max(came, closed)
    return _rows(deal, said, today, paid)


def _rows(deal: Mapping[str, Any], said: str, today: date, paid: Mapping[int, date]) -> list[tuple[Any, ...]]:
    close = deal["closed_on"] or deal["expected_close"]
    account = Account(
        deal["id"],
        deal["title"],
        None,
        deal["status"],
        date.fromisoformat(close) if close else None,
        None,
        deal["amount"],
        deal["currency"],
        deal["base_amount"],
        0,
    )
    return [
        (
            *(deal["id"], each.place, each.label, each.amount, each.currency, each.base, deal["rate"], None),
            *(each.months, each.days, paid[each.place].isoformat() if each.place in paid else None),
        )
        for each in planned_by(account, parse_terms(said, today, deal["currency"]))
    ]


def _costs(
    deal: Mapping[str, Any], random: Random, today: date, pipeline: int, currency: str
) -> Iterator[tuple[Any, ...]]:
    """What a won deal costs: its goods ten days after, a trip before, and a tenth to who brought it, of some."""
    closed = date.fromisoformat(deal["closed_on"])
    costs: list[tuple[str, str, int, date]] = []
    if (share := _HARDWARE.get(deal["product"])) is not None:
        goods = deal["base_amount"] * share // 10_000 * 100
        costs.append(("goods", f"{deal['product'].lower()} ordered", goods, closed + timedelta(days=10)))
    if random.random() < 0.6:
        trip = random.choice(_TRIPS)
        costs.append(
            ("travel", trip, random.randrange(6_000, 78_000, 50), closed - timedelta(days=random.randint(3, 9)))
        )
    if random.random() < 0.25:
        commission = deal["base_amount"] // 1_000 * 100
        costs.append(("commission", "partner, 10%", commission, months_later(closed.replace(day=15), 1)))
    for kind, label, amount, due in costs:
        paid = due.isoformat() if due < today else None
        yield (pipeline, deal["id"], kind, label, amount, currency, amount, due.isoformat(), paid, None, None)


def _of_none(today: date, since: date, pipeline: int, currency: str) -> Iterator[tuple[Any, ...]]:
    """What goes out each month, paid until today, and the tax of each quarter."""
    for kind, label, amount, day in _MONTHLY:
        first, due = since.replace(day=day), since.replace(day=day)
        money: Sequence[Any] = (pipeline, None, kind, label, amount, currency, amount)
        while due < today:
            yield (*money, due.isoformat(), due.isoformat(), None, None)
            due = months_later(due, 1)
        yield (*money, due.isoformat(), None, f"FREQ=MONTHLY;BYMONTHDAY={day}", first.isoformat())
    due = since.replace(day=10)
    while due <= months_later(today, 6):
        if due.month % 3 == 2:
            amount, paid = 12_800_00, due.isoformat() if due < today else None
            yield (pipeline, None, "tax", "prepaid tax", amount, currency, amount, due.isoformat(), paid, None, None)
        due = months_later(due, 1)
