"""A rule's dry run: which deals it would have met in the last months, from what the file keeps of them.

What happened is as it was then; whether a rule's condition holds is asked of the deals as they are now.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from datetime import date, timedelta

from pipetui.reading.cards import cards_by_id
from pipetui.reading.rules import Conditions
from pipetui.values.clock import stored_day
from pipetui.values.text import count, fold
from pipetui.views.automation import Rehearsal, Rehearsed, StandingRule

DAYS = 90
"""How far a dry run looks back."""

_COLUMNS = {
    "amount": ("amount", "currency"),
    "probability": ("probability",),
    "expected_close": ("expected_close",),
    "category": ("category",),
    "stage": ("stage_id",),
    "title": ("title",),
    "company": ("company_id",),
    "owner": ("owner",),
    "source": ("source",),
    "campaign": ("campaign",),
    "product": ("product",),
}
_TABLES = {"tags": "deal_tag", "contact": "deal_contact"}

_LOGGED = (
    "FROM change JOIN change_set ON change_set.id = change.set_id"
    " WHERE change_set.at >= ? AND change_set.kind = 'change' AND change_set.undone_by IS NULL AND table_name = ?"
)

Met = tuple[int, str, str]
"""A deal, the moment or day (as the file has them), and why."""


def rehearse(rows: sqlite3.Connection, rule: StandingRule, today: date, days: int = DAYS) -> Rehearsal:
    """What a rule would have met since so many days, earliest first. Raises Invalid for a condition that can't be."""
    since = today - timedelta(days=days)
    found = list(_met(rows, rule, since, today))
    cards = cards_by_id(rows, {deal_id for deal_id, _, _ in found})
    conditions = Conditions(rows, today)
    met = []
    for deal_id, moment, why in found:
        card = cards.get(deal_id)
        if card is not None and conditions.hold(rule, card):
            day = stored_day(moment) if " " in moment else date.fromisoformat(moment)
            met.append(Rehearsed(day, deal_id, card.title, why))
    return Rehearsal(since, today, tuple(sorted(met)))


def _met(rows: sqlite3.Connection, rule: StandingRule, since: date, today: date) -> Iterable[Met]:
    when = rule.text.when
    match when.kind:
        case "created":
            query = "SELECT id, created_at, 'created' FROM deal WHERE created_at >= ?"
            return rows.execute(query, (since.isoformat(),))
        case "entered" | "left":
            return _moved(rows, when.kind == "entered", fold(when.what), since)
        case "won" | "lost":
            query = "SELECT id, closed_on, status FROM deal WHERE status = ? AND closed_on >= ?"
            return rows.execute(query, (when.kind, since.isoformat()))
        case "reopened":
            query = (
                f"SELECT row_id, change_set.at, 'reopened' {_LOGGED}"
                " AND json_extract(before, '$.status') <> 'open' AND json_extract(after, '$.status') = 'open'"
            )
            return rows.execute(query, (since.isoformat(), "deal"))
        case "changed":
            return _changed(rows, when.what, since)
        case "untouched":
            return _untouched(rows, when.days, since, today)
        case "close passed":
            late = timedelta(days=max(when.days, 1))
            query = (
                "SELECT id, expected_close, closed_on FROM deal WHERE expected_close BETWEEN ? AND ?"
                " AND status IN ('open', 'won', 'lost')"
            )
            return _late(
                rows.execute(query, ((since - late).isoformat(), (today - late).isoformat())), late, "close date"
            )
        case "overdue":
            late = timedelta(days=max(when.days, 1))
            query = (
                "SELECT deal_id, due_on, min(coalesce(date(done_at), '9'), coalesce(deal.closed_on, '9'))"
                " FROM activity JOIN deal ON deal.id = deal_id WHERE due_on BETWEEN ? AND ?"
            )
            return _late(rows.execute(query, _between(since, today, late)), late, "due")


def _between(since: date, today: date, late: timedelta) -> tuple[str, str]:
    """The first and the last day whose being so late falls into the time looked back on."""
    return (since - late).isoformat(), (today - late).isoformat()


def _late(found: Iterable[tuple[int, str, str | None]], late: timedelta, what: str) -> Iterator[Met]:
    """Those that were still waited for so long after their day."""
    for deal_id, due, ended in found:
        day = date.fromisoformat(due) + late
        if ended is None or ended > day.isoformat():
            yield deal_id, day.isoformat(), f"{what} {due}"


def _moved(rows: sqlite3.Connection, entered: bool, stage: str, since: date) -> Iterator[Met]:
    wanted = {number for number, name in rows.execute("SELECT id, name FROM stage") if fold(name) == stage}
    column = "to_stage_id" if entered else "from_stage_id"
    for deal_id, at, number in rows.execute(
        f"SELECT deal_id, at, {column} FROM stage_move WHERE at >= ? ORDER BY at, id", (since.isoformat(),)
    ):
        if number in wanted:
            yield deal_id, at, "entered" if entered else "left"
    if entered:
        first = (
            "SELECT id, created_at, coalesce((SELECT from_stage_id FROM stage_move WHERE deal_id = deal.id"
            " ORDER BY at, id LIMIT 1), stage_id) FROM deal WHERE created_at >= ?"
        )
        for deal_id, at, number in rows.execute(first, (since.isoformat(),)):
            if number in wanted:
                yield deal_id, at, "began there"


def _changed(rows: sqlite3.Connection, field: str, since: date) -> Iterable[Met]:
    columns = _COLUMNS.get(field)
    if columns:
        was, became = ([f"json_extract({row}, '$.{name}')" for name in columns] for row in ("before", "after"))
        differs = " OR ".join(f"{old} IS NOT {new}" for old, new in zip(was, became, strict=True))
        edited = f"before IS NOT NULL AND after IS NOT NULL AND ({differs})"
        query = f"SELECT row_id, change_set.at, 'changed' {_LOGGED} AND {edited}"
        return rows.execute(query, (since.isoformat(), "deal"))
    row = "coalesce(after, before)"
    query = f"SELECT DISTINCT json_extract({row}, '$.deal_id'), change_set.at, 'changed' {_LOGGED}"
    if field in _TABLES:
        return rows.execute(query, (since.isoformat(), _TABLES[field]))
    query += f" AND json_extract({row}, '$.field_id') = (SELECT id FROM own_field WHERE key = ?)"
    return rows.execute(query, (since.isoformat(), "own_value", field))


def _untouched(rows: sqlite3.Connection, days: int, since: date, today: date) -> Iterator[Met]:
    """Gaps of so many days between one touch and the next; the one that is running counts as well."""
    touches: dict[int, list[str]] = {}
    ends: dict[int, str] = {}
    begin = (since - timedelta(days=days + 1)).isoformat()
    query = "SELECT id, created_at, touched_at, closed_on FROM deal WHERE closed_on IS NULL OR closed_on >= ?"
    for deal_id, created, touched, closed in rows.execute(query, (since.isoformat(),)):
        touches[deal_id] = [created, touched]
        ends[deal_id] = closed or today.isoformat()
    for query in (
        "SELECT deal_id, at FROM stage_move WHERE at >= ?",
        "SELECT deal_id, done_at FROM activity WHERE done_at >= ?",
    ):
        for deal_id, at in rows.execute(query, (begin,)):
            if deal_id in touches:
                touches[deal_id].append(at)
    gap = timedelta(days=days)
    for deal_id, moments in touches.items():
        told = sorted({moment[:10] for moment in moments})
        for touched, following in zip(told, [*told[1:], ends[deal_id]], strict=True):
            day = date.fromisoformat(touched) + gap
            if since <= day <= today and day.isoformat() <= following and day.isoformat() != touched:
                yield deal_id, day.isoformat(), f"untouched for {count(days, 'day')}"
