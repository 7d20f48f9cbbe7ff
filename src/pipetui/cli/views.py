"""Saved views: listing, adding, naming, taking away."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Annotated, Any

import typer

from pipetui.cli import output
from pipetui.cli.actions import Actions
from pipetui.cli.command import Columns, Json, Sort
from pipetui.cli.session import opened

if TYPE_CHECKING:
    from pipetui.cli.table import Line
    from pipetui.views.saved_view import SavedView
    from pipetui.workspace import Workspace

HEAD = ("name", "filter", "sort", "columns", "built_in", "deals")
_HOW = Actions(
    "view",
    {
        "add": 'pipetui views add "Clinics" "clinic stage:proposal.. value>10k"',
        "rename": 'pipetui views rename Clinics "Health"',
        "delete": "pipetui views delete Health",
    },
)
"""What there is to do, and how each is written."""


def views(
    context: typer.Context,
    words: Annotated[
        list[str] | None,
        typer.Argument(metavar="ACTION", help="add NAME FILTER · rename NAME NEW · delete NAME; nothing lists them."),
    ] = None,
    sort: Sort = None,
    columns: Columns = None,
    replace: Annotated[bool, typer.Option("--replace", help="add: in the place of the view of that name.")] = False,
    json: Json = False,
) -> None:
    """List saved views, or change your own: a filter with an order and columns under a name.

    deals, agenda, forecast and export take one with --view; in the app it is under v.
    """
    action, *rest = words or ["list"]
    with opened(context) as workspace:
        if action == "add":
            output.say(_add(workspace, rest, sort, columns, replace=replace))
        elif action in _ACTIONS:
            output.say(_ACTIONS[action](workspace, rest))
        elif action != "list":
            raise _HOW.unknown(action)
        if action != "list" and not json:
            return
        known = workspace.overview.views()
        found = [(view, _count(workspace, view)) for view in known]
    if json:
        output.as_json([_record(view, number) for view, number in found])
    elif output.on_terminal():
        output.data(_painted(found))
    else:
        output.tab_separated(
            HEAD,
            (
                (view.name, view.filter, view.sort, ",".join(view.columns), "" if view.is_own else "yes", number)
                for view, number in found
            ),
        )


def _count(workspace: Workspace, view: SavedView) -> int | None:
    """How many deals it lets through; None where what it asks for is no longer there."""
    from pipetui.values.errors import Invalid

    try:
        return len(workspace.overview.ids(workspace.overview.filter(view.filter)))
    except Invalid:
        return None


def _add(workspace: Workspace, words: Sequence[str], sort: str | None, columns: str | None, *, replace: bool) -> str:
    from pipetui.views.listed import read_columns
    from pipetui.views.saved_view import SavedView

    name, *text = _HOW.at_least(words, 1, "add")
    names = read_columns(columns or "", workspace.overview.fields())
    saved = workspace.views.save(SavedView(name, " ".join(text), sort or "close", names), replace=replace)
    return f"Saved the view {saved.name}: {saved.filter or 'every open deal'}"


def _rename(workspace: Workspace, words: Sequence[str]) -> str:
    name, *becomes = _HOW.at_least(words, 2, "rename")
    was = workspace.overview.view(name)
    return f"The view {was.name} is called {workspace.views.rename(was, ' '.join(becomes)).name}."


def _delete(workspace: Workspace, words: Sequence[str]) -> str:
    gone = workspace.overview.view(" ".join(_HOW.at_least(words, 1, "delete")))
    workspace.views.delete(gone)
    return f"Deleted the view {gone.name}."


_ACTIONS: dict[str, Callable[[Workspace, Sequence[str]], str]] = {"rename": _rename, "delete": _delete}


def _record(view: SavedView, number: int | None) -> dict[str, Any]:
    return {
        "name": view.name,
        "filter": view.filter,
        "sort": view.sort,
        "columns": list(view.columns),
        "built_in": not view.is_own,
        "deals": number,
    }


def _painted(found: Sequence[tuple[SavedView, int | None]]) -> Any:
    from pipetui.cli.table import Cell, Column, paint

    lines: list[Line] = [
        (
            view.name,
            view.filter or "every open deal",
            view.sort,
            ", ".join(view.columns),
            Cell("?", "yellow") if number is None else f"{number:,}",
        )
        for view, number in found
    ]
    columns = [Column("View"), Column("Filter"), Column("Sort", tight=True), Column("Columns", spare=1)]
    return paint([*columns, Column("Deals", right=True)], lines)
