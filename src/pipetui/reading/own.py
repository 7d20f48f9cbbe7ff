"""Fields of the rep's own, and what deals say for them."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from pipetui.values.own import Money, OwnField, OwnValue

_VALUES = """
SELECT own_value.deal_id, own_field.key, own_field.kind, own_value.text, own_value.amount, own_value.currency,
    own_value.day
FROM deal
    JOIN own_value ON own_value.deal_id = deal.id
    JOIN own_field ON own_field.id = own_value.field_id
WHERE EXISTS (SELECT 1 FROM own_value) AND {where} ORDER BY own_field.position, own_field.id
"""
# Where nobody made a field no deal is looked at: the first condition is asked once.

Own = tuple[tuple[str, OwnValue], ...]


def read_fields(rows: sqlite3.Connection) -> tuple[OwnField, ...]:
    """The fields the rep made, in the rep's order."""
    found = rows.execute("SELECT id, key, label, kind, choices FROM own_field ORDER BY position, id")
    return tuple(
        OwnField(number, key, label, kind, tuple(choices.split("\n")) if choices else ())
        for number, key, label, kind, choices in found
    )


def own_by_deal(rows: sqlite3.Connection, where: str, values: Sequence[Any]) -> dict[int, Own]:
    """What the deals that ``where`` lets through say, by number; what several say alike is kept once."""
    found: dict[int, Own] = {}
    said: dict[tuple[Any, ...], tuple[str, OwnValue]] = {}
    together: dict[Own, Own] = {}
    for deal_id, *told in rows.execute(_VALUES.format(where=where), values):
        key = tuple(told)
        pair = said.get(key)
        if pair is None:
            pair = said[key] = (told[0], stored_value(*told[1:]))
        all_of_it = (*found.get(deal_id, ()), pair)
        found[deal_id] = together.setdefault(all_of_it, all_of_it)
    return found


def stored_value(kind: str, text: str | None, amount: int | None, currency: str | None, day: str | None) -> OwnValue:
    """A value as it is worked with, from the columns it is stored in."""
    if amount is not None and currency is not None:
        return Money(amount, currency)
    if day is not None:
        return date.fromisoformat(day)
    return Decimal(text or 0) if kind == "number" else text or ""
