"""The bar at the top: what is told of each screen in the cells there are."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipetui.tui.paint import Piece
from pipetui.tui.tab_line import TABS, Line, fit_line
from tui.rep import sitting

DAYS = ("Fri 27 Nov", "27 Nov")
WAITS: Mapping[str, Piece] = {"agenda": ("3", "ink-bad"), "health": ("2", "ink-warn")}


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "pipeline.db"


def said(line: Line) -> str:
    return line.program + "".join(text for pieces in line.tabs.values() for text, _ in pieces)


def test_eighty_cells_hold_all_seven_screens_with_counts_and_leads() -> None:
    line = fit_line(80, "board", TABS, WAITS, 0, DAYS)
    assert said(line) == " 1 Board  2 Agenda 3  3 Forecast  4 Insights  5 Health 2  6 Cash  7 People "
    line = fit_line(80, "board", TABS, {}, 0, DAYS)
    assert said(line) == " 1 Board  2 Agenda  3 Forecast  4 Insights  5 Health  6 Cash  7 People "
    assert line.day == "27 Nov"
    line = fit_line(80, "leads", TABS, {"agenda": ("2", "ink-bad")}, 3, DAYS)
    assert (said(line), line.leads) == (
        " 1 Board  2 Agenda 2  3 Forecast  4 Insights  5 Health  6 Cash  7 People ",
        "3",
    )


def test_a_wide_terminal_tells_all() -> None:
    line = fit_line(120, "board", TABS, WAITS, 15, DAYS)
    assert said(line).startswith(" pipetui   1 Board ")
    assert (line.leads, line.day) == ("15 leads", "Fri 27 Nov")


def test_the_names_of_far_screens_go_before_near_ones_and_their_counts_stay() -> None:
    line = fit_line(62, "agenda", TABS, WAITS, 15, DAYS)
    assert said(line) == " 1 Board  2 Agenda 3  3 Forecast  4 Insights  5 2  6  7 "
    assert fit_line(62, "people", TABS, WAITS, 0, DAYS).tabs["board"] == [(" 1 ", "ink-dim")]


@given(
    cells=st.integers(24, 200),
    active=st.sampled_from([tab.name for tab in TABS]),
    leads=st.integers(0, 10_000),
    late=st.integers(0, 9_999),
)
def test_it_never_takes_more_cells_than_there_are_and_every_digit_is_there(
    cells: int, active: str, leads: int, late: int
) -> None:
    waits = {"agenda": (str(late) if late else "", "ink-bad")}
    line = fit_line(cells, active, TABS, waits, leads, DAYS)
    assert line.cells <= max(cells, 26)
    assert [pieces[0][0].strip() for pieces in line.tabs.values()] == list("1234567")


async def test_only_screens_that_the_app_has_are_shown(path: Path) -> None:
    async with sitting(path, size=(80, 24)) as rep:
        names = [tab for tab in TABS if tab.name in ("board", *rep.app.MODES)]
        for tab in TABS:
            assert (f"{tab.key} {tab.label}" in rep.lines[0]) == (tab in names)
