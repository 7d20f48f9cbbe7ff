"""What is said to be fine is kept, undone, taken back, and goes with its deal."""

import pytest

from pipetui.sales.accepting import Fine
from pipetui.values.errors import NotFound
from pipetui.views.entry import NewDeal
from pipetui.workspace import Workspace
from replay import contents, redone, undone


@pytest.fixture
def bare(workspace: Workspace) -> Workspace:
    workspace.deals.add(NewDeal("Bare", stage="demo"))
    workspace.deals.add(NewDeal("Another", stage="demo"))
    return workspace


def findings(workspace: Workspace) -> set[tuple[str, int]]:
    found = workspace.overview.health(workspace.overview.pipeline())
    return {hit.key for group in found.groups for hit in group.hits}


def fine(deal_id: int, finding: str = "no_amount") -> Fine:
    return Fine(deal_id, finding, "", "No amount")


def test_it_is_left_out_of_what_is_wrong_until_it_is_taken_back(bare: Workspace) -> None:
    before = findings(bare)
    assert {("no_amount", 1), ("no_amount", 2)} <= before
    saved = bare.accepting.accept([fine(1)])
    assert saved.label == "Fine: No amount, Bare"
    assert findings(bare) == before - {("no_amount", 1)}
    assert bare.accepting.take_back([fine(1)]).label == "No longer fine: No amount"
    assert findings(bare) == before


def test_many_are_one_step_that_is_undone(bare: Workspace) -> None:
    before, rows = findings(bare), contents(bare.path)
    saved = bare.accepting.accept([fine(1), fine(2), fine(1, "no_contact")])
    assert saved.label == "Fine: 3 findings"
    assert before - findings(bare) == {("no_amount", 1), ("no_amount", 2), ("no_contact", 1)}
    bare.history.undo(1)
    assert (findings(bare), contents(bare.path)) == (before, rows)
    bare.history.redo(1)
    assert len(before - findings(bare)) == 3


def test_saying_it_again_keeps_the_last_fact(bare: Workspace) -> None:
    for fact in ("2026-11-01", "2026-11-02"):
        bare.accepting.accept([Fine(1, "slipped", fact, "Close date has passed")])
    assert [row[2:5] for row in contents(bare.path)["accepted"]] == [(1, "slipped", "2026-11-02")]


def test_it_goes_with_its_deal_and_the_log_has_it(bare: Workspace) -> None:
    bare.accepting.accept([fine(1)])
    bare.deals.delete([1])
    assert contents(bare.path)["accepted"] == []
    with pytest.raises(NotFound):
        bare.accepting.accept([fine(1)])
    bare.history.undo(1)
    assert [row[2] for row in contents(bare.path)["accepted"]] == [1]
    assert redone(bare.path) == contents(bare.path)
    assert not any(undone(bare.path).values())
