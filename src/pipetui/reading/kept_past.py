"""A pipeline's past, kept beside the file: of what changed since, only those deals are read anew.

A deal's past changes only with the log, so what was read up to an entry of it stays true for every deal that no later
entry names. It is kept in the platform's folder for caches, readable by the rep alone, for pipelines of some size;
what does not fit the file any more, or does not read, is read anew as a whole.
"""

from __future__ import annotations

import json
import os
import sqlite3
import time
from array import array
from collections.abc import Collection, Iterator
from contextlib import suppress
from dataclasses import dataclass, fields
from hashlib import blake2b
from math import isnan, nan
from pathlib import Path
from typing import Any, TypeAlias
from zlib import crc32

from pipetui import __version__
from pipetui.reading.past import Past, read_past
from pipetui.reading.version import HEAD
from pipetui.views.odds.history import NEVER, Entered, Lives, Stays
from pipetui.views.stage import Pipeline

MANY = 2_000
"""Deals from which on a past is kept: fewer are read in no time."""

FEW = 2_000
"""Deals that may have changed before the whole past is read again."""

OFTEN = 200
"""Changed deals after which the past is kept anew."""

MOST = 6
"""Pasts that are kept, the latest."""

LARGEST = 200_000_000
"""Bytes of a kept past that are read."""

_LAST = """
SELECT change.id, change.set_id, change.table_name, change.row_id, change_set.at
FROM change JOIN change_set ON change_set.id = change.set_id WHERE {where}
"""
_CHANGED = """
SELECT row_id FROM change WHERE id > :upto AND table_name = 'deal'
UNION SELECT before ->> '$.deal_id' FROM change WHERE id > :upto AND table_name = 'stage_move'
UNION SELECT after ->> '$.deal_id' FROM change WHERE id > :upto AND table_name = 'stage_move'
"""
_UNSET = -(2**62)
"""What stands for no amount."""

_ENTERED, _PROBABILITY = 8, 4
"""How many columns tell what is entered of deals, and the place of the one that is not of whole numbers."""

Columns: TypeAlias = Lives | Stays


@dataclass(frozen=True, slots=True)
class _Mark:
    """The last entry of the log that a past has seen, and all else it depends on."""

    upto: int
    entry: list[Any]
    under: list[Any]

    def still(self, rows: sqlite3.Connection) -> bool:
        """Whether the file's log still has the entry: it is the same file, later."""
        found = rows.execute(_LAST.format(where="change.id = ?"), (self.upto,)).fetchone()
        return found is not None and list(found) == self.entry


def past_of(rows: sqlite3.Connection, pipeline: Pipeline) -> Past:
    """The past of a pipeline's deals, with the work of only those changed since it was last kept."""
    leads = frozenset(stage.id for stage in pipeline.leads)
    under = [__version__, HEAD, pipeline.id, sorted(leads), *time.tzname, time.timezone, time.altzone]
    path = _place(rows, pipeline)
    kept = None if path is None else _read(path, under)
    if kept is not None:
        mark, past = kept
        if mark.still(rows):
            changed = {number for (number,) in rows.execute(_CHANGED, {"upto": mark.upto}).fetchmany(2 * FEW) if number}
            if len(changed) < FEW:
                if changed:
                    past = _merged(past, changed, read_past(rows, pipeline.id, leads, changed))
                if path is not None and len(changed) >= OFTEN:
                    _keep(path, past, _mark(rows, under))
                return past
    past = read_past(rows, pipeline.id, leads)
    if path is not None and len(past.now) >= MANY:
        _keep(path, past, _mark(rows, under))
    return past


def _mark(rows: sqlite3.Connection, under: list[Any]) -> _Mark:
    last = rows.execute(_LAST.format(where="change.id = (SELECT max(id) FROM change)")).fetchone()
    return _Mark(last[0], list(last), under)


def _place(rows: sqlite3.Connection, pipeline: Pipeline) -> Path | None:
    """Where a file's past is kept; None for a database without a file."""
    name = next((name for _, schema, name in rows.execute("PRAGMA database_list") if schema == "main"), "")
    if not name:
        return None
    from platformdirs import user_cache_path

    told = blake2b(f"{Path(name).resolve()}\n{pipeline.id}".encode("utf-8", "surrogatepass"), digest_size=12)
    return user_cache_path("pipetui", appauthor=False) / "pasts" / told.hexdigest()


def _merged(past: Past, changed: Collection[int], anew: Past) -> Past:
    """A past with some deals replaced by what they are now, in order of their numbers."""
    now = {number: told for number, told in past.now.items() if number not in changed} | anew.now
    known = {number: day for number, day in past.known.items() if number not in changed} | anew.known
    joined = Past(now=dict(sorted(now.items())), known=known)
    for old, new, both in (
        (past.lives, anew.lives, joined.lives),
        (past.lifetimes, anew.lifetimes, joined.lifetimes),
        (past.stays, anew.stays, joined.stays),
    ):
        _join(old, new, both, changed)
    _tell_entered(joined)
    return joined


def _join(old: Columns, new: Columns, both: Columns, changed: Collection[int]) -> None:
    """Fills ``both`` with the rows of ``old`` but those of the deals that changed, and with all of ``new``."""
    import numpy as np

    first, second = (np.array(each.deal, dtype=np.int64) for each in (old, new))
    order = np.argsort(np.concatenate([first, second]), kind="stable")
    order = order[np.concatenate([~np.isin(first, list(changed)), np.ones(len(second), dtype=bool)])[order]]
    for name in _names(both):
        column = np.concatenate([np.array(getattr(each, name), dtype=np.int64) for each in (old, new)])
        getattr(both, name).frombytes(column[order].tobytes())


def _tell_entered(past: Past) -> None:
    """Fills the columns of lives that say what is entered."""
    entered = [past.now[deal] for deal in past.lives.deal]
    past.lives.worth.extend(told.amount for told in entered)
    past.lives.product.extend(told.product for told in entered)


def _names(columns: Columns) -> list[str]:
    """The columns of whole numbers."""
    return [each.name for each in fields(columns) if isinstance(getattr(columns, each.name), array)]


def _parts(past: Past) -> Iterator[Columns]:
    yield from (past.lives, past.lifetimes, past.stays)


def _keep(path: Path, past: Past, mark: _Mark) -> None:
    """Keeps a past; where it can't be kept, it is read anew the next time."""
    words: dict[str | None, int] = {}
    told = past.now.values()
    columns: list[array[Any]] = [
        array("q", past.now),
        array("q", (past.known[number] for number in past.now)),
        array("q", (_UNSET if each.amount is None else each.amount for each in told)),
        array("q", (NEVER if each.close is None else each.close for each in told)),
        array("d", (nan if each.probability is None else each.probability for each in told)),
        *(
            array("q", (words.setdefault(getattr(each, name), len(words)) for each in told))
            for name in ("source", "category", "product")
        ),
        *(getattr(part, name) for part in _parts(past) for name in _names(part)),
    ]
    body = b"".join(column.tobytes() for column in columns)
    head = [mark.under, mark.entry, list(words), [len(column) for column in columns], crc32(body)]
    unfinished = path.with_suffix(f".{os.getpid()}")
    with suppress(OSError):
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        with os.fdopen(os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
            file.write(json.dumps(head).encode() + b"\n" + body)
        unfinished.replace(path)
        for old in sorted(path.parent.iterdir(), key=lambda each: each.stat().st_mtime)[:-MOST]:
            old.unlink(missing_ok=True)


def _read(path: Path, under: list[Any]) -> tuple[_Mark, Past] | None:
    """A kept past; None where none was kept of this pipeline as it is, or where it does not read."""
    try:
        with path.open("rb") as file:
            if os.fstat(file.fileno()).st_size > LARGEST:
                return None
            head = file.readline()
            told, entry, words, lengths, sum_of = json.loads(head)
            if told != under:
                return None
            body = file.read()
        if crc32(body) != sum_of:
            return None
        return _Mark(int(entry[0]), entry, under), _past(memoryview(body), words, [int(each) for each in lengths])
    except (OSError, ValueError, TypeError, IndexError, KeyError, RecursionError):
        return None


def _past(body: memoryview, words: list[str | None], lengths: list[int]) -> Past:
    """The past of its bytes; raises ValueError where they are too few."""
    columns, start = [], 0
    for place, length in enumerate(lengths):
        column: array[Any] = array("d" if place == _PROBABILITY else "q")
        column.frombytes(body[start : start + 8 * length])
        columns.append(column)
        start += 8 * length
    numbers, known, amounts, closes, chances, *coded = columns[:_ENTERED]
    past = Past(known=dict(zip(numbers, known, strict=True)))
    entered = map(
        Entered,
        (None if amount == _UNSET else amount for amount in amounts),
        (None if close == NEVER else close for close in closes),
        (None if isnan(chance) else chance for chance in chances),
        *([words[code] for code in column] for column in coded),
    )
    past.now.update(zip(numbers, entered, strict=True))
    rest = iter(columns[_ENTERED:])
    for part in _parts(past):
        for name in _names(part):
            setattr(part, name, next(rest))
    _tell_entered(past)
    return past
