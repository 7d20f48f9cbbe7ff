"""What the rep set."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from pipetui.cli import output
from pipetui.cli.command import Json
from pipetui.cli.keys import keymap_of
from pipetui.cli.table import Column, paint
from pipetui.config.declared import DECLARED, shown
from pipetui.config.reading import Config, Source, names
from pipetui.values.errors import NotFound
from pipetui.values.typos import nearest

Name = Annotated[str | None, typer.Argument(metavar="NAME", help="Only this value.")]


def config(context: typer.Context, name: Name = None, as_json: Json = False) -> None:
    """Print every value that can be set, what it is, and where that was said.

    They are set in config.toml: in the platform's folder for settings, or where --config or PIPETUI_CONFIG says.
    """
    told: Config = context.obj["settings"]
    wrong_keys = keymap_of(told).problems
    wanted = [value for value in DECLARED if name in (None, value.name)]
    if not wanted:
        near = nearest(name or "", names())
        raise NotFound(f"There is no value {shown(name)}.{f' Did you mean “{near}”?' if near else ''}")
    found = {value.name: told.found(value.name) for value in wanted}
    if as_json:
        output.as_json(
            {
                "file": str(told.path),
                "exists": told.is_there,
                "values": [
                    {
                        "name": value.name,
                        "value": found[value.name].value,
                        "default": value.default,
                        "source": _source(found[value.name].source),
                        "help": value.help,
                    }
                    for value in wanted
                ],
                "keys": {choice.command: choice.keys for choice in told.keys},
                "problems": [*told.problems, *wrong_keys],
            }
        )
        return
    rows = [
        (value.name, _written(found[value.name].value), str(found[value.name].source), value.help) for value in wanted
    ]
    if name is None:
        rows += [(f"keys.{choice.command}", choice.keys or "none", str(choice.source), "") for choice in told.keys]
    if output.on_terminal():
        columns = (Column("value", tight=True), Column("is"), Column("from"), Column("what it does", spare=1))
        output.data([f"{told.path}{'' if told.is_there else ' (not there)'}", "", *paint(columns, rows)])
    else:
        output.tab_separated(("name", "value", "from", "help"), rows)
    for problem in wrong_keys:
        output.say(problem)


def _source(source: Source) -> dict[str, Any]:
    return {"kind": source.kind, "name": source.name or None, "line": source.line or None}


def _written(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)
