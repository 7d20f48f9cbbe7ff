"""Pipelines: listing, adding, naming, taking away, templates, and the one file a process is handed on as."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from pipetui.cli import output
from pipetui.cli.actions import Actions
from pipetui.cli.command import Json
from pipetui.cli.session import opened

if TYPE_CHECKING:
    from pipetui.cli.table import Line
    from pipetui.views.process import Process
    from pipetui.views.stage import Pipeline
    from pipetui.workspace import Workspace

_HOW = Actions(
    "pipeline",
    {
        "add": "pipetui pipeline add Partners channel",
        "rename": "pipetui pipeline rename Sales Direct",
        "delete": "pipetui pipeline delete Partners Sales",
        "allow": "pipetui pipeline allow Sales no-back",
        "use-template": "pipetui pipeline use-template saas Sales",
        "export": "pipetui pipeline export Sales > sales.toml",
        "import": "pipetui pipeline import sales.toml",
    },
    alone=("templates",),
)
"""What there is to do, and how each is written."""

ALLOWANCES = {
    "back": ("back", True),
    "no-back": ("back", False),
    "skips": ("skips", True),
    "no-skips": ("skips", False),
}


def pipeline(
    context: typer.Context,
    words: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="ACTION",
            help="add NAME [TEMPLATE] · rename NAME NEW · delete NAME [INTO] · allow NAME RULE · "
            "templates · use-template TEMPLATE [NAME] · export [NAME] · import FILE [NAME]; nothing lists them.",
        ),
    ] = None,
    json: Json = False,
) -> None:
    """List pipelines with their stages, or change them.

    RULE is back or no-back, skips or no-skips: whether deals may go back a stage, and past one.

    A template or a file makes a pipeline work by a process. One that has deals keeps all its stages: those of the same
    name take over what the process says of them, the others are added. A name that is not there becomes a new pipeline.
    """
    action, *rest = words or ["list"]
    with opened(context) as workspace:
        if action == "templates":
            _templates(json)
            return
        if action == "export":
            from pipetui.exchange.process_toml import to_toml

            named = workspace.overview.pipeline(rest[0] if rest else None)
            output.text([to_toml(workspace.processes.read(named.id))])
            return
        if action != "list":
            if action not in _ACTIONS:
                raise _HOW.unknown(action)
            output.say(_ACTIONS[action](workspace, rest))
            if not json:
                return
        pipelines = workspace.overview.pipelines()
        counts = workspace.overview.stage_counts()
    if json:
        output.as_json([_record(each, counts) for each in pipelines])
    elif output.on_terminal():
        output.data(_painted(pipelines, counts))
    else:
        head = ("pipeline", "stage", "phase", "probability", "rotting_days", "category", "deals")
        rows = [
            (line.name, each.name, each.phase, f"{each.probability:g}", each.rotting_days, each.category, number)
            for line in pipelines
            for each in line.stages
            for number in [counts.get(each.id, 0)]
        ]
        output.tab_separated(head, rows)


def _templates(json: bool) -> None:
    from pipetui.exchange.processes import NAMES, template

    if json:
        output.as_json(
            [
                {"name": name, "about": about, "stages": [s.name for s in template(name).stages]}
                for name, about in NAMES.items()
            ]
        )
    else:
        output.pairs(
            [(name, about, " · ".join(s.name for s in template(name).stages)) for name, about in NAMES.items()]
        )


def _record(each: Pipeline, counts: dict[int, int]) -> dict[str, Any]:
    from pipetui.views.contract import number

    return {
        "id": each.id,
        "name": each.name,
        "currency": each.currency,
        "moves_back": each.may_go_back,
        "skips": each.may_skip,
        "stages": [
            {
                "name": stage.name,
                "phase": stage.phase,
                "probability": number(stage.probability),
                "rotting_days": stage.rotting_days,
                "category": stage.category,
                "deals": counts.get(stage.id, 0),
            }
            for stage in each.stages
        ],
    }


def _painted(pipelines: Sequence[Pipeline], counts: dict[int, int]) -> Any:
    from pipetui.cli.table import Column, Group, paint_groups

    groups = []
    for each in pipelines:
        lines: list[Line] = [
            (
                stage.name,
                f"{stage.probability:g}%",
                "never" if stage.rotting_days is None else f"{stage.rotting_days} days",
                stage.category.replace("_", " "),
                stage.phase,
                f"{counts.get(stage.id, 0):,}",
            )
            for stage in each.stages
        ]
        rules = [] if each.may_go_back else ["no way back"]
        rules += [] if each.may_skip else ["no skips"]
        groups.append(Group(each.name, lines, " · ".join([each.currency, *rules])))
    columns = [
        Column("Stage"),
        Column("Prob.", right=True),
        Column("Rots after", right=True),
        Column("Category"),
        Column("Phase"),
        Column("Open", right=True),
    ]
    return paint_groups(columns, groups)


def _add(workspace: Workspace, words: Sequence[str]) -> str:
    from pipetui.exchange.processes import template

    name, *named = _HOW.at_least(words, 1, "add")
    process = template(named[0] if named else "simple")
    workspace.processes.add(process, name)
    return f"Added the pipeline {name}: {', '.join(stage.name for stage in process.stages)}."


def _rename(workspace: Workspace, words: Sequence[str]) -> str:
    name, *becomes = _HOW.at_least(words, 2, "rename")
    was = workspace.overview.pipeline(name)
    workspace.pipelines.rename(was.id, " ".join(becomes))
    return f"{was.name} is called {' '.join(becomes)}."


def _delete(workspace: Workspace, words: Sequence[str]) -> str:
    name, *into = _HOW.at_least(words, 1, "delete")
    gone = workspace.overview.pipeline(name)
    goal = workspace.overview.pipeline(into[0]) if into else None
    workspace.pipelines.delete(gone.id, goal.id if goal else None)
    return f"Deleted the pipeline {gone.name}" + (f"; its deals are in {goal.name}." if goal else ".")


def _allow(workspace: Workspace, words: Sequence[str]) -> str:
    from pipetui.values.errors import Invalid

    name, *rules = _HOW.at_least(words, 2, "allow")
    named = workspace.overview.pipeline(name)
    for rule in rules:
        if rule not in ALLOWANCES:
            raise Invalid(f"“{rule[:30]}” is nothing a pipeline allows: write {', '.join(ALLOWANCES)}.")
    workspace.pipelines.allow(named.id, **dict(ALLOWANCES[rule] for rule in rules))
    now = workspace.overview.pipeline(name)
    back = "may go back" if now.may_go_back else "don't go back"
    return f"Deals of {now.name} {back} a stage, and {'may skip' if now.may_skip else 'skip no'} stages."


def _use_template(workspace: Workspace, words: Sequence[str]) -> str:
    from pipetui.exchange.processes import template

    name, *goal = _HOW.at_least(words, 1, "use-template")
    return _take(workspace, template(name), goal)


def _import(workspace: Workspace, words: Sequence[str]) -> str:
    from pipetui.exchange.process_toml import read_process

    file, *goal = _HOW.at_least(words, 1, "import")
    process = read_process(Path(file).expanduser())
    return _take(workspace, process, goal or [process.name])


def _take(workspace: Workspace, process: Process, goal: Sequence[str]) -> str:
    from pipetui.values.text import fold

    pipelines = workspace.overview.pipelines()
    name = goal[0] if goal else pipelines[0].name
    there = next((each for each in pipelines if fold(each.name) == fold(name.strip())), None)
    stages = ", ".join(stage.name for stage in process.stages)
    if there is None:
        workspace.processes.add(process, name)
        return f"Added the pipeline {name}: {stages}."
    workspace.processes.take(process, there.id)
    return f"{there.name} works by {process.name} now: {stages}."


_ACTIONS: dict[str, Callable[[Workspace, Sequence[str]], str]] = {
    "add": _add,
    "rename": _rename,
    "delete": _delete,
    "allow": _allow,
    "use-template": _use_template,
    "import": _import,
}
