"""What was worked out of a pipeline's past as of this morning, kept for as long as nothing of that past changes.

What a history teaches depends on the days before today alone. Deals that change today, as they do all day, are looked
at one by one: as long as each was this morning what it was taken for, all that was learned stands, to the last digit.
"""

from __future__ import annotations

import sqlite3
from array import array
from collections.abc import Collection
from datetime import date, time
from functools import cached_property
from typing import TYPE_CHECKING, Any, TypeAlias

from pipetui.reading import kept
from pipetui.reading.history import MANY, history_of
from pipetui.reading.kept_lessons import lessons_kept, lessons_told
from pipetui.reading.kept_past import Followed, followed, whole_of
from pipetui.reading.past import Past
from pipetui.reading.pipelines import read_fiscal_start
from pipetui.values.clock import local_moment, stored_moment
from pipetui.views.odds.history import STILL, History, Stays
from pipetui.views.odds.told import NEVER, Day
from pipetui.views.stage import Pipeline

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pipetui.views.odds import Odds
    from pipetui.views.odds.states import Learned

Row: TypeAlias = tuple[Any, ...]
"""What one deal was this morning, to be compared."""

_OTHER = "SELECT EXISTS (SELECT 1 FROM change_set WHERE id > ? AND (at < ? OR records > ?))"
_LESSONS, _LUCKS = "lessons", "lucks"


class Morning:
    """What a pipeline's past comes to as of the morning of ``today``: from what is kept, where that still holds."""

    def __init__(self, rows: sqlite3.Connection, pipeline: Pipeline, today: date) -> None:
        self._rows, self._pipeline = rows, pipeline
        self.today, self.fiscal_start = today, read_fiscal_start(rows)
        self._path = kept.place(rows, pipeline, "lessons")
        stages = [[stage.id, stage.is_lead, stage.probability, stage.rotting_days] for stage in pipeline.stages]
        self._under = [*kept.circumstances(pipeline), today.isoformat(), self.fiscal_start, pipeline.currency, stages]
        self._found = followed(rows, pipeline)
        self._told: dict[str, Any] = {}
        self._columns: list[array[Any]] = []
        self._odds: Odds | None = None
        self._has_new = False
        self._holds = self._is_read()

    def get(self, name: str) -> Any:
        """What is kept under a name, as JSON has it; None for nothing."""
        return self._told.get(name)

    def put(self, name: str, told: Any) -> None:
        """Has something kept under a name."""
        self._told[name], self._has_new = told, True

    @cached_property
    def learned(self) -> Learned:
        """The history, read where it is first needed."""
        from pipetui.views.odds.states import Learned

        return Learned(history_of(self._rows, self._pipeline, self._past, self.today), self.fiscal_start)

    @cached_property
    def whole(self) -> History:
        """The history with all that was ever entered, for a back-test."""
        return history_of(self._rows, self._pipeline, self._past, self.today, whole=True)

    @cached_property
    def _past(self) -> Past:
        # What is kept beside a past has to be of the same entry of the log.
        return whole_of(self._rows, self._pipeline, self._found, keep=not self._holds)

    def odds(self, mix: Mapping[int, int]) -> Odds:
        """The odds of open deals; ``mix`` is how many each stage has now."""
        from pipetui.views.odds.lessons import lessons_of
        from pipetui.views.odds.odds import Odds

        day = self.today.toordinal()
        told = self.get(_LESSONS)
        if told is None:
            lessons, lives = lessons_of(self.learned, day), self.learned.history.lives
            born = dict(zip(lives.deal, lives.born, strict=True))
            told, self._columns = lessons_told(lessons)
            self.put(_LESSONS, told)
        else:
            assert self._found is not None
            lessons, born = lessons_kept(day, told, self._columns), _born(self._found)
        self._odds = Odds(
            *(lessons, self._pipeline.stages, mix, born, lambda: self.learned),
            *(self._pipeline.currency, self.fiscal_start),
        )
        self._odds.lucks |= self.get(_LUCKS) or {}
        return self._odds

    def keep(self) -> None:
        """Keeps what was worked out, where the past it is of is kept."""
        if self._odds is not None and self._odds.lucks != self.get(_LUCKS):
            self.put(_LUCKS, self._odds.lucks)
        if not self._has_new or self._path is None:
            return
        found = self._found if self._holds else followed(self._rows, self._pipeline)
        if found is not None and (self._holds or not found.changed):
            kept.keep(self._path, self._under, [found.mark.entry, self._told], self._columns)

    def _is_read(self) -> bool:
        """Whether something is kept that still holds; it is taken then."""
        if self._path is None or self._found is None:
            return False
        known = kept.read(self._path, self._under)
        if known is None:
            return False
        (entry, told), columns = known
        if entry != self._found.mark.entry or not _is_the_same(self._rows, self._found, self.today):
            return False
        self._told, self._columns = told, columns
        return True


def _born(found: Followed) -> dict[int, Day]:
    """The day each deal came to the forecast."""
    lives, anew = found.past.lives, found.anew.lives
    return dict(zip((*lives.deal, *anew.deal), (*lives.born, *anew.born), strict=True))


def _is_the_same(rows: sqlite3.Connection, found: Followed, today: date) -> bool:
    """Whether all that changed since was this morning what it was when it was kept.

    What was entered of a deal is told by the log, which grows at its end: so only its part of today may have grown.
    """
    midnight = stored_moment(local_moment(today, time.min))
    if rows.execute(_OTHER, (found.mark.set_id, midnight, MANY)).fetchone()[0]:
        return False
    day = today.toordinal()
    return _rows_of(found.past, found.changed, day) == _rows_of(found.anew, found.changed, day)


def _rows_of(past: Past, deals: Collection[int], today: Day) -> dict[int, Row]:
    """What deals were this morning, by number: those the forecast had by then."""
    import numpy as np

    def places(column: Stays) -> list[int]:
        found: list[int] = np.nonzero(np.isin(np.array(column.deal, dtype=np.int64), list(deals)))[0].tolist()
        return found

    told, lives = past.told, past.lives
    found: dict[int, Row] = {}
    for place in np.nonzero(np.isin(np.array(lives.deal, dtype=np.int64), list(deals)))[0].tolist():
        deal, born, closed, gone = lives.deal[place], lives.born[place], lives.closed[place], lives.gone[place]
        if born < today:
            is_over, entered = closed < today, told[deal]
            found[deal] = (
                *(told.known_on(deal), born, lives.entry[place], entered.product),
                *((closed, lives.won[place], entered.amount) if is_over else ()),
                # One that is deleted today was there this morning; of what had come in it is missing all the same.
                gone if is_over or gone < today else NEVER,
            )
    for visits in (past.lifetimes, past.stays):
        for place in places(visits):
            entered_on, seen, left = visits.entered[place], visits.seen[place], visits.left[place]
            if visits.deal[place] in found and max(entered_on, seen) < today:
                end = (left, visits.how[place]) if left < today else (NEVER, STILL)
                found[visits.deal[place]] += (visits.stage[place], entered_on, seen, *end)
    return found
