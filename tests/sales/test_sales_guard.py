"""The one guard in the way of every change of stage."""

from collections.abc import Callable
from datetime import date

import pytest

from pipetui.model import Criterion
from pipetui.sales.guard import Passing
from pipetui.values.errors import Refused
from pipetui.values.followup import FollowUp
from pipetui.views.card import Card
from pipetui.views.entry import NewDeal
from pipetui.views.playbook import CustomerStepNew, Fill, Unmet
from pipetui.workspace import Workspace

LEAD, QUALIFIED, DEMO, PROPOSAL, NEGOTIATION = range(1, 6)


def ask(workspace: Workspace, stage: int, text: str, field: str | None = None, strength: str = "soft") -> int:
    """Lets a stage ask for something."""
    with workspace.store.transaction("A criterion") as writing:
        line = Criterion(stage_id=stage, text=text, field=field, strength=strength)
        writing.session.add(line)
        writing.session.flush()
        assert line.id is not None
        return line.id


@pytest.fixture
def deal(workspace: Workspace) -> Card:
    card = workspace.deals.add(NewDeal("Fleet", stage_id=QUALIFIED)).card
    assert card is not None
    return card


def refused(call: Callable[[], object]) -> Unmet:
    with pytest.raises(Unmet) as told:
        call()
    return told.value


def test_what_is_missing_is_told_and_nothing_is_changed(workspace: Workspace, deal: Card) -> None:
    ask(workspace, QUALIFIED, "They told us the budget", "amount")
    ask(workspace, QUALIFIED, "They named who signs", strength="hard")
    ask(workspace, QUALIFIED, "Send the case study", strength="advice")
    ask(workspace, DEMO, "Not asked for yet")
    unmet = refused(lambda: workspace.deals.step(deal.id, 1))
    assert [(each.stage, each.criterion.text) for each in unmet.missing] == [
        ("Qualified", "They told us the budget"),
        ("Qualified", "They named who signs"),
    ]
    assert not unmet.may_pass
    assert str(unmet) == (
        "Fleet can't go to Demo yet. 2 things missing: They told us the budget; They named who signs (a must)."
    )
    assert workspace.overview.card(deal.id) == deal


def test_hard_criteria_are_not_passed_over(workspace: Workspace, deal: Card) -> None:
    ask(workspace, QUALIFIED, "They named who signs", strength="hard")
    refused(lambda: workspace.deals.move(deal.id, DEMO, Passing(anyway=True)))
    refused(lambda: workspace.deals.win(deal.id, passing=Passing(anyway=True)))


def test_what_is_passed_over_is_remembered_until_it_is_made_good(workspace: Workspace, deal: Card) -> None:
    ask(workspace, QUALIFIED, "They told us the budget", "amount")
    said = ask(workspace, QUALIFIED, "They named who signs")
    moved = workspace.deals.move(deal.id, DEMO, Passing(anyway=True)).card
    assert moved is not None and moved.stage_id == DEMO and moved.waived == 2
    assert [
        (event.kind, event.text) for event in workspace.timelines.detail(deal.id).timeline if event.kind == "passed"
    ] == [
        ("passed", "Left Qualified without: They named who signs"),
        ("passed", "Left Qualified without: They told us the budget"),
    ]
    edited = workspace.deals.edit(deal.id, {"amount": (100, "EUR")}).card
    assert edited is not None and edited.waived == 1
    ticked = workspace.ticks.set(deal.id, [said]).card
    assert ticked is not None and ticked.waived == 0


def test_what_is_missing_is_filled_in_on_the_way(workspace: Workspace, deal: Card) -> None:
    ask(workspace, QUALIFIED, "Budget", "amount")
    ask(workspace, QUALIFIED, "Decision maker", "contact: decision maker")
    ask(workspace, QUALIFIED, "Next step", "next_step")
    ask(workspace, QUALIFIED, "Theirs", "customer_step")
    said = ask(workspace, QUALIFIED, "They said why now", strength="hard")
    fill = Fill(
        fields={"amount": (500, "EUR")},
        ticks=frozenset({said}),
        roles={"decision maker": "Ida Berg"},
        next=FollowUp("call", None, "Call"),
        customer=CustomerStepNew("sends the list", date(2026, 11, 27)),
    )
    before = workspace.store.reading
    with before() as connection:
        entries = connection.exec_driver_sql("SELECT count(*) FROM change_set").scalar_one()
    moved = workspace.deals.move(deal.id, DEMO, Passing(fill=fill)).card
    with before() as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM change_set").scalar_one() == entries + 1
    assert moved is not None
    assert (moved.stage_id, moved.amount, moved.waived) == (DEMO, 500, 0)
    assert [wait.what for wait in moved.waits] == ["sends the list"] and moved.steps
    assert [person.role for person in workspace.timelines.detail(deal.id).people] == ["decision maker"]


def test_what_is_filled_in_is_not_kept_where_the_deal_stays(workspace: Workspace, deal: Card) -> None:
    ask(workspace, QUALIFIED, "Budget", "amount")
    ask(workspace, QUALIFIED, "They said why now", strength="hard")
    refused(lambda: workspace.deals.move(deal.id, DEMO, Passing(fill=Fill(fields={"amount": (500, "EUR")}))))
    assert workspace.overview.card(deal.id) == deal


def test_stages_passed_by_ask_as_well_and_a_win_leaves_them_all(workspace: Workspace, deal: Card) -> None:
    ask(workspace, QUALIFIED, "first")
    ask(workspace, DEMO, "second")
    ask(workspace, NEGOTIATION, "last")
    skipping = refused(lambda: workspace.deals.move(deal.id, PROPOSAL))
    assert [each.criterion.text for each in skipping.missing] == ["first", "second"]
    winning = refused(lambda: workspace.deals.win(deal.id))
    assert [each.criterion.text for each in winning.missing] == ["first", "second", "last"]
    won = workspace.deals.win(deal.id, passing=Passing(anyway=True)).card
    assert won is not None and (won.status, won.waived) == ("won", 3)


def test_the_way_back_asks_for_nothing(workspace: Workspace, deal: Card) -> None:
    ask(workspace, QUALIFIED, "first")
    ask(workspace, LEAD, "zeroth")
    moved = workspace.deals.step(deal.id, -1).card
    assert moved is not None and moved.stage_id == LEAD


def test_a_pipeline_may_allow_neither_a_way_back_nor_a_skip(workspace: Workspace, deal: Card) -> None:
    with workspace.store.transaction("Strict") as writing:
        writing.connection.exec_driver_sql("UPDATE pipeline SET may_go_back = 0, may_skip = 0")
    with pytest.raises(Refused, match="Deals of Sales don't go back a stage"):
        workspace.deals.step(deal.id, -1)
    with pytest.raises(Refused, match="skip no stage: Fleet goes to Demo next"):
        workspace.deals.move(deal.id, PROPOSAL)
    workspace.deals.step(deal.id, 1)
    workspace.deals.win(deal.id)


def test_a_criterion_of_a_field_that_is_gone_is_in_nobodys_way(workspace: Workspace, deal: Card) -> None:
    ask(workspace, QUALIFIED, "Budget code", "budget_code", "hard")
    moved = workspace.deals.step(deal.id, 1).card
    assert moved is not None and moved.stage_id == DEMO


def test_editing_the_stage_comes_past_the_guard_too(workspace: Workspace, deal: Card) -> None:
    ask(workspace, QUALIFIED, "first")
    refused(lambda: workspace.deals.edit(deal.id, {"stage": DEMO}))
