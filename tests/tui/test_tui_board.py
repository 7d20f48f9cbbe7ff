"""The cursor on the board, the mouse, what is folded, and the order of the cards."""

from pathlib import Path

import pytest

from pipetui.tui.screens.agenda import AgendaScreen
from pipetui.tui.screens.deal import DealScreen
from pipetui.tui.widgets.columns import Columns
from tui.known_pipeline import FLEET, demo, empty, many
from tui.rep import Rep, sitting


def titles(rep: Rep, column: int) -> list[str]:
    """The titles of a column, from the top."""
    return [card.title for card in rep.columns[column].column.lane]


async def test_the_cursor_goes_about_the_cards(path: Path) -> None:
    async with sitting(path) as rep:
        for key, title in (
            ("j", "Spare parts portal"),
            ("j", "Spare parts portal"),
            ("up", "Fleet renewal"),
            ("k", "Fleet renewal"),
            ("l", "Route planning"),
            ("down", "Warehouse rollout"),
            ("right", "Clinic tablets"),
            ("l", "Data centre phase 2"),
            ("l", "Data centre phase 2"),
            ("left", "Clinic tablets"),
            ("h", "Route planning"),
            ("end", "Warehouse rollout"),
            ("home", "Route planning"),
            ("G", "Warehouse rollout"),
            ("g", "Route planning"),
        ):
            await rep.press(key)
            assert rep.here == title, key


async def test_the_cursor_may_be_on_an_empty_column(path: Path) -> None:
    async with sitting(path) as rep:
        await rep.press("l", "l", "l", "w")
        assert rep.here == ""
        for key in ("j", "k", "G", "g", "pagedown", "pageup"):
            await rep.press(key)
        assert rep.here == ""
        told: set[str] = set()
        for key in ("w", "x", "L", "enter", "e", "$", "f", "d", "s", "t", "c", "y", "delete", "backspace", "R"):
            await rep.press(key)
            assert not rep.is_asked()
            told.update(rep.told)
        assert told == {"There is no deal here. a adds one.", "No follow-up is planned here. f plans one."}
        await rep.press("a")
        await rep.say("Cold storage 9k")
        assert rep.here == "Cold storage"
        assert rep.columns[3].column.title == "Negotiation"
        assert titles(rep, 3) == ["Cold storage"]


async def test_a_long_column_scrolls_with_the_cursor(path: Path) -> None:
    async with sitting(path, fill=lambda path: many(path, 1_000)) as rep:
        await rep.press("G")
        assert rep.here == "Spare parts portal"
        await rep.press("k")
        assert rep.here == "Deal 001100"
        rep.shows("Deal 001100")
        await rep.press("g")
        rep.shows("Fleet renewal", "Deal 000101")
        await rep.press("ctrl+d")
        first = rep.here
        await rep.press("pagedown", "pageup")
        assert rep.here == first != "Fleet renewal"
        rep.shows(first)
        await rep.press("ctrl+u")
        assert rep.here == "Fleet renewal"
        assert rep.columns[0].scroll_offset.y == 0


async def test_the_wheel_scrolls_a_column_and_leaves_the_cursor(path: Path) -> None:
    async with sitting(path, fill=lambda path: many(path, 1_000)) as rep:
        column = rep.columns[0]
        await rep.wheel("Deal 000101")
        assert column.scroll_offset.y > 0
        assert rep.here == "Fleet renewal"
        heads = rep.lines[2:5]
        assert "Qualified 1,002" in heads[0]
        await rep.press("j")
        assert rep.here == "Deal 000101"
        rep.shows("Deal 000101")


async def test_a_click_goes_to_a_card_and_two_open_it(path: Path) -> None:
    async with sitting(path) as rep:
        await rep.click("Clinic tablets")
        assert rep.here == "Clinic tablets"
        await rep.click("Acme", nth=1)
        assert rep.here == "Warehouse rollout"
        await rep.click("Fleet renewal", times=2)
        assert isinstance(rep.screen, DealScreen)
        assert rep.here == "Fleet renewal"
        await rep.press("escape")
        assert rep.here == "Fleet renewal"
        await rep.press("j")
        assert rep.here == "Spare parts portal"


async def test_a_click_under_the_cards_goes_to_the_column(path: Path) -> None:
    async with sitting(path) as rep:
        column, line = rep.find("Clinic tablets")
        await rep.pilot.click(offset=(column, line + 12))
        await rep.settled()
        assert rep.here == "Clinic tablets"


async def test_tabs_footer_edges_and_strip_answer_to_clicks(path: Path) -> None:
    async with sitting(path) as rep:
        await rep.click("Agenda")
        assert isinstance(rep.screen, AgendaScreen)
        await rep.click("Board")
        await rep.click("lost", nth=0)
        rep.shows("Fleet renewal is lost")
        await rep.press("escape")
        await rep.pilot.click("#leads-edge")
        await rep.settled()
        rep.shows("Trial licences")
        await rep.press("[")
        await rep.pilot.click("#won-edge")
        await rep.settled()
        assert [view.column.key for view in rep.columns][-2:] == ["won", "lost"]
        await rep.click("€150,000 target")
        rep.shows("Target for Q4 2026")
        await rep.press("escape")
        await rep.click("/ filter")
        await rep.type("clinic")
        rep.shows("1 of 6 deals")


async def test_leads_unfold_and_fold(path: Path) -> None:
    async with sitting(path) as rep:
        await rep.press("[")
        assert [view.column.title for view in rep.columns] == ["Lead", "Qualified", "Demo", "Proposal", "Negotiation"]
        assert rep.here == "Fleet renewal"
        await rep.press("h")
        assert rep.here == "Trial licences"
        await rep.press("[")
        assert [view.column.title for view in rep.columns] == ["Qualified", "Demo", "Proposal", "Negotiation"]
        assert rep.here == "Fleet renewal"


async def test_won_and_lost_unfold_with_what_was_closed_in_the_period(path: Path) -> None:
    async with sitting(path, (200, 36)) as rep:
        await rep.press("]")
        rep.shows("Won 1", "€20,000", "Museum guides", "✔ won", "Lost 1", "Harbour cranes", "✖ lost · price", "10 Nov")
        assert rep.here == "Fleet renewal"
        await rep.press("w")
        rep.shows("Won 2", "€44,000")
        await rep.press(".")
        await rep.say("next quarter")
        rep.shows("Q1 2027")
        assert [(view.column.title, view.column.sums.number) for view in rep.columns[-2:]] == [("Won", 0), ("Lost", 0)]
        await rep.press("]")
        assert len(rep.columns) == 4


async def test_each_order_of_the_cards(path: Path) -> None:
    async with sitting(path) as rep:
        assert titles(rep, 1) == ["Route planning", "Warehouse rollout"]
        for told, qualified, demo_column in (
            ("amount", ["Fleet renewal", "Spare parts portal"], ["Warehouse rollout", "Route planning"]),
            ("next step", ["Fleet renewal", "Spare parts portal"], ["Warehouse rollout", "Route planning"]),
            ("longest untouched", ["Fleet renewal", "Spare parts portal"], ["Route planning", "Warehouse rollout"]),
            ("longest in stage", ["Fleet renewal", "Spare parts portal"], ["Route planning", "Warehouse rollout"]),
            ("title", ["Fleet renewal", "Spare parts portal"], ["Route planning", "Warehouse rollout"]),
            ("close date", ["Fleet renewal", "Spare parts portal"], ["Route planning", "Warehouse rollout"]),
        ):
            await rep.press("o")
            assert rep.told[-1] == f"Sorted by {told}"
            assert (titles(rep, 0), titles(rep, 1)) == (qualified, demo_column)
            assert rep.here == "Fleet renewal"


async def test_the_order_stays_when_the_file_is_read_anew(path: Path) -> None:
    async with sitting(path) as rep:
        await rep.press("o")
        assert titles(rep, 1) == ["Warehouse rollout", "Route planning"]
        await rep.press("T")
        await rep.say("200k")
        assert titles(rep, 1) == ["Warehouse rollout", "Route planning"]


async def test_an_empty_pipeline_says_what_to_press(path: Path) -> None:
    async with sitting(path, fill=empty) as rep:
        rep.shows("An empty pipeline.", "adds a deal in one line", "pipetui import deals.csv", "0 deals")
        for key in ("j", "l", "L", "w", "[", "[", "]", "]", "o", "p", "p", "2", "j", "1"):
            await rep.press(key)
        rep.shows("An empty pipeline.")
        await rep.press("a")
        await rep.say("First one 10k")
        assert "An empty pipeline." not in rep.text
        assert rep.here == "First one"
        rep.shows("Qualified 1", "€10,000")
        await rep.press("delete", "enter")
        rep.shows("An empty pipeline.")


@pytest.mark.parametrize("size", [(80, 24), (120, 36), (200, 60)])
async def test_the_cursor_is_always_in_sight(path: Path, size: tuple[int, int]) -> None:
    async with sitting(path, size, demo) as rep:
        for key in ("l", "G", "l", "p", "l", "p", "l", "G", "[", "h", "]", "l", "l", "l", "l", "G", "p", "h", "h", "g"):
            await rep.press(key)
            found = [line for line in rep.lines if "▌" in line]
            assert found, f"{key}:\n{rep.text}"
            assert any(rep.here[:8] in line for line in found), f"{key} {rep.here}:\n{rep.text}"


async def test_the_pane_follows_the_cursor(path: Path) -> None:
    async with sitting(path) as rep:
        await rep.press("p")
        rep.shows("weighted  €4,800", "● today 15:00  call", "    Prices of the vans", "Ida Berg", "Created")
        await rep.press("l")
        rep.shows("○ none yet: f plans one", "! 10d past")
        await rep.press("$")
        await rep.say("20k")
        rep.shows("amount    €20,000", "Amount €18,000 →")
        await rep.press("L")
        rep.shows("stage     Proposal  for 0 days")
        await rep.press("w")
        assert rep.card(FLEET).status == "open"


async def test_what_is_opened_is_seen_and_the_cursor_comes_back(path: Path) -> None:
    async with sitting(path, (80, 24)) as rep:
        await rep.press("]")
        rep.shows("Won 1", "Lost 1", "Museum guides")
        assert rep.here == "Museum guides"
        await rep.press("]")
        assert rep.here == "Fleet renewal"
        rep.shows("Qualified 2")
        await rep.press("l", "l", "l", "[")
        rep.shows("Lead 1", "Trial licences")
        assert rep.here == "Trial licences"


async def test_no_column_is_seen_in_part(path: Path) -> None:
    async with sitting(path, (120, 36)) as rep:
        await rep.press("]")
        columns = rep.screen.query_one(Columns)
        left, right = columns.scroll_offset.x, columns.scroll_offset.x + columns.size.width
        edges = [view.virtual_region.x for view in rep.columns]
        assert left in edges
        assert all(view.virtual_region.right <= right for view in rep.columns if left <= view.virtual_region.x < right)


async def test_columns_out_of_sight_are_counted_where_they_are(path: Path) -> None:
    async with sitting(path, (80, 24)) as rep:
        rep.shows("2 ▸")
        assert "◂" not in rep.text
        await rep.press("l", "l")
        rep.shows("◂ 1", "1 ▸")
        await rep.press("l")
        rep.shows("◂ 2")
        assert "▸" not in rep.text
        await rep.pilot.resize_terminal(120, 36)
        await rep.settled()
        assert "◂" not in rep.text


async def test_in_a_terminal_of_a_few_lines_what_is_typed_is_seen(path: Path) -> None:
    async with sitting(path, (20, 5)) as rep:
        rep.shows("▌ Fl")
        await rep.press("a")
        await rep.type("Vans 5k")
        rep.shows("Vans 5k")
        await rep.press("enter", "x", "escape", "p", "2", "1", "?", "escape")
        await rep.pilot.resize_terminal(80, 24)
        rep.shows("Q4 2026", "? keys")
        for size in ((1, 1), (200, 2), (3, 60), (120, 36)):
            await rep.pilot.resize_terminal(*size)
            await rep.press("j", "L")
        assert rep.rows("SELECT amount FROM deal WHERE title = 'Vans'") == [(500_000,)]


async def test_tab_leaves_the_keys_to_the_board(path: Path) -> None:
    """A column that had them would scroll where the cursor should move, and the board to its beginning."""
    async with sitting(path) as rep:
        board = rep.screen.focused
        await rep.press("tab")
        assert rep.screen.focused is board
