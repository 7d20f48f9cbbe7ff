"""The odds of a pipeline's open deals, learned from what the file knows of its past."""

from __future__ import annotations

import sqlite3
from collections import Counter
from datetime import date
from typing import TYPE_CHECKING

from pipetui.reading.cards import read_cards
from pipetui.reading.figures import forecast, narrowed
from pipetui.reading.filtering import read_matching
from pipetui.reading.pipelines import read_fiscal_start
from pipetui.values.filter_fields import STATUSES
from pipetui.values.periods import Period
from pipetui.values.query import Filter
from pipetui.views.forecast import Forecast
from pipetui.views.stage import Pipeline

if TYPE_CHECKING:
    from pipetui.views.odds import Odds, Outlook

_OPEN_STAGES = "SELECT stage_id FROM deal WHERE pipeline_id = ? AND status = 'open'"


def read_odds(rows: sqlite3.Connection, pipeline: Pipeline, today: date) -> Odds:
    """The chances as known on the morning of a day; half a second at 50,000 deals."""
    from pipetui.reading.history import read_history
    from pipetui.views.odds import learn

    history = read_history(rows, pipeline, today)
    fiscal_start = read_fiscal_start(rows)
    mix = Counter(stage_id for (stage_id,) in rows.execute(_OPEN_STAGES, (pipeline.id,)))
    return learn(history, fiscal_start, mix)


def read_outlook(
    rows: sqlite3.Connection, pipeline: Pipeline, period: Period, today: date, wanted: Filter | None = None
) -> tuple[Forecast, Outlook]:
    """The figures of a period and what it will probably bring; of what a filter lets through, without new business."""
    odds = read_odds(rows, pipeline, today)
    if wanted is None:
        cards = read_cards(rows, "deal.pipeline_id = ? AND deal.status = 'open'", (pipeline.id,))
        view = forecast(rows, pipeline, period, today, cards)
    else:
        matching = [card for card in read_matching(rows, wanted, today, STATUSES) if card.pipeline_id == pipeline.id]
        view = narrowed(pipeline, period, today, matching)
        cards = [card for card in matching if card.is_open]
    told = odds.outlook(cards, period, view.won, with_new=wanted is None)
    view.take_expected(odds, told.expected)
    return view, told
