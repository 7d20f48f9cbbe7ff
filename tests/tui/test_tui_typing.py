"""Keys that arrive faster than they are answered, as they do over a slow line."""

from datetime import date
from pathlib import Path

import pytest

from tui.known_pipeline import DEMO, FLEET, NEGOTIATION, PORTAL, ROUTES, WAREHOUSE
from tui.rep import sitting


async def test_letters_typed_at_once_after_a_command_belong_to_its_question(path: Path) -> None:
    async with sitting(path) as rep:
        await rep.type("aNew law xyz 5k")
        rep.shows("New law xyz", "€5,000")
        await rep.press("enter")
        assert rep.rows("SELECT title, amount FROM deal WHERE id > 9") == [("New law xyz", 500_000)]
        assert rep.rows("SELECT count(*) FROM deal WHERE status <> 'open'") == [(2,)]


async def test_a_number_typed_at_once_is_a_reason_and_no_other_screen(path: Path) -> None:
    async with sitting(path) as rep:
        await rep.type("x3\r")
        card = rep.card(FLEET)
        assert (card.status, card.reason) == ("lost", "no budget")


async def test_an_amount_typed_at_once_with_enter_is_saved(path: Path) -> None:
    async with sitting(path) as rep:
        await rep.type("$95k\rj")
        assert rep.card(FLEET).amount == 9_500_000
        assert rep.here == "Spare parts portal"


async def test_each_command_is_for_the_deal_the_one_before_left_the_cursor_on(path: Path) -> None:
    async with sitting(path) as rep:
        # Fleet renewal goes to Demo, between the other two; the next one there is won.
        await rep.type("Ljw")
        assert rep.card(FLEET).stage_id == DEMO
        assert rep.card(WAREHOUSE).status == "won"
        assert rep.card(PORTAL).status == "open"


async def test_a_deal_runs_through_all_stages_in_one_burst(path: Path) -> None:
    async with sitting(path) as rep:
        await rep.type("LLLw")
        card = rep.card(FLEET)
        assert (card.stage_id, card.status) == (NEGOTIATION, "won")


async def test_the_filter_gets_every_letter(path: Path) -> None:
    async with sitting(path) as rep:
        await rep.type("/wax")
        rep.shows("0 of 6 deals")
        await rep.press("escape")
        await rep.type("/route\rw")
        assert rep.card(ROUTES).status == "won"


async def test_a_deal_opened_at_once_is_edited_at_once(path: Path) -> None:
    async with sitting(path) as rep:
        await rep.type("\rjj\r15 dec\r")
        assert rep.card(FLEET).expected_close == date(2026, 12, 15)


async def test_a_morning_of_follow_ups_typed_blind(path: Path) -> None:
    async with sitting(path) as rep:
        await rep.type("2d\rd\r")
        assert rep.rows("SELECT subject FROM activity WHERE done_at IS NOT NULL ORDER BY subject") == [
            ("Prices of the vans",),
            ("Send the contract",),
        ]


@pytest.mark.parametrize("screen", ["1", "2"])
async def test_help_and_palette_get_every_letter(path: Path, screen: str) -> None:
    async with sitting(path) as rep:
        await rep.type(f"{screen}?won")
        rep.shows("Close the deal as won today.")
        assert "Log a call" not in rep.text
        await rep.press("escape")
        await rep.press("ctrl+p")
        await rep.type("warehouse")
        rep.shows("Warehouse rollout")
        await rep.press("escape")
        assert rep.rows("SELECT count(*) FROM deal WHERE status = 'won'") == [(1,)]


async def test_the_palette_begins_with_the_commands_of_the_screen(path: Path) -> None:
    async with sitting(path) as rep:
        await rep.press("ctrl+p")
        await rep.pilot.pause(0.5)
        rep.shows("Move the deal to the next stage")
        shown = [rep.find(text)[1] for text in ("Move the deal to the next stage", "Add a deal in one line")]
        assert shown == sorted(shown)
        assert "Screenshot" not in "\n".join(rep.lines[: shown[0]])
        await rep.press("escape")
