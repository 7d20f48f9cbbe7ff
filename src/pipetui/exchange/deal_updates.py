"""What a file changes in deals that are there: only what it says, and only what it says anew."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from functools import lru_cache
from typing import Any

from pipetui.exchange.deal_plan import DealPlan
from pipetui.exchange.known import Known
from pipetui.exchange.rows import Rows
from pipetui.exchange.said import news, said_before
from pipetui.sales.editing import is_push
from pipetui.values.clock import to_local

_COLUMNS = (
    *("pipeline_id", "stage_id", "title", "company_id", "owner", "product", "source", "campaign", "amount", "currency"),
    *("probability", "category", "expected_close", "status", "closed_on", "reason_id"),
    *("created_at", "stage_since", "touched_at", "pushes", "notes"),
)
_PLAIN = {
    # field of the file: column of the deal
    "company": "company_id",
    "owner": "owner",
    "product": "product",
    "source": "source",
    "campaign": "campaign",
    "expected_close": "expected_close",
    "notes": "notes",
    "created": "created_at",
    "stage_since": "stage_since",
    "own_title": "title",
    "told_closed_on": "closed_on",
    "why": "reason_id",
}
_DAYS = frozenset({"created_at", "stage_since"})
_OUTCOME = frozenset({"status", "stage", "is_won", "is_lost", "is_closed", "active"})


@dataclass(slots=True)
class DealUpdate:
    """A deal's number, its columns with their new values, and the stage it goes from where it goes to another."""

    number: int
    values: dict[str, Any] = field(default_factory=dict)
    moved_from: int | None = None


def plan_updates(plan: DealPlan, rows: Rows, known: Known, mapped: frozenset[str]) -> list[DealUpdate]:
    """The changes to deals that are there; ``mapped`` are the fields the file has. An empty cell changes nothing.

    What the file said already when it was last imported is no news: the rep may have changed it since.
    """
    there = [(at, number) for at, number in enumerate(plan.number) if number is not None]
    if not there:
        return []
    before = known.records("deal", _COLUMNS, {number for _, number in there})
    chances = {rung.id: rung.probability for line in plan.pipelines for rung in line.rungs}
    speaks = [(column, rows.column(name)) for name, column in _PLAIN.items() if name in rows]
    tells_outcome = not _OUTCOME.isdisjoint(mapped)
    different: list[tuple[int, int, dict[str, Any]]] = []
    for at, number in there:
        was = before[number]
        told = {column: plan.deals[column][at] for column, values in speaks if values[at] is not None}
        if tells_outcome:
            told["status"] = plan.deals["status"][at]
            if rows.values["stage"][at] is not None:
                told["stage_id"] = plan.deals["stage_id"][at]
        _figures(told, plan, rows, at, chances.get(told.get("stage_id", was["stage_id"])))
        for column in _DAYS & told.keys():
            # A file that tells the day only does not change the hour.
            if _local_day(told[column]) == _local_day(was[column]):
                told[column] = was[column]
        if any(value != was[column] for column, value in told.items()):
            different.append((at, number, told))
    said = said_before(known, "deal", {number for _, number, _ in different})
    updates = []
    for at, number, told in different:
        fresh = news(told, before[number], said.get(number, {}))
        row = {column: values[at] for column, values in plan.deals.items()}
        update = _settled(number, fresh, row, before[number], known.now)
        if update is not None:
            updates.append(update)
    return updates


def _figures(told: dict[str, Any], plan: DealPlan, rows: Rows, at: int, chance: float | None) -> None:
    """Adds what the file says of amount, probability, category and touch."""
    deals = plan.deals
    if deals["amount"][at] is not None:
        told["amount"], told["currency"] = deals["amount"][at], deals["currency"][at]
    if deals["status"][at] == "open":
        value = rows.column("probability")[at]
        if value is not None:
            from_stage = rows.column("probability_source")[at] == "stage" or value == chance
            told["probability"] = None if from_stage else value
        if rows.column("category")[at] is not None:
            told["category"] = deals["category"][at]
    if rows.column("last_activity")[at] is not None or rows.column("modified")[at] is not None:
        told["touched_at"] = deals["touched_at"][at]


def _settled(
    number: int, fresh: dict[str, Any], row: Mapping[str, Any], was: Mapping[str, Any], now: str
) -> DealUpdate | None:
    """What is new with what follows from them, by the rules of a rep's own changes; None where there are none."""
    touched = fresh.pop("touched_at", None)
    values = dict(fresh)
    if values.get("status", was["status"]) == "open":
        values.pop("closed_on", None)
        values.pop("reason_id", None)
    if "status" in fresh:
        closed = fresh["status"] != "open"
        values["closed_on"] = row["closed_on"] if closed else None
        values["reason_id"] = row["reason_id"] if closed else None
    if "amount" in fresh or "currency" in fresh:
        values |= {name: row[name] for name in ("amount", "currency", "base_amount", "rate")}
    if "probability" in fresh:
        values["probability_source"] = "stage" if fresh["probability"] is None else "manual"
    if "expected_close" in fresh and is_push(_day(was["expected_close"]), _day(fresh["expected_close"])):
        values["pushes"] = was["pushes"] + 1
    moved_from = None
    if "stage_id" in fresh:
        moved_from = was["stage_id"]
        values["pipeline_id"] = row["pipeline_id"]
        values.setdefault("stage_since", now)
    if values and touched is None:
        touched = now
    if touched is not None and touched > was["touched_at"]:
        values["touched_at"] = touched
    return DealUpdate(number, values, moved_from) if values else None


@lru_cache(maxsize=65536)
def _local_day(moment: str) -> date:
    return to_local(datetime.fromisoformat(moment).replace(tzinfo=UTC)).date()


def _day(iso: str | None) -> date | None:
    return None if iso is None else date.fromisoformat(iso)
