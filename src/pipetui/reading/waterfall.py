"""How deals stood on a past day, from the change log, beside how they stand."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Any

from pipetui.values.clock import local_moment
from pipetui.values.periods import Period
from pipetui.views.stage import Pipeline
from pipetui.views.waterfall import Stand, Waterfall, waterfall

_FIRST_SINCE = """
SELECT change.row_id, change.before
FROM (
    SELECT min(change.id) AS id FROM change JOIN change_set ON change_set.id = change.set_id
    WHERE change.table_name = 'deal' AND change_set.at >= ? GROUP BY change.row_id
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


def read_waterfall(rows: sqlite3.Connection, pipeline: Pipeline, period: Period, since: date, today: date) -> Waterfall:
    """What changed in a period's forecast since the morning of a day.

    Deals are as the change log has them on that day; stages have the probabilities they have now.
    """
    morning = local_moment(since, datetime.min.time()).astimezone(UTC).strftime("%Y-%m-%d %H:%M:%S.%f")
    before = {
        number: None if told is None else json.loads(told) for number, told in rows.execute(_FIRST_SINCE, (morning,))
    }
    asked = {
        "pipeline": pipeline.id,
        "first": period.start.isoformat(),
        "last": period.end.isoformat(),
        "changed": json.dumps(list(before)),
    }
    cursor = rows.execute(_NOW, asked)
    names = [column[0] for column in cursor.description]
    now = {row[0]: dict(zip(names, row, strict=True)) for row in cursor}
    deals = []
    for number in {**now, **before}:
        is_now = now.get(number)
        was = before.get(number, is_now)
        deals.append((_stand(was, pipeline), _stand(is_now, pipeline)))
    return waterfall(deals, period, since, today)


def _stand(told: Mapping[str, Any] | None, pipeline: Pipeline) -> Stand | None:
    """A deal's row as a stand; None where there was none, or it was in another pipeline."""
    if told is None or told["pipeline_id"] != pipeline.id:
        return None
    stage = next((stage for stage in pipeline.stages if stage.id == told["stage_id"]), None)
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
        counted=category != "omitted" and stage is not None and not stage.is_lead,
    )


def _day(text: str | None) -> date | None:
    return None if text is None else date.fromisoformat(text[:10])
