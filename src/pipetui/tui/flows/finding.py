"""What the palette offers on a screen, and what becomes of what was taken in it."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from pipetui.tui.commands import BOARD, commands_for, own_first
from pipetui.tui.screens.palette import PaletteScreen
from pipetui.tui.screens.working import ListScreen
from pipetui.tui.settings import KIND as SETTING
from pipetui.tui.settings import choice_of, settings_to_find
from pipetui.tui.workers import run_beside
from pipetui.values.conditions import Field, Is
from pipetui.values.errors import Invalid, PipetuiError
from pipetui.values.filter_text import filter_text
from pipetui.values.text import count, fold
from pipetui.views.finding import Findable, Findables
from pipetui.views.people.listed import KINDS

if TYPE_CHECKING:
    from pipetui.tui.app import PipetuiApp
    from pipetui.tui.screens.asking import AskingScreen
    from pipetui.views.people.listed import Kind

COMMAND = "command"


def at_once(screen: AskingScreen, typed: str = "") -> Findables:
    """What is found without the file: the screen's commands with their keys, and the settings."""
    app = screen.desk_app
    commands = [
        Findable(
            COMMAND,
            command.id,
            command.label,
            command.help.rstrip("."),
            app.keymap.shown[command.id],
            f"{command.group} {command.id}",
            listed=True,
        )
        for command in own_first(screen.NAME)
        if command.group != "Move" and command.id != "app.palette" and not (typed and command.id == "app.settings")
    ]
    period = app.state.period.kind if app.state else app.config.text("forecast.period")
    return Findables([*commands, *settings_to_find(app.config, period)])


def open_palette(screen: AskingScreen, typed: str = "") -> None:
    """Puts the palette up over a screen."""
    app = screen.desk_app

    async def taken(thing: Findable | None) -> None:
        if thing is not None:
            app.found.take(thing)
            await _act(app, screen, thing)

    app.push_screen(PaletteScreen(at_once(screen, typed), typed), taken)


async def _act(app: PipetuiApp, screen: AskingScreen, thing: Findable) -> None:
    if thing.kind == COMMAND:
        [action] = [command.action for command in commands_for(screen.NAME) if command.id == thing.ref]
        await screen.run_action(action)
    elif thing.kind == SETTING:
        app.choose(*choice_of(cast(str, thing.ref)))
    elif thing.kind == "deal":
        await app.reveal(cast(int, thing.ref))
    elif thing.kind in KINDS:
        app.show_person(thing.kind, cast(int, thing.ref))
    else:
        run_beside(app, "commands", _show_view, app, cast(str, thing.ref))


async def _show_view(app: PipetuiApp, name: str) -> None:
    from pipetui.views.saved_view import view_named

    try:
        view = view_named(name, await app.shown.views())
    except PipetuiError as error:
        app.tell(str(error), severity="warning")
        return
    _go_to_a_list(app)
    app.shown.show_view(view)


def _go_to_a_list(app: PipetuiApp) -> None:
    """Goes to the board, unless the screen that is shown has a filter."""
    if not isinstance(app.screen, ListScreen):
        app.action_show(BOARD)


async def show_person_of(app: PipetuiApp, deal_id: int, field: str = "") -> None:
    """Goes to a deal's first contact, to a field of theirs where it is named; to its company where it has none."""
    found = await app.desk.ask(lambda work: work.overview.people.of_deal(deal_id))
    if found is None:
        app.tell("Nobody is named on this deal. enter opens it; its contact and company are among the fields.")
    else:
        app.show_person(*found, field)


async def show_deals(app: PipetuiApp, kind: Kind, number: int, name: str) -> None:
    """Shows the deals of a company or a contact on the board: the one there is, else the open ones, by a filter."""
    state = app.state
    if state is None:
        return
    try:
        deals = await app.desk.ask(lambda work: work.overview.deals_of(kind, number))
    except PipetuiError as error:
        app.tell(str(error), severity="error")
        return
    here = [deal_id for deal_id, pipeline_id, is_open in deals if is_open and pipeline_id == state.pipeline.id]
    if not deals:
        app.tell(f"{name} has no deal yet. On the board a adds one.")
    elif len(deals) == 1 or not here:
        app.action_show(BOARD)
        await app.reveal(deals[0][0])
        if len(deals) > 1:
            app.tell(f"{name} has {count(len(deals), 'deal')}, none of them open here. This is the latest.")
    else:
        read = await app.names.filters()
        text = filter_text(Field(kind, "words", (Is(fold(name)),)))
        try:
            wanted = read(text)
        except Invalid:
            app.action_show(BOARD)
            await app.reveal(here[0])  # A name that the language of filters can't say.
            return
        app.shown.narrow(wanted, text)
        app.action_show(BOARD)
