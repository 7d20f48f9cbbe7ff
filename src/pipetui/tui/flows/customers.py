"""What is asked about what customers do next: what it is, what came after it, another day."""

from __future__ import annotations

from functools import partial

from pipetui.tui.flows.steps import followup, suggested
from pipetui.tui.screens.asking import AskingScreen
from pipetui.tui.widgets.prompt import Line, Question
from pipetui.values.customer import customer_as_typed, parse_customer, show_customer
from pipetui.values.errors import Invalid
from pipetui.values.followup import parse_followup
from pipetui.values.names import put_off_offered
from pipetui.values.when import When, show_date
from pipetui.values.workdays import parse_put_off
from pipetui.views.card import Card, Wait
from pipetui.views.playbook import CustomerStepNew

EXAMPLE = "@legal sends the signed order fri"
"""What a line on what a customer does can say."""


def _step(screen: AskingScreen, text: str) -> CustomerStepNew:
    read = parse_customer(text, screen.desk_app.now_local())
    return CustomerStepNew(read.what, read.due, read.who)


def _understood(screen: AskingScreen, text: str) -> str:
    return show_customer(parse_customer(text, screen.desk_app.now_local()), screen.today())


async def customer(screen: AskingScreen, card: Card) -> None:
    """Notes what the customer does next."""
    asked = Question(
        key=f"customer {card.id}",
        title=f"What the customer of {card.title} does next",
        lines=[Line("next", "what, by when", "", EXAMPLE, partial(_understood, screen))],
    )
    if answer := await screen.ask(asked):
        new = _step(screen, answer["next"])
        screen.do(lambda work: work.customers.plan(card.id, new))


async def done(screen: AskingScreen, card: Card, wait: Wait) -> None:
    """Notes that the customer did it: what they do next, and what the rep does."""

    def theirs(text: str) -> str:
        return _understood(screen, text) if text.strip() else "nothing to wait for"

    ours = "" if card.steps else await suggested(screen, card, None)
    asked = Question(
        key=f"they did {wait.id}",
        title=f"They did it: {wait.what} · {card.title}",
        lines=[
            Line("theirs", "what they do next", "", EXAMPLE, theirs),
            Line("ours", "what you do next", ours, "call fri 15:00", partial(followup, screen)),
        ],
        enter="done",
    )
    answer = await screen.ask(asked)
    if answer is None:
        return
    they = _step(screen, answer["theirs"]) if answer["theirs"].strip() else None
    we = parse_followup(answer["ours"], screen.desk_app.now_local()) if answer["ours"].strip() else None
    screen.do(lambda work: work.customers.done(wait.id, they, we), f"They did it: {wait.what}")


async def put_off(screen: AskingScreen, wait: Wait) -> None:
    """Gives the customer until another day."""

    def until(text: str) -> When:
        return parse_put_off(text, screen.desk_app.now_local(), wait.due)

    def understood(text: str) -> str:
        day = until(text).day
        if day < screen.today():
            raise Invalid("That day is past: write fri, 3d, 15 dec.")
        return f"{wait.who or 'the customer'}, by {show_date(day)}"

    asked = Question(
        key=f"wait {wait.id}",
        title=f"Another day for: {wait.what}",
        lines=[Line("until", "by", put_off_offered()[0], "mon, 3d, 1w, 15 dec", understood)],
        choices=put_off_offered(),
        enter="wait until then",
    )
    if answer := await screen.ask(asked):
        to = until(answer["until"])
        screen.do(lambda work: work.customers.put_off(wait.id, to), f"They have until {show_date(to.day)}")


async def change(screen: AskingScreen, wait: Wait) -> None:
    """Says anew what the customer does, who, and by when."""
    typed = customer_as_typed(wait.what, wait.who, wait.due)
    asked = Question(
        key=f"change wait {wait.id}",
        title=f"What the customer does: {wait.what}",
        lines=[Line("next", "what, by when", typed, EXAMPLE, partial(_understood, screen), False)],
    )
    if answer := await screen.ask(asked):
        new = _step(screen, answer["next"])
        screen.do(lambda work: work.customers.change(wait.id, new))
