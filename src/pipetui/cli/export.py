"""The way out: what is in the file, for other programs."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from pipetui.cli import output
from pipetui.cli.command import ViewName
from pipetui.cli.session import asked, opened
from pipetui.reading.file import is_pipeline
from pipetui.values.errors import Invalid, Refused, Trouble

if TYPE_CHECKING:
    from pipetui.values.query import Filter
    from pipetui.workspace import Workspace

STDOUT = Path("-")

DATABASES = (".sqlite", ".sqlite3")
"""How files are called that a database goes to."""


def export(
    context: typer.Context,
    what: Annotated[
        str,
        typer.Argument(
            metavar="WHAT",
            help="deals, contacts, activities, payments, expenses or all.",
            autocompletion=lambda: ["deals", "contacts", "activities", "payments", "expenses", "all"],
        ),
    ],
    wanted: Annotated[
        list[str] | None,
        typer.Argument(metavar="FILTER", help="Only some deals, as for deals, and what belongs to them."),
    ] = None,
    view_name: ViewName = None,
    format: Annotated[  # noqa: A002  what people call it
        str | None,
        typer.Option(
            "--format", metavar="FORMAT", help="csv, json, sqlite, or vcf for contacts; by the name of FILE if unsaid."
        ),
    ] = None,
    to: Annotated[Path, typer.Option("--output", "-o", metavar="FILE", help="Where to; stdout if unsaid.")] = STDOUT,
) -> None:
    """Export what is in the file, closed deals too.

    CSV unless FORMAT or the name of FILE says otherwise; all of it is JSON, or a database (.sqlite) of plain tables
    for programs that analyse. vcf is vCards, companies among them.
    """
    to = to.expanduser()
    with opened(context) as workspace:
        if _same(to, workspace.path):
            raise Refused(f"{to} is the pipeline itself. Name another file to export to.")
        if to.is_file() and is_pipeline(to):
            raise Refused(f"{to} is a pipeline. Name another file to export to.")
        # All of it before any of it is handed on: a reader who stops to think must not keep others from writing.
        some = asked(workspace, wanted, view_name)
        if (format or _format_of(what, to)) == "sqlite":
            _write_database(workspace, what, to, some)
            return
        pieces = list(workspace.exports.write(what, format or _format_of(what, to), some))
    if to == STDOUT:
        output.text(pieces)
    else:
        _write(to, pieces)
        output.say(f"Exported {what} to {to}")


def _write_database(workspace: Workspace, what: str, to: Path, wanted: Filter | None) -> None:
    """Writes a database to be analysed. Raises Invalid where something else was asked for."""
    if what != "all":
        raise Invalid("A database holds all of it: write export all --format sqlite -o FILE.")
    if to == STDOUT:
        raise Invalid("A database is a file: name it, with -o analysis.sqlite.")
    try:
        workspace.exports.database(to, wanted)
    except OSError as error:
        raise Trouble(f"{to} can't be written: {error.strerror or error}.") from error
    output.say(f"Exported {what} to {to}")


def _format_of(what: str, to: Path) -> str:
    if to.suffix.lower() == ".vcf":
        return "vcf"
    if to.suffix.lower() in DATABASES:
        return "sqlite"
    if to.suffix.lower() == ".json":
        return "json"
    return "json" if what == "all" and to.suffix.lower() != ".csv" else "csv"


def _same(path: Path, other: Path) -> bool:
    try:
        return path.samefile(other)
    except OSError:
        return False


def _write(path: Path, pieces: Iterable[str]) -> None:
    """Writes a file whole or not at all: what was there before stays until all of it is written."""
    try:
        if path.exists() and not path.is_file():  # a device or a pipe can't be put in another's place
            with path.open("w", encoding="utf-8", newline="") as file:
                file.writelines(pieces)
            return
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name[:100]}.")
        try:
            with os.fdopen(handle, "w", encoding="utf-8", newline="") as file:
                file.writelines(pieces)
            Path(name).replace(path)
        except BaseException:
            Path(name).unlink(missing_ok=True)
            raise
    except OSError as error:
        raise Trouble(f"{path} can't be written: {error.strerror or error}.") from error
