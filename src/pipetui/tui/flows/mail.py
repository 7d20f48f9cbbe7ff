"""A mail for a deal: a template with the deal's words in it, put in one's own, copied, planned, or sent."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

from pipetui.outreach.sending import checked, is_set_up
from pipetui.tui.clipboard import put_on_clipboard
from pipetui.tui.posting import post
from pipetui.tui.screens.asking import AskingScreen
from pipetui.tui.screens.letter import LetterScreen
from pipetui.tui.widgets.prompt import Line, Question
from pipetui.values.errors import Invalid, NotFound
from pipetui.values.followup import FollowUp
from pipetui.values.text import fit, fold
from pipetui.values.when import parse_when, show_date, show_time
from pipetui.views.card import Card
from pipetui.views.mail import Letter, blank, find_letter, left_open, rewritten
from pipetui.views.people.listed import Named

MOST_CHOICES = 9
REWRITE = "ctrl+e"
"""The key that opens the mail, to be put in other words."""


async def mail(screen: AskingScreen, card: Card, person: Named | None = None, first: Sequence[Letter] = ()) -> None:
    """Asks for the mail and the day it goes out, until it is not to be rewritten any more; then copies or sends it.

    It is to the deal's contact, unless ``person`` is meant; ``first`` are offered before those of the playbook.
    """
    whom = person.name if person else card.contact
    found = await screen.desk_app.desk.ask(lambda work: work.playbooks.letters(card.id, whom))
    letters = [_as_left(screen, card, each) for each in (*first, *found, blank(card.title, whom))]
    sends = is_set_up(screen.desk_app.config)
    people = await screen.desk_app.desk.ask(lambda work: work.overview.addresses(card.id)) if sends else []
    people.sort(key=lambda each: each[0] != whom)
    while True:
        answer = await screen.ask(_question(screen, card, whom, letters, people, sends))
        if answer is None:
            return
        chosen = find_letter(letters, answer["mail"])
        if answer.pop("key", "") != REWRITE:
            break
        # What was answered is there again once the mail is written.
        screen.drafts[_key(card)] = answer
        title = f"Mail to {whom or card.company or 'nobody yet'} · {card.title}"
        written = await screen.desk_app.push_screen_wait(LetterScreen(chosen, title))
        if written.subject != chosen.subject or written.body.strip() != chosen.body.strip():
            letters[letters.index(chosen)] = written
            screen.drafts[_kept(card, chosen)] = {"subject": written.subject, "body": written.body}
    if to := answer.get("to", "").strip():
        await _send(screen, card, chosen, _meant(to, people))
    else:
        await _copy(screen, card, chosen, answer["when"])
    screen.drafts.pop(_kept(card, chosen), None)


def _key(card: Card) -> str:
    return f"mail {card.id}"


def _kept(card: Card, letter: Letter) -> str:
    return f"letter {card.id} {letter.activity_id or letter.stage} {letter.name}"


def _as_left(screen: AskingScreen, card: Card, letter: Letter) -> Letter:
    """A mail as it was written last, where it has not gone out since."""
    kept = screen.drafts.get(_kept(card, letter))
    return letter if kept is None else rewritten(letter, kept["subject"], kept["body"])


def _question(
    screen: AskingScreen,
    card: Card,
    whom: str | None,
    letters: Sequence[Letter],
    people: Sequence[tuple[str, str]],
    sends: bool,
) -> Question:
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
        if left := left_open(meant):
            raise Invalid(f"yours to fill in first ({REWRITE}): {', '.join(left)}")
        _, address = _meant(text, people)
        return f"sent to {address}, and noted on the deal; it is not planned then"

    names = list(dict.fromkeys(each.name for each in letters))
    return Question(
        key=_key(card),
        title=f"Mail to {whom or card.company or card.title}",
        lines=[
            Line("mail", "which", letters[0].name, "a mail of the playbook", template),
            Line("when", "plan it for", "today", "empty only copies it", planned),
            *([Line("to", "send it to", "", _who(people), goes_to)] if sends else []),
        ],
        choices=names[:MOST_CHOICES] if len(names) > 1 else (),
        enter="copy it, or send it" if sends else "copy it",
        others={REWRITE: "your own words"},
        anyway=(REWRITE,),
    )


def _meant(text: str, people: Sequence[tuple[str, str]]) -> tuple[str, str]:
    """The name and address that is meant: one of the deal's people by its first letters, or any. Raises Invalid."""
    typed = fold(text).strip()
    found = [each for each in people if fold(each[1]).startswith(typed) or fold(each[0]).startswith(typed)]
    return found[0] if found else ("", checked(text))


def _who(people: Sequence[tuple[str, str]]) -> str:
    return ", ".join(mail for _, mail in people[:3]) or "jane@example.com"


async def _copy(screen: AskingScreen, card: Card, letter: Letter, said: str) -> None:
    """Puts a mail on the clipboard, and plans it where a day is said and it is not planned already."""
    is_planned = bool(said.strip()) and letter.activity_id is None
    if is_planned:
        when = parse_when(said, screen.desk_app.now_local())
        screen.do(lambda work: work.followups.plan(card.id, FollowUp("email", when, letter.subject), letter.body))
    way = await put_on_clipboard(screen.desk_app, letter.text)
    planned = ", and planned it" if is_planned else ""
    screen.desk_app.tell(f"Copied the mail {letter.name} {way}{planned}{_left(letter)}")


async def _send(screen: AskingScreen, card: Card, letter: Letter, to: tuple[str, str]) -> None:
    """Sends a mail aside, and notes it on its deal; where it can't be sent, says why and keeps what was typed."""
    from pipetui.outreach.sending import compose, server_of

    # What gives the password may ask for one itself, and take its time.
    server = await asyncio.to_thread(server_of, screen.desk_app.config)
    message = compose(server.address, [to], letter.subject, letter.body)
    screen.desk_app.tell(f"Sending to {to[1]} …")
    await post(screen, server, card.id, message, letter.activity_id, told=f"Sent {letter.subject} to {to[1]}")


def _told(letter: Letter) -> str:
    own = "in your own words: " if letter.is_rewritten else ""
    return f"{own}{letter.subject}{_left(letter)} · {fit(' '.join(letter.body.split()), 60)}"


def _left(letter: Letter) -> str:
    left = left_open(letter)
    return f" · yours to fill in: {', '.join(left)}" if left else ""
