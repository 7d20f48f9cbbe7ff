"""The service that imports files."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import cast

from pipetui.exchange.activities import ActivityImport
from pipetui.exchange.contacts import ContactImport
from pipetui.exchange.dates import ORDERS, Order
from pipetui.exchange.deals import DealImport
from pipetui.exchange.headers import KINDS, Columns, kind_of, map_headers
from pipetui.exchange.importing import Importing, Planned
from pipetui.exchange.known import read_known
from pipetui.exchange.own_columns import with_own
from pipetui.exchange.progress import Part, Progress
from pipetui.exchange.rows import Rows, read_rows
from pipetui.exchange.said import LABEL
from pipetui.exchange.source import Source, read_source
from pipetui.reading.own import read_fields
from pipetui.sales.columns import rows_of
from pipetui.store import Store
from pipetui.store.bulk import indexed_at_once, room_for_many
from pipetui.store.changelog import LOG
from pipetui.values.errors import Invalid, Refused
from pipetui.values.text import clean, count, fit, fold
from pipetui.views.imported import Imported, ImportOptions, KindOfRows, Rejected

_SHOWN_REASONS = 3
_ONE = {"deals": "deal", "contacts": "contact", "activities": "activity"}


class Imports:
    """Reads files of deals, contacts or activities. Each import is one transaction."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def read(self, path: Path, options: ImportOptions | None = None, progress: Progress | None = None) -> Imported:
        """Imports a file, or with ``dry_run`` tells what importing it would do.

        Rows that can't be taken are told in the result. Raises NotFound, Trouble or Refused for a file that can't be
        read, Refused for one that is no such table, or with ``strict`` has such rows; Invalid for a wrong option.
        """
        options = options or ImportOptions()
        with _uncollected():
            return self._read(path, options, Part(progress))

    def _read(self, path: Path, options: ImportOptions, told: Part) -> Imported:
        source, columns = self._source(path, options, told)
        kind = columns.kind
        currency = self._currency(options.pipeline)
        rows = read_rows(source, columns, _order(options.dates), currency, told.part(0.15, 0.35))
        importing = _importing(rows, columns, source, currency, options.pipeline)
        if options.dry_run:
            with self._store.reading() as connection:
                planned = importing.plan(read_known(connection, self._store.clock))
        else:
            planned = self._write(importing, source.name, kind.name, options, told)
        return _result(source, columns, importing.rows, planned, options)

    def _source(self, path: Path, options: ImportOptions, told: Part) -> tuple[Source, Columns]:
        """The rows of a file, and which column is which field."""
        from pipetui.exchange.vcard import is_card_file, read_cards

        if is_card_file(path):
            if options.as_ not in (None, "contacts"):
                raise Invalid(f"A vCard holds contacts: leave out --as {options.as_}.")
            return read_cards(path, options.encoding)
        source = read_source(path, told.part(0, 0.15), options.encoding)
        kind = KINDS[options.as_] if options.as_ else kind_of(source.headers)
        if kind.name == "deals":
            with self._store.reading() as connection:
                kind = with_own(kind, read_fields(rows_of(connection)))
        return source, map_headers(source, kind, options.maps)

    def _write(self, importing: Importing, name: str, kind: str, options: ImportOptions, told: Part) -> Planned:
        with (
            self._store.transaction(f"{LABEL} {name}") as writing,
            room_for_many(writing.connection),
            indexed_at_once(writing.connection, (LOG,), len(importing.rows)),
        ):
            planned = importing.plan(read_known(writing.connection, writing.clock))
            told.at(0.5)
            if options.strict and importing.rows.rejected:
                raise Refused(_strict(importing.rows.rejected))
            importing.write(writing, told.part(0.5, 1))
            told_of = count(planned.created + planned.updated, _ONE[kind], kind)
            writing.name(f"{LABEL} {told_of} from {name}")
        return planned

    def _currency(self, pipeline: str | None) -> str:
        """The currency of the pipeline to be filled."""
        with self._store.reading() as connection:
            found = connection.exec_driver_sql("SELECT name, currency FROM pipeline ORDER BY position, id").all()
        wanted = fold(clean(pipeline or ""))
        return str(next((currency for name, currency in found if fold(name) == wanted), found[0][1]))


@contextmanager
def _uncollected() -> Iterator[None]:
    """Keeps Python from looking for garbage among millions of values that are all still needed."""
    if not gc.isenabled():
        yield
        return
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


def _order(dates: str | None) -> Order | None:
    if dates is None:
        return None
    for order in ORDERS:
        if dates == order:
            return order
    raise Invalid(f"“{fit(clean(dates), 20)}” is not an order of dates: write dmy, mdy or ymd.")


def _importing(rows: Rows, columns: Columns, source: Source, currency: str, pipeline: str | None) -> Importing:
    if columns.kind.name == "contacts":
        return ContactImport(rows, columns.system)
    if columns.kind.name == "activities":
        return ActivityImport(rows, columns.system)
    close = columns.header("expected_close", source.headers) if "expected_close" in columns.columns else ""
    return DealImport(rows, columns.system, currency, pipeline, close)


def _strict(rejected: list[tuple[int, str]]) -> str:
    first = "; ".join(f"line {line}: {reason}" for line, reason in sorted(rejected)[:_SHOWN_REASONS])
    return f"{count(len(rejected), 'row')} can't be taken, so nothing was imported. {first[:1].upper()}{first[1:]}"


def _result(source: Source, columns: Columns, rows: Rows, planned: Planned, options: ImportOptions) -> Imported:
    decimal = {"decimal": rows.decimal} if rows.decimal else {}
    return Imported(
        file=source.name,
        kind=cast(KindOfRows, columns.kind.name),
        dialect={**source.dialect, **decimal},
        rows=source.rows,
        created=planned.created,
        updated=planned.updated,
        unchanged=planned.unchanged,
        rejected=tuple(Rejected(line, reason) for line, reason in sorted(rows.rejected)),
        mapping=columns.fields,
        unmapped=columns.unmapped,
        preview=planned.preview,
        new_stages=planned.new_stages,
        dry_run=options.dry_run,
    )
