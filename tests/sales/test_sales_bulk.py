"""Many deals at once: one transaction, one entry, one undo; the guard asks once."""

from datetime import date, datetime
from datetime import time as time_of_day
from functools import partial

import pytest

from pipetui.model import Criterion
from pipetui.values.errors import Invalid, NotFound, Refused
from pipetui.values.followup import FollowUp
from pipetui.values.own import OwnField
from pipetui.values.when import When
from pipetui.values.workdays import parse_put_off
from pipetui.views.entry import NewDeal
from pipetui.views.many import Hindered, read_many
from pipetui.workspace import Workspace
from statements import statements

QUALIFIED, DEMO, PROPOSAL, NEGOTIATION = range(2, 6)


def add(workspace: Workspace, *titles: str, **fields: object) -> list[int]:
    """Deals in Qualified, each of 1,000 with its close on the last of November."""
    fields = {"stage_id": QUALIFIED, "amount": 100_000, "expected_close": date(2026, 11, 30)} | fields
    made = [workspace.deals.add(NewDeal(title, **fields)).card for title in titles]  # type: ignore[arg-type]  # as NewDeal has them
    return [card.id for card in made if card is not None]


def ask(workspace: Workspace, text: str, field: str | None = None, strength: str = "soft") -> None:
    """Lets Qualified ask for something."""
    with workspace.store.transaction("A criterion") as writing:
        writing.session.add(Criterion(stage_id=QUALIFIED, text=text, field=field, strength=strength))


def change(workspace: Workspace, deals: list[int], name: str, text: str) -> str:
    return workspace.bulk.edit(deals, [read_many(name, text, workspace.overview.fields())]).label


def test_many_move_in_one_step_and_come_back_in_one(workspace: Workspace) -> None:
    deals = add(workspace, "One", "Two", "Three")
    saved = workspace.bulk.move(deals, "prop")
    assert saved.label == workspace.history.entries(1)[0].label == "3 deals moved to Proposal"
    assert [change.after and change.after.stage_id for change in saved.changes] == [PROPOSAL] * 3
    moves = workspace.timelines.detail(deals[0]).card.stage_since
    assert moves == workspace.clock.today()
    assert len(workspace.history.undo().saved.changes) == 3
    assert {workspace.overview.card(number).stage_id for number in deals} == {QUALIFIED}


def test_a_stage_on_is_from_where_each_is(workspace: Workspace) -> None:
    deals = [*add(workspace, "One"), *add(workspace, "Two", stage_id=DEMO)]
    assert workspace.bulk.step(deals, 1).label == "2 deals moved a stage on"
    assert [workspace.overview.card(number).stage_id for number in deals] == [DEMO, PROPOSAL]


def test_what_can_not_go_is_asked_once_for_all(workspace: Workspace) -> None:
    ask(workspace, "The budget is known", "owner")
    ask(workspace, "They said who signs", strength="hard")
    free = add(workspace, "Free", stage_id=DEMO)
    bound = add(workspace, "Bound", "Bound too")
    last = add(workspace, "Last", stage_id=NEGOTIATION)
    lost = add(workspace, "Gone", stage_id=DEMO)
    workspace.deals.lose(lost[0], "price")
    with pytest.raises(Hindered) as told:
        workspace.bulk.step([*free, *bound, *last, *lost], 1)
    assert str(told.value) == (
        "4 of 5 deals can't go a stage on: Bound lacks The budget is known, They said who signs (a must); "
        "Bound too lacks The budget is known, They said who signs (a must); Last is in the last stage; Gone is lost."
    )
    assert (told.value.going, told.value.passing) == (1, 0)
    assert workspace.bulk.step([*free, *bound, *last, *lost], 1, "those").label == "1 deal moved a stage on"
    assert [workspace.overview.card(number).stage_id for number in (*free, *bound)] == [PROPOSAL, QUALIFIED, QUALIFIED]


def test_what_is_soft_is_passed_over_and_remembered(workspace: Workspace) -> None:
    ask(workspace, "The owner is known", "owner")
    deals = [*add(workspace, "One", "Two"), *add(workspace, "Three", owner="Ada")]
    with pytest.raises(Hindered) as told:
        workspace.bulk.win(deals)
    assert (told.value.aim, told.value.going, told.value.passing) == ("be won", 1, 2)
    saved = workspace.bulk.win(deals, "price", date(2026, 11, 20), "anyway")
    assert saved.label == "3 deals won"
    cards = [workspace.overview.card(number) for number in deals]
    assert [(card.status, card.closed_on, card.waived) for card in cards] == [
        ("won", date(2026, 11, 20), 1),
        ("won", date(2026, 11, 20), 1),
        ("won", date(2026, 11, 20), 0),
    ]
    change(workspace, deals[:2], "owner", "Ada")
    assert [workspace.overview.card(number).waived for number in deals] == [0, 0, 0]


def test_all_are_lost_for_one_reason(workspace: Workspace) -> None:
    deals = add(workspace, "One", "Two")
    with pytest.raises(Invalid, match="needs a reason"):
        workspace.bulk.lose(deals, " ")
    assert workspace.bulk.lose(deals, "Their budget is cut").label == "2 deals lost: Their budget is cut"
    assert {workspace.overview.card(number).reason for number in deals} == {"Their budget is cut"}
    with pytest.raises(Refused, match="lost already"):
        workspace.bulk.lose(deals, "price")


def test_amounts_change_by_percent_and_dates_from_their_own(workspace: Workspace) -> None:
    deals = [
        *add(workspace, "One", amount=100_050),
        *add(workspace, "Two", amount=None, expected_close=None),
        *add(workspace, "Three", expected_close=date(2026, 12, 31)),
    ]
    assert change(workspace, deals, "amount", "+5%") == "2 deals: amount +5%"
    assert change(workspace, deals, "close", "+1m") == "2 deals: close date +1m"
    cards = [workspace.overview.card(number) for number in deals]
    assert [card.amount for card in cards] == [105_053, None, 105_000]
    assert [card.expected_close for card in cards] == [date(2026, 12, 30), None, date(2027, 1, 31)]
    assert [card.pushes for card in cards] == [1, 0, 1]
    assert change(workspace, deals, "close", "eom") == "3 deals: close date eom"
    assert {workspace.overview.card(number).expected_close for number in deals} == {date(2026, 11, 30)}
    assert change(workspace, deals, "amount", "2k") == "3 deals: amount 2k"


def test_tags_are_put_on_and_taken_off(workspace: Workspace) -> None:
    deals = [*add(workspace, "One", tags=("cold", "q4")), *add(workspace, "Two")]
    assert change(workspace, deals, "tags", "+hot -Cold +'very big'") == "2 deals: tags +hot -Cold +'very big'"
    assert [set(workspace.overview.card(number).tags) for number in deals] == [
        {"q4", "hot", "very big"},
        {"hot", "very big"},
    ]
    change(workspace, deals, "tags", "only")
    assert [workspace.overview.card(number).tags for number in deals] == [("only",), ("only",)]
    with pytest.raises(Invalid, match="has no sign"):
        read_many("tags", "+hot cold")
    with pytest.raises(Refused, match="changes none"):
        change(workspace, deals, "tags", "+only")


def test_other_fields_and_the_rep_s_own(workspace: Workspace) -> None:
    field = workspace.fields.add("Contract end", "date")
    assert isinstance(field, OwnField)
    deals = add(workspace, "One", "Two")
    change(workspace, deals[:1], "contract_end", "2026-12-01")
    change(workspace, deals, "contract_end", "2027-01-01")
    change(workspace, deals, "company", "Acme")
    change(workspace, deals, "owner", "Ada")
    for number in deals:
        card = workspace.overview.card(number)
        assert (card.own_value("contract_end"), card.company, card.owner) == (date(2027, 1, 1), "Acme", "Ada")
    change(workspace, deals, "contract_end", "")
    assert workspace.overview.card(deals[0]).own == ()
    for name in ("title", "contact", "stage", "nonsense"):
        with pytest.raises(Invalid):
            read_many(name, "x")


def test_a_follow_up_for_each(workspace: Workspace) -> None:
    deals = [*add(workspace, "One", contact="Ida"), *add(workspace, "Two")]
    saved = workspace.bulk.plan(deals, FollowUp("call", When(date(2026, 12, 1)), "prices"))
    assert saved.label == "Planned a follow-up for 2 deals"
    steps = [workspace.overview.card(number).steps[0] for number in deals]
    assert [(step.subject, step.contact) for step in steps] == [("prices", "Ida"), ("prices", None)]


def test_next_steps_are_done_and_put_off_together(workspace: Workspace) -> None:
    deals = add(workspace, "One", "Two", "Without")
    friday, later = When(date(2026, 11, 27), time_of_day(15)), When(date(2026, 12, 7))
    for number in deals[:2]:
        workspace.followups.plan(number, FollowUp("call", friday, "Prices"))
    assert workspace.bulk.snooze(deals, later, "a fair").label == "Snoozed follow-ups of 2 deals"
    steps = [workspace.overview.card(number).steps for number in deals]
    assert [[(step.due, step.snoozes, step.put_off_reason) for step in each] for each in steps] == [
        [(later.day, 1, "a fair")],
        [(later.day, 1, "a fair")],
        [],
    ]
    on_from_there = partial(parse_put_off, "1w", datetime(2026, 11, 23, 9))  # noqa: DTZ001  # local
    workspace.followups.snooze(steps[1][0].id, When(date(2026, 11, 20)))
    workspace.bulk.snooze(deals, on_from_there)
    dues = [workspace.overview.card(number).steps[0].due for number in deals[:2]]
    assert dues == [date(2026, 12, 14), date(2026, 11, 30)]  # from its own day, and from today where it was late
    for _ in range(2):
        workspace.history.undo()
    saved = workspace.bulk.finish(deals, "all signed", FollowUp("email", friday, "Thanks"))
    assert (saved.label, saved.finished) == ("Followed up 2 deals", 2)
    steps = [workspace.overview.card(number).steps for number in deals]
    assert [[step.subject for step in each] for each in steps] == [["Thanks"], ["Thanks"], []]
    workspace.history.undo()
    workspace.history.undo()
    assert {step.due for number in deals for step in workspace.overview.card(number).steps} == {friday.day}
    with pytest.raises(Refused, match="No follow-up is planned for any of them"):
        workspace.bulk.finish(deals[2:])


def test_closed_ones_are_opened_again_together(workspace: Workspace) -> None:
    deals = add(workspace, "One", "Two", "Open")
    workspace.bulk.lose(deals[:2], "price")
    assert workspace.bulk.reopen(deals).label == "Reopened 2 deals"
    cards = [workspace.overview.card(number) for number in deals]
    assert {(card.status, card.reason, card.closed_on) for card in cards} == {("open", None, None)}
    workspace.history.undo()
    assert [workspace.overview.card(number).status for number in deals] == ["lost", "lost", "open"]
    with pytest.raises(Refused, match="open already"):
        workspace.bulk.reopen(deals[2:])


def test_what_is_gone_meanwhile_is_left_out_and_told(workspace: Workspace) -> None:
    deals = add(workspace, "One", "Two")
    workspace.deals.delete([deals[0]])
    assert workspace.bulk.delete([*deals, 999]).label == "Deleted 1 deal"
    assert workspace.take_notices() == ["2 of the deals are there no longer: they were deleted meanwhile."]
    with pytest.raises(NotFound):
        workspace.bulk.step(deals, 1)
    workspace.history.undo()
    assert workspace.overview.card(deals[1]).title == "Two"


@pytest.mark.parametrize("guarded", [False, True])
def test_ten_times_the_deals_are_asked_about_as_often(workspace: Workspace, guarded: bool) -> None:
    with workspace.store.transaction("Many") as writing:
        moment = "2026-11-02 08:00:00.000000"
        same = (1, QUALIFIED, 100_00, 100_00, "EUR", "stage", "open", 0, moment, moment, moment)
        names = (
            *("pipeline_id", "stage_id", "amount", "base_amount", "currency", "probability_source", "status"),
            *("pushes", "created_at", "stage_since", "touched_at", "title"),
        )
        writing.insert("deal", names, [(*same, f"Deal {n}") for n in range(550)])
    if guarded:
        ask(workspace, "The owner is known", "owner")
    asked = []
    for first, count in ((1, 50), (51, 500)):
        deals = list(range(first, first + count))
        with statements(workspace) as heard:
            workspace.bulk.move(deals, "Demo", "anyway")
            change(workspace, deals, "amount", "+5%")
            change(workspace, deals, "tags", "+hot")
            workspace.bulk.plan(deals, FollowUp("call", None, "prices"))
            workspace.bulk.plan(deals, FollowUp("email", None, "prices"))
            workspace.bulk.lose(deals, "price")
        asked.append(sum(statement.lstrip().startswith("SELECT") for statement in heard))
    assert asked[1] <= asked[0] + 10, "one for each deal would be hundreds more"
