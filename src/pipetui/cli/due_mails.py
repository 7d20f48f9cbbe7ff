"""Sending every mail that is written and due."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

import typer

from pipetui.cli import output
from pipetui.values.text import count

if TYPE_CHECKING:
    from pipetui.config.reading import Config
    from pipetui.outreach.sending import Server
    from pipetui.views.due_mail import DueMail
    from pipetui.workspace import Workspace

State = Literal["sent", "due", "held", "failed"]
STYLES: dict[State, str] = {"sent": "green", "due": "", "held": "yellow", "failed": "red"}
HEAD = ("state", "activity", "deal_id", "deal", "to", "subject", "due", "reason")


class Told(NamedTuple):
    """What became of a mail, and why where it did not go."""

    mail: DueMail
    state: State
    reason: str = ""


def send_due(workspace: Workspace, config: Config, *, yes: bool, dry_run: bool, json: bool) -> None:
    """Sends what is written and due and can go as it is; what has to be looked at first is told with why.

    Raises Invalid where nobody can be asked, Exit with 1 where a mail could not be sent.
    """
    found = workspace.overview.due_mails()
    held = [Told(mail, "held", mail.reason) for mail in found if mail.reason]
    ready = [mail for mail in found if not mail.reason]
    if dry_run or not ready:
        _print([*(Told(mail, "due") for mail in ready), *held], json=json)
        return
    from pipetui.outreach.sending import server_of

    server = server_of(config)
    if not yes and not _is_sure(ready):
        output.say("Nothing was sent.")
        raise typer.Exit(1)
    told = [*_sent(workspace, server, ready), *held]
    _print(told, json=json)
    if any(each.state == "failed" for each in told):
        raise typer.Exit(1)


def _sent(workspace: Workspace, server: Server, ready: Sequence[DueMail]) -> Iterator[Told]:
    """Sends one after the other; once the server can't be used, no more are tried."""
    from pipetui.values.errors import Invalid, Refused, Trouble

    trouble = ""
    for mail in ready:
        if trouble:
            yield Told(mail, "failed", trouble)
            continue
        try:
            workspace.posting.send_due(server, mail)
            yield Told(mail, "sent")
        except (Refused, Invalid) as error:  # this one can't go; it keeps no other from it
            yield Told(mail, "failed", str(error))
        except Trouble as error:
            trouble = str(error)
            yield Told(mail, "failed", trouble)


def _is_sure(ready: Sequence[DueMail]) -> bool:
    """Whether the rep says so, having seen which. Raises Invalid where there is nobody to ask."""
    from pipetui.values.errors import Invalid

    if not (sys.stdin.isatty() and sys.stderr.isatty()):
        raise Invalid("Mails are sent once you say so: write --yes where nobody can be asked, --dry-run to see which.")
    for mail in ready:
        output.say(f"{mail.to}: {mail.subject} ({mail.deal})")
    return typer.confirm(f"Send {count(len(ready), 'mail')}?", default=False, err=True)


def _print(told: Sequence[Told], *, json: bool) -> None:
    records = [_record(each) for each in told]
    if json:
        output.as_json(records)
    elif not output.on_terminal():
        output.tab_separated(HEAD, (list(record.values()) for record in records))
    elif told:
        from pipetui.cli.table import Cell, Column, paint

        columns = (
            Column("What", tight=True),
            Column("To"),
            Column("Mail"),
            Column("Deal", spare=1),
            Column("Why", least=30),
        )
        lines = [
            (Cell(each.state, STYLES[each.state]), each.mail.to, each.mail.subject, each.mail.deal, each.reason)
            for each in told
        ]
        output.data(paint(columns, lines))
    if not told:
        output.say("No mail that is written is due.")


def _record(told: Told) -> dict[str, Any]:
    mail = told.mail
    return {
        "state": told.state,
        "activity": mail.activity_id,
        "deal_id": mail.deal_id,
        "deal": mail.deal,
        "to": mail.to or None,
        "subject": mail.subject,
        "due": mail.due.isoformat(),
        "reason": told.reason or None,
    }
