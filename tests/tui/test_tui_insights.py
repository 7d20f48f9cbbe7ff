"""Insights as a screen: figures, windows, filters, the deals behind a row, and the way back."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest

from hostile import HOSTILE
from pipetui.tui.screens.board import BoardScreen
from pipetui.tui.screens.deal import DealScreen
from pipetui.tui.screens.insights import InsightsScreen
from pipetui.values.clock import Clock
from pipetui.values.text import clean
from pipetui.views.entry import NewDeal
from pipetui.workspace import open_workspace
from tui.known_pipeline import CRANES, DEMO, LEAD, MUSEUM, NEGOTIATION, PROPOSAL, TODAY, demo, empty, small
from tui.rep import Rep, sitting


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "pipeline.db"


def row(rep: Rep) -> tuple[object, ...]:
    """The key of the row under the cursor."""
    assert isinstance(rep.screen, InsightsScreen)
    key = rep.screen.rows.key
    assert isinstance(key, tuple)
    return key


async def go_to(rep: Rep, *key: object) -> None:
    """Puts the cursor on a row by its keys."""
    assert isinstance(rep.screen, InsightsScreen)
    place = rep.screen.rows.keys.index(key)
    await rep.press("g", *["j"] * place)
    assert row(rep) == key


async def test_the_small_pipeline_by_hand(path: Path) -> None:
    """One won of two closed, €20,000; six open of €160,000; the lost one for its price, in Proposal."""
    async with sitting(path, size=(160, 60)) as rep:
        await rep.press("4")
        assert isinstance(rep.screen, InsightsScreen)
        rep.shows("won 50% 1 of 2", "€20,000 won", "21 days to win", "2 closed · 6 open", "[last 12 months]")
        rep.shows("Stage by stage", "Lost because", "price", "Win rate over time", "Oct 2026", "Nov 2026")
        rep.shows("Only 2 deals closed in this window")
        assert [(each.entered, each.went_on, each.lost) for each in rep.screen.told.stages] == [  # type: ignore[union-attr]  # it is shown
            (8, 6, 0),
            (6, 4, 0),
            (4, 2, 1),
            (2, 1, 0),
        ]


async def test_a_history_of_other_years_is_looked_at_as_a_whole(path: Path) -> None:
    def long_ago(path: Path) -> None:
        empty(path)
        work = open_workspace(path, Clock(date(2017, 3, 1)), durable=False)
        for number in range(12):
            card = work.deals.add(NewDeal(f"Deal {number}", 100_00)).card
            assert card is not None
            if number % 2:
                work.deals.win(card.id)
            else:
                work.deals.lose(card.id, "price")
        work.close()

    async with sitting(path, fill=long_ago) as rep:
        await rep.press("4")
        rep.shows("[all time]", "6 of 12")
        await rep.press("h")
        rep.shows("[last 12 months]", "0 of 0")


async def test_a_window_is_chosen_and_left(path: Path) -> None:
    async with sitting(path) as rep:
        await rep.press("4", "left", "left", "left", "left", "left")
        rep.shows("[Q3 2026]")
        await rep.press("l")
        rep.shows("[Q4 2026]", "1 of 2")
        await rep.press("right", "right", "right", "right")
        rep.shows("[all time]")
        await rep.press(".")
        await rep.say("Q2")
        rep.shows("[Q2 2026]", "won – 0 of 0")
        await rep.press("escape")
        assert isinstance(rep.screen, BoardScreen)


async def test_a_filter_narrows_all_of_it_and_esc_clears_it(path: Path) -> None:
    async with sitting(path, size=(120, 60)) as rep:
        await rep.press("4", "/")
        await rep.type("portus\r")
        rep.shows("0% 0 of 1", "1 closed · 0 open")
        await rep.press("escape")
        rep.shows("won 50% 1 of 2")


async def test_past_forecasts_are_of_all_deals_and_come_back_with_them(path: Path) -> None:
    async with sitting(path, size=(120, 80), fill=demo) as rep:
        await rep.press("4", "G")
        assert row(rep)[0] == "judged"
        await rep.press("/")
        await rep.type("source:referral\r")
        await rep.press("G")
        assert row(rep)[0] == "pushes"
        await rep.press("escape", "G")
        assert row(rep)[0] == "judged"


async def test_enter_shows_the_deals_behind_a_row_and_esc_comes_back(path: Path) -> None:
    async with sitting(path, size=(120, 60)) as rep:
        await rep.press("4")
        await go_to(rep, "lost", 0)
        await rep.press("enter")
        rep.shows("Lost: price", "Harbour cranes", "✖ lost 5 Nov · price")
        assert rep.here == "Harbour cranes"
        await rep.press("enter")
        assert isinstance(rep.app.screen, DealScreen)
        await rep.press("escape")
        rep.shows("Lost: price")
        await rep.press("escape")
        assert row(rep) == ("lost", 0)
        await go_to(rep, "stage", 2)
        await rep.press("enter")
        rep.shows("In Proposal now", "Clinic tablets")


async def test_a_deal_behind_a_row_is_worked_and_the_figures_follow(path: Path) -> None:
    async with sitting(path, size=(120, 60)) as rep:
        await rep.press("4")
        await go_to(rep, "stage", 3)
        await rep.press("enter")
        assert rep.here == "Data centre phase 2"
        await rep.press("w")
        rep.shows("✔ won today")
        await rep.past_notices()
        rep.shows("won 67% 2 of 3")
        await rep.press("u")
        await rep.past_notices()
        rep.shows("won 50% 1 of 2")


async def test_what_was_behind_a_row_goes_with_the_filter_and_the_pipeline(path: Path) -> None:
    def two(path: Path) -> None:
        small(path)
        with (
            closing(open_workspace(path, Clock(TODAY), durable=False)) as workspace,
            workspace.store.transaction("Another") as writing,
        ):
            writing.connection.exec_driver_sql(
                "INSERT INTO pipeline (uid, name, currency, position) VALUES ('other', 'Other', 'EUR', 9)"
            )
            writing.connection.exec_driver_sql(
                "INSERT INTO stage (uid, pipeline_id, name, position, phase, probability, category)"
                " VALUES ('new', 2, 'New', 0, 'open', 10, 'pipeline')"
            )

    async with sitting(path, size=(160, 60), fill=two) as rep:
        await rep.press("4")
        await go_to(rep, "lost", 0)
        await rep.press("enter", "P")
        await rep.say("Other")
        rep.shows("There is nothing to learn from yet.")
        await rep.press("P")
        await rep.say("Sales")
        rep.shows("won 50% 1 of 2")
        await go_to(rep, "lost", 0)
        await rep.press("enter", "/")
        await rep.type("museo\r")
        rep.shows("won 100% 1 of 1")
        assert "Lost: price" not in rep.text


async def test_a_row_that_is_gone_is_told_no_more(path: Path) -> None:
    async with sitting(path, size=(160, 60)) as rep:
        await rep.press("4")
        await go_to(rep, "lost", 0)
        await rep.press("enter", "R")
        await rep.past_notices()
        rep.shows("won 100% 1 of 1", "Harbour cranes")
        await rep.press("escape")
        assert "Lost because" not in rep.text


async def test_a_figure_is_no_deal(path: Path) -> None:
    async with sitting(path, size=(120, 60)) as rep:
        await rep.press("4", "w")
        assert rep.told[-1].startswith("This is a figure, not a deal")
        assert rep.rows("SELECT count(*) FROM deal WHERE status = 'won'") == [(1,)]


async def test_tab_goes_from_part_to_part(path: Path) -> None:
    async with sitting(path, fill=demo) as rep:
        await rep.press("4")
        seen = []
        for _ in range(11):
            seen.append(row(rep)[0])
            await rep.press("tab")
        assert seen == [
            "advice",
            "leads",
            "time",
            "lost",
            "won",
            "source",
            "owner",
            "product",
            "size",
            "pushes",
            "judged",
        ]
        assert row(rep) == ("advice", 0)
        await rep.press("shift+tab")
        assert row(rep)[0] == "judged"


async def test_copied_as_markdown(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    copied: list[str] = []

    async def keep(_app: object, text: str) -> str:
        copied.append(text)
        return "to the clipboard"

    monkeypatch.setattr("pipetui.tui.clipboard.put_on_clipboard", keep)
    async with sitting(path) as rep:
        await rep.press("4", "y")
        assert rep.told[-1] == "Copied insights as Markdown to the clipboard"
    assert copied[0].startswith("## Sales: insights, last 12 months")
    assert "| price | 1 | €9,000 | Proposal 1 |" in copied[0]


@pytest.mark.parametrize("size", [(80, 24), (120, 36), (200, 60), (40, 12), (20, 8)])
async def test_every_row_at_every_size(path: Path, size: tuple[int, int]) -> None:
    async with sitting(path, size=size, fill=demo) as rep:
        await rep.press("4")
        assert isinstance(rep.screen, InsightsScreen)
        for _ in rep.screen.rows.keys:
            await rep.press("j")
        assert row(rep)[0] == "judged"
        assert max(map(len, rep.lines)) <= size[0]
        await rep.press("p", "g", "p")
        if size[0] >= 80:
            rep.shows("won 37%", "on average", "a day")


async def test_what_stands_beside_a_row(path: Path) -> None:
    async with sitting(path, size=(200, 60), fill=demo) as rep:
        await rep.press("4")
        await go_to(rep, "stage", 2)
        rep.shows(
            "Proposal ◆ the bottleneck", "Usual in this pipeline:", "Lost here because", "Win rate  period by period"
        )
        await go_to(rep, "owner", 0)
        rep.shows("goes on, of those decided, beside all │")
        await go_to(rep, "judged", 0)
        rep.shows("As replayed from the history")
        await go_to(rep, "lost", 0)
        rep.shows("by the stage they were in")
        await go_to(rep, "leads")
        rep.shows("became deals")


async def test_on_a_narrow_terminal_p_tells_of_a_row_in_place_of_the_list(path: Path) -> None:
    async with sitting(path, size=(80, 24), fill=demo) as rep:
        await rep.press("4")
        await go_to(rep, "stage", 2)
        await rep.press("p")
        rep.shows("Proposal ◆ the bottleneck", "of those decided", "Lost here because")
        await rep.press("j")
        rep.shows("Negotiation", "of those decided")
        await rep.press("enter")
        rep.shows("In Negotiation now", "Data centre phase 2")
        await rep.press("p")
        assert rep.screen.query("Pane")
        await rep.press("escape")
        assert not rep.screen.query("Pane")
        rep.shows("[last 12 months]")
        assert row(rep) == ("stage", 3)
        await rep.press("p", "escape")
        rep.shows("money now")


async def test_an_empty_file_is_an_invitation(path: Path) -> None:
    async with sitting(path, fill=empty) as rep:
        await rep.press("4")
        rep.shows("There is nothing to learn from yet.", "pipetui import FILE")
        await rep.press("enter", "tab", "right", "y")
        await rep.press("1")
        assert isinstance(rep.screen, BoardScreen)


async def test_hostile_names_are_plain_text(path: Path) -> None:
    def fill(path: Path) -> None:
        empty(path)
        workspace = open_workspace(path, Clock(date(2026, 11, 1)), durable=False)
        for name in HOSTILE:
            if clean(name):
                card = workspace.deals.add(NewDeal(name, 1_000_00, owner=name, source=name, stage_id=DEMO)).card
                assert card is not None
                workspace.deals.lose(card.id, name)
        workspace.close()

    async with sitting(path, size=(200, 60), fill=fill) as rep:
        await rep.press("4")
        assert isinstance(rep.screen, InsightsScreen)
        number = len(rep.screen.rows.keys)
        for _ in range(0, number, 10):
            await rep.press("pagedown")
            assert "\x1b" not in rep.text
        await go_to(rep, "lost", 3)
        await rep.press("enter")
        assert "\x1b" not in rep.text


async def test_nothing_is_read_for_it_until_it_is_opened(path: Path) -> None:
    async with sitting(path) as rep:
        assert "insights" not in rep.app._screen_stacks
        await rep.press("4")
        assert "insights" in rep.app._screen_stacks


def test_the_numbers_of_small(path: Path) -> None:
    """What the tests above lean on."""
    small(path)
    workspace = open_workspace(path, Clock(TODAY), durable=False)
    assert workspace.overview.card(MUSEUM).stage_id == NEGOTIATION
    assert workspace.overview.card(CRANES).stage_id == PROPOSAL
    assert workspace.overview.stage_counts()[LEAD] == 1
    workspace.close()


async def opens_what_is_behind(rep: Rep) -> None:
    await go_to(rep, "lost", 0)
    await rep.press("enter")
    assert rep.here == "Harbour cranes"


async def looks_at_the_next_window(rep: Rep) -> None:
    await rep.press("right")
    rep.shows("[all time]")


async def looks_at_the_window_before(rep: Rep) -> None:
    await rep.press("left")
    rep.shows("[last 90 days]")


async def goes_to_the_next_part(rep: Rep) -> None:
    await rep.press("tab")
    assert row(rep)[0] in ("leads", "stage")


async def goes_to_the_part_before(rep: Rep) -> None:
    await rep.press("shift+tab")
    assert row(rep)[0] not in ("advice", "leads", "stage")


async def copies_all_of_it(rep: Rep) -> None:
    await rep.press("y")
    assert rep.told[-1].startswith("Copied insights as Markdown")


EFFECTS: dict[str, Callable[[Rep], Awaitable[None]]] = {
    "insights.open": opens_what_is_behind,
    "insights.later": looks_at_the_next_window,
    "insights.earlier": looks_at_the_window_before,
    "insights.part": goes_to_the_next_part,
    "insights.part_back": goes_to_the_part_before,
    "insights.copy": copies_all_of_it,
}
"""What is seen of each command of the screen's own."""


@pytest.mark.parametrize("command", EFFECTS)
async def test_each_command_of_its_own(path: Path, command: str) -> None:
    async with sitting(path, size=(120, 60)) as rep:
        await rep.press("4")
        await EFFECTS[command](rep)
