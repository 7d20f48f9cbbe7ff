"""Everything about a deal, newest first, as the change log and its activities have it."""

from datetime import date
from typing import Any

import pytest

from days import on
from pipetui.values.errors import NotFound
from pipetui.values.followup import FollowUp
from pipetui.views.entry import NewDeal
from pipetui.workspace import Workspace


def test_the_timeline_tells_what_happened(workspace: Workspace) -> None:
    workspace.deals.add(NewDeal("Rollout", amount=1_000_00, expected_close=date(2026, 12, 18), contact="Jane"))
    with on(workspace, date(2026, 11, 24)) as day:
        [change] = day.followups.plan(1, FollowUp("call", None, "Call Jane")).changes
        assert change.after is not None
        [step] = change.after.steps
    with on(workspace, date(2026, 11, 25)) as day:
        day.followups.finish(step.id, "She likes it")
    with on(workspace, date(2026, 11, 26)) as day:
        day.deals.edit(1, {"amount": (2_500_50, "EUR")})
        day.deals.edit(1, {"expected_close": None})
        day.deals.edit(1, {"probability": 35.5})
    with on(workspace, date(2026, 11, 27)) as day:
        day.deals.step(1, 2)
        day.deals.edit(1, {"title": "Rollout, two sites"})
        day.deals.note(1, "# Plan\n\nTwo sites first.")
    with on(workspace, date(2026, 11, 30)) as day:
        day.deals.lose(1, "price")
        day.deals.reopen(1)
        detail = day.timelines.detail(1)
    told = [(event.at.date(), event.kind, event.text, event.note) for event in detail.timeline]
    assert told == [
        (date(2026, 11, 30), "reopened", "Reopened", None),
        (date(2026, 11, 30), "lost", "Lost", None),
        (date(2026, 11, 27), "edit", "Title was Rollout", None),
        (date(2026, 11, 27), "stage", "Qualified → Proposal", None),
        (date(2026, 11, 26), "edit", "Probability the stage's → 35.5%", None),
        (date(2026, 11, 26), "close", "Close date Fri 18 Dec 2026 → none", None),
        (date(2026, 11, 26), "amount", "Amount €1,000 → €2,500.50", None),
        (date(2026, 11, 25), "call", "Call Jane", "She likes it"),
        (date(2026, 11, 23), "created", "Created", None),
    ]
    assert [event.activity_id for event in detail.timeline if event.kind == "call"] == [step.id]
    assert detail.notes == "# Plan\n\nTwo sites first."
    assert [(person.name, person.role) for person in detail.people] == [("Jane", None)]
    assert detail.created_at.date() == date(2026, 11, 23)
    assert detail.card == workspace.overview.card(1)


def test_of_one_moment_the_last_written_comes_first(workspace: Workspace) -> None:
    workspace.deals.add(NewDeal("Rollout", amount=1_00))
    for amount in (2_00, 3_00):
        workspace.deals.edit(1, {"amount": (amount, "EUR")})
    assert [event.text for event in workspace.timelines.detail(1).timeline] == [
        "Amount €2 → €3",
        "Amount €1 → €2",
        "Created",
    ]


def test_other_deals_are_not_in_it(workspace: Workspace) -> None:
    for title in ("Rollout", "Renewal"):
        workspace.deals.add(NewDeal(title))
    workspace.deals.step(2, 1)
    workspace.deals.delete([2])
    assert [event.kind for event in workspace.timelines.detail(1).timeline] == ["created"]
    with pytest.raises(NotFound, match="There is no deal 2"):
        workspace.timelines.detail(2)


def test_whatever_was_edited_is_in_it(workspace: Workspace) -> None:
    workspace.deals.add(NewDeal("Rollout", company="Acme", contact="Jane", tags=("q4",)))
    edits: list[dict[str, Any]] = [
        {"company": "Omega"},
        {"tags": ("two words",)},
        {"contact": "John"},
        {"owner": "Ann", "source": "fair", "category": "commit"},
        {"owner": "Bob"},
    ]
    for days, edit in enumerate(edits, start=24):
        with on(workspace, date(2026, 11, days)) as day:
            day.deals.edit(1, edit)
    workspace.history.undo()
    told = [event.text for event in reversed(workspace.timelines.detail(1).timeline)]
    assert told[:2] == ["Created", "Company Acme → Omega"]
    assert set(told[2:4]) == {"Tag q4 removed", "Tag two words added"}
    assert told[4] == "Contact John added"  # Jane is still one of its people
    assert told[5:] == ["Owner none → Ann", "Source none → fair", "Category the stage's → commit"]
