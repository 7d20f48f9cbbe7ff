"""Companies and contacts of an import: found again by name and e-mail, made once where they are new."""

from __future__ import annotations

import re
from collections.abc import Container, Mapping
from typing import Any

from pipetui.exchange.known import Known, People
from pipetui.exchange.writes import filled_uids
from pipetui.store import Writing
from pipetui.values.text import fold

_ADDRESS = re.compile(r"[^\s,;<>()]+@[^\s,;<>()]+")
COMPANY_COLUMNS = ("id", "name", "folded")
CONTACT_COLUMNS = ("id", "name", "folded", "company_id", "email", "phone", "job", "uid")


class PeoplePlan:
    """Gives numbers for companies and contacts, and keeps the rows of the new ones, as the file stores them."""

    def __init__(self, known: Known) -> None:
        self._known = known
        self._people: People = known.people()
        self.new_companies: list[tuple[Any, ...]] = []
        self.new_contacts: list[tuple[Any, ...]] = []

    @property
    def companies(self) -> Mapping[str, int]:
        """Companies by folded name."""
        return self._people.companies

    def company(self, name: str | None) -> int | None:
        """The number of the company of that name; None for no name."""
        if not name:
            return None
        folded = fold(name)
        number = self._people.companies.get(folded)
        if number is None:
            number = self._known.take_ids("company", 1)[0]
            self._people.companies[folded] = number
            self.new_companies.append((number, name, folded))
        return number

    def contact(
        self,
        name: str | None,
        email: str | None,
        phone: str | None,
        job: str | None,
        company: int | None,
        uid: str | None = None,
    ) -> int | None:
        """The number of a contact: with that address, else of that name at the company or at none; None for nobody.

        An empty address is nobody's, and two addresses are two people. Who has no name is called by the address.
        """
        address = address_in(email)
        folded_address = fold(address) if address else None
        if not name and not address:
            return None
        if folded_address and (number := self._people.by_email.get(folded_address)):
            return number
        shown = name or address or ""
        for number, theirs, their_address in self._people.by_name.get(fold(shown), []) if name else []:
            if (theirs == company or theirs is None or company is None) and not (their_address and folded_address):
                return number
        number = self._known.take_ids("contact", 1)[0]
        self._people.by_name.setdefault(fold(shown), []).append((number, company, folded_address))
        if folded_address:
            self._people.by_email[folded_address] = number
        self.new_contacts.append((number, shown, fold(shown), company, address, phone, job, uid))
        return number

    def write(self, companies: Container[int | None], contacts: Container[int | None], writing: Writing) -> None:
        """Writes the new ones among these, and the companies of the contacts."""
        people = [row for row in self.new_contacts if row[0] in contacts]
        theirs = {row[3] for row in people}
        firms = [row for row in self.new_companies if row[0] in companies or row[0] in theirs]
        for table, columns, rows in (("company", COMPANY_COLUMNS, firms), ("contact", CONTACT_COLUMNS, people)):
            if rows:
                values = dict(zip(columns, map(list, zip(*rows, strict=True)), strict=True))
                values["uid"] = filled_uids(values.get("uid", [None] * len(rows)))
                writing.insert_columns(table, values)


def address_in(text: str | None) -> str | None:
    """The first e-mail address in a text; of several, with what they are for in brackets, one is enough."""
    found = _ADDRESS.search(text) if text else None
    return found[0] if found else None
