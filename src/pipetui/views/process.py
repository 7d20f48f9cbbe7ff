"""A sales process as one value: a pipeline's stages with all that is written for them. What templates are made of."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from pipetui.values.errors import Invalid
from pipetui.values.followup import KINDS
from pipetui.values.text import fit, fold
from pipetui.views.automation import NewRule
from pipetui.views.mail import Mail
from pipetui.views.playbook import Beat

PHASES = ("lead", "open")
CATEGORIES = ("pipeline", "best_case", "commit", "omitted")
MOST_STAGES = 40
LONGEST_NAME = 60
"""Characters of a stage's or a pipeline's name."""


@dataclass(frozen=True, slots=True)
class Exit:
    """An exit criterion: what the buyer has done. ``field`` is what must be set, None for what the rep ticks."""

    text: str
    field: str | None = None
    hard: bool = False


@dataclass(frozen=True, slots=True)
class StagePlan:
    """A stage; ``probability`` in percent, ``rotting_days`` None for never; long texts are Markdown."""

    name: str
    phase: str = "open"
    probability: float = 0
    rotting_days: int | None = None
    category: str = "pipeline"
    purpose: str = ""
    questions: str = ""
    good: str = ""
    exits: tuple[Exit, ...] = ()
    checklist: tuple[str, ...] = ()
    cadence: tuple[Beat, ...] = ()
    mails: tuple[Mail, ...] = ()


@dataclass(frozen=True, slots=True)
class Process:
    """A pipeline's process, without its deals."""

    name: str
    about: str = ""
    may_go_back: bool = True
    may_skip: bool = True
    stages: tuple[StagePlan, ...] = field(default=())
    rules: tuple[NewRule, ...] = field(default=())


@dataclass(frozen=True, slots=True)
class Fault:
    """Something that can't be: of which stage (by place, None for the pipeline's own), under which key, and why."""

    stage: int | None
    key: str
    sentence: str


def faults(process: Process) -> Iterator[Fault]:
    """Everything that can't be in a process, from its beginning."""
    if not process.name:
        yield Fault(None, "name", "A pipeline needs a name.")
    elif len(process.name) > LONGEST_NAME:
        yield Fault(None, "name", f"The name of a pipeline has at most {LONGEST_NAME} characters.")
    if len(process.stages) > MOST_STAGES:
        yield Fault(None, "stage", f"A pipeline has at most {MOST_STAGES} stages.")
    seen: dict[str, str] = {}
    opened = False
    for place, stage in enumerate(process.stages):
        if stage.name and fold(stage.name) in seen:
            yield Fault(place, "name", f"There are two stages called {fit(stage.name, 40)}.")
        seen[fold(stage.name)] = stage.name
        if opened and stage.phase == "lead":
            yield Fault(
                place, "phase", f"{fit(stage.name, 40)} is of the lead phase, so it comes before the open stages."
            )
        opened = opened or stage.phase == "open"
        for key, sentence in stage_faults(stage):
            yield Fault(place, key, sentence)
    if not opened:
        yield Fault(None, "stage", "A pipeline needs at least one stage that is open, not only leads.")


def stage_faults(stage: StagePlan) -> Iterator[tuple[str, str]]:
    """What can't be in a stage: the key, and why."""
    name = fit(stage.name, 40)
    if not stage.name:
        yield "name", "A stage needs a name."
    elif len(stage.name) > LONGEST_NAME:
        yield "name", f"The name of a stage has at most {LONGEST_NAME} characters."
    if stage.phase not in PHASES:
        yield "phase", f"“{fit(stage.phase, 20)}” is no phase: {name} is of the phase lead or open."
    if not 0 <= stage.probability <= 100:
        yield "probability", f"{name} can't have a probability of {stage.probability:g}: it is 0 to 100."
    if stage.rotting_days is not None and not 1 <= stage.rotting_days <= 3650:
        yield (
            "rotting_days",
            f"{name} rots after 1 to 3650 days, not {stage.rotting_days}; leave it out for never.",
        )
    if stage.category not in CATEGORIES:
        yield (
            "category",
            f"“{fit(stage.category, 20)}” is no category of {name}: use {', '.join(CATEGORIES)}.",
        )
    for beat in stage.cadence:
        if beat.kind not in KINDS:
            yield "cadence", f"“{fit(beat.kind, 20)}” is no kind of follow-up: use {', '.join(KINDS)}."
        if not 0 <= beat.after <= 3650:
            yield "cadence", f"A step of the cadence of {name} comes after 0 to 3650 days, not {beat.after}."
    if any(not line.text for line in stage.exits):
        yield "exit", f"An exit criterion of {name} says nothing."


def checked(process: Process) -> Process:
    """The process, where all of it can be. Raises Invalid with the first thing that can't."""
    for fault in faults(process):
        raise Invalid(fault.sentence)
    return process
