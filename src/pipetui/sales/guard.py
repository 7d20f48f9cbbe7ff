"""The one guard in the way of every change of stage: what the pipeline allows, and what the stages left behind ask for.

Keys, the mouse, the command line and automation come through it; imports, which tell what happened elsewhere, do not.
A win counts as leaving every stage there still is: a signature is no reason to know less about how it came about.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from pipetui.model import Waiver
from pipetui.reading.cards import cards_by_id
from pipetui.reading.playbooks import criteria_of, met_by
from pipetui.sales.waivers import standing_of
from pipetui.sales.work import Work
from pipetui.values.errors import Refused
from pipetui.views.playbook import Fill, Missing, Unmet
from pipetui.views.stage import Pipeline, Stage


@dataclass(frozen=True, slots=True)
class Passing:
    """How a deal is to get past the guard: what is ``fill``ed in first, and whether it goes on ``anyway``.

    ``anyway`` passes over soft criteria, which is remembered with the ``way``; never over hard ones.
    """

    anyway: bool = False
    fill: Fill = field(default_factory=Fill)
    way: str = "rep"


def stages_left(pipeline: Pipeline, stage_id: int, goal_id: int | None) -> tuple[Stage, ...]:
    """The stages a deal leaves behind on its way on to another (None: to being won); none on the way back."""
    places = {stage.id: place for place, stage in enumerate(pipeline.stages)}
    here = places.get(stage_id, 0)
    there = len(pipeline.stages) if goal_id is None else places.get(goal_id, here)
    return pipeline.stages[here:there]


def check(work: Work, deal_id: int, pipeline: Pipeline, goal: Stage | None, passing: Passing) -> None:
    """Lets a deal go on to a stage (None: to being won), or says why not.

    Raises Refused where the pipeline allows no such move, Unmet where something is missing. Costs one indexed query
    where the stages left behind ask for nothing.
    """
    before = work.before[deal_id]
    stage_id = before.stage_id
    _check_way(pipeline, before.title, stage_id, goal)
    left = stages_left(pipeline, stage_id, goal.id if goal else None)
    if not left:
        return
    asked = criteria_of(work.rows, [stage.id for stage in left], guarding=True)
    if not asked:
        return
    work.session.flush()
    card = cards_by_id(work.rows, [deal_id])[deal_id]
    met = met_by(work.rows, card, asked)
    names = {stage.id: stage.name for stage in left}
    places = {stage.id: place for place, stage in enumerate(left)}
    missing = [Missing(names[line.stage_id], line) for line in asked if line.id not in met]
    missing.sort(key=lambda each: places[each.criterion.stage_id])
    if not missing:
        return
    goal_id, name = (goal.id, goal.name) if goal else (None, "won")
    unmet = Unmet(deal_id, card.title, goal_id, name, missing, passing.fill)
    if not passing.anyway or not unmet.may_pass:
        raise unmet
    standing = standing_of(work.rows, deal_id)
    for stage, line in missing:
        if line.id not in standing:
            waiver = Waiver(deal_id=deal_id, criterion_id=line.id, stage=stage, text=line.text, way=passing.way)
            waiver.at = work.clock.now()
            work.session.add(waiver)


def _check_way(pipeline: Pipeline, title: str, stage_id: int, goal: Stage | None) -> None:
    """Raises Refused for a way back, or past a stage, where the pipeline allows none. A win may come from anywhere."""
    if goal is None:
        return
    places = {stage.id: place for place, stage in enumerate(pipeline.stages)}
    by = places[goal.id] - places.get(stage_id, places[goal.id])
    if by < 0 and not pipeline.may_go_back:
        raise Refused(f"Deals of {pipeline.name} don't go back a stage, so {title} stays where it is.")
    if by > 1 and not pipeline.may_skip:
        following = pipeline.stages[places[stage_id] + 1].name
        raise Refused(f"Deals of {pipeline.name} skip no stage: {title} goes to {following} next.")
