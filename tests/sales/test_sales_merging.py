"""Two records are made one with all that belongs to them, brought back whole, and found again by imports."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from pipetui.values.errors import Invalid, NotFound, Refused
from pipetui.values.person_line import read_person
from pipetui.views.entry import NewDeal
from pipetui.views.imported import ImportOptions
from pipetui.workspace import Workspace

UNTOLD = {"change", "change_set", "sqlite_sequence", "alembic_version"}


def everything(workspace: Workspace) -> dict[str, list[tuple[object, ...]]]:
    """Every row of the file but the log."""
    with closing(sqlite3.connect(workspace.path)) as rows:
        tables = [name for (name,) in rows.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        return {name: rows.execute(f"SELECT * FROM {name} ORDER BY 1").fetchall() for name in {*tables} - UNTOLD}


@pytest.fixture
def two(workspace: Workspace) -> Iterator[Workspace]:
    """Acme twice, Jane twice, in a deal each and in one together."""
    add = workspace.people.add
    assert add(read_person("Jane Doe, CFO, jane@acme.com +Acme 555-1234")) == ("contact", 1)
    assert add(read_person("J. Doe, jd@acme.com, linkedin.com/in/jane +'Acme GmbH'")) == ("contact", 2)
    workspace.deals.add(NewDeal("One", company="Acme", contact="Jane Doe"))
    workspace.deals.add(NewDeal("Two", company="Acme GmbH", contact="J. Doe"))
    workspace.people.link(1, 2, "champion")
    workspace.followups.log(2, "call", "spoke")
    yield workspace


def test_a_merge_moves_all_that_belongs_to_one(two: Workspace) -> None:
    two.merging.merge("contact", 1, 2)
    told = two.overview.people.profile("contact", 1)
    assert (told.name, told.values["email"], told.values["phone"]) == (
        "Jane Doe",
        "jane@acme.com, jd@acme.com",
        "555-1234",
    )
    assert told.values["links"] == "linkedin.com/in/jane"
    assert sorted((part.deal_id, part.role, part.main) for part in told.parts) == [
        (1, "champion", True),
        (2, None, True),
    ]
    assert len(told.touches) == 1
    two.merging.merge("company", 1, 2)
    company = two.overview.people.profile("company", 1)
    assert [card.title for card in company.deals] == ["Two", "One"]
    assert [member.name for member in company.members] == ["Jane Doe"]


@pytest.mark.parametrize("kind", ["company", "contact"])
def test_one_undo_brings_both_back_whole(two: Workspace, kind: str) -> None:
    before = everything(two)
    two.merging.merge("company" if kind == "company" else "contact", 2, 1)
    after = everything(two)
    assert len(after[kind]) == len(before[kind]) - 1
    two.history.undo(1)
    assert everything(two) == before
    two.history.redo(1)
    assert everything(two) == after


def test_deleting_is_undone_whole_and_the_next_contact_comes_first(two: Workspace) -> None:
    before = everything(two)
    assert two.people.told_of("contact", 1) == "1 deal, 1 of them open, stays, without Jane Doe."
    assert two.people.told_of("company", 1) == "1 deal, 1 of them open, and 1 contact stay, without Acme."
    two.people.delete("contact", 1)
    assert two.overview.cards(two.overview.filter("title:One"))[0].contact == "J. Doe"
    two.history.undo(1)
    assert everything(two) == before


FILE = (
    "Record ID,First Name,Last Name,Email,Company name,Job Title\n"
    "11,Jane,Doe,jane@acme.com,Acme,CFO\n"
    "12,J.,Doe,jd@acme.com,Acme GmbH,Chief\n"
    "13,Kim,Lee,,Acme GmbH,Buyer\n"
)


def test_a_file_imported_again_finds_what_its_records_became(workspace: Workspace, tmp_path: Path) -> None:
    file = tmp_path / "contacts.csv"
    file.write_text(FILE)
    assert workspace.imports.read(file, ImportOptions(as_="contacts")).created == 3
    workspace.merging.merge("contact", 1, 2)
    workspace.merging.merge("company", 1, 2)
    before = everything(workspace)
    for _ in range(2):
        told = workspace.imports.read(file, ImportOptions(as_="contacts"))
        assert (told.created, told.updated) == (0, 0)
        assert everything(workspace) == before


def test_a_file_without_numbers_finds_them_as_well(workspace: Workspace, tmp_path: Path) -> None:
    file = tmp_path / "contacts.csv"
    file.write_text("Name,Email,Company,Phone\nJane Doe,jane@acme.com,Acme,1\nJaney Doe,,Acme GmbH,2\n")
    workspace.imports.read(file, ImportOptions(as_="contacts"))
    workspace.merging.merge("contact", 1, 2)
    workspace.merging.merge("company", 1, 2)
    before = everything(workspace)
    told = workspace.imports.read(file, ImportOptions(as_="contacts"))
    assert (told.created, told.updated) == (0, 0)
    assert everything(workspace) == before
    deals = tmp_path / "deals.csv"
    deals.write_text("Title,Company,Contact,Value\nRollout,Acme GmbH,Janey Doe,5\n")
    workspace.imports.read(deals, ImportOptions(as_="deals"))
    [card] = workspace.overview.open_cards()
    assert (card.company, card.contact) == ("Acme", "Jane Doe")
    assert workspace.deals.add(NewDeal("More", company="acme gmbh", contact="Janey Doe")).card is not None
    assert len(everything(workspace)["company"]) == len(everything(workspace)["contact"]) == 1


def test_what_is_not_the_same_is_remembered_and_undone(two: Workspace) -> None:
    def pairs() -> list[tuple[str, int, int]]:
        return [(pair.kind, pair.first.id, pair.second.id) for pair in two.overview.people.duplicates()]

    assert ("company", 1, 2) in pairs()
    two.merging.keep_apart("company", 2, 1)
    assert ("company", 1, 2) not in pairs()
    two.history.undo(1)
    assert ("company", 1, 2) in pairs()


def test_all_that_is_sure_is_one_step(two: Workspace) -> None:
    two.people.edit("contact", 2, {"name": "Jane Doe", "email": ""})
    before = everything(two)
    two.merging.merge_sure()
    assert len(everything(two)["company"]) == len(everything(two)["contact"]) == 1
    with pytest.raises(Refused, match="No two are surely the same"):
        two.merging.merge_sure()
    two.history.undo(1)
    assert everything(two) == before


def test_parts_in_deals(two: Workspace) -> None:
    two.people.set_main(1, 2)
    assert two.overview.cards(two.overview.filter("title:One"))[0].contact == "J. Doe"
    two.people.unlink(1, 2)
    assert two.overview.cards(two.overview.filter("title:One"))[0].contact == "Jane Doe"
    two.people.link(1, "New Face", "user")
    told = two.overview.people.profile("company", 1)
    assert ("New Face", ("user",)) in [(member.name, told.roles(member.id)) for member in told.members]
    with pytest.raises(Refused, match="is not in One"):
        two.people.unlink(1, 2)


def test_what_can_not_be_is_refused(two: Workspace) -> None:
    for call, wrong in (
        (lambda: two.merging.merge("contact", 1, 1), Refused),
        (lambda: two.merging.merge("contact", 1, 99), NotFound),
        (lambda: two.people.edit("contact", 1, {"email": "nobody"}), Invalid),
        (lambda: two.people.edit("contact", 1, {"colour": "red"}), Invalid),
        (lambda: two.people.edit("contact", 1, {"name": " "}), Invalid),
        (lambda: two.people.edit("contact", 1, {"links": "javascript:alert(1)"}), Invalid),
        (lambda: two.people.add(read_person("Somebody Else, JANE@acme.com".lower())), Refused),
        (lambda: two.people.delete("company", 99), NotFound),
    ):
        with pytest.raises(wrong):
            call()
