"""Insights on the command line: a table on a terminal, pairs in a pipe, JSON and Markdown, and what is refused."""

from __future__ import annotations

import re
from io import StringIO
from pathlib import Path

import pytest

from calling import DAY, Cli, made_by, terminal
from hostile import HOSTILE
from pipetui.cli.program import run
from pipetui.values.clock import Clock, parse_as_of
from pipetui.values.text import clean
from pipetui.views.entry import NewDeal
from pipetui.workspace import open_workspace


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return made_by(
        tmp_path_factory.mktemp("made") / "pipeline.db",
        ["add", "Nego 60k +Hexa >nego close:15dec source:web"],
        ["add", "Done 120k source:fair"],
        ["win", "Done"],
        ["add", "Gone 30k >demo source:fair"],
        ["lose", "Gone", "--reason", "price"],
    )


def shown(path: Path, columns: int, *arguments: str) -> str:
    printed = StringIO()
    with pytest.MonkeyPatch.context() as patch, terminal(printed, columns):
        patch.setenv("COLUMNS", str(columns))
        assert run(["--db", str(path), "--as-of", DAY, "insights", *arguments]) == 0
    return re.sub(r"\x1b\[\d*m", "", printed.getvalue())


@pytest.mark.parametrize("columns", [60, 80, 200])
def test_a_terminal_gets_tables_that_fit(filled: Cli, path: Path, columns: int) -> None:
    told = shown(path, columns)
    assert "Win rate" in told and "50%" in told and "Lost because" in told and "price" in told
    assert max(map(len, told.splitlines())) <= columns


def test_a_filter_and_a_window_narrow_it(filled: Cli) -> None:
    assert filled("insights", "source:fair", "--json").json["win_rate"]["of"] == 2
    assert filled("insights", "source:web", "--json").json["win_rate"]["of"] == 0
    last = filled("insights", "--period", "Q1 2025", "--json").json
    assert (last["window"]["start"], last["win_rate"]["of"]) == ("2025-01-01", 0)
    assert filled("insights", "--since", "2026-11-01", "--json").json["window"]["end"] == DAY


def test_markdown_is_one_table_a_section(filled: Cli) -> None:
    told = filled("insights", "--md").out
    assert told.startswith("## Sales: insights, last 12 months")
    assert "### Lost because" in told
    assert "| price | 1 | €30,000 | Demo 1 |" in told


def test_what_is_wrong_is_said(filled: Cli) -> None:
    for arguments, said in (
        (("--json", "--md"), "not both"),
        (("--period", "Q3", "--since", "30d"), "not both"),
        (("--since", "never"), "no day behind us"),
        (("--period", "yesteryear"), "is not a period"),
        (("nonsense:1",), "nonsense"),
    ):
        answer = filled("insights", *arguments)
        assert answer.status == 2
        assert said in answer.err
    assert filled("insights", "--pipeline", "Nowhere").status == 1


def test_an_empty_file_says_so(cli: Cli) -> None:
    answer = cli("insights")
    assert (answer.status, "nothing to tell yet" in answer.err) == (1, True)


@pytest.mark.parametrize("form", [(), ("--md",), ("--json",)])
def test_hostile_names_are_plain_text(path: Path, cli: Cli, form: tuple[str, ...]) -> None:
    made_by(path)
    workspace = open_workspace(path, Clock(parse_as_of(DAY)), durable=False)
    for name in HOSTILE:
        if clean(name):
            card = workspace.deals.add(NewDeal(name, amount=1_000_00, owner=name, source=name)).card
            assert card is not None
            workspace.deals.lose(card.id, name)
    workspace.close()
    answer = cli("insights", *form)
    assert answer.status == 0
    assert "\x1b" not in answer.out and "\x9b" not in answer.out
    assert "\x1b" not in shown(path, 100)
