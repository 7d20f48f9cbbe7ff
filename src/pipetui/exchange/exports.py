"""The service that exports: CSV that spreadsheets and CRMs read, JSON that programs read."""

from __future__ import annotations

import csv
import json
import os
import sqlite3
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

from pipetui.exchange.analytics import write_database
from pipetui.exchange.cells import guarded
from pipetui.exchange.own_columns import PREFIX
from pipetui.exchange.records import KINDS, Record, Records
from pipetui.reading.file import Reading
from pipetui.reading.own import read_fields
from pipetui.values.clock import Clock
from pipetui.values.errors import Invalid, Trouble
from pipetui.values.own import write_own
from pipetui.values.query import Filter
from pipetui.values.text import clean, fit
from pipetui.views.people.listed import Kind

WHAT = ("deals", "contacts", "activities", "payments", "expenses", "all")
FORMATS = ("csv", "json", "vcf")

COLUMNS: Mapping[str, tuple[str, ...]] = {
    "deals": (
        *("id", "title", "company", "contact", "contact_email", "contact_phone", "contact_job", "owner", "pipeline"),
        *("pipeline_currency", "stage", "stage_phase", "status", "amount", "currency", "rate", "probability"),
        *("probability_source", "weighted", "category", "category_source", "expected_close", "created"),
        *("stage_since", "last_activity", "closed"),
        *("reason", "source", "campaign", "product", "tags"),
        *("next_step", "next_step_kind", "next_step_due", "next_step_uid"),
        *("notes", "uid"),
    ),
    "contacts": ("id", "name", "company", "email", "phone", "job", "notes", "uid"),
    "activities": (
        *("id", "deal_id", "deal", "company", "contact", "kind", "subject", "note", "due", "done", "created"),
        *("deal_uid", "uid"),
    ),
    "payments": (
        *("id", "deal_id", "deal", "company", "label", "amount", "currency", "rate", "state", "due", "due_fixed"),
        *("after_months", "after_days", "paid", "note", "deal_uid", "uid"),
    ),
    "expenses": (
        *("id", "deal_id", "deal", "company", "kind", "label", "amount", "currency", "rate", "due", "paid"),
        *("every", "note", "deal_uid", "uid"),
    ),
}
"""The columns of CSV, by what is exported. An import knows every one of deals, contacts and activities again."""


class Exports:
    """Writes what is in the file as text."""

    def __init__(self, reading: Reading, clock: Clock) -> None:
        self._reading = reading
        self._clock = clock

    def write(self, what: str = "deals", format: str = "csv", wanted: Filter | None = None) -> Iterator[str]:  # noqa: A002  what people call it
        """The text of an export, in pieces. ``what`` is one of ``WHAT``, ``format`` of ``FORMATS``.

        ``wanted`` lets through only some deals, and what belongs to them; without it closed deals are among them.
        Raises Invalid for anything else, and for all in one CSV.
        """
        for value, choices in ((what, WHAT), (format, FORMATS)):
            if value not in choices:
                told = f"“{fit(clean(value), 30)}” can't be exported"
                raise Invalid(f"{told}: write {', '.join(choices[:-1])} or {choices[-1]}.")
        if what == "all" and format == "csv":
            raise Invalid("A CSV file holds one kind of record: export one of them, or all as JSON.")
        if format == "vcf":
            return self._cards(what, wanted)
        return self._pieces(what, format, wanted)

    def _cards(self, what: str, wanted: Filter | None) -> Iterator[str]:
        """Companies, then contacts, as vCards. Raises Invalid for anything else, and for some only."""
        if what != "contacts" or wanted is not None:
            raise Invalid("vCards are of contacts, and of all of them: pipetui export contacts --format vcf")
        return self._all_cards()

    def _all_cards(self) -> Iterator[str]:
        from pipetui.exchange.vcard import cards_of

        with self._reading.rows() as rows:
            yield from cards_of(rows, "company")
            yield from cards_of(rows, "contact")

    def vcard_of(self, kind: Kind, number: int) -> str:
        """A company or a contact as a vCard; "" where it is gone."""
        from pipetui.exchange.vcard import cards_of

        with self._reading.rows() as rows:
            return "".join(cards_of(rows, kind, number))

    def database(self, path: Path, wanted: Filter | None = None) -> None:
        """Writes all of it as tables to a database of its own, whole or not at all. Raises Trouble where it can't.

        What was at ``path`` is replaced; ``wanted`` lets through only some deals, and what belongs to them.
        """
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name[:100]}.")
        os.close(handle)
        try:
            with self._reading.rows() as rows:
                write_database(Records(rows, self._clock.today(), wanted), Path(name))
            Path(name).replace(path)
        except sqlite3.Error as error:
            raise Trouble(f"{path} can't be written: {error}.") from error
        finally:
            Path(name).unlink(missing_ok=True)

    def csv_of(self, deal_ids: Sequence[int]) -> str:
        """Some deals as CSV, with all columns of an export, in the order of their numbers handed in."""
        with self._reading.rows() as rows:
            records = Records(rows, self._clock.today(), only=tuple(deal_ids))
            return "".join(_csv(_columns("deals", rows), records.of("deals")))

    def _pieces(self, what: str, format: str, wanted: Filter | None) -> Iterator[str]:  # noqa: A002  as above
        with self._reading.rows() as rows:
            records = Records(rows, self._clock.today(), wanted)
            if format == "csv":
                yield from _csv(_columns(what, rows), records.of(what))
            elif what == "all":
                for place, kind in enumerate(KINDS):
                    yield f"{',' if place else '{'}\n{json.dumps(kind)}: "
                    yield from _json(records.of(kind))
                yield "\n}\n"
            else:
                yield from _json(records.of(what))
                yield "\n"


def _columns(what: str, rows: sqlite3.Connection) -> tuple[str, ...]:
    """The columns of an export: for deals those of the rep's own fields as well, by their keys."""
    own = (_own_column(field.key) for field in read_fields(rows)) if what == "deals" else ()
    return (*COLUMNS[what], *own)


def _own_column(key: str) -> str:
    return PREFIX + key if key in COLUMNS["deals"] else key


class _Line:
    """Takes the text a CSV writer writes."""

    def __init__(self) -> None:
        self.text = ""

    def write(self, text: str) -> None:
        """Keeps it, in place of what was before."""
        self.text = text


def _csv(columns: tuple[str, ...], records: Iterable[Record]) -> Iterator[str]:
    """Rows as RFC 4180 has them; a text that would be taken for a formula, or for nothing, is guarded."""
    line = _Line()
    writer = csv.writer(line)
    writer.writerow(columns)
    yield line.text
    for record in records:
        flat = _flat(record)
        writer.writerow([_cell(flat.get(column)) for column in columns])
        yield line.text


def _flat(record: Record) -> Record:
    """A record whose next step, and what it says for the rep's own fields, are in columns of their own."""
    if "next_step" not in record:
        return record
    step = record["next_step"] or {}
    return {
        **{_own_column(key): _own_cell(value) for key, value in record["fields"].items()},
        **record,
        "next_step": step.get("subject"),
        "next_step_kind": step.get("kind"),
        "next_step_due": step.get("due"),
    }


def _own_cell(value: Any) -> str:
    """What a deal says for a field of the rep's own, as an import reads it again as itself."""
    if isinstance(value, dict):
        return f"{value['amount']} {value['currency']}"
    return write_own(value if isinstance(value, str) else Decimal(str(value)))


def _cell(value: Any) -> Any:
    if isinstance(value, str):
        return guarded(value)
    if isinstance(value, (list, tuple)):
        return guarded(", ".join(map(str, value)))
    return value


def _json(records: Iterable[Record]) -> Iterator[str]:
    """A list, one record to a line."""
    opened = False
    for record in records:
        yield f"{',' if opened else '['}\n  {json.dumps(record, ensure_ascii=False)}"
        opened = True
    yield "\n]" if opened else "[]"
