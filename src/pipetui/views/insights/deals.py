"""A pipeline's deals as columns: what is known of each, when it came to each stage, and how long it was there."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from pipetui.views.odds.history import NEVER, Lives, Stays
from pipetui.views.stage import Pipeline, Stage

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Ints = NDArray[np.int64]
    Flags = NDArray[np.bool_]
    Floats = NDArray[np.float64]

OPEN, WON, LOST = 0, 1, 2
"""What became of a deal."""

LEAD = -1
"""The place of the stage of a lead."""

STATUSES = {"open": OPEN, "won": WON, "lost": LOST}


class Fact(NamedTuple):
    """What the file has of a deal: days as numbers, the amount in minor units of the pipeline's currency.

    ``answered`` is how many seconds a lead's first answer took, None where it has none; ``was_lead`` whether it ever
    was one.
    """

    id: int
    stage: int
    status: str
    created: int
    closed: int
    worth: int | None
    pushes: int
    owner: str
    source: str
    product: str
    reason: str
    was_lead: bool
    answered: float | None


@dataclass(frozen=True, slots=True)
class Deals:
    """Deals by column, in the order of their numbers; those deleted are not among them.

    ``place`` is that of the stage each is in among ``stages`` (the open ones), ``furthest`` the last it ever came to:
    for a won deal one beyond the last, since it passed all. ``entry`` (stage × deal) is the day it came to a stage or
    one after it, ``NEVER`` where it did not; ``stay`` the days it spent there in all visits, −1 where none is known.
    ``born`` is the day it came to the forecast, ``NEVER`` for a lead that did not.
    """

    today: int
    currency: str
    stages: tuple[Stage, ...]
    id: Ints
    created: Ints
    born: Ints
    closed: Ints
    status: Ints
    place: Ints
    furthest: Ints
    worth: Ints
    has_worth: Flags
    pushes: Ints
    was_lead: Flags
    answered: Floats
    entry: Ints
    stay: Ints
    codes: Mapping[str, Ints]
    """Owner, source, product and reason of each, as places in ``words``."""
    words: Mapping[str, Sequence[str]]

    def __len__(self) -> int:
        return len(self.id)

    @property
    def is_deal(self) -> Flags:
        """Which came to the forecast."""
        found: Flags = self.born < NEVER
        return found

    def runs(self, place: int) -> Flags:
        """Which are in a stage now."""
        found: Flags = (self.status == OPEN) & (self.place == place)
        return found

    def ids(self, which: Flags) -> tuple[int, ...]:
        """The numbers of some of them."""
        return tuple(self.id[which].tolist())

    def money(self, which: Flags) -> int:
        """What some of them are worth together, in minor units; beyond 64 bits too."""
        return sum(self.worth[which].tolist())

    def some(self, numbers: Iterable[int]) -> Flags:
        """Which have one of these numbers."""
        import numpy as np

        found: Flags = np.isin(self.id, np.fromiter(numbers, dtype=np.int64))
        return found


def as_columns(pipeline: Pipeline, today: date, facts: Sequence[Fact], lives: Lives, stays: Stays) -> Deals:
    """The deals of a pipeline; ``facts`` are in the order of their numbers, lives and stays the past of them."""
    import numpy as np

    stages, now = pipeline.open_stages, today.toordinal()
    places = {stage.id: place for place, stage in enumerate(stages)}

    def column(values: Iterable[int]) -> Ints:
        return np.fromiter(values, dtype=np.int64, count=len(facts))

    ids = column(fact.id for fact in facts)
    status = column(STATUSES[fact.status] for fact in facts)
    place = column(places.get(fact.stage, LEAD) for fact in facts)
    closed = column(fact.closed for fact in facts)
    codes, words = _coded(facts)
    born = np.full(len(facts), NEVER, dtype=np.int64)
    where, there = _found(ids, np.array(lives.deal, dtype=np.int64))
    born[where] = np.array(lives.born, dtype=np.int64)[there]
    entry, stay = visits(ids, stays, places, now)
    # A lead that was won where it stood passed every stage on that day, as any won deal did.
    born = np.where((status == WON) & (born == NEVER), closed, born)
    visited = np.where(entry < NEVER, np.arange(len(stages))[:, None], LEAD).max(axis=0, initial=LEAD)
    furthest = np.where(status == WON, len(stages), np.maximum(visited, place))
    return Deals(
        today=now,
        currency=pipeline.currency,
        stages=stages,
        id=ids,
        created=column(fact.created for fact in facts),
        born=born,
        closed=closed,
        status=status,
        place=place,
        furthest=furthest,
        worth=column(fact.worth or 0 for fact in facts),
        has_worth=np.fromiter((fact.worth is not None for fact in facts), dtype=np.bool_, count=len(facts)),
        pushes=column(fact.pushes for fact in facts),
        was_lead=np.fromiter((fact.was_lead for fact in facts), dtype=np.bool_, count=len(facts)),
        answered=np.array([np.nan if fact.answered is None else fact.answered for fact in facts], dtype=np.float64),
        entry=_came(entry, born, closed, furthest),
        stay=stay,
        codes=codes,
        words=words,
    )


def _coded(facts: Sequence[Fact]) -> tuple[dict[str, Ints], dict[str, list[str]]]:
    import numpy as np

    codes: dict[str, Ints] = {}
    words: dict[str, list[str]] = {}
    for name in ("owner", "source", "product", "reason"):
        known: dict[str, int] = {}
        told = [known.setdefault(getattr(fact, name), len(known)) for fact in facts]
        codes[name], words[name] = np.array(told, dtype=np.int64), list(known)
    return codes, words


def _found(ids: Ints, numbers: Ints) -> tuple[Ints, Ints]:
    """Where among ``ids`` some numbers stand, and which of those numbers are there at all."""
    import numpy as np

    if not len(ids) or not len(numbers):
        return np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.int64)
    where = np.minimum(np.searchsorted(ids, numbers), len(ids) - 1)
    there = np.flatnonzero(ids[where] == numbers)
    return where[there], there


def visits(ids: Ints, stays: Stays, places: Mapping[int, int], today: int) -> tuple[Ints, Ints]:
    """The first day in each stage, and the days in it, of each deal, as visits tell them."""
    import numpy as np

    entry = np.full((len(places), len(ids)), NEVER, dtype=np.int64)
    stay = np.full((len(places), len(ids)), -1, dtype=np.int64)
    where, there = _found(ids, np.array(stays.deal, dtype=np.int64))
    if not len(there) or not places:
        return entry, stay
    stage = np.array([places.get(number, -1) for number in stays.stage], dtype=np.int64)[there]
    known = stage >= 0
    stage, where = stage[known], where[known]
    entered = np.array(stays.entered, dtype=np.int64)[there][known]
    left = np.minimum(np.array(stays.left, dtype=np.int64)[there][known], today)
    np.minimum.at(entry, (stage, where), entered)
    cells = stage * len(ids) + where
    days = np.bincount(cells, np.maximum(0, left - entered), entry.size).reshape(entry.shape)
    seen = np.bincount(cells, minlength=entry.size).reshape(entry.shape)
    return entry, np.where(seen > 0, days, -1).astype(np.int64)


def _came(entry: Ints, born: Ints, closed: Ints, furthest: Ints) -> Ints:
    """The day each deal came to a stage, or to one after it: it passed those it skipped on that day.

    Where no visit tells, it is the day the deal was closed, by when it surely had been there; else that of its birth.
    """
    import numpy as np

    if not len(entry):
        return entry
    since = np.minimum.accumulate(entry[::-1], axis=0)[::-1]
    unknown = np.where(closed < NEVER, closed, born)
    came = np.where(since < NEVER, since, unknown)
    found: Ints = np.where(np.arange(len(entry))[:, None] <= furthest, came, NEVER)
    return found
