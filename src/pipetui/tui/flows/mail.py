"""A mail for a deal: a template of its pipeline with the deal's words in it, copied, and planned."""

from __future__ import annotations

from pipetui.tui.clipboard import put_on_clipboard
from pipetui.tui.screens.asking import AskingScreen
from pipetui.tui.widgets.prompt import Line, Question
from pipetui.values.errors import Invalid, NotFound
from pipetui.values.followup import FollowUp
from pipetui.values.text import fit
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

    names = list(dict.fromkeys(each.name for each in letters))
    answer = await screen.ask(
        Question(
            key=f"mail {card.id}",
            title=f"Mail to {card.contact or card.company or card.title}",
            lines=[
                Line("mail", "which", letters[0].name, "a mail of the playbook", template),
                Line("when", "plan it for", "today", "empty only copies it", planned),
            ],
            choices=names[:MOST_CHOICES] if len(names) > 1 else (),
            enter="copy it",
        )
    )
    if answer is None:
        return
    chosen = find_letter(letters, answer["mail"])
    is_planned = bool(answer["when"].strip()) and chosen.activity_id is None
    if is_planned:
        when = parse_when(answer["when"], screen.desk_app.now_local())
        screen.do(lambda work: work.followups.plan(card.id, FollowUp("email", when, chosen.subject), chosen.body))
    way = await put_on_clipboard(screen.desk_app, chosen.text)
    screen.desk_app.tell(
        f"Copied the mail {chosen.name} {way}{', and planned it' if is_planned else ''}{_left(chosen)}"
    )


def _told(letter: Letter) -> str:
    return f"{letter.subject}{_left(letter)} · {fit(' '.join(letter.body.split()), 60)}"


def _left(letter: Letter) -> str:
    return f" · yours to fill in: {', '.join(letter.open)}" if letter.open else ""
