"""What periods side by side are worked out from, as the file has it."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Sequence
from datetime import date, timedelta

from pipetui.reading.figures import target_for, win_rate
from pipetui.values.money import weighted
from pipetui.values.periods import Period
from pipetui.views.card import Card
from pipetui.views.forecast import OpenSum
from pipetui.views.prospect import Basis, Brought
from pipetui.views.stage import Pipeline


def brought(rows: sqlite3.Connection, pipeline_id: int, first: date, last: date) -> list[Brought]:
    """A pipeline's deals won from one day to another, as far as totals need them."""
    found = rows.execute(
        "SELECT closed_on, coalesce(base_amount, 0), stage_id, source, owner FROM deal"
        " WHERE pipeline_id = ? AND status = 'won' AND status <> 'open' AND closed_on BETWEEN ? AND ?",
        (pipeline_id, first.isoformat(), last.isoformat()),
    )
    return [Brought(date.fromisoformat(day), *rest) for day, *rest in found]


_OPEN = """
SELECT deal.stage_id, coalesce(deal.category, stage.category), expected_close, coalesce(base_amount, 0),
    coalesce(deal.probability, stage.probability)
FROM deal JOIN stage ON stage.id = deal.stage_id WHERE deal.pipeline_id = ? AND deal.status = 'open'
"""


def open_sums(rows: sqlite3.Connection, pipeline_id: int) -> list[OpenSum]:
    """A pipeline's open deals, added up by what a forecast tells apart: no card is made for it."""
    sums: dict[tuple[int, str, str | None], list[int]] = {}
    for stage, category, close, amount, probability in rows.execute(_OPEN, (pipeline_id,)):
        sum_here = sums.setdefault((stage, category, close), [0, 0])
        sum_here[0] += amount
        sum_here[1] += weighted(amount, probability)
    return [
        OpenSum(stage, category, None if close is None else date.fromisoformat(close), amount, after)
        for (stage, category, close), (amount, after) in sums.items()
    ]


def read_prospect(
    rows: sqlite3.Connection,
    pipeline: Pipeline,
    periods: Sequence[Period],
    today: date,
    cards: Sequence[Card],
) -> Basis:
    """What periods are worked out from; ``cards`` are the pipeline's open deals. Reaches back a year before them."""
    first = min(period.start for period in periods) - timedelta(days=366)
    told = {period: target_for(rows, pipeline.id, period) for period in periods}
    owners = rows.execute("SELECT DISTINCT owner FROM target WHERE pipeline_id = ? AND owner <> ''", (pipeline.id,))
    of_owners = {
        (period, owner): amount
        for (owner,) in owners.fetchall()
        for period in periods
        if (amount := target_for(rows, pipeline.id, period, owner)) is not None
    }
    return Basis(
        pipeline=pipeline,
        today=today,
        cards=cards,
        of_owners=of_owners,
        brought=brought(rows, pipeline.id, first, max(period.end for period in periods)),
        targets={period: amount for period, amount in told.items() if amount is not None},
        win_rate=win_rate(rows, pipeline.id, today),
    )


def narrowed_prospect(pipeline: Pipeline, today: date, cards: Sequence[Card], won: Iterable[Card]) -> Basis:
    """The same of what a filter lets through: ``cards`` are open, ``won`` may be of any day. It has no target."""
    return Basis(
        pipeline=pipeline,
        today=today,
        cards=cards,
        brought=[
            Brought(card.closed_on, card.base_amount or 0, card.stage_id, card.source, card.owner)
            for card in won
            if card.closed_on is not None and card.pipeline_id == pipeline.id
        ],
        targets={},
        win_rate=None,
        is_narrowed=True,
    )
