"""History, read in pages: an entry costs the same to read whether there are ten or a hundred thousand."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import Any

from pipetui.values.errors import NotFound
from pipetui.values.text import clean, fit
from pipetui.views.history import Account, Entry, FieldChange, RecordChange
from pipetui.views.told_fields import NameOf, told_fields

LISTED = 200
"""Rows of an entry that are told one by one."""

_ENTRIES = """
SELECT entry.id, entry.at, entry.label, entry.records, undo.at, entry.kind
FROM change_set AS entry LEFT JOIN change_set AS undo ON undo.id = entry.undone_by
WHERE entry.kind IN ('change', 'start') AND {where} ORDER BY entry.id DESC LIMIT ?
"""

_HAS = "(instr(lower(entry.label), ?) > 0 OR instr(entry.label, ?) > 0)"
"""A word is looked for in small letters, which are ASCII's alone to SQLite, and as it was typed."""

Row = Mapping[str, Any]
Net = dict[tuple[str, int], tuple[str | None, str | None]]
"""By table and number, what a row was before an entry and after it, as JSON."""

_KINDS = {"own_field": "field"}
"""What a row of a table is to a rep, where that is not the table's name."""

_BELONGING = {
    "deal_contact": ("People", "contact_id"),
    "deal_tag": ("Tags", "tag_id"),
    "own_value": ("", "field_id"),
    "tick": ("Meets", "criterion_id"),
}
"""Tables whose rows are told as fields of a deal: the field, and the column that names the row."""

_UNTOLD = frozenset({"stage_move", "external_ref"})
"""Tables whose rows say again what another row says, or nothing to a rep."""

_NAMES = ("name", "title", "subject", "label", "text", "currency")
"""Columns a record may be called by, the first it has."""


def read_entries(rows: sqlite3.Connection, limit: int, before: int | None = None, words: str = "") -> list[Entry]:
    """The newest entries, or the newest of those older than the entry ``before``; with all ``words`` in the label."""
    wanted = [text for word in clean(words).split() for text in (word.casefold(), word)]
    where = " AND ".join(["entry.id < ?" if before is not None else "1", *[_HAS] * (len(wanted) // 2)])
    values = (*(() if before is None else (before,)), *wanted, limit)
    return [_entry(row) for row in rows.execute(_ENTRIES.format(where=where), values)]


def read_entry(rows: sqlite3.Connection, entry_id: int) -> Entry:
    """The entry of a number. Raises NotFound."""
    row = rows.execute(_ENTRIES.format(where="entry.id = ?"), (entry_id, 1)).fetchone()
    if row is None:
        raise NotFound(f"There is no entry {entry_id} in the history.")
    return _entry(row)


def read_account(rows: sqlite3.Connection, entry_id: int) -> Account:
    """An entry with what it did to which record. Raises NotFound."""
    entry = read_entry(rows, entry_id)
    found = rows.execute(
        "SELECT table_name, row_id, before, after FROM change WHERE set_id = ? ORDER BY id LIMIT ?",
        (entry_id, LISTED + 1),
    ).fetchall()
    net: Net = {}
    for table, number, before, after in found[:LISTED]:
        first = net[table, number][0] if (table, number) in net else before
        net[table, number] = (first, after)
    return Account(entry, tuple(_records(net, _Names(rows, net))), len(found) > LISTED)


def _entry(row: Any) -> Entry:
    number, at, label, records, undone_at, kind = row
    return Entry(number, _moment(at), label, records, _moment(undone_at) if undone_at else None, kind == "change")


def _moment(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


class _Names:
    """What numbers in rows refer to, by name; what is gone by now, as the log has it."""

    def __init__(self, rows: sqlite3.Connection, net: Net) -> None:
        self._rows = rows
        self._net = net
        self._known: dict[tuple[str, Any], str] = {}
        self._parents: dict[str, dict[str, str]] = {}

    def of_table(self, table: str) -> NameOf:
        """How the columns of a table are told."""
        if table not in self._parents:
            found = self._rows.execute('SELECT "from", "table" FROM pragma_foreign_key_list(?)', (table,))
            self._parents[table] = dict(found.fetchall())
        parents = self._parents[table]

        def name_of(column: str, number: Any) -> str:
            if column == "currency":
                return str(self.row("pipeline", number).get("currency", ""))
            parent = parents.get(column)
            return f"#{number}" if parent is None else self.name(parent, number)

        return name_of

    def name(self, table: str, number: Any) -> str:
        """The name of a record."""
        key = (table, number)
        if key not in self._known:
            row = self.row(table, number)
            told = next((row[column] for column in _NAMES if row.get(column)), None)
            self._known[key] = fit(clean(str(told)), 80) if told else f"#{number}"
        return self._known[key]

    def row(self, table: str, number: Any) -> dict[str, Any]:
        """A record as it was last."""
        before, after = self._net.get((table, number), (None, None))
        if told := after or before:
            return dict(json.loads(told))
        row = self._rows.execute(
            "SELECT coalesce(after, before) FROM change WHERE table_name = ? AND row_id = ? ORDER BY id DESC LIMIT 1",
            (table, number),
        ).fetchone()
        return dict(json.loads(row[0])) if row else {}


def _records(net: Net, names: _Names) -> list[RecordChange]:
    """What became of each record; what belongs to a deal is told with it."""
    told: dict[tuple[str, Any], RecordChange] = {}
    belonging: dict[int, dict[str, tuple[list[str], list[str]]]] = {}
    for (table, number), (before, after) in net.items():
        was: Row | None = json.loads(before) if before else None
        became: Row | None = json.loads(after) if after else None
        row = became or was
        if table in _UNTOLD or row is None:
            continue
        if table in _BELONGING:
            for field, *sides in _belonging(table, was, became, names):
                lists = belonging.setdefault(row["deal_id"], {}).setdefault(field, ([], []))
                for texts, text in zip(lists, sides, strict=True):
                    texts += [text] if text else []
        elif (record := _record(table, number, was, became, names)) is not None:
            told[table, number] = record
    for deal, fields in belonging.items():
        known = told.get(("deal", deal)) or RecordChange("deal", names.name("deal", deal), "changed", ())
        more = (FieldChange(field, ", ".join(gone), ", ".join(come)) for field, (gone, come) in fields.items())
        told["deal", deal] = known._replace(fields=(*known.fields, *more))
    return list(told.values())


def _belonging(table: str, was: Row | None, became: Row | None, names: _Names) -> Iterator[FieldChange]:
    """A tag, a contact or a value of the rep's own, as a field of its deal."""
    name_of = names.of_table(table)
    column = _BELONGING[table][1]
    sides = [name_of(column, row[column]) if row else "" for row in (was, became)]
    if table != "own_value":
        if sides[0] != sides[1]:
            yield FieldChange(_BELONGING[table][0], sides[0], sides[1])
        return
    for change in told_fields(table, was, became, name_of):
        if change.field != "Field":
            yield change._replace(field=sides[1] or sides[0])


def _record(table: str, number: int, was: Row | None, became: Row | None, names: _Names) -> RecordChange | None:
    how = "added" if was is None else "deleted" if became is None else "changed"
    name = names.name(table, number)
    fields = tuple(
        change
        for change in told_fields(table, was, became, names.of_table(table))
        if how == "changed" or name not in change[1:]
    )
    if how == "changed" and not fields:
        return None  # only what follows from something else
    deal = (became or was or {}).get("deal_id")
    if deal is not None:
        name = f"{name}, {names.name('deal', deal)}"
    return RecordChange(_KINDS.get(table, table.replace("_", " ")), name, how, fields)
