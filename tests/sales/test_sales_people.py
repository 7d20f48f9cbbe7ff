"""Companies, contacts, tags and reasons are found again, not made again."""

import pytest

from pipetui.views.entry import NewDeal
from pipetui.workspace import Workspace


def column(workspace: Workspace, query: str) -> list[object]:
    with workspace.store.reading() as connection:
        return list(connection.exec_driver_sql(query).scalars())


def test_names_are_the_same_whatever_their_case_and_accents(workspace: Workspace) -> None:
    for company, contact, tag in (
        ("Café Söhne", "José", "Q4"),
        (" cafe  SOHNE", "jose", "q4"),
        ("CAFÉ SÖHNE", "JOSE", "q4 "),
    ):
        workspace.deals.add(NewDeal("Rollout", company=company, contact=contact, tags=(tag,)))
    assert column(workspace, "SELECT name FROM company") == ["Café Söhne"]
    assert column(workspace, "SELECT name FROM contact") == ["José"]
    assert column(workspace, "SELECT name FROM tag") == ["Q4"]
    assert {(card.company, card.contact, card.tags) for card in workspace.overview.open_cards()} == {
        ("Café Söhne", "José", ("Q4",))
    }


def test_people_of_one_name_are_told_apart_by_their_company(workspace: Workspace) -> None:
    for company in (None, "Acme", "Hexa", "Acme", None):
        workspace.deals.add(NewDeal(f"Rollout {company}", company=company, contact="Jane Doe"))
    # The first had no company, so Acme's became it; the last may be anybody's.
    assert column(workspace, "SELECT company_id FROM contact ORDER BY id") == [1, 2]
    assert column(workspace, "SELECT contact_id FROM deal_contact ORDER BY deal_id") == [1, 1, 2, 1, 1]


def test_the_companys_own_goes_before_one_of_no_company(workspace: Workspace) -> None:
    workspace.deals.add(NewDeal("One", company="Acme", contact="Jane"))
    with workspace.store.transaction("A namesake") as writing:
        writing.insert("contact", ("name", "folded"), [("Jane", "jane")])
        writing.connection.exec_driver_sql("UPDATE contact SET id = 0 WHERE company_id IS NULL")
    workspace.deals.add(NewDeal("Two", company="Acme", contact="Jane"))
    assert column(workspace, "SELECT contact_id FROM deal_contact ORDER BY deal_id") == [1, 1]
    assert column(workspace, "SELECT company_id FROM contact ORDER BY id") == [None, 1]


def test_the_first_contact_gives_way_and_stays(workspace: Workspace) -> None:
    [change] = workspace.deals.add(NewDeal("Rollout", company="Acme", contact="Jane")).changes
    assert change.after is not None
    deal = change.after.id
    shown = []
    for name in ("Kim", "Lee", "Jane", "Jane", ""):
        workspace.deals.edit(deal, {"contact": name})
        shown.append([person.name for person in workspace.timelines.detail(deal).people])
    assert shown == [
        ["Kim", "Jane"],
        ["Lee", "Jane", "Kim"],
        ["Jane", "Kim", "Lee"],
        ["Jane", "Kim", "Lee"],
        ["Kim", "Lee"],
    ]
    assert workspace.overview.card(deal).contact is None


def test_tags_are_exactly_the_ones_named(workspace: Workspace) -> None:
    [change] = workspace.deals.add(NewDeal("Rollout", tags=("q4", "big", "Q4", " "))).changes
    assert change.after is not None
    assert change.after.tags == ("big", "q4")
    for tags in (("new", "q4"), ("new", "q4"), ()):
        [change] = workspace.deals.edit(change.after.id, {"tags": tags}).changes
        assert change.after is not None
        assert change.after.tags == tags
    assert column(workspace, "SELECT name FROM tag ORDER BY id") == ["q4", "big", "new"]


@pytest.mark.parametrize("outcome", ["won", "lost"])
def test_a_reason_is_found_in_its_own_list(workspace: Workspace, outcome: str) -> None:
    before = column(workspace, "SELECT name FROM reason ORDER BY id")
    for number, reason in enumerate(("Price", "PRICE ", "their dog", "Their Dog")):
        workspace.deals.add(NewDeal(f"Deal {number}"))
        (workspace.deals.win if outcome == "won" else workspace.deals.lose)(number + 1, reason)
    assert column(workspace, "SELECT name FROM reason ORDER BY id") == [*before, "their dog"]
    used = column(
        workspace, "SELECT outcome || ' ' || name FROM reason r JOIN deal d ON d.reason_id = r.id ORDER BY d.id"
    )
    assert used == [f"{outcome} price"] * 2 + [f"{outcome} their dog"] * 2
