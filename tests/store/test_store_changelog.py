"""Every write is in the change log with what was before and after, whichever way it was made."""

import json
import tempfile
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import delete, insert, update

from pipetui.model import TABLES, Activity, Company, Deal, DealTag, StageMove, Tag
from pipetui.sales.stages import set_up
from pipetui.store import Store, Writing
from pipetui.values.clock import Clock
from replay import contents, redone, undone

Logged = tuple[str, str, dict[str, Any] | None, dict[str, Any] | None]


def log(store: Store) -> list[Logged]:
    """Label, table, before and after of each change."""
    with store.reading() as connection:
        found = connection.exec_driver_sql(
            "SELECT s.label, c.table_name, c.before, c.after FROM change c JOIN change_set s ON s.id = c.set_id "
            "ORDER BY c.id"
        ).all()
    return [
        (label, table, before and json.loads(before), after and json.loads(after))
        for label, table, before, after in found
    ]


def labels(store: Store) -> list[str]:
    with store.reading() as connection:
        return list(connection.exec_driver_sql("SELECT label FROM change_set ORDER BY id").scalars())


def by_object(writing: Writing) -> None:
    writing.session.add(Company(name="Acme", folded="acme"))


def by_statement(writing: Writing) -> None:
    writing.connection.execute(insert(TABLES["company"]).values(name="Acme", folded="acme"))


def by_rows(writing: Writing) -> None:
    writing.insert("company", ("name", "folded"), [("Acme", "acme")])


def by_columns(writing: Writing) -> None:
    writing.insert_columns("company", {"name": ["Acme"], "folded": ["acme"]})


@pytest.mark.parametrize("way", [by_object, by_statement, by_rows, by_columns])
def test_a_new_row_is_recorded_whole(store: Store, way: Callable[[Writing], None]) -> None:
    with store.transaction("Added Acme") as writing:
        way(writing)
    [row] = contents(store.path)["company"]
    [(label, table, before, after)] = log(store)
    assert (label, table, before) == ("Added Acme", "company", None)
    assert after is not None
    assert tuple(after.values()) == row
    assert (after["name"], len(after["uid"])) == ("Acme", 32)


def test_changes_and_deletions_keep_what_was(store: Store) -> None:
    with store.transaction("Added Acme") as writing:
        acme = Company(name="Acme", folded="acme")
        writing.session.add(acme)
    with store.transaction("By object") as writing:
        writing.session.add(acme)
        acme.city = "Rome"
    with store.transaction("By statement") as writing:
        writing.connection.execute(update(TABLES["company"]).values(city="Turin"))
    with store.transaction("Deleted Acme") as writing:
        writing.connection.execute(delete(TABLES["company"]))
    assert [(label, before and before["city"], after and after["city"]) for label, _, before, after in log(store)] == [
        ("Added Acme", None, None),
        ("By object", None, "Rome"),
        ("By statement", "Rome", "Turin"),
        ("Deleted Acme", "Turin", None),
    ]


def test_a_row_that_another_replaces_is_recorded(store: Store) -> None:
    for value in ("month", "quarter"):
        with store.transaction(value) as writing:
            writing.connection.exec_driver_sql("REPLACE INTO setting (name, value) VALUES ('period', ?)", (value,))
    assert [
        (label, before and before["value"], after and after["value"]) for label, _, before, after in log(store)
    ] == [
        ("month", None, "month"),
        ("quarter", "month", None),
        ("quarter", None, "quarter"),
    ]


def test_what_goes_with_a_deal_is_recorded_with_it(store: Store) -> None:
    with store.transaction("Made") as writing:
        deal = make_deal(writing, "Rollout", company="Acme")
        writing.session.add(Tag(id=1, name="q4", folded="q4"))
        writing.session.flush()
        writing.session.add(DealTag(deal_id=deal, tag_id=1))
        writing.session.add(Activity(deal_id=deal, kind="call", subject="Call"))
        writing.session.add(StageMove(deal_id=deal, from_stage_id=1, to_stage_id=2))
    with store.transaction("Deleted") as writing:
        writing.connection.execute(delete(TABLES["deal"]))
    gone = [(table, after) for label, table, _, after in log(store) if label == "Deleted"]
    assert sorted(gone) == [("activity", None), ("deal", None), ("deal_tag", None), ("stage_move", None)]
    with store.transaction("Company gone") as writing:
        make_deal(writing, "Second", company="Hexa")
        writing.step("Now")
        writing.connection.execute(delete(TABLES["company"]).where(TABLES["company"].c.name == "Hexa"))
    told = [(table, after and after["company_id"]) for label, table, _, after in log(store) if label == "Now"]
    assert sorted(told) == [("company", None), ("deal", None)]


def test_a_transaction_that_changes_nothing_leaves_no_trace(store: Store) -> None:
    with store.transaction("Made") as writing:
        writing.session.add(Tag(name="q4", folded="q4"))
    before = store.path.read_bytes()
    with store.transaction("Nothing"):
        pass
    with store.transaction("The same again") as writing:
        writing.connection.execute(update(TABLES["tag"]).values(name="q4"))
    with pytest.raises(ValueError, match="changed my mind"), store.transaction("Undone") as writing:
        writing.session.add(Tag(name="q1", folded="q1"))
        writing.session.flush()
        raise ValueError("changed my mind")
    assert store.path.read_bytes() == before


def test_each_step_is_an_entry_of_its_own_and_empty_ones_go(store: Store) -> None:
    with store.transaction("Nothing yet") as writing:
        for name in ("one", "two", "", "three", ""):
            writing.step(f"Step {name}")
            if name:
                writing.session.add(Tag(name=name, folded=name))
        writing.name("The end")
    assert labels(store) == ["Step one", "Step two", "Step three"]
    assert [(label, after and after["name"]) for label, _, _, after in log(store)] == [
        ("Step one", "one"),
        ("Step two", "two"),
        ("Step three", "three"),
    ]


def test_an_entry_can_be_called_otherwise(store: Store) -> None:
    with store.transaction("Moved") as writing:
        writing.session.add(Tag(name="q4", folded="q4"))
        writing.name("Moved Rollout to Demo")
    assert labels(store) == ["Moved Rollout to Demo"]


def test_an_error_of_the_writer_stays_what_it_is(store: Store) -> None:
    with pytest.raises(FileNotFoundError), store.transaction("Never"):
        store.path.with_name("no such import.csv").read_text()


def make_deal(writing: Writing, title: str, company: str | None = None) -> int:
    """A deal in the first stage, of a company made for it; gives its number."""
    set_up(writing.session, "EUR")
    made = Company(name=company, folded=company.casefold()) if company else None
    if made:
        writing.session.add(made)
    writing.session.flush()
    deal = Deal(
        pipeline_id=1,
        stage_id=1,
        title=title,
        currency="EUR",
        company_id=made.id if made else None,
        amount=10**17 + 1,
        probability=33.33,
        expected_close=date(2026, 12, 18),
    )
    writing.session.add(deal)
    writing.session.flush()
    assert deal.id is not None
    return deal.id


numbers = st.integers(1, 5)
words = st.text(max_size=8).filter(lambda word: word.isprintable())
Op = Callable[[Writing], object]


def _sql(statement: str, *values: object) -> Op:
    return lambda writing: writing.connection.exec_driver_sql(statement, values)


def _setting(name: str, value: str) -> Op:
    return _sql("REPLACE INTO setting (name, value) VALUES (?, ?)", name, value)


def _contacts(names: list[str]) -> Op:
    return lambda writing: writing.insert_columns("contact", {"name": names, "folded": names})


def _companies(names: list[str]) -> Op:
    rows = [(name, name.casefold(), None) for name in names]
    return lambda writing: writing.insert("company", ("name", "folded", "notes"), rows)


def _activity(subject: str) -> Op:
    def add(writing: Writing) -> None:
        for deal in writing.connection.exec_driver_sql("SELECT id FROM deal").scalars().all():
            writing.session.add(Activity(deal_id=deal, kind="call", subject=subject, due_on=date(2026, 12, 1)))

    return add


ops: st.SearchStrategy[Op] = st.one_of(
    words.map(lambda word: lambda writing: make_deal(writing, word, company=word or None)),
    words.map(_activity),
    st.lists(words, max_size=3).map(_contacts),
    st.lists(words, max_size=3).map(_companies),
    st.builds(_setting, st.sampled_from(["period", "sort"]), words),
    st.builds(
        lambda p, n: _sql("UPDATE deal SET probability = ? WHERE id = ?", p / 100, n), st.integers(0, 10_000), numbers
    ),
    st.builds(lambda word: _sql("UPDATE company SET city = ?, notes = NULL", word), words),
    st.builds(
        lambda a, b: _sql(
            "UPDATE contact SET company_id = ? WHERE id = ? AND EXISTS (SELECT 1 FROM company WHERE id = ?)", a, b, a
        ),
        numbers,
        numbers,
    ),
    st.builds(lambda n: _sql("DELETE FROM deal WHERE id = ?", n), numbers),
    st.builds(lambda n: _sql("DELETE FROM company WHERE id = ?", n), numbers),
    st.builds(lambda n: _sql("DELETE FROM contact WHERE id >= ?", n), numbers),
)


@given(transactions=st.lists(st.tuples(st.lists(ops, max_size=4), st.booleans()), max_size=6))
@settings(max_examples=30, deadline=None)
def test_the_log_backwards_is_the_empty_file_and_forwards_the_present_one(
    transactions: list[tuple[list[Op], bool]],
) -> None:
    """Whatever is done: this is what undo stands on."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "pipeline.db"
        store = Store(path, Clock(date(2026, 11, 23)), durable=False)
        for done, kept in transactions:
            try:
                with store.transaction("Something") as writing:
                    for op in done:
                        op(writing)
                        writing.session.flush()
                    if not kept:
                        raise KeyboardInterrupt
            except KeyboardInterrupt:
                pass
        store.close()
        present = contents(path)
        assert redone(path) == present
        assert undone(path) == {table: [] for table in present}
