"""Pipelines and their stages: adding, naming, ordering, merging, taking away, with a place for every deal."""

from __future__ import annotations

from collections.abc import Sequence

from sqlmodel import Session, col, select

from pipetui.model import Criterion, Pipeline, Stage
from pipetui.reading.pipelines import read_pipelines
from pipetui.sales.cash_rates import revalue_expenses, revalue_payments
from pipetui.sales.columns import rows_of
from pipetui.sales.processes import check_name
from pipetui.sales.renaming import follow_names, follow_stages
from pipetui.sales.stages import pipeline_with
from pipetui.store import Store, Writing
from pipetui.values.errors import NotFound, Refused
from pipetui.values.text import clean, fold
from pipetui.values.text import count as told
from pipetui.views import stage as views
from pipetui.views.rates import in_base
from pipetui.views.stage_draft import Draft


class Pipelines:
    """The service for pipelines. Each command is one transaction."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def rename(self, pipeline_id: int, name: str) -> None:
        """Gives a pipeline another name. Raises Invalid for one that is taken."""
        wanted = clean(name)
        with self._store.transaction(f"The pipeline is called {wanted}") as writing:
            rows = writing.session.exec(select(Pipeline)).all()
            check_name(rows, wanted, pipeline_id)
            names = [each.name for each in rows]
            row = _pipeline(writing.session, pipeline_id)
            was, row.name = row.name, wanted
            follow_names(writing, "pipeline", names, {was: wanted})

    def allow(self, pipeline_id: int, *, back: bool | None = None, skips: bool | None = None) -> None:
        """Says whether deals may go back a stage, and past one."""
        with self._store.transaction("What moves a pipeline allows") as writing:
            row = _pipeline(writing.session, pipeline_id)
            row.may_go_back = row.may_go_back if back is None else back
            row.may_skip = row.may_skip if skips is None else skips

    def delete(self, pipeline_id: int, into: int | None = None) -> None:
        """Takes a pipeline away; its deals go to another, to the stage of the same name, else of the same phase.

        Raises Refused for the last pipeline, one into itself, and one with deals that have no place to go.
        """
        with self._store.transaction("Deleted a pipeline") as writing:
            pipelines = read_pipelines(rows_of(writing.connection), writing.clock.today())
            gone = pipeline_with(pipelines, pipeline_id)
            writing.name(f"Deleted the pipeline {gone.name}")
            if len(pipelines) == 1:
                raise Refused(f"{gone.name} is the only pipeline, and stays. Add another one first.")
            if into == pipeline_id:
                raise Refused(f"{gone.name} can't take in its own deals: name another pipeline for them.")
            count = _scalar(writing, "SELECT count(*) FROM deal WHERE pipeline_id = ?", pipeline_id)
            if count and into is None:
                others = ", ".join(each.name for each in pipelines if each.id != pipeline_id)
                raise Refused(f"{gone.name} has {told(count, 'deal')}. Say which pipeline they go to: {others}.")
            if count and into is not None:
                _resettle(writing, gone, pipeline_with(pipelines, into))
            writing.session.delete(_pipeline(writing.session, pipeline_id))

    def restage(self, draft: Draft) -> None:
        """Makes a pipeline's stages what a draft says, with its deals where it puts them.

        Stages that another program changed meanwhile are refused rather than overwritten.
        """
        pipeline_id = draft.pipeline.id
        with self._store.transaction(f"Stages of {draft.pipeline.name}") as writing:
            pipelines = read_pipelines(rows_of(writing.connection))
            if pipeline_with(pipelines, pipeline_id).stages != draft.pipeline.stages:
                raise Refused("The stages were changed elsewhere meanwhile. Look at them anew, and change them again.")
            rows = _rows(writing, pipeline_id)
            names = {each.key: each.name for each in draft.stages}
            for number, row in rows.items():
                if names.get(number) != row.name:
                    row.name = f"\u2026{number}"  # two may change their names with one another
            writing.session.flush()
            numbers: dict[int, int] = {}
            for position, plan in enumerate(draft.stages):
                known = rows.get(plan.key)
                made = Stage(pipeline_id=pipeline_id, name=plan.name, position=position) if known is None else known
                writing.session.add(made)
                made.name, made.position, made.phase = plan.name, position, plan.phase
                made.probability, made.rotting_days, made.category = plan.probability, plan.rotting_days, plan.category
                writing.session.flush()
                assert made.id is not None
                numbers[plan.key] = made.id
            was = draft.pipeline.stages
            becomes = {stage.name: names[stage.id] for stage in was if names.get(stage.id, stage.name) != stage.name}
            follow_stages(writing, pipelines, pipeline_id, becomes)
            for gone, goal in draft.places.items():
                _take_in(writing, gone, numbers[goal], merged=gone in draft.merged)
            kept = set(numbers.values())
            for number, row in rows.items():
                if number not in kept:
                    writing.session.delete(row)


def _rows(writing: Writing, pipeline_id: int) -> dict[int, Stage]:
    """The stages by number."""
    found = writing.session.exec(select(Stage).where(Stage.pipeline_id == pipeline_id)).all()
    return {row.id: row for row in found if row.id is not None}


def _take_in(writing: Writing, gone: int, goal: int, *, merged: bool) -> None:
    """Gives a stage all that was another's: its deals, open and closed, and the moves in and out of it."""
    run = writing.connection.exec_driver_sql
    run("UPDATE deal SET stage_id = ? WHERE stage_id = ?", (goal, gone))
    # The way a deal took stays known; a move between the two is none any more.
    run("UPDATE stage_move SET from_stage_id = ? WHERE from_stage_id = ?", (goal, gone))
    run("UPDATE stage_move SET to_stage_id = ? WHERE to_stage_id = ?", (goal, gone))
    run("DELETE FROM stage_move WHERE from_stage_id = to_stage_id AND to_stage_id = ?", (goal,))
    if not merged:
        return
    lines = writing.session.exec(select(Criterion).where(col(Criterion.stage_id).in_([gone, goal]))).all()
    known = {fold(line.text) for line in lines if line.stage_id == goal}
    last = max((line.position for line in lines if line.stage_id == goal), default=-1)
    for line in sorted(lines, key=lambda line: line.position):
        if line.stage_id == gone and fold(line.text) not in known:
            last += 1
            line.stage_id, line.position = goal, last
    writing.session.flush()


def _resettle(writing: Writing, gone: views.Pipeline, goal: views.Pipeline) -> None:
    """Moves all deals of a pipeline to another, worth what they are in its currency."""
    run = writing.connection.exec_driver_sql
    for stage in gone.stages:
        place = _stage_like(stage, goal)
        if gone.currency != goal.currency:
            found = run("SELECT id, amount, currency FROM deal WHERE stage_id = ?", (stage.id,)).all()
            for number, amount, currency in found:
                base, rate = in_base(goal.rates, amount, currency, goal.currency)
                told = (base, None if rate is None else str(rate), number)
                run("UPDATE deal SET base_amount = ?, rate = ? WHERE id = ?", told)
        _take_in(writing, stage.id, place.id, merged=False)
    _resettle_cash(writing, gone, goal)
    run("UPDATE deal SET pipeline_id = ? WHERE pipeline_id = ?", (goal.id, gone.id))


def _resettle_cash(writing: Writing, gone: views.Pipeline, goal: views.Pipeline) -> None:
    """Moves the expenses along with the deals, those of none too; payments go with their deals by themselves."""
    run = writing.connection.exec_driver_sql
    if gone.currency != goal.currency:
        revalue_expenses(writing, gone.id, goal.rates, goal.currency, every=True)
        found = run(
            "SELECT DISTINCT payment.deal_id FROM payment JOIN deal ON deal.id = payment.deal_id"
            " WHERE deal.pipeline_id = ?",
            (gone.id,),
        ).all()
        for (number,) in found:
            revalue_payments(writing, number, goal.rates, goal.currency, every=True)
        writing.session.flush()
    run("UPDATE expense SET pipeline_id = ? WHERE pipeline_id = ?", (goal.id, gone.id))


def _stage_like(stage: views.Stage, goal: views.Pipeline) -> views.Stage:
    """The stage of the same name; else the one of that phase whose probability is nearest."""
    for other in goal.stages:
        if fold(other.name) == fold(stage.name):
            return other
    alike: Sequence[views.Stage] = [other for other in goal.stages if other.phase == stage.phase] or goal.stages
    return min(alike, key=lambda other: abs(other.probability - stage.probability))


def _pipeline(session: Session, pipeline_id: int) -> Pipeline:
    row = session.get(Pipeline, pipeline_id)
    if row is None:
        raise NotFound("The pipeline is no longer there.")
    return row


def _scalar(writing: Writing, query: str, value: int) -> int:
    return int(writing.connection.exec_driver_sql(query, (value,)).scalar_one())
