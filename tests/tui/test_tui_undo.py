"""Undo and redo on every screen: what came back is named, and the cursor is on it."""

from pathlib import Path

import pytest

from tui.known_pipeline import FLEET, QUALIFIED, empty
from tui.rep import sitting
from tui.test_tui_commands import go_to


@pytest.mark.parametrize("place", ["board", "agenda", "deal"])
async def test_what_was_done_comes_back_and_is_done_again(path: Path, place: str) -> None:
    async with sitting(path) as rep:
        await go_to(rep, place)
        was, strip = rep.card(FLEET), rep.strip
        await rep.press("$")
        await rep.say("30k")
        done, done_strip = rep.card(FLEET), rep.strip
        assert done.amount == 3_000_000
        await rep.press("u")
        assert (rep.card(FLEET), rep.strip, rep.told[-1]) == (was, strip, "Undone: Edited Fleet renewal")
        await rep.press("U")
        assert (rep.card(FLEET), rep.strip) == (done, done_strip)
        assert rep.told[-1] == "Done again: Edited Fleet renewal"
        await rep.press("ctrl+z")
        await rep.press("ctrl+y")
        assert rep.card(FLEET) == done
        assert rep.here == "Fleet renewal"


async def test_the_cursor_goes_to_what_came_back(path: Path) -> None:
    async with sitting(path) as rep:
        await go_to(rep, "board")
        await rep.press("x", "1", "enter", "l", "l")
        assert rep.here != "Fleet renewal"
        await rep.press("u")
        assert rep.here == "Fleet renewal"
        assert rep.card(FLEET).stage_id == QUALIFIED
        await rep.press("delete")
        await rep.press("enter", "l", "u")
        assert rep.here == "Fleet renewal"


async def test_a_follow_up_comes_back_to_the_agenda_under_the_cursor(path: Path) -> None:
    async with sitting(path) as rep:
        await go_to(rep, "agenda")

        def left() -> list[str]:
            return [line[:60].rstrip() for line in rep.lines[:10]]  # the corner at the right tells of it meanwhile

        was = left()
        await rep.press("d", "ctrl+u", "enter")
        assert left() != was
        await rep.press("G", "u")
        assert left() == was
        assert rep.here == "Fleet renewal"


async def test_a_new_deal_that_is_undone_leaves_its_screen(path: Path) -> None:
    async with sitting(path) as rep:
        await rep.press("a")
        await rep.say("Port lights 12k")
        await rep.press("enter")
        assert rep.here == "Port lights"
        await rep.press("u")
        assert rep.here != "Port lights"
        assert rep.rows("SELECT count(*) FROM deal WHERE title = 'Port lights'") == [(0,)]


async def test_the_keys_belong_to_an_input_that_is_typed_in(path: Path) -> None:
    async with sitting(path) as rep:
        await rep.press("L", "a")
        await rep.type("us")
        await rep.press("ctrl+z", "ctrl+y")
        assert rep.is_asked()
        assert not [line for line in rep.told if line.startswith(("Undone", "Done again"))]
        await rep.press("escape", "/")
        await rep.type("fleet")
        await rep.press("ctrl+z")
        assert not [line for line in rep.told if line.startswith("Undone")]


async def test_nothing_left_to_undo_is_a_sentence(path: Path) -> None:
    async with sitting(path, fill=empty) as rep:
        await rep.press("U")
        assert rep.told[-1] == "There is nothing to redo: nothing was undone since the last change."
        await rep.press("a")
        await rep.say("Port lights 12k")
        await rep.press("u", "u")
        assert rep.told[-2:] == ["Undone: Added Port lights", "There is nothing to undo."]
        rep.shows("An empty pipeline.")
