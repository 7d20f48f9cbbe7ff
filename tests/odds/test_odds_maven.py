"""The odds on a real-looking pipeline of 8,800 deals, replayed: known answers, and nothing known before its day."""

import csv
from datetime import date
from pathlib import Path

import pytest

from pipetui.values.clock import Clock
from pipetui.views.odds.backtest import Backtest, Replayed
from pipetui.workspace import open_workspace
from tables import shared_data

TODAY = date(2018, 1, 1)
CUT = "2017-08-31"
"""The last day both files have in common."""


def replayed(path: Path, source: Path) -> tuple[Backtest, Backtest]:
    """By month from May to December 2017, and by quarter from April."""
    workspace = open_workspace(path, Clock(TODAY), durable=False)
    try:
        assert workspace.imports.read(source).rejected == ()
        pipeline, overview = workspace.overview.pipeline(), workspace.overview
        return overview.forecasts.backtest(pipeline, "month", 8), overview.forecasts.backtest(pipeline, "quarter", 3)
    finally:
        workspace.close()


def test_past_months_and_quarters_are_told_better_than_the_first_try(tmp_path: Path) -> None:
    months, quarters = replayed(tmp_path / "maven.db", shared_data("maven/sales_pipeline.csv"))
    assert [each.period.label for each in months.periods][::7] == ["May 2017", "Dec 2017"]
    assert [each.actual for each in quarters.periods] == [3_086_111_00, 2_982_255_00, 2_802_496_00]
    by_month = {method.name: method for method in months.methods}
    expected, plain = by_month["expected"], by_month["weighted"]
    assert expected.wape is not None and plain.wape is not None and expected.coverage_80 is not None
    assert expected.wape <= 0.12
    assert plain.wape > 5 * expected.wape
    assert 0.65 <= expected.coverage_80 <= 0.95
    assert _wape(months.periods) <= 0.30
    by_quarter = {method.name: method for method in quarters.methods}["expected"]
    assert by_quarter.wape is not None and by_quarter.wape <= 0.10
    assert months.most_right == quarters.most_right == "expected"


def _wape(periods: tuple[Replayed, ...]) -> float:
    """The error over the deals alone that were open on each first morning."""
    off = sum(abs(each.open_expected - each.open_actual) for each in periods)
    return off / sum(each.open_actual for each in periods)


def test_what_comes_after_the_day_changes_nothing_of_what_is_said_on_it(tmp_path: Path) -> None:
    """Later deals are gone, later wins are losses or still open, and what was won later is worth something else."""
    source = shared_data("maven/sales_pipeline.csv")
    other = tmp_path / "sales_pipeline.csv"
    with source.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    kept = [row for row in rows if not row["engage_date"] or row["engage_date"] <= CUT]
    for number, row in enumerate(kept):
        if row["close_date"] > CUT:
            if number % 3 == 0:
                row |= {"deal_stage": "Engaging", "close_date": "", "close_value": ""}
            elif number % 3 == 1:
                won = row["deal_stage"] == "Lost"
                row |= {"deal_stage": "Won" if won else "Lost", "close_value": "77777" if won else "0"}
            else:
                row |= {"close_date": "2017-12-30", "close_value": "12345"}
    with other.open("w", encoding="utf-8", newline="") as file:
        written = csv.DictWriter(file, list(rows[0]))
        written.writeheader()
        written.writerows(kept)
    told, again = (replayed(tmp_path / f"{name}.db", path) for name, path in (("one", source), ("two", other)))
    for one, two in zip(told, again, strict=True):
        same = [
            (a, b) for a, b in zip(one.periods, two.periods, strict=True) if a.period.start.isoformat() <= "2017-09-01"
        ]
        assert len(same) >= 2
        for a, b in same:
            assert _said(a) == _said(b)
    assert told[0].periods[-1].expected != again[0].periods[-1].expected


def _said(each: Replayed) -> tuple[object, ...]:
    return (each.weighted, each.commit, each.expected, each.p10, each.p90, each.last_year, each.open_expected)


def test_the_odds_of_a_day_need_no_list_of_products(tmp_path: Path) -> None:
    """An open deal without an amount is worth what won deals of its product came to."""
    workspace = open_workspace(tmp_path / "maven.db", Clock(TODAY), durable=False)
    try:
        workspace.imports.read(shared_data("maven/sales_pipeline.csv"))
        odds = workspace.overview.forecasts.odds(workspace.overview.pipeline())
        usual = {name: odds.worth.of(name) / 100 for name in ("GTK 500", "MG Special")}
    finally:
        workspace.close()
    assert usual == pytest.approx({"GTK 500": 26_700, "MG Special": 55}, rel=0.25)
