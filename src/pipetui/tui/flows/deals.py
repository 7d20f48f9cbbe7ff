"""What is asked before a deal is lost, deleted or edited."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from pipetui.tui.flows.reasons import ask_reason
from pipetui.tui.screens.asking import AskingScreen
from pipetui.tui.widgets.prompt import Line, Question
from pipetui.values.money import show
from pipetui.values.own import show_own
from pipetui.values.when import show_date
from pipetui.views.card import Card, Change
from pipetui.views.fields import CATEGORY_NAMES, MODEL, Context, field_named, preview
from pipetui.views.stage import Stage

if TYPE_CHECKING:
    from pipetui.tui.state import State

CATEGORIES = ("commit", "best case", "pipeline", "omitted", "the stage's")
"""What a deal can be to the forecast, in the order they are asked for."""


async def lose(screen: AskingScreen, card: Card) -> None:
    """Closes a deal as lost, once a reason is given."""
    reason = await ask_reason(screen, f"lost {card.id}", f"{card.title} is lost", "lost", "close it as lost")
    if reason is not None:
        screen.do(lambda work: work.deals.lose(card.id, reason), f"Lost: {card.title}, {reason}")


async def delete(screen: AskingScreen, card: Card) -> None:
    """Deletes a deal, once that is confirmed."""
    title = f"Delete {card.title}, with its activities?"
    if await screen.is_sure(f"delete {card.id}", title, "delete it", "enter deletes it"):
        screen.do(lambda work: work.deals.delete([card.id]), f"Deleted {card.title}")


async def edit(screen: AskingScreen, card: Card, name: str) -> None:
    """Edits a field of a deal; the strip shows what the forecast would become with each letter."""
    state = screen.state
    if state is None:
        return
    context = Context(card, state.pipeline, state.today)
    spec = field_named(name, state.fields)

    def understood(text: str) -> str:
        value = spec.read(text, context)
        if name == "expected_close":
            return show_date(value) if value else "no close date"
        if name == "amount":
            return show(*value) if value else "no amount"
        if name == "stage":
            return state.pipeline.stage(value).name
        if name == "category":
            return CATEGORY_NAMES[value] if value else f"the stage's: {CATEGORY_NAMES[_stage_of(state, card).category]}"
        if name == "probability":
            return _whose(value, _stage_of(state, card))
        if any(field.key == name for field in state.fields):
            return "nothing" if value is None else show_own(value)
        return ""

    def would_be(values: Mapping[str, str] | None) -> None:
        becomes = None if values is None else preview(context, name, spec.read(values[name], context))
        state.would_be = None if becomes is None else state.what_if([Change(card, becomes)])
        screen.refresh_bars()

    asked = Question(
        key=f"edit {card.id} {name}",
        title=card.title,
        lines=[Line(name, spec.label.lower(), spec.text(context), spec.hint, understood)],
        choices=CATEGORIES if name == "category" else (),
        preview=would_be,
    )
    if answer := await screen.ask(asked):
        value = spec.read(answer[name], context)
        screen.do(lambda work: work.deals.edit(card.id, {name: value}))


def _stage_of(state: State, card: Card) -> Stage:
    return state.pipeline.stage(card.stage_id)


def _whose(value: float | str | None, stage: Stage) -> str:
    """Whose a probability is."""
    if value == MODEL:
        return "what the history says, once it is asked"
    return f"the stage's: {stage.probability:g}%" if value is None else f"{value:g}%, your word"
