"""How many statements it takes does not depend on how many deals there are."""

from collections.abc import Callable

import pytest

from pipetui.values.followup import FollowUp
from pipetui.workspace import Workspace
from statements import statements

CALL = FollowUp("call", None, "Call")
MOMENT = "2026-11-02 08:00:00.000000"
VARYING = ("pipeline_id", "stage_id", "title", "company_id", "amount", "base_amount")
SAME = {"currency": "EUR", "probability_source": "stage", "status": "open", "pushes": 0} | dict.fromkeys(
    ("created_at", "stage_since", "touched_at"), MOMENT
)


def fill(workspace: Workspace, count: int) -> None:
    """Open deals with a company, a contact, a tag and a next step each."""
    numbers = range(1, count + 1)
    with workspace.store.transaction("Many") as writing:
        for table in ("company", "contact"):
            writing.insert(table, ("name", "folded"), [(f"{table} {n}", f"{table} {n}") for n in numbers])
        writing.insert("tag", ("name", "folded"), [("q4", "q4")])
        writing.insert("deal", (*VARYING, *SAME), [(1, 2, f"Deal {n}", n, 1_00, 1_00, *SAME.values()) for n in numbers])
        writing.insert("deal_contact", ("deal_id", "contact_id", "position"), [(n, n, 0) for n in numbers])
        writing.insert("deal_tag", ("deal_id", "tag_id"), [(n, 1) for n in numbers])
        columns = ("deal_id", "contact_id", "kind", "subject", "due_on", "created_at", "snoozes")
        writing.insert("activity", columns, [(n, n, "call", "Call", "2026-12-01", MOMENT, 0) for n in numbers])


def delete_five(workspace: Workspace) -> None:
    workspace.deals.delete([1, 2, 3, 4, 5])


@pytest.mark.parametrize(
    ("work", "most"),
    [
        (lambda workspace: workspace.overview.snapshot(), 24),
        (lambda workspace: workspace.overview.open_cards(), 8),
        (lambda workspace: workspace.deals.step(7, 1), 26),
        (lambda workspace: workspace.deals.win(7), 26),
        (lambda workspace: workspace.deals.edit(7, {"amount": (1, "EUR")}), 30),
        (lambda workspace: workspace.followups.finish(7, "Done", CALL), 30),
        (lambda workspace: workspace.timelines.detail(7), 24),
        (delete_five, 20),
    ],
    ids=["snapshot", "open cards", "move", "win", "edit", "finish", "detail", "delete"],
)
def test_a_hundred_times_the_deals_take_as_many_statements(
    workspace: Workspace, work: Callable[[Workspace], object], most: int
) -> None:
    asked = []
    for more in (10, 10, 1_000):  # the first has no history of deals that were there before
        fill_up(workspace, more)
        with statements(workspace) as heard:
            work(workspace)
        asked.append(len(heard))
    assert asked[1] == asked[2] <= most


def fill_up(workspace: Workspace, count: int) -> None:
    """Exactly so many deals, in place of those there were."""
    with workspace.store.transaction("None") as writing:
        for table in ("deal", "company", "contact", "tag"):
            writing.connection.exec_driver_sql(f"DELETE FROM {table}")
        writing.connection.exec_driver_sql(
            "DELETE FROM sqlite_sequence WHERE name <> 'change_set' AND name <> 'change'"
        )
    fill(workspace, count)
