"""What is asked about saved views: which one is wanted, and what the present one is called."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from pipetui.tui.screens.asking import AskingScreen
from pipetui.tui.widgets.prompt import Line, Question
from pipetui.tui.widgets.view_list import ViewList
from pipetui.tui.workers import run_latest
from pipetui.values.errors import Invalid, PipetuiError
from pipetui.values.text import fold
from pipetui.views.board import SORTS
from pipetui.views.listed import columns_of, read_columns
from pipetui.views.saved_view import SavedView

if TYPE_CHECKING:
    from pipetui.workspace import Workspace


async def choose(screen: AskingScreen) -> None:
    """Shows the list until a view is taken or the list is left."""
    app, place = screen.desk_app, 0
    while True:
        try:
            views = await app.desk.ask(lambda work: work.overview.views())
        except PipetuiError as error:
            app.tell(str(error), severity="error")
            return
        shown = ViewList(views, app.shown.filter_text, min(place, len(views) - 1))
        run_latest(screen, "counting", _count, screen, shown)
        answer = await screen.put(shown)
        if answer is None:
            return
        place = int(answer["place"])
        view = views[place]
        match answer["does"]:
            case "take":
                app.shown.show_view(view)
                return
            case "save":
                if await save(screen, views):
                    return
            case "rename":
                await _rename(screen, view)
            case _:
                await _delete(screen, view)


async def save(screen: AskingScreen, views: Sequence[SavedView]) -> bool:
    """Keeps what is shown under a name that is asked for; whether it was."""
    app, state = screen.desk_app, screen.state
    if state is None:
        return False
    own = {fold(view.name): view for view in views if view.is_own}
    fields = state.fields
    shown = app.shown.view

    def named(typed: str) -> str:
        if not typed.strip():
            raise Invalid("a name, to take it by")
        taken = own.get(fold(typed.strip()))
        return f"in the place of {taken.name}: {taken.filter or 'every open deal'}" if taken else ""

    def listed(typed: str) -> str:
        names = read_columns(typed, fields)
        return "on cards: " + (", ".join(one.label for one in columns_of(names, fields)) if names else "as usual")

    filter_text = app.shown.filter_text.strip()
    answer = await screen.ask(
        Question(
            key="view",
            title=f"Save {filter_text or 'every open deal'}, sorted by {SORTS[state.board.sort][0]}",
            lines=[
                Line("name", "view", shown.name if shown and shown.is_own else "", "My region", named),
                Line(
                    "columns", "shows", ", ".join(shown.columns if shown else ()),
                    "company, value, close, next, prob, tag … or a field of your own", listed,
                ),
            ],
        )
    )  # fmt: skip
    if answer is None:
        return False
    view = SavedView(answer["name"], filter_text, state.board.sort, read_columns(answer["columns"], fields))
    try:
        saved = await app.desk.ask(lambda work: work.views.save(view, replace=True))
    except PipetuiError as error:
        app.tell(str(error), severity="warning")
        return False
    app.tell(f"Saved the view {saved.name}")
    app.shown.show_view(saved)
    return True


async def _rename(screen: AskingScreen, view: SavedView) -> None:
    app = screen.desk_app

    def named(typed: str) -> str:
        if not typed.strip():
            raise Invalid("a name, to take it by")
        return ""

    if not view.is_own:
        app.tell(f"{view.name} comes with the program: it stays as it is.", severity="warning")
        return
    answer = await screen.ask(
        Question("view name", f"Rename {view.name}", [Line("name", "view", view.name, "", named)])
    )
    if answer is not None:
        name = answer["name"]
        done = await app.writing.tried(lambda work: work.views.rename(view, name))
        taken = app.shown.view
        if done and taken is not None and taken.id == view.id:
            app.shown.view = replace(taken, name=name)


async def _delete(screen: AskingScreen, view: SavedView) -> None:
    app = screen.desk_app
    if await app.writing.tried(lambda work: work.views.delete(view)):
        app.tell(f"Deleted the view {view.name}. u brings it back")


async def _count(screen: AskingScreen, shown: ViewList) -> None:
    """Tells how many of the pipeline's deals each view has, one after the other, while the list is looked at."""
    state = screen.state
    if state is None:
        return
    numbers: dict[int, str] = {}
    for place, view in enumerate(shown.views):
        if shown.answer.done():
            return
        try:
            ids = await screen.desk_app.desk.ask(_ids_of(view))
        except PipetuiError:
            numbers[place] = "?"  # what it asks for is no longer there
        else:
            numbers[place] = f"{sum(number in state.board.cards for number in ids):,}"
        if not shown.answer.done() and shown.is_running:
            shown.tell(numbers)


def _ids_of(view: SavedView) -> Callable[[Workspace], list[int]]:
    def ids(work: Workspace) -> list[int]:
        return work.overview.ids(work.overview.filter(view.filter))

    return ids
