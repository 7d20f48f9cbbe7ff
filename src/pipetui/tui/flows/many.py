"""What is asked before many deals are changed at once: one question for all of them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING

from pipetui.tui.flows.reasons import ask_reason
from pipetui.tui.flows.steps import followup, put_off_shown
from pipetui.tui.screens.asking import AskingScreen
from pipetui.tui.widgets.prompt import Line, Question
from pipetui.values.errors import Invalid
from pipetui.values.followup import parse_followup
from pipetui.values.money import show_whole
from pipetui.values.names import put_off_offered
from pipetui.values.text import count
from pipetui.values.when import show_day
from pipetui.values.workdays import parse_put_off
from pipetui.views.card import Card, Change, Saved
from pipetui.views.fields import Context, field_named, preview
from pipetui.views.many import Hindered, Many, read_many
from pipetui.views.sums import Sums

if TYPE_CHECKING:
    from pipetui.sales.bulk import Insist
    from pipetui.workspace import Workspace

ANYWAY = "ctrl+l"
"""The key that takes along what lacks something, where it may."""


def act(screen: AskingScreen, call: Callable[[Workspace, Insist], Saved]) -> None:
    """Does something with many deals. Where some can't go along, asks once what becomes of them."""
    screen.do_told(lambda work: call(work, "ask"), lambda some: _go_on(screen, some, call))


async def _go_on(screen: AskingScreen, some: Hindered, call: Callable[[Workspace, Insist], Saved]) -> None:
    insist = await _insist(screen, some)
    if insist is not None:
        screen.do_told(lambda work: call(work, insist))


async def _insist(screen: AskingScreen, some: Hindered) -> Insist | None:
    """Asks what becomes of deals that can't go; None where all are to stay."""
    rest = some.going
    others = {ANYWAY: f"{count(rest + some.passing, 'deal')} anyway, which is remembered"} if some.passing else {}
    if not rest and not others:
        screen.desk_app.tell(str(some), severity="warning")
        return None

    def understood(_text: str) -> str:
        if rest:
            return ""
        raise Invalid("None of them has what it takes.")

    answer = await screen.ask(
        Question(
            key=f"hindered {some.aim}",
            title=some.head,
            notes=some.named(),
            lines=[
                Line("sure", "", placeholder=f"enter leaves them, and takes the other {rest:,}", understood=understood)
            ],
            enter=f"only the other {rest:,}" if rest else "nothing",
            others=others,
        )
    )
    if answer is None:
        return None
    return "anyway" if "key" in answer else "those"


async def lose(screen: AskingScreen, cards: Sequence[Card]) -> None:
    """Closes deals as lost, once a reason is given for all of them."""
    title = f"{_these(screen, cards)} are lost"
    reason = await ask_reason(screen, "many lost", title, "lost", "close them as lost")
    if reason is not None:
        numbers = [card.id for card in cards]
        screen.do_told(lambda work: work.bulk.lose(numbers, reason))


async def delete(screen: AskingScreen, cards: Sequence[Card]) -> None:
    """Deletes deals, once that is confirmed."""
    title = f"Delete {_these(screen, cards)}, with their activities?"
    if await screen.is_sure("many deleted", title, "delete them", "enter deletes them"):
        numbers = [card.id for card in cards]
        screen.do_told(lambda work: work.bulk.delete(numbers))


async def plan(screen: AskingScreen, cards: Sequence[Card]) -> None:
    """Plans the same follow-up for each of the deals."""

    def understood(text: str) -> str:
        if not text.strip():
            raise Invalid("What, and when? call fri 15:00 about pricing")
        return followup(screen, text)

    asked = Question(
        key="many planned",
        title=f"Follow-up for each of {_these(screen, cards)}",
        lines=[Line("next", "what and when", "", "call fri 15:00 about pricing", understood)],
    )
    if answer := await screen.ask(asked):
        what = parse_followup(answer["next"], screen.desk_app.now_local())
        numbers = [card.id for card in cards]
        screen.do_told(lambda work: work.bulk.plan(numbers, what))


async def done(screen: AskingScreen, cards: Sequence[Card]) -> None:
    """Finishes the next step of each of the deals that has one: what came of them, and what is next for each."""
    with_step = _with_step(screen, cards)
    if not with_step:
        return
    asked = Question(
        key="many done",
        title=f"The next steps of {_these(screen, with_step)} are done",
        lines=[
            Line("note", "what came of them", placeholder="they were all at the fair"),
            Line("next", "and for each next", "", "call fri 15:00; empty plans nothing", partial(followup, screen)),
        ],
        enter="done",
    )
    answer = await screen.ask(asked)
    if answer is None:
        return
    coming = parse_followup(answer["next"], screen.desk_app.now_local()) if answer["next"].strip() else None
    numbers = [card.id for card in with_step]
    screen.do_told(lambda work: work.bulk.finish(numbers, answer["note"], coming))


async def snooze(screen: AskingScreen, cards: Sequence[Card]) -> None:
    """Puts the next step of each of the deals that has one off to a day."""
    with_step = _with_step(screen, cards)
    if not with_step:
        return
    understood = partial(put_off_shown, screen, [card.steps[0] for card in with_step])
    asked = Question(
        key="many snoozed",
        title=f"Snooze the next steps of {_these(screen, with_step)}",
        lines=[
            Line("until", "until", put_off_offered()[0], "mon, 3d, 1w, 15 dec", understood),
            Line("why", "why", "", "they are at a fair"),
        ],
        choices=put_off_offered(),
        enter="snooze them",
    )
    if answer := await screen.ask(asked):
        until = partial(parse_put_off, answer["until"], screen.desk_app.now_local())
        numbers = [card.id for card in with_step]
        screen.do_told(lambda work: work.bulk.snooze(numbers, until, answer.get("why", "")))


def _with_step(screen: AskingScreen, cards: Sequence[Card]) -> list[Card]:
    found = [card for card in cards if card.steps]
    if not found:
        screen.desk_app.tell("No follow-up is planned for any of them. f plans one for each.")
    return found


_HINTS = {
    "amount": "+5%, -10%, or an amount for each: 40k",
    "expected_close": "+2w from each one's own date, or a day for all: 15 dec, eom",
    "tags": "+hot puts it on, -cold takes it off; without signs they replace all",
}


async def edit(screen: AskingScreen, cards: Sequence[Card], name: str) -> None:
    """Edits a field of many deals; the strip shows what the forecast would become with each letter."""
    state = screen.state
    if state is None:
        return
    try:
        read_many(name, "", state.fields)
    except Invalid as error:
        screen.desk_app.tell(str(error), severity="warning")
        return
    spec = field_named(name, state.fields)
    contexts = [Context(card, state.pipeline, state.today) for card in cards]

    def values(text: str) -> tuple[Many, list[object]]:
        change = read_many(name, text, state.fields)
        return change, [change.value(context) for context in contexts]

    def understood(text: str) -> str:
        _, become = values(text)
        return _told(screen, name, contexts, become)

    def would_be(typed: Mapping[str, str] | None) -> None:
        state.would_be = None
        if typed is not None:
            _, become = values(typed[name])
            changes = [
                Change(context.card, preview(context, name, value))
                for context, value in zip(contexts, become, strict=True)
            ]
            state.would_be = state.what_if(changes)
        screen.refresh_bars()

    asked = Question(
        key=f"many {name}",
        title=f"{_these(screen, cards)}: {spec.label.lower()}",
        lines=[Line(name, spec.label.lower(), "", _HINTS.get(name, spec.hint), understood)],
        preview=would_be,
    )
    if answer := await screen.ask(asked):
        change = read_many(name, answer[name], state.fields)
        numbers = [card.id for card in cards]
        screen.do_told(lambda work: work.bulk.edit(numbers, [change]))


def _these(screen: AskingScreen, cards: Sequence[Card]) -> str:
    state = screen.state
    assert state is not None
    return f"{count(len(cards), 'deal')}, {show_whole(Sums.of(cards).amount, state.pipeline.currency)}"


def _told(screen: AskingScreen, name: str, contexts: Sequence[Context], become: Sequence[object]) -> str:
    """What the deals become, in a few words."""
    state = screen.state
    assert state is not None
    if name == "amount":
        currency = state.pipeline.currency
        after = [preview(context, name, value) for context, value in zip(contexts, become, strict=True)]
        was = Sums.of([context.card for context in contexts]).amount
        return f"{show_whole(was, currency)} becomes {show_whole(Sums.of(after).amount, currency)}"
    if name == "expected_close":
        days = sorted(day for day in become if isinstance(day, type(state.today)))
        if not days:
            return "no close date"
        first, last = show_day(days[0], state.today), show_day(days[-1], state.today)
        without = f", {len(become) - len(days):,} without a date stay so" if len(days) < len(become) else ""
        return (first if first == last else f"{first} to {last}") + without
    return "" if any(become) else "emptied"
