"""Deals read in short: one select into tuples, for the board, lists, totals and the answer to every command."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC
from typing import Any

from sqlalchemy import Connection, Date, DateTime, Select, and_, case, func, select, type_coerce
from sqlalchemy.sql.elements import ColumnElement

from pipetui.model import TABLES
from pipetui.values.money import weighted
from pipetui.views.card import Card, Step, step_order

DEAL = TABLES["deal"].c
STAGE = TABLES["stage"].c
COMPANY = TABLES["company"].c
CONTACT = TABLES["contact"].c
LINK = TABLES["deal_contact"].c
REASON = TABLES["reason"].c
ACTIVITY = TABLES["activity"].c
TAG = TABLES["tag"].c
DEAL_TAG = TABLES["deal_tag"].c


def local_day(moment: ColumnElement[Any]) -> ColumnElement[Any]:
    """The rep's local day of a stored moment, worked out by SQLite for all rows at once."""
    return type_coerce(func.date(moment, "localtime"), Date())


_CARDS = (
    select(
        DEAL.id,
        DEAL.title,
        DEAL.pipeline_id,
        DEAL.stage_id,
        DEAL.status,
        DEAL.amount,
        DEAL.currency,
        DEAL.base_amount,
        func.coalesce(DEAL.probability, STAGE.probability),
        DEAL.probability_source,
        func.coalesce(DEAL.category, STAGE.category),
        case((DEAL.category.is_(None), "stage"), else_="manual"),
        DEAL.expected_close,
        DEAL.closed_on,
        local_day(DEAL.created_at),
        local_day(DEAL.stage_since),
        local_day(DEAL.touched_at),
        DEAL.pushes,
        DEAL.owner,
        DEAL.source,
        DEAL.product,
        COMPANY.name,
        CONTACT.name,
        REASON.name,
    )
    .select_from(TABLES["deal"])
    .join(TABLES["stage"], STAGE.id == DEAL.stage_id)
    .outerjoin(TABLES["company"], COMPANY.id == DEAL.company_id)
    .outerjoin(TABLES["deal_contact"], and_(LINK.deal_id == DEAL.id, LINK.position == 0))
    .outerjoin(TABLES["contact"], CONTACT.id == LINK.contact_id)
    .outerjoin(TABLES["reason"], REASON.id == DEAL.reason_id)
)

_STEPS = (
    select(
        ACTIVITY.id,
        ACTIVITY.deal_id,
        ACTIVITY.kind,
        ACTIVITY.subject,
        ACTIVITY.due_on,
        type_coerce(ACTIVITY.due_at, DateTime()),
        CONTACT.name,
        ACTIVITY.snoozes,
    )
    .select_from(TABLES["activity"])
    .outerjoin(TABLES["contact"], CONTACT.id == ACTIVITY.contact_id)
    .where(ACTIVITY.done_at.is_(None), ACTIVITY.due_on.is_not(None))
)

_TAGS = select(DEAL_TAG.deal_id, TAG.name).join(TABLES["tag"], TAG.id == DEAL_TAG.tag_id).order_by(TAG.name)


def read_cards(connection: Connection, *which: ColumnElement[bool]) -> list[Card]:
    """The deals that conditions on the deal's columns let through, by number; three selects, however many deals."""
    query = _CARDS.where(*which).order_by(DEAL.id)
    chosen = select(DEAL.id).where(*which)
    steps = _steps_by_deal(connection, _STEPS.where(ACTIVITY.deal_id.in_(chosen)))
    tags = _tags_by_deal(connection, _TAGS.where(DEAL_TAG.deal_id.in_(chosen)))
    return [
        Card(
            *row[:8],
            None if row[7] is None else weighted(row[7], row[8]),
            *row[8:],
            tags.get(row[0], ()),
            steps.get(row[0], ()),
        )
        for row in connection.execute(query)
    ]


def cards_by_id(connection: Connection, ids: Iterable[int]) -> dict[int, Card]:
    """The deals of those numbers, as far as they exist."""
    found: dict[int, Card] = {}
    wanted = list(dict.fromkeys(ids))
    for start in range(0, len(wanted), 500):
        some = read_cards(connection, DEAL.id.in_(wanted[start : start + 500]))
        found.update((card.id, card) for card in some)
    return found


def _steps_by_deal(connection: Connection, query: Select[Any]) -> dict[int, tuple[Step, ...]]:
    lists: dict[int, list[Step]] = {}
    for row in connection.execute(query):
        step = Step(*row) if row[5] is None else Step(*row[:5], row[5].replace(tzinfo=UTC), *row[6:])
        lists.setdefault(step.deal_id, []).append(step)
    return {
        deal_id: tuple(steps if len(steps) == 1 else sorted(steps, key=step_order))
        for deal_id, steps in lists.items()
    }


def _tags_by_deal(connection: Connection, query: Select[Any]) -> dict[int, tuple[str, ...]]:
    lists: dict[int, list[str]] = {}
    for deal_id, name in connection.execute(query):
        lists.setdefault(deal_id, []).append(name)
    return {deal_id: tuple(names) for deal_id, names in lists.items()}
