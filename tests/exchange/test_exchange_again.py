"""The same file again, and a newer one: only what is new in it is written, by the rules of a rep's own changes."""

from datetime import date

import pytest

from days import on
from pipetui.values.followup import FollowUp
from pipetui.values.when import When
from pipetui.views.imported import Imported, ImportOptions
from pipetui.workspace import Workspace
from tables import Bring, Cards, History

HEADER = (
    "ID,Title,Company,Contact,Value,Stage,Probability,Close date,Status,Lost reason,Tags,Next step,"
    "Next step date,Owner\n"
)
FIRST = HEADER + (
    "1,Rollout,Acme,Jane,1000,Demo,40,2026-12-18,Open,,big,Call,2026-11-27,Kim\n"
    "2,Clinic,Beta,Max,2000,Proposal,75,2026-12-20,Open,,,,,Kim\n"
    "3,Fleet,Gamma,,3000,Demo,40,2026-10-01,Lost,Price,,,,\n"
)


def counts(told: Imported) -> tuple[int, int, int]:
    return told.created, told.updated, told.unchanged


@pytest.mark.parametrize(
    "table",
    [
        FIRST,
        FIRST.replace("ID,", "Foo,"),
        "Title,Company,Created\nA,Acme,2026-01-01\nA,Acme,2026-01-01\nA,Beta,\n",
        "ID,Title,Value\n7,A,1\n7,B,2\n7,C,3\n7#2,D,4\n",
        "Account,Product,Close date,Stage\nAcme,Pro,2026-01-01,Won\nAcme,Pro,2026-01-01,Won\n",
        "Title,Value,Close date\nA,1,2026-01-01\nB,x,2026-01-01\n",
    ],
)
def test_the_same_file_twice_changes_nothing(table: str, bring: Bring, cards: Cards, history: History) -> None:
    first = bring(table)
    before, entries = cards(), history()
    assert len(before) == first.created == first.rows - len(first.rejected)
    again = bring(table)
    assert counts(again) == (0, 0, first.created)
    assert again.rejected == first.rejected
    assert (cards(), history()) == (before, entries)


def test_the_same_file_on_another_day_changes_nothing(bring: Bring, cards: Cards, workspace: Workspace) -> None:
    """A closed deal of which no day is known was not closed again today."""
    bring("ID,Title,Status,Next step\n1,A,Lost,\n2,B,Open,Call\n")
    before = cards()
    with on(workspace, date(2026, 12, 24)) as later:
        told = later.imports.read(workspace.path.with_name("deals.csv"), ImportOptions())
    assert counts(told) == (0, 0, 2)
    assert cards() == before


def test_a_changed_row_changes_only_what_changed(bring: Bring, cards: Cards, workspace: Workspace) -> None:
    bring(FIRST)
    before = cards()
    told = bring(FIRST.replace("2000", "2500").replace("2026-12-20", "2027-01-15"))
    assert counts(told) == (0, 1, 2)
    first, second, third = cards()
    assert (first, third) == (before[0], before[2])
    assert second == before[1]._replace(
        amount=250000, base_amount=250000, weighted=187500, expected_close=date(2027, 1, 15), pushes=1
    )
    texts = [event.text for event in workspace.timelines.detail(second.id).timeline]
    assert "Amount €2,000 → €2,500" in texts


def test_a_move_is_a_move_and_an_outcome_an_outcome(bring: Bring, cards: Cards, workspace: Workspace) -> None:
    bring(FIRST)
    with on(workspace, date(2026, 11, 30)) as later:
        path = workspace.path.with_name("deals.csv")
        moved = FIRST.replace("Jane,1000,Demo,40", "Jane,1000,Proposal,75").replace(
            "Open,,,,,Kim", "Lost,Budget,,,,Kim"
        )
        moved = moved.replace("Gamma,,3000,Demo,40,2026-10-01,Lost,Price", "Gamma,,3000,Demo,40,2026-12-31,Open,")
        path.write_text(moved)
        told = later.imports.read(path)
    assert counts(told) == (0, 3, 0)
    first, second, third = cards()
    assert (first.stage_since, first.probability_source) == (date(2026, 11, 30), "stage")
    assert first.stage_id == second.stage_id
    events = [event.text for event in workspace.timelines.detail(first.id).timeline if event.kind == "stage"]
    assert events == ["Demo → Proposal"]
    assert (second.status, second.reason, second.closed_on) == ("lost", "Budget", date(2026, 12, 20))
    assert (third.status, third.reason, third.closed_on, third.expected_close) == (
        "open",
        None,
        None,
        date(2026, 12, 31),
    )


def test_an_empty_cell_erases_nothing(bring: Bring, cards: Cards) -> None:
    bring(FIRST)
    before = cards()
    told = bring(HEADER + "1,Rollout,,,,,,,Open,,,,,\n2,,,,,,,,,,,,,\n")
    assert counts(told) == (0, 0, 1)
    assert [line for line, _ in told.rejected] == [3]
    assert cards() == before


def test_fewer_columns_erase_nothing(bring: Bring, cards: Cards) -> None:
    bring(FIRST)
    before = cards()
    told = bring("ID,Title,Value\n1,Rollout,1500\n2,Clinic,2000\n")
    assert counts(told) == (0, 1, 1)
    assert cards()[1:] == before[1:]
    assert cards()[0] == before[0]._replace(amount=150000, base_amount=150000, weighted=60000)


def test_what_the_rep_changed_since_stays_until_the_file_says_something_new(
    bring: Bring, cards: Cards, workspace: Workspace, history: History
) -> None:
    bring(FIRST)
    first, second, _ = cards()
    workspace.deals.step(first.id, 1)
    workspace.deals.edit(first.id, {"amount": (99900, "EUR"), "title": "Rollout, both sites"})
    workspace.deals.edit(second.id, {"probability": None})
    mine, entries = cards(), history()
    again = bring(FIRST)
    assert counts(again) == (0, 0, 3)
    assert (cards(), history()) == (mine, entries)
    newer = bring(FIRST.replace("Jane,1000", "Jane,1200"))
    assert counts(newer) == (0, 1, 2)
    assert cards()[0] == mine[0]._replace(amount=120000, base_amount=120000, weighted=90000)
    assert counts(bring(FIRST.replace("Jane,1000", "Jane,1200"))) == (0, 0, 3)


def test_people_and_tags_are_added_and_never_taken_away(bring: Bring, cards: Cards, workspace: Workspace) -> None:
    bring(FIRST)
    told = bring(FIRST.replace("Jane", "Ann").replace("big", "big; urgent").replace(",Max,", ",,"))
    assert counts(told) == (0, 1, 2)
    first, second, _ = cards()
    assert (first.contact, first.tags, second.contact) == ("Jane", ("big", "urgent"), "Max")
    assert [person.name for person in workspace.timelines.detail(first.id).people] == ["Jane", "Ann"]


def test_a_next_step_is_planned_once(bring: Bring, cards: Cards, workspace: Workspace) -> None:
    bring(FIRST)
    [step] = cards()[0].steps
    workspace.followups.snooze(step.id, When(date(2026, 12, 4)))
    assert counts(bring(FIRST)) == (0, 0, 3)
    assert [step.due for step in cards()[0].steps] == [date(2026, 12, 4)]
    told = bring(FIRST.replace("Call,2026-11-27", "Call again,2026-12-08"))
    assert counts(told) == (0, 1, 2)
    assert [(step.subject, step.due) for step in cards()[0].steps] == [("Call again", date(2026, 12, 8))]
    workspace.followups.finish(cards()[0].steps[0].id, "Done", FollowUp("task", None, "Mine"))
    told = bring(FIRST.replace("Call,2026-11-27", "Sign,2026-12-18"))
    assert counts(told) == (0, 1, 2)
    assert {step.subject for step in cards()[0].steps} == {"Mine", "Sign"}


def test_a_deal_that_was_deleted_comes_back_with_the_file(bring: Bring, cards: Cards, workspace: Workspace) -> None:
    bring(FIRST)
    workspace.deals.delete([cards()[0].id])
    assert counts(bring(FIRST)) == (1, 0, 2)
    assert sorted(card.title for card in cards()) == ["Clinic", "Fleet", "Rollout"]
    assert counts(bring(FIRST)) == (0, 0, 3)


def test_two_programs_may_use_the_same_numbers(bring: Bring, cards: Cards) -> None:
    bring("ID,Title\n1,A\n")
    told = bring("Deal - ID,Deal - Title\n1,B\n", name="pipedrive.csv")
    assert counts(told) == (1, 0, 0)
    assert [card.title for card in cards()] == ["A", "B"]


def test_rows_are_known_by_title_company_and_day_where_they_have_no_number(bring: Bring, cards: Cards) -> None:
    bring("Title,Company,Created,Value\nA,Acme,2026-01-01,1\nA,Acme,2026-01-02,1\n")
    told = bring("Title,Company,Created,Value\nA,ACME,2026-01-02,5\nA,Acme,2026-01-01,1\nA,Acme,2026-01-01,7\n")
    assert counts(told) == (1, 1, 1)
    assert sorted(card.amount or 0 for card in cards()) == [100, 500, 700]
