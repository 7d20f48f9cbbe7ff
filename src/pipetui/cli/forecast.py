"""The forecast of a period, and its target."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated, Any

import typer

from pipetui.cli import output
from pipetui.cli.command import FilterArgument, Json, PipelineName, ViewName
from pipetui.cli.command import number as numeral
from pipetui.cli.session import asked, opened

if TYPE_CHECKING:
    from pipetui.cli.table import Line
    from pipetui.values.periods import Period
    from pipetui.views.forecast import Figures, Forecast

NO_TARGET = ("none", "no", "-")


def forecast(
    context: typer.Context,
    wanted: FilterArgument = None,
    view_name: ViewName = None,
    period: Annotated[
        str,
        typer.Option(
            "--period", metavar="PERIOD", help="Q4, 2026-Q4, 2026-11, H1, 2026, next, last; the current one if unsaid."
        ),
    ] = "",
    pipeline: PipelineName = None,
    backtest: Annotated[
        bool, typer.Option("--backtest", help="How right each number was in past periods; --period month or quarter.")
    ] = False,
    periods: Annotated[
        str, typer.Option("--periods", metavar="N", help="How many past periods a back-test looks at; 8 if unsaid.")
    ] = "",
    json: Json = False,
) -> None:
    """Print the forecast of a period.

    What is won, commit, best case, pipeline and weighted; target, gap, coverage and what slipped; stage by stage.
    A filter, as for deals, counts only what it lets through, won deals too; the target is of all.

    --backtest prints what each number would have said on the first morning of past periods, by what was known then,
    what came, and which number to trust.
    """
    if backtest:
        _look_back(context, (wanted or []) + ([view_name] if view_name else []), period, periods, pipeline, json)
        return
    if periods:
        raise _only_backtest()
    with opened(context) as workspace:
        from pipetui.views import contract

        line, chosen = workspace.overview.pipeline(pipeline), workspace.overview.period(period)
        view = workspace.overview.forecast(line, chosen, asked(workspace, wanted, view_name))
    if json:
        output.as_json(contract.forecast(view))
    elif output.on_terminal():
        output.data(painted(view))
    else:
        output.pairs(_pairs(contract.forecast(view)))


def _look_back(
    context: typer.Context, wanted: list[str], period: str, periods: str, pipeline: str | None, json: bool
) -> None:
    from pipetui.cli import backtest
    from pipetui.values.errors import Invalid

    if wanted:
        raise Invalid("A back-test is of all deals of a pipeline: leave the filter out.")
    number = min(backtest.MOST, numeral(periods, "--periods", 1, 8)) if periods else backtest.PERIODS
    with opened(context) as workspace:
        line = workspace.overview.pipeline(pipeline)
        kind = backtest.kind_of(period, workspace.overview.period().kind)
        told = backtest.look_back(workspace, line, kind, number)
    backtest.tell(told, json)


def _only_backtest() -> Exception:
    from pipetui.values.errors import Invalid

    return Invalid("--periods is of a back-test: pipetui forecast --backtest --periods 8.")


def target(
    context: typer.Context,
    period: Annotated[
        str, typer.Argument(metavar="PERIOD", help="Q4, 2026-11, next …; the current one if unsaid.")
    ] = "",
    amount: Annotated[
        str, typer.Argument(metavar="AMOUNT", help="300k; none takes it away. Prints it if unsaid.")
    ] = "",
    pipeline_name: PipelineName = None,
    json: Json = False,
) -> None:
    """Print, set or take away the target of a period."""
    with opened(context) as workspace:
        from pipetui.values.money import show

        pipeline, chosen = workspace.overview.pipeline(pipeline_name), workspace.overview.period(period)
        if amount:
            workspace.targets.set(pipeline, chosen, _amount(amount, pipeline.currency))
        view = workspace.overview.forecast(pipeline, chosen)
    record = _target_record(view)
    if json:
        output.as_json(record)
    elif view.target is None:
        output.say(f"{chosen.label} has no target.")
        raise typer.Exit(0 if amount else 1)
    elif output.on_terminal():
        output.data([f"{chosen.label}  {show(view.target, view.currency)}"])
    else:
        output.pairs([(chosen.label, record["target"], record["currency"])])


def _amount(text: str, currency: str) -> int | None:
    """A target in minor units of the pipeline's currency, None to have none. Raises Invalid for another currency."""
    from pipetui.values.errors import Invalid
    from pipetui.values.money import parse_amount

    if text.strip().casefold() in NO_TARGET:
        return None
    minor, told = parse_amount(text, currency)
    if told != currency:
        raise Invalid(f"The target is in {currency}, the currency of the pipeline, not in {told}.")
    return minor


def _target_record(view: Forecast) -> dict[str, Any]:
    from pipetui.views import contract

    whole = contract.forecast(view)
    return {name: whole[name] for name in ("period", "currency", "target")}


def _pairs(record: dict[str, Any]) -> Iterator[list[object]]:
    for name, value in record.items():
        if name == "stages":
            for stage in value:
                yield ["stage", *stage.values()]
        elif isinstance(value, dict):
            yield [name, *value.values()]
        else:
            yield [name, value]


def painted(view: Forecast, room: int | None = None) -> Iterator[str]:
    """The answer for a meeting: what is won, what is sure, what may come, what is missing, and where it stands."""
    from pipetui.cli import wording
    from pipetui.cli.table import Column, paint, styled
    from pipetui.values.text import count

    figures = view.figures()
    period = figures.period
    left = period.days_left(view.today)
    if view.today < period.start:
        when = f"begins in {count((period.start - view.today).days, 'day')}"
    else:
        when = f"{count(left, 'day')} left" if left or period.contains(view.today) else "over"
    yield f"{styled(period.label, 'bold')}  {styled(f'{_days_of(period)} · {when}', 'dim')}"
    yield ""
    yield from paint([Column("", tight=True), Column("", right=True), Column("")], list(_lines(view, figures)), room)
    yield ""
    stages = sorted((view.stages[number] for number in view.by_stage), key=lambda stage: stage.position)
    amounts, weighted = (
        wording.sums([view.by_stage[stage.id][place] for stage in stages], view.currency) for place in (1, 2)
    )
    lines: list[Line] = [
        (stage.name, f"{view.by_stage[stage.id].number:,}", amount, f"{stage.probability:g}%", chance)
        for stage, amount, chance in zip(stages, amounts, weighted, strict=True)
    ]
    columns = [Column("Stage"), *(Column(head, right=True) for head in ("Deals", "Amount", "Prob.", "Weighted"))]
    yield from paint(columns, lines, room)


def _lines(view: Forecast, figures: Figures) -> Iterator[Line]:
    """Each figure with its name and what has to be said beside it."""
    from pipetui.cli import wording
    from pipetui.cli.table import Cell
    from pipetui.values.money import show
    from pipetui.values.text import count

    currency, open_deals = figures.currency, figures.open
    told = [figures.won, figures.commit, figures.best_case, figures.pipeline, figures.weighted]
    told += [figures.target or 0, figures.gap or 0, figures.slipped.amount]
    won, commit, best_case, pipeline, weighted, target, gap, slipped = wording.sums(told, currency)
    due = f"{count(open_deals.number, 'open deal')} due in {figures.period.label}"
    yield "Won", Cell(won, "green"), ""
    yield "Commit", commit, ""
    yield "Best case", best_case, ""
    yield "Pipeline", pipeline, ""
    yield "Weighted", weighted, f"of {show(open_deals.amount, currency)} in {due}"
    if view.is_narrowed:
        yield "Target", "", Cell("is of all deals, not of those a filter lets through", "dim")
    elif figures.gap is None:
        yield "Target", "none", Cell("pipetui target AMOUNT sets one", "dim")
    else:
        reached = "the target is reached, if all goes as weighted"
        yield "Target", target, ""
        yield "Gap", gap, "target − won − weighted" if figures.gap > 0 else reached
    if figures.coverage is not None:
        needed = f"of {figures.needed_coverage:.1f}× needed" if figures.needed_coverage else ""
        yield "Coverage", f"{figures.coverage:.1f}×", needed
    if figures.slipped.number:
        late = f"{count(figures.slipped.number, 'deal')} past the close date, in no period"
        yield "Slipped", Cell(slipped, "yellow"), late


def _days_of(period: Period) -> str:
    from pipetui.values.names import MONTHS

    first, last = period.start, period.end
    year = f" {first.year}" if first.year != last.year else ""
    return f"{first.day} {MONTHS[first.month - 1]}{year} – {last.day} {MONTHS[last.month - 1]} {last.year}"
