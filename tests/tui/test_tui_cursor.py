"""The cursor's keys on every screen, where there is more than fits: each letter has an arrow that does the same."""

from collections.abc import Hashable
from pathlib import Path

import pytest
from textual.strip import Strip

from pipetui.tui.screens.rows import RowScreen
from pipetui.tui.widgets.agenda_list import AgendaList
from pipetui.tui.widgets.row_list import RowList
from tui.known_pipeline import demo
from tui.rep import Rep, sitting

ACROSS = (("l", "right"), ("h", "left"))
STEPS = (("j", "down"), ("k", "up"), ("j", "down"))
PAGES = (("ctrl+d", "pagedown"), ("ctrl+u", "pageup"))
ENDS = (("G", "end"), ("g", "home"))


def cursor(rep: Rep) -> Hashable:
    """What the cursor is on."""
    screen = rep.screen
    return screen.rows.key if isinstance(screen, RowScreen) else rep.here


@pytest.mark.parametrize(
    ("to", "keys"),
    [
        ("1", (*STEPS, *PAGES, *ENDS, *ACROSS)),
        *((to, (*STEPS, *PAGES, *ENDS)) for to in "23A"),
        ("Z", (*STEPS, *PAGES)),  # its end is that of what was read, and further down the next time
        ("S", (*STEPS, *ENDS)),
    ],
)
async def test_an_arrow_does_what_its_letter_does(path: Path, to: str, keys: tuple[tuple[str, str], ...]) -> None:
    async with sitting(path, size=(80, 24), fill=demo) as rep:
        await rep.press(to)
        ways = []
        for keyed in zip(*keys, strict=True):
            await rep.press("g")
            way = [cursor(rep)]
            for key in keyed:
                await rep.press(key)
                way.append(cursor(rep))
            ways.append(way)
        assert ways[0] == ways[1]
        assert len(set(ways[0])) > 2


async def test_on_the_forecast_the_arrows_choose_the_period(path: Path) -> None:
    async with sitting(path, size=(80, 24), fill=demo) as rep:
        looked_at = []
        for key in ("3", "right", "left", "left"):
            await rep.press(key)
            period = rep.screen.target_period()
            looked_at.append(period.label if period else "")
        assert looked_at == ["Q4 2026", "Q1 2027", "Q4 2026", "Dec 2026"]


@pytest.mark.parametrize("to", ["2", "7", "Z"])
async def test_a_key_draws_the_row_that_was_left_and_the_one_it_went_to(
    path: Path, monkeypatch: pytest.MonkeyPatch, to: str
) -> None:
    """Each once, in a list with a scrollbar too, where a line does not fill its widget."""
    drawn: list[int] = []

    async with sitting(path, size=(80, 24), fill=demo) as rep:
        await rep.press(to, "j")
        rows = rep.app.screen.query_one(AgendaList) if to == "2" else rep.app.screen.query(RowList).first()
        assert rows.show_vertical_scrollbar
        whole = type(rows).render_line

        def render_line(view: AgendaList | RowList, y: int) -> Strip:
            if view is rows:
                drawn.append(y)
            return whole(view, y)  # type: ignore[arg-type]  # it is called with what it was taken from

        monkeypatch.setattr(type(rows), "render_line", render_line)
        for key in "jk":
            drawn.clear()
            await rep.press(key)
            assert len(drawn) == 2, drawn
        assert rep.text.count("▌") >= 1
