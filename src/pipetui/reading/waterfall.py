"""How deals and stages stood on a past day, from the change log, beside how they stand."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, NamedTuple

from pipetui.values.clock import local_moment, stored_moment
from pipetui.values.periods import Period
from pipetui.views.stage import Pipeline
from pipetui.views.waterfall import Stand, Waterfall, waterfall

_FIRST_SINCE = """
SELECT change.row_id, change.before
FROM (
    SELECT min(change.id) AS id FROM change JOIN change_set ON change_set.id = change.set_id
    WHERE change.table_name = ? AND change_set.at >= ? GROUP BY change.row_id
) AS first JOIN change ON change.id = first.id
"""

_NOW = """
SELECT id, pipeline_id, stage_id, status, amount, base_amount, probability, category, expected_close, closed_on
FROM deal WHERE pipeline_id = :pipeline AND (
    (status = 'open' AND expected_close BETWEEN :first AND :last)
    OR (status = 'won' AND closed_on BETWEEN :first AND :last)
    OR id IN (SELECT value FROM json_each(:changed))
)
"""


class _Counts(NamedTuple):
    """What a stage makes of its deals in the forecast."""

    probability: float
    category: str
    is_lead: bool


def read_waterfall(rows: sqlite3.Connection, pipeline: Pipeline, period: Period, since: date, today: date) -> Waterfall:
    """What changed in a period's forecast since the morning of a day.

    Deals and stages are as the change log has them on that day.
    """
    morning = stored_moment(local_moment(since, datetime.min.time()))
    before = _before(rows, "deal", morning)
    asked = {
        "pipeline": pipeline.id,
        "first": period.start.isoformat(),
        "last": period.end.isoformat(),
        "changed": json.dumps(list(before)),
    }
    cursor = rows.execute(_NOW, asked)
    names = [column[0] for column in cursor.description]
    now = {row[0]: dict(zip(names, row, strict=True)) for row in cursor}
    stages = {stage.id: _Counts(stage.probability, stage.category, stage.is_lead) for stage in pipeline.stages}
    stages_then = stages | {
        number: _Counts(told["probability"], told["category"], told["phase"] == "lead")
        for number, told in _before(rows, "stage", morning).items()
        if told is not None
    }
    deals = []
    for number in {**now, **before}:
        is_now = now.get(number)
        was = before.get(number, is_now)
        deals.append((_stand(was, pipeline, stages_then), _stand(is_now, pipeline, stages)))
    return waterfall(deals, period, since, today)


def _before(rows: sqlite3.Connection, table: str, morning: str) -> dict[int, Mapping[str, Any] | None]:
    """What changed of a table since a moment, as it was then; None for what was not there."""
    found = rows.execute(_FIRST_SINCE, (table, morning))
    return {number: None if told is None else json.loads(told) for number, told in found}


def _stand(told: Mapping[str, Any] | None, pipeline: Pipeline, stages: Mapping[int, _Counts]) -> Stand | None:
    """A deal's row as a stand; None where there was none, it was in another pipeline, or it is still a lead."""
    if told is None or told["pipeline_id"] != pipeline.id:
        return None
    stage = stages.get(told["stage_id"])
    if told["status"] == "open" and (stage is None or stage.is_lead):
        return None
    probability = told["probability"]
    if probability is None:
        probability = stage.probability if stage else 0.0
    category = told["category"] or (stage.category if stage else "omitted")
    return Stand(
        status=told["status"],
        amount=told["amount"],
        base_amount=told["base_amount"],
        probability=float(probability),
        close=_day(told["expected_close"]),
        closed_on=_day(told["closed_on"]),
        counted=category != "omitted",
    )


def _day(text: str | None) -> date | None:
    return None if text is None else date.fromisoformat(text[:10])
