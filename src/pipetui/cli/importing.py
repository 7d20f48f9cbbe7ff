"""The way in: importing files."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from pipetui.cli import output
from pipetui.cli.command import Json, PipelineName
from pipetui.cli.progress import bar
from pipetui.cli.session import opened

if TYPE_CHECKING:
    from pipetui.cli.table import Line
    from pipetui.views.imported import Imported, KindOfRows

KINDS: tuple[KindOfRows, ...] = ("deals", "contacts", "activities")

_MOST_TOLD = 20
"""Rows that were not taken, told one by one on stderr."""


def import_(
    context: typer.Context,
    file: Annotated[
        Path,
        typer.Argument(metavar="FILE", help="CSV or TSV of any dialect, or vCards; or mail: .eml, mbox, Maildir."),
    ],
    kind: Annotated[
        str | None, typer.Option("--as", metavar="KIND", help="deals, contacts or activities; found out if unsaid.")
    ] = None,
    maps: Annotated[
        list[str] | None,
        typer.Option("--map", metavar="HEADER=FIELD", help="Say what a column is; HEADER= leaves it out. Repeatable."),
    ] = None,
    dates: Annotated[
        str | None, typer.Option("--dates", metavar="ORDER", help="dmy, mdy or ymd, where the file leaves it open.")
    ] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Write nothing; show what would become of it.")] = False,
    strict: Annotated[bool, typer.Option("--strict", help="Take every row, or none.")] = False,
    pipeline: PipelineName = None,
    json: Json = False,
) -> None:
    """Import deals, contacts or activities from a file.

    Headers, dates and amounts are found out. The same file twice changes nothing the second time.

    Mail goes to the deal it belongs to: that of its thread, else the open one of whom it is from or to. What fits more
    than one deal is listed, never guessed.
    """
    with opened(context, tentative=True) as workspace, bar("Importing") as told:
        from pipetui.views.imported import ImportOptions

        options = ImportOptions(
            as_=_kind(kind),
            maps=tuple(maps or ()),
            dates=dates,
            pipeline=pipeline,
            dry_run=dry_run,
            strict=strict,
        )
        path = file.expanduser()
        if options.as_ in (None, "activities") and not maps and workspace.mails.knows(path):
            from pipetui.outreach.sending import addresses_of

            own = addresses_of(context.obj["settings"])
            result = workspace.mails.read(path, own, dry_run=dry_run, strict=strict)
        else:
            result = workspace.imports.read(path, options, told)
    if json:
        output.as_json(_record(result))
    elif output.on_terminal():
        output.data(_painted(result))
    else:
        output.pairs(_pairs(result))
    if not json and not dry_run:
        for line, reason in result.rejected[:_MOST_TOLD]:
            output.say(f"line {line}: {reason}")
        if (more := len(result.rejected) - _MOST_TOLD) > 0:
            output.say(f"and {more:,} more; --json lists them all.")
        _tell_left_out(result.unmapped)
    if result.rejected and len(result.rejected) == result.rows:
        raise typer.Exit(1)


def _tell_left_out(headers: Sequence[str]) -> None:
    """Says which columns were taken for no field: nothing of a file is left out in silence."""
    from pipetui.values.text import clean, fit

    if headers:
        named = ", ".join(fit(clean(header), 30) for header in headers[:_MOST_TOLD])
        more = f" and {len(headers) - _MOST_TOLD:,} more" if len(headers) > _MOST_TOLD else ""
        output.say(f"Columns left out: {named}{more}. --map says what one is, pipetui field add makes a field for it.")


def _kind(text: str | None) -> KindOfRows | None:
    from pipetui.values.errors import Invalid

    for kind in KINDS:
        if text == kind:
            return kind
    if text is None:
        return None
    raise Invalid(f'"{text[:30]}" can\'t be imported: write --as {", ".join(KINDS[:-1])} or {KINDS[-1]}.')


def _record(result: Imported) -> dict[str, Any]:
    return {
        "file": result.file,
        "dialect": dict(result.dialect),
        "rows": result.rows,
        "created": result.created,
        "updated": result.updated,
        "unchanged": result.unchanged,
        "rejected": [row._asdict() for row in result.rejected],
        "mapping": dict(result.mapping),
        "unmapped": list(result.unmapped),
        "kind": result.kind,
        "dry_run": result.dry_run,
        "new_stages": list(result.new_stages),
        "preview": [dict(row) for row in result.preview],
    }


def _pairs(result: Imported) -> Iterator[Sequence[object]]:
    for name in ("file", "kind", "rows", "created", "updated", "unchanged"):
        yield [name, getattr(result, name)]
    yield ["rejected", len(result.rejected)]
    if result.dry_run:
        yield from (["mapping", header, field] for header, field in result.mapping.items())
        yield from (["unmapped", header] for header in result.unmapped)
        yield from (["new_stage", stage] for stage in result.new_stages)
        yield from (["preview", *row.values()] for row in result.preview)
        yield from (["refused", row.line, row.reason] for row in result.rejected)


def _painted(result: Imported) -> Iterator[str]:
    from pipetui.cli.table import Column, Group, paint_groups
    from pipetui.values.text import clean

    if not result.dry_run:
        yield _summary(result)
        return
    fields: list[Line] = [(header, field) for header, field in result.mapping.items()]
    fields += [(header, "left out") for header in result.unmapped]
    yield from paint_groups([Column("Column", tight=True), Column("is")], [Group(clean(result.file), fields)])
    if result.new_stages:
        yield ""
        yield f"New stages: {', '.join(map(clean, result.new_stages))}"
    if result.preview:
        yield ""
        heads = [Column(name, right=name == "amount") for name in result.preview[0]]
        rows: list[Line] = [[_shown(value) for value in row.values()] for row in result.preview]
        yield from paint_groups(heads, [Group("First rows", rows)])
    if result.rejected:
        yield ""
        refused: list[Line] = [(str(row.line), row.reason) for row in result.rejected]
        yield from paint_groups([Column("line", right=True), Column("why")], [Group("Refused", refused)])
    yield ""
    yield _summary(result)


def _shown(value: object) -> str:
    if value is None:
        return ""
    return f"{value:,}" if isinstance(value, (int, float)) else str(value)


def _summary(result: Imported) -> str:
    """What came of it, in a sentence: "8,800 rows of sales.csv: 8,700 new deals, 100 rows refused"."""
    from pipetui.values.text import clean, count

    parts = [
        (result.created, f"{result.created:,} new"),
        (result.updated, f"{result.updated:,} changed"),
        (result.unchanged, f"{result.unchanged:,} as they were"),
        (len(result.rejected), f"{count(len(result.rejected), 'row')} refused"),
    ]
    told = ", ".join(text for number, text in parts if number) or "nothing in it"
    would = "Would import" if result.dry_run else "Imported"
    return f"{would} {result.kind} from {clean(result.file)}, {count(result.rows, 'row')}: {told}."
