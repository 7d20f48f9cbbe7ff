"""A pipeline's past, kept beside the file: of what changed since, only those deals are read anew.

A deal's past changes only with the log, so what was read up to an entry of it stays true for every deal that no later
entry names. It is kept for pipelines of some size; what does not fit the file any more is read anew as a whole.
"""

from __future__ import annotations

import sqlite3
from array import array
from collections.abc import Collection, Iterator
from dataclasses import dataclass, fields
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias

from pipetui.reading import kept
from pipetui.reading.kept import Mark
from pipetui.reading.past import Past, read_past
from pipetui.views.odds.history import Lives, Stays
from pipetui.views.odds.told import Told
from pipetui.views.stage import Pipeline

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Ints = NDArray[np.int64]

MANY = 2_000
"""Deals from which on a past is kept: fewer are read in no time."""

FEW = 2_000
"""Deals that may have changed before the whole past is read again."""

OFTEN = 200
"""Changed deals after which the past is kept anew."""

_CHANGED = """
SELECT row_id FROM change WHERE id > :upto AND table_name = 'deal'
UNION SELECT before ->> '$.deal_id' FROM change WHERE id > :upto AND table_name = 'stage_move'
UNION SELECT after ->> '$.deal_id' FROM change WHERE id > :upto AND table_name = 'stage_move'
"""

Columns: TypeAlias = Lives | Stays | Told


@dataclass(frozen=True, slots=True)
class Followed:
    """A past as it was kept at a ``mark``, and the deals that ``changed`` since, as they are now (``anew``)."""

    past: Past
    mark: Mark
    changed: frozenset[int]
    anew: Past


def past_of(rows: sqlite3.Connection, pipeline: Pipeline) -> Past:
    """The past of a pipeline's deals, with the work of only those changed since it was last kept."""
    found = followed(rows, pipeline)
    return whole_of(rows, pipeline, found)


def followed(rows: sqlite3.Connection, pipeline: Pipeline) -> Followed | None:
    """What is kept of a pipeline's past and what changed since; None where it has to be read as a whole."""
    path = kept.place(rows, pipeline, "pasts")
    found = None if path is None else _read(path, _under(pipeline))
    if found is None or not found[0].still(rows):
        return None
    mark, past = found
    changed = {number for (number,) in rows.execute(_CHANGED, {"upto": mark.upto}).fetchmany(2 * FEW) if number}
    if len(changed) >= FEW:
        return None
    anew = read_past(rows, pipeline.id, _leads(pipeline), changed) if changed else Past()
    return Followed(past, mark, frozenset(changed), anew)


def whole_of(rows: sqlite3.Connection, pipeline: Pipeline, found: Followed | None, *, keep: bool = False) -> Past:
    """The past of a pipeline's deals, from what is kept of it; kept anew where much has changed, or where asked to."""
    if found is None:
        past = read_past(rows, pipeline.id, _leads(pipeline))
    else:
        past = _merged(found.past, found.changed, found.anew) if found.changed else found.past
    if found is None or len(found.changed) >= OFTEN or (keep and found.changed):
        path = kept.place(rows, pipeline, "pasts")
        if path is not None and len(past.told) >= MANY:
            _keep(path, _under(pipeline), past, kept.mark(rows))
    if len(past.lives.worth) < len(past.lives.deal):
        _tell_worth(past)
    return past


def _leads(pipeline: Pipeline) -> frozenset[int]:
    return frozenset(stage.id for stage in pipeline.leads)


def _under(pipeline: Pipeline) -> list[Any]:
    """What a past depends on besides the file."""
    return [*kept.circumstances(pipeline), sorted(_leads(pipeline))]


def _merged(past: Past, changed: Collection[int], anew: Past) -> Past:
    """A past with some deals replaced by what they are now, in order of their numbers."""
    joined = Past()
    for old, new, both in zip(_parts(past), _parts(anew), _parts(joined), strict=True):
        _join(old, new, both, changed)
    return joined


def _join(old: Columns, new: Columns, both: Columns, changed: Collection[int]) -> None:
    """Fills ``both`` with the rows of ``old`` but those of the deals that changed, and with all of ``new``."""
    import numpy as np

    recoded: dict[str, Ints] = {}
    if isinstance(old, Told) and isinstance(new, Told) and isinstance(both, Told):
        recoded = _recoded(old, new, both)
    first, second = (np.array(each.deal, dtype=np.int64) for each in (old, new))
    order = np.argsort(np.concatenate([first, second]), kind="stable")
    order = order[np.concatenate([~np.isin(first, list(changed)), np.ones(len(second), dtype=bool)])[order]]
    for name in _names(both):
        mine = getattr(both, name)
        added = recoded.get(name, getattr(new, name))
        column = np.concatenate([np.array(each, dtype=mine.typecode) for each in (getattr(old, name), added)])
        mine.frombytes(column[order].tobytes())


def _recoded(old: Told, new: Told, both: Told) -> dict[str, Ints]:
    """The columns of words of ``new``, as places in the words of both."""
    import numpy as np

    both.words = list(dict.fromkeys([*old.words, *new.words]))
    places = {word: place for place, word in enumerate(both.words)}
    codes = np.array([places[word] for word in new.words], dtype=np.int64)
    return {
        name: codes[np.array(getattr(new, name), dtype=np.int64)] if len(new) else codes[:0]
        for name in ("source", "category", "product")
    }


def _tell_worth(past: Past) -> None:
    """Fills the columns of lives that say what is entered."""
    import numpy as np

    told, lives = past.told, past.lives
    amounts, products = told.amounts(), told.products()
    for place in np.searchsorted(np.array(told.deal), np.array(lives.deal)).tolist():
        lives.worth.append(amounts[place])
        lives.product.append(products[place])


def _names(columns: Columns) -> list[str]:
    """The columns of numbers."""
    return [each.name for each in fields(columns) if isinstance(getattr(columns, each.name), array)]


def _parts(past: Past) -> Iterator[Columns]:
    yield from (past.told, past.lives, past.lifetimes, past.stays)


def _keep(path: Path, under: list[Any], past: Past, mark: Mark) -> None:
    columns = [getattr(part, name) for part in _parts(past) for name in _names(part)]
    kept.keep(path, under, [mark.entry, past.told.words], columns)


def _read(path: Path, under: list[Any]) -> tuple[Mark, Past] | None:
    """A kept past, without what lives came to; None where none was kept of this pipeline as it is."""
    found = kept.read(path, under)
    if found is None:
        return None
    (entry, words), columns = found
    past, rest = Past(), iter(columns)
    past.told.words = words
    for part in _parts(past):
        for name in _names(part):
            setattr(part, name, next(rest))
    return Mark(entry), past
