"""What is wrong with a rule in the file it is for: stages, fields, templates and words that are not there."""

from __future__ import annotations

import sqlite3
from datetime import date

from pipetui.reading.names import read_lasting_fields
from pipetui.reading.own import read_fields
from pipetui.reading.pipelines import read_pipelines
from pipetui.values.errors import Invalid, PipetuiError
from pipetui.values.query import parse_filter
from pipetui.values.rules import FIELDS, Action, RuleText
from pipetui.values.text import clean, fit, fold
from pipetui.values.typos import nearest
from pipetui.views.stage import Pipeline


def faults_of(rows: sqlite3.Connection, rule: RuleText, pipeline_id: int | None, today: date) -> list[str]:
    """Sentences on what a rule can't find in the file; [] for a rule that can be followed."""
    pipelines = [each for each in read_pipelines(rows, today) if pipeline_id in (None, each.id)]
    if not pipelines:
        return ["The pipeline it is for is gone."]
    stages = list(dict.fromkeys(stage.name for each in pipelines for stage in each.stages))
    fields = [*FIELDS, *(field.key for field in read_fields(rows))]
    found = []
    if rule.when.kind in ("entered", "left"):
        found += _missing("stage", rule.when.what, stages)
    if rule.when.kind == "changed":
        found += _missing("field", rule.when.what, fields)
    if rule.condition:
        try:
            parse_filter(rule.condition, today, read_lasting_fields(rows, today))
        except Invalid as error:
            found.append(str(error))
    for action in rule.actions:
        found += _of_action(rows, action, pipelines, stages, fields, today)
    return found


def _of_action(
    rows: sqlite3.Connection,
    action: Action,
    pipelines: list[Pipeline],
    stages: list[str],
    fields: list[str],
    today: date,
) -> list[str]:
    match action.kind:
        case "move":
            return _missing("stage", action.what, stages)
        case "draft":
            marks = ", ".join("?" * len(pipelines))
            query = (
                "SELECT DISTINCT stage_mail.name FROM stage_mail JOIN stage ON stage.id = stage_mail.stage_id"
                f" WHERE stage.pipeline_id IN ({marks}) ORDER BY 1"
            )
            mails = [name for (name,) in rows.execute(query, [each.id for each in pipelines])]
            return _missing("mail template", action.what, mails)
        case "cadence":
            has = rows.execute("SELECT EXISTS (SELECT 1 FROM cadence_step)").fetchone()[0]
            return [] if has or action.what == "stop" else ["No stage has a cadence yet: write one into its playbook."]
        case "set":
            return _missing("field", action.what, fields) or _of_value(rows, action, pipelines, today)
        case _:
            return []


def _of_value(rows: sqlite3.Connection, action: Action, pipelines: list[Pipeline], today: date) -> list[str]:
    """Whether a field takes the value a rule sets it to, as far as that is known before there is a deal."""
    if "{" in action.value:
        return []
    from pipetui.views.card import blank_card
    from pipetui.views.fields import Context, field_named

    try:
        pipeline = pipelines[0]
        context = Context(blank_card(pipeline, (pipeline.open_stages or pipeline.stages)[0]), pipeline, today)
        field_named(action.what, read_fields(rows)).read(action.value, context)
    except PipetuiError as error:
        return [str(error)]
    return []


def _missing(noun: str, name: str, known: list[str]) -> list[str]:
    if fold(name) in map(fold, known):
        return []
    near = nearest(name, known)
    hint = f" Did you mean {near}?" if near else f" There are {', '.join(known[:20])}." if known else ""
    return [f"There is no {noun} “{fit(clean(name), 40)}”.{hint}"]
