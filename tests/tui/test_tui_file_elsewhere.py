"""The file is moved, deleted or replaced while the app is open."""

import shutil
from pathlib import Path

from pipetui.values.clock import Clock
from pipetui.workspace import open_workspace
from tui.known_pipeline import FLEET, TODAY
from tui.rep import Rep, sitting


async def looks(rep: Rep, times: int = 1) -> None:
    """Has the app look for what others did, as it does by itself all the time."""
    for _ in range(times):
        rep.app.watching.look()
        await rep.settled()


async def test_a_file_that_was_replaced_is_shown_and_written_to(path: Path, tmp_path: Path) -> None:
    other = tmp_path / "other.db"
    async with sitting(path) as rep:
        shutil.copyfile(path, other)
        work = open_workspace(other, Clock(TODAY), durable=False)
        work.deals.edit(FLEET, {"title": "Fleet of vans"})
        work.close()
        other.replace(path)
        await looks(rep)
        assert rep.here == "Fleet of vans"
        await rep.press("L")
        assert rep.told == []
        assert rep.card(FLEET).stage_id == 3


async def test_a_file_that_is_gone_is_told_once_and_taken_up_again_when_it_is_back(path: Path, tmp_path: Path) -> None:
    async with sitting(path) as rep:
        path.rename(tmp_path / "away.db")
        await looks(rep, 5)
        assert rep.told == [f"{path} was moved or deleted: nothing can be saved until it is back."]
        await rep.press("L", "]", "]", "2", "1", "p", "enter", "escape")
        assert rep.here == "Fleet renewal"
        (tmp_path / "away.db").rename(path)
        await looks(rep)
        await rep.press("L")
        assert rep.card(FLEET).stage_id == 3
