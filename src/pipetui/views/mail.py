"""Mail templates, and with the words of a deal filled in."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from pipetui.values.errors import NotFound
from pipetui.values.text import clean, count, fit, fold

_PLACE = re.compile(r"\{\{\s*(\w+)\s*\}\}|\{(\w+)\}")
"""A place for a word of the deal, as templates and rules write it."""


_DOTS = re.compile(r"(?<=: )…$", re.MULTILINE)
"""What a template leaves to be said: “The problem: …”."""


class Mail(NamedTuple):
    """A mail that is often written in a stage."""

    name: str
    subject: str
    body: str


@dataclass(frozen=True, slots=True)
class Letter:
    """A mail for one deal: ``open`` are the places nothing is known for, which stand in it as they were.

    ``stage`` is "" for one that is planned already, under the number ``activity_id``.
    """

    name: str
    stage: str
    subject: str
    body: str
    open: tuple[str, ...] = ()
    activity_id: int | None = None
    is_rewritten: bool = False
    """Whether the rep changed it, for this once."""

    @property
    def text(self) -> str:
        """The mail as it goes on the clipboard."""
        return f"{self.subject}\n\n{self.body.strip()}\n"


def letter(mail: Mail, stage: str, facts: Mapping[str, str]) -> Letter:
    """A template filled in; a place for something that is not known stays, for the rep to see and fill in."""
    left: dict[str, None] = {}

    def put(found: re.Match[str]) -> str:
        name = found[1] or found[2]
        said = facts.get(name, "")
        if not said:
            left[name] = None
        return said or found[0]

    subject, body = _PLACE.sub(put, mail.subject), _PLACE.sub(put, mail.body)
    return Letter(mail.name, stage, clean(subject) or mail.name, clean(body, multiline=True), tuple(left))


def places_left(text: str) -> tuple[str, ...]:
    """What is to be filled in in a text yet: places by their names, and how many lines end in dots."""
    names = dict.fromkeys(found[1] or found[2] for found in _PLACE.finditer(text))
    dots = len(_DOTS.findall(text))
    return (*names, *([f"{count(dots, 'line')} that {'end' if dots > 1 else 'ends'} in …"] if dots else []))


def blank(title: str, to: str | None) -> Letter:
    """A mail with nothing in it but the deal's title and whom it is to."""
    return Letter("Blank", "", title, f"{_hello(to)},\n\n")


def reminder(label: str, title: str, amount: str, due: str, to: str | None) -> Letter:
    """A mail about a payment that is overdue: what it is for, how much, and since when, in words."""
    body = (
        f"{_hello(to)},\n\n{amount} for {title} ({label}) was due on {due}, and has not reached us yet.\n\n"
        "Could you tell me when we can expect it? If it is on its way already, please take no notice.\n"
    )
    return Letter("Payment reminder", "", f"{title}: payment of {amount}", body)


def _hello(to: str | None) -> str:
    return f"Hi {to.split()[0]}" if to and to.split() else "Hi"


def places(text: str) -> list[tuple[int, int]]:
    """Where something is to be filled in yet: from which character to which; dots that end a line are such as well."""
    return sorted(
        [*(found.span() for found in _PLACE.finditer(text)), *(found.span() for found in _DOTS.finditer(text))]
    )


def left_open(letter: Letter) -> tuple[str, ...]:
    """What is the rep's to fill in before a mail goes out."""
    return places_left(f"{letter.subject}\n{letter.body}")


def rewritten(was: Letter, subject: str, body: str) -> Letter:
    """A mail in the rep's own words; what is still to be filled in is what they left of its places."""
    left = dict.fromkeys(found[1] or found[2] for found in _PLACE.finditer(f"{subject}\n{body}"))
    return replace(
        was, subject=clean(subject) or was.name, body=clean(body, multiline=True), open=tuple(left), is_rewritten=True
    )


def find_letter(letters: Sequence[Letter], name: str) -> Letter:
    """The mail of a name, or of enough of it; the first of them where it is in several stages. Raises NotFound."""
    said = fold(clean(name))
    for fits in (lambda known: known == said, lambda known: known.startswith(said), lambda known: said in known):
        for each in letters:
            if said and fits(fold(each.name)):
                return each
    if not letters:
        raise NotFound("No mail is written in this pipeline yet. S, then e on a stage, has room for them.")
    names = ", ".join(dict.fromkeys(each.name for each in letters))
    raise NotFound(f"There is no mail “{fit(clean(name), 40)}”. There are {names}.")
