"""A mail for a deal: a template of its pipeline with the deal's words in it, copied, planned, or sent."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

from pipetui.outreach.sending import checked, is_set_up
from pipetui.tui.clipboard import put_on_clipboard
from pipetui.tui.screens.asking import AskingScreen
from pipetui.tui.widgets.prompt import Line, Question
from pipetui.values.errors import Invalid, NotFound
from pipetui.values.followup import FollowUp
from pipetui.values.text import fit, fold
from pipetui.values.when import parse_when, show_date, show_time
from pipetui.views.card import Card
from pipetui.views.mail import Letter, find_letter

MOST_CHOICES = 9


async def mail(screen: AskingScreen, card: Card) -> None:
    """Asks for the mail and the day it goes out; one that is planned already is only copied."""
    letters = await screen.desk_app.desk.ask(lambda work: work.playbooks.letters(card.id))
    if not letters:
        screen.desk_app.tell("No mail is written in this pipeline yet: S, then e on a stage, has room for them.")
        return

    meant = letters[0]

    def template(text: str) -> str:
        nonlocal meant
        if not text.strip():
            raise Invalid("which of them")
        try:
            meant = find_letter(letters, text)
        except NotFound as error:
            raise Invalid(str(error)) from error
        return _told(meant)

    def planned(text: str) -> str:
        if meant.activity_id is not None:
            return "it is planned already, and only copied"
        if not text.strip():
            return "only copied"
        when = parse_when(text, screen.desk_app.now_local())
        return "planned for " + show_date(when.day) + (f" {show_time(when.time)}" if when.time else "")

    def goes_to(text: str) -> str:
        if not text.strip():
            return "nobody: it is copied, and planned"
        if meant.open:
            raise Invalid(f"yours to fill in first: {', '.join(meant.open)}")
        _, address = _meant(text, people)
        return f"sent to {address}, and noted on the deal; it is not planned then"

    sends = is_set_up(screen.desk_app.config)
    people = await screen.desk_app.desk.ask(lambda work: work.overview.addresses(card.id)) if sends else []
    names = list(dict.fromkeys(each.name for each in letters))
    answer = await screen.ask(
        Question(
            key=f"mail {card.id}",
            title=f"Mail to {card.contact or card.company or card.title}",
            lines=[
                Line("mail", "which", letters[0].name, "a mail of the playbook", template),
                Line("when", "plan it for", "today", "empty only copies it", planned),
                *([Line("to", "send it to", "", _who(people), goes_to)] if sends else []),
            ],
            choices=names[:MOST_CHOICES] if len(names) > 1 else (),
            enter="copy it, or send it" if sends else "copy it",
        )
    )
    if answer is None:
        return
    chosen = find_letter(letters, answer["mail"])
    if to := answer.get("to", "").strip():
        await _send(screen, card, chosen, _meant(to, people))
        return
    is_planned = bool(answer["when"].strip()) and chosen.activity_id is None
    if is_planned:
        when = parse_when(answer["when"], screen.desk_app.now_local())
        screen.do(lambda work: work.followups.plan(card.id, FollowUp("email", when, chosen.subject), chosen.body))
    way = await put_on_clipboard(screen.desk_app, chosen.text)
    screen.desk_app.tell(
        f"Copied the mail {chosen.name} {way}{', and planned it' if is_planned else ''}{_left(chosen)}"
    )


def _meant(text: str, people: Sequence[tuple[str, str]]) -> tuple[str, str]:
    """The name and address that is meant: one of the deal's people by its first letters, or any. Raises Invalid."""
    typed = fold(text).strip()
    found = [each for each in people if fold(each[1]).startswith(typed) or fold(each[0]).startswith(typed)]
    return found[0] if found else ("", checked(text))


def _who(people: Sequence[tuple[str, str]]) -> str:
    return ", ".join(mail for _, mail in people[:3]) or "jane@example.com"


async def _send(screen: AskingScreen, card: Card, letter: Letter, to: tuple[str, str]) -> None:
    """Sends a mail aside, and notes it on its deal; where it can't be sent, says why and keeps what was typed."""
    from pipetui.outreach.sending import compose, deliver, server_of

    server = server_of(screen.desk_app.config)
    message = compose(server.address, [to], letter.subject, letter.body)
    screen.desk_app.tell(f"Sending to {to[1]} …")
    await asyncio.to_thread(deliver, server, message)
    told = f"Sent {letter.subject} to {to[1]}"
    screen.do(lambda work: work.posting.note_sent(card.id, message, letter.activity_id), told)


def _told(letter: Letter) -> str:
    return f"{letter.subject}{_left(letter)} · {fit(' '.join(letter.body.split()), 60)}"


def _left(letter: Letter) -> str:
    return f" · yours to fill in: {', '.join(letter.open)}" if letter.open else ""
