"""Changes of a deal's stage, whichever way they are asked for: past the guard, written once, in one place."""

from __future__ import annotations

from pipetui.model import Deal, StageMove
from pipetui.sales.guard import Passing, check
from pipetui.sales.work import Work
from pipetui.values.errors import NotFound, Refused
from pipetui.views.card import Card
from pipetui.views.stage import Pipeline

PLAINLY = Passing()
"""With nothing filled in, and nothing passed over."""


def move(work: Work, deal: Deal, pipeline: Pipeline, stage_id: int, passing: Passing = PLAINLY) -> None:
    """Moves an open deal to a stage; it stays where it is that one already.

    Raises Refused for a closed deal or a way the pipeline does not allow, Unmet where something is missing.
    """
    assert deal.id is not None
    check_open(work.before[deal.id])
    stage = next((stage for stage in pipeline.stages if stage.id == stage_id), None)
    if stage is None:
        raise NotFound(f"The stage is no longer in the pipeline of {deal.title}.")
    if stage.id == deal.stage_id:
        return
    check(work, deal.id, pipeline, stage, passing)
    work.name(f"Moved {deal.title} to {stage.name}")
    work.session.add(StageMove(deal_id=deal.id, from_stage_id=deal.stage_id, to_stage_id=stage.id, at=work.clock.now()))
    deal.stage_id = stage.id
    deal.stage_since = work.clock.now()
    deal.nurture_until = None
    work.touch(deal)


def check_open(card: Card) -> None:
    """Raises Refused for a deal that is closed."""
    if not card.is_open:
        raise Refused(f"{card.title} is {card.status}. Reopen it first.")
