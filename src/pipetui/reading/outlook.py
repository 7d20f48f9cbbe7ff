"""Scenarios, and forecasts as they were, as the file has them."""

from __future__ import annotations

import json
import sqlite3
from datetime import date

from pipetui.values.periods import Period
from pipetui.views.kept_forecast import KeptForecast
from pipetui.views.stage import Pipeline
from pipetui.views.suppose import Supposed

_KEPT = """
SELECT day, won, "commit", best_case, pipeline, weighted, expected, p10, p50, p90
FROM forecast_snapshot WHERE pipeline_id = ? AND starts = ? AND ends = ? ORDER BY day
"""


def read_scenarios(rows: sqlite3.Connection, pipeline: Pipeline) -> dict[str, list[Supposed]]:
    """What each scenario of a pipeline supposes, by its name, the oldest first."""
    found = rows.execute("SELECT name, supposed FROM scenario WHERE pipeline_id = ? ORDER BY id", (pipeline.id,))
    return {
        name: [
            Supposed(deal_id, what, None if day is None else date.fromisoformat(day), amount)
            for deal_id, what, day, amount in json.loads(told)
        ]
        for name, told in found
    }


def read_kept(rows: sqlite3.Connection, pipeline: Pipeline, period: Period) -> list[KeptForecast]:
    """A period's forecast on each day it was kept, the earliest first."""
    found = rows.execute(_KEPT, (pipeline.id, period.start.isoformat(), period.end.isoformat()))
    return [KeptForecast(date.fromisoformat(day), *rest) for day, *rest in found]


def is_kept(rows: sqlite3.Connection, pipeline: Pipeline, today: date) -> bool:
    """Whether the forecast of a day is kept already."""
    asked = "SELECT EXISTS (SELECT 1 FROM forecast_snapshot WHERE pipeline_id = ? AND day = ?)"
    return bool(rows.execute(asked, (pipeline.id, today.isoformat())).fetchone()[0])
