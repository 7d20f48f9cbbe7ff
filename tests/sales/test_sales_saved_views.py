"""Views: those that come with the program, and those kept in the file."""

from dataclasses import replace

import pytest

from hostile import HOSTILE
from pipetui.values.errors import Invalid, NotFound
from pipetui.values.text import clean
from pipetui.views.board import SORTS
from pipetui.views.entry import NewDeal
from pipetui.views.saved_view import BUILT_IN, SavedView
from pipetui.workspace import Workspace

MINE = SavedView("Clinics", "clinic value>10k", "amount", ("title", "value"))


def own(workspace: Workspace) -> list[SavedView]:
    return [view for view in workspace.overview.views() if view.is_own]


def test_those_that_come_with_the_program_can_be_read_in_an_empty_file(workspace: Workspace) -> None:
    assert workspace.overview.views() == BUILT_IN
    for view in BUILT_IN:
        assert view.sort in SORTS
        assert view.about
        assert workspace.overview.ids(workspace.overview.filter(view.filter)) == []


def test_a_view_is_kept_as_it_is_and_found_by_the_beginning_of_its_name(workspace: Workspace) -> None:
    saved = workspace.views.save(MINE)
    assert own(workspace) == [saved] == [replace(MINE, id=saved.id)]
    assert workspace.overview.view("CLIN") == saved
    with pytest.raises(NotFound, match="The views are My week, Closing this month"):
        workspace.overview.view("zzz")
    workspace.views.save(SavedView("Clients", ""))
    with pytest.raises(NotFound, match="could be Clinics or Clients"):
        workspace.overview.view("cli")


def test_saving_renaming_and_deleting_are_undone_one_by_one(workspace: Workspace) -> None:
    saved = workspace.views.save(MINE)
    renamed = workspace.views.rename(saved, "Hospitals")
    workspace.views.delete(renamed)
    assert own(workspace) == []
    workspace.history.undo()
    assert own(workspace) == [renamed]
    workspace.history.undo()
    assert own(workspace) == [saved]
    workspace.history.undo()
    assert own(workspace) == []
    workspace.history.redo()
    assert own(workspace) == [saved]
    assert [entry.label for entry in workspace.history.entries(3)] == [
        "Deleted the view Hospitals",
        "Renamed the view Clinics to Hospitals",
        "Saved the view Clinics",
    ]


@pytest.mark.parametrize(
    ("view", "sentence"),
    [
        (SavedView("", "acme"), "A view needs a name."),
        (SavedView("x" * 61, ""), "A view's name has at most 60 characters."),
        (SavedView("big ONES", "acme"), "big ONES comes with the program. Take another name."),
        (SavedView("One", "stage:zzz"), '"zzz" is not a stage: there are Lead'),
        (SavedView("One", "", "luck"), '"luck" is no order of deals'),
        (SavedView("One", "", columns=("titel",)), "“titel” is no column: did you mean title?"),
        (SavedView("clinics", "acme"), "There is a view Clinics already."),
    ],
)
def test_what_can_not_be_a_view_is_said(workspace: Workspace, view: SavedView, sentence: str) -> None:
    workspace.views.save(MINE)
    with pytest.raises(Invalid, match=sentence.replace("?", r"\?")):
        workspace.views.save(view)
    assert len(own(workspace)) == 1


def test_with_replace_a_view_takes_the_place_of_the_one_of_its_name(workspace: Workspace) -> None:
    saved = workspace.views.save(MINE)
    again = workspace.views.save(SavedView("clinics", "acme", "title"), replace=True)
    assert own(workspace) == [again]
    assert again.id == saved.id


def test_those_that_come_with_the_program_stay(workspace: Workspace) -> None:
    for change in (lambda view: workspace.views.delete(view), lambda view: workspace.views.rename(view, "Mine")):
        with pytest.raises(Invalid, match="comes with the program"):
            change(BUILT_IN[0])


@pytest.mark.parametrize("text", HOSTILE)
def test_names_are_clean(workspace: Workspace, text: str) -> None:
    try:
        saved = workspace.views.save(SavedView(text, ""))
    except Invalid:
        return
    assert saved.name == clean(text)
    assert own(workspace) == [saved]


def test_big_ones_are_the_top_tenth_of_what_is_open(workspace: Workspace) -> None:
    for thousand in range(1, 31):
        workspace.deals.add(NewDeal(title=f"Deal {thousand}", amount=thousand * 100_000, currency="EUR"), 1)
    workspace.deals.add(NewDeal(title="Nothing said"), 1)

    def titles(text: str) -> list[str]:
        return [card.title for card in workspace.overview.cards(workspace.overview.filter(text))]

    assert titles("value:big") == ["Deal 28", "Deal 29", "Deal 30"]
    assert titles("value>big") == ["Deal 29", "Deal 30"]
    assert len(titles("value<big")) == 27
    for number in (29, 30):
        workspace.deals.win(number)
    assert titles("value:big") == ["Deal 26", "Deal 27", "Deal 28"]
