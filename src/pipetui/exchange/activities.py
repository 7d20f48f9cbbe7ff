"""The import of activities: what happened with deals that are there, and what is planned."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from hashlib import blake2b
from typing import Any

from pipetui.exchange.deal_rows import noon
from pipetui.exchange.importing import PREVIEW, Planned
from pipetui.exchange.known import Known
from pipetui.exchange.people_plan import PeoplePlan
from pipetui.exchange.progress import Part
from pipetui.exchange.rows import Rows
from pipetui.exchange.said import news, said_before
from pipetui.exchange.systems import OWN
from pipetui.exchange.writes import filled_uids, good_uids, update_row, write_references
from pipetui.store import Writing, stored_moment
from pipetui.values.clock import local_moment
from pipetui.values.errors import Invalid, Refused
from pipetui.values.followup import kind_of
from pipetui.values.text import fold
from pipetui.values.times import read_time

_COLUMNS = ("deal_id", "contact_id", "kind", "subject", "note", "due_on", "due_at", "done_at", "created_at")
_KIND = "task"


@dataclass(slots=True)
class _Deals:
    """The deals that are there, by what a file may call them; the number is 0 where several answer to a name."""

    by_uid: dict[str, int]
    by_reference: dict[str, int]
    by_title: dict[str, int]
    by_company: dict[str, int]
    by_contact: dict[int, int]
    numbers: frozenset[int]


class ActivityImport:
    """The import of a file of activities."""

    def __init__(self, rows: Rows, system: str) -> None:
        self.rows = rows
        self._system = system
        self._people: PeoplePlan
        self._values: dict[str, list[Any]] = {name: [] for name in _COLUMNS}
        self._uids: list[str | None] = []
        self._keys: list[str | None] = []
        self._changes: dict[int, dict[str, Any]] = {}
        self._touched: dict[int, str] = {}
        self._preview: list[Mapping[str, Any]] = []

    def plan(self, known: Known) -> Planned:
        """Works out what would be written. Raises Refused where no column says which deal an activity belongs to."""
        rows = self.rows
        if not {"deal", "deal_id", "deal_uid", "company", "contact", "email"} & rows.values.keys():
            raise Refused('No column says which deal a row belongs to. Say which one does: --map "Header=deal".')
        self._people = PeoplePlan(known)
        self._settle(known)
        rows.drop_rejected()
        keys = _keys(rows)
        uids = good_uids(rows.column("uid"))
        by_uid = known.by_uid("activity", uids)
        references = known.references("activity", self._system)
        numbers = [by_uid.get(uid) if uid else references.get(key) for uid, key in zip(uids, keys, strict=True)]
        there = {number for number in numbers if number is not None}
        before = known.records("activity", _COLUMNS, there)
        said = said_before(known, "activity", there)
        titles = dict(known.rows.execute("SELECT id, title FROM deal").fetchall())
        for at, number in enumerate(numbers):
            row = {name: rows.values[name][at] for name in _COLUMNS}
            if len(self._preview) < PREVIEW:
                self._preview.append(_shown(row, titles))
            if number is not None and number in before:
                told = {name: value for name, value in row.items() if value is not None and name != "created_at"}
                if changed := news(told, before[number], said.get(number, {})):
                    self._changes[number] = changed
                continue
            self._uids.append(uids[at])
            self._keys.append(None if uids[at] else keys[at])
            for name in _COLUMNS:
                self._values[name].append(row[name])
        self._touch(known)
        created = len(self._keys)
        return Planned(created, len(self._changes), len(rows) - created - len(self._changes), tuple(self._preview))

    def write(self, writing: Writing, told: Part) -> None:
        """Writes what was planned."""
        contacts = {*self._values["contact_id"], *(each.get("contact_id") for each in self._changes.values())}
        self._people.write(set(), contacts, writing)
        count = len(self._keys)
        if count:
            first = writing.next_id("activity")
            numbers = list(range(first, first + count))
            names = filled_uids(self._uids)
            columns: dict[str, list[Any]] = {"id": numbers, "uid": names, "snoozes": [0] * count, **self._values}
            writing.insert_columns("activity", columns, lambda done: told.at(0.7 * done / count))
            named = [(number, key) for number, key in zip(numbers, self._keys, strict=True) if key is not None]
            write_references(writing, "activity", self._system, named)
        for number, values in self._changes.items():
            update_row(writing, "activity", number, values)
        for number, moment in self._touched.items():
            update_row(writing, "deal", number, {"touched_at": moment})
        told.at(1)

    def _settle(self, known: Known) -> None:
        """What every activity has: its deal, kind, subject and when; rows without a deal are rejected."""
        rows = self.rows
        names = map(rows.column, ("company", "contact", "email"))
        companies, contacts, addresses = names
        rows.values["contact_id"] = rows.each(
            lambda company, name, address: self._people.contact(
                name, address, None, None, self._people.companies.get(fold(company)) if company else None
            ),
            companies,
            contacts,
            addresses,
        )
        deals = _known_deals(known, self._system)
        told = map(rows.column, ("deal_uid", "deal_id", "deal", "company", "contact_id"))
        rows.values["deal_id"] = rows.each(lambda *told: _deal(deals, *told), *told)
        rows.values["kind"], rows.values["subject"] = _kinds(rows)
        when = rows.each(_due, rows.column("due"), rows.column("due_time"))
        rows.values["due_on"] = [due and due[0] for due in when]
        rows.values["due_at"] = [due and due[1] for due in when]
        rows.values["done_at"] = _done(rows, known)
        rows.values["note"] = rows.column("note")
        rows.values["created_at"] = [created or known.now for created in rows.column("created")]

    def _touch(self, known: Known) -> None:
        """Deals something was done with since they were last touched."""
        latest: dict[int, str] = {}
        for deal, done in zip(self._values["deal_id"], self._values["done_at"], strict=True):
            if done is not None and done <= known.now:
                latest[deal] = max(done, latest.get(deal, ""))
        before = known.records("deal", ("touched_at",), latest)
        self._touched = {deal: done for deal, done in latest.items() if done > before[deal]["touched_at"]}


def _known_deals(known: Known, system: str) -> _Deals:
    """Deals by name; of several that are called the same the only open one."""
    by_title: dict[str, list[tuple[str, int]]] = {}
    by_company: dict[str, list[tuple[str, int]]] = {}
    by_contact: dict[int, list[tuple[str, int]]] = {}
    by_uid = {}
    found = known.rows.execute(
        "SELECT deal.id, deal.uid, deal.title, deal.status, company.folded FROM deal"
        " LEFT JOIN company ON company.id = deal.company_id"
    )
    statuses = {}
    for number, uid, title, status, company in found:
        by_uid[uid] = number
        statuses[number] = status
        by_title.setdefault(fold(title), []).append((status, number))
        if company is not None:
            by_company.setdefault(company, []).append((status, number))
    for deal, contact in known.rows.execute("SELECT deal_id, contact_id FROM deal_contact"):
        by_contact.setdefault(contact, []).append((statuses[deal], deal))
    return _Deals(
        by_uid=by_uid,
        by_reference=known.references("deal", system),
        by_title={name: _only(deals) for name, deals in by_title.items()},
        by_company={name: _only(deals) for name, deals in by_company.items()},
        by_contact={contact: _only(deals) for contact, deals in by_contact.items()},
        numbers=frozenset(statuses) if system == OWN else frozenset(),
    )


def _only(deals: list[tuple[str, int]]) -> int:
    opened = [number for status, number in deals if status == "open"]
    return opened[0] if len(opened) == 1 else deals[0][1] if len(deals) == 1 else 0


def _deal(
    deals: _Deals, uid: str | None, reference: str | None, title: str | None, company: str | None, contact: int | None
) -> int:
    """The deal a row belongs to. Raises Invalid where none, or more than one, is meant."""
    if uid and uid in deals.by_uid:
        return deals.by_uid[uid]
    if reference and (number := deals.by_reference.get(reference)):
        return number
    if title:
        number = deals.by_title.get(fold(title), -1)
        called = f"called “{title[:60]}”"
    elif company:
        number = deals.by_company.get(fold(company), -1)
        called = f"with “{company[:60]}”"
    elif contact is not None:
        number = deals.by_contact.get(contact, -1)
        called = "with this contact"
    else:
        raise Invalid("It says nothing of the deal it belongs to.")
    if number > 0:
        return number
    raise Invalid(f"There is no deal {called}." if number else f"There is more than one deal {called}.")


def _kinds(rows: Rows) -> tuple[list[str], list[str]]:
    """Kinds and subjects; a subject nobody wrote is its kind."""

    def kind(said: str | None, subject: str | None) -> str:
        first = subject.split()[0] if subject else ""
        return kind_of(said or "") or kind_of(first) or _KIND

    kinds = rows.each(kind, rows.column("kind"), rows.column("subject"))
    subjects = rows.column("subject")
    return kinds, [said or kind.capitalize() for said, kind in zip(subjects, kinds, strict=True)]


def _due(due: tuple[str, str | None] | None, at: str | None) -> tuple[str, str | None] | None:
    """Day and moment, where the time stands in a column of its own as well."""
    if due is None or due[1] is not None or at is None:
        return due
    time = read_time(fold(at[:5]))
    if time is None:
        return due
    return due[0], stored_moment(local_moment(date.fromisoformat(due[0]), time))


def _done(rows: Rows, known: Known) -> list[str | None]:
    """When activities were done. In a file that does not say, those of past days were."""
    says = "is_done" in rows or "done" in rows

    def done(is_done: bool | None, at: str | None, due: str | None) -> str | None:
        if at is not None or is_done is False:
            return at if is_done is not False else None
        if is_done or (not says and due is not None and due < known.today.isoformat()):
            return min(noon(due), known.now) if due else known.now
        return None

    return rows.each(done, rows.column("is_done"), rows.column("done"), rows.column("due_on"))


def _keys(rows: Rows) -> list[str]:
    """What the other program calls each row: its number, else what it is known by. The same again is numbered."""
    seen: dict[str, int] = {}
    keys = []
    told = zip(*map(rows.column, ("id", "deal_id", "kind", "subject", "due_on", "done_at")), strict=True)
    for number, *rest in told:
        key = number or blake2b(repr(rest).encode(), digest_size=12).hexdigest()
        seen[key] = seen.get(key, 0) + 1
        keys.append(key if seen[key] == 1 else f"{key}#{seen[key]}")
    return keys


def _shown(row: Mapping[str, Any], titles: Mapping[int, str]) -> Mapping[str, Any]:
    done = row["done_at"]
    return {
        "deal": titles.get(row["deal_id"]),
        "kind": row["kind"],
        "subject": row["subject"],
        "due": row["due_on"],
        "done": done and datetime.fromisoformat(done).date().isoformat(),
    }
