"""A sales process as one TOML file, to hand a colleague: written for editing by hand, read with the place of mistakes.

Reading is the standard library's. Writing is a few lines of our own, since the order, the comments and the long texts
are the point of the file, and what is written reads back as exactly what it was.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from pipetui.values.errors import Invalid, NotFound, Trouble
from pipetui.values.text import clean, fit
from pipetui.views.playbook import Beat, Mail
from pipetui.views.process import Exit, Process, StagePlan, faults
from pipetui.views.requirements import PLAIN

LARGEST = 1_000_000
"""Bytes of the largest file that is read."""

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
_WORDS = {str: "text in quotes", bool: "true or false", float: "a number", int: "a whole number", list: "a list"}
_LINE = re.compile(r"\(at (?:line (\d+), column \d+|end of document)\)")
_ESCAPES = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\t": "\\t", "\r": "\\r", "\b": "\\b", "\f": "\\f"}


def to_toml(process: Process) -> str:
    """The process as the text of a file."""
    parts = [_HEAD.format(fields=", ".join(PLAIN)), "\n[pipeline]\n"]
    parts.append(_pairs({"name": process.name, "about": process.about or None}))
    parts.append(_pairs({"moves_back": process.may_go_back, "skips": process.may_skip}))
    parts += [f"\n[[stage]]\n{stage_to_toml(stage)}" for stage in process.stages]
    return "".join(parts)


def stage_to_toml(stage: StagePlan) -> str:
    """One stage, without the line that begins it."""
    parts = [
        _pairs(
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
        parts.append("checklist = [\n" + "".join(f"  {_string(line)},\n" for line in stage.checklist) + "]\n")
    if stage.cadence:
        beats = (
            f"  {{ after = {beat.after}, kind = {_string(beat.kind)}, subject = {_string(beat.subject)} }},\n"
            for beat in stage.cadence
        )
        parts.append("cadence = [\n" + "".join(beats) + "]\n")
    for line in stage.exits:
        told = {"text": line.text, "field": line.field, "hard": line.hard or None}
        parts.append(f"\n[[stage.exit]]\n{_pairs(told)}")
    for mail in stage.mails:
        parts.append(f"\n[[stage.mail]]\n{_pairs(mail._asdict())}")
    return "".join(parts)


def _pairs(values: Mapping[str, Any]) -> str:
    return "".join(f"{key} = {_value(value)}\n" for key, value in values.items() if value is not None)


def _value(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return str(int(value)) if value == int(value) else repr(value)
    if isinstance(value, int):
        return str(value)
    return _block(value) if "\n" in value else _string(value)


def _string(text: str) -> str:
    return '"' + "".join(_ESCAPES.get(character) or _plain(character) for character in text) + '"'


def _block(text: str) -> str:
    """A long text over several lines; the line end after the opening quotes is none of it."""
    told = "".join(
        character
        if character in "\n\t" or (character == '"' and following not in '"')
        else _ESCAPES.get(character) or _plain(character)
        for character, following in zip(text, [*text[1:], '"'], strict=True)
    )
    return f'"""\n{told}"""'


def _plain(character: str) -> str:
    return character if character >= " " and character != "\x7f" else f"\\u{ord(character):04x}"


def read_process(path: Path) -> Process:
    """The process of a file. Raises NotFound, Trouble or Invalid, with the line of what is wrong."""
    try:
        if path.stat().st_size > LARGEST:
            raise Trouble(f"{path} is too large for a sales process: at most {LARGEST // 1000:,} kB are read.")
        told = path.read_bytes()
    except FileNotFoundError:
        raise NotFound(f"There is no file {path}.") from None
    except OSError as error:
        raise Trouble(f"{path} can't be read: {error.strerror}.") from error
    try:
        text = told.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = told[: error.start].count(b"\n") + 1
        raise Invalid(f"{path.name}, line {line}: it is not UTF-8. Save it as UTF-8.") from error
    return from_toml(text, path.name)


def from_toml(text: str, name: str = "The file") -> Process:
    """The process a text describes. Raises Invalid with the line of the first thing that is wrong."""
    told = _parsed(text, name)
    place = _Place(text, name)
    for key in told:
        if key not in ("pipeline", "stage"):
            raise place.wrong(None, key, f"“{fit(clean(key), 30)}” is unknown: there are [pipeline] and [[stage]].")
    head, stages = told.get("pipeline", {}), told.get("stage", [])
    if not isinstance(head, dict) or not isinstance(stages, list) or not all(isinstance(each, dict) for each in stages):
        raise place.wrong(None, "stage", "Write [pipeline] once, and [[stage]] with two brackets for each stage.")
    _check(head, _PIPELINE_KEYS, place, None, "[pipeline]")
    process = Process(
        name=clean(head.get("name", "")),
        about=clean(head.get("about", ""), multiline=True),
        may_go_back=head.get("moves_back", True),
        may_skip=head.get("skips", True),
        stages=tuple(_stage(stage, place, at) for at, stage in enumerate(stages)),
    )
    for fault in faults(process):
        raise place.wrong(fault.stage, fault.key, fault.sentence)
    return process


def stage_from_toml(text: str, name: str = "The stage") -> StagePlan:
    """The stage a text describes that has no line to begin it. Raises Invalid with the line of what is wrong."""
    place = _Place(f"[[stage]]\n{text}", name, before=1)
    told = _parsed(f"[[stage]]\n{text}", name, before=1)
    stages = told.get("stage", [])
    if len(told) != 1 or len(stages) != 1:
        raise Invalid(f"{name}: this is one stage, with [[stage.exit]] and [[stage.mail]] in it and no other part.")
    from pipetui.views.process import stage_faults

    stage = _stage(stages[0], place, 0)
    for key, sentence in stage_faults(stage):
        raise place.wrong(0, key, sentence)
    return stage


def _parsed(text: str, name: str, before: int = 0) -> dict[str, Any]:
    try:
        return tomllib.loads(text.replace("\r\n", "\n"))
    except tomllib.TOMLDecodeError as error:
        found = _LINE.search(str(error))
        line = int(found[1]) if found and found[1] else text.count("\n") + 1
        reason = _LINE.sub("", str(error)).strip()
        raise Invalid(f"{name}, line {max(1, line - before)}: this is no TOML: {fit(clean(reason), 100)}.") from None
    except RecursionError:
        raise Invalid(f"{name} is no sales process: it goes too deep.") from None


class _Place:
    """Finds the lines that keys stand on, for saying where something is wrong."""

    def __init__(self, text: str, name: str, before: int = 0) -> None:
        self._lines = text.splitlines()
        self._name = name
        self._before = before

    def wrong(self, stage: int | None, key: str, sentence: str) -> Invalid:
        """What is wrong under a key of a stage (by its place; None: of the pipeline), with its line."""
        return Invalid(f"{self._name}, line {max(1, self._line(stage, key) - self._before)}: {sentence}")

    def _line(self, stage: int | None, key: str) -> int:
        at, end = self._section(stage)
        pattern = re.compile(rf"\s*(?:{re.escape(key)}\s*=|\[+\s*(?:stage\s*\.\s*)?{re.escape(key)}\s*\])")
        return next((line for line in range(at, end + 1) if pattern.match(self._lines[line - 1])), max(1, at))

    def _section(self, stage: int | None) -> tuple[int, int]:
        begins = [at for at, line in enumerate(self._lines, 1) if re.match(r"\s*\[\[\s*stage\s*\]\]", line)]
        if stage is None or stage >= len(begins):
            return 1, len(self._lines)
        return begins[stage], (begins[stage + 1] - 1 if stage + 1 < len(begins) else len(self._lines))


def _check(told: Any, keys: Mapping[str, type], place: _Place, stage: int | None, what: str) -> Mapping[str, Any]:
    """Raises Invalid for a key there is not, and a value of another kind."""
    if not isinstance(told, dict):
        raise place.wrong(
            stage, what.strip("[]").rpartition(".")[2], f"{what} is a table: write {what} on a line of its own."
        )
    for key, value in told.items():
        wanted = keys.get(key)
        if wanted is None:
            raise place.wrong(stage, key, f"“{fit(clean(key), 30)}” is no part of {what}: there are {', '.join(keys)}.")
        is_bool = isinstance(value, bool)
        fits = isinstance(value, (int, float)) and not is_bool if wanted is float else isinstance(value, wanted)
        if not fits or (is_bool and wanted is not bool):
            raise place.wrong(stage, key, f"{key} is {_WORDS[wanted]}.")
        if isinstance(value, float) and value != value:
            raise place.wrong(stage, key, f"{key} is {_WORDS[wanted]}.")
    return told


def _stage(told: Mapping[str, Any], place: _Place, at: int) -> StagePlan:
    _check(told, _STAGE_KEYS, place, at, "[[stage]]")
    checklist: Sequence[Any] = told.get("checklist", [])
    if not all(isinstance(line, str) for line in checklist):
        raise place.wrong(at, "checklist", "checklist is a list of texts in quotes.")
    exits = [_check(line, _EXIT_KEYS, place, at, "[[stage.exit]]") for line in told.get("exit", [])]
    mails = [_check(mail, _MAIL_KEYS, place, at, "[[stage.mail]]") for mail in told.get("mail", [])]
    beats = [_check(beat, _BEAT_KEYS, place, at, "cadence") for beat in told.get("cadence", [])]
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
