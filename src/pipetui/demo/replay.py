"""Writes lives into a file as the rep would have lived them: in order, each entry of history under its own moment."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from pipetui.demo.cast import REP
from pipetui.demo.course import Course
from pipetui.demo.life import Entry, Talk
from pipetui.sales.rates import in_base
from pipetui.sales.stages import STANDARD
from pipetui.store import Writing

_DEAL = (
    *("id", "pipeline_id", "stage_id", "title", "company_id", "owner", "product", "source", "amount", "currency"),
    *("base_amount", "rate", "probability_source", "expected_close", "status", "created_at", "stage_since"),
    *("touched_at", "pushes"),
)
_TALK = (
    "id",
    "deal_id",
    "contact_id",
    "kind",
    "subject",
    "note",
    "due_on",
    "due_at",
    "done_at",
    "created_at",
    "snoozes",
)
_AS_THEY_ARE = (
    *("status", "closed_on", "stage_since", "expected_close", "probability", "probability_source"),
    *("category", "notes"),
)


@dataclass(slots=True)
class _Known:
    """A deal that is in the file."""

    id: int
    course: Course
    pushes: int = 0


class Replay:
    """Writes under a transaction's rows; numbers of stages, reasons and tags are looked up once."""

    def __init__(self, writing: Writing) -> None:
        self._writing = writing
        # Some ten thousand small statements: asked of the driver itself they take a third of the time.
        self._execute = writing.connection.connection.cursor().execute
        read = writing.connection.exec_driver_sql
        self._pipeline, self._base = read("SELECT id, currency FROM pipeline").one()
        self._stages: list[int] = [row[0] for row in read("SELECT id FROM stage ORDER BY position")]
        self._reasons = {(row[0], row[1]): row[2] for row in read("SELECT outcome, name, id FROM reason")}
        self._tags: dict[str, int] = {row[0]: row[1] for row in read("SELECT name, id FROM tag")}
        self._next_deal = writing.next_id("deal")
        self._next_talk = writing.next_id("activity")

    def write(self, lives: Iterable[tuple[Course, Sequence[Entry]]]) -> None:
        """All entries of all lives, the oldest first."""
        line = [
            (entry.at, turn, course, entry, entry is entries[-1])
            for turn, (course, entries) in enumerate(lives)
            for entry in entries
        ]
        line.sort(key=lambda each: each[:2])
        known: dict[int, _Known] = {}
        for _at, turn, course, entry, is_last in line:
            label = entry.label
            if entry.move is not None:
                label = label.format(stage=STANDARD[entry.move[1]][0])
            self._execute("INSERT INTO change_set (at, label) VALUES (?, ?)", (entry.at, label))
            if entry.adds:
                known[turn] = self._add(course, entry)
            self._live(known[turn], entry, is_last)

    def _add(self, course: Course, entry: Entry) -> _Known:
        deal = _Known(self._next_deal, course)
        self._next_deal += 1
        money = self._money(course.first_amount or course.amount, course.currency, entry.at)
        close = course.closes[0]
        values = (
            deal.id,
            self._pipeline,
            self._stages[course.visits[0].stage],
            course.title,
            course.firm.id,
            REP,
            course.product,
            course.source,
            money["amount"],
            course.currency,
            money["base_amount"],
            money["rate"],
            "stage",
            close.isoformat() if close else None,
            "open",
            entry.at,
            entry.at,
            entry.at,
            0,
        )
        self._execute(_insert("deal", _DEAL), values)
        met = 3 if (course.amount or 0) >= 25_000 else 2 if course.status == "open" else 1
        for position, person in enumerate(course.firm.people[:met]):
            self._execute(
                "INSERT INTO deal_contact (deal_id, contact_id, role, position) VALUES (?, ?, ?, ?)",
                (deal.id, person.id, person.role, position),
            )
        for tag in course.tags:
            self._execute("INSERT INTO deal_tag (deal_id, tag_id) VALUES (?, ?)", (deal.id, self._tags[tag]))
        return deal

    def _live(self, deal: _Known, entry: Entry, is_last: bool) -> None:
        if entry.move is not None:
            was, became = (self._stages[stage] for stage in entry.move)
            self._execute(
                "INSERT INTO stage_move (deal_id, from_stage_id, to_stage_id, at) VALUES (?, ?, ?, ?)",
                (deal.id, was, became, entry.at),
            )
            entry.fields |= {"stage_since": entry.at}
        if entry.done is not None:
            self._finish(deal, entry.done)
        if entry.planned is not None:
            self._talk(deal, entry.planned, done=False)
        columns = self._columns(deal, entry)
        # Every entry touches its deal; that only the last of many is written saves a fifth of the time.
        if columns or is_last:
            columns["touched_at"] = entry.at
            places = ", ".join(f"{column} = ?" for column in columns)
            self._execute(f"UPDATE deal SET {places} WHERE id = ?", (*columns.values(), deal.id))

    def _columns(self, deal: _Known, entry: Entry) -> dict[str, Any]:
        columns: dict[str, Any] = {name: entry.fields[name] for name in _AS_THEY_ARE if name in entry.fields}
        if entry.move is not None:
            columns["stage_id"] = self._stages[entry.move[1]]
        if entry.fields.get("pushed"):
            deal.pushes += 1
            columns["pushes"] = deal.pushes
        if "amount" in entry.fields:
            columns |= self._money(entry.fields["amount"], deal.course.currency, entry.at)
        if "reason" in entry.fields:
            columns["reason_id"] = self._reasons.get((entry.fields["status"], entry.fields["reason"]))
        return columns

    def _finish(self, deal: _Known, talk: Talk) -> None:
        if talk.id == 0:
            self._talk(deal, talk, done=True)
        else:
            self._execute("UPDATE activity SET done_at = ?, note = ? WHERE id = ?", (talk.done_at, talk.note, talk.id))

    def _talk(self, deal: _Known, talk: Talk, *, done: bool) -> None:
        talk.id, self._next_talk = self._next_talk, self._next_talk + 1
        came_of_it = (talk.note if done else talk.words, talk.due_on, talk.due_at, talk.done_at if done else None)
        self._execute(
            _insert("activity", _TALK),
            (talk.id, deal.id, talk.person.id, talk.kind, talk.subject, *came_of_it, talk.made, 0),
        )

    def _money(self, amount: int | None, currency: str, at: str) -> dict[str, Any]:
        minor = None if amount is None else amount * 100
        if currency == self._base:
            return {"amount": minor, "base_amount": minor, "rate": None}
        day = date.fromisoformat(at[:10])
        base, rate = in_base(self._writing.connection, minor, currency, self._base, day)
        return {"amount": minor, "base_amount": base, "rate": rate}


def _insert(table: str, columns: Sequence[str]) -> str:
    return f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({', '.join('?' * len(columns))})"
