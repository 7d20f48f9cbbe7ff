"""Whether what is kept beside something is what follows from it: folded names, and amounts in the base currency."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import NamedTuple

from pipetui.reading.pipelines import read_rates
from pipetui.values.text import count, fold
from pipetui.views.checkup import Checked
from pipetui.views.rates import Rates, converted, in_base

NAMED = ("company", "contact", "tag", "rule", "saved_view", "scenario")
"""Tables with a ``name``, and that name ``folded`` beside it."""


class Worth(NamedTuple):
    """What a deal is to be worth: ``base_amount`` in minor units, and the rate it took, as text."""

    deal_id: int
    base_amount: int | None
    rate: str | None


def names(rows: sqlite3.Connection) -> Checked:
    """Whether what is looked for is found by its name."""
    wrong = list(names_apart(rows))
    if not wrong:
        return Checked("names", "ok", "everything is found by its name")
    tables = ", ".join(sorted({table for table, _, _ in wrong}))
    said = f"{count(len(wrong), 'name')} of {tables} can't be found by it"
    return Checked("names", "wrong", said, "pipetui doctor --fix sees to it.", mends=True)


def names_apart(rows: sqlite3.Connection) -> Iterator[tuple[str, int, str]]:
    """The rows whose folded name is not that of their name: the table, the number, and what it is to be."""
    for table in NAMED:
        for number, name, folded in rows.execute(f"SELECT id, name, folded FROM {table}"):
            if fold(name) != folded:
                yield table, number, fold(name)


def amounts(rows: sqlite3.Connection, today: date) -> Checked:
    """Whether what deals are worth in the pipeline's currency follows from their amount and rate."""
    wrong = list(worths_apart(rows, today))
    if not wrong:
        return Checked("amounts", "ok", "every total rests on what its deals say")
    said = f"{count(len(wrong), 'deal')} counted with another amount than they have"
    return Checked("amounts", "wrong", said, "pipetui doctor --fix counts them anew.", mends=True)


def worths_apart(rows: sqlite3.Connection, today: date) -> Iterator[Worth]:
    """The deals whose worth is not what it is to be."""
    rates = read_rates(rows, today)
    found = rows.execute(
        "SELECT deal.id, amount, deal.currency, pipeline.currency, base_amount, rate, status FROM deal"
        " JOIN pipeline ON pipeline.id = deal.pipeline_id"
        " WHERE deal.currency <> pipeline.currency OR base_amount IS NOT amount"
    )
    for number, amount, currency, base, worth, rate, status in found.fetchall():
        to_be = _worth(rates, number, amount, currency, base, rate, status)
        if (to_be.base_amount, to_be.rate) != (worth, rate):
            yield to_be


def _worth(
    rates: Rates, number: int, amount: int | None, currency: str, base: str, rate: str | None, status: str
) -> Worth:
    """What a deal is to be worth: at the rate that is kept with it; an open one without any at today's."""
    if amount is None:
        return Worth(number, None, rate)
    if currency == base:
        return Worth(number, amount, None)
    kept = _number(rate)
    if kept is not None:
        return Worth(number, converted(amount, currency, base, kept), rate)
    if status != "open":
        return Worth(number, None, None)
    worth, taken = in_base(rates, amount, currency, base)
    return Worth(number, worth, None if taken is None else str(taken))


def _number(rate: str | None) -> Decimal | None:
    try:
        found = None if rate is None else Decimal(rate)
    except InvalidOperation:
        return None
    return found if found is not None and found.is_finite() and found > 0 else None


def statuses(rows: sqlite3.Connection) -> Checked:
    """Whether every deal is in a stage of its pipeline, and has a day it closed on if and only if it is closed."""
    astray = rows.execute(
        "SELECT count(*) FROM deal JOIN stage ON stage.id = deal.stage_id WHERE stage.pipeline_id <> deal.pipeline_id"
    ).fetchone()[0]
    undated, odd = rows.execute(
        "SELECT count(*) FILTER (WHERE (status = 'open') = (closed_on IS NOT NULL)),"
        " count(*) FILTER (WHERE status NOT IN ('open', 'won', 'lost')) FROM deal"
    ).fetchone()
    told = [
        (astray, f"{count(astray, 'deal')} in a stage of another pipeline"),
        (undated, f"{count(undated, 'deal')} closed without a day, or open with one"),
        (odd, f"{count(odd, 'deal')} neither open nor won nor lost"),
    ]
    wrong = [said for number, said in told if number]
    if not wrong:
        return Checked("deals", "ok", "every deal is in a stage of its pipeline, and closed with a day")
    return Checked("deals", "wrong", "; ".join(wrong), "Open them and set the stage or the state anew.")
