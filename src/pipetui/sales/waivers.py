"""What deals passed over, and when it is made good."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Collection, Iterable

from pipetui.reading.playbooks import facts_of
from pipetui.store import Writing, stored_moment
from pipetui.views.card import Card
from pipetui.views.playbook import Criterion


def settle(writing: Writing, rows: sqlite3.Connection, cards: Collection[Card]) -> bool:
    """Notes of what deals once passed over what has been made good since; whether anything was."""
    if not cards:
        return False
    by_deal: dict[int, list[tuple[int, Criterion | None]]] = {}
    for waiver, deal_id, *line in rows.execute(
        "SELECT waiver.id, waiver.deal_id, criterion.id, criterion.stage_id, criterion.text, criterion.field,"
        " criterion.strength FROM waiver LEFT JOIN criterion ON criterion.id = waiver.criterion_id"
        " WHERE waiver.settled_at IS NULL AND waiver.deal_id IN (SELECT value FROM json_each(?))",
        (json.dumps([card.id for card in cards]),),
    ):
        by_deal.setdefault(deal_id, []).append((waiver, Criterion._make(line) if line[0] is not None else None))
    known = {card.id: card for card in cards}
    facts = facts_of(rows, known)
    made_good: list[int] = []
    for deal_id, standing in by_deal.items():
        met = facts.met(known[deal_id], [line for _, line in standing if line is not None])
        # What is no longer asked for is no longer missing.
        made_good += [waiver for waiver, line in standing if line is None or line.id in met]
    if made_good:
        writing.connection.exec_driver_sql(
            "UPDATE waiver SET settled_at = ? WHERE id IN (SELECT value FROM json_each(?))",
            (stored_moment(writing.clock.now()), json.dumps(made_good)),
        )
    return bool(made_good)


def standing_of(rows: sqlite3.Connection, deal_ids: Iterable[int]) -> set[tuple[int, int | None]]:
    """Which deal passed over which criterion, by their numbers, and has not made it good."""
    found = rows.execute(
        "SELECT deal_id, criterion_id FROM waiver WHERE settled_at IS NULL"
        " AND deal_id IN (SELECT value FROM json_each(?))",
        (json.dumps(list(deal_ids)),),
    )
    return set(found.fetchall())
