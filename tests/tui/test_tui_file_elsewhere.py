"""The file is moved, deleted or replaced while the app is open."""

import asyncio
import shutil
from pathlib import Path

import pytest

from pipetui import safekeeping
from pipetui.config.reading import Config
from pipetui.tui.daily_copy import UNDER_WAY, back_up_daily
from pipetui.values.clock import Clock
from pipetui.values.errors import Trouble
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


async def test_a_restored_file_is_shown_and_written_to(path: Path) -> None:
    async with sitting(path) as rep:
        copy = safekeeping.back_up(path, Clock(TODAY)).path
        await rep.press("L")
        assert rep.card(FLEET).stage_id == 3
        safekeeping.restore(copy, path, Clock(TODAY))
        await looks(rep)
        assert rep.app.state is not None
        assert rep.app.state.board.cards[FLEET].stage_id == rep.card(FLEET).stage_id == 2
        before = path.read_bytes()
        await rep.press("L")
        assert rep.told == []
        assert path.read_bytes() != before


async def test_the_app_copies_the_file_once_a_day_unless_it_is_told_not_to(path: Path) -> None:
    async with sitting(path):
        pass
    folder = path.parent / "backups"
    assert not folder.exists()
    async with sitting(path, fill=lambda _path: None, config=Config().having("backups.daily", False), backs_up=True):
        pass
    assert not folder.exists()
    for _ in range(2):
        async with sitting(path, fill=lambda _path: None, backs_up=True):
            pass
        assert [made.name for made in folder.iterdir()] == ["pipeline.2026-11-23.db"]
    assert safekeeping.held_by(folder / "pipeline.2026-11-23.db").deals


async def test_one_that_leaves_at_once_does_not_lose_the_copy(path: Path) -> None:
    async with sitting(path):
        pass
    target = path.parent / "backups" / f"pipeline.{TODAY.isoformat()}.db"
    copying = asyncio.create_task(back_up_daily(path, Clock(TODAY)))
    await asyncio.sleep(0.05)
    assert not target.exists()
    copying.cancel()
    with pytest.raises(asyncio.CancelledError):
        await copying
    [process] = UNDER_WAY
    async with asyncio.timeout(60):
        while not target.exists():
            await asyncio.sleep(0.05)
    process.communicate()
    UNDER_WAY.clear()


async def test_a_copy_that_cannot_be_made_is_told(path: Path) -> None:
    async with sitting(path):
        pass
    (path.parent / "backups").touch()  # where the folder would be
    with pytest.raises(Trouble, match=r"not copied today.*backups"):
        await back_up_daily(path, Clock(TODAY))
