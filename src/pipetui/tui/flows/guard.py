"""What is asked when a deal lacks what its stage asks for: fill it in here, or go on anyway."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from pipetui.tui.screens.asking import AskingScreen
from pipetui.tui.widgets.prompt import Line, Question
from pipetui.values.customer import parse_customer, show_customer
from pipetui.values.errors import Invalid
from pipetui.values.followup import parse_followup, show_followup
from pipetui.values.text import count
from pipetui.views.fields import BY_NAME, Context, field_named
from pipetui.views.playbook import Criterion, CustomerStepNew, Fill, Missing, Unmet
from pipetui.views.requirements import label_of, role_of

if TYPE_CHECKING:
    from pipetui.views.card import Card, Saved
    from pipetui.workspace import Workspace

_YES = frozenset({"y", "yes", "x", "1", "ja", "j", "oui", "si", "sì"})
ON = "ctrl+l"
"""The key that goes on all the same."""


async def meet(screen: AskingScreen, unmet: Unmet) -> None:
    """Asks for what is missing, in one question, and moves the deal; asks again for what is then still missing."""
    state = screen.state
    if state is None:
        return
    card = await screen.desk_app.desk.ask(lambda work: work.overview.card(unmet.deal_id))
    pipeline = next((line for line in state.pipelines if line.id == card.pipeline_id), state.pipeline)
    context = Context(card, pipeline, state.today)
    aim = "be won" if unmet.goal_id is None else f"go to {unmet.goal}"
    asked = Question(
        key=f"meet {unmet.deal_id} {unmet.goal_id}",
        title=f"{card.title} can't {aim} yet: {count(len(unmet.missing), 'thing')} missing",
        lines=[_line(screen, place, each, context) for place, each in enumerate(unmet.missing)],
        enter="save, and move on",
        others={ON: "move on anyway"} if unmet.may_pass else {},
    )
    answer = await screen.ask(asked)
    if answer is not None:
        fill = unmet.given.and_also(_filled(screen, unmet, answer, context))
        screen.do(partial(_go_on, unmet, fill, "key" in answer))


async def fill_in(screen: AskingScreen, card: Card, line: Criterion) -> None:
    """Asks for what a criterion is met by."""
    state = screen.state
    if state is None or line.field is None:
        return
    pipeline = next((each for each in state.pipelines if each.id == card.pipeline_id), state.pipeline)
    context = Context(card, pipeline, state.today)
    unmet = Unmet(card.id, card.title, None, "", [Missing("", line)])
    asked = Question(
        key=f"fill {card.id} {line.id}",
        title=f"{line.text} · {card.title}",
        lines=[_line(screen, 0, unmet.missing[0], context)],
    )
    answer = await screen.ask(asked)
    if answer and answer["0"].strip():
        fill = _filled(screen, unmet, answer, context)
        screen.do(lambda work: work.deals.fill(card.id, fill))


def _go_on(unmet: Unmet, fill: Fill, anyway: bool, work: Workspace) -> Saved:
    from pipetui.sales.guard import Passing

    passing = Passing(anyway=anyway, fill=fill)
    if unmet.goal_id is None:
        return work.deals.win(unmet.deal_id, passing=passing)
    return work.deals.move(unmet.deal_id, unmet.goal_id, passing)


def _line(screen: AskingScreen, place: int, each: Missing, context: Context) -> Line:
    line = each.criterion
    label = "tick" if line.field is None else label_of(line.field)
    must = " (a must)" if line.is_hard else ""

    def understood(text: str) -> str:
        if not text.strip():
            return f"{line.text}{must}"
        return f"{line.text}: {_shown(screen, line, text, context)}"

    placeholder = "y when it is so" if line.field is None else _hint(line.field)
    return Line(str(place), label, "", placeholder, understood)


def _hint(field: str) -> str:
    if role_of(field):
        return "who is it?"
    if field == "next_step":
        return "call fri 15:00 about pricing"
    if field == "customer_step":
        return "@legal sends the signed order fri"
    return BY_NAME[field].hint if field in BY_NAME else ""


def _shown(screen: AskingScreen, line: Criterion, text: str, context: Context) -> str:
    """What is typed, as it is understood. Raises Invalid where it can't be read."""
    now = screen.desk_app.now_local()
    if line.field is None:
        if text.strip().casefold() not in _YES:
            raise Invalid(f"{line.text}: y ticks it, nothing leaves it open.")
        return "yes"
    if line.field == "next_step":
        return show_followup(parse_followup(text, now), context.today)
    if line.field == "customer_step":
        return show_customer(parse_customer(text, now), context.today)
    if not role_of(line.field):
        _spec(screen, line.field).read(text, context)
    return text.strip()


def _spec(screen: AskingScreen, field: str) -> Any:
    state = screen.state
    return field_named(field, state.fields if state else ())


def _filled(screen: AskingScreen, unmet: Unmet, answer: dict[str, str], context: Context) -> Fill:
    """What was filled in, from the lines that were not left empty."""
    now = screen.desk_app.now_local()
    fields: dict[str, Any] = {}
    roles: dict[str, str] = {}
    ticks: set[int] = set()
    coming = customer = None
    for place, each in enumerate(unmet.missing):
        text, field = answer[str(place)], each.criterion.field
        if not text.strip():
            continue
        if field is None:
            ticks.add(each.criterion.id)
        elif role := role_of(field):
            roles[role] = text
        elif field == "next_step":
            coming = parse_followup(text, now)
        elif field == "customer_step":
            read = parse_customer(text, now)
            customer = CustomerStepNew(read.what, read.due, read.who)
        else:
            fields[field] = _spec(screen, field).read(text, context)
    return Fill(fields, frozenset(ticks), roles, coming, customer)
