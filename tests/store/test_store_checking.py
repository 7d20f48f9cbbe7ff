"""A file is looked over; what can be mended is, after a copy; what can be read of a damaged one is saved."""

import sqlite3
import stat
from contextlib import closing
from pathlib import Path

import pytest

from pipetui import safekeeping
from pipetui.model import Company, Tag
from pipetui.store import backups
from pipetui.values.clock import Clock
from pipetui.values.errors import NotFound, Refused, Trouble
from pipetui.views.checkup import Checkup
from pipetui.views.entry import NewDeal
from pipetui.workspace import Workspace, open_workspace
from replay import contents, redone, undone


@pytest.fixture
def filled(workspace: Workspace) -> Path:
    with workspace.store.transaction("A few") as writing:
        writing.session.add_all([Company(name="Ärzte AG", folded="arzte ag"), Tag(name="Q4", folded="q4")])
    for title in ("Fleet renewal", "Warehouse rollout", "Clinic chain"):
        workspace.deals.add(NewDeal(title=title, amount=100_000, currency="EUR"))
    workspace.close()
    return workspace.path


def behind(path: Path, *statements: str) -> None:
    """What another program does to a file, with the change log looking on or away."""
    with closing(sqlite3.connect(path)) as db, db:
        for statement in statements:
            db.execute(statement)


def states(found: Checkup) -> dict[str, str]:
    return {line.name: line.state for line in found.checked if line.state != "ok"}


def test_a_new_file_has_no_fault_but_that_it_was_never_copied(filled: Path, clock: Clock) -> None:
    assert states(safekeeping.check(filled, clock)) == {"backups": "warn"}
    safekeeping.back_up(filled, clock)
    found = safekeeping.check(filled, clock)
    assert (states(found), found.state) == ({}, "ok")


def test_no_file_is_told(path: Path, clock: Clock) -> None:
    with pytest.raises(NotFound, match="no file"):
        safekeeping.check(path, clock)
    assert not path.exists()


FAULTS = {
    "change log": ["DROP TRIGGER log_deal_update"],
    "history": ["DROP TRIGGER log_deal_update", "UPDATE deal SET title = 'Other' WHERE id = 2"],
    "names": ["UPDATE company SET folded = 'nobody'"],
    "amounts": ["UPDATE deal SET base_amount = 7 WHERE id = 1"],
    "deals": ["UPDATE deal SET closed_on = '2026-11-01' WHERE id = 1"],
    "references": ["UPDATE deal SET company_id = 99 WHERE id = 1"],
}


@pytest.mark.parametrize("name", FAULTS)
def test_each_fault_is_found(filled: Path, clock: Clock, name: str) -> None:
    behind(filled, *FAULTS[name])
    found = safekeeping.check(filled, clock)
    assert states(found)[name] == "wrong"
    assert found.state == "wrong"
    assert all(line.do for line in found.checked if line.state == "wrong")


@pytest.mark.parametrize("name", ["change log", "history", "names", "amounts"])
def test_what_can_be_mended_is_after_a_copy(filled: Path, clock: Clock, name: str) -> None:
    behind(filled, *FAULTS[name])
    before = contents(filled)
    found = safekeeping.check(filled, clock, fix=True)
    assert states(found) == {}
    assert found.mended
    assert found.backup is not None and contents(found.backup) == before


def test_what_was_written_past_the_history_is_kept_and_can_be_taken_back(filled: Path, clock: Clock) -> None:
    was = contents(filled)
    behind(filled, *FAULTS["history"])
    safekeeping.check(filled, clock, fix=True)
    assert "Other" in contents(filled)["deal"][1]
    assert redone(filled) == contents(filled)
    assert not any(undone(filled).values())
    opened = open_workspace(filled, clock)
    opened.history.undo(1)
    opened.close()
    assert contents(filled) == was


def test_mended_amounts_can_be_undone(filled: Path, clock: Clock) -> None:
    behind(filled, *FAULTS["amounts"])
    wrong = contents(filled)
    safekeeping.check(filled, clock, fix=True)
    opened = open_workspace(filled, clock)
    assert opened.overview.card(1).base_amount == 100_000
    opened.history.undo(1)
    opened.close()
    assert contents(filled) == wrong


def test_a_file_others_can_read_is_made_the_owners(filled: Path, clock: Clock) -> None:
    filled.chmod(0o644)
    left = filled.with_name(f".{filled.name}.0a1b2c3d.part")
    left.write_bytes(b"half")
    assert states(safekeeping.check(filled, clock)) == {"permissions": "warn", "leftovers": "warn", "backups": "warn"}
    safekeeping.check(filled, clock, fix=True)
    assert stat.S_IMODE(filled.stat().st_mode) == 0o600
    assert not left.exists()


def damaged(path: Path, *, page: int) -> None:
    """Overwrites a page in the middle of a file."""
    with path.open("r+b") as file:
        file.seek(4096 * page)
        file.write(b"\xff" * 4096)


def page_of(path: Path, table: str) -> int:
    with closing(sqlite3.connect(path)) as db:
        return int(db.execute("SELECT rootpage FROM sqlite_master WHERE name = ?", (table,)).fetchone()[0]) - 1


def test_a_damaged_file_is_told_in_sentences_and_what_can_be_read_of_it_saved(filled: Path, clock: Clock) -> None:
    behind(filled, *FAULTS["amounts"])
    deals = contents(filled)["deal"]
    damaged(filled, page=page_of(filled, "stage_move"))
    found = safekeeping.check(filled, clock)
    assert states(found)["database"] == "wrong"
    assert "--salvage" in next(line.do for line in found.checked if line.name == "database")
    with pytest.raises(Refused, match="damaged"):
        safekeeping.check(filled, clock, fix=True)
    with pytest.raises(Trouble, match="damaged"):
        safekeeping.back_up(filled, clock)
    saved = filled.with_name("saved.db")
    rows = safekeeping.salvage(filled, saved)
    assert (rows["deal"], contents(saved)["deal"]) == (3, deals)
    assert set(states(safekeeping.check(saved, clock))) <= {"backups", "history", "amounts"}
    open_workspace(saved, clock).close()


def test_a_file_that_was_cut_off_gives_what_is_before_the_cut(filled: Path, clock: Clock) -> None:
    size = filled.stat().st_size
    with filled.open("r+b") as file:
        file.truncate(size - 4096 * 2)
    assert safekeeping.check(filled, clock).state == "wrong"
    rows = safekeeping.salvage(filled, filled.with_name("saved.db"))
    assert rows["pipeline"] == 1


@pytest.mark.parametrize("content", [b"", b"no database" * 500, b"SQLite format 3\0" + b"\0" * 84])
def test_what_is_no_database_is_never_a_traceback(path: Path, clock: Clock, content: bytes) -> None:
    path.write_bytes(content)
    assert safekeeping.check(path, clock).state == "wrong"
    with pytest.raises(Trouble):
        safekeeping.salvage(path, path.with_name("saved.db"))
    assert sorted(each.name for each in path.parent.iterdir()) == [path.name]


def test_salvage_writes_over_nothing(filled: Path, clock: Clock) -> None:
    with pytest.raises(Refused, match="there already"):
        safekeeping.salvage(filled, filled)
    assert backups.newest(filled) is None
