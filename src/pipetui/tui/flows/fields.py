"""What is asked about the rep's own fields, and about what cards show."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from pipetui.tui.screens.asking import AskingScreen
from pipetui.tui.widgets.own_field_list import OwnFieldList
from pipetui.tui.widgets.prompt import Line, Question
from pipetui.values.errors import Invalid, PipetuiError
from pipetui.values.own import KINDS, key_of, kind_named, own_named, read_choices
from pipetui.values.text import clean, count
from pipetui.views.listed import columns_of, read_columns

if TYPE_CHECKING:
    from pipetui.values.own import OwnField
    from pipetui.workspace import Workspace


async def on_cards(screen: AskingScreen) -> None:
    """Asks what cards are to show, and keeps it for the next time."""
    state = screen.state
    if state is None:
        return
    fields, now = state.fields, ", ".join(one.name for one in state.columns)

    def listed(typed: str) -> str:
        names = read_columns(typed, fields)
        return ", ".join(one.label for one in columns_of(names, fields)) if names else "what cards show by themselves"

    own = ", ".join(field.key for field in fields[:4])
    asked = Question(
        key="cards",
        title="What cards show under the title, two to a line",
        lines=[Line("names", "show", now, "company, value, next, close, prob, owner, tag …", listed)],
        notes=(f"Your own: {own}",) if own else (),
        enter="show it",
    )
    if answer := await screen.ask(asked):
        screen.desk_app.fitting.show_on_cards(read_columns(answer["names"], fields))


async def own_fields(screen: AskingScreen) -> None:
    """Shows the rep's own fields until the list is left."""
    app, place = screen.desk_app, 0
    while True:
        try:
            fields, uses = await app.desk.ask(lambda work: (work.overview.fields(), work.fields.uses()))
        except PipetuiError as error:
            app.tell(str(error), severity="error")
            return
        place = max(0, min(place, len(fields) - 1))
        answer = await screen.put(OwnFieldList(fields, uses, place))
        if answer is None:
            return
        place = int(answer["place"])
        if answer["does"] == "add":
            place = len(fields) if await _add(screen, fields) else place
        elif answer["does"] == "undo":
            await _undo(screen)
        else:
            place += await _change(screen, fields[place], answer["does"], place, uses)


async def _undo(screen: AskingScreen) -> None:
    app = screen.desk_app
    try:
        app.tell((await app.desk.ask(lambda work: work.history.undo())).saved.label)
    except PipetuiError as error:
        app.tell(str(error), severity="warning")
    app.load()


async def _change(screen: AskingScreen, field: OwnField, does: str, place: int, uses: object) -> int:
    """Does something with a field; gives how far it moved."""
    app, key = screen.desk_app, field.key
    match does:
        case "rename":
            if said := await _ask(screen, f"Rename {field.label}", "name", field.label, _a_name):
                await _do(screen, lambda work: work.fields.rename(key, said))
        case "kind":
            if said := await _ask(screen, f"{field.label} holds", "kind", field.kind, kind_named, KINDS):
                await _do(screen, lambda work: work.fields.retype(key, said))
        case "choices" if field.kind != "choice":
            app.tell(f"{field.label} is {field.kind}: there is nothing to choose from. t makes it a choice.")
        case "choices":
            now = ", ".join(field.choices)
            if said := await _ask(screen, f"{field.label} is one of", "choices", now, _choices):
                await _do(screen, lambda work: work.fields.choose_from(key, said.split(",")))
        case "later" | "earlier":
            by = 1 if does == "later" else -1
            if place + by >= 0 and await _do(screen, lambda work: work.fields.move(key, place + 1 + by)):
                return by
        case "delete":
            if await _do(screen, lambda work: work.fields.delete(key)):
                app.tell(f"Deleted the field {field.label}. u brings it back with what deals said")
    return 0


async def _add(screen: AskingScreen, fields: tuple[OwnField, ...]) -> bool:
    def named(text: str) -> str:
        shown = _a_name(text)
        if other := own_named(shown, fields):
            raise Invalid(f"There is a field {other.label} already.")
        return f"{key_of(shown)}: in a deal's line and in filters"

    def of_kind(text: str) -> str:
        return kind_named(text) if text.strip() else "text"

    def chosen(text: str) -> str:
        return count(len(read_choices(text.split(","))), "choice") if text.strip() else "for a choice only"

    answer = await screen.ask(
        Question(
            "field",
            "A field of your own",
            [
                Line("name", "name", "", "Contract end", named),
                Line("kind", "holds", "", ", ".join(KINDS), of_kind),
                Line("choices", "one of", "", "small, medium, large", chosen),
            ],
            enter="add it",
        )
    )
    if answer is None:
        return False
    kind = answer["kind"].strip() or ("choice" if answer["choices"].strip() else "text")
    choices = answer["choices"].split(",") if answer["choices"].strip() else []
    return await _do(screen, lambda work: work.fields.add(answer["name"], kind, choices))


def _a_name(text: str) -> str:
    key_of(text)
    return clean(text)


def _choices(text: str) -> str:
    return count(len(read_choices(text.split(","))), "choice")


async def _ask(
    screen: AskingScreen,
    title: str,
    label: str,
    now: str,
    understood: Callable[[str], str],
    choices: tuple[str, ...] = (),
) -> str:
    asked = Question(f"field {title}", title, [Line(label, label, now, understood=understood)], choices)
    answer = await screen.ask(asked)
    return answer[label] if answer else ""


async def _do(screen: AskingScreen, call: Callable[[Workspace], object]) -> bool:
    """Changes the fields, and has everything that shows them read anew; whether it could be done."""
    done = await screen.desk_app.writing.tried(call)
    if done:
        screen.desk_app.load()
    return done
