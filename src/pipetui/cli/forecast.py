"""The forecast of a period, and its target."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated, Any

import typer

from pipetui.cli import kept, output
from pipetui.cli.command import FilterArgument, Json, PipelineName, ViewName
from pipetui.cli.command import number as numeral
from pipetui.cli.session import asked, opened

if TYPE_CHECKING:
    from pipetui.views.forecast import Forecast

BACK = 4
"""Periods looked back on to say which number to trust: as many as a year has quarters."""

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
    md: Annotated[bool, typer.Option("--md", help="Markdown, for pasting.")] = False,
    json: Json = False,
) -> None:
    """Print the forecast of a period: the answer for a meeting.

    What is won, commit, best case and weighted; what will probably come, with its range; target, gap, coverage and
    what slipped; the deals that decide it; and which number to trust, by the periods before. A filter, as for deals,
    counts only what it lets through, won deals too; the target is of all.

    --backtest prints what each number would have said on the first morning of past periods, by what was known then,
    what came, and which number to trust.
    """
    if json and md:
        raise _one_of_two()
    if backtest:
        _look_back(context, (wanted or []) + ([view_name] if view_name else []), period, periods, pipeline, json)
        return
    if periods:
        raise _only_backtest()
    for_people = md or (output.on_terminal() and not json)
    with opened(context) as workspace:
        key = kept.key_of(workspace, "forecast", wanted, view_name, period, pipeline, md, json)
        if (answer := kept.read(key)) is not None:
            output.text(f"{line}\n" for line in answer)
            return
        line, chosen = workspace.overview.pipeline(pipeline), workspace.overview.period(period)
        filtered = asked(workspace, wanted, view_name)
        if for_people:
            from pipetui.cli.meeting import markdown, meet, painted

            told = meet(workspace, line, chosen, filtered, BACK)
            lines = list(markdown(told) if md else painted(told))
        else:
            from pipetui.views import contract

            record = contract.forecast(*workspace.overview.forecasts.outlook(line, chosen, filtered))
            lines = output.json_lines(record) if json else list(output.pair_lines(_pairs(record)))
    output.data(lines)
    kept.keep(key, lines)


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


def _one_of_two() -> Exception:
    from pipetui.values.errors import Invalid

    return Invalid("Write --json or --md, not both.")


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
    owner: Annotated[
        str, typer.Option("--owner", metavar="NAME", help="Whose target; the whole pipeline's if unsaid.")
    ] = "",
    pipeline_name: PipelineName = None,
    json: Json = False,
) -> None:
    """Print, set or take away the target of a period."""
    with opened(context) as workspace:
        from pipetui.values.money import show
        from pipetui.values.text import clean

        pipeline, chosen = workspace.overview.pipeline(pipeline_name), workspace.overview.period(period)
        if amount:
            workspace.targets.set(pipeline, chosen, _amount(amount, pipeline.currency), owner)
        view = workspace.overview.forecasts.of(pipeline, chosen)
        if owner:
            view.target = workspace.overview.forecasts.target(pipeline, chosen, owner)
    record = _target_record(view)
    whose = f" of {clean(owner)}" if owner else ""
    if json:
        output.as_json(record)
    elif view.target is None:
        output.say(f"{chosen.label} has no target{whose}.")
        raise typer.Exit(0 if amount else 1)
    elif output.on_terminal():
        output.data([f"{chosen.label}{whose}  {show(view.target, view.currency)}"])
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
