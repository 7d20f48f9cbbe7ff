"""What is asked about leads: one line to take one in, the next step of one that qualifies, the day of one put off."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from pipetui.tui.flows.reasons import ask_reason
from pipetui.tui.flows.steps import followup
from pipetui.tui.screens.asking import AskingScreen
from pipetui.tui.widgets.prompt import Line, Question
from pipetui.values.errors import Invalid
from pipetui.values.followup import parse_followup
from pipetui.values.quickadd import parse_quickadd
from pipetui.values.when import parse_day, show_date
from pipetui.views.card import Card
from pipetui.views.entry import NewDeal
from pipetui.views.playbook import Fill

if TYPE_CHECKING:
    from pipetui.views.card import Saved
    from pipetui.workspace import Workspace

EXAMPLE = "Acme asks for prices +Acme @'Jane Doe' source:web campaign:spring"
"""What a lead's line can say."""

LATER = ("+1w", "+2w", "+1m", "+3m", "+6m")
"""How long leads are usually put off."""


async def capture(screen: AskingScreen) -> None:
    """Takes in a lead from one line, showing what is understood of it as it is typed."""
    state = screen.state
    if state is None:
        return
    currency = state.pipeline.currency

    def understood(line: str) -> str:
        if not line.strip():
            return ""
        read = parse_quickadd(line, screen.desk_app.now_local(), currency, state.fields)
        if read.problem:
            raise Invalid(read.problem)
        return " · ".join([read.title, *(chip.text for chip in read.chips)])

    asked = Question(
        key="lead",
        title="New lead",
        lines=[Line("line", "in one line", understood=understood, placeholder=EXAMPLE)],
        enter="take it in",
    )
    answer = await screen.ask(asked)
    if answer and answer["line"].strip():
        read = parse_quickadd(answer["line"], screen.desk_app.now_local(), currency, state.fields)
        new = NewDeal.from_line(read)
        screen.do(lambda work: work.leads.capture(new, state.pipeline.id), f"Took in {read.title}")


async def qualify(screen: AskingScreen, card: Card) -> None:
    """Makes a lead a deal in the first open stage, with a next step."""
    state = screen.state
    if state is None or not state.pipeline.open_stages:
        return
    goal = state.pipeline.open_stages[0]
    suggested = ""
    if not card.steps:
        suggested = await screen.desk_app.desk.ask(lambda work: work.overview.suggestion(card.id, stage_id=goal.id))
    asked = Question(
        key=f"qualify {card.id}",
        title=f"{card.title} becomes a deal in {goal.name}",
        lines=[
            Line(
                "next",
                "what is next",
                suggested,
                "empty leaves what is planned" if card.steps else "call fri 15:00",
                partial(followup, screen),
            )
        ],
        enter="qualify it",
    )
    answer = await screen.ask(asked)
    if answer is None:
        return
    coming = parse_followup(answer["next"], screen.desk_app.now_local()) if answer["next"].strip() else None
    screen.do(partial(_qualify, card.id, Fill(next=coming)), f"{card.title} is a deal in {goal.name} now")


def _qualify(deal_id: int, fill: Fill, work: Workspace) -> Saved:
    from pipetui.sales.guard import Passing

    return work.leads.qualify(deal_id, Passing(fill=fill))


async def nurture(screen: AskingScreen, card: Card) -> None:
    """Puts a lead off until its day."""
    today = screen.today()

    def understood(text: str) -> str:
        day = parse_day(text, today)
        if day <= today:
            raise Invalid("A day ahead: +3m, 15 mar, mon.")
        return f"it comes back on {show_date(day)}"

    asked = Question(
        key=f"nurture {card.id}",
        title=f"{card.title} comes back by itself",
        lines=[Line("until", "on", "+1m", "+3m, 15 mar, mon", understood)],
        choices=LATER,
        enter="put it off",
    )
    if answer := await screen.ask(asked):
        day = parse_day(answer["until"], today)
        screen.do(lambda work: work.leads.nurture(card.id, day), f"{card.title} comes back on {show_date(day)}")


async def drop(screen: AskingScreen, card: Card) -> None:
    """Drops a lead, once a reason is given."""
    title = f"{card.title} is no lead for us"
    reason = await ask_reason(screen, f"drop {card.id}", title, "dropped", "drop it")
    if reason is not None:
        screen.do(lambda work: work.leads.drop(card.id, reason), f"Dropped: {card.title}, {reason}")
