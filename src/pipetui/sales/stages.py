"""Pipelines and their stages: reading them, and the one a new file starts with."""

from __future__ import annotations

from sqlalchemy import Connection, select
from sqlmodel import Session
from sqlmodel import select as select_model

from pipetui.model import TABLES, Pipeline, Reason, Stage
from pipetui.store import Store
from pipetui.values.errors import NotFound, PipetuiError
from pipetui.views import stage as views

STANDARD = (
    # name, phase, probability, rotting days, category
    ("Lead", "lead", 5.0, 14, "omitted"),
    ("Qualified", "open", 20.0, 14, "pipeline"),
    ("Demo", "open", 40.0, 14, "pipeline"),
    ("Proposal", "open", 60.0, 10, "best_case"),
    ("Negotiation", "open", 80.0, 7, "commit"),
)
"""The process a new file starts with."""

LOST_REASONS = (
    "price",
    "competition",
    "no budget",
    "missing features",
    "bad timing",
    "no decision maker",
    "unresponsive",
)
WON_REASONS = ("best fit", "price", "relationship", "speed")


def set_up(session: Session, currency: str) -> None:
    """Writes the standard pipeline and reasons into a file that has no pipeline yet."""
    if session.exec(select_model(Pipeline.id)).first() is not None:
        return  # another program was first
    pipeline = Pipeline(name="Sales", currency=currency)
    session.add(pipeline)
    session.flush()
    assert pipeline.id is not None
    for position, (stage, phase, probability, rotting, category) in enumerate(STANDARD):
        session.add(
            Stage(
                pipeline_id=pipeline.id,
                name=stage,
                position=position,
                phase=phase,
                probability=probability,
                rotting_days=rotting,
                category=category,
            )
        )
    for outcome, names in (("lost", LOST_REASONS), ("won", WON_REASONS)):
        for position, reason in enumerate(names):
            session.add(Reason(outcome=outcome, name=reason, position=position))


def read_pipelines(connection: Connection) -> tuple[views.Pipeline, ...]:
    """All pipelines with their stages, in order."""
    stage, pipeline = TABLES["stage"].c, TABLES["pipeline"].c
    by_pipeline: dict[int, list[views.Stage]] = {}
    rows = connection.execute(
        select(
            stage.id,
            stage.pipeline_id,
            stage.name,
            stage.position,
            stage.phase,
            stage.probability,
            stage.rotting_days,
            stage.category,
        ).order_by(stage.pipeline_id, stage.position, stage.id)
    )
    for row in rows:
        by_pipeline.setdefault(row[1], []).append(views.Stage(*row))
    return tuple(
        views.Pipeline(row.id, row.name, row.currency, tuple(by_pipeline.get(row.id, ())))
        for row in connection.execute(
            select(pipeline.id, pipeline.name, pipeline.currency).order_by(pipeline.position, pipeline.id)
        )
    )


class Stages:
    """Reading pipelines and reasons."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def pipelines(self) -> tuple[views.Pipeline, ...]:
        """All pipelines with their stages, in order."""
        with self._store.reading() as connection:
            return read_pipelines(connection)

    def pipeline(self, name: str | None = None) -> views.Pipeline:
        """The pipeline of a name, or the first. Raises NotFound, naming those there are."""
        pipelines = self.pipelines()
        if name is None:
            return pipelines[0]
        for pipeline in pipelines:
            if pipeline.name.casefold() == name.strip().casefold():
                return pipeline
        known = ", ".join(pipeline.name for pipeline in pipelines)
        raise NotFound(f"There is no pipeline “{name[:40]}”. The pipelines are {known}.")

    def reasons(self, outcome: str) -> tuple[str, ...]:
        """The reasons deals are ``won`` or ``lost`` for, in the rep's order."""
        reason = TABLES["reason"].c
        with self._store.reading() as connection:
            names = connection.scalars(
                select(reason.name).where(reason.outcome == outcome).order_by(reason.position, reason.id)
            )
            return tuple(names)


def pipeline_with(pipelines: tuple[views.Pipeline, ...], pipeline_id: int) -> views.Pipeline:
    """The pipeline of a number; one that went away meanwhile is an error told as a sentence."""
    for pipeline in pipelines:
        if pipeline.id == pipeline_id:
            return pipeline
    raise PipetuiError("The pipeline of this deal is gone. Open the file anew.")
