"""The commands together: what each is called, and how whatever goes wrong is told."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from importlib import import_module
from typing import Annotated, Any

import typer
from typer.core import TyperGroup
from typer.main import get_command

from pipetui import __version__
from pipetui.cli import output
from pipetui.cli.command import Command
from pipetui.cli.opening import joined, split
from pipetui.config.remembered import begin
from pipetui.values.errors import PipetuiError

SAY_MORE = "PIPETUI_TRACEBACK"
"""Set in the environment, an error nobody foresaw is told in full, for whoever mends it."""

COMMANDS = {
    "add": "deals.add",
    "deals": "deals.deals",
    "show": "show.show",
    "move": "closing.move",
    "win": "closing.win",
    "lose": "closing.lose",
    "reopen": "closing.reopen",
    "edit": "deals.edit",
    "delete": "deals.delete",
    "next": "activities.plan",
    "done": "activities.done",
    "snooze": "activities.snooze",
    "log": "activities.log",
    "agenda": "agenda.agenda",
    "forecast": "forecast.forecast",
    "target": "forecast.target",
    "insights": "insights.insights",
    "health": "health.health",
    "rate": "rates.rate",
    "undo": "history.undo",
    "redo": "history.redo",
    "history": "history.history",
    "field": "fields.field",
    "people": "people.people",
    "contact": "people.contact",
    "company": "people.company",
    "duplicates": "merging.duplicates",
    "merge": "merging.merge",
    "import": "importing.import_",
    "export": "export.export",
    "backup": "safekeeping.backup",
    "restore": "safekeeping.restore",
    "doctor": "safekeeping.doctor",
    "path": "place.path",
    "demo": "demo.demo",
    "config": "config.config",
    "keys": "keys.keys",
    "pipeline": "pipelines.pipeline",
    "stage": "stages.stage",
    "criteria": "criteria.criteria",
    "views": "views.views",
    "check": "process.check",
    "mail": "mail.mail",
    "send": "sending.send",
    "lead": "process.lead",
    "rule": "rules.rule",
    "tick": "rules.tick",
    "cash": "cash.cash",
    "pay": "paying.pay",
    "expense": "paying.expense",
}
"""Every command by its name, in the order of the help: the module of ``pipetui.cli`` and the function in it."""


class _Commands(Mapping[str, Any]):
    """The commands, each imported and read when it is asked for: to read all fifty takes longer than most of them."""

    def __getitem__(self, name: str) -> Any:
        module, function = COMMANDS[name].split(".")
        alone = typer.Typer(rich_markup_mode=None, pretty_exceptions_enable=False, add_completion=False)
        alone.command(name, cls=Command)(getattr(import_module(f"pipetui.cli.{module}"), function))
        return get_command(alone)

    def __iter__(self) -> Iterator[str]:
        return iter(COMMANDS)

    def __len__(self) -> int:
        return len(COMMANDS)


class _Group(TyperGroup):
    def __init__(self, **given: Any) -> None:
        super().__init__(**given)
        self.commands = _Commands()  # type: ignore[assignment]  # nobody adds to it

    def list_commands(self, ctx: Any) -> list[str]:
        return list(COMMANDS)


app = typer.Typer(
    name="pipetui",
    cls=_Group,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["--help", "-h"]},
)


def _print_version(wanted: bool) -> None:
    if wanted:
        output.data([f"pipetui {__version__}"])
        raise typer.Exit


@app.callback()
def pipetui(
    context: typer.Context,
    db: Annotated[
        str | None,
        typer.Option("--db", metavar="FILE", help="The pipeline's file; else PIPETUI_DB, else the usual place."),
    ] = None,
    as_of: Annotated[
        str | None,
        typer.Option(
            "--as-of", metavar="DATE", help="The day to take as today, such as 2026-12-01; else PIPETUI_TODAY."
        ),
    ] = None,
    settings: Annotated[
        str | None,
        typer.Option("--config", metavar="FILE", help="What the rep set; else PIPETUI_CONFIG, else the usual place."),
    ] = None,
    version: Annotated[
        bool, typer.Option("--version", help="Print the version.", is_eager=True, callback=_print_version)
    ] = False,
) -> None:
    """A sales pipeline in the terminal. Without a command it opens the app.

    --db, --as-of and --config may stand anywhere. Data goes to stdout, talk to stderr. Exit status: 0 done,
    1 refused or nothing found, 2 wrong usage.
    """
    options = {name: value for name, value in (("db", db), ("as_of", as_of), ("config", settings)) if value}
    told = begin(options)
    for problem in told.problems:
        output.say(f"pipetui: {problem}")
    context.obj = {**options, "settings": told}


def run(arguments: Sequence[str]) -> int | dict[str, str]:
    """Runs a command; gives the exit status, or the options the app is to be opened with (``demo``)."""
    output.prepare()
    try:
        options, rest = split(arguments)
        answer: Any = get_command(app).main([*joined(options), *rest], prog_name="pipetui", standalone_mode=False)
        output.flush()
    except PipetuiError as error:
        output.complain(str(error))
        return error.exit_status
    except typer.TyperException as error:
        output.complain(_usage(error))
        return error.exit_code
    except (KeyboardInterrupt, typer.Abort):
        return 130
    except output.Unread:
        return 0
    except SystemExit as end:  # the shell's completion ends so
        return end.code if isinstance(end.code, int) else 0
    except OSError as error:
        output.complain(f"{error.strerror or error}{f': {error.filename}' if error.filename else ''}.")
        return 1
    except MemoryError:
        output.complain("There is not enough memory for that. Nothing was changed.")
        return 1
    except Exception as error:
        if os.environ.get(SAY_MORE):
            raise
        output.complain(f"pipetui is at fault here ({type(error).__name__}). With {SAY_MORE}=1 it says more.")
        return 1
    if isinstance(answer, dict):
        return {**answer, **({"config": options["config"]} if "config" in options else {})}
    return answer if isinstance(answer, int) else 0


def _usage(error: typer.TyperException) -> str:
    """What was wrong with the line, and where to look it up."""
    sentence = error.format_message().rstrip(".")
    sentence += "" if sentence.endswith("?") else "."
    context = getattr(error, "ctx", None)
    return f"{sentence} See {context.command_path if context else 'pipetui'} --help."
