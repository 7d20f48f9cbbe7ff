"""Files of contacts, with their companies."""

import pytest

from pipetui.values.errors import Refused
from pipetui.views.entry import NewDeal
from pipetui.workspace import Workspace
from tables import Bring, History

TABLE = (
    "First Name,Last Name,Email,Company,Job Title,Phone,Industry,City,Notes\n"
    "Jane,Doe,jane@example.com,Acme,CEO,+39 055 1,Steel,Rome,\n"
    "Max,Roe,,Acme,CTO,,,,likes tea\n"
    ",,,Beta,,,Food,Milan,\n"
    ",,ann@example.com (Work),,,,,,\n"
    "Jane,Doe,JANE@example.com,Acme,Boss,,,,\n"
    ",,,,,555,,,\n"
)


def people(workspace: Workspace) -> list[tuple[object, ...]]:
    with workspace.store.reading() as connection:
        found = connection.exec_driver_sql("SELECT name, email, phone, job, company_id, notes FROM contact ORDER BY id")
        return [tuple(row) for row in found]


def companies(workspace: Workspace) -> list[tuple[object, ...]]:
    with workspace.store.reading() as connection:
        found = connection.exec_driver_sql("SELECT name, sector, city FROM company ORDER BY id")
        return [tuple(row) for row in found]


def test_contacts_and_companies(bring: Bring, workspace: Workspace) -> None:
    told = bring(TABLE, name="contacts.csv")
    assert (told.kind, told.rows, told.created, told.updated, told.unchanged) == ("contacts", 6, 4, 0, 1)
    assert told.rejected == ((7, "It names neither a person nor a company, and has no e-mail."),)
    assert people(workspace) == [
        ("Jane Doe", "jane@example.com", "+39 055 1", "CEO", 1, None),
        ("Max Roe", None, None, "CTO", 1, "likes tea"),
        ("ann@example.com", "ann@example.com", None, None, None, None),
    ]
    assert companies(workspace) == [("Acme", "Steel", "Rome"), ("Beta", "Food", "Milan")]
    assert dict(told.preview[1]) == {
        "name": "Max Roe",
        "company": "Acme",
        "email": None,
        "job": "CTO",
        "phone": None,
    }


def test_the_same_contacts_twice_change_nothing(bring: Bring, workspace: Workspace, history: History) -> None:
    bring(TABLE, name="contacts.csv")
    before, entries = people(workspace), history()
    again = bring(TABLE, name="contacts.csv")
    assert (again.created, again.updated, again.unchanged) == (0, 0, 5)
    assert (people(workspace), history()) == (before, entries)


def test_contacts_that_are_there_gain_what_the_file_knows(bring: Bring, workspace: Workspace) -> None:
    workspace.deals.add(NewDeal("Mine", company="acme", contact="JANE DOE"))
    told = bring(TABLE, name="contacts.csv")
    assert (told.created, told.updated) == (3, 1)
    assert people(workspace)[0] == ("JANE DOE", "jane@example.com", "+39 055 1", "CEO", 1, None)
    assert companies(workspace)[0] == ("acme", "Steel", "Rome")


def test_a_changed_contact_is_updated_by_its_number(bring: Bring, workspace: Workspace) -> None:
    bring("ID,Name,Email,Job\n1,Jane Doe,jane@example.com,CEO\n2,Max Roe,,CTO\n", name="contacts.csv")
    told = bring("ID,Name,Email,Job\n1,Jane Roe,jane.roe@example.com,\n2,Max Roe,,CTO\n", name="contacts.csv")
    assert (told.created, told.updated, told.unchanged) == (0, 1, 1)
    assert people(workspace)[0][:4] == ("Jane Roe", "jane.roe@example.com", None, "CEO")


def test_a_kind_can_be_told(bring: Bring, workspace: Workspace) -> None:
    told = bring("Title,Contact,Company\nCEO,Jane Doe,Acme\n", as_="contacts")
    assert told.mapping == {"Title": "job", "Contact": "name", "Company": "company"}
    assert people(workspace) == [("Jane Doe", None, None, "CEO", 1, None)]


def test_a_file_that_names_nobody_is_refused(bring: Bring) -> None:
    with pytest.raises(Refused, match="No column is a name, an e-mail or a company"):
        bring("Foo,Phone\n1,2\n", as_="contacts")
