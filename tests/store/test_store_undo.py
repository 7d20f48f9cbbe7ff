"""An entry is taken back whole, or what stands in the way is named and nothing is changed."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from pipetui.model import Activity, Company, Contact, Deal, Tag
from pipetui.sales.stages import set_up
from pipetui.store import Store, Writing, undo
from pipetui.store.undo import Way
from pipetui.values.errors import Refused
from replay import contents


@pytest.fixture
def path(store: Store) -> Path:
    with store.transaction("A new pipeline", "start") as writing:
        set_up(writing.session, "EUR")
    return store.path


@contextmanager
def unguarded(store: Store) -> Iterator[Writing]:
    with store.transaction("Undo", "aside", guarded=False) as writing:
        yield writing


def put_back(store: Store, label: str, way: Way = "undo") -> None:
    with unguarded(store) as writing:
        [number] = writing.connection.exec_driver_sql(
            "SELECT id FROM change_set WHERE label = ? AND kind = 'change'", (label,)
        ).scalars()
        entry = undo.entry_of(writing.connection, number)
        assert entry is not None
        undo.put_back(writing, entry, way)


def do(store: Store, label: str, statement: str, *values: object) -> None:
    with store.transaction(label) as writing:
        writing.connection.exec_driver_sql(statement, values)


def deal(store: Store, title: str, company: int | None = None) -> None:
    with store.transaction(f"Added {title}") as writing:
        writing.session.add(Deal(pipeline_id=1, stage_id=1, title=title, currency="EUR", company_id=company))


def company(store: Store, name: str) -> None:
    with store.transaction(f"Added {name}") as writing:
        writing.session.add(Company(name=name, folded=name.lower()))


def refused(store: Store, label: str, by: str, way: Way = "undo") -> None:
    """It can't be put back for what a later entry did, and nothing of it is."""
    before = store.path.read_bytes()
    with pytest.raises(Refused, match=f"“{label}” can't be .*: {by}"):
        put_back(store, label, way)
    assert store.path.read_bytes() == before


def test_rows_that_were_changed_since_are_not_put_back(path: Path, store: Store) -> None:
    company(store, "Acme")
    do(store, "Moved to Rome", "UPDATE company SET city = 'Rome'")
    do(store, "Moved to Turin", "UPDATE company SET city = 'Turin'")
    refused(store, "Moved to Rome", "“Moved to Turin” .entry 4. changed the same afterwards")
    refused(store, "Added Acme", "“Moved to Turin” ")
    put_back(store, "Moved to Turin")
    refused(store, "Added Acme", "“Moved to Rome” ")
    put_back(store, "Moved to Rome")
    put_back(store, "Added Acme")
    assert contents(path)["company"] == []


def test_what_a_later_row_needs_is_not_taken_away(path: Path, store: Store) -> None:
    company(store, "Acme")
    deal(store, "Rollout", company=1)
    refused(store, "Added Acme", "“Added Rollout” .entry 3. builds on it")
    with store.transaction("Planned a call") as writing:
        writing.session.add(Activity(deal_id=1, kind="call", subject="Call"))
    refused(store, "Added Rollout", "“Planned a call” .* builds on it")


def test_a_row_does_not_come_back_without_what_it_belongs_to(path: Path, store: Store) -> None:
    company(store, "Acme")
    with store.transaction("Added Jane") as writing:
        writing.session.add(Contact(name="Jane", folded="jane", company_id=1))
    do(store, "Deleted Jane", "DELETE FROM contact")
    do(store, "Deleted Acme", "DELETE FROM company")
    refused(store, "Deleted Jane", "“Deleted Acme” .* took away what belongs to it")
    put_back(store, "Deleted Acme")
    put_back(store, "Deleted Jane")
    assert [row[4] for row in contents(path)["contact"]] == [1]


def test_a_name_that_is_taken_by_now_stands_in_the_way(path: Path, store: Store) -> None:
    for number in (1, 2):
        with store.transaction(f"Tag {number}") as writing:
            writing.session.add(Tag(name=f"q{number}", folded=f"q{number}"))
    do(store, "Renamed", "UPDATE tag SET folded = 'old' WHERE id = 1")
    do(store, "Took it", "UPDATE tag SET folded = 'q1' WHERE id = 2")
    refused(store, "Renamed", "“Took it” .* has put something else in its place")


def test_names_that_were_swapped_are_swapped_back(path: Path, store: Store) -> None:
    before = contents(path)
    with store.transaction("Swapped") as writing:
        for name, number in (("", 1), ("Lead", 2), ("Qualified", 1)):
            writing.connection.exec_driver_sql("UPDATE stage SET name = ? WHERE id = ?", (name, number))
    put_back(store, "Swapped")
    assert contents(path) == before


def test_what_goes_with_a_deleted_row_comes_back_with_it(path: Path, store: Store) -> None:
    company(store, "Acme")
    deal(store, "Rollout", company=1)
    with store.transaction("Planned a call") as writing:
        writing.session.add(Activity(deal_id=1, kind="call", subject="Call"))
    before = contents(path)
    do(store, "Deleted Rollout", "DELETE FROM deal")
    do(store, "Deleted Acme", "DELETE FROM company")
    put_back(store, "Deleted Acme")
    put_back(store, "Deleted Rollout")
    assert contents(path) == before


def test_an_entry_that_took_its_own_change_back_is_undone_without_a_change(path: Path, store: Store) -> None:
    company(store, "Acme")
    before = contents(path)
    with store.transaction("To and fro") as writing:
        for city in ("Rome", None):
            writing.connection.exec_driver_sql("UPDATE company SET city = ?", (city,))
        writing.session.add(Tag(id=7, name="gone", folded="gone"))
        writing.session.flush()
        writing.connection.exec_driver_sql("DELETE FROM tag")
    put_back(store, "To and fro")
    assert contents(path) == before
    with store.reading() as connection:
        assert [entry.label for entry in undo.standing(connection, 9)] == ["Added Acme"]
        assert [entry.label for entry in undo.undone(connection, 9)] == ["To and fro"]


def test_columns_that_came_later_keep_what_they_say(path: Path, store: Store) -> None:
    company(store, "Acme")
    do(store, "Moved to Rome", "UPDATE company SET city = 'Rome'")
    do(store, "Deleted Acme", "DELETE FROM company")
    with closing(sqlite3.connect(path)) as db, db:
        # As if the log were older than the columns.
        db.execute("UPDATE change SET before = json_remove(before, '$.phone'), after = json_remove(after, '$.phone')")
        db.execute("UPDATE change SET before = json_remove(before, '$.sector'), after = json_remove(after, '$.sector')")
    put_back(store, "Deleted Acme")
    with closing(sqlite3.connect(path)) as db, db:
        db.execute("UPDATE company SET phone = '112'")
        db.execute("DELETE FROM change WHERE id = (SELECT max(id) FROM change)")
    put_back(store, "Moved to Rome")
    with closing(sqlite3.connect(path)) as db:
        assert db.execute("SELECT name, city, phone, sector FROM company").fetchall() == [("Acme", None, "112", None)]


@pytest.mark.parametrize("form", ["'$.mood', 'good'", "'$.id', 'x', '$.mood', 1"])
def test_a_form_this_version_does_not_know_is_not_put_back(path: Path, store: Store, form: str) -> None:
    company(store, "Acme")
    do(store, "Deleted Acme", "DELETE FROM company")
    with closing(sqlite3.connect(path)) as db, db:
        db.execute(f"UPDATE change SET before = json_set(before, {form}) WHERE before IS NOT NULL")
    with pytest.raises(Refused, match="was recorded by another version"):
        put_back(store, "Deleted Acme")
    assert contents(path)["company"] == []


def test_what_nobody_recorded_is_not_written_over(path: Path, store: Store) -> None:
    company(store, "Acme")
    with closing(sqlite3.connect(path)) as db, db:
        db.execute("DROP TRIGGER log_company_update")
        db.execute("UPDATE company SET city = 'Rome'")
    refused(store, "Added Acme", "another program has changed what it changed")


def test_references_are_guarded_again_afterwards(path: Path, store: Store) -> None:
    company(store, "Acme")
    deal(store, "Rollout", company=1)
    put_back(store, "Added Rollout")
    with store.reading() as connection:
        assert connection.exec_driver_sql("PRAGMA foreign_keys").scalar() == 1
    with pytest.raises(KeyboardInterrupt), unguarded(store):
        raise KeyboardInterrupt
    with store.reading() as connection:
        assert connection.exec_driver_sql("PRAGMA foreign_keys").scalar() == 1


def test_as_many_statements_for_a_hundred_times_the_rows(path: Path, store: Store) -> None:
    asked = []
    for many in (30, 3_000):
        names = [f"{many} {number}" for number in range(many)]
        with store.transaction(f"Many {many}") as writing:
            writing.insert_columns("company", {"name": names, "folded": names})
        heard: list[str] = []
        with store.reading() as connection:
            bare = connection.connection.driver_connection
            assert isinstance(bare, sqlite3.Connection)
        bare.set_trace_callback(heard.append)
        put_back(store, f"Many {many}")
        bare.set_trace_callback(None)
        asked.append(len(heard))
    assert asked[0] == asked[1] < 100
    assert contents(path)["company"] == []
