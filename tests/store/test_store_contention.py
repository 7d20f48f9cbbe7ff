"""Several programs and threads at one file, and programs that end where they should not."""

import json
import signal
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from concurrent.futures import TimeoutError as NotYet
from pathlib import Path

import pytest

from elsewhere import Elsewhere
from pipetui.model import Tag
from pipetui.store import Store
from pipetui.values.clock import Clock
from pipetui.values.errors import Trouble

LOCKED = """
import sqlite3
db = sqlite3.connect(path, isolation_level=None)
db.execute("BEGIN IMMEDIATE")
meet()
db.execute("ROLLBACK")
"""

WRITES = """
import sqlite3
db = sqlite3.connect(path, isolation_level=None)
meet()
for end in ("ROLLBACK", "COMMIT"):
    db.execute("BEGIN IMMEDIATE")
    db.execute("INSERT INTO change_set (at, label) VALUES ('2026-11-23 08:00:00.000000', 'Elsewhere')")
    db.execute("INSERT INTO tag (name, folded) VALUES ('there', 'there')")
    db.execute(end)
    meet()
"""

HALFWAY = """
from datetime import date
from pipetui.store import Store
from pipetui.values.clock import Clock

store = Store(path, Clock(date(2026, 11, 23)))
with store.transaction("Never") as writing:
    writing.connection.exec_driver_sql("PRAGMA cache_size = 10")  # too little: some of it is in the file already
    writing.insert("tag", ("name", "folded"), [(f"tag {n}" * 50, f"tag {n}") for n in range(5_000)])
    meet()
"""


def tags(store: Store) -> list[str]:
    with store.reading() as connection:
        return list(connection.exec_driver_sql("SELECT name FROM tag ORDER BY id").scalars())


def add_tag(store: Store, name: str) -> None:
    with store.transaction(f"Tag {name}") as writing:
        writing.session.add(Tag(name=name, folded=name))


@pytest.fixture
def patient(path: Path, clock: Clock) -> Iterator[Store]:
    opened = Store(path, clock, patience=60)
    yield opened
    opened.close()


def test_a_write_waits_for_another_programs(patient: Store) -> None:
    with Elsewhere(LOCKED, patient.path) as other, ThreadPoolExecutor() as threads:
        other.meet()
        written = threads.submit(add_tag, patient, "here")
        with pytest.raises(NotYet):
            written.result(timeout=0.3)
        other.go_on()
        written.result()
    assert tags(patient) == ["here"]


def test_a_write_gives_up_with_a_sentence(path: Path, clock: Clock) -> None:
    store = Store(path, clock, patience=0.1)
    with Elsewhere(LOCKED, path) as other:
        other.meet()
        with pytest.raises(Trouble) as told:
            add_tag(store, "here")
        other.go_on()
    assert str(told.value) == f"{path} is being written to by another program. Try again in a moment."
    assert tags(store) == []
    store.close()


def test_only_what_others_saved_is_a_change_elsewhere(patient: Store) -> None:
    with Elsewhere(WRITES, patient.path) as other:
        other.meet()
        add_tag(patient, "here")
        asked = [patient.changed_elsewhere()]
        for _ in range(2):
            other.go_on()
            other.meet()
            add_tag(patient, f"after {len(asked)}")
            asked += [patient.changed_elsewhere(), patient.changed_elsewhere()]
        other.go_on()
    assert asked == [False, False, False, True, False]


def test_a_program_killed_halfway_leaves_the_file_as_it_was(path: Path, clock: Clock) -> None:
    Store(path, clock).close()
    before = path.read_bytes()
    with Elsewhere(HALFWAY, path) as other:
        other.meet()
        other.kill()
    assert path.read_bytes() != before
    reopened = Store(path, clock)
    assert tags(reopened) == []
    with reopened.reading() as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM change_set").scalar() == 0
        assert connection.exec_driver_sql("PRAGMA integrity_check").scalar() == "ok"
    reopened.close()


def test_ctrl_c_leaves_the_file_as_it_was(store: Store) -> None:
    before = store.path.read_bytes()
    with pytest.raises(KeyboardInterrupt), store.transaction("Never") as writing:
        writing.session.add(Tag(name="never", folded="never"))
        writing.session.flush()
        signal.raise_signal(signal.SIGINT)
    assert store.path.read_bytes() == before
    add_tag(store, "after")
    assert tags(store) == ["after"]


def test_a_full_disk_changes_nothing(store: Store) -> None:
    add_tag(store, "before")
    with store.reading() as connection:
        pages = connection.exec_driver_sql("PRAGMA page_count").scalar()
        connection.exec_driver_sql(f"PRAGMA max_page_count = {pages}")
    with pytest.raises(Trouble) as told, store.transaction("Too much") as writing:
        writing.insert("tag", ("name", "folded"), [(f"tag {n}", f"tag {n}") for n in range(1_000)])
    assert str(told.value) == f"There is no room left on the disk of {store.path}. Nothing was changed."
    assert tags(store) == ["before"]


@pytest.mark.parametrize("fate", ["deleted", "moved", "replaced"])
def test_a_file_that_went_away_is_not_written_to(store: Store, fate: str) -> None:
    add_tag(store, "before")
    elsewhere = store.path.with_name("elsewhere.db")
    store.path.rename(elsewhere)
    if fate == "deleted":
        elsewhere.unlink()
    if fate == "replaced":
        store.path.write_bytes(elsewhere.read_bytes())
    with pytest.raises(Trouble) as told:
        add_tag(store, "after")
    assert str(told.value) == (f"{store.path} was moved, deleted or replaced while it was open. Nothing was changed.")
    assert store.path.exists() is (fate == "replaced")


HAMMER = """
from datetime import date
from pipetui.values.clock import Clock
from pipetui.views.entry import NewDeal
from pipetui.workspace import open_workspace

meet()
workspace = open_workspace(path, Clock(date(2026, 11, 23)))
assert len(workspace.overview.snapshot().pipeline.stages) == 5
for number in range(25):
    saved = workspace.deals.add(NewDeal(f"{sys.argv[2]} {number}", company="Acme", tags=("q4",)))
    workspace.deals.step(saved.card.id, 1)
workspace.close()
"""


def test_two_programs_make_one_file_and_write_to_it_at_once(path: Path, clock: Clock) -> None:
    """Neither is there before them, and none of what either wrote is lost or doubled."""
    with Elsewhere(HAMMER, path, "one") as one, Elsewhere(HAMMER, path, "two") as two:
        for each in (one, two):
            each.meet()
        for each in (one, two):
            each.go_on()
        assert [each.result() for each in (one, two)] == [(0, ""), (0, "")]
    store = Store(path, clock)
    with store.reading() as connection:
        counts = {
            table: connection.exec_driver_sql(f"SELECT count(*) FROM {table}").scalar()
            for table in ("pipeline", "stage", "company", "tag", "deal", "stage_move", "change_set")
        }
        stages = connection.exec_driver_sql("SELECT DISTINCT stage_id FROM deal").scalars().all()
    assert counts == {
        "pipeline": 1,
        "stage": 5,
        "company": 1,
        "tag": 1,
        "deal": 50,
        "stage_move": 50,
        "change_set": 101,
    }
    assert stages == [3]
    store.close()


def test_threads_take_turns(store: Store) -> None:
    with ThreadPoolExecutor(8) as threads:
        for written in [threads.submit(add_tag, store, f"tag {n}") for n in range(40)]:
            written.result()
    assert sorted(tags(store)) == sorted(f"tag {n}" for n in range(40))
    with store.reading() as connection:
        logged = connection.exec_driver_sql("SELECT label, after FROM change JOIN change_set s ON s.id = set_id")
        assert all(row.label == f"Tag {json.loads(row.after)['name']}" for row in logged)
