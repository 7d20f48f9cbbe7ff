"""What was done, taking it back, and doing it again."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, Annotated, Any

import typer

from pipetui.cli import output
from pipetui.cli.command import Json, number
from pipetui.cli.progress import bar
from pipetui.cli.session import opened

if TYPE_CHECKING:
    from pipetui.cli.table import Group
    from pipetui.views.history import Account, Entry, PutBack
    from pipetui.workspace import Workspace

HEAD = ("id", "at", "label", "records", "undone")

Steps = Annotated[str, typer.Argument(metavar="N", help="How many steps; 1 if unsaid.")]


def undo(
    context: typer.Context,
    steps: Steps = "1",
    only: Annotated[
        str | None,
        typer.Option("--only", metavar="ENTRY", help="Undo this entry of the history, and leave what came after it."),
    ] = None,
    json: Json = False,
) -> None:
    """Take back the last change, or the last N: whatever made them, the app, an import, a script.

    All of them or none; what a later change builds on is not undone, and the change is named. redo brings it back.
    """
    with opened(context) as workspace:
        if only is not None:
            entry = number(only, "--only", 1, 57)
            put_back = _hearing("Undoing", lambda told: workspace.history.undo_only(entry, told))
        else:
            many = number(steps, "N", 1, 2)
            put_back = _hearing("Undoing", lambda told: workspace.history.undo(many, told))
        _tell(workspace, put_back, json)


def redo(context: typer.Context, steps: Steps = "1", json: Json = False) -> None:
    """Do again what was undone last, or the last N undone. A new change puts an end to it."""
    with opened(context) as workspace:
        many = number(steps, "N", 1, 2)
        put_back = _hearing("Doing again", lambda told: workspace.history.redo(many, told))
        _tell(workspace, put_back, json)


def history(
    context: typer.Context,
    entry: Annotated[
        str | None, typer.Argument(metavar="ENTRY", help="Its number: what it changed, field by field.")
    ] = None,
    limit: Annotated[str, typer.Option("--limit", metavar="N", help="The newest N.")] = "50",
    json: Json = False,
) -> None:
    """List what was done, the newest first, or tell all about one entry."""
    with opened(context) as workspace:
        if entry is not None:
            account = workspace.history.entry(number(entry, "ENTRY", 1, 57))
        else:
            entries = workspace.history.entries(number(limit, "--limit", 1, 50))
    if entry is not None:
        _print_account(account, json)
    elif json:
        output.as_json([as_record(each) for each in entries])
    elif output.on_terminal():
        output.data(_painted(entries))
    else:
        output.tab_separated(HEAD, (_row(each) for each in entries))


def as_record(entry: Entry) -> dict[str, Any]:
    """An entry as JSON has it."""
    from pipetui.values.clock import to_local

    return {
        "id": entry.id,
        "at": to_local(entry.at).isoformat(timespec="seconds"),
        "label": entry.label,
        "records": entry.records,
        "undone": entry.undone,
    }


def _row(entry: Entry) -> list[object]:
    return [*list(as_record(entry).values())[:-1], "yes" if entry.undone else "no"]


def _hearing(doing: str, work: Callable[[Callable[[float], None] | None], PutBack]) -> PutBack:
    """Does the work, with a bar on a terminal where it takes a while."""
    with bar(doing) as told:
        return work(None if told is None else lambda done: told(round(done * 1000), 1000))


def _tell(workspace: Workspace, put_back: PutBack, json: bool) -> None:
    output.say(put_back.saved.label)
    if json:
        output.as_json([as_record(workspace.history.entry(number).entry) for number in put_back.entries])


def _painted(entries: Sequence[Entry]) -> Iterator[str]:
    from pipetui.cli.table import Cell, Column, paint
    from pipetui.values.clock import to_local

    columns = (
        Column("#", right=True),
        Column("When", tight=True),
        Column("What", least=20),
        Column("Records", right=True, spare=1),
        Column("", tight=True),
    )
    return paint(
        columns,
        [
            (
                str(each.id),
                Cell(f"{to_local(each.at):%Y-%m-%d %H:%M}", "dim"),
                Cell(each.label, "dim" if each.undone else ""),
                f"{each.records:,}",
                Cell("undone" if each.undone else "", "dim"),
            )
            for each in entries
        ],
    )


def _print_account(account: Account, json: bool) -> None:
    if json:
        changes = [
            {**record._asdict(), "fields": [field._asdict() for field in record.fields]} for record in account.records
        ]
        output.as_json({**as_record(account.entry), "changes": changes, "more": account.more})
    elif output.on_terminal():
        output.data(_told(account))
    else:
        output.pairs(
            (record.kind, record.name, record.how, *field) for record in account.records for field in record.fields
        )


def _told(account: Account) -> Iterator[str]:
    from pipetui.cli.table import Column, styled
    from pipetui.cli.table import paint_groups as paint
    from pipetui.values.clock import to_local
    from pipetui.values.text import clean

    entry = account.entry
    yield styled(clean(entry.label), "bold") + ("  undone" if entry.undone else "")
    yield f"{to_local(entry.at):%Y-%m-%d %H:%M}"
    groups = list(_groups(account))
    if groups:
        yield ""
        yield from paint([Column("", tight=True), Column(""), Column("", tight=True), Column("")], groups)
    if account.more:
        yield ""
        yield f"and more: {entry.records:,} records in all."


def _groups(account: Account) -> Iterator[Group]:
    from pipetui.cli.table import Cell, Group

    for record in account.records:
        lines = [
            (Cell(field.field, "dim"), field.before, "→" if field.before else "", field.after or "nothing")
            if record.how == "changed"
            else (Cell(field.field, "dim"), field.before or field.after, "", "")
            for field in record.fields
        ]
        yield Group(f"{record.name}", lines, f"{record.kind} {record.how}")
