"""The leads of a pipeline, and how long first answers took."""

from __future__ import annotations

import sqlite3
from datetime import UTC, date, datetime, timedelta

from pipetui.reading.cards import read_cards
from pipetui.views.leads import Inbox, Lead, between, in_order, median_of
from pipetui.views.stage import Pipeline

ANSWERS = ("call", "meeting", "email", "message")
"""What answers a lead; a note or a task is no answer to anybody."""

DAYS = 90
"""How far back first answers are looked at."""

_FIRST = """
SELECT deal.id, deal.created_at, (
    SELECT min(done_at) FROM activity
    WHERE activity.deal_id = deal.id AND done_at IS NOT NULL AND kind IN ('call', 'meeting', 'email', 'message')
)
FROM deal WHERE {where}
"""


def read_inbox(rows: sqlite3.Connection, pipeline: Pipeline, today: date, now: datetime) -> Inbox:
    """The inbox of a pipeline at a moment (UTC); an empty one where it has no stage for leads."""
    stages = [stage.id for stage in pipeline.leads]
    if not stages:
        return Inbox()
    marks = ", ".join("?" * len(stages))
    cards = read_cards(rows, f"deal.status = 'open' AND deal.stage_id IN ({marks})", stages)
    first = _FIRST.format(where=f"deal.status = 'open' AND deal.stage_id IN ({marks})")
    answers = {number: done for number, _, done in rows.execute(first, stages)}
    leads = []
    for card in cards:
        made, done = _moment(card.created_at), answers.get(card.id)
        leads.append(Lead(card, between(made, _moment(done)) if done else None, between(made, now)))
    since = (now - timedelta(days=DAYS)).replace(tzinfo=None).isoformat(" ", "microseconds")
    were_leads = (
        f"deal.pipeline_id = ? AND deal.created_at >= ? AND (deal.stage_id IN ({marks}) OR EXISTS (SELECT 1 FROM"
        f" stage_move WHERE stage_move.deal_id = deal.id AND stage_move.from_stage_id IN ({marks})))"
    )
    told = rows.execute(_FIRST.format(where=were_leads), (pipeline.id, since, *stages, *stages))
    spans = [between(_moment(made), _moment(done)) for _, made, done in told if done]
    return Inbox(
        in_order(lead for lead in leads if not lead.card.is_nurtured(today)),
        tuple(
            sorted(
                (lead for lead in leads if lead.card.is_nurtured(today)),
                key=lambda lead: (lead.card.nurture_until or today, lead.card.id),
            )
        ),
        median_of(spans),
        len(spans),
        DAYS,
    )


def _moment(stored: str) -> datetime:
    return datetime.fromisoformat(stored).replace(tzinfo=UTC)
