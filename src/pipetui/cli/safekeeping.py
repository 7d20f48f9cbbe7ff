"""The pipeline as a file: looked over, copied, put back."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from pipetui.cli import output
from pipetui.cli.command import Json
from pipetui.cli.session import clock_of, path_of

if TYPE_CHECKING:
    from pipetui.cli.table import Line
    from pipetui.views.checkup import Checkup, Held

SIGNS = {"ok": ("✓", "green"), "warn": ("!", "yellow"), "wrong": ("✗", "red")}
"""How a state shows."""

HEAD = ("name", "state", "said", "do")


def doctor(
    context: typer.Context,
    fix: Annotated[bool, typer.Option("--fix", help="Mend what can be mended, after a backup.")] = False,
    salvage: Annotated[
        str | None,
        typer.Option("--salvage", metavar="NEW", help="Write what can be read of a damaged file to a new one."),
    ] = None,
    json: Json = False,
) -> None:
    """Look the file over: whether it is whole, its history true, its totals in step, its copies recent.

    A line for each thing that was looked at, with what to do. Exit status 1 where something is wrong.
    """
    from pipetui import safekeeping
    from pipetui.cli.keys import keymap_of

    if salvage is not None:
        saved = safekeeping.salvage(path_of(context), Path(salvage).expanduser())
        output.say(f"Wrote what could be read to {salvage}.")
        output.as_json({"path": salvage, "rows": saved}) if json else output.pairs(saved.items())
        return
    settings = context.obj["settings"]
    problems = [*settings.problems, *keymap_of(settings).problems]
    found = safekeeping.check(path_of(context), clock_of(context), problems, fix=fix)
    for sentence in found.mended:
        output.say(sentence)
    if found.backup is not None:
        output.say(f"As it was before: {found.backup}")
    if json:
        output.as_json(_checkup_record(found))
    elif output.on_terminal():
        output.data(_painted(found))
    else:
        output.tab_separated(HEAD, ((line.name, line.state, line.said, line.do) for line in found.checked))
    if found.state == "wrong":
        raise typer.Exit(1)


def backup(
    context: typer.Context,
    file: Annotated[str | None, typer.Argument(metavar="FILE", help="Where to; else backups/ beside the file.")] = None,
    force: Annotated[bool, typer.Option("--force", help="Write over FILE.")] = False,
    daily: Annotated[bool, typer.Option("--daily", help="Only where there is none of today, as the app does.")] = False,
    json: Json = False,
) -> None:
    """Copy the pipeline as it is at this moment, also while the app is open, and check the copy.

    In backups/ the newest twenty of those stay; of those by the day (--daily), seven and one of each of four weeks.
    """
    from pipetui import safekeeping
    from pipetui.values.errors import Invalid

    made = True
    if daily:
        if file or force:
            raise Invalid("A copy by the day has its place in backups/: --daily takes neither FILE nor --force.")
        held, made = safekeeping.back_up_daily(path_of(context), clock_of(context))
    else:
        target = Path(file).expanduser() if file else None
        held = safekeeping.back_up(path_of(context), clock_of(context), target, force=force)
    if json:
        output.as_json(_held_record(held))
    else:
        output.data([str(held.path)])
        output.say(f"{'Backed up' if made else 'Backed up already today'}: {_holds(held)}")


def restore(
    context: typer.Context,
    file: Annotated[str, typer.Argument(metavar="FILE", help="A backup, or any pipeline's file.")],
    yes: Annotated[bool, typer.Option("--yes", help="Without asking.")] = False,
    json: Json = False,
) -> None:
    """Put a copy of FILE in the place of the pipeline; what is there is backed up first.

    Shows what both hold, and asks on a terminal. An app that is open shows it at once.
    """
    from pipetui import safekeeping
    from pipetui.values.errors import PipetuiError, Refused

    path, source = path_of(context), Path(file).expanduser()
    coming = safekeeping.held_by(source)
    output.say(f"{source}: {_holds(coming)}")
    if path.exists() and path.stat().st_size:
        try:
            output.say(f"in place of {path}: {_holds(safekeeping.held_by(path))}")
        except PipetuiError as error:
            output.say(f"in place of {path}, which can't be read: {error}")
        if not yes and not _agreed():
            raise Refused("Nothing was changed: on a terminal it asks, in a script say --yes.")
    done = safekeeping.restore(source, path, clock_of(context))
    if json:
        kept = None if done.kept is None else str(done.kept)
        output.as_json({"path": str(done.path), "from": _held_record(done.held), "kept": kept})
        return
    output.data([str(done.path)])
    output.say(f"Restored{f'; what was there is {done.kept}' if done.kept else ''}.")


def _agreed() -> bool:
    """Asks on a terminal; a script is not asked, and has not agreed."""
    if not (sys.stdin is not None and sys.stdin.isatty() and sys.stderr.isatty()):
        return False
    output.say("Put it in its place? [y/N]")
    return sys.stdin.readline().strip().casefold() in {"y", "yes"}


def _holds(held: Held) -> str:
    from pipetui.values.clock import to_local
    from pipetui.values.text import count

    last = f"; last change {to_local(held.last_change):%Y-%m-%d %H:%M}" if held.last_change else ""
    label = f" ({held.last_label})" if held.last_label else ""
    return f"{count(held.deals, 'deal')}, {held.open_deals:,} open{last}{label}"


def _held_record(held: Held) -> dict[str, Any]:
    from pipetui.values.clock import to_local

    return {
        "path": str(held.path),
        "version": held.version,
        "deals": held.deals,
        "open_deals": held.open_deals,
        "last_change": to_local(held.last_change).isoformat(timespec="seconds") if held.last_change else None,
        "last_label": held.last_label,
        "bytes": held.size,
    }


def _checkup_record(found: Checkup) -> dict[str, Any]:
    return {
        "path": str(found.path),
        "state": found.state,
        "checked": [line._asdict() for line in found.checked],
        "mended": list(found.mended),
        "backup": None if found.backup is None else str(found.backup),
    }


def _painted(found: Checkup) -> Iterator[str]:
    from pipetui.cli.table import Cell, Column, paint
    from pipetui.values.text import count

    lines: list[Line] = []
    for line in found.checked:
        sign, style = SIGNS[line.state]
        lines.append((Cell(sign, style), line.name, Cell(line.said, "" if line.state == "ok" else style)))
        if line.do:
            lines.append(("", "", Cell(f"→ {line.do}", "dim")))
    yield str(found.path)
    yield from paint((Column("", tight=True), Column("", tight=True), Column("", least=30)), lines)
    wrong = sum(line.state == "wrong" for line in found.checked)
    warned = sum(line.state == "warn" for line in found.checked)
    told = [count(wrong, "thing") + " wrong"] if wrong else []
    told += [count(warned, "thing") + " to look at"] if warned else []
    yield ""
    yield " and ".join(told) + "." if told else "All is well."
