"""Screens that close while something is still read for them."""

import gc
from pathlib import Path

import pytest
from textual.worker import WorkerFailed

from pipetui.tui.screens.asking import AskingScreen
from pipetui.tui.screens.deal import DealScreen
from pipetui.tui.workers import run_latest
from tui.rep import sitting


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "pipeline.db"


@pytest.mark.parametrize("name", ["board", "agenda", "leads", "forecast", "insights", "health", "cash", "people"])
async def test_a_screen_that_is_gone_draws_nothing(path: Path, name: str) -> None:
    async with sitting(path) as rep:
        app = rep.app
        app.action_show(name)
        await rep.settled()
        screen = app.screen
        assert isinstance(screen, AskingScreen)
        app.action_show("agenda" if name != "agenda" else "board")
        await rep.settled()
        await app.remove_mode(name)
        screen.draw()
        screen.refresh_bars()
        await rep.settled()


async def test_what_was_read_for_a_deal_that_was_left_is_let_go(path: Path) -> None:
    async with sitting(path) as rep:
        app = rep.app
        app.open_deal(1)
        await rep.settled()
        screen = app.screen
        assert isinstance(screen, DealScreen)
        await app.pop_screen()
        screen.read_cash()
        screen.read()
        await rep.settled()


async def test_what_is_missing_on_a_screen_that_is_there_is_not_hidden(path: Path) -> None:
    with pytest.raises(WorkerFailed, match="never"):
        async with sitting(path) as rep:
            screen = rep.app.screen

            async def look() -> None:
                screen.query_one("#never")

            run_latest(screen, "looking", look)
            await rep.app.workers.wait_for_complete()


async def test_what_was_begun_as_the_app_ended_is_let_go_before_it_is_made(path: Path) -> None:
    async with sitting(path) as rep:
        rep.app.watching.look()
        screen = rep.app.screen
        assert isinstance(screen, AskingScreen)
        screen.action_add()  # type: ignore[attr-defined]  # the board's
        rep.app.workers.cancel_all()
    gc.collect()  # a coroutine that was made and never awaited is warned about, and a warning is an error
