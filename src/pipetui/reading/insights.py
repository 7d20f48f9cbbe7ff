"""What insights are worked out from: the pipeline's past, and whose each deal is, whence it came, why it ended."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from datetime import date, datetime
from functools import lru_cache
from typing import TYPE_CHECKING

from pipetui.reading.figures import closed_sums
from pipetui.reading.kept_past import past_of
from pipetui.reading.leads import ANSWERS
from pipetui.reading.outlook import read_kept
from pipetui.reading.pipelines import read_fiscal_start
from pipetui.values.clock import stored_day
from pipetui.values.periods import Kind, Period
from pipetui.views.insights.accuracy import Judged
from pipetui.views.insights.deals import Deals, Fact, as_columns
from pipetui.views.odds.history import NEVER
from pipetui.views.stage import Pipeline
from pipetui.views.sums import Sums

if TYPE_CHECKING:
    from pipetui.views.odds.backtest import Backtest

_FACTS = """
SELECT deal.id, deal.stage_id, deal.status, deal.created_at, deal.closed_on, deal.touched_at, deal.base_amount,
    deal.pushes, deal.owner, deal.source, deal.product, reason.name
FROM deal LEFT JOIN reason ON reason.id = deal.reason_id WHERE deal.pipeline_id = ? ORDER BY deal.id
"""
_WERE_LEADS = """
SELECT deal.id FROM deal WHERE deal.pipeline_id = ?1 AND deal.stage_id IN ({leads})
UNION SELECT deal_id FROM stage_move WHERE from_stage_id IN ({leads}) OR to_stage_id IN ({leads})
"""
_ANSWERS = f"""
SELECT deal_id, min(done_at) FROM activity
WHERE done_at IS NOT NULL AND kind IN ({", ".join(f"'{kind}'" for kind in ANSWERS)}) GROUP BY deal_id
"""

EARLY = 10
"""Days into a period up to which a kept forecast is taken for what was said at its beginning."""


def read_deals(rows: sqlite3.Connection, pipeline: Pipeline, today: date) -> Deals:
    """The deals of a pipeline with their past, by column."""
    past = past_of(rows, pipeline)
    return as_columns(pipeline, today, list(_facts(rows, pipeline)), past.lives, past.stays)


def _facts(rows: sqlite3.Connection, pipeline: Pipeline) -> Iterator[Fact]:
    leads = ", ".join(str(stage.id) for stage in pipeline.leads)
    were: set[int] = set()
    answers: dict[int, str] = {}
    if leads:
        were = {number for (number,) in rows.execute(_WERE_LEADS.format(leads=leads), (pipeline.id,))}
        answers = dict(rows.execute(_ANSWERS).fetchall())
    day = lru_cache(maxsize=4096)(lambda text: date.fromisoformat(text).toordinal())
    for number, stage, status, made, closed, touched, worth, pushes, owner, source, product, reason in rows.execute(
        _FACTS, (pipeline.id,)
    ):
        ended = NEVER
        if status != "open":
            ended = day(closed) if closed else stored_day(touched).toordinal()
        answered = answers.get(number) if number in were else None
        yield Fact(
            id=number,
            stage=stage,
            status=status,
            created=stored_day(made).toordinal(),
            closed=ended,
            worth=worth,
            pushes=pushes,
            owner=owner or "",
            source=source or "",
            product=product or "",
            reason=reason or "",
            was_lead=number in were,
            answered=None if answered is None else _seconds(made, answered),
        )


def _seconds(made: str, done: str) -> float:
    return max(0.0, (datetime.fromisoformat(done) - datetime.fromisoformat(made)).total_seconds())


def read_judged(
    rows: sqlite3.Connection,
    pipeline: Pipeline,
    kind: Kind,
    number: int,
    today: date,
    told: Callable[[float], None] | None = None,
) -> list[Judged]:
    """The last complete periods of a kind with what was forecast early in each, the earliest first.

    What was kept within the first days is taken; else it is replayed from the history, where that reaches so far.
    """
    from pipetui.views.odds.backtest import complete_periods

    periods = complete_periods(kind, today, read_fiscal_start(rows), number)
    kept = {period: said for period in periods if (said := _kept(rows, pipeline, period)) is not None}
    replayed: dict[Period, tuple[int, int]] = {}
    if len(kept) < len(periods):
        back = _replayed(rows, pipeline, [each for each in periods if each not in kept], today, told)
        replayed = {each.period: (each.expected, each.actual) for each in back.periods}
    judged = []
    for period in periods:
        if period in kept:
            actual = closed_sums(rows, pipeline.id, period).get("won", Sums()).amount
            judged.append(Judged(period, kept[period], actual, True))
        elif period in replayed:
            judged.append(Judged(period, *replayed[period], False))
    return judged


def _kept(rows: sqlite3.Connection, pipeline: Pipeline, period: Period) -> int | None:
    """The total that was forecast in a period's first days: its middle where it had a range, else won and weighted."""
    for each in read_kept(rows, pipeline, period):
        if period.start <= each.day and (each.day - period.start).days < EARLY:
            return each.won + each.weighted if each.p50 is None else each.p50
    return None


def _replayed(
    rows: sqlite3.Connection,
    pipeline: Pipeline,
    periods: list[Period],
    today: date,
    told: Callable[[float], None] | None,
) -> Backtest:
    from pipetui.reading.history import read_history
    from pipetui.views.odds.backtest import backtest

    history = read_history(rows, pipeline, today, whole=True)
    return backtest(history, periods, read_fiscal_start(rows), told)
