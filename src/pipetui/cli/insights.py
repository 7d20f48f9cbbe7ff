"""The journey from lead to customer, and what holds deals up."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated, Any

import typer

from pipetui.cli import output
from pipetui.cli.command import FilterArgument, Json, PipelineName, ViewName
from pipetui.cli.session import asked, opened

if TYPE_CHECKING:
    from pipetui.views.insights import Insights
    from pipetui.views.insights.accuracy import Judged
    from pipetui.views.insights.tables import Table
    from pipetui.views.stage import Pipeline

BACK = 4
"""Past periods whose forecasts are judged."""


def insights(
    context: typer.Context,
    wanted: FilterArgument = None,
    view_name: ViewName = None,
    period: Annotated[
        str,
        typer.Option(
            "--period", metavar="PERIOD", help="Q3, 2026-11, H1, 2026, last, 90d, all; the last 12 months if unsaid."
        ),
    ] = "",
    since: Annotated[
        str, typer.Option("--since", metavar="DAY", help="From a day to today: 2026-01-31, jan, 60d.")
    ] = "",
    pipeline_name: PipelineName = None,
    md: Annotated[bool, typer.Option("--md", help="Markdown, for pasting.")] = False,
    json: Json = False,
) -> None:
    """Print where deals get stuck, and what would bring in more.

    Win rate by number, by value and by cohort; stage by stage how many went on, how long they stayed, and what is held
    up there now; leads; reasons, sources, reps, pushes; how right past forecasts were; and what stands out. Rates come
    with what they lie between 95 times in 100. A filter, as for deals, counts only what it lets through, closed too.
    """
    if json and md:
        from pipetui.values.errors import Invalid

        raise Invalid("Write --json or --md, not both.")
    with opened(context) as workspace:
        from pipetui.views.insights import work_out
        from pipetui.views.insights.window import read_window

        overview = workspace.overview
        pipeline, fiscal_start = overview.pipeline(pipeline_name), overview.fiscal_start()
        window = read_window(period, since, overview.today(), overview.period(), fiscal_start)
        filtered = asked(workspace, wanted, view_name)
        deals = overview.columns(pipeline)
        which = None if filtered is None else deals.some(overview.ids_in(pipeline, filtered))
        told = work_out(deals, window, which, fiscal_start)
        judged = [] if filtered is not None else overview.judged(pipeline, overview.period().kind, BACK)
    _tell(told, pipeline, judged, md, json)
    if told.is_empty:
        output.say("There is nothing to tell yet: insights come from deals that were moved, won and lost.")
        raise typer.Exit(1)


def _tell(told: Insights, pipeline: Pipeline, judged: list[Judged], md: bool, json: bool) -> None:
    if md:
        from pipetui.views.insights.tables import markdown

        output.data(markdown(told, pipeline, judged))
        return
    if output.on_terminal() and not json:
        if not told.is_empty:
            output.data(painted(told, pipeline, judged))
        return
    from pipetui.views.insights.contract import insights as contract

    record = contract(told, pipeline, judged)
    if json:
        output.as_json(record)
    else:
        output.pairs(_pairs(record))


def painted(told: Insights, pipeline: Pipeline, judged: list[Judged], room: int | None = None) -> Iterator[str]:
    """The lines for a terminal."""
    from textwrap import wrap

    from pipetui.cli.table import Cell, Column, paint, styled, terminal_width
    from pipetui.values.text import clean
    from pipetui.views.insights.coaching import coaching
    from pipetui.views.insights.tables import summary, tables

    width = max(40, terminal_width() if room is None else room)
    yield f"{styled(clean(pipeline.name), 'bold')}  {styled(told.window.label, 'dim')}"
    yield ""
    figures = [(name, Cell(figure, "bold"), beside) for name, figure, beside in summary(told)]
    yield from paint([Column("", tight=True), Column("", right=True), Column("")], figures, room)
    if found := coaching(told):
        yield ""
        yield styled("What stands out", "bold")
        for each in found:
            yield from wrap(f"{each.said} {each.todo}", width, initial_indent="• ", subsequent_indent="  ")
    for table in tables(told, judged):
        yield ""
        if table.head[0] not in ("Stage", "Leads"):
            yield styled(table.title, "bold")
        yield from paint(_columns(table), table.rows, room)


SPARED = (
    *("Between", "8 in 10", "Days", "Open", "Dropped", "Right", "Median", "Average", "Still open", "Made"),
    *("Leads", "Lost", "Closed", "Won of them", "Money open", "Came"),
)
"""Columns that go where there is no room, the last of these first."""


def _columns(table: Table) -> list[Any]:
    from pipetui.cli.table import Column

    def spare(name: str) -> int:
        return SPARED.index(name) + 1 if name in SPARED else len(SPARED) + 1 if name.endswith(" →") else 0

    first, *rest = table.head
    words = ("From", "Most in")
    return [Column(first), *(Column(name, right=name not in words, spare=spare(name)) for name in rest)]


def _pairs(record: dict[str, Any]) -> Iterator[list[object]]:
    """A line for each figure, and for each row of what is a list: the name of the list, then the row."""
    for name, value in record.items():
        rows = value if isinstance(value, list) else [value]
        for row in rows:
            yield [name, *_flat(row)]


def _flat(value: object) -> Iterator[object]:
    if isinstance(value, dict):
        for part in value.values():
            yield from _flat(part)
    elif isinstance(value, list):
        yield " ".join(map(str, value))
    else:
        yield value
