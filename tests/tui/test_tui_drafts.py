"""What was typed is not lost: neither by leaving the question, nor the screen, nor by a file that can't be written."""

from pathlib import Path

from pipetui.tui.screens.board import BoardScreen
from tui.known_pipeline import FLEET
from tui.rep import Rep, sitting


async def test_what_was_typed_outlives_its_screen(path: Path) -> None:
    async with sitting(path) as rep:
        await rep.press("enter", "e")
        await rep.press("ctrl+u")
        await rep.type("Fleet of vans")
        await rep.press("escape", "escape")
        assert isinstance(rep.app.screen, BoardScreen)
        await rep.press("enter", "e")
        rep.shows("Fleet of vans", "as you left it")
        await rep.press("enter")
        assert rep.card(FLEET).title == "Fleet of vans"


async def test_what_could_not_be_saved_is_offered_again(path: Path, tmp_path: Path) -> None:
    async with sitting(path) as rep:
        path.rename(tmp_path / "away.db")
        await rep.press("a")
        await rep.type("Rollout 40k\r")
        assert "was moved" in rep.told[-1]
        (tmp_path / "away.db").rename(path)
        await rep.press("a")
        rep.shows("Rollout 40k")
        await rep.press("enter")
        assert _titles(rep) == [("Rollout",)]
        await rep.press("a")
        assert "Rollout 40k" not in rep.text


def _titles(rep: Rep) -> list[tuple[object, ...]]:
    return rep.rows("SELECT title FROM deal WHERE title LIKE 'Rollout%'")
