"""Fields of one's own in the file: made, named, ordered, taken away, and set on deals."""

from datetime import date
from decimal import Decimal

import pytest

from pipetui.values.errors import Invalid, NotFound, PipetuiError, Refused
from pipetui.values.own import Money, OwnValue
from pipetui.views.entry import NewDeal
from pipetui.workspace import Workspace
from replay import contents, redone, undone


def keys(workspace: Workspace) -> list[str]:
    return [field.key for field in workspace.overview.fields()]


@pytest.fixture
def deal(workspace: Workspace) -> int:
    workspace.fields.add("Contract end", "date")
    workspace.fields.add("Seats", "number")
    workspace.fields.add("Setup fee", "money")
    workspace.fields.add("Size", "choice", ["small", "large"])
    workspace.fields.add("Remark", "text")
    card = workspace.deals.add(NewDeal("Rollout")).card
    assert card is not None
    return card.id


VALUES: dict[str, OwnValue] = {
    "contract_end": date(2027, 6, 30),
    "seats": Decimal("12.5"),
    "setup_fee": Money(120_050, "USD"),
    "size": "large",
    "remark": "By train",
}


def test_a_deal_says_what_it_was_told(workspace: Workspace, deal: int) -> None:
    saved = workspace.deals.edit(deal, VALUES)
    assert saved.card is not None and dict(saved.card.own) == VALUES
    assert [key for key, _ in saved.card.own] == keys(workspace) == list(VALUES)
    assert workspace.overview.card(deal).own_value("size") == "large"
    workspace.deals.edit(deal, {"size": None, "seats": Decimal(3)})
    left = {**VALUES, "seats": Decimal(3)}
    del left["size"]
    assert dict(workspace.overview.card(deal).own) == left


def test_a_new_deal_can_have_them(workspace: Workspace, deal: int) -> None:
    card = workspace.deals.add(NewDeal("Other", own=tuple(VALUES.items()))).card
    assert card is not None and dict(card.own) == VALUES


@pytest.mark.parametrize(
    ("key", "value"),
    [("size", "huge"), ("seats", "three"), ("setup_fee", Decimal(3)), ("contract_end", "soon"), ("colour", "red")],
)
def test_what_a_field_can_not_hold_is_refused_with_all_else(
    workspace: Workspace, deal: int, key: str, value: OwnValue
) -> None:
    before = workspace.overview.card(deal)
    with pytest.raises(Invalid):
        workspace.deals.edit(deal, {"title": "Changed", key: value})
    assert workspace.overview.card(deal) == before


def test_a_name_is_taken_once(workspace: Workspace, deal: int) -> None:
    workspace.fields.rename("seats", "Places")
    for taken in ("Places", "SEATS", "size", "Contract  end"):
        with pytest.raises(Invalid, match="There is a field"):
            workspace.fields.add(taken)
    assert workspace.fields.find("places").key == "seats"
    assert workspace.fields.rename("places", "Seats").label == "Seats"


def test_fields_are_put_in_order(workspace: Workspace, deal: int) -> None:
    workspace.fields.move("remark", 1)
    assert keys(workspace) == ["remark", "contract_end", "seats", "setup_fee", "size"]
    workspace.fields.move("remark", 99)
    assert keys(workspace) == ["contract_end", "seats", "setup_fee", "size", "remark"]


def test_a_choice_is_renamed_in_every_deal(workspace: Workspace, deal: int) -> None:
    workspace.deals.edit(deal, {"size": "large"})
    workspace.fields.rename_choice("size", "LARGE", "huge")
    assert workspace.fields.find("size").choices == ("small", "huge")
    assert workspace.overview.card(deal).own_value("size") == "huge"
    with pytest.raises(Refused, match="“huge” is what 1 deal says for Size"):
        workspace.fields.choose_from("size", ["small", "medium"])
    assert workspace.fields.choose_from("size", ["medium", "HUGE"]).choices == ("medium", "HUGE")
    assert workspace.overview.card(deal).own_value("size") == "HUGE"
    for wrong in (("size", "tiny", "x"), ("size", "medium", "huge"), ("seats", "a", "b"), ("size", "medium", "")):
        with pytest.raises(PipetuiError):
            workspace.fields.rename_choice(*wrong)


def test_a_field_goes_with_what_deals_say_for_it_and_the_log_keeps_all(workspace: Workspace, deal: int) -> None:
    workspace.deals.edit(deal, VALUES)
    assert workspace.fields.uses()["seats"] == 1
    workspace.fields.delete("seats")
    assert "seats" not in dict(workspace.overview.card(deal).own) and "seats" not in keys(workspace)
    workspace.deals.delete([deal])
    assert workspace.fields.uses() == dict.fromkeys(keys(workspace), 0)
    assert redone(workspace.path) == contents(workspace.path)
    assert not any(undone(workspace.path).values())


@pytest.mark.parametrize(
    ("kind", "choices", "said"),
    [
        ("colour", [], "“colour” is no kind of field: write text, number, money, date or choice."),
        ("", [], "“” is no kind of field"),
        ("choice", [], "A choice needs something to choose from"),
        ("date", ["a"], "A field of kind date has no choices"),
    ],
)
def test_fields_that_can_not_be_made(workspace: Workspace, kind: str, choices: list[str], said: str) -> None:
    with pytest.raises(Invalid, match=said.replace("“", ".").replace("”", ".")):
        workspace.fields.add("It", kind, choices)
    assert keys(workspace) == []


def test_a_field_there_is_not(workspace: Workspace) -> None:
    with pytest.raises(NotFound, match="there is none yet"):
        workspace.fields.delete("it")
    workspace.fields.add("Seats", "number")
    with pytest.raises(NotFound, match="The fields are Seats"):
        workspace.fields.rename("it", "That")


def test_what_many_deals_say_alike_is_kept_once(workspace: Workspace, deal: int) -> None:
    for title in ("One", "Two"):
        workspace.deals.add(NewDeal(title, own=tuple(VALUES.items())))
    one, two = (card for card in workspace.overview.open_cards() if card.title in ("One", "Two"))
    assert one.own is two.own


def test_a_field_holds_another_kind_where_what_deals_say_can_be_read_as_that(workspace: Workspace, deal: int) -> None:
    workspace.deals.edit(deal, VALUES)
    assert workspace.fields.retype("seats", "text").kind == "text"
    assert workspace.overview.card(deal).own_value("seats") == "12.5"
    assert workspace.fields.retype("seats", "choice").choices == ("12.5",)
    assert workspace.fields.retype("seats", "number").choices == ()
    assert workspace.overview.card(deal).own_value("seats") == Decimal("12.5")
    with pytest.raises(Refused, match="“By train” can't be a date: 1 deal says what can't"):
        workspace.fields.retype("remark", "date")
    with pytest.raises(Invalid, match="no kind of field"):
        workspace.fields.retype("remark", "picture")
    assert workspace.fields.retype("contract_end", "text").kind == "text"
    workspace.history.undo()
    assert workspace.overview.card(deal).own_value("contract_end") == date(2027, 6, 30)
