"""What deals passed over, and when it is made good."""

from __future__ import annotations

import sqlite3

from pipetui.reading.cards import cards_by_id
from pipetui.reading.playbooks import met_by
from pipetui.store import Writing, stored_moment
from pipetui.views.playbook import Criterion


def settle(writing: Writing, rows: sqlite3.Connection, deal_id: int) -> bool:
    """Notes of what a deal once passed over what has been made good since; whether anything was."""
    standing = rows.execute(
        "SELECT waiver.id, criterion.id, criterion.stage_id, criterion.text, criterion.field, criterion.strength"
        " FROM waiver LEFT JOIN criterion ON criterion.id = waiver.criterion_id"
        " WHERE waiver.deal_id = ? AND waiver.settled_at IS NULL",
        (deal_id,),
    ).fetchall()
    card = cards_by_id(rows, [deal_id]).get(deal_id)
    if card is None:
        return False
    lines = [Criterion._make(row[1:]) for row in standing if row[1] is not None]
    met = met_by(rows, card, lines)
    # What is no longer asked for is no longer missing.
    made_good = [row[0] for row in standing if row[1] is None or row[1] in met]
    moment = stored_moment(writing.clock.now())
    for waiver in made_good:
        writing.connection.exec_driver_sql("UPDATE waiver SET settled_at = ? WHERE id = ?", (moment, waiver))
    return bool(made_good)


def standing_of(rows: sqlite3.Connection, deal_id: int) -> set[int]:
    """The numbers of the criteria a deal passed over and has not made good."""
    found = rows.execute("SELECT criterion_id FROM waiver WHERE deal_id = ? AND settled_at IS NULL", (deal_id,))
    return {row[0] for row in found}
