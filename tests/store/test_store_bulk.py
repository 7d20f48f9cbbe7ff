"""Many rows at once: in the file and in the change log like any others, or not at all."""

import pytest

from pipetui.model import Tag
from pipetui.store import Store
from pipetui.store.bulk import fresh_uids, room_for_many
from pipetui.values.errors import Trouble


def logged(store: Store) -> list[str]:
    with store.reading() as connection:
        return list(
            connection.exec_driver_sql("SELECT json_extract(after, '$.name') FROM change ORDER BY id").scalars()
        )


def test_rows_before_among_and_after_are_each_recorded_once(store: Store) -> None:
    heard: list[int] = []
    many = [f"many {n}" for n in range(450)]
    with store.transaction("Tags") as writing:
        writing.session.add(Tag(name="first", folded="first"))
        writing.session.flush()
        writing.insert_columns("tag", {"name": many, "folded": many}, heard.append)
        writing.session.add(Tag(name="between", folded="between"))
        writing.session.flush()
        writing.insert_columns("tag", {"name": ["last"], "folded": ["last"]})
        writing.insert_columns("tag", {"name": [], "folded": []})
    assert logged(store) == ["first", *many, "between", "last"]
    assert heard[-1] == 450
    assert heard == sorted(heard)


def test_a_column_of_one_value_is_in_every_row(store: Store) -> None:
    with store.transaction("Companies") as writing:
        writing.insert_columns("company", {"name": ["A", "B", "C"], "folded": ["x"] * 3, "city": [None] * 3})
        writing.insert_columns("company", {"name": ["D", "D"], "folded": ["y", "y"]})
    with store.reading() as connection:
        rows = connection.exec_driver_sql("SELECT name, folded, city FROM company ORDER BY id").all()
    assert [tuple(row) for row in rows] == [
        ("A", "x", None),
        ("B", "x", None),
        ("C", "x", None),
        ("D", "y", None),
        ("D", "y", None),
    ]


def test_one_row_that_can_not_be_leaves_none_and_the_log_goes_on(store: Store) -> None:
    names = [f"tag {n}" for n in range(300)] + ["tag 7"]
    with pytest.raises(Trouble, match="UNIQUE constraint failed"), store.transaction("Tags") as writing:
        writing.insert_columns("tag", {"name": names, "folded": names})
    assert logged(store) == []
    with store.transaction("A tag") as writing:
        writing.insert("tag", ("name", "folded"), [("after", "after")])
    assert logged(store) == ["after"]


def test_indexes_that_are_made_at_once_are_those_there_were(store: Store) -> None:
    def indexes() -> set[tuple[str, str]]:
        with store.reading() as connection:
            assert connection.exec_driver_sql("PRAGMA integrity_check").scalar() == "ok"
            found = connection.exec_driver_sql("SELECT name, sql FROM sqlite_master WHERE type = 'index'").all()
            return {(name, sql) for name, sql in found}

    before, names = indexes(), [f"company {n}" for n in range(2_000)]
    with pytest.raises(KeyboardInterrupt), store.transaction("Companies") as writing:
        writing.insert_columns("company", {"name": names, "folded": names})
        raise KeyboardInterrupt
    assert indexes() == before
    with store.transaction("Companies") as writing:
        writing.insert_columns("company", {"name": names, "folded": names})
    assert indexes() == before
    with store.reading() as connection:
        plan = connection.exec_driver_sql("EXPLAIN QUERY PLAN SELECT id FROM company WHERE folded = 'company 7'").all()
        assert "ix_company_folded" in str(plan)
        assert connection.exec_driver_sql("SELECT id FROM company WHERE folded = 'company 7'").all() == [(8,)]


def test_a_record_that_is_made_and_changed_is_counted_once(store: Store) -> None:
    with store.transaction("A tag") as writing:
        writing.insert("tag", ("name", "folded"), [("old", "old"), ("left alone", "left alone")])
    with store.transaction("Tags") as writing:
        writing.insert("tag", ("name", "folded"), [("new", "new")])
        for name in ("new", "newer", "newest"):
            writing.connection.exec_driver_sql("UPDATE tag SET name = ? WHERE id IN (1, 3)", (name,))
    with store.reading() as connection:
        assert connection.exec_driver_sql("SELECT records FROM change_set ORDER BY id DESC").scalar() == 2


def test_room_is_given_back(store: Store) -> None:
    def room() -> int:
        with store.reading() as connection:
            return int(connection.exec_driver_sql("PRAGMA cache_size").scalar_one())

    before = room()
    with pytest.raises(KeyboardInterrupt), store.transaction("Much") as writing, room_for_many(writing.connection):
        assert writing.connection.exec_driver_sql("PRAGMA cache_size").scalar() == -131072
        raise KeyboardInterrupt
    assert room() == before


def test_an_interrupt_in_a_statement_stays_one(store: Store) -> None:
    """SQLAlchemy throws the connection away then: what was under way is rolled back by SQLite itself."""
    with pytest.raises(KeyboardInterrupt), store.transaction("Much") as writing, room_for_many(writing.connection):
        writing.insert("tag", ("name", "folded"), [("half", "half")])
        writing.connection.invalidate()
        raise KeyboardInterrupt
    assert logged(store) == []
    with store.transaction("A tag") as writing:
        writing.insert("tag", ("name", "folded"), [("after", "after")])
    assert logged(store) == ["after"]


def test_names_are_unique_and_rise() -> None:
    names = fresh_uids(10_000)
    assert len(set(names)) == 10_000
    assert names == sorted(names)
    assert {(len(name), name[12], name[16]) for name in names} == {(32, "7", "8")}
