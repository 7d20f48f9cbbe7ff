"""The odds of a pipeline's open deals, learned from what the file knows of its past."""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Callable, Sequence
from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING

from pipetui.reading.cards import cards_by_id
from pipetui.reading.figures import forecast, narrowed
from pipetui.reading.filtering import read_matching
from pipetui.reading.morning import Morning
from pipetui.values.filter_fields import STATUSES
from pipetui.values.money import weighted
from pipetui.values.periods import Kind, Period
from pipetui.values.query import Filter
from pipetui.views.card import Card
from pipetui.views.forecast import Forecast
from pipetui.views.open_deal import OpenDeal
from pipetui.views.stage import Pipeline

if TYPE_CHECKING:
    from pipetui.views.odds import Odds, Outlook

_OPEN = """
SELECT deal.id, deal.stage_id, deal.amount, deal.currency, deal.base_amount,
    coalesce(deal.probability, stage.probability), deal.probability_source, coalesce(deal.category, stage.category),
    deal.product, deal.created_at, deal.stage_since, deal.expected_close, deal.base_amount
FROM deal JOIN stage ON stage.id = deal.stage_id
WHERE deal.pipeline_id = ? AND deal.status = 'open'
"""
_OPEN_STAGES = "SELECT stage_id FROM deal WHERE pipeline_id = ? AND status = 'open'"


def read_odds(rows: sqlite3.Connection, pipeline: Pipeline, today: date) -> Odds:
    """The chances as known on the morning of a day, with the history at hand; half a second at 50,000 deals."""
    morning = Morning(rows, pipeline, today)
    odds = morning.odds(_mix(rows, pipeline))
    assert odds.learned is morning.learned  # read now: later there is no connection to read it by
    morning.keep()
    return odds


def read_outlook(
    rows: sqlite3.Connection,
    morning: Morning,
    pipeline: Pipeline,
    period: Period,
    wanted: Filter | None = None,
    deciding: int = 0,
) -> tuple[Forecast, Outlook]:
    """The figures of a period and what it will probably bring; of what a filter lets through, without new business.

    Of the deals, only the ``deciding`` that swing it most are told.
    """
    odds, today = morning.odds(_mix(rows, pipeline)), morning.today
    deals: Sequence[Card | OpenDeal]
    if wanted is None:
        deals = _read_open(rows, pipeline.id)
        view = forecast(rows, pipeline, period, today, deals)
    else:
        matching = [card for card in read_matching(rows, wanted, today, STATUSES) if card.pipeline_id == pipeline.id]
        view = narrowed(pipeline, period, today, matching)
        deals = [card for card in matching if card.is_open]
    deals = [deal for deal in deals if odds.counts(deal)]
    foretold = odds.foretold(deals, period)
    told = odds.sums(deals, foretold, period, view.won, with_new=wanted is None)
    view.take_expected(odds, told.expected)
    most = sorted(zip((-foretold.swings).tolist(), (deal.id for deal in deals), strict=True))[:deciding]
    cards = cards_by_id(rows, [number for _, number in most])
    places = {deal.id: place for place, deal in enumerate(deals)} if most else {}
    chosen = [foretold.decider(places[number], cards[number]) for _, number in most]
    return view, told._replace(deals=tuple(each for each in chosen if each.chance > 0))


def morning_odds(rows: sqlite3.Connection, morning: Morning, pipeline: Pipeline) -> Odds:
    """The chances of a pipeline's open deals, by what is kept of this morning where it is."""
    return morning.odds(_mix(rows, pipeline))


def read_trust(morning: Morning, kind: Kind, number: int, told: Callable[[float], None] | None = None) -> str:
    """Which number to trust, by a look back on the last periods of a kind; ``told`` hears of the share done."""
    from pipetui.views.odds.backtest import backtest, complete_periods
    from pipetui.views.odds.trust import which_to_trust

    name = f"trust by {number} {kind}s"
    trust: str | None = morning.get(name)
    if trust is None:
        periods = complete_periods(kind, morning.today, morning.fiscal_start, number)
        trust = which_to_trust(backtest(morning.whole, periods, morning.fiscal_start, told))
        morning.put(name, trust)
    return trust


def _read_open(rows: sqlite3.Connection, pipeline_id: int) -> list[OpenDeal]:
    day = lru_cache(maxsize=4096)(date.fromisoformat)
    return [
        OpenDeal._make(
            (
                *row,
                None if close is None else day(close),
                None if amount is None else weighted(amount, row[5]),
                "open",
                None,
            )
        )
        for *row, close, amount in rows.execute(_OPEN, (pipeline_id,))
    ]


def _mix(rows: sqlite3.Connection, pipeline: Pipeline) -> Counter[int]:
    """How many open deals each stage has."""
    return Counter(stage_id for (stage_id,) in rows.execute(_OPEN_STAGES, (pipeline.id,)))
