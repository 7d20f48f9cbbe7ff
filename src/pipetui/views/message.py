"""One mail, as far as a deal's history needs it."""

from __future__ import annotations

import re
from datetime import datetime
from typing import NamedTuple

SYSTEM = "mail"
"""The system whose references are keys of mails."""

MOST = 4_000
"""Characters of what a mail says that are kept."""

_WROTE = re.compile(
    r"(on|am|il( giorno)?|le|el|op|em)\b.{4,200}"
    r"\b(wrote|schrieb|ha scritto|a écrit|escribió|schreef|escreveu)\b.{0,80}:",
    re.IGNORECASE,
)
_BEFORE = re.compile(
    r"-{2,}\s?(original|forwarded|ursprüngliche|weitergeleitete|messaggio|message|mensaje|oorspronkelijk)\b.{0,60}-{2,}"
    r"|_{20,}",
    re.IGNORECASE,
)
_HEADER = re.compile(r"\*?(from|von|da|de|van)\*?:\*? \S.{2,200}", re.IGNORECASE)


class Address(NamedTuple):
    """Somebody a mail is from or to; ``name`` is "" where it says none."""

    name: str
    mail: str


class Message(NamedTuple):
    """A mail: ``place`` is which of its box it is (from 1), ``key`` what it is called everywhere (its Message-ID).

    ``follows`` are the keys of those it answers, the nearest first. ``sent`` is a moment in UTC, None where the mail
    says none that can be.
    """

    place: int
    key: str
    follows: tuple[str, ...]
    sender: Address
    others: tuple[Address, ...]
    subject: str
    sent: datetime | None
    text: str


class Unread(NamedTuple):
    """A mail that could not be read, and why."""

    place: int
    reason: str


def own_words(text: str) -> str:
    """What its writer said, without what was quoted from the mails before, and without a signature."""
    kept: list[str] = []
    lines = text.split("\n")
    for place, line in enumerate(lines):
        tidy = line.strip()[:400]
        if line.rstrip() == "--" or line == "-- " or _BEFORE.fullmatch(tidy):
            break
        following = lines[place + 1].strip()[:200] if place + 1 < len(lines) else ""
        # A mailer may break the line before what was quoted.
        if _WROTE.fullmatch(tidy) or _WROTE.fullmatch(f"{tidy} {following}"):
            break
        if _HEADER.fullmatch(tidy) and any(":" in after for after in lines[place + 1 : place + 3]) and kept:
            break
        if not tidy.startswith(">"):
            kept.append(line.rstrip())
    said = "\n".join(kept).strip()
    return said if len(said) <= MOST else f"{said[: MOST - 1].rstrip()}…"
