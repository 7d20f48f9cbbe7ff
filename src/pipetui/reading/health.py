"""What health is worked out from: a pipeline's open deals, closed ones in doubt, and what is known beside them."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from datetime import date, timedelta

from pipetui.reading.cards import read_cards
from pipetui.reading.kept_past import past_of
from pipetui.reading.leads import ANSWERS
from pipetui.reading.playbooks import criteria_of, facts_of
from pipetui.views.card import Card
from pipetui.views.health.alike import alike
from pipetui.views.health.amounts import usual_of
from pipetui.views.health.facts import Facts
from pipetui.views.insights.funnel import slow_stays
from pipetui.views.playbook import Criterion
from pipetui.views.stage import Pipeline

BACK = 365
"""Days back that closed deals are looked at: what was left out longer ago, nobody knows any more."""

_OPEN = "deal.pipeline_id = ? AND deal.status = 'open'"
_IN_DOUBT = """deal.pipeline_id = ? AND deal.status IN ('won', 'lost') AND deal.status <> 'open' AND (
    deal.closed_on > ? OR deal.closed_on >= ? AND (
        deal.status = 'won' AND deal.amount IS NULL OR deal.status = 'lost' AND deal.reason_id IS NULL))"""
_AMOUNTS = """
SELECT base_amount FROM deal WHERE pipeline_id = ? AND base_amount > 0 AND status <> 'lost'
"""
_PLACED = """
SELECT id, CASE status WHEN 'open' THEN stage_id ELSE 0 END FROM deal WHERE pipeline_id = ? ORDER BY id
"""
_REACHABLE = """
SELECT DISTINCT deal_contact.deal_id FROM deal_contact JOIN contact ON contact.id = deal_contact.contact_id
    JOIN deal ON deal.id = deal_contact.deal_id
WHERE deal.pipeline_id = ? AND deal.status = 'open' AND (contact.email <> '' OR contact.phone <> '')
"""
_ANSWERED = f"""
SELECT DISTINCT activity.deal_id FROM activity JOIN deal ON deal.id = activity.deal_id
WHERE deal.pipeline_id = ? AND deal.status = 'open' AND done_at IS NOT NULL
    AND kind IN ({", ".join(f"'{kind}'" for kind in ANSWERS)}) AND deal.stage_id IN ({{leads}})
"""


def read_health(
    rows: sqlite3.Connection, pipeline: Pipeline, today: date
) -> tuple[list[Card], Facts, dict[tuple[int, str], str]]:
    """A pipeline's deals to be looked at, what they are held against, and what was said to be fine."""
    cards = read_cards(rows, _OPEN, (pipeline.id,))
    since = (today - timedelta(days=BACK)).isoformat()
    in_doubt = read_cards(rows, _IN_DOUBT, (pipeline.id, today.isoformat(), since))
    twins = alike(cards)
    facts = Facts(
        pipeline=pipeline,
        today=today,
        slow=slow_stays(pipeline.open_stages, today, *_placed(rows, pipeline), past_of(rows, pipeline).stays),
        usual=usual_of(amount for (amount,) in rows.execute(_AMOUNTS, (pipeline.id,))),
        reachable={number for (number,) in rows.execute(_REACHABLE, (pipeline.id,))},
        answered=_answered(rows, pipeline),
        lacking=_lacking(rows, pipeline, cards),
        alike=twins,
        titles={card.id: card.title for card in cards if card.id in twins},
    )
    accepted = rows.execute(
        "SELECT deal_id, finding, fact FROM accepted JOIN deal ON deal.id = deal_id WHERE deal.pipeline_id = ?",
        (pipeline.id,),
    )
    return [*cards, *in_doubt], facts, {(deal_id, finding): fact for deal_id, finding, fact in accepted}


def _placed(rows: sqlite3.Connection, pipeline: Pipeline) -> tuple[Sequence[int], Sequence[int]]:
    """The numbers of all deals, and the stage of each that is open, 0 for the others."""
    found = rows.execute(_PLACED, (pipeline.id,)).fetchall()
    return [number for number, _ in found], [stage for _, stage in found]


def _answered(rows: sqlite3.Connection, pipeline: Pipeline) -> set[int]:
    leads = ", ".join(str(stage.id) for stage in pipeline.leads)
    if not leads:
        return set()
    return {number for (number,) in rows.execute(_ANSWERED.format(leads=leads), (pipeline.id,))}


def _lacking(rows: sqlite3.Connection, pipeline: Pipeline, cards: list[Card]) -> dict[int, tuple[str, ...]]:
    """What nothing leaves its stage without, as far as a deal lacks it, by the deal's number."""
    criteria = criteria_of(rows, [stage.id for stage in pipeline.stages], guarding=True)
    musts: dict[int, list[Criterion]] = {}
    for line in criteria:
        if line.is_hard:
            musts.setdefault(line.stage_id, []).append(line)
    asked = [card for card in cards if card.stage_id in musts]
    if not asked:
        return {}
    known = facts_of(rows, [card.id for card in asked])
    found = {}
    for card in asked:
        met = known.met(card, musts[card.stage_id])
        found[card.id] = tuple(line.text for line in musts[card.stage_id] if line.id not in met)
    return found
