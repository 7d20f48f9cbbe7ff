"""Writing a mail and handing it to the rep's own server."""

from __future__ import annotations

import os
import shlex
import smtplib
import ssl
import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from email.message import EmailMessage
from email.utils import formataddr, localtime, make_msgid
from typing import Literal

from pipetui.config.reading import Config
from pipetui.values.errors import Invalid, Refused, Trouble
from pipetui.values.text import clean, fit

Security = Literal["starttls", "tls", "none"]

PORTS: Mapping[str, int] = {"starttls": 587, "tls": 465, "none": 25}

PATIENCE = 20
"""Seconds a server may take for each answer."""

PASSWORD = "PIPETUI_MAIL_PASSWORD"
"""The variable a password may be in."""


@dataclass(frozen=True, slots=True)
class Server:
    """Where mail goes out, and as whom; ``password`` is "" where the server asks for none."""

    host: str
    port: int
    security: Security
    user: str
    address: str
    password: str = field(repr=False, default="")


def addresses_of(config: Config) -> tuple[str, ...]:
    """The rep's own addresses, the one mail goes out from first."""
    return tuple(part.strip() for part in config.text("mail.address").split(",") if part.strip())


def is_set_up(config: Config) -> bool:
    """Whether the config says where mail goes out, and from whom."""
    return bool(config.text("mail.host") and addresses_of(config))


def server_of(config: Config, environment: Mapping[str, str] = os.environ) -> Server:
    """The server the config names. Raises Invalid where it says too little, Trouble where no password is to be had."""
    if not is_set_up(config):
        raise Invalid(
            "No mail goes out yet: [mail] in the config says from which address and over which host, such as"
            ' address = "me@example.com", host = "smtp.example.com".'
        )
    address = addresses_of(config)[0]
    security = config.text("mail.security")
    assert security in PORTS
    return Server(
        host=config.text("mail.host"),
        port=config.number("mail.port") or PORTS[security],
        security="tls" if security == "tls" else "none" if security == "none" else "starttls",
        user=config.text("mail.user") or address,
        address=address,
        password=environment.get(PASSWORD) or _password(config.text("mail.password_command")),
    )


def _password(command: str) -> str:
    """The first line of what a command prints; "" without one."""
    if not command:
        return ""
    try:
        told = subprocess.run(
            shlex.split(command), capture_output=True, text=True, timeout=60, check=True, stdin=subprocess.DEVNULL
        )
    except (OSError, ValueError, subprocess.SubprocessError) as error:
        raise Trouble(
            f"mail.password_command of the config gave no password: {fit(clean(str(error)), 120)}."
        ) from error
    return told.stdout.split("\n", 1)[0]


def compose(
    sender: str, to: Sequence[tuple[str, str]], subject: str, text: str, cc: Sequence[str] = ()
) -> EmailMessage:
    """A mail in plain text with a key of its own; ``to`` are names and addresses. Raises Invalid for a wrong one."""
    message = EmailMessage()
    try:
        message["From"] = sender
        message["To"] = ", ".join(formataddr((clean(name), checked(mail))) for name, mail in to)
        if cc:
            message["Cc"] = ", ".join(map(checked, cc))
        message["Subject"] = clean(subject)
        message["Date"] = localtime()
        message["Message-ID"] = make_msgid(domain=sender.rpartition("@")[2].strip("> ") or None)
        message.set_content(f"{clean(text, multiline=True).strip()}\n")
    except (ValueError, IndexError) as error:
        raise Invalid(f"The mail can't be written so: {fit(clean(str(error)), 100)}.") from error
    return message


def checked(mail: str) -> str:
    """An address as typed, tidied. Raises Invalid where it is none."""
    tidy = clean(mail[:320]).strip()
    name, at, host = tidy.rpartition("@")
    if not (at and name and host) or any(character in tidy for character in ' ,;<>"\n'):
        raise Invalid(f"“{fit(tidy, 60)}” is no address of mail: write it as jane@example.com.")
    return tidy


def key_of(message: EmailMessage) -> str:
    """What a mail is called everywhere."""
    return clean(str(message["message-id"])).strip("<> ")


def deliver(server: Server, message: EmailMessage) -> None:
    """Hands a mail to the server. Raises Refused where it does not take mail for them, Trouble for all else."""
    where = f"{clean(server.host)}:{server.port}"
    try:
        with _connected(server) as connection:
            if server.password:
                connection.login(server.user, server.password)
            connection.send_message(message)
    except smtplib.SMTPAuthenticationError as error:
        raise Trouble(f"{where} does not take the password of {clean(server.user)}. {PASSWORD} may hold it.") from error
    except smtplib.SMTPRecipientsRefused as error:
        refused = ", ".join(clean(mail) for mail in error.recipients)
        raise Refused(f"{where} refuses to take mail to {fit(refused, 100)}. Nothing was sent.") from error
    except smtplib.SMTPNotSupportedError as error:
        raise Trouble(
            f"{where} does not know what was asked: {_said(error)}. See mail.security in the config."
        ) from error
    except ssl.SSLError as error:
        raise Trouble(
            f"{where} can't be spoken to in secret: {_said(error)}. See mail.security in the config."
        ) from error
    except (smtplib.SMTPException, OSError) as error:
        raise Trouble(f"{where} did not take the mail: {_said(error)}. Nothing was sent.") from error


def _connected(server: Server) -> smtplib.SMTP:
    if server.security == "tls":
        return smtplib.SMTP_SSL(server.host, server.port, timeout=PATIENCE, context=ssl.create_default_context())
    connection = smtplib.SMTP(server.host, server.port, timeout=PATIENCE)
    try:
        if server.security == "starttls":
            connection.starttls(context=ssl.create_default_context())
    except BaseException:
        connection.close()
        raise
    return connection


def _said(error: Exception) -> str:
    """What a server said, in a line."""
    if isinstance(error, smtplib.SMTPResponseException):
        told = error.smtp_error.decode("utf-8", "replace") if isinstance(error.smtp_error, bytes) else error.smtp_error
        return fit(clean(f"{error.smtp_code} {told}"), 160)
    return fit(clean(str(error) or type(error).__name__), 160)
