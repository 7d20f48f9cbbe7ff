"""Duplicates: what looks the same, and making one of two."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Annotated

import typer

from pipetui.cli import output
from pipetui.cli.command import Json
from pipetui.cli.session import opened

if TYPE_CHECKING:
    from pipetui.views.people.duplicates import Pair
    from pipetui.views.people.listed import Listed
    from pipetui.views.people.merging import Side
    from pipetui.workspace import Workspace

HEAD = ("kind", "keep_id", "keep", "other_id", "other", "sure", "why")


def duplicates(context: typer.Context, json: Json = False) -> None:
    """List companies and contacts that look the same, the sure ones first, each with why.

    Names are compared without accents and without what a company is before the law (GmbH, Inc.), addresses, numbers
    and domains as they are; no free mail's domain. Exits with 1 where there are none.
    """
    with opened(context) as workspace:
        found = workspace.overview.people.duplicates()
    if json:
        from pipetui.views.people import contract

        output.as_json([contract.pair(pair) for pair in found])
    elif output.on_terminal():
        output.data(_painted(found) if found else [])
    else:
        output.tab_separated(HEAD, (_row(pair) for pair in found))
    if not found:
        output.say("No two look the same.")
        raise typer.Exit(1)


def merge(
    context: typer.Context,
    keep: Annotated[
        str | None, typer.Argument(metavar="A", help="What is kept: contact:12, company:7, or a name.")
    ] = None,
    other: Annotated[str | None, typer.Argument(metavar="B", help="What becomes part of it.")] = None,
    kept: Annotated[
        list[str] | None,
        typer.Option("--keep", metavar="FIELD=SIDE", help="Whose field stays: phone=b, notes=both. Repeatable."),
    ] = None,
    sure: Annotated[bool, typer.Option("--sure", help="Merge all duplicates that are sure, as one step.")] = False,
    apart: Annotated[bool, typer.Option("--not-same", help="Remember that A and B are not the same.")] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Write nothing; show what would become of it.")] = False,
    json: Json = False,
) -> None:
    """Make one of two companies or two contacts: deals, people, activities, roles and references move to A.

    Fields that only one has are kept, of what can be several all, of the others A's unless --keep says otherwise. What
    other programs call B is remembered: importing their file again finds A. undo brings both back.
    """
    from pipetui.values.errors import Invalid

    if sure == (keep is not None) or (not sure and other is None):
        raise Invalid("Name two, or write --sure for all that are sure: pipetui merge contact:12 contact:31")
    with opened(context) as workspace:
        if sure:
            _merge_sure(workspace, dry_run, json)
            return
        assert keep is not None and other is not None
        one, two = _both(workspace, keep, other)
        sides = list(_chosen(workspace.overview.people.sides(one.kind, one.id, two.id), kept or []))
        if apart:
            output.say(workspace.merging.keep_apart(one.kind, one.id, two.id).label)
            return
        if not dry_run:
            saved = workspace.merging.merge(one.kind, one.id, two.id, {side.name: side for side in sides})
            output.say(saved.label)
    _tell(one, two, sides, json)


def _merge_sure(workspace: Workspace, dry_run: bool, json: bool) -> None:
    found = [pair for pair in workspace.overview.people.duplicates() if pair.sure]
    if not dry_run:
        output.say(workspace.merging.merge_sure().label)
    if json:
        from pipetui.views.people import contract

        output.as_json([contract.pair(pair) for pair in found])
    elif output.on_terminal():
        output.data(_painted(found) if found else [])
    else:
        output.tab_separated(HEAD, (_row(pair) for pair in found))


def _both(workspace: Workspace, keep: str, other: str) -> tuple[Listed, Listed]:
    from pipetui.values.errors import Invalid

    one = workspace.overview.people.named_any(keep)
    kind, _, rest = other.partition(":")
    two = workspace.overview.people.named(one.kind, rest if kind == one.kind else other)
    if one.id == two.id:
        raise Invalid(f"Both are {one.kind} {one.id}. Name two: pipetui merge {one.kind}:{one.id} {one.kind}:NUMBER")
    return one, two


def _chosen(sides: Sequence[Side], asked: Sequence[str]) -> Iterator[Side]:
    """The fields with what ``--keep`` says. Raises Invalid."""
    from pipetui.values.errors import Invalid
    from pipetui.values.text import clean, fit
    from pipetui.views.people.merging import Pick, can_be_both

    picks: dict[str, Pick] = {"a": "first", "b": "second", "both": "both"}
    wanted: dict[str, Pick] = {}
    for each in asked:
        name, equals, side = clean(each).partition("=")
        name = {"title": "job", "web": "website"}.get(name.strip(), name.strip())
        pick = picks.get(side.strip() if equals else "a")
        if pick is None or (pick == "both" and not can_be_both(name)):
            raise Invalid(f"“{fit(clean(each), 40)}” chooses nothing: write phone=a, phone=b, notes=both.")
        if name not in {told.name for told in sides}:
            known = ", ".join(told.name for told in sides)
            raise Invalid(f"“{fit(name, 30)}” is no field either of them has. They have {known}.")
        wanted[name] = pick
    return (told._replace(pick=wanted.get(told.name, told.pick)) for told in sides)


def _tell(one: Listed, two: Listed, sides: Sequence[Side], json: bool) -> None:
    from pipetui.views.people import contract

    if json:
        fields = [contract.side(side) for side in sides]
        output.as_json({"kind": one.kind, "keep": one.id, "other": two.id, "fields": fields})
    elif output.on_terminal():
        from pipetui.cli.table import Cell, Column, paint

        lines = [(Cell(side.label, "dim"), side.first, side.second, Cell(side.kept, "bold")) for side in sides]
        columns = [Column("Field", tight=True), Column(f"A {one.name}"), Column(f"B {two.name}"), Column("becomes")]
        output.data(paint(columns, lines))
    else:
        output.tab_separated(
            ("field", "keep", "other", "pick", "becomes"), ([*contract.side(side).values()] for side in sides)
        )


def _row(pair: Pair) -> list[object]:
    return [
        *(pair.kind, pair.first.id, pair.first.name, pair.second.id, pair.second.name),
        *("yes" if pair.sure else "no", ", ".join(pair.why)),
    ]


def _painted(found: Sequence[Pair]) -> Iterator[str]:
    from pipetui.cli.table import Cell, Column, paint

    columns = (
        Column("Kind", tight=True, spare=1),
        Column("#", right=True),
        Column("Keep"),
        Column("#", right=True),
        Column("Other"),
        Column("", tight=True),
        Column("Why"),
    )
    return paint(
        columns,
        [
            (
                Cell(pair.kind, "dim"),
                str(pair.first.id),
                Cell(pair.first.name, "bold"),
                str(pair.second.id),
                pair.second.name,
                Cell("sure" if pair.sure else "perhaps", "green" if pair.sure else "dim"),
                ", ".join(pair.why),
            )
            for pair in found
        ],
    )
