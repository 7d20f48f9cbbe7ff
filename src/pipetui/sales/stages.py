"""The pipeline a new file starts with."""

from __future__ import annotations

from sqlmodel import Session
from sqlmodel import select as select_model

from pipetui.model import Pipeline, Reason, Stage
from pipetui.values.errors import PipetuiError
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


def pipeline_with(pipelines: tuple[views.Pipeline, ...], pipeline_id: int) -> views.Pipeline:
    """The pipeline of a number; one that went away meanwhile is an error told as a sentence."""
    for pipeline in pipelines:
        if pipeline.id == pipeline_id:
            return pipeline
    raise PipetuiError("The pipeline of this deal is gone. Open the file anew.")
