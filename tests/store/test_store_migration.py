"""A file of an older version is brought up to date, whole or not at all."""

import json
import re
import sqlite3
import stat
from contextlib import closing
from pathlib import Path

import pytest

from elsewhere import Elsewhere
from pipetui.model import Company, Contact, Tag
from pipetui.reading.version import APPLICATION_ID
from pipetui.store import Store, changelog
from pipetui.store.connection import engine_for
from pipetui.store.migration import upgrade
from pipetui.store.schema import LINEAGE, Lineage
from pipetui.values.clock import Clock
from pipetui.values.errors import Trouble

MIGRATIONS = Path(__file__).parent / "migrations"


def later(*versions: str) -> Lineage:
    """A lineage that goes on after pipetui's, by migrations only the tests have."""
    return Lineage((*LINEAGE.versions, *versions), (*LINEAGE.folders, MIGRATIONS))


def structure(path: Path) -> dict[str, list[str]]:
    """What a file is made of, by name: the parts of each statement, in whatever order (a later column comes last)."""
    with closing(sqlite3.connect(path)) as db:
        made = db.execute("SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL").fetchall()
    # A table that was built anew has its name in quotes.
    parts = {name: [part.strip() for part in re.split("[,\n]", sql.replace('"', ""))] for name, sql in made}
    return {name: sorted(filter(None, each)) for name, each in parts.items()}


def rows(path: Path, query: str) -> list[tuple[object, ...]]:
    with closing(sqlite3.connect(path)) as db:
        return db.execute(query).fetchall()


@pytest.fixture
def older(path: Path, clock: Clock) -> Path:
    """A file of this version, which is the older one to the lineages of these tests."""
    store = Store(path, clock)
    with store.transaction("Two companies") as writing:
        acme, hexa = (Company(name=name, folded=name.lower(), notes="old") for name in ("Acme", "Hexa"))
        writing.session.add_all([acme, hexa, Tag(name="q4", folded="q4")])
        writing.session.flush()
        writing.session.add_all(Contact(name="Jane", folded="jane", company_id=company.id) for company in (acme, hexa))
    store.close()
    return path


def test_migrating_from_nothing_makes_what_a_new_file_is(path: Path, tmp_path: Path, clock: Clock) -> None:
    Store(path, clock).close()
    migrated = tmp_path / "migrated.db"
    engine = engine_for(migrated)
    with engine.execution_options(writes=True).begin() as connection:
        upgrade(connection)
        changelog.install(connection)
    engine.dispose()
    assert structure(migrated) == structure(path)
    assert rows(migrated, "SELECT * FROM alembic_version") == [(LINEAGE.head,)]


def test_nothing_is_lost_on_the_way_to_a_later_version(older: Path, clock: Clock) -> None:
    links = rows(older, "SELECT id, name, company_id FROM contact")
    changes = rows(older, "SELECT * FROM change")
    store = Store(older, clock, lineage=later("mood"))
    assert rows(older, "SELECT name, mood FROM company") == [("Acme", "good"), ("Hexa", "fine")]
    assert rows(older, "SELECT id, name, company_id FROM contact") == links
    assert rows(older, "SELECT * FROM change") == changes
    assert rows(older, "SELECT * FROM alembic_version") == [("mood",)]
    with store.transaction("A mood") as writing:
        writing.connection.exec_driver_sql("UPDATE company SET mood = 'bad' WHERE name = 'Hexa'")
    store.close()
    [(before, after)] = rows(older, "SELECT before, after FROM change ORDER BY id DESC LIMIT 1")
    assert (json.loads(str(before))["mood"], json.loads(str(after))["mood"]) == ("fine", "bad")
    assert "notes" not in json.loads(str(after))
    with pytest.raises(Trouble, match="was written by a newer pipetui"):
        Store(older, clock)


def test_a_copy_is_taken_first_for_the_owners_eyes_only(older: Path, clock: Clock) -> None:
    kept = older.with_name(f"pipeline.db.{LINEAGE.head}.bak")
    kept.write_text("a copy of some day")
    store = Store(older, clock, lineage=later("mood"))
    store.close()
    copy = older.with_name(f"pipeline.db.{LINEAGE.head}-1.bak")
    assert store.backup == copy
    assert kept.read_text() == "a copy of some day"
    assert stat.S_IMODE(copy.stat().st_mode) == 0o600
    reopened = Store(copy, clock)
    assert reopened.backup is None
    reopened.close()
    assert rows(copy, "SELECT name, notes FROM company") == [("Acme", "old"), ("Hexa", "old")]


@pytest.mark.parametrize(
    ("version", "reason"),
    [
        ("loss", "2 rows would have lost what they belong to."),
        ("stumble", "{path} refused: ValueError: a currency nobody knows. Nothing was changed."),
    ],
)
def test_a_migration_that_fails_leaves_the_file_as_it_was(older: Path, clock: Clock, version: str, reason: str) -> None:
    before = older.read_bytes()
    with pytest.raises(Trouble) as told:
        Store(older, clock, lineage=later("mood", version))
    copy = older.with_name(f"pipeline.db.{LINEAGE.head}.bak")
    assert str(told.value) == (
        f"{older} could not be brought up to date. {reason.format(path=older)} It is as it was; a copy is {copy}."
    )
    assert older.read_bytes() == before
    assert copy.exists()


NO_ROOM = """
import resource, signal
from datetime import date
from pipetui.store import Store
from pipetui.store.schema import LINEAGE, Lineage
from pipetui.values.clock import Clock
from pipetui.values.errors import Trouble

signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, resource.RLIM_INFINITY))
try:
    Store(path, Clock(date(2026, 11, 23)), lineage=Lineage((*LINEAGE.versions, "mood"), LINEAGE.folders))
except Trouble as trouble:
    print(trouble)
"""


def test_a_copy_there_is_no_room_for_is_not_left_half_made(older: Path) -> None:
    before = older.read_bytes()
    status, told = Elsewhere(NO_ROOM, older).result()
    assert (status, told.startswith(f"{older} could not be brought up to date.")) == (0, True)
    assert told.endswith(" It is as it was.\n")
    assert [each.name for each in older.parent.iterdir() if each.suffix == ".bak"] == []
    assert older.read_bytes() == before


OPENS = """
from datetime import date
from pipetui.store import Store
from pipetui.store.schema import LINEAGE, Lineage
from pipetui.values.clock import Clock

later = Lineage((*LINEAGE.versions, "mood"), (*LINEAGE.folders, Path(sys.argv[2])))
for lineage in (LINEAGE, LINEAGE, later):
    Store(path, Clock(date(2026, 11, 23)), lineage=lineage).close()
    print("alembic" in sys.modules)
"""


def test_alembic_is_imported_only_for_a_file_that_is_behind(path: Path) -> None:
    assert Elsewhere(OPENS, path, str(MIGRATIONS)).result() == (0, "False\nFalse\nTrue\n")


BOTH = """
from datetime import date
from pipetui.store import Store
from pipetui.store.schema import LINEAGE, Lineage
from pipetui.values.clock import Clock

later = Lineage((*LINEAGE.versions, "mood"), (*LINEAGE.folders, Path(sys.argv[2])))
meet()
Store(path, Clock(date(2026, 11, 23)), lineage=later).close()
"""


def test_two_programs_may_find_it_behind_at_once(older: Path) -> None:
    with Elsewhere(BOTH, older, str(MIGRATIONS)) as one, Elsewhere(BOTH, older, str(MIGRATIONS)) as two:
        for each in (one, two):
            each.meet()
        for each in (one, two):
            each.go_on()
        assert [each.result() for each in (one, two)] == [(0, ""), (0, "")]
    assert rows(older, "SELECT count(*) FROM company WHERE mood IS NOT NULL") == [(2,)]


def test_entries_of_before_undo_are_told_apart_and_counted(path: Path, clock: Clock) -> None:
    engine = engine_for(path)
    with engine.execution_options(writes=True).begin() as connection:
        connection.exec_driver_sql(f"PRAGMA application_id = {APPLICATION_ID}")
        upgrade(connection, Lineage(LINEAGE.versions[:2], LINEAGE.folders))
        for number, label in enumerate(("A new pipeline", "Setting period: month", "Added Acme"), 1):
            connection.exec_driver_sql("INSERT INTO change_set (at, label) VALUES ('2026-11-02 08:00:00', ?)", (label,))
            for table, row in (("company", 1), ("company", 1), ("deal_tag", 1), ("deal", number)):
                connection.exec_driver_sql(
                    "INSERT INTO change (set_id, table_name, row_id, after) VALUES (?, ?, ?, '{}')",
                    (number, table, row),
                )
    engine.dispose()
    Store(path, clock).close()
    assert rows(path, "SELECT label, kind, records, of_id, undone_by FROM change_set ORDER BY id") == [
        ("A new pipeline", "start", 2, None, None),
        ("Setting period: month", "aside", 2, None, None),
        ("Added Acme", "change", 2, None, None),
    ]
    assert rows(path, "SELECT count(*) FROM change") == [(12,)]
