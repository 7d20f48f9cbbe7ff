"""What is wrong with the data, worst money first."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated

import typer

from pipetui.cli import output
from pipetui.cli.command import FilterArgument, Json, PipelineName, ViewName
from pipetui.cli.session import asked, opened

if TYPE_CHECKING:
    from pipetui.views.health import Health
    from pipetui.views.stage import Pipeline

HEAD = ("finding", "severity", "id", "deal", "company", "stage", "amount", "currency", "says")
STYLES = {"money": "red", "risk": "yellow", "tidy": "dim"}


def health(
    context: typer.Context,
    wanted: FilterArgument = None,
    view_name: ViewName = None,
    pipeline_name: PipelineName = None,
    md: Annotated[bool, typer.Option("--md", help="Markdown, for pasting.")] = False,
    json: Json = False,
) -> None:
    """Print everything wrong with the data, worst money first, and the share of the open money that is in order.

    Deals without amount, date, next step or contact; slipped, rotting, late, stuck, odd or there twice; what each
    finding is: docs/health.md. What was said to be fine in the app is left out.
    """
    if json and md:
        from pipetui.values.errors import Invalid

        raise Invalid("Write --json or --md, not both.")
    with opened(context) as workspace:
        pipeline = workspace.overview.pipeline(pipeline_name)
        found = workspace.overview.health(pipeline, asked(workspace, wanted, view_name))
    if json:
        from pipetui.views.health.contract import health as contract

        output.as_json(contract(found, pipeline))
    elif md:
        from pipetui.views.health.contract import markdown

        output.data(markdown(found, pipeline))
    elif output.on_terminal():
        output.data(painted(found, pipeline))
    else:
        output.tab_separated(HEAD, _rows(found, pipeline))


def painted(found: Health, pipeline: Pipeline, room: int | None = None) -> Iterator[str]:
    """The lines for a terminal."""
    from pipetui.cli.table import Cell, Column, Group, paint_groups, styled
    from pipetui.values.money import show, show_whole
    from pipetui.values.text import clean
    from pipetui.views.health.contract import summary

    yield f"{styled(clean(pipeline.name), 'bold')}  {summary(found, pipeline)}"
    if not found.groups:
        yield ""
        yield "Nothing is wrong."
        return
    groups = []
    for group in found.groups:
        money = f" · {show_whole(group.money, pipeline.currency)}" if group.money else ""
        lines = [
            (
                f"#{hit.card.id}",
                hit.card.title,
                hit.card.company or "",
                "" if hit.card.amount is None else show(hit.card.amount, hit.card.currency),
                Cell(hit.words, STYLES[group.finding.severity]),
            )
            for hit in group.hits
        ]
        groups.append(Group(group.finding.title, lines, f"{len(group.hits):,}{money}"))
    yield ""
    columns = (
        Column("No", right=True),
        Column("Deal", least=16),
        Column("Company", spare=1),
        Column("Amount", right=True),
        Column("What", least=20),
    )
    yield from paint_groups(columns, groups, room)


def _rows(found: Health, pipeline: Pipeline) -> Iterator[list[object]]:
    from pipetui.views.health.contract import health as contract

    for group in contract(found, pipeline)["findings"]:
        for deal in group["deals"]:
            yield [group["finding"], group["severity"], *deal.values()]
