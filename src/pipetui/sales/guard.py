"""The one guard in the way of every change of stage: what the pipeline allows, and what the stages left behind ask for.

Keys, the mouse, the command line and automation come through it; imports, which tell what happened elsewhere, do not.
A win counts as leaving every stage there still is: a signature is no reason to know less about how it came about.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from pipetui.reading.cards import cards_by_id
from pipetui.reading.playbooks import criteria_of, facts_of
from pipetui.sales.waivers import standing_of
from pipetui.sales.work import Work
from pipetui.store import stored_moment
from pipetui.values.errors import Refused
from pipetui.views.card import Card
from pipetui.views.playbook import Criterion, Fill, Missing, Unmet
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
    way = Way(pipeline, goal)
    check_way(work.before[deal_id], way)
    work.session.flush()
    unmet = lacking(work, {deal_id: way}, passing.fill).get(deal_id)
    if unmet is None:
        return
    if not passing.anyway or not unmet.may_pass:
        raise unmet
    pass_over(work, [unmet], passing.way)


class Way(NamedTuple):
    """Where a deal is to go: a stage of its pipeline, None for being won."""

    pipeline: Pipeline
    goal: Stage | None


def lacking(work: Work, ways: Mapping[int, Way], fill: Fill | None = None) -> dict[int, Unmet]:
    """What deals lack to go their ways, by their numbers, of those that lack anything; a few queries for all."""
    left = {
        number: stages_left(way.pipeline, work.before[number].stage_id, way.goal and way.goal.id)
        for number, way in ways.items()
    }
    stage_ids = {stage.id for stages in left.values() for stage in stages}
    criteria = criteria_of(work.rows, sorted(stage_ids), guarding=True) if stage_ids else []
    if not criteria:
        return {}
    of_stage: dict[int, list[Criterion]] = {}
    for line in criteria:
        of_stage.setdefault(line.stage_id, []).append(line)
    asked = {number for number, stages in left.items() if any(stage.id in of_stage for stage in stages)}
    cards, facts = cards_by_id(work.rows, asked), facts_of(work.rows, asked)
    found: dict[int, Unmet] = {}
    for number, card in cards.items():
        lines = [(stage, line) for stage in left[number] for line in of_stage.get(stage.id, ())]
        met = facts.met(card, [line for _, line in lines])
        if missing := [Missing(stage.name, line) for stage, line in lines if line.id not in met]:
            goal = ways[number].goal
            goal_id, name = (goal.id, goal.name) if goal else (None, "won")
            found[number] = Unmet(number, card.title, goal_id, name, missing, fill)
    return found


def pass_over(work: Work, going: Iterable[Unmet], way: str = "rep") -> None:
    """Remembers what deals go on without, where it is not remembered already."""
    going = list(going)
    standing = standing_of(work.rows, [unmet.deal_id for unmet in going])
    moment = stored_moment(work.clock.now())
    work.insert(
        "waiver",
        ("deal_id", "criterion_id", "stage", "text", "way", "at"),
        [
            (unmet.deal_id, line.id, stage, line.text, way, moment)
            for unmet in going
            for stage, line in unmet.missing
            if (unmet.deal_id, line.id) not in standing
        ],
    )


def check_way(card: Card, way: Way) -> None:
    """Raises Refused for a way back, or past a stage, where the pipeline allows none. A win may come from anywhere."""
    pipeline, goal = way
    title, stage_id = card.title, card.stage_id
    if goal is None:
        return
    places = {stage.id: place for place, stage in enumerate(pipeline.stages)}
    by = places[goal.id] - places.get(stage_id, places[goal.id])
    if by < 0 and not pipeline.may_go_back:
        raise Refused(f"Deals of {pipeline.name} don't go back a stage, so {title} stays where it is.")
    if by > 1 and not pipeline.may_skip:
        following = pipeline.stages[places[stage_id] + 1].name
        raise Refused(f"Deals of {pipeline.name} skip no stage: {title} goes to {following} next.")
