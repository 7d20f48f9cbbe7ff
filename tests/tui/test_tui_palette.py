"""The palette: what it finds, and what becomes of what is taken."""

from pathlib import Path

import pytest

from pipetui.config.reading import Config
from pipetui.tui.screens.deal import DealScreen
from pipetui.tui.screens.palette import PaletteScreen
from pipetui.tui.screens.people import PeopleScreen
from pipetui.tui.widgets.found_list import FoundList
from tui.known_pipeline import FLEET
from tui.rep import Rep, sitting


def best(rep: Rep) -> tuple[str, str]:
    """The kind and the title of what is lit."""
    thing = rep.app.screen.query_one(FoundList).thing
    assert thing is not None
    return thing.kind, thing.title


async def test_a_deal_is_gone_to_and_then_found_among_the_first(path: Path) -> None:
    async with sitting(path) as rep:
        await rep.press("ctrl+p")
        rep.shows("stage on", "Move the deal to the next stage")
        await rep.type("route")
        assert best(rep) == ("deal", "Route planning")
        await rep.press("enter")
        assert rep.here == "Route planning"
        await rep.press("ctrl+p")
        assert best(rep) == ("deal", "Route planning")
        await rep.press("escape")
        assert rep.here == "Route planning"


async def test_all_typed_at_once_takes_what_was_meant(path: Path) -> None:
    async with sitting(path) as rep:
        await rep.press("ctrl+p")
        await rep.type("warehouse\r")
        assert rep.here == "Warehouse rollout"


async def test_a_company_is_gone_to_and_shows_its_deals_on_the_board(path: Path) -> None:
    async with sitting(path) as rep:
        await rep.press("ctrl+p")
        await rep.type("nordwind")
        assert best(rep)[0] == "company"
        await rep.press("enter")
        assert isinstance(rep.app.screen, PeopleScreen)
        assert rep.here == "Spare parts portal"
        companies = rep.rows(
            "SELECT name, count(*) FROM company JOIN deal ON company_id = company.id AND status = 'open'"
            " GROUP BY company.id HAVING count(*) > 1"
        )
        for name, _ in companies:
            await rep.press("ctrl+p")
            await rep.type(f"{name}\rB")
            assert name.casefold() in rep.app.shown.filter_text
            await rep.press("escape")


async def test_a_deal_the_filter_hides_is_opened(path: Path) -> None:
    async with sitting(path) as rep:
        await rep.press("/")
        await rep.type("warehouse\r")
        await rep.press("ctrl+p")
        await rep.type("fleet\r")
        assert isinstance(rep.screen, DealScreen)
        assert rep.here == "Fleet renewal"


async def test_a_saved_view_is_taken_by_its_name(path: Path) -> None:
    async with sitting(path) as rep:
        await rep.press("M", "ctrl+p")
        await rep.type("no next")
        assert best(rep) == ("view", "No next step")
        await rep.press("enter")
        assert rep.app.shown.filter_text == "next:none"
        rep.shows("next:none")


async def test_a_setting_holds_at_once_and_is_kept(path: Path) -> None:
    kept: list[tuple[str, object]] = []

    def remember(name: str, value: object) -> None:
        kept.append((name, value))

    async with sitting(path, config=Config(), remember=remember) as rep:
        await rep.press(",")
        rep.shows("theme: pipetui", "● now")
        await rep.type("density compact\r")
        assert all(view.dense for view in rep.columns)
        await rep.press(",")
        await rep.type("nord\r")
        assert rep.app.theme == "nord"
        await rep.press(",")
        await rep.type("forecast month\r")
        rep.shows("Nov 2026")
        await rep.press(",")
        await rep.type("pane on\r")
        rep.shows("History")
        await rep.press("o")
        assert kept == [("density", "compact"), ("theme", "nord"), ("pane", True), ("sort", "amount")]
    assert FLEET


async def test_a_theme_is_tried_on_and_put_back(path: Path) -> None:
    async with sitting(path) as rep:
        await rep.press(",")
        await rep.type("theme")
        await rep.press("down")
        await rep.pilot.pause(0.4)
        assert rep.app.theme == "pipetui-light"
        await rep.press("escape")
        assert rep.app.theme == "pipetui"
        await rep.press(",")
        await rep.type("theme")
        await rep.press("down")
        await rep.pilot.pause(0.4)
        await rep.press("enter")
        assert rep.app.theme == "pipetui-light"


@pytest.mark.parametrize("screen", ["2", "A", "M"])
async def test_it_opens_over_every_screen_and_a_click_takes(path: Path, screen: str) -> None:
    async with sitting(path, (80, 24)) as rep:
        await rep.press(screen, "ctrl+p")
        assert isinstance(rep.app.screen, PaletteScreen)
        await rep.type("fleet")
        await rep.click("Fleet renewal")
        assert isinstance(rep.screen, DealScreen)
