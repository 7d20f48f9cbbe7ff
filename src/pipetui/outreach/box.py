"""Reading mail: a single message, an mbox, a Maildir; each message by itself, however broken another is."""

from __future__ import annotations

import mailbox
from collections.abc import Iterator
from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from email.utils import getaddresses, parsedate_to_datetime
from hashlib import blake2b
from html.parser import HTMLParser
from pathlib import Path
from typing import Literal

from pipetui.values.clock import FIRST_YEAR, LAST_YEAR
from pipetui.values.errors import NotFound, Refused, Trouble
from pipetui.values.text import clean, fit
from pipetui.views.message import Address, Message, Unread, own_words

Form = Literal["eml", "mbox", "maildir"]

LONGEST = 200_000
"""Characters of a message's text that are looked at."""

LARGEST = 50_000_000
"""Bytes of one message, beyond which it is refused unread."""

MOST_OTHERS = 100
"""Addresses of a message that are looked at."""

_HEADERS = (b"return-path:", b"received:", b"from:", b"message-id:", b"date:", b"mime-version:", b"delivered-to:")


def form_of(path: Path) -> Form | None:
    """What kind of mail is at a path; None for what is no mail."""
    try:
        if path.is_dir():
            return "maildir" if (path / "cur").is_dir() and (path / "new").is_dir() else None
        with path.open("rb") as file:
            first = file.read(4096)
    except OSError:
        return None
    if first.startswith(b"From ") and b"\n" in first:
        return "mbox"
    lines = first.lower().split(b"\n")
    named = sum(any(line.startswith(header) for header in _HEADERS) for line in lines[:40])
    return "eml" if named >= 2 or (path.suffix.lower() == ".eml" and named) else None


def read_box(path: Path) -> tuple[Form, Iterator[Message | Unread]]:
    """The messages at a path, in their order. Raises NotFound, Refused or Trouble where there are none to read."""
    name = clean(path.name)
    form = form_of(path)
    if form is None:
        if not path.exists():
            raise NotFound(f"There is no {name}.")
        raise Refused(f"{name} is no mail: an .eml, an mbox or a Maildir is.")
    return form, _messages(path, form)


def _messages(path: Path, form: Form) -> Iterator[Message | Unread]:
    try:
        for place, raw in enumerate(_raw(path, form), 1):
            yield _read(place, raw)
    except (OSError, mailbox.Error) as error:
        raise Trouble(f"{clean(path.name)} can't be read: {clean(str(error))}.") from error


def _raw(path: Path, form: Form) -> Iterator[bytes]:
    if form == "eml":
        yield path.read_bytes()
        return
    box: mailbox.Mailbox[mailbox.Message] = (
        mailbox.mbox(path, create=False) if form == "mbox" else mailbox.Maildir(path, create=False)
    )
    try:
        for key in sorted(box.keys()) if form == "maildir" else box.keys():
            yield box.get_bytes(key)
    finally:
        box.close()


def _read(place: int, raw: bytes) -> Message | Unread:
    """One message, from its bytes."""
    if len(raw) > LARGEST:
        return Unread(place, f"It is larger than {LARGEST // 1_000_000} MB.")
    try:
        told = message_from_bytes(raw, policy=policy.default)
        assert isinstance(told, EmailMessage)
        return _message(place, told, raw)
    except Exception:
        # What breaks in the parts of a broken mail is not to be foreseen; it is this one mail that is left out.
        return Unread(place, "It is broken: its headers or its text can't be read.")


def _message(place: int, told: EmailMessage, raw: bytes) -> Message | Unread:
    senders = _addresses(told, "from") or _addresses(told, "sender")
    if not senders:
        return Unread(place, "It does not say who it is from.")
    others = tuple(each for name in ("to", "cc", "bcc", "reply-to") for each in _addresses(told, name))
    subject = clean(_header(told, "subject")[:1000])
    key = _key(_header(told, "message-id"))
    if not key:
        key = f"{blake2b(raw, digest_size=12).hexdigest()}@none"
    replies = (*_header(told, "in-reply-to").split(), *reversed(_header(told, "references").split()[-50:]))
    follows = tuple(dict.fromkeys(filter(None, map(_key, replies))))
    text = clean(_text(told)[:LONGEST], multiline=True)
    return Message(
        *(place, key, follows, senders[0], others[:MOST_OTHERS], fit(subject, 300) or "(no subject)", _sent(told)),
        own_words(text),
    )


def _header(told: EmailMessage, name: str) -> str:
    return str(told.get(name, "") or "")


def _addresses(told: EmailMessage, name: str) -> tuple[Address, ...]:
    found = getaddresses([str(value)[:20_000] for value in told.get_all(name, [])])
    return tuple(
        Address(clean(called[:200]), clean(mail[:320]).lower())
        for called, mail in found
        if "@" in mail and " " not in mail
    )


def _key(said: str) -> str:
    return clean(said[:500]).strip().strip("<>")


def _sent(told: EmailMessage) -> datetime | None:
    try:
        sent = parsedate_to_datetime(_header(told, "date"))
        sent = (sent if sent.tzinfo else sent.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, TypeError, OverflowError):
        return None
    return sent if FIRST_YEAR <= sent.year <= LAST_YEAR else None


def _text(told: EmailMessage) -> str:
    body = told.get_body(("plain", "html"))
    if body is None:
        return ""
    said = body.get_content()
    if not isinstance(said, str):
        return ""
    return _words_of(said[: 4 * LONGEST]) if body.get_content_subtype() == "html" else said


class _Words(HTMLParser):
    """The words of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.words: list[str] = []
        self._hidden = 0

    def handle_starttag(self, tag: str, attrs: object) -> None:
        """Goes on on a new line where a page does."""
        if tag in ("style", "script", "head"):
            self._hidden += 1
        if tag == "blockquote":
            self.words.append("\n> ")
        elif tag in ("br", "p", "div", "tr", "li", "h1", "h2", "h3"):
            self.words.append("\n")

    def handle_endtag(self, tag: str) -> None:
        """Shows again what comes after what is not for reading."""
        if tag in ("style", "script", "head") and self._hidden:
            self._hidden -= 1

    def handle_data(self, data: str) -> None:
        """Takes what is for reading."""
        if not self._hidden:
            words = " ".join(data.split())
            before, after = (" " if edge.isspace() else "" for edge in (data[:1], data[-1:]))
            self.words.append(f"{before}{words}{after}" if words else before)


def _words_of(page: str) -> str:
    words = _Words()
    words.feed(page)
    words.close()
    return "".join(words.words)
