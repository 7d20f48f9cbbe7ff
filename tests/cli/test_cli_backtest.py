"""How right each number was, from the command line, on the demo's two years."""

import shutil
from datetime import date
from pathlib import Path

import pytest

from calling import DAY, Cli, left_on_terminal, on_terminal
from pipetui.demo import build
from pipetui.values.clock import Clock

PERIOD = ["start", "end", "actual", "weighted", "commit", "expected", "p10", "p90", "open", "last_year"]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("made") / "pipeline.db"
    build(path, Clock(date.fromisoformat(DAY)))
    return path


@pytest.fixture
def demo(made: Path, path: Path, cli: Cli) -> Cli:
    shutil.copy(made, path)
    return cli


def test_json_has_the_last_complete_periods_and_each_method(demo: Cli) -> None:
    told = demo("forecast", "--backtest", "--period", "quarter", "--periods", "4", "--json").json
    assert [each["name"] for each in told["methods"]] == ["weighted", "commit", "expected", "last_year"]
    assert all(list(each) == ["name", "wape", "bias", "coverage_80"] for each in told["methods"])
    assert [list(each) for each in told["periods"]] == [PERIOD] * 4
    assert [each["start"] for each in told["periods"]] == ["2025-10-01", "2026-01-01", "2026-04-01", "2026-07-01"]
    assert told["periods"][-1]["end"] == "2026-09-30"
    came = sum(each["actual"] for each in told["periods"])
    for method in told["methods"]:
        off = [each[method["name"]] - each["actual"] for each in told["periods"]]
        assert method["wape"] == pytest.approx(sum(map(abs, off)) / came, abs=1e-4)
        assert method["bias"] == pytest.approx(sum(off) / came, abs=1e-4)
    within = [each["p10"] <= each["actual"] <= each["p90"] for each in told["periods"]]
    assert [each["coverage_80"] for each in told["methods"]] == [None, None, sum(within) / 4, None]
    assert all(set(each["open"]) == {"actual", "expected"} for each in told["periods"])


def test_what_was_won_is_what_the_forecast_of_that_period_says(demo: Cli) -> None:
    told = demo("forecast", "--backtest", "--periods", "1", "--json").json["periods"][0]
    assert told["actual"] == demo("forecast", "--period", "Q3 2026", "--json").json["won"]


def test_a_terminal_says_which_to_trust_and_a_pipe_gets_a_line_for_each(demo: Cli, made: Path) -> None:
    lines = on_terminal(made, "forecast", "--backtest", "--periods", "3", columns=110).splitlines()
    assert any("Trust" in line for line in lines) and any("Off by" in line for line in lines)
    rows = demo("forecast", "--backtest", "--period", "month", "--periods", "2").rows
    assert [row["start"] for row in rows] == ["2026-09-01", "2026-10-01"]
    assert {"actual", "weighted", "open_expected", "p90"} <= set(rows[0])


def test_the_answer_for_a_meeting_is_a_dozen_lines_and_can_be_pasted(demo: Cli, made: Path) -> None:
    demo("edit", "Clinic chain", "title=Clinic | chain, *12* sites", "amount=900k", "close=15dec")
    lines = demo("forecast", "--md").out.splitlines()
    assert lines[0] == "## Sales: Q4 2026"
    figures = [line.split(" | ")[0].removeprefix("| ") for line in lines if line.startswith("| ")]
    assert {"Won", "Commit", "Weighted", "Expected", "In all", "Target", "Slipped"} <= set(figures)
    start = next(place for place, line in enumerate(lines) if line.startswith("| Decides it"))
    assert lines[start + 2].startswith(r"| Clinic \| chain, \*12\* sites | €900,000 | ")
    assert len(lines[start + 2 : -2]) == 3 and lines[-1].startswith("Trust ")
    assert len(list(filter(None, left_on_terminal(made, "forecast")))) <= 14
    assert demo("forecast", "--md", "--json").status == 2


def test_nothing_to_look_back_on_is_said(cli: Cli) -> None:
    cli("add", "One 10k")
    told = cli("forecast", "--backtest", "--json").json
    assert told["periods"] == [] and told["most_right"] is None
    assert {each["wape"] for each in told["methods"]} == {None}


def test_slips_are_told(cli: Cli) -> None:
    for words, sentence in (
        (("--backtest", "--period", "Q4"), "write --period month or quarter"),
        (("--backtest", "stage:demo"), "leave the filter out"),
        (("--backtest", "--periods", "no"), "--periods"),
        (("--periods", "3"), "--backtest"),
    ):
        answer = cli("forecast", *words)
        assert answer.status == 2 and sentence in answer.err
