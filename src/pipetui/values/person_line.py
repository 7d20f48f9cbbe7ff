"""One line that adds a contact or a company, as it is typed: "Jane Doe, CFO, jane@acme.com +Acme 555-1234"."""

from __future__ import annotations

import re
from dataclasses import dataclass

from pipetui.values.errors import Invalid
from pipetui.values.reach import found_in
from pipetui.values.text import clean

_COMPANY = re.compile(r"(?:^|(?<=[\s,;]))\+(?!\s|\d[\d\s().\-/]{3,})(?:'([^']*)'|\"([^\"]*)\"|([^\s,;]+))")


@dataclass(frozen=True, slots=True)
class PersonLine:
    """What a line says. ``name`` is the person's, or the company's where ``is_company``."""

    name: str
    is_company: bool = False
    job: str | None = None
    company: str | None = None
    emails: tuple[str, ...] = ()
    phones: tuple[str, ...] = ()
    links: tuple[str, ...] = ()

    @property
    def understood(self) -> str:
        """What was understood, in a line."""
        parts = [
            f"{'company' if self.is_company else 'contact'} {self.name}",
            self.job,
            f"at {self.company}" if self.company else None,
            *self.emails,
            *self.phones,
            *self.links,
        ]
        return " · ".join(part for part in parts if part)

    @property
    def fields(self) -> dict[str, str]:
        """The same as fields are typed."""
        found = {
            "name": self.name,
            "job": self.job or "",
            "company": self.company or "",
            "email": ", ".join(self.emails),
            "phone": ", ".join(self.phones),
            "website" if self.is_company else "links": " ".join(self.links),
        }
        return {name: value for name, value in found.items() if value}


def read_person(text: str, *, company: bool = False) -> PersonLine:
    """Reads a line: the name first, then what they do, in any order addresses, numbers, pages and the company.

    ``+Acme`` or ``+'Acme Robotics'`` is where they work. A line that begins with ``+`` and names nobody is a company;
    so is every line where ``company``, and a ``+`` in its name is then one. Raises Invalid where it names nobody.
    """
    line = clean(text)
    firm = None
    rest = line
    if hit := _COMPANY.search(line):
        firm = clean(next((part for part in hit.groups() if part), "")) or None
        rest = line[: hit.start()] + " , " + line[hit.end() :]
    emails, links, phones, rest = found_in(rest)
    words = [part for part in (clean(part) for part in re.split(r"[,;]", rest)) if part]
    if company or (firm and not words):
        name = ", ".join(words) if company and words else firm
        if not name:
            raise Invalid("Name the company: Acme Robotics, acme.com, 555-1234.")
        return PersonLine(name, True, None, None, tuple(emails), tuple(phones), tuple(links[:1]))
    if not words:
        if not emails:
            raise Invalid("Name somebody: Jane Doe, CFO, jane@acme.com +Acme 555-1234.")
        words = [emails[0]]
    name, *others = words
    return PersonLine(name, False, ", ".join(others) or None, firm, tuple(emails), tuple(phones), tuple(links))
