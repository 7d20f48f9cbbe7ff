"""Sending a mail from a screen: what waits for a server does so aside, what is noted goes by the file's thread."""

from __future__ import annotations

import asyncio
from email.message import EmailMessage
from typing import TYPE_CHECKING

from pipetui.values.errors import PipetuiError

if TYPE_CHECKING:
    from pipetui.outreach.sending import Server
    from pipetui.tui.screens.asking import AskingScreen


async def post(
    screen: AskingScreen,
    server: Server,
    deal_id: int,
    message: EmailMessage,
    planned_id: int | None,
    *,
    again: bool = True,
    told: str | None = None,
) -> None:
    """Sends a mail and notes it on its deal, as ``Posting.send`` does. Raises what that raises before it is sent."""
    from pipetui.outreach.sending import deliver

    desk = screen.desk_app.desk
    if planned_id is not None:
        number = planned_id
        await desk.ask(lambda work: work.posting.claim(number, message, again=again))
    try:
        refused = await asyncio.to_thread(deliver, server, message)
    except PipetuiError as error:
        why = error
        await desk.ask(lambda work: work.posting.settle(message, why))
        raise
    screen.do(lambda work: work.posting.note_sent(deal_id, message, planned_id, refused), told)
