"""Files of activities: what happened with deals, and what is planned."""

from datetime import date

import pytest

from pipetui.values.errors import Refused
from pipetui.views.entry import NewDeal
from pipetui.workspace import Workspace
from tables import Bring, Cards, History

TABLE = (
    "Deal,Type,Subject,Due date,Due time,Done,Note,Contact person\n"
    "Rollout,Call,Intro,2026-11-02,,Yes,went well,\n"
    "rollout,Meeting,Demo,2026-12-02,15:30,No,,Jane\n"
    "Rollout,Lunch,,2026-12-03,,No,,\n"
    "Nowhere,Call,Intro,2026-12-02,,No,,\n"
    ",Call,Intro,2026-12-02,,No,,\n"
)


@pytest.fixture
def deal(workspace: Workspace) -> int:
    workspace.deals.add(NewDeal("Other", company="Beta"))
    [change] = workspace.deals.add(NewDeal("Rollout", company="Acme", contact="Jane")).changes
    assert change.after is not None
    return change.after.id


def test_activities_belong_to_deals(bring: Bring, cards: Cards, deal: int, workspace: Workspace) -> None:
    told = bring(TABLE, name="activities.csv")
    assert (told.kind, told.rows, told.created) == ("activities", 5, 3)
    assert told.rejected == (
        (5, "There is no deal called “Nowhere”."),
        (6, "It says nothing of the deal it belongs to."),
    )
    card = next(card for card in cards() if card.id == deal)
    assert [(step.kind, step.subject, step.due, step.at is None, step.contact) for step in card.steps] == [
        ("meeting", "Demo", date(2026, 12, 2), False, "Jane"),
        ("meeting", "Meeting", date(2026, 12, 3), True, None),
    ]
    [event] = [event for event in workspace.timelines.detail(deal).timeline if event.kind == "call"]
    assert (event.text, event.note, event.at.date()) == ("Intro", "went well", date(2026, 11, 2))


def test_the_same_activities_twice_change_nothing(bring: Bring, cards: Cards, deal: int, history: History) -> None:
    bring(TABLE, name="activities.csv")
    before, entries = cards(), history()
    again = bring(TABLE, name="activities.csv")
    assert (again.created, again.updated, again.unchanged) == (0, 0, 3)
    assert (cards(), history()) == (before, entries)


def test_an_activity_that_was_done_since_is_done(bring: Bring, cards: Cards, deal: int) -> None:
    table = "ID,Deal,Type,Subject,Due date,Marked as done time\n1,Rollout,Call,Intro,2026-11-20,{}\n"
    bring(table.format(""), name="activities.csv")
    assert len(cards()[1].steps) == 1
    told = bring(table.format("2026-11-21 10:00"), name="activities.csv")
    assert (told.created, told.updated) == (0, 1)
    assert cards()[1].steps == ()


def test_deals_are_found_by_number_company_and_contact(bring: Bring, cards: Cards, workspace: Workspace) -> None:
    bring("ID,Title,Company,Contact\n17,Same,Acme,\n18,Same,Beta,Jane\n19,Same,Beta,Max\n")
    told = bring(
        "Deal ID,Deal,Company,Contact,Type,Subject,Due date\n"
        "18,,,,Call,a,2026-12-01\n"
        ",Same,,,Call,b,2026-12-01\n"
        ",,acme,,Call,c,2026-12-01\n"
        ",,Beta,,Call,d,2026-12-01\n"
        ",,,Max,Call,e,2026-12-01\n",
        as_="activities",
    )
    assert told.rejected == (
        (3, "There is more than one deal called “Same”."),
        (5, "There is more than one deal with “Beta”."),
    )
    assert [[step.subject for step in card.steps] for card in cards()] == [["c"], ["a"], ["e"]]


def test_days_gone_by_were_done_where_a_file_does_not_say(bring: Bring, cards: Cards, deal: int) -> None:
    bring("Deal,Type,Subject,Date\nRollout,Call,Old,2026-11-01\nRollout,Call,New,2026-12-01\n", as_="activities")
    assert [step.subject for step in cards()[1].steps] == ["New"]


def test_a_file_that_speaks_of_no_deal_is_refused(bring: Bring) -> None:
    with pytest.raises(Refused, match="No column says which deal a row belongs to"):
        bring("Type,Subject,Due date\nCall,Intro,2026-12-01\n", as_="activities")
