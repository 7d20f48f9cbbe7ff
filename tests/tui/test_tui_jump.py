"""Jumping: a letter on everything in sight."""

from pathlib import Path

import pytest
from textual.widgets import Static

from pipetui.tui.screens.agenda import AgendaScreen
from pipetui.tui.screens.jump import JumpScreen
from tui.rep import Rep, sitting


async def jump(rep: Rep, text: str) -> None:
    """Jumps to what stands at a text, by the letters that are put there."""
    column, y = rep.find(text)
    await rep.press("ctrl+o")
    assert isinstance(rep.app.screen, JumpScreen)
    shown = {(hint.region.x, hint.region.y): str(hint.visual) for hint in rep.app.screen.query(".hint").results(Static)}
    at = max((x for x, line in shown if line == y and x <= column), default=None)
    assert at is not None, (text, shown)
    await rep.type(shown[at, y].casefold())


async def test_a_card_a_screen_a_row_and_a_field(path: Path) -> None:
    async with sitting(path) as rep:
        await jump(rep, "Warehouse rollout")
        assert rep.here == "Warehouse rollout"
        await jump(rep, "Agenda")
        assert isinstance(rep.screen, AgendaScreen)
        await jump(rep, "Nordwind" if "Nordwind" in rep.text else "Fleet renewal")
        here = rep.here
        await rep.press("enter")
        assert rep.here == here
        await jump(rep, "Close date")
        await rep.press("enter")
        assert rep.is_asked()


async def test_the_filter_and_the_leads(path: Path) -> None:
    async with sitting(path, (80, 24)) as rep:
        await jump(rep, " L ")
        rep.shows("Trial licences")
        await jump(rep, "filter")
        await rep.type("ware")
        assert rep.app.shown.filter_text == "ware"


@pytest.mark.parametrize("key", ["escape", "1", "down"])
async def test_any_other_key_leaves_and_does_nothing(path: Path, key: str) -> None:
    async with sitting(path) as rep:
        here = rep.here
        await rep.press("ctrl+o", key)
        assert rep.app.screen is rep.screen
        assert rep.here == here
