"""What a stage's cadence says comes next for a deal."""

from __future__ import annotations

import sqlite3
from datetime import date

from pipetui.reading.cards import cards_by_id
from pipetui.views.card import Step
from pipetui.views.next_step import CadenceStep, following


def suggestion(
    rows: sqlite3.Connection, deal_id: int, finished_id: int | None, today: date, stage_id: int | None = None
) -> str:
    """What to plan next for a deal, as a rep would type it, once a planned activity of it is finished (or none was).

    ``stage_id`` is the stage it is about to come to, where it is. Empty where the deal is gone or has another
    follow-up.
    """
    card = cards_by_id(rows, [deal_id]).get(deal_id)
    if card is None:
        return ""
    if stage_id is not None:
        return following(card, today, None, cadence_of(rows, stage_id), 0)
    finished: Step | None = next((step for step in card.steps if step.id == finished_id), None)
    return following(card, today, finished, cadence_of(rows, card.stage_id), _done_since(rows, deal_id, finished))


def cadence_of(rows: sqlite3.Connection, stage_id: int) -> list[CadenceStep]:
    """The steps of a stage's cadence, in order."""
    found = rows.execute(
        "SELECT after, kind, subject FROM cadence_step WHERE stage_id = ? ORDER BY position, id", (stage_id,)
    )
    return [CadenceStep._make(row) for row in found]


def _done_since(rows: sqlite3.Connection, deal_id: int, finished: Step | None) -> int:
    """How many activities the deal had since it came to its stage, with the one that is being finished."""
    found = rows.execute(
        "SELECT count(*) FROM activity JOIN deal ON deal.id = activity.deal_id"
        " WHERE activity.deal_id = ? AND activity.done_at >= deal.stage_since AND activity.kind <> 'note'",
        (deal_id,),
    )
    return int(found.fetchone()[0]) + (finished is not None)
