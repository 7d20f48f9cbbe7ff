"""Rules that do the routine: listing, writing, switching, trying out, and the one file they are handed on as."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from pipetui.cli import output
from pipetui.cli.actions import Actions
from pipetui.cli.command import Json, PipelineName
from pipetui.cli.session import opened

if TYPE_CHECKING:
    from pipetui.cli.table import Line
    from pipetui.views.automation import RuleLine, StandingRule
    from pipetui.workspace import Workspace

_HOW = Actions(
    "rule",
    {
        "add": 'pipetui rule add Offer "when entered Proposal then plan call +2d about the offer"',
        "edit": 'pipetui rule edit Offer "when entered Proposal then plan call +3d"',
        "rename": 'pipetui rule rename Offer "After an offer"',
        "on": "pipetui rule on Offer",
        "off": "pipetui rule off Offer",
        "up": "pipetui rule up Offer",
        "down": "pipetui rule down Offer",
        "delete": "pipetui rule delete Offer",
        "try": 'pipetui rule try "when untouched 14d then plan call"',
        "import": "pipetui rule import rules.toml",
    },
    alone=("log", "export"),
)
"""What there is to do, and how each is written."""

SHOWN = 20
"""Lines of a dry run that a terminal shows."""


def rule(
    context: typer.Context,
    words: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="ACTION",
            help='add NAME "when ... if ... then ..." · edit RULE TEXT · rename RULE NAME · on RULE · off RULE · '
            "up RULE · down RULE · delete RULE · try RULE or TEXT · log [RULE] · export · import FILE; "
            "nothing lists them.",
        ),
    ] = None,
    pipeline: PipelineName = None,
    json: Json = False,
) -> None:
    """List the rules that do the routine for you, or change them.

    "when entered Proposal if value>10k then plan call +2d about the offer; tag hot". A rule waits for created, entered
    STAGE, left STAGE, won, lost, reopened, changed FIELD, untouched 14d, close passed 1d or overdue 3d; what is after
    "if" is a filter. It can plan a follow-up, start or stop the stage's cadence, set a field, tag, untag, move, notify,
    and draft a mail from the stage's templates. "try" tells what it would have met in the last 90 days, and does
    nothing.
    """
    action, *rest = words or ["list"]
    with opened(context) as workspace:
        if action in ("try", "log", "export"):
            _LOOKS[action](workspace, rest, pipeline, json)
            return
        if action != "list":
            if action not in _ACTIONS:
                raise _HOW.unknown(action)
            output.say(_ACTIONS[action](workspace, rest, pipeline))
        lines = workspace.overview.automation.rules()
        names = {each.id: each.name for each in workspace.overview.pipelines()}
    if action != "list" and not json:
        return
    if json:
        output.as_json([_record(each, names) for each in lines])
    elif not lines:
        output.say(f"There is no rule yet: {_HOW.examples['add']}")
    elif output.on_terminal():
        output.data(_painted(lines))
    else:
        head = ("id", "name", "enabled", "text", "ran", "faults")
        output.tab_separated(
            head,
            (
                (
                    each.rule.id,
                    each.rule.name,
                    "on" if each.rule.enabled else "off",
                    each.rule.text.shown,
                    each.ran,
                    " ".join(each.faults),
                )
                for each in lines
            ),
        )


def tick(
    context: typer.Context,
    remind: Annotated[
        bool, typer.Option("--remind", help="Show on the desktop which follow-ups begin within the config's minutes.")
    ] = False,
    json: Json = False,
) -> None:
    """Do what is due by itself: rules that wait for time to pass, and what customers are late with.

    The app and every command do it as well; this is for cron or a systemd timer, so that it happens with neither.
    """
    with opened(context, ticking=False) as workspace:
        done = []
        while more := workspace.keep_up():  # so many at once: the next goes on
            done += more
        shown = _remind(context, workspace) if remind else 0
    if json:
        output.as_json([{"label": saved.label, "deals": len(saved.changes)} for saved in done])
    elif shown:
        from pipetui.values.text import count

        output.say(f"Reminded of {count(shown, 'follow-up')}.")
    elif not done:
        output.say("Nothing is due.")


def _remind(context: typer.Context, workspace: Workspace) -> int:
    """Shows what begins soon on the desktop, once; gives how much that was."""
    from pipetui.config.reminded import keep_reminded, reminded
    from pipetui.desktop import notify_now
    from pipetui.values.clock import to_local
    from pipetui.values.quiet import parse_quiet
    from pipetui.views.reminders import reminders

    settings, now = context.obj["settings"], workspace.clock.now()
    quiet = parse_quiet(settings.text("reminders.quiet"))
    if quiet is not None and quiet.cover(to_local(now)):
        return 0
    told = reminded(workspace.path)
    due = reminders(workspace.overview.open_cards(), now, settings.number("reminders.minutes"), told)
    for reminder in due:
        notify_now(reminder.title, reminder.text)
        keep_reminded(workspace.path, [reminder.key])
    return len(due)


def _add(workspace: Workspace, words: Sequence[str], pipeline: str | None) -> str:
    from pipetui.views.automation import NewRule

    name, *text = _HOW.at_least(words, 2, "add")
    new = NewRule(name, workspace.rules.read(" ".join(text)), _pipeline(workspace, pipeline))
    workspace.rules.add(new)
    return f"Added the rule {name}: {new.text.shown}"


def _edit(workspace: Workspace, words: Sequence[str], pipeline: str | None) -> str:
    from pipetui.views.automation import NewRule

    reference, *text = _HOW.at_least(words, 2, "edit")
    was = _found(workspace, reference)
    goal = was.pipeline_id if pipeline is None else _pipeline(workspace, pipeline)
    new = NewRule(was.name, workspace.rules.read(" ".join(text)), goal, was.enabled)
    workspace.rules.edit(was.id, new)
    return f"{was.name}: {new.text.shown}"


def _rename(workspace: Workspace, words: Sequence[str], _pipeline_name: str | None) -> str:
    from pipetui.views.automation import NewRule

    reference, *name = _HOW.at_least(words, 2, "rename")
    was = _found(workspace, reference)
    workspace.rules.edit(was.id, NewRule(" ".join(name), was.text, was.pipeline_id, was.enabled))
    return f"{was.name} is called {' '.join(name)}."


def _switch(on: bool) -> Callable[[Workspace, Sequence[str], str | None], str]:
    def switched(workspace: Workspace, words: Sequence[str], _pipeline_name: str | None) -> str:
        was = _found(workspace, " ".join(_HOW.at_least(words, 1, "on" if on else "off")))
        workspace.rules.switch(was.id, on=on)
        return f"{was.name} is {'on' if on else 'off'}."

    return switched


def _shift(by: int) -> Callable[[Workspace, Sequence[str], str | None], str]:
    def shifted(workspace: Workspace, words: Sequence[str], _pipeline_name: str | None) -> str:
        was = _found(workspace, " ".join(_HOW.at_least(words, 1, "up" if by < 0 else "down")))
        workspace.rules.shift(was.id, by)
        return f"{was.name} follows {'earlier' if by < 0 else 'later'}."

    return shifted


def _delete(workspace: Workspace, words: Sequence[str], _pipeline_name: str | None) -> str:
    was = _found(workspace, " ".join(_HOW.at_least(words, 1, "delete")))
    workspace.rules.delete(was.id)
    return f"Deleted the rule {was.name}."


def _import(workspace: Workspace, words: Sequence[str], pipeline: str | None) -> str:
    from pipetui.exchange.rules_toml import rules_from_file
    from pipetui.values.text import count

    goal = _pipeline(workspace, pipeline)
    rules = rules_from_file(Path(_HOW.at_least(words, 1, "import")[0]).expanduser())
    workspace.rules.add_all([each._replace(pipeline_id=goal) for each in rules], replace=True)
    return f"Took in {count(len(rules), 'rule')}: {', '.join(each.name for each in rules)}."


_ACTIONS: dict[str, Callable[[Workspace, Sequence[str], str | None], str]] = {
    "add": _add,
    "edit": _edit,
    "rename": _rename,
    "on": _switch(True),
    "off": _switch(False),
    "up": _shift(-1),
    "down": _shift(1),
    "delete": _delete,
    "import": _import,
}


def _try(workspace: Workspace, words: Sequence[str], pipeline: str | None, json: bool) -> None:
    from pipetui.values.text import clean, count
    from pipetui.views.automation import StandingRule

    text = " ".join(_HOW.at_least(words, 1, "try"))
    if " then " in text:
        tried = StandingRule(0, "", _pipeline(workspace, pipeline), workspace.rules.read(text))
    else:
        tried = _found(workspace, text)
    for fault in workspace.rules.faults(tried):
        output.say(fault)
    found = workspace.overview.automation.rehearse(tried)
    if json:
        output.as_json(
            {
                "rule": tried.text.shown,
                "since": found.since.isoformat(),
                "until": found.until.isoformat(),
                "deals": found.deals,
                "met": [
                    {"day": each.day.isoformat(), "deal_id": each.deal_id, "deal": each.deal, "why": each.why}
                    for each in found.met
                ],
            }
        )
        return
    times = count(len(found.met), "time")
    output.say(f"Since {found.since.isoformat()} it would have done it {times}, for {count(found.deals, 'deal')}:")
    does = "; ".join(action.shown for action in tried.text.actions)
    output.say(clean(does))
    shown = found.met[-SHOWN:] if output.on_terminal() else found.met
    output.pairs((each.day.isoformat(), each.deal_id, each.deal, each.why) for each in shown)
    if len(shown) < len(found.met):
        output.say(f"These are the last {SHOWN}.")


def _log(workspace: Workspace, words: Sequence[str], _pipeline_name: str | None, json: bool) -> None:
    from pipetui.values.clock import to_local

    which = _found(workspace, " ".join(words)).id if words else None
    runs = workspace.overview.automation.runs(1_000, which)
    if json:
        output.as_json([{**run._asdict(), "at": run.at.isoformat()} for run in runs])
    elif not runs:
        output.say("No rule has done anything yet.")
    else:
        output.pairs(
            (f"{to_local(run.at):%Y-%m-%d %H:%M}", run.rule, run.deal_id, run.deal, run.did, run.why) for run in runs
        )


def _export(workspace: Workspace, _words: Sequence[str], pipeline: str | None, _json: bool) -> None:
    from pipetui.exchange.rules_toml import rules_to_toml
    from pipetui.views.automation import NewRule

    goal = _pipeline(workspace, pipeline)
    rules = [line.rule for line in workspace.overview.automation.rules()]
    wanted = [each for each in rules if goal is None or each.is_for(goal)]
    output.text([rules_to_toml(NewRule(each.name, each.text, enabled=each.enabled) for each in wanted)])


_LOOKS: dict[str, Callable[[Workspace, Sequence[str], str | None, bool], None]] = {
    "try": _try,
    "log": _log,
    "export": _export,
}


def _found(workspace: Workspace, reference: str) -> StandingRule:
    number = workspace.rules.find(reference)
    return next(line.rule for line in workspace.overview.automation.rules() if line.rule.id == number)


def _pipeline(workspace: Workspace, name: str | None) -> int | None:
    return None if name is None else workspace.overview.pipeline(name).id


def _record(line: RuleLine, pipelines: dict[int, str]) -> dict[str, Any]:
    rule = line.rule
    return {
        "id": rule.id,
        "name": rule.name,
        "pipeline": None if rule.pipeline_id is None else pipelines.get(rule.pipeline_id),
        "when": rule.text.when.shown,
        "if": rule.text.condition,
        "then": [action.shown for action in rule.text.actions],
        "enabled": rule.enabled,
        "ran": line.ran,
        "faults": list(line.faults),
    }


def _painted(lines: Sequence[RuleLine]) -> Any:
    from pipetui.cli.table import Cell, Column, paint

    rows: list[Line] = [
        (
            Cell(each.rule.name, "" if each.rule.enabled else "dim"),
            "on" if each.rule.enabled else Cell("off", "dim"),
            Cell(each.faults[0], "red") if each.faults else each.rule.text.shown,
            f"{each.ran:,}",
        )
        for each in lines
    ]
    return paint([Column("Rule"), Column("", tight=True), Column("Does"), Column("Ran", right=True)], rows)
