"""A sales process as one TOML file, to hand a colleague: written for editing by hand, read with the place of mistakes.

Reading is the standard library's. Writing is a few lines of our own, since the order, the comments and the long texts
are the point of the file, and what is written reads back as exactly what it was.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from pipetui.exchange.rules_toml import read_rules, rule_to_toml
from pipetui.exchange.toml_place import Place, check, parsed, read_toml
from pipetui.exchange.toml_text import pairs, string
from pipetui.values.errors import Invalid
from pipetui.values.text import clean, fit
from pipetui.views.mail import Mail
from pipetui.views.playbook import Beat
from pipetui.views.process import Exit, Process, StagePlan, faults
from pipetui.views.requirements import PLAIN

_HEAD = """\
# A sales process for pipetui. Take it over with: pipetui pipeline import FILE
#
# Edit it with any editor. A [[stage]] is a column of the board, in this order.
#   phase         lead (before qualification, outside every forecast) or open
#   probability   0 to 100, of deals that have none of their own
#   rotting_days  days without a touch and without a plan; leave it out for never
#   category      pipeline, best_case, commit or omitted
#   purpose, questions, good   the playbook, in Markdown
#   checklist     what is good to do; never in the way
#   cadence       the usual rhythm: after = days from when the deal came to the stage
# A [[stage.exit]] is what the buyer has done before the deal goes on; hard = true lets nothing past it.
#   field         what must be set: {fields},
#                 contact: decision maker (or any role), or a field of your own by its key; without it the rep ticks it
# A [[stage.mail]] is a mail that is often written in the stage.
# A [[rule]] does the routine: when it is met, if the deal is so (a filter), then it does each of a list.
"""

_PIPELINE_KEYS = {"name": str, "about": str, "moves_back": bool, "skips": bool}
_STAGE_KEYS = {
    "name": str,
    "phase": str,
    "probability": float,
    "rotting_days": int,
    "category": str,
    "purpose": str,
    "questions": str,
    "good": str,
    "checklist": list,
    "cadence": list,
    "exit": list,
    "mail": list,
}
_EXIT_KEYS = {"text": str, "field": str, "hard": bool}
_MAIL_KEYS = {"name": str, "subject": str, "body": str}
_BEAT_KEYS = {"after": int, "kind": str, "subject": str}


def to_toml(process: Process) -> str:
    """The process as the text of a file."""
    parts = [_HEAD.format(fields=", ".join(PLAIN)), "\n[pipeline]\n"]
    parts.append(pairs({"name": process.name, "about": process.about or None}))
    parts.append(pairs({"moves_back": process.may_go_back, "skips": process.may_skip}))
    parts += [f"\n[[stage]]\n{stage_to_toml(stage)}" for stage in process.stages]
    parts += [f"\n[[rule]]\n{rule_to_toml(rule)}" for rule in process.rules]
    return "".join(parts)


def stage_to_toml(stage: StagePlan) -> str:
    """One stage, without the line that begins it."""
    parts = [
        pairs(
            {
                "name": stage.name,
                "phase": stage.phase,
                "probability": stage.probability,
                "rotting_days": stage.rotting_days,
                "category": stage.category,
                "purpose": stage.purpose or None,
                "questions": stage.questions or None,
                "good": stage.good or None,
            }
        )
    ]
    if stage.checklist:
        parts.append("checklist = [\n" + "".join(f"  {string(line)},\n" for line in stage.checklist) + "]\n")
    if stage.cadence:
        beats = (
            f"  {{ after = {beat.after}, kind = {string(beat.kind)}, subject = {string(beat.subject)} }},\n"
            for beat in stage.cadence
        )
        parts.append("cadence = [\n" + "".join(beats) + "]\n")
    for line in stage.exits:
        told = {"text": line.text, "field": line.field, "hard": line.hard or None}
        parts.append(f"\n[[stage.exit]]\n{pairs(told)}")
    for mail in stage.mails:
        parts.append(f"\n[[stage.mail]]\n{pairs(mail._asdict())}")
    return "".join(parts)


def read_process(path: Path) -> Process:
    """The process of a file. Raises NotFound, Trouble or Invalid, with the line of what is wrong."""
    return from_toml(read_toml(path), path.name)


def from_toml(text: str, name: str = "The file") -> Process:
    """The process a text describes. Raises Invalid with the line of the first thing that is wrong."""
    told = parsed(text, name)
    place = Place(text, name)
    for key in told:
        if key not in ("pipeline", "stage", "rule"):
            there = "[pipeline], [[stage]] and [[rule]]"
            raise place.wrong(None, key, f"“{fit(clean(key), 30)}” is unknown: there are {there}.")
    head, stages, rules = told.get("pipeline", {}), told.get("stage", []), told.get("rule", [])
    if not isinstance(head, dict) or not isinstance(stages, list) or not all(isinstance(each, dict) for each in stages):
        raise place.wrong(None, "stage", "Write [pipeline] once, and [[stage]] with two brackets for each stage.")
    check(head, _PIPELINE_KEYS, place, None, "[pipeline]")
    process = Process(
        name=clean(head.get("name", "")),
        about=clean(head.get("about", ""), multiline=True),
        may_go_back=head.get("moves_back", True),
        may_skip=head.get("skips", True),
        stages=tuple(_stage(stage, place, at) for at, stage in enumerate(stages)),
        rules=read_rules(rules, place),
    )
    for fault in faults(process):
        raise place.wrong(fault.stage, fault.key, fault.sentence)
    return process


def stage_from_toml(text: str, name: str = "The stage") -> StagePlan:
    """The stage a text describes that has no line to begin it. Raises Invalid with the line of what is wrong."""
    place = Place(f"[[stage]]\n{text}", name, before=1)
    told = parsed(f"[[stage]]\n{text}", name, before=1)
    stages = told.get("stage", [])
    if len(told) != 1 or len(stages) != 1:
        raise Invalid(f"{name}: this is one stage, with [[stage.exit]] and [[stage.mail]] in it and no other part.")
    from pipetui.views.process import stage_faults

    stage = _stage(stages[0], place, 0)
    for key, sentence in stage_faults(stage):
        raise place.wrong(0, key, sentence)
    return stage


def _stage(told: Mapping[str, Any], place: Place, at: int) -> StagePlan:
    check(told, _STAGE_KEYS, place, at, "[[stage]]")
    checklist: Sequence[Any] = told.get("checklist", [])
    if not all(isinstance(line, str) for line in checklist):
        raise place.wrong(at, "checklist", "checklist is a list of texts in quotes.")
    exits = [check(line, _EXIT_KEYS, place, at, "[[stage.exit]]") for line in told.get("exit", [])]
    mails = [check(mail, _MAIL_KEYS, place, at, "[[stage.mail]]") for mail in told.get("mail", [])]
    beats = [check(beat, _BEAT_KEYS, place, at, "cadence") for beat in told.get("cadence", [])]
    for beat in beats:
        if {"after", "kind"} - beat.keys():
            raise place.wrong(at, "cadence", 'Each step of a cadence has after and kind: { after = 2, kind = "call" }.')
    return StagePlan(
        name=clean(told.get("name", "")),
        phase=told.get("phase", "open"),
        probability=round(float(told.get("probability", 0)), 2),
        rotting_days=told.get("rotting_days"),
        category=told.get("category", "pipeline"),
        purpose=clean(told.get("purpose", ""), multiline=True),
        questions=clean(told.get("questions", ""), multiline=True),
        good=clean(told.get("good", ""), multiline=True),
        exits=tuple(
            Exit(clean(line.get("text", "")), clean(line.get("field", "")) or None, line.get("hard", False))
            for line in exits
        ),
        checklist=tuple(filter(None, map(clean, checklist))),
        cadence=tuple(
            Beat(beat["after"], beat["kind"], clean(beat.get("subject", "")) or beat["kind"].capitalize())
            for beat in beats
        ),
        mails=tuple(
            Mail(
                clean(mail.get("name", "")), clean(mail.get("subject", "")), clean(mail.get("body", ""), multiline=True)
            )
            for mail in mails
        ),
    )
