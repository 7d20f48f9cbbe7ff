"""Everything as a database of plain tables, for programs that analyse: names in place of numbers, money in major units.

It is a copy to be read, made anew each time: nothing written to it comes back.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

from pipetui.exchange.records import Record, Records, local_text
from pipetui.values.money import major

TABLES: Mapping[str, tuple[str, ...]] = {
    "deals": (
        *(
            "id INTEGER PRIMARY KEY",
            "title",
            "company",
            "contact",
            "owner",
            "pipeline",
            "stage",
            "stage_phase",
            "status",
        ),
        *(
            "amount REAL",
            "currency",
            "base_amount REAL",
            "base_currency",
            "probability REAL",
            "weighted REAL",
            "category",
        ),
        *(
            "expected_close DATE",
            "created DATE",
            "stage_since DATE",
            "closed DATE",
            "reason",
            "source",
            "campaign",
            "product",
        ),
        *("tags", "pushes INTEGER", "next_step", "next_step_due", "last_activity", "fields"),
    ),
    "companies": ("id INTEGER PRIMARY KEY", "name", "sector", "website", "phone", "city", "country"),
    "contacts": ("id INTEGER PRIMARY KEY", "name", "company", "email", "phone", "job"),
    "activities": (
        *("id INTEGER PRIMARY KEY", "deal_id INTEGER", "deal", "company", "contact", "kind", "subject", "note"),
        *("due", "done", "created"),
    ),
    "moves": ("deal_id INTEGER", "deal", "from_stage", "to_stage", "at"),
    "stages": ("pipeline", "position INTEGER", "name", "phase", "probability REAL", "rotting_days INTEGER", "category"),
    "forecasts": (
        *("pipeline", "starts DATE", "ends DATE", "day DATE", "currency", "won REAL", "commit_amount REAL"),
        *(
            "best_case REAL",
            "pipeline_amount REAL",
            "weighted REAL",
            "expected REAL",
            "p10 REAL",
            "p50 REAL",
            "p90 REAL",
        ),
    ),
    "targets": ("pipeline", "owner", "starts DATE", "ends DATE", "amount REAL", "currency"),
}
"""The tables, with their columns; those without a type hold text."""

_BASE = "SELECT id, base_amount, pushes FROM deal"
_MOVES = """
SELECT stage_move.deal_id, deal.title, came.name, went.name, stage_move.at
FROM stage_move JOIN deal ON deal.id = stage_move.deal_id
    JOIN stage AS came ON came.id = stage_move.from_stage_id JOIN stage AS went ON went.id = stage_move.to_stage_id
ORDER BY stage_move.at, stage_move.id
"""
_FORECASTS = """
SELECT pipeline.name, starts, ends, day, pipeline.currency, won, "commit", best_case, pipeline, weighted, expected, p10,
    p50, p90
FROM forecast_snapshot JOIN pipeline ON pipeline.id = forecast_snapshot.pipeline_id ORDER BY day, starts, ends
"""
_TARGETS = """
SELECT pipeline.name, owner, starts, ends, amount, pipeline.currency
FROM target JOIN pipeline ON pipeline.id = target.pipeline_id ORDER BY starts, ends, owner
"""


def write_database(records: Records, path: Path) -> None:
    """Writes all tables to a new file; raises sqlite3.Error or OSError where it can't."""
    with closing(sqlite3.connect(path)) as made, made:
        made.execute("PRAGMA journal_mode = OFF")
        for table, columns in TABLES.items():
            made.execute(f"CREATE TABLE {table} ({', '.join(columns)})")
            marks = ", ".join("?" * len(columns))
            made.executemany(f"INSERT INTO {table} VALUES ({marks})", _rows(table, records))
        made.execute("CREATE INDEX activities_of ON activities (deal_id)")
        made.execute("CREATE INDEX moves_of ON moves (deal_id)")


def _rows(table: str, records: Records) -> Iterator[Sequence[Any]]:
    rows = records.rows
    if table == "deals":
        base = {number: rest for number, *rest in rows.execute(_BASE)}
        for record in records.of("deals"):
            yield _picked("deals", _deal(record, *base[record["id"]]))
    elif table in ("companies", "contacts", "activities"):
        for record in records.of(table):
            yield _picked(table, record)
    elif table == "stages":
        for pipeline in records.of("pipelines"):
            for place, stage in enumerate(pipeline["stages"]):
                yield _picked("stages", {"pipeline": pipeline["name"], "position": place, **stage})
    elif table == "moves":
        wanted = records.deals_wanted()
        for deal_id, title, came, went, at in rows.execute(_MOVES):
            if wanted is None or deal_id in wanted:
                yield deal_id, title, came, went, local_text(at)
    elif table == "forecasts":
        for name, starts, ends, day, currency, *amounts in rows.execute(_FORECASTS):
            yield name, starts, ends, day, currency, *_majors(amounts, currency)
    else:
        for name, owner, starts, ends, amount, currency in rows.execute(_TARGETS):
            yield name, owner or None, starts, ends, major(amount, currency), currency


def _picked(table: str, record: Record) -> Sequence[Any]:
    """What a record says for each column of a table."""
    return [record.get(column.split(" ")[0]) for column in TABLES[table]]


def _deal(record: Record, base: int | None, pushes: int) -> Record:
    step = record["next_step"] or {}
    currency = record["pipeline_currency"]
    return {
        **record,
        "base_amount": None if base is None else major(base, currency),
        "base_currency": currency,
        "pushes": pushes,
        "tags": ", ".join(record["tags"]) or None,
        "next_step": step.get("subject"),
        "next_step_due": step.get("due"),
        "fields": json.dumps(record["fields"], ensure_ascii=False) if record["fields"] else None,
    }


def _majors(amounts: Iterable[int | None], currency: str) -> Iterator[float | None]:
    return (None if amount is None else major(amount, currency) for amount in amounts)
