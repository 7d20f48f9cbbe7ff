"""What the file has already, by what an import finds it by."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import Connection

from pipetui.exchange.ladder import is_untouched
from pipetui.reading.cards import AT_ONCE
from pipetui.reading.pipelines import read_pipelines
from pipetui.sales.columns import rows_of
from pipetui.store import stored_moment
from pipetui.values.clock import Clock
from pipetui.values.reach import listed
from pipetui.values.text import fold
from pipetui.views.stage import Pipeline

_MERGED = """
SELECT merged.into_id, merged.folded, contact.company_id, merged.email
FROM merged JOIN contact ON contact.id = merged.into_id WHERE merged.kind = 'contact' ORDER BY merged.id
"""
TABLES = ("pipeline", "stage", "company", "contact", "deal", "reason", "tag", "activity", "external_ref")


@dataclass(slots=True)
class People:
    """Companies by folded name; contacts by folded e-mail, and by folded name with their company and e-mail."""

    companies: dict[str, int]
    by_email: dict[str, int] = field(default_factory=dict)
    by_name: dict[str, list[tuple[int, int | None, str | None]]] = field(default_factory=dict)


@dataclass(slots=True)
class Known:
    """What is there, as one transaction sees it, and the numbers the next rows will have.

    ``now`` is the moment of the import, as it is stored, ``today`` the rep's day. ``pristine`` says that there was
    never a deal, and one pipeline with the standard stages.
    """

    connection: Connection
    rows: sqlite3.Connection
    pipelines: tuple[Pipeline, ...]
    pristine: bool
    now: str
    today: date
    next_ids: dict[str, int]

    def people(self) -> People:
        """All companies and contacts."""
        merged = self.rows.execute("SELECT folded, into_id FROM merged WHERE kind = 'company' ORDER BY id")
        people = People(dict(merged.fetchall()))
        people.companies |= {folded: number for number, folded in self.rows.execute("SELECT id, folded FROM company")}
        found = self.rows.execute("SELECT id, folded, company_id, email, more_emails FROM contact ORDER BY id")
        for number, folded, company, email, more in found:
            address = fold(email) if email else None
            people.by_name.setdefault(folded, []).append((number, company, address))
            for each in (address, *map(fold, listed(more))):
                if each:
                    people.by_email.setdefault(each, number)
        for number, folded, company, email in self.rows.execute(_MERGED):
            address = fold(email) if email else None
            people.by_name.setdefault(folded, []).append((number, company, address))
            if address:
                people.by_email.setdefault(address, number)
        return people

    def merged(self, table: str) -> dict[int, set[int]]:
        """By record, the numbers of those that became part of it."""
        found: dict[int, set[int]] = {}
        for into, was in self.rows.execute("SELECT into_id, was_id FROM merged WHERE kind = ?", (table,)):
            found.setdefault(into, set()).add(was)
        return found

    def tags(self) -> dict[str, int]:
        """Tags by folded name."""
        return {folded: number for number, folded in self.rows.execute("SELECT id, folded FROM tag")}

    def reasons(self) -> dict[tuple[str, str], int]:
        """Reasons by outcome and folded name."""
        found = self.rows.execute("SELECT id, outcome, name FROM reason")
        return {(outcome, fold(name)): number for number, outcome, name in found}

    def references(self, kind: str, system: str) -> dict[str, int]:
        """The records of a kind by what another program calls them."""
        found = self.rows.execute(
            "SELECT external_id, record_id FROM external_ref WHERE kind = ? AND system = ?", (kind, system)
        )
        return dict(found.fetchall())

    def by_uid(self, table: str, uids: Iterable[str | None]) -> dict[str, int]:
        """The records of those names that are unique everywhere."""
        if not self.rows.execute(f"SELECT EXISTS (SELECT 1 FROM {table})").fetchone()[0]:
            return {}
        uids = list(uids)
        merged = dict(self.rows.execute("SELECT was_uid, into_id FROM merged WHERE kind = ?", (table,)).fetchall())
        return {uid: merged[uid] for uid in uids if uid in merged} | {
            uid: number
            for some in _batches([uid for uid in uids if uid])
            for uid, number in self.rows.execute(
                f"SELECT uid, id FROM {table} WHERE uid IN ({', '.join('?' * len(some))})", some
            )
        }

    def records(self, table: str, columns: Sequence[str], ids: Iterable[int]) -> dict[int, dict[str, Any]]:
        """Rows as they are stored, by number."""
        names = ", ".join(columns)
        return {
            row[0]: dict(zip(columns, row[1:], strict=True))
            for some in _batches(list(ids))
            for row in self.rows.execute(
                f"SELECT id, {names} FROM {table} WHERE id IN ({', '.join('?' * len(some))})", some
            )
        }

    def take_ids(self, table: str, count: int) -> range:
        """The numbers of ``count`` new rows of a table."""
        first = self.next_ids[table]
        self.next_ids[table] = first + count
        return range(first, first + count)


def read_known(connection: Connection, clock: Clock) -> Known:
    """What the file has, as this connection sees it."""
    rows = rows_of(connection)
    pipelines = read_pipelines(rows)
    numbers = dict(rows.execute("SELECT name, seq FROM sqlite_sequence").fetchall())
    pristine = not numbers.get("deal") and len(pipelines) == 1 and is_untouched(pipelines[0].stages)
    next_ids = {table: numbers.get(table, 0) + 1 for table in TABLES}
    return Known(connection, rows, pipelines, pristine, stored_moment(clock.now()), clock.today(), next_ids)


def _batches(values: list[Any]) -> Iterable[list[Any]]:
    for start in range(0, len(values), AT_ONCE):
        yield values[start : start + AT_ONCE]
