"""Writing a mail and handing it to the rep's own server."""

from __future__ import annotations

import os
import shlex
import smtplib
import ssl
import subprocess
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from email.message import EmailMessage
from email.utils import formataddr, localtime, make_msgid
from typing import Literal

from pipetui.config.reading import Config
from pipetui.outreach.connection import Connection, SecretConnection
from pipetui.values.errors import Invalid, Refused, Trouble
from pipetui.values.text import clean, fit

Security = Literal["starttls", "tls", "none"]

PORTS: Mapping[str, int] = {"starttls": 587, "tls": 465, "none": 25}

PASSWORD = "PIPETUI_MAIL_PASSWORD"
"""The variable a password may be in."""

_SETTING = "See mail.security in the config."


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
    if not (at and name and host) or any(character in tidy for character in ' ,;<>"\n()\\') or "@" in name:
        raise Invalid(f"“{fit(tidy, 60)}” is no address of mail: write it as jane@example.com.")
    if not tidy.isascii():
        raise Invalid(f"“{fit(tidy, 60)}” has letters that no server takes in an address for sure: write it in ASCII.")
    return tidy


class InDoubt(Trouble):
    """A mail was handed to a server that did not say whether it took it."""


def key_of(message: EmailMessage) -> str:
    """What a mail is called everywhere."""
    return clean(str(message["message-id"])).strip("<> ")


def deliver(server: Server, message: EmailMessage) -> tuple[str, ...]:
    """Hands a mail to the server; gives whom it does not take it to, with why, where others get it.

    Raises Refused where it takes mail for none of them, InDoubt where nobody knows whether it took it, Trouble for all
    else that goes wrong: then nothing was sent.
    """
    where = f"{clean(server.host)}:{server.port}"
    connection: Connection | None = None
    try:
        connection = _connected(server)
        if server.password:
            connection.login(server.user, server.password)
        refused = connection.send_message(message)
        with suppress(smtplib.SMTPException, OSError):
            connection.wait_less()
            connection.quit()  # whatever it says to this, it has the mail
        return tuple(f"{clean(mail)} ({_answer(*answer)})" for mail, answer in refused.items())
    except smtplib.SMTPAuthenticationError as error:
        raise Trouble(f"{where} does not take the password of {clean(server.user)}. {PASSWORD} may hold it.") from error
    except smtplib.SMTPRecipientsRefused as error:
        told = ", ".join(f"{clean(mail)} ({_answer(*answer)})" for mail, answer in error.recipients.items())
        raise Refused(f"{where} refuses to take mail to {fit(told, 160)}. Nothing was sent.") from error
    except smtplib.SMTPNotSupportedError as error:
        raise Trouble(f"{where} does not know what was asked: {_said(error)}. {_SETTING}") from error
    except ssl.SSLError as error:
        raise Trouble(f"{where} can't be spoken to in secret: {_said(error)}. {_SETTING}") from error
    except UnicodeError as error:
        raise Trouble(
            f"{where} can't be spoken to: mail.host, mail.user and the password may have letters of ASCII only."
        ) from error
    except (smtplib.SMTPException, OSError) as error:
        if connection is not None and connection.is_in_doubt and not _is_refusal(error):
            raise InDoubt(
                f"{where} was given the mail and did not say whether it took it: {_said(error)}. It may have been sent:"
                " look before you send it again. Nothing is noted on the deal."
            ) from error
        raise Trouble(f"{where} did not take the mail: {_said(error)}. Nothing was sent.") from error
    finally:
        if connection is not None:
            connection.close()


def _connected(server: Server) -> Connection:
    if server.security == "tls":
        return SecretConnection(server.host, server.port, context=ssl.create_default_context())
    connection = Connection(server.host, server.port)
    try:
        if server.security == "starttls":
            connection.starttls(context=ssl.create_default_context())
    except BaseException:
        connection.close()
        raise
    return connection


def _is_refusal(error: Exception) -> bool:
    """Whether a server said that it does not take a mail."""
    return isinstance(error, smtplib.SMTPResponseException) and 400 <= error.smtp_code < 600


def _answer(code: int, said: bytes | str) -> str:
    told = said.decode("utf-8", "replace") if isinstance(said, bytes) else said
    return fit(clean(f"{code} {told}"), 160)


def _said(error: Exception) -> str:
    """What a server said, in a line."""
    if isinstance(error, smtplib.SMTPResponseException):
        return _answer(error.smtp_code, error.smtp_error)
    return fit(clean(str(error) or type(error).__name__).rstrip("."), 160)
