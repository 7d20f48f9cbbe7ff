"""The import of contacts and their companies."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pipetui.exchange.importing import PREVIEW, Planned
from pipetui.exchange.known import Known
from pipetui.exchange.people_plan import CONTACT_COLUMNS, PeoplePlan, address_in
from pipetui.exchange.progress import Part
from pipetui.exchange.rows import Rows
from pipetui.exchange.said import news, said_before
from pipetui.exchange.vcard import OF_COMPANY, OF_CONTACT
from pipetui.exchange.writes import good_uids, update_row, write_references
from pipetui.store import Writing
from pipetui.values.errors import Refused
from pipetui.values.reach import listed
from pipetui.values.text import fold

_OF_COMPANY = tuple(OF_COMPANY.values())
_OF_CONTACT = tuple(OF_CONTACT.values())


class ContactImport:
    """The import of a file of contacts. A row without a person is one of a company."""

    def __init__(self, rows: Rows, system: str) -> None:
        self.rows = rows
        self._system = system
        self._people: PeoplePlan
        self._names: list[tuple[int, str | None]] = []
        self._told: dict[str, dict[int, dict[str, Any]]] = {"company": {}, "contact": {}}
        self._changes: dict[str, dict[int, dict[str, Any]]] = {"company": {}, "contact": {}}

    def plan(self, known: Known) -> Planned:
        """Works out what would be written. Raises Refused where no column names anybody."""
        if not {"name", "first_name", "last_name", "email", "company"} & self.rows.values.keys():
            raise Refused('No column is a name, an e-mail or a company. Say which one is: --map "Header=name".')
        self._people = PeoplePlan(known)
        self._name()
        self.rows.drop_rejected()
        found = self._find(known)
        self._compare(known)
        new = {
            "company": {row[0] for row in self._people.new_companies},
            "contact": {row[0] for row in self._people.new_contacts},
        }
        changed = {table: set(changes) for table, changes in self._changes.items()}
        created = updated = 0
        for table, number in found:
            # The first row about a record makes or changes it; more about the same are no more records.
            if number in new[table]:
                created += 1
            elif number in changed[table]:
                updated += 1
            new[table].discard(number)
            changed[table].discard(number)
        preview = tuple(self._shown(at) for at in range(min(PREVIEW, len(self.rows))))
        return Planned(created, updated, len(self.rows) - created - updated, preview)

    def write(self, writing: Writing, told: Part) -> None:
        """Writes what was planned."""
        people = self._people
        companies = {row[0] for row in people.new_companies}
        contacts = {row[0] for row in people.new_contacts}
        people.write(companies, contacts, writing)
        for table, changes in self._changes.items():
            for done, (number, values) in enumerate(changes.items()):
                if "name" in values:
                    values["folded"] = fold(values["name"])
                update_row(writing, table, number, values)
                if done % 1_000 == 0:
                    told.at(done / len(changes))
        write_references(writing, "contact", self._system, self._names)
        told.at(1)

    def _name(self) -> None:
        """Names of people, put together where they come in parts; a row that names nobody is rejected."""
        columns = [self.rows.column(name) for name in ("name", "first_name", "last_name", "email", "company")]
        self.rows.values["name"] = [
            name or " ".join(part for part in (first, last) if part) or None
            for name, first, last, _, _ in zip(*columns, strict=True)
        ]
        for at, (name, address, company) in enumerate(zip(self.rows.values["name"], *columns[3:], strict=True)):
            if not (name or address_in(address) or company):
                self.rows.reject(at, "It names neither a person nor a company, and has no e-mail.")

    def _find(self, known: Known) -> list[tuple[str, int]]:
        """The record of each row, and what the file tells of it; people and companies not found are new."""
        references = known.references("contact", self._system)
        fields = (*OF_COMPANY, *(name for name in OF_CONTACT if name != "company_id"))
        names = tuple(dict.fromkeys(("uid", "id", "company", *fields)))
        columns = {name: self.rows.column(name) for name in names}
        columns["uid"] = good_uids(columns["uid"])
        by_uid = known.by_uid("contact", columns["uid"])
        found: list[tuple[str, int]] = []
        for at in range(len(self.rows)):
            row = {name: values[at] for name, values in columns.items()}
            company = self._people.company(row["company"])
            if company is not None:
                told = {column: row[name] for name, column in OF_COMPANY.items() if row[name] is not None}
                self._tell("company", company, told)
            number = by_uid.get(row["uid"]) or references.get(row["id"] or "")
            if number is None:
                number = self._people.contact(row["name"], row["email"], row["phone"], row["job"], company, row["uid"])
                if number is not None and row["id"] and row["id"] not in references:
                    references[row["id"]] = number
                    self._names.append((number, row["id"]))
            if number is None:
                assert company is not None
                found.append(("company", company))
                continue
            found.append(("contact", number))
            row["company_id"], row["email"] = company, address_in(row["email"])
            told = {column: row[name] for name, column in OF_CONTACT.items() if row[name] is not None}
            self._tell("contact", number, told)
        return found

    def _tell(self, table: str, number: int, told: dict[str, Any]) -> None:
        """Of several rows about one record, the first to say something is right."""
        self._told[table][number] = told | self._told[table].get(number, {})

    def _compare(self, known: Known) -> None:
        """What is to be changed: of records that are there what is news, of new ones what they lack so far."""
        new_contacts = {row[0]: dict(zip(CONTACT_COLUMNS, row, strict=True)) for row in self._people.new_contacts}
        new_companies = {row[0]: {"name": row[1]} for row in self._people.new_companies}
        for table, fresh, columns in (
            ("contact", new_contacts, _OF_CONTACT),
            ("company", new_companies, _OF_COMPANY),
        ):
            told = self._told[table]
            there = [number for number in told if number not in fresh]
            before = known.records(table, columns, there)
            merged = known.merged(table)
            said = said_before(known, table, {*there, *(was for into in there for was in merged.get(into, ()))})
            for number, values in told.items():
                was = fresh.get(number) or before.get(number) or {}
                for name in ("name", "email"):
                    # The same in other letters is the same.
                    if was.get(name) and fold(was[name]) == fold(values.get(name, "")):
                        values[name] = was[name]
                if "email" in values and fold(values["email"]) in map(fold, listed(was.get("more_emails"))):
                    del values["email"]
                for one in merged.get(number, ()):
                    # What was said of one that became part of it is no news either.
                    values = news(values, was, said.get(one, {}))
                if changed := news(values, was, said.get(number, {})):
                    self._changes[table][number] = changed

    def _shown(self, at: int) -> Mapping[str, Any]:
        return {name: self.rows.column(name)[at] for name in ("name", "company", "email", "phone", "job")}
