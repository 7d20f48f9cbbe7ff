"""What was changed of a deal, as the change log has it: fields, tags, people. What was undone did not happen."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Connection, select

from pipetui.model import TABLES
from pipetui.values.money import show
from pipetui.values.when import show_date
from pipetui.views.detail import Event
from pipetui.views.told_fields import told_fields

CHANGE, ENTRY = TABLES["change"].c, TABLES["change_set"].c

SMALL = 500
"""Records of an entry that is looked through for what belongs to a deal: an import's hundred thousand are not."""

_PLAIN = ("company_id", "owner", "source", "campaign", "product", "category")
"""Columns of a deal that are told as they stand."""


def _stands() -> list[ColumnElement[bool]]:
    return [ENTRY.kind.not_in(("undo", "redo")), ENTRY.undone_by.is_(None)]


def changes(connection: Connection, deal_id: int) -> list[Event]:
    """Every field of the deal that was changed."""
    rows = connection.execute(
        select(ENTRY.at, CHANGE.before, CHANGE.after)
        .join(TABLES["change_set"], ENTRY.id == CHANGE.set_id)
        .where(
            CHANGE.table_name == "deal",
            CHANGE.row_id == deal_id,
            CHANGE.before.is_not(None),
            CHANGE.after.is_not(None),
            *_stands(),
        )
        .order_by(CHANGE.id)
    )
    names = _Names(connection)
    return [
        Event(at, kind, text)
        for at, before, after in rows
        for kind, text in _told(json.loads(before), json.loads(after), names)
    ]


def belongings(connection: Connection, deal_id: int) -> list[Event]:
    """The tags and the people that came and went, and what the deal says for fields of the rep's own.

    They are looked for in the entries that touched the deal, since there is no index of whose they are.
    """
    made = select(CHANGE.set_id).where(CHANGE.table_name == "deal", CHANGE.row_id == deal_id, CHANGE.before.is_(None))
    edits = (
        select(CHANGE.set_id)
        .join(TABLES["change_set"], ENTRY.id == CHANGE.set_id)
        .where(
            CHANGE.table_name == "deal",
            CHANGE.row_id == deal_id,
            CHANGE.before.is_not(None),
            CHANGE.set_id.not_in(made),
            ENTRY.records <= SMALL,
            *_stands(),
        )
    )
    rows = connection.execute(
        select(ENTRY.at, CHANGE.table_name, CHANGE.before, CHANGE.after)
        .join(TABLES["change_set"], ENTRY.id == CHANGE.set_id)
        .where(CHANGE.set_id.in_(edits), CHANGE.table_name.in_(("deal_tag", "deal_contact", "own_value")))
        .order_by(CHANGE.id)
    )
    names = _Names(connection)
    events = []
    for at, table, before, after in rows:
        was, became = (json.loads(row) if row else None for row in (before, after))
        if (became or was or {})["deal_id"] == deal_id:
            events += [Event(at, "edit", text) for text in _belonging(table, was, became, names)]
    return events


class _Names:
    """The names of what numbers refer to, each asked for once."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._known: dict[tuple[str, Any], str] = {}

    def of(self, table: str, number: Any, column: str = "name") -> str:
        """The name of a record; its number where it is gone."""
        key = (table, number)
        if key not in self._known:
            columns = TABLES[table].c
            name = self._connection.execute(select(columns[column]).where(columns.id == number)).scalar()
            self._known[key] = f"#{number}" if name is None else str(name)
        return self._known[key]


def _belonging(table: str, was: dict[str, Any] | None, became: dict[str, Any] | None, names: _Names) -> Iterator[str]:
    row = became or was or {}
    if table == "own_value":
        label = names.of("own_field", row["field_id"], "label")
        for change in told_fields(table, was, became, lambda _column, _number: ""):
            yield f"{label} {change.before or 'none'} → {change.after or 'none'}"
    elif was is None or became is None:
        of, what = ("tag", "Tag") if table == "deal_tag" else ("contact", "Contact")
        yield f"{what} {names.of(of, row[f'{of}_id'])} {'added' if was is None else 'removed'}"
    elif was.get("contact_id") != became.get("contact_id"):
        yield f"Contact {names.of('contact', was['contact_id'])} → {names.of('contact', became['contact_id'])}"
    elif was.get("role") != became.get("role"):
        yield f"{names.of('contact', row['contact_id'])}: {was['role'] or 'no role'} → {became['role'] or 'no role'}"


def _told(was: dict[str, Any], became: dict[str, Any], names: _Names) -> Iterator[tuple[str, str]]:
    if (was["amount"], was["currency"]) != (became["amount"], became["currency"]):
        yield "amount", f"Amount {_money(was)} → {_money(became)}"
    if was["expected_close"] != became["expected_close"]:
        yield "close", f"Close date {_day(was)} → {_day(became)}"
    if was["title"] != became["title"]:
        yield "edit", f"Title was {was['title']}"
    if was["probability"] != became["probability"]:
        yield "edit", f"Probability {_percent(was)} → {_percent(became)}"
    before, after = ({column: row.get(column) for column in _PLAIN} for row in (was, became))
    for change in told_fields("deal", before, after, lambda _column, number: names.of("company", number)):
        yield "edit", f"{change.field} {change.before or 'none'} → {change.after or 'none'}"
    if was["status"] != became["status"]:
        kind = "reopened" if became["status"] == "open" else str(became["status"])
        yield kind, kind.capitalize()


def _money(row: dict[str, Any]) -> str:
    return "none" if row["amount"] is None else show(row["amount"], row["currency"])


def _day(row: dict[str, Any]) -> str:
    return show_date(date.fromisoformat(row["expected_close"])) if row["expected_close"] else "none"


def _percent(row: dict[str, Any]) -> str:
    return "the stage's" if row["probability"] is None else f"{row['probability']:g}%"
