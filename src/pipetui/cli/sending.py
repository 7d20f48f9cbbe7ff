"""Sending a mail to a deal's contact."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from email.message import EmailMessage
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from pipetui.cli import output
from pipetui.cli.command import Json
from pipetui.cli.deals import print_deal
from pipetui.cli.session import opened

if TYPE_CHECKING:
    from pipetui.config.reading import Config
    from pipetui.views.card import Card
    from pipetui.views.mail import Letter
    from pipetui.workspace import Workspace


def send(
    context: typer.Context,
    deal: Annotated[
        str | None, typer.Argument(metavar="DEAL", help="Its number, or enough of its title; none with --due.")
    ] = None,
    name: Annotated[
        list[str] | None, typer.Argument(metavar="MAIL", help="Which mail of the playbook; mail DEAL lists them.")
    ] = None,
    to: Annotated[
        list[str] | None, typer.Option("--to", metavar="ADDRESS", help="To whom; the deal's contact if unsaid.")
    ] = None,
    cc: Annotated[list[str] | None, typer.Option("--cc", metavar="ADDRESS", help="Who else gets it.")] = None,
    subject: Annotated[str, typer.Option("--subject", metavar="TEXT", help="In place of the mail's own.")] = "",
    text: Annotated[str, typer.Option("--text", metavar="TEXT", help="In place of the mail's own; - reads it.")] = "",
    draft: Annotated[
        Path | None, typer.Option("--draft", metavar="FILE", help="Write it to a file (.eml) and send nothing.")
    ] = None,
    due: Annotated[bool, typer.Option("--due", help="Every mail that is written and due, in place of DEAL.")] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="With --due: send nothing; show what would go.")] = False,
    yes: Annotated[bool, typer.Option("--yes", help="Send without asking.")] = False,
    json: Json = False,
) -> None:
    """Send a mail to a deal's contact by your own server, and note it on the deal.

    A mail of the playbook has the deal's words filled in; one that is planned is finished. It is shown first, and sent
    once you say so. Where mail goes out says [mail] in the config; the password is in PIPETUI_MAIL_PASSWORD, or what
    mail.password_command prints.

    With --due all mails go out that are planned with their words, by a rule or a cadence or you, once their day has
    come. One is held back, and told with why, where nobody has an address, a place is yours to fill in, something
    happened on the deal since it was written, or it may have gone out before: nothing is sent twice.
    """
    config: Config = context.obj["settings"]
    with opened(context) as workspace:
        if due:
            _check_alone(deal, to, cc, subject, text, draft)
            from pipetui.cli.due_mails import send_due

            send_due(workspace, config, yes=yes, dry_run=dry_run, json=json)
            return
        from pipetui.values.errors import Invalid

        if deal is None or dry_run:
            raise Invalid(
                "Which deal? Write its number or enough of its title; --due sends all that is written and due."
            )
        card = workspace.deals.find(deal)
        letter = _letter(workspace, card, name)
        message = _message(config, letter, _recipients(workspace, card, to or []), cc or [], subject, text)
        if draft is not None:
            _write(draft.expanduser(), message)
            output.say(f"Wrote the mail to {draft.name}. Nothing was sent.")
            return
        from pipetui.outreach.sending import server_of

        server = server_of(config)
        if not yes and not _is_sure(message):
            output.say("Nothing was sent.")
            raise typer.Exit(1)
        planned = letter.activity_id if letter is not None else None
        saved = workspace.posting.send(server, card.id, message, planned)
        output.say(f"{saved.label}: {message['subject']}, to {message['to']}")
        if json:
            print_deal(workspace, saved.card or card, json)


def _check_alone(*said: object) -> None:
    """Raises Invalid where something is said beside --due."""
    from pipetui.values.errors import Invalid

    if any(said):
        raise Invalid("--due sends what is written as it is: name no deal, mail, address or file besides.")


def _letter(workspace: Workspace, card: Card, name: list[str] | None) -> Letter | None:
    """The mail that is named; None where none is. Raises NotFound."""
    if not name:
        return None
    from pipetui.views.mail import find_letter

    return find_letter(workspace.playbooks.letters(card.id), " ".join(name))


def _message(
    config: Config, letter: Letter | None, to: Sequence[tuple[str, str]], cc: Sequence[str], subject: str, text: str
) -> EmailMessage:
    """The mail as it goes out. Raises Invalid where something of it is missing."""
    from pipetui.outreach.sending import addresses_of, compose
    from pipetui.values.errors import Invalid
    from pipetui.views.mail import left_open

    said = _read() if text == "-" else text or (letter.body if letter is not None else "")
    head = subject or (letter.subject if letter is not None else "")
    if not said.strip() or not head.strip():
        raise Invalid("Say what it says: name a mail of the playbook, or write --subject and --text.")
    if letter is not None and not text and (left := left_open(letter)):
        raise Invalid(f"The mail has places that are yours to fill in: {', '.join(left)}. Write --text with them.")
    own = addresses_of(config)
    if not own:
        raise Invalid('The config does not say from whom mail goes out: [mail] address = "me@example.com".')
    return compose(own[0], to, head, said, cc)


def _recipients(workspace: Workspace, card: Card, to: Sequence[str]) -> list[tuple[str, str]]:
    """To whom it goes: names and addresses. Raises Invalid where the deal has nobody with an address."""
    from pipetui.values.errors import Invalid

    if to:
        return [("", mail) for mail in to]
    people = workspace.overview.addresses(card.id)
    if not people:
        raise Invalid(f"{card.title} has no contact with an address: write --to jane@example.com.")
    return people[:1]


def _read() -> str:
    """What is piped in."""
    return sys.stdin.read(1_000_000)


def _write(path: Path, message: EmailMessage) -> None:
    """Writes a mail to a file, over none that is there. Raises Refused or Trouble."""
    from pipetui.values.errors import Refused, Trouble

    try:
        with path.open("xb") as file:
            file.write(message.as_bytes())
    except FileExistsError as error:
        raise Refused(f"{path.name} is there already, and is left as it is.") from error
    except OSError as error:
        raise Trouble(f"{path.name} can't be written: {error.strerror}.") from error


def _is_sure(message: EmailMessage) -> bool:
    """Whether the rep says so, having seen it. Raises Invalid where there is nobody to ask."""
    from pipetui.values.errors import Invalid

    if not (sys.stdin.isatty() and sys.stderr.isatty()):
        raise Invalid("A mail is sent once you say so: write --yes where nobody can be asked, or --draft FILE.")
    body = message.get_body(("plain",))
    output.say(f"From: {message['from']}\nTo: {message['to']}\nSubject: {message['subject']}\n")
    output.say(str(body.get_content()) if body is not None else "")
    return typer.confirm("Send it?", default=False, err=True)
