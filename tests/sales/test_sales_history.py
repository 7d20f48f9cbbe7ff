"""Undo and redo as a rep knows them, what is told of it, and what history says."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import date

import pytest

from pipetui.values.clock import Clock
from pipetui.values.errors import Invalid, NotFound, Refused
from pipetui.values.followup import FollowUp
from pipetui.values.when import When
from pipetui.views.entry import NewDeal
from pipetui.views.history import FieldChange
from pipetui.workspace import Workspace, open_workspace
from replay import contents

TODAY = date(2026, 11, 23)
CALL = FollowUp("call", When(TODAY), "Call")


def add(workspace: Workspace, title: str = "Rollout") -> int:
    card = workspace.deals.add(NewDeal(title, 40_000_00, company="Acme", contact="Jane", tags=("q4",), next=CALL)).card
    assert card is not None
    return card.id


def told(workspace: Workspace) -> list[tuple[str, bool]]:
    return [(entry.label, entry.undone) for entry in workspace.history.entries()]


def test_undo_and_redo_walk_the_steps_and_a_new_change_ends_redo(workspace: Workspace) -> None:
    add(workspace)
    workspace.deals.step(1, 1)
    workspace.deals.lose(1, "price")
    assert workspace.history.undo().saved.label == "Undone: Lost Rollout"
    assert workspace.history.undo().saved.label == "Undone: Moved Rollout to Demo"
    assert workspace.history.redo().saved.label == "Done again: Moved Rollout to Demo"
    assert workspace.history.redo().saved.label == "Done again: Lost Rollout"
    workspace.history.undo(2)
    workspace.deals.win(1)
    with pytest.raises(Refused, match="nothing to redo"):
        workspace.history.redo()
    assert workspace.history.undo().saved.label == "Undone: Won Rollout"
    assert workspace.history.undo().saved.label == "Undone: Added Rollout"
    assert told(workspace) == [
        ("Won Rollout", True),
        ("Lost Rollout", True),
        ("Moved Rollout to Demo", True),
        ("Added Rollout", True),
        ("A new pipeline", False),
    ]
    assert workspace.history.redo(2).saved.label == "Done again: 2 steps, the last of them Won Rollout"


def test_what_the_program_remembers_by_itself_is_no_step(workspace: Workspace) -> None:
    add(workspace)
    workspace.settings.set("fiscal_start", "4")
    workspace.history.undo()
    workspace.settings.set("period", "month")
    assert workspace.history.redo().saved.label == "Done again: Setting fiscal_start: 4"
    workspace.history.undo(2)
    assert [row[3] for row in contents(workspace.path)["setting"]] == ["month"]
    assert "Setting period: month" not in dict(told(workspace))


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        (lambda history: history.undo(3), "Only 2 steps can be undone, not 3. Nothing was changed."),
        (lambda history: history.undo(10**9), "Only 2 steps can be undone, not 1,000,000,000"),
        (lambda history: history.undo(0), "Say how many steps"),
        (lambda history: history.redo(2), "Only 1 step can be done again, not 2"),
        (lambda history: history.entry(99), "There is no entry 99"),
        (lambda history: history.undo_only(99), "There is no entry 99"),
        (lambda history: history.undo_only(1), "“A new pipeline” can't be undone: it is what the file began with"),
        (lambda history: history.undo_only(4), "“Lost Rollout” is undone already"),
        (lambda history: history.undo_only(5), "There is no entry 5"),
        (lambda history: history.undo_only(2), "“Moved Rollout to Demo” .entry 3. changed the same afterwards"),
        (lambda history: history.steps_back_to(1), "it is what the file began with"),
        (lambda history: history.steps_back_to(4), "is undone already"),
        (lambda history: history.undo_back_to(2, 1), "Something else was done meanwhile"),
    ],
)
def test_what_can_not_be_undone_is_told_and_nothing_is_changed(
    workspace: Workspace, wrong: Callable[[object], object], sentence: str
) -> None:
    add(workspace)
    workspace.deals.step(1, 1)
    workspace.deals.lose(1, "price")
    workspace.history.undo()
    before = workspace.path.read_bytes()
    with pytest.raises((Refused, NotFound, Invalid), match=sentence):
        wrong(workspace.history)
    assert workspace.path.read_bytes() == before


def test_nothing_can_be_undone_in_a_new_file(workspace: Workspace) -> None:
    with pytest.raises(Refused, match="There is nothing to undo"):
        workspace.history.undo()
    with pytest.raises(Refused, match="nothing to redo"):
        workspace.history.redo()


def test_one_entry_is_undone_alone_where_nothing_builds_on_it(workspace: Workspace) -> None:
    add(workspace, "First")
    add(workspace, "Second")
    workspace.deals.delete([1])
    [entry] = [entry.id for entry in workspace.history.entries() if entry.label == "Added Second"]
    assert workspace.history.undo_only(entry).entries == (entry,)
    assert contents(workspace.path)["deal"] == []
    workspace.history.undo()
    assert [row[4] for row in contents(workspace.path)["deal"]] == ["First"]


def test_back_to_an_entry_takes_all_that_came_after_it(workspace: Workspace) -> None:
    add(workspace, "First")
    add(workspace, "Second")
    workspace.deals.step(2, 1)
    workspace.history.undo()
    assert workspace.history.steps_back_to(2) == 2
    assert workspace.history.undo_back_to(2, 2).entries == (3, 2)
    assert contents(workspace.path)["deal"] == []


def test_screens_hear_of_each_deal_what_it_was_and_is(workspace: Workspace) -> None:
    add(workspace)
    added = workspace.overview.card(1)
    workspace.followups.finish(1, "Fine", CALL)
    finished = workspace.overview.card(1)
    saved = workspace.history.undo().saved
    assert (saved.changes, saved.finished, saved.anew) == (((finished, added),), -1, False)
    saved = workspace.history.redo().saved
    assert (saved.changes, saved.finished) == (((added, finished),), 1)
    workspace.deals.delete([1])
    assert workspace.history.undo().saved.changes == ((None, finished),)
    assert workspace.history.undo(2).saved.changes == ((finished, None),)


def test_targets_settings_and_very_many_records_are_read_anew(workspace: Workspace) -> None:
    workspace.targets.set(workspace.overview.pipeline(), workspace.overview.period(), 100)
    assert workspace.history.undo().saved.anew
    table = workspace.path.with_name("deals.csv")
    table.write_text("\n".join(["Deal name,Company", *(f"Deal {n},Company {n}" for n in range(600))]))
    workspace.imports.read(table)
    saved = workspace.history.undo().saved
    assert (saved.anew, saved.changes) == (True, ())
    assert contents(workspace.path)["deal"] == []
    assert workspace.imports.read(table).created == 600


def test_progress_of_many_steps_rises_to_the_end(workspace: Workspace) -> None:
    for number in range(3):
        add(workspace, f"Deal {number}")
    heard: list[float] = []
    workspace.history.undo(3, heard.append)
    assert heard == sorted(heard)
    assert heard[-1] == 1


def test_the_timeline_does_not_tell_what_was_undone(workspace: Workspace) -> None:
    add(workspace)
    workspace.deals.lose(1, "price")
    workspace.history.undo()
    assert [event.kind for event in workspace.timelines.detail(1).timeline] == ["created"]
    workspace.history.redo()
    assert [event.kind for event in workspace.timelines.detail(1).timeline] == ["lost", "created"]


def test_two_programs_that_undo_at_once_take_back_a_step_each(workspace: Workspace) -> None:
    for number in range(6):
        add(workspace, f"Deal {number}")

    def undo(_turn: int) -> str:
        with closing(open_workspace(workspace.path, Clock(TODAY), durable=False)) as other:
            return other.history.undo().saved.label

    with ThreadPoolExecutor(3) as programs:
        undone = list(programs.map(undo, range(6)))
    assert sorted(undone) == [f"Undone: Added Deal {number}" for number in range(6)]
    assert contents(workspace.path)["deal"] == []


def test_an_entry_is_told_in_words(workspace: Workspace) -> None:
    add(workspace)
    workspace.deals.edit(
        1, {"amount": (50_000_50, "USD"), "expected_close": date(2026, 12, 18), "tags": ("big", "q1"), "stage": 3}
    )
    workspace.followups.reschedule(1, FollowUp("email", When(date(2026, 12, 1)), "Offer"))
    workspace.deals.delete([1])
    deleted, moved, edited, added = (workspace.history.entry(number) for number in (5, 4, 3, 2))
    assert [(record.kind, record.name, record.how) for record in added.records] == [
        ("company", "Acme", "added"),
        ("deal", "Rollout", "added"),
        ("contact", "Jane", "added"),
        ("tag", "q4", "added"),
        ("activity", "Call, Rollout", "added"),
    ]
    [deal] = [record for record in edited.records if record.kind == "deal"]
    assert set(deal.fields) == {
        FieldChange("Stage", "Qualified", "Demo"),
        FieldChange("Amount", "€40,000", "$50,000.50"),
        FieldChange("Close date", "", "Fri 18 Dec 2026"),
        FieldChange("Tags", "q4", "big, q1"),
    }
    assert moved.records[0].fields == (
        FieldChange("Kind", "call", "email"),
        FieldChange("Subject", "Call", "Offer"),
        FieldChange("Due", "Mon 23 Nov 2026", "Tue 1 Dec 2026"),
    )
    assert ("deal", "Rollout", "deleted") in [record[:3] for record in deleted.records]


def test_a_page_of_history_costs_the_same_however_long_it_is(workspace: Workspace) -> None:
    asked = []
    for more in (100, 2_000):
        with workspace.store.transaction("Many") as writing:
            for number in range(more):
                writing.step(f"Step {number}")
                writing.connection.exec_driver_sql("UPDATE stage SET rotting_days = ? WHERE id = 1", (number,))
        asked.append(_effort(workspace, lambda: workspace.history.entries(50, 150)))
        page = workspace.history.entries(50)
        assert page[0].label == f"Step {more - 1}"
        assert workspace.history.entries(50, page[-1].id)[0].id == page[-1].id - 1
    assert asked[1] <= asked[0] + 1


def _effort(workspace: Workspace, read: Callable[[], object]) -> int:
    """How often SQLite has taken a hundred steps while something was read."""
    taken: list[int] = []
    with workspace._reading.rows() as rows:
        rows.set_progress_handler(lambda: taken.append(1), 100)
    read()
    with workspace._reading.rows() as rows:
        rows.set_progress_handler(None, 0)
    return len(taken)
