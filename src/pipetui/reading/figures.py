"""Sums the file works out by itself: what was won and lost, targets, the win rate, what was finished today."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable
from datetime import date, datetime, timedelta

from pipetui.values.clock import local_moment, stored_moment
from pipetui.values.periods import Period
from pipetui.views.card import Card
from pipetui.views.forecast import Counted, Forecast
from pipetui.views.stage import Pipeline
from pipetui.views.sums import Sums


def closed_sums(rows: sqlite3.Connection, pipeline_id: int, period: Period) -> dict[str, Sums]:
    """How many deals were ``won`` and ``lost`` in a period, and how much, without reading them."""
    found = rows.execute(
        "SELECT status, count(*), coalesce(sum(base_amount), 0) FROM deal"
        " WHERE pipeline_id = ? AND status IN ('won', 'lost') AND status <> 'open' AND closed_on BETWEEN ? AND ?"
        " GROUP BY status",
        (pipeline_id, period.start.isoformat(), period.end.isoformat()),
    )
    return {status: Sums(number, amount) for status, number, amount in found}


def target_for(rows: sqlite3.Connection, pipeline_id: int, period: Period, owner: str = "") -> int | None:
    """The target of exactly that period; else the sum of those of its parts, where they fill it without a gap.

    Of an owner; "" for the whole pipeline's.
    """
    parts = rows.execute(
        "SELECT starts, ends, amount FROM target"
        " WHERE pipeline_id = ? AND owner = ? AND starts >= ? AND ends <= ? ORDER BY starts, ends DESC",
        (pipeline_id, owner, period.start.isoformat(), period.end.isoformat()),
    )
    total, due = 0, period.start
    for starts, ends, amount in parts:
        if date.fromisoformat(starts) == due:
            total += amount
            due = date.fromisoformat(ends) + timedelta(days=1)
    return total if due > period.end else None


def win_rate(rows: sqlite3.Connection, pipeline_id: int, today: date) -> float | None:
    """Won / (won + lost), by count, of the deals closed in the year before; None where none was."""
    found = rows.execute(
        "SELECT status, count(*) FROM deal"
        " WHERE pipeline_id = ? AND status IN ('won', 'lost') AND status <> 'open' AND closed_on BETWEEN ? AND ?"
        " GROUP BY status",
        (pipeline_id, (today - timedelta(days=365)).isoformat(), today.isoformat()),
    )
    counts = dict(found.fetchall())
    closed = sum(counts.values())
    return counts.get("won", 0) / closed if closed else None


def finished_on(rows: sqlite3.Connection, day: date) -> int:
    """How many planned activities were finished on a local day."""
    starts = local_moment(day, datetime.min.time())
    ends = local_moment(day + timedelta(days=1), datetime.min.time())
    found = rows.execute(
        "SELECT count(*) FROM activity"
        " WHERE done_at IS NOT NULL AND due_on IS NOT NULL AND done_at >= ? AND done_at < ?",
        (stored_moment(starts), stored_moment(ends)),
    )
    return int(found.fetchone()[0])


def amount_of(rows: sqlite3.Connection, deals: Iterable[int]) -> int:
    """What deals, by number, come to in minor units of their pipelines' currency."""
    among = "SELECT coalesce(sum(base_amount), 0) FROM deal WHERE id IN (SELECT value FROM json_each(?))"
    return int(rows.execute(among, (json.dumps(list(deals)),)).fetchone()[0])


def narrowed(pipeline: Pipeline, period: Period, today: date, cards: Iterable[Card]) -> Forecast:
    """The running figures of some of a pipeline's deals, closed ones too. The target is of all, so they have none."""
    figures = Forecast(period, today, pipeline.currency, {stage.id: stage for stage in pipeline.stages})
    figures.count(cards)
    figures.is_narrowed = True
    return figures


def forecast(
    rows: sqlite3.Connection, pipeline: Pipeline, period: Period, today: date, cards: Iterable[Counted]
) -> Forecast:
    """The running figures of a period; ``cards`` are the pipeline's open deals."""
    figures = Forecast(period, today, pipeline.currency, {stage.id: stage for stage in pipeline.stages})
    figures.count(cards)
    figures.won = closed_sums(rows, pipeline.id, period).get("won", Sums()).amount
    figures.target = target_for(rows, pipeline.id, period)
    figures.win_rate = win_rate(rows, pipeline.id, today)
    return figures
