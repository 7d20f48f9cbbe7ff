"""Pipelines as processes: reading one, making one, taking one over, and writing what a stage's playbook says."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Sequence
from typing import Any

from sqlmodel import Session, col, select

from pipetui.model import CadenceStep, Criterion, Pipeline, Stage, StageMail
from pipetui.reading.pipelines import read_pipelines
from pipetui.reading.playbooks import own_keys, read_playbook
from pipetui.reading.rules import read_rules
from pipetui.sales.columns import rows_of
from pipetui.sales.renaming import follow_stages
from pipetui.sales.rules import take_rules
from pipetui.store import Store, Writing
from pipetui.values.errors import Invalid, NotFound
from pipetui.values.text import clean, fold
from pipetui.views.automation import NewRule
from pipetui.views.playbook import Playbook
from pipetui.views.process import Exit, Process, StagePlan, checked, stage_faults
from pipetui.views.requirements import read_required


class Processes:
    """The service for what a pipeline's stages are, and say. Each command is one transaction."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def read(self, pipeline_id: int) -> Process:
        """The process of a pipeline. Raises NotFound where it is gone."""
        with self._store.reading() as connection:
            return read_process(rows_of(connection), pipeline_id)

    def stage(self, stage_id: int) -> StagePlan:
        """All that is written for a stage. Raises NotFound where it is gone."""
        with self._store.reading() as connection:
            rows = rows_of(connection)
            found = rows.execute(_STAGES.format(where="id = ?"), (stage_id,)).fetchone()
            if found is None:
                raise NotFound("The stage is no longer there.")
            return _plan(rows, found)

    def add(self, process: Process, name: str = "") -> int:
        """Makes a pipeline of a process, after those there are; gives its number. Raises Invalid for a name taken."""
        wanted = clean(name) or process.name
        with self._store.transaction(f"Added the pipeline {wanted}") as writing:
            return add_pipeline(writing, process, wanted)

    def take(self, process: Process, pipeline_id: int) -> None:
        """Makes a pipeline work by a process.

        One without deals has just its stages after this. In one that has some, stages of the same name take over
        what the process says of them, new ones come where it has them, and none that is there goes.
        """
        checked(process)
        with self._store.transaction(f"Took over the process {process.name}") as writing:
            session = writing.session
            row = _pipeline(session, pipeline_id)
            row.about, row.may_go_back, row.may_skip = process.about or None, process.may_go_back, process.may_skip
            stages = _stages_of(session, pipeline_id)
            if not _has_deals(writing, pipeline_id):
                wanted = {fold(plan.name) for plan in process.stages}
                for stage in stages:
                    if fold(stage.name) not in wanted:
                        session.delete(stage)
                session.flush()
                stages = [stage for stage in stages if fold(stage.name) in wanted]
            _take_stages(writing, pipeline_id, stages, process.stages)
            take_rules(writing, process.rules, pipeline_id)

    def write_stage(self, stage_id: int, plan: StagePlan) -> None:
        """Writes all that a stage says. A line that stays, or is only worded anew, keeps its ticks.

        Raises Invalid for what can't be, or a name another stage has.
        """
        for _, sentence in stage_faults(plan):
            raise Invalid(sentence)
        with self._store.transaction(f"Playbook of {plan.name}") as writing:
            stage = writing.session.get(Stage, stage_id)
            if stage is None:
                raise NotFound("The stage is no longer there.")
            others = _stages_of(writing.session, stage.pipeline_id)
            if any(fold(other.name) == fold(plan.name) and other.id != stage_id for other in others):
                raise Invalid(f"There is a stage called {plan.name} already.")
            if plan.phase == "lead" and not any(each.phase == "open" and each.id != stage_id for each in others):
                raise Invalid("A pipeline needs at least one stage that is open, not only leads.")
            pipelines, was = read_pipelines(rows_of(writing.connection)), stage.name
            _write(writing, stage, plan)
            if plan.name != was:
                follow_stages(writing, pipelines, stage.pipeline_id, {was: plan.name})


def read_process(rows: sqlite3.Connection, pipeline_id: int) -> Process:
    """The process of a pipeline as the file has it. Raises NotFound where it is gone."""
    found = rows.execute(
        "SELECT name, about, may_go_back, may_skip FROM pipeline WHERE id = ?", (pipeline_id,)
    ).fetchone()
    if found is None:
        raise NotFound("The pipeline is no longer there.")
    stages = rows.execute(_STAGES.format(where="pipeline_id = ? ORDER BY position, id"), (pipeline_id,)).fetchall()
    rules = tuple(
        NewRule(rule.name, rule.text, enabled=rule.enabled)
        for rule in read_rules(rows, enabled=False)
        if rule.is_for(pipeline_id)
    )
    plans = tuple(_plan(rows, row) for row in stages)
    return Process(found[0], found[1] or "", bool(found[2]), bool(found[3]), plans, rules)


_STAGES = "SELECT id, name, phase, probability, rotting_days, category FROM stage WHERE {where}"


def _plan(rows: sqlite3.Connection, row: Sequence[Any]) -> StagePlan:
    number, name, phase, probability, rotting, category = row
    book: Playbook = read_playbook(rows, number)
    return StagePlan(
        name,
        phase,
        probability,
        rotting,
        category,
        book.purpose,
        book.questions,
        book.good,
        tuple(Exit(line.text, line.field, line.is_hard) for line in book.exits),
        tuple(line.text for line in book.checklist),
        book.cadence,
        book.mails,
    )


def add_pipeline(writing: Writing, process: Process, name: str, currency: str = "") -> int:
    """Writes a pipeline with its stages; its totals are in the first pipeline's currency where none is named."""
    checked(process)
    session = writing.session
    others = session.exec(select(Pipeline).order_by(col(Pipeline.position))).all()
    check_name(others, name)
    row = Pipeline(
        name=name,
        position=max((each.position for each in others), default=-1) + 1,
        currency=currency or others[0].currency,
        about=process.about or None,
        may_go_back=process.may_go_back,
        may_skip=process.may_skip,
    )
    session.add(row)
    session.flush()
    assert row.id is not None
    _take_stages(writing, row.id, [], process.stages)
    take_rules(writing, process.rules, row.id)
    return row.id


def write_stages(writing: Writing, pipeline_id: int, process: Process) -> None:
    """Writes what a process says of its stages into those of the same names; others keep their place."""
    _take_stages(writing, pipeline_id, _stages_of(writing.session, pipeline_id), checked(process).stages)


def check_name(others: Iterable[Pipeline], name: str, own_id: int | None = None) -> None:
    """Raises Invalid for a name another pipeline has."""
    if not name:
        raise Invalid("A pipeline needs a name.")
    for other in others:
        if fold(other.name) == fold(name) and other.id != own_id:
            raise Invalid(f"There is a pipeline called {other.name} already. Take another name.")


def _take_stages(writing: Writing, pipeline_id: int, there: list[Stage], plans: Sequence[StagePlan]) -> None:
    """Writes stages; those of a name that is there are written anew, and stages no plan speaks of keep their place."""
    session = writing.session
    by_name = {fold(stage.name): stage for stage in there}
    order: list[Stage] = list(there)
    last = -1
    for plan in plans:
        stage = by_name.get(fold(plan.name))
        if stage is None:
            stage = Stage(pipeline_id=pipeline_id, name=plan.name, position=0)
            session.add(stage)
            order.insert(last + 1, stage)
        else:
            order.remove(stage)
            last = min(last, len(order) - 1)
            order.insert(last + 1, stage)
        last = order.index(stage)
        _write(writing, stage, plan)
    order.sort(key=lambda stage: stage.phase != "lead")
    for position, stage in enumerate(order):
        stage.position = position
    session.flush()


def _write(writing: Writing, stage: Stage, plan: StagePlan) -> None:
    session = writing.session
    stage.name, stage.phase, stage.category = plan.name, plan.phase, plan.category
    stage.probability, stage.rotting_days = round(float(plan.probability), 2), plan.rotting_days
    for told in ("purpose", "questions", "good"):
        setattr(stage, told, clean(getattr(plan, told), multiline=True) or None)
    session.flush()
    assert stage.id is not None
    own = own_keys(rows_of(writing.connection))
    exits = [
        (clean(line.text), read_required(line.field, own) if line.field else None, "hard" if line.hard else "soft")
        for line in plan.exits
    ]
    _write_criteria(session, stage.id, [*exits, *((clean(text), None, "advice") for text in plan.checklist)])
    for beat in session.exec(select(CadenceStep).where(CadenceStep.stage_id == stage.id)).all():
        session.delete(beat)
    for mail in session.exec(select(StageMail).where(StageMail.stage_id == stage.id)).all():
        session.delete(mail)
    session.flush()
    for position, beat_ in enumerate(plan.cadence):
        session.add(CadenceStep(stage_id=stage.id, position=position, **_cleaned(beat_._asdict())))
    for position, mail_ in enumerate(plan.mails):
        session.add(StageMail(stage_id=stage.id, position=position, **_cleaned(mail_._asdict())))
    session.flush()


def _cleaned(told: dict[str, Any]) -> dict[str, Any]:
    return {name: clean(value, multiline=True) if isinstance(value, str) else value for name, value in told.items()}


def _write_criteria(session: Session, stage_id: int, lines: Sequence[tuple[str, str | None, str]]) -> None:
    """Writes the lines of a stage; each is the one there was of its text, else the next that is free."""
    there = list(
        session.exec(select(Criterion).where(Criterion.stage_id == stage_id).order_by(col(Criterion.position)))
    )
    same = {(line.text, line.strength == "advice"): line for line in there}
    kept = [same.pop((text, strength == "advice"), None) for text, _, strength in lines]
    taken = {id(line) for line in kept}
    for advice in (False, True):
        left = [line for line in there if id(line) not in taken and (line.strength == "advice") == advice]
        open_places = [at for at, line in enumerate(lines) if kept[at] is None and (line[2] == "advice") == advice]
        for at, line in zip(open_places, left, strict=False):
            kept[at] = line
            taken.add(id(line))
    for line in there:
        if id(line) not in taken:
            session.delete(line)
    session.flush()
    for position, ((text, field, strength), known) in enumerate(zip(lines, kept, strict=True)):
        line = Criterion(stage_id=stage_id, text=text) if known is None else known
        line.text, line.field, line.strength, line.position = text, field, strength, position
        session.add(line)
    session.flush()


def _pipeline(session: Session, pipeline_id: int) -> Pipeline:
    row = session.get(Pipeline, pipeline_id)
    if row is None:
        raise NotFound("The pipeline is no longer there.")
    return row


def _stages_of(session: Session, pipeline_id: int) -> list[Stage]:
    wanted = select(Stage).where(Stage.pipeline_id == pipeline_id).order_by(col(Stage.position), col(Stage.id))
    return list(session.exec(wanted).all())


def _has_deals(writing: Writing, pipeline_id: int) -> bool:
    found = writing.connection.exec_driver_sql(
        "SELECT EXISTS (SELECT 1 FROM deal WHERE pipeline_id = ?)", (pipeline_id,)
    )
    return bool(found.scalar())
