"""What is done about a payment that is waited for: a follow-up, or a mail to the customer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipetui.tui.screens.asking import AskingScreen
from pipetui.tui.widgets.prompt import Line, Question
from pipetui.values.errors import Invalid
from pipetui.values.followup import parse_followup, show_followup
from pipetui.values.money import show
from pipetui.values.when import show_date, show_day
from pipetui.views.cash import IN, OVERDUE, Entry
from pipetui.views.mail import reminder

if TYPE_CHECKING:
    from pipetui.views.card import Card


async def chase(screen: AskingScreen, entry: Entry) -> None:
    """Plans a follow-up about a payment."""
    state, deal_id = screen.state, entry.deal_id
    if state is None or deal_id is None:
        screen.desk_app.tell("A follow-up is of a deal; this belongs to none.")
        return

    def understood(text: str) -> str:
        if not text.strip():
            raise Invalid("What, and when? call fri 15:00 about the invoice")
        return show_followup(parse_followup(text, screen.desk_app.now_local()), screen.today())

    due = f", due {show_day(entry.day, state.today)}" if entry.day else ""
    about = f"call today about {entry.label}: {show(entry.whole, state.pipeline.currency)}{due}"
    asked = Question(
        key=f"chase {entry.key}",
        title=f"Follow-up for {entry.title}",
        lines=[Line("next", "what and when", about, understood=understood)],
    )
    if answer := await screen.ask(asked):
        what = parse_followup(answer["next"], screen.desk_app.now_local())
        screen.do(lambda work: work.followups.plan(deal_id, what), f"Planned for {entry.title}; the agenda has it")


async def remind(screen: AskingScreen, entry: Entry, card: Card | None = None) -> None:
    """Writes to the customer about a payment; of one that is not overdue, any mail of the deal's."""
    from pipetui.tui.flows.mail import mail

    state, deal_id = screen.state, entry.deal_id
    if state is None or deal_id is None:
        screen.desk_app.tell("A mail is of a deal; this belongs to none.")
        return
    if card is None:
        card = await screen.desk_app.desk.ask(lambda work: work.overview.card(deal_id))
    about = []
    if entry.state == OVERDUE and entry.way == IN and entry.day is not None:
        amount = show(entry.whole, state.pipeline.currency)
        about = [reminder(entry.label, card.title, amount, show_date(entry.day), card.contact)]
    await mail(screen, card, first=about)
