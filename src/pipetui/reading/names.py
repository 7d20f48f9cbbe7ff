"""What a filter can ask for in a file: the names of its stages, tags, owners and the rest."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from functools import cache

from pipetui.reading.own import read_fields
from pipetui.reading.pipelines import read_fiscal_start, read_pipelines
from pipetui.values.filter_fields import Fields

_QUERIES = {
    "stage": "SELECT DISTINCT name FROM stage ORDER BY pipeline_id, position, id",
    "pipeline": "SELECT name FROM pipeline ORDER BY position, id",
    "tag": "SELECT name FROM tag ORDER BY folded",
    "reason": "SELECT DISTINCT name FROM reason ORDER BY outcome, position, id",
    "company": "SELECT name FROM company ORDER BY folded",
    "contact": "SELECT DISTINCT name FROM contact ORDER BY folded",
    "owner": "SELECT DISTINCT owner FROM deal WHERE owner IS NOT NULL ORDER BY owner",
    "source": "SELECT DISTINCT source FROM deal WHERE source IS NOT NULL ORDER BY source",
    "campaign": "SELECT DISTINCT campaign FROM deal WHERE campaign IS NOT NULL ORDER BY campaign",
    "product": "SELECT DISTINCT product FROM deal WHERE product IS NOT NULL ORDER BY product",
}

_OPEN = (
    "SELECT {} FROM deal JOIN stage ON stage.id = deal.stage_id JOIN pipeline ON pipeline.id = deal.pipeline_id"
    " WHERE deal.status = 'open' AND stage.phase <> 'lead' AND deal.base_amount > 0 AND pipeline.currency = ?"
)
"""The open deals beyond the lead phase that are worth something, of the pipelines in a currency."""

NAMED = tuple(_QUERIES)
"""The fields whose every value is known."""


def read_filter_fields(rows: sqlite3.Connection, today: date) -> Fields:
    """The fields of a file; names are read when they are first asked for, through the same connection."""
    pipelines = read_pipelines(rows, today)
    rates = {pair: rate for pipeline in pipelines for pair, rate in pipeline.rates.items()}
    currencies = tuple(dict.fromkeys(pipeline.currency for pipeline in pipelines))
    return Fields(
        own=read_fields(rows),
        names=_names(rows),
        currencies=currencies,
        rates=rates,
        fiscal_start=read_fiscal_start(rows),
        top=_top(rows),
    )


def read_lasting_fields(rows: sqlite3.Connection, today: date) -> Fields:
    """The same for a filter that is written down: a stage it asks for has to be there, a tag or an owner may come."""
    fields = read_filter_fields(rows, today)
    known = fields.names
    return replace(fields, names=lambda field: known(field) if field in ("stage", "pipeline") else None)


def _top(rows: sqlite3.Connection) -> Callable[[str], int | None]:
    @cache
    def top(currency: str) -> int | None:
        number = rows.execute(_OPEN.format("count(*)"), (currency,)).fetchone()[0]
        there = f"{_OPEN.format('base_amount')} ORDER BY base_amount DESC LIMIT 1 OFFSET ?"
        found = rows.execute(there, (currency, max(0, -(-number // 10) - 1))).fetchone()
        return None if found is None else int(found[0])

    return top


def _names(rows: sqlite3.Connection) -> Callable[[str], Sequence[str] | None]:
    @cache
    def names(field: str) -> Sequence[str] | None:
        query = _QUERIES.get(field)
        return None if query is None else tuple(name for (name,) in rows.execute(query))

    return names
