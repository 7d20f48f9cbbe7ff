"""Copies: consistent while others write, whole under their name or not there, never over another."""

import os
import sqlite3
import stat
import time
from contextlib import closing
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipetui import safekeeping
from pipetui.reading.version import HEAD
from pipetui.store import backups
from pipetui.store.backups import DAYS, WEEKS, kept
from pipetui.values.clock import Clock
from pipetui.values.errors import NotFound, PipetuiError, Refused, Trouble
from pipetui.views.entry import NewDeal
from pipetui.workspace import Workspace, open_workspace
from replay import contents


@pytest.fixture
def filled(workspace: Workspace) -> Workspace:
    workspace.deals.add(NewDeal(title="Fleet renewal", amount=100_000, currency="EUR"))
    return workspace


def test_a_copy_is_taken_while_another_is_in_the_middle_of_writing(filled: Workspace, clock: Clock) -> None:
    before = contents(filled.path)
    with closing(sqlite3.connect(filled.path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        other.execute("UPDATE deal SET title = 'Half'")
        held = safekeeping.back_up(filled.path, clock)
        other.execute("ROLLBACK")
    assert contents(held.path) == before
    assert (held.version, held.deals, held.open_deals) == (HEAD, 1, 1)
    assert stat.S_IMODE(held.path.stat().st_mode) == 0o600
    assert held.path.parent == filled.path.parent / "backups"
    assert stat.S_IMODE(held.path.parent.stat().st_mode) == 0o700


def test_no_copy_is_written_over_another_unless_that_is_said(filled: Workspace, clock: Clock, tmp_path: Path) -> None:
    target = tmp_path / "copy.db"
    target.write_text("mine")
    with pytest.raises(Refused, match="there already"):
        safekeeping.back_up(filled.path, clock, target)
    assert target.read_text() == "mine"
    safekeeping.back_up(filled.path, clock, target, force=True)
    assert contents(target) == contents(filled.path)
    with pytest.raises(Refused, match="the pipeline itself"):
        safekeeping.back_up(filled.path, clock, filled.path, force=True)


def test_two_copies_of_one_second_have_names_of_their_own(filled: Workspace, clock: Clock) -> None:
    made = {safekeeping.back_up(filled.path, clock).path for _ in range(3)}
    assert len(made) == 3
    assert set(backups.asked_for(filled.path)) == made
    assert not list(filled.path.parent.glob(".*part*"))


def test_of_those_that_were_asked_for_twenty_stay(filled: Workspace, clock: Clock) -> None:
    folder = backups.folder_of(filled.path)
    folder.mkdir()
    for day in range(1, 26):
        (folder / f"pipeline.2026-10-{day:02}-120000.db").touch()
    foreign = folder / "pipeline.mine.db"
    foreign.touch()
    made = safekeeping.back_up(filled.path, clock).path
    stay = backups.asked_for(filled.path)
    assert (len(stay), stay[0]) == (backups.ASKED, made)
    assert foreign.exists()


def test_nothing_is_backed_up_where_there_is_nothing(path: Path, clock: Clock) -> None:
    with pytest.raises(NotFound):
        safekeeping.back_up(path, clock)
    assert not backups.folder_of(path).exists()


def test_a_copy_a_day(filled: Workspace) -> None:
    first = date(2026, 9, 1)
    for day in range(60):
        clock = Clock(first + timedelta(days=day))
        held, made = safekeeping.back_up_daily(filled.path, clock)
        assert made
        assert safekeeping.back_up_daily(filled.path, clock) == (held, False)
    days = [made.name.split(".")[1] for made in backups.daily(filled.path)]
    # The last is Friday 30 October: seven days, and the last days of the weeks before.
    assert days == [
        *(f"2026-10-{day}" for day in range(30, 23, -1)),
        "2026-10-18",
        "2026-10-11",
    ]


def test_what_a_copy_cut_short_left_goes_with_the_next(filled: Workspace, clock: Clock) -> None:
    folder = backups.folder_of(filled.path)
    folder.mkdir()
    left = [folder / f".pipeline.2026-10-01.db.0a1b2c3d.part{more}" for more in ("", "-journal")]
    under_way = folder / ".pipeline.2026-11-23.db.4e5f6a7b.part"
    others = folder / ".team.2026-10-01.db.0a1b2c3d.part"
    for file in (*left, under_way, others):
        file.touch()
    for file in (*left, others):
        os.utime(file, (time.time() - backups.FORGOTTEN - 60,) * 2)
    safekeeping.back_up_daily(filled.path, clock)
    assert [file.exists() for file in (*left, under_way, others)] == [False, False, True, True]


@given(st.sets(st.dates(date(2026, 1, 1), date(2027, 12, 31)), max_size=60))
def test_what_stays_is_the_newest_and_one_of_each_week(days: set[date]) -> None:
    order = sorted(days, reverse=True)
    made = [Path(f"pipeline.{day.isoformat()}.db") for day in order]
    stay = kept(made)
    assert set(made[:DAYS]) <= stay
    weeks = list(dict.fromkeys((day.isocalendar().year, day.isocalendar().week) for day in order))[:WEEKS]
    latest = {max(day for day in order if tuple(day.isocalendar())[:2] == week) for week in weeks}
    assert stay == {*made[:DAYS], *(Path(f"pipeline.{day.isoformat()}.db") for day in latest)}


def test_a_restored_file_is_what_was_copied_and_what_was_there_is_kept(filled: Workspace, clock: Clock) -> None:
    copy = safekeeping.back_up(filled.path, clock).path
    then = contents(filled.path)
    filled.deals.add(NewDeal(title="Later", amount=None, currency="EUR"))
    now = contents(filled.path)
    done = safekeeping.restore(copy, filled.path, clock)
    assert contents(filled.path) == then
    assert done.kept is not None and contents(done.kept) == now
    assert stat.S_IMODE(filled.path.stat().st_mode) == 0o600
    with pytest.raises(Trouble, match="moved, deleted or replaced"):
        filled.deals.add(NewDeal(title="Into nowhere", amount=None, currency="EUR"))


def test_what_is_no_sound_file_is_not_restored(filled: Workspace, clock: Clock, tmp_path: Path) -> None:
    before = contents(filled.path)
    junk, newer, empty = tmp_path / "junk.db", tmp_path / "newer.db", tmp_path / "empty.db"
    junk.write_bytes(b"no database" * 500)
    empty.touch()
    safekeeping.back_up(filled.path, clock, newer)
    with closing(sqlite3.connect(newer)) as db, db:
        db.execute("UPDATE alembic_version SET version_num = '9999'")
    for source in (junk, newer, empty, tmp_path / "nowhere.db", tmp_path):
        with pytest.raises(PipetuiError):
            safekeeping.restore(source, filled.path, clock)
    with pytest.raises(Refused, match="itself"):
        safekeeping.restore(filled.path, filled.path, clock)
    assert contents(filled.path) == before


def test_a_damaged_file_is_replaced_and_kept_as_it_is(filled: Workspace, clock: Clock, tmp_path: Path) -> None:
    copy = safekeeping.back_up(filled.path, clock, tmp_path / "copy.db").path
    filled.close()
    filled.path.write_bytes(b"no database" * 500)
    done = safekeeping.restore(copy, filled.path, clock)
    assert contents(filled.path) == contents(copy)
    assert done.kept is not None and done.kept.read_bytes() == b"no database" * 500


def test_nobody_is_overtaken_while_writing(filled: Workspace, clock: Clock, monkeypatch: pytest.MonkeyPatch) -> None:
    copy = safekeeping.back_up(filled.path, clock).path
    monkeypatch.setattr("pipetui.store.copying.PATIENCE", 0.1)
    before = filled.path.stat().st_ino
    with closing(sqlite3.connect(filled.path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(Trouble, match="another program"):
            safekeeping.restore(copy, filled.path, clock)
        other.execute("ROLLBACK")
    assert filled.path.stat().st_ino == before


def test_one_is_restored_where_there_was_none(filled: Workspace, clock: Clock, tmp_path: Path) -> None:
    target = tmp_path / "new" / "pipeline.db"
    assert safekeeping.restore(filled.path, target, clock).kept is None
    opened = open_workspace(target, clock)
    assert [card.title for card in opened.overview.open_cards()] == ["Fleet renewal"]
    opened.close()
