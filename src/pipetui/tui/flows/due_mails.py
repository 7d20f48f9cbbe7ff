"""Sending every mail that is written and due, from the agenda."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from typing import TYPE_CHECKING

from pipetui.tui.posting import post
from pipetui.tui.screens.asking import AskingScreen
from pipetui.tui.widgets.prompt import Line, Question
from pipetui.values.errors import Invalid, PipetuiError, Refused
from pipetui.values.text import count, fit

if TYPE_CHECKING:
    from pipetui.outreach.sending import Server
    from pipetui.views.due_mail import DueMail

MOST_TOLD = 6
"""Mails that are told one by one before they go."""


async def send_due(screen: AskingScreen) -> None:
    """Sends what is written and due and can go as it is, once that is confirmed; says what is held back, and why."""
    from pipetui.outreach.sending import server_of

    app = screen.desk_app
    found = await app.desk.ask(lambda work: work.overview.due_mails())
    ready = [mail for mail in found if not mail.reason]
    held = [mail for mail in found if mail.reason]
    if not ready:
        app.tell(
            f"Nothing goes out by itself. {_held(held)}" if held else "No mail that is written is due.",
            severity="warning" if held else "information",
        )
        return
    # What gives the password may ask for one itself, and take its time.
    server = await asyncio.to_thread(server_of, app.config)
    notes = [f"{mail.name or mail.to}: {mail.subject} · {mail.deal}" for mail in ready[:MOST_TOLD]]
    if len(ready) > MOST_TOLD:
        notes.append(f"and {len(ready) - MOST_TOLD} more")
    if held:
        notes.append(_held(held))
    asked = Question(
        key="send due",
        title=f"Send {count(len(ready), 'mail')}?",
        lines=[Line("sure", "", placeholder="enter sends, and notes each on its deal")],
        enter="send",
        notes=notes,
    )
    if await screen.ask(asked) is not None:
        await _send(screen, server, ready)


def _held(held: Sequence[DueMail]) -> str:
    """What is held back, the first with why."""
    first = held[0]
    more = f" And {len(held) - 1} more." if len(held) > 1 else ""
    return f"Held back: {fit(first.subject, 30)} ({fit(first.deal, 30)}). {first.reason}{more}"


async def _send(screen: AskingScreen, server: Server, ready: Sequence[DueMail]) -> None:
    """Sends one after the other; once the server can't be used, no more are tried."""
    from pipetui.outreach.posting import written

    sent = 0
    app = screen.desk_app
    app.tell(f"Sending {count(len(ready), 'mail')} …")
    for mail in ready:
        try:
            await post(screen, server, mail.deal_id, written(server, mail), mail.activity_id, again=False)
        except (Refused, Invalid) as error:
            app.tell(f"{fit(mail.subject, 40)}: {error}", severity="warning", beside=True)
        except PipetuiError as error:
            app.tell(f"{error} {count(sent, 'mail')} of {len(ready)} went out.", severity="error")
            return
        else:
            sent += 1
    app.tell(f"Sent {count(sent, 'mail')}.", beside=sent < len(ready))
