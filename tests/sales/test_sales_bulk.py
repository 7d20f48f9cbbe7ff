"""Many deals at once: one entry of history, the rules of one deal, all or none."""

from dataclasses import replace
from datetime import date

import pytest

from pipetui.values.errors import Invalid, NotFound, Refused
from pipetui.values.followup import FollowUp
from pipetui.views.bulk import BulkEdit, UnmetMany, read_edit
from pipetui.views.card import Card
from pipetui.views.entry import NewDeal
from pipetui.views.process import Exit
from pipetui.workspace import Workspace

TODAY = date(2026, 11, 23)
QUALIFIED, DEMO, PROPOSAL = 2, 3, 4


@pytest.fixture
def deals(workspace: Workspace) -> list[int]:
    made = []
    for place in range(4):
        card = workspace.deals.add(
            NewDeal(f"Deal {place}", amount=1_000_00 + place, expected_close=date(2026, 11, 30), tags=("old",))
        ).card
        assert card is not None
        made.append(card.id)
    return made


def cards(workspace: Workspace, numbers: list[int]) -> list[Card]:
    return [workspace.overview.card(number) for number in numbers]


def entries(workspace: Workspace) -> int:
    with workspace.store.reading() as connection:
        return int(connection.exec_driver_sql("SELECT count(*) FROM change_set").scalar_one())


def edit(workspace: Workspace, name: str, text: str) -> BulkEdit:
    return read_edit(name, text, workspace.overview.pipeline(), TODAY, workspace.overview.fields())


def test_all_move_in_one_step_that_one_undo_takes_back(workspace: Workspace, deals: list[int]) -> None:
    before = entries(workspace)
    saved = workspace.bulk.move(deals, "demo")
    assert saved.label == "Moved 4 deals to Demo" and len(saved.changes) == 4
    assert {card.stage_id for card in cards(workspace, deals)} == {DEMO} and entries(workspace) == before + 1
    workspace.bulk.step(deals, 1)
    assert {card.stage_id for card in cards(workspace, deals)} == {PROPOSAL}
    workspace.history.undo()
    workspace.history.undo()
    assert {card.stage_id for card in cards(workspace, deals)} == {QUALIFIED}


def test_those_that_lack_something_are_told_stay_or_go_on(workspace: Workspace, deals: list[int]) -> None:
    plan = workspace.processes.stage(QUALIFIED)
    workspace.processes.write_stage(QUALIFIED, replace(plan, exits=(Exit("Whose?", "owner"),)))
    workspace.deals.edit(deals[0], {"owner": "Kim"})
    with pytest.raises(UnmetMany, match="3 of 4 can't go to Demo yet: Deal 1: 1 thing") as told:
        workspace.bulk.move(deals, "demo")
    assert (told.value.passing, told.value.may_pass) == (1, 3)
    assert {card.stage_id for card in cards(workspace, deals)} == {QUALIFIED}, "none moves where some are refused"
    assert workspace.bulk.move(deals, "demo", "leave").label == "Moved 1 deal to Demo"
    workspace.bulk.move(deals[1:], "demo", "pass")
    assert [card.waived for card in cards(workspace, deals)] == [0, 1, 1, 1]


def test_won_and_lost(workspace: Workspace, deals: list[int]) -> None:
    assert workspace.bulk.win(deals[:2]).label == "Won 2 deals"
    assert workspace.bulk.lose(deals[2:], "price").label == "Lost 2 deals: price"
    assert [(card.status, card.reason) for card in cards(workspace, deals)] == [
        *[("won", None)] * 2,
        *[("lost", "price")] * 2,
    ]
    with pytest.raises(Refused, match="Deal 0, Deal 1, Deal 2 and 1 more are closed"):
        workspace.bulk.move(deals, "demo")
    with pytest.raises(Invalid, match="need a reason"):
        workspace.bulk.lose(deals, " ")


@pytest.mark.parametrize(
    ("name", "text", "attribute", "values"),
    [
        ("close", "+2w", "expected_close", [date(2026, 12, 14)] * 4),
        ("close", "-1m", "expected_close", [date(2026, 10, 30)] * 4),
        ("close", "15 dec", "expected_close", [date(2026, 12, 15)] * 4),
        ("amount", "+5%", "amount", [1_050_00, 1_050_01, 1_050_02, 1_050_03]),
        ("amount", "-100%", "amount", [0] * 4),
        ("amount", "7k", "amount", [7_000_00] * 4),
        ("tags", "+hot -old", "tags", [("hot",)] * 4),
        ("tags", "+'key account'", "tags", [("key account", "old")] * 4),
        ("tags", "new", "tags", [("new",)] * 4),
        ("owner", "Kim", "owner", ["Kim"] * 4),
        ("category", "commit", "category", ["commit"] * 4),
        ("stage", "demo", "stage_id", [DEMO] * 4),
    ],
)
def test_a_field_changes_for_all(
    workspace: Workspace, deals: list[int], name: str, text: str, attribute: str, values: list[object]
) -> None:
    workspace.bulk.edit(deals, [edit(workspace, name, text)])
    assert [getattr(card, attribute) for card in cards(workspace, deals)] == values
    workspace.history.undo()
    assert cards(workspace, deals)[0].tags == ("old",)


@pytest.mark.parametrize(
    ("name", "text", "told"),
    [
        ("title", "x", "many can't be given the same"),
        ("amount", "-101%", "more than all of it"),
        ("close", "someday", "someday"),
        ("shoe", "3", "shoe"),
    ],
)
def test_what_cannot_be_is_told(workspace: Workspace, name: str, text: str, told: str) -> None:
    with pytest.raises(Invalid, match=told):
        edit(workspace, name, text)


def test_a_follow_up_for_all(workspace: Workspace, deals: list[int]) -> None:
    workspace.bulk.plan(deals, FollowUp("call", None, "About prices"))
    assert [[step.subject for step in card.steps] for card in cards(workspace, deals)] == [["About prices"]] * 4


def test_one_that_is_gone_is_named_and_none_is_changed(workspace: Workspace, deals: list[int]) -> None:
    workspace.deals.delete([deals[1]])
    with pytest.raises(NotFound, match=f"no deal {deals[1]}"):
        workspace.bulk.move(deals, "demo")
    assert workspace.overview.card(deals[0]).stage_id == QUALIFIED
    with pytest.raises(Refused, match="No deal is marked"):
        workspace.bulk.win([])
