"""Reading mail: a single message, an mbox, a Maildir; each message by itself, however broken another is."""

from __future__ import annotations

import mailbox
import os
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from email import policy
from email.message import EmailMessage
from email.parser import BytesParser
from email.utils import getaddresses, parsedate_to_datetime
from hashlib import blake2b
from html.parser import HTMLParser
from pathlib import Path
from typing import Any, Literal

from pipetui.values.clock import FIRST_YEAR, LAST_YEAR
from pipetui.values.errors import NotFound, Refused, Trouble
from pipetui.values.text import clean, fit
from pipetui.views.message import Address, Message, Unread, own_words

Form = Literal["eml", "mbox", "maildir"]

LONGEST = 200_000
"""Characters of a message's text that are looked at."""

LARGEST = 50_000_000
"""Bytes of one message, beyond which it is refused unread."""

_TOO_LARGE = f"It is larger than {LARGEST // 1_000_000} MB."

MOST_OTHERS = 100
"""Addresses of a message that are looked at."""

LONGEST_HEADER = 10_000
"""Characters of a header that are read: what takes headers apart needs four times as long for twice as much."""

MOST_PARTS = 500
"""Parts of a message, beyond which it is refused."""

_OF_ADDRESSES = frozenset({"from", "sender", "to", "cc", "bcc", "reply-to"})
_UNCLOSED = re.compile(r"<(?!!--)(?=[^<>]*(?:<|$))")
"""The beginning of a tag that another begins in: a page's text, which a parser would try to close to the end."""

_HEADERS = (b"return-path:", b"received:", b"from:", b"message-id:", b"date:", b"mime-version:", b"delivered-to:")


def form_of(path: Path) -> Form | None:
    """What kind of mail is at a path; None for what is no mail."""
    try:
        if path.is_dir():
            return "maildir" if (path / "cur").is_dir() and (path / "new").is_dir() else None
        if not path.is_file():  # what is read of a pipe is gone, and a device may never end
            return None
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
            yield _read(place, raw) if isinstance(raw, bytes) else Unread(place, raw)
    except (OSError, mailbox.Error) as error:
        raise Trouble(f"{clean(path.name)} can't be read: {clean(str(error))}.") from error


def _raw(path: Path, form: Form) -> Iterator[bytes | str]:
    """The bytes of each message, or why there are none."""
    if form == "eml":
        yield _bytes_of(path)
    elif form == "maildir":
        files = [file for folder in ("new", "cur") for file in os.scandir(path / folder)]
        for file in sorted(files, key=lambda each: each.name):
            if not file.name.startswith("."):
                yield _bytes_of(Path(file.path))
    else:
        box = mailbox.mbox(path, create=False)
        try:
            for key in box.keys():  # noqa: SIM118  it is no dict: going through it makes a message of each
                yield box.get_bytes(key)
        finally:
            box.close()


def _bytes_of(file: Path) -> bytes | str:
    """What is in the file of a message, or why it can't be read: a program of mail may be moving it just now."""
    try:
        if not file.is_file():
            return "It is no file any more." if not file.exists() else "It is no file."
        return _TOO_LARGE if file.stat().st_size > LARGEST else file.read_bytes()
    except FileNotFoundError:
        return "It was moved meanwhile: import once more."
    except OSError as error:
        return f"It can't be read: {error.strerror}."


class _Brief(policy.EmailPolicy):
    """Takes in no more of a header than can be taken apart in no time."""

    def header_source_parse(self, sourcelines: list[str]) -> tuple[str, str]:
        """A header's name, and the beginning of what it says; of references the end, where the newest are."""
        name, value = super().header_source_parse(sourcelines)
        if len(value) <= LONGEST_HEADER:
            return name, value
        if name.lower() == "references":
            return name, value[-LONGEST_HEADER:]
        value = value[:LONGEST_HEADER]
        # Half an address at the end would make the whole of it one that can't be read.
        return name, value.rpartition(",")[0] if name.lower() in _OF_ADDRESSES else value


_BRIEF: Any = _Brief()
"""The types of the library want a policy for each kind of message."""


class _TooManyParts(Exception):
    pass


def _parsed(raw: bytes) -> EmailMessage:
    """A message with its parts. Raises _TooManyParts."""
    parts = 0

    def part(**policy: Any) -> EmailMessage:
        nonlocal parts
        parts += 1
        if parts > MOST_PARTS:
            raise _TooManyParts
        return EmailMessage(**policy)

    told: EmailMessage = BytesParser(part, policy=_BRIEF).parsebytes(raw)
    return told


def _read(place: int, raw: bytes) -> Message | Unread:
    """One message, from its bytes."""
    if len(raw) > LARGEST:
        return Unread(place, _TOO_LARGE)
    try:
        return _message(place, _parsed(raw), raw)
    except _TooManyParts:
        return Unread(place, f"It has more than {MOST_PARTS} parts.")
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
    try:
        said = body.get_content()
    except LookupError:  # a set of characters nobody knows, such as x-unknown
        raw = body.get_payload(decode=True)
        said = raw.decode("utf-8", "replace") if isinstance(raw, bytes) else ""
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
    words.feed(_UNCLOSED.sub("&lt;", page))
    words.close()
    return "".join(words.words)
