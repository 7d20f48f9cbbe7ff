"""Pipelines with their stages, reasons, and choices kept in the file."""

from __future__ import annotations

import sqlite3
from datetime import date
from decimal import Decimal

from pipetui.values.habits import habits
from pipetui.views.rates import Rates
from pipetui.views.stage import Pipeline, Stage


def read_pipelines(rows: sqlite3.Connection, today: date | None = None) -> tuple[Pipeline, ...]:
    """All pipelines with their stages, in order, and the exchange rates of a day where one is named."""
    rates = {} if today is None else read_rates(rows, today)
    stages: dict[int, list[Stage]] = {}
    for row in rows.execute(
        "SELECT id, pipeline_id, name, position, phase, probability, rotting_days, category"
        " FROM stage ORDER BY pipeline_id, position, id"
    ):
        stages.setdefault(row[1], []).append(Stage._make(row))
    return tuple(
        Pipeline(number, name, currency, tuple(stages.get(number, ())), rates, bool(may_go_back), bool(may_skip))
        for number, name, currency, may_go_back, may_skip in rows.execute(
            "SELECT id, name, currency, may_go_back, may_skip FROM pipeline ORDER BY position, id"
        )
    )


def read_rates(rows: sqlite3.Connection, day: date) -> Rates:
    """The exchange rates of a day: of each pair of currencies the last one stored until then."""
    found = rows.execute(
        "SELECT currency, base, rate FROM exchange_rate WHERE day <= ? ORDER BY day", (day.isoformat(),)
    )
    return {(currency, base): Decimal(rate) for currency, base, rate in found}


def read_reasons(rows: sqlite3.Connection, outcome: str) -> tuple[str, ...]:
    """The reasons deals are ``won`` or ``lost`` for, in the rep's order."""
    found = rows.execute("SELECT name FROM reason WHERE outcome = ? ORDER BY position, id", (outcome,))
    return tuple(name for (name,) in found)


def read_fiscal_start(rows: sqlite3.Connection) -> int:
    """The month a year begins in: the file's, else the rep's habit."""
    return int(read_setting(rows, "fiscal_start", str(habits().fiscal_start)))


def read_setting(rows: sqlite3.Connection, name: str, default: str = "") -> str:
    """The value kept under a name."""
    found = rows.execute("SELECT value FROM setting WHERE name = ?", (name,)).fetchone()
    return default if found is None else str(found[0])
