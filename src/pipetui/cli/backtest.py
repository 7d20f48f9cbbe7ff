"""What each number would have said of past periods, as a terminal and a pipe read it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from pipetui.cli import output
from pipetui.cli.progress import shares

if TYPE_CHECKING:
    from pipetui.cli.table import Line
    from pipetui.values.periods import Kind
    from pipetui.views.odds.backtest import Backtest, Method, Replayed
    from pipetui.views.stage import Pipeline
    from pipetui.workspace import Workspace

PERIODS = 8
"""Periods looked back on where nobody says how many."""

MOST = 60
"""Five years of months: what is older says little of today."""


def look_back(workspace: Workspace, pipeline: Pipeline, kind: Kind, number: int) -> Backtest:
    """The back-test of the last complete periods, with a bar on stderr once it takes a while."""
    with shares("Looking back") as told:
        return workspace.overview.forecasts.backtest(pipeline, kind, number, told)


def kind_of(text: str, usual: Kind) -> Kind:
    """The kind of periods a rep names; the usual one where none is named. Raises Invalid."""
    from pipetui.values.errors import Invalid
    from pipetui.values.periods import KINDS
    from pipetui.values.text import clean, fit, fold

    word = fold(clean(text[:40])).removesuffix("s")
    found = next((kind for kind in KINDS if kind == word), None)
    if text and found is None:
        raise Invalid(
            f'A back-test is of past months or quarters: write --period month or quarter, not "{fit(clean(text), 30)}".'
        )
    return found or usual


def tell(told: Backtest, json: bool) -> None:
    """Prints it."""
    from pipetui.views import contract

    if json:
        output.as_json(contract.backtest(told))
    elif output.on_terminal():
        output.data(painted(told))
    else:
        record = contract.backtest(told)
        head = ("start", "end", "actual", "weighted", "commit", "expected", "p10", "p90", "last_year")
        rows = [[each[name] for name in head] for each in record["periods"]]
        output.tab_separated((*head, "open_actual", "open_expected"), _with_open(rows, record["periods"]))


def painted(told: Backtest, room: int | None = None) -> Iterator[str]:
    """A line for each period, the earliest first; each number's error and lean under it; then which to trust."""
    from textwrap import wrap

    from pipetui.cli.table import Cell, Column, paint, terminal_width
    from pipetui.views.odds.trust import which_to_trust

    if told.periods:
        columns = [
            Column("", tight=True),
            Column("Came", right=True),
            Column("Expected", right=True),
            Column("8 in 10", right=True, spare=1),
            Column("", tight=True, spare=1),
            Column("Weighted", right=True),
            Column("Commit", right=True, spare=2),
            Column("Last year", right=True, spare=3),
        ]
        lines: list[Line] = [_line(each, told.currency) for each in told.periods]
        methods = {method.name: method for method in told.methods}
        for name, of in (("Off by", _error), ("Leaning", _lean)):
            expected, weighted, commit, last = (
                Cell(of(methods[key]), "bold") for key in ("expected", "weighted", "commit", "last_year")
            )
            lines.append((name, "", expected, "", "", weighted, commit, last))
        yield from paint(columns, lines, room)
        yield ""
    yield from wrap(which_to_trust(told), max(40, terminal_width() if room is None else room))


def _line(each: Replayed, currency: str) -> Line:
    from pipetui.cli import wording
    from pipetui.cli.table import Cell
    from pipetui.values.money import show_short, show_whole

    return (
        each.period.label,
        Cell(show_whole(each.actual, currency), "bold"),
        show_whole(each.expected, currency),
        f"{show_short(each.p10, currency)} – {show_short(each.p90, currency)}",
        "" if each.is_within else Cell("outside", "yellow"),
        show_whole(each.weighted, currency),
        show_whole(each.commit, currency),
        wording.DASH if each.last_year is None else show_whole(each.last_year, currency),
    )


def _error(method: Method) -> str:
    return "" if method.wape is None else f"{method.wape:.0%}"


def _lean(method: Method) -> str:
    return "" if method.bias is None else f"{method.bias:+.0%}".replace("-", "−")


def _with_open(rows: list[list[object]], periods: list[dict[str, dict[str, object]]]) -> Iterator[list[object]]:
    for row, each in zip(rows, periods, strict=True):
        yield [*row, *each["open"].values()]
