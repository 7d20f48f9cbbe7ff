"""Deals in short: one select into tuples, for the board, lists, totals and the answer to every command."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, date, datetime
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from pipetui.reading.own import own_by_deal
from pipetui.values.money import weighted
from pipetui.views.card import Card, Step, Wait, step_order

_CARDS = """
SELECT deal.id, deal.title, deal.pipeline_id, stage.id, deal.status, deal.amount, deal.currency, deal.base_amount,
    coalesce(deal.probability, stage.probability), deal.probability_source,
    coalesce(deal.category, stage.category), CASE WHEN deal.category IS NULL THEN 'stage' ELSE 'manual' END,
    deal.created_at, deal.stage_since, deal.touched_at, deal.pushes, deal.owner, deal.source, deal.product,
    company.name, contact.name, reason.name, deal.expected_close, deal.closed_on,
    deal.campaign, deal.nurture_until
FROM deal
    JOIN stage AS own ON own.id = deal.stage_id
    JOIN stage ON stage.id = CASE WHEN own.pipeline_id = deal.pipeline_id THEN own.id ELSE {first} END
    LEFT JOIN company ON company.id = deal.company_id
    LEFT JOIN deal_contact ON deal_contact.deal_id = deal.id AND deal_contact.position = 0
    LEFT JOIN contact ON contact.id = deal_contact.contact_id
    LEFT JOIN reason ON reason.id = deal.reason_id
WHERE {{where}}
""".format(
    # Another program may have left a deal in a stage of another pipeline: it shows where it can be moved on from.
    first="(SELECT id FROM stage WHERE pipeline_id = deal.pipeline_id ORDER BY position, id LIMIT 1)"
)

_STEPS = """
SELECT activity.id, activity.deal_id, activity.kind, activity.subject, activity.due_on, activity.due_at, contact.name,
    activity.snoozes, activity.put_off_reason, activity.rrule, activity.rrule_start
FROM deal
    JOIN activity ON activity.deal_id = deal.id
    LEFT JOIN contact ON contact.id = activity.contact_id
WHERE activity.done_at IS NULL AND activity.due_on IS NOT NULL AND {where}
"""

_TAGS = """
SELECT deal_tag.deal_id, tag.name
FROM deal JOIN deal_tag ON deal_tag.deal_id = deal.id JOIN tag ON tag.id = deal_tag.tag_id
WHERE {where} ORDER BY tag.folded
"""

_WAITS = """
SELECT customer_step.id, customer_step.deal_id, what, who, due_on, chased_at IS NOT NULL
FROM deal JOIN customer_step ON customer_step.deal_id = deal.id
WHERE customer_step.done_at IS NULL AND {where} ORDER BY due_on, customer_step.id
"""

_WAIVED = """
SELECT waiver.deal_id, count(*)
FROM deal JOIN waiver ON waiver.deal_id = deal.id
WHERE waiver.settled_at IS NULL AND {where} GROUP BY waiver.deal_id
"""

_HAS = (
    "SELECT EXISTS (SELECT 1 FROM customer_step WHERE done_at IS NULL),"
    " EXISTS (SELECT 1 FROM waiver WHERE settled_at IS NULL)"
)

if TYPE_CHECKING:
    from pipetui.values.recurrence import Recurrence

STATUS, BASE_AMOUNT, PROBABILITY = (Card._fields.index(name) for name in ("status", "base_amount", "probability"))

AT_ONCE = 500
"""Numbers of deals asked for in one statement."""


@lru_cache(maxsize=65536)
def _day(text: str) -> date:
    return date.fromisoformat(text)


def read_cards(rows: sqlite3.Connection, where: str, values: Sequence[Any] = ()) -> list[Card]:
    """The deals that ``where``, on the columns of ``deal``, lets through, in no order; a few selects, however many."""
    own = own_by_deal(rows, where, values)
    has_waits, has_waived = rows.execute(_HAS).fetchone()
    waits = _waits_by_deal(rows, where, values) if has_waits else {}
    waived = dict(rows.execute(_WAIVED.format(where=where), values).fetchall()) if has_waived else {}
    # What many deals share is kept once: it would be a third of the memory of ten thousand cards.
    shared: dict[Any, Any] = {}
    once = shared.setdefault
    steps = _steps_by_deal(rows, where, values, once)
    tags = _tags_by_deal(rows, where, values)
    return [
        Card._make(
            (
                *row[:4],
                once(row[4], row[4]),
                row[5],
                once(row[6], row[6]),
                row[5] if row[7] == row[5] else row[7],  # both are the same where there is one currency
                *[once(value, value) for value in row[8:12]],
                row[12],
                row[12] if row[13] == row[12] else row[13],  # it still is where it began
                row[13] if row[14] == row[13] else row[14],  # nothing was done since it came there
                row[15],
                *[once(word, word) for word in row[16:22]],
                row[-4] and _day(row[-4]),
                row[-3] and _day(row[-3]),
                weighted(row[BASE_AMOUNT], row[PROBABILITY])
                if row[STATUS] == "open" and row[BASE_AMOUNT] is not None
                else None,
                tags.get(row[0], ()),
                steps.get(row[0], ()),
                own.get(row[0], ()),
                row[-2],
                row[-1] and _day(row[-1]),
                waits.get(row[0], ()),
                waived.get(row[0], 0),
            )
        )
        for row in rows.execute(_CARDS.format(where=where), values)
    ]


def read_followed(rows: sqlite3.Connection, pipeline_id: int | None = None) -> list[Card]:
    """The won deals of a pipeline (of all) for which something is planned yet."""
    found = rows.execute(
        "SELECT DISTINCT deal.id, deal.pipeline_id FROM activity JOIN deal ON deal.id = activity.deal_id"
        " WHERE activity.done_at IS NULL AND activity.due_on IS NOT NULL AND deal.status = 'won' ORDER BY deal.id"
    )
    return list(cards_by_id(rows, [number for number, of in found if pipeline_id in (None, of)]).values())


def cards_by_id(rows: sqlite3.Connection, ids: Iterable[int]) -> dict[int, Card]:
    """The deals of those numbers, as far as they exist."""
    found: dict[int, Card] = {}
    wanted = list(dict.fromkeys(ids))
    for start in range(0, len(wanted), AT_ONCE):
        some = wanted[start : start + AT_ONCE]
        marks = ", ".join("?" * len(some))
        found.update((card.id, card) for card in read_cards(rows, f"deal.id IN ({marks})", some))
    return found


def _steps_by_deal(
    rows: sqlite3.Connection, where: str, values: Sequence[Any], once: Callable[[Any, Any], Any]
) -> dict[int, tuple[Step, ...]]:
    found: dict[int, tuple[Step, ...]] = {}
    for number, deal_id, kind, subject, due, at, contact, snoozes, why, rule, start in rows.execute(
        _STEPS.format(where=where), values
    ):
        moment = None if at is None else datetime.fromisoformat(at).replace(tzinfo=UTC)
        every = None if rule is None else _recurrence(rule, start)
        kind, subject, contact = once(kind, kind), once(subject, subject), once(contact, contact)
        step = Step(number, deal_id, kind, subject, _day(due), moment, contact, snoozes, why, every)
        known = found.get(deal_id)
        found[deal_id] = (step,) if known is None else tuple(sorted((*known, step), key=step_order))
    return found


def _waits_by_deal(rows: sqlite3.Connection, where: str, values: Sequence[Any]) -> dict[int, tuple[Wait, ...]]:
    found: dict[int, tuple[Wait, ...]] = {}
    for number, deal_id, what, who, due, chased in rows.execute(_WAITS.format(where=where), values):
        wait = Wait(number, deal_id, what, who, date.fromisoformat(due), bool(chased))
        found[deal_id] = (*found.get(deal_id, ()), wait)
    return found


def _recurrence(rule: str, start: str | None) -> Recurrence | None:
    from pipetui.values.recurrence import recurrence_of

    return recurrence_of(rule, _day(start) if start else None)


def _tags_by_deal(rows: sqlite3.Connection, where: str, values: Sequence[Any]) -> dict[int, tuple[str, ...]]:
    lists: dict[int, list[str]] = {}
    for deal_id, name in rows.execute(_TAGS.format(where=where), values):
        lists.setdefault(deal_id, []).append(name)
    return {deal_id: tuple(names) for deal_id, names in lists.items()}
