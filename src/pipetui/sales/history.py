"""History: what was done, taking it back, and doing it again."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from pipetui.reading.cards import cards_by_id
from pipetui.reading.entries import read_account, read_entries, read_entry
from pipetui.reading.figures import finished_on
from pipetui.values.errors import Invalid, NotFound, Refused
from pipetui.values.text import count
from pipetui.views.card import Change, Saved
from pipetui.views.history import Account, Entry, PutBack

if TYPE_CHECKING:
    from pipetui.reading.file import Reading
    from pipetui.store import Store, Writing
    from pipetui.store import undo as log
    from pipetui.values.clock import Clock

TOLD_ONE_BY_ONE = 1_000
"""Records up to which each deal is told as it was and as it is; beyond, the file is better read anew."""

_ONLY_NAMED = frozenset({"company", "contact", "tag", "external_ref"})
"""Tables a new or deleted row of which changes no deal but those that are changed to name it."""


class History:
    """The service for undo, redo and what was done. The tables are only imported once something is to be undone."""

    def __init__(self, reading: Reading, clock: Clock, store: Callable[[], Store]) -> None:
        self._reading = reading
        self._clock = clock
        self._store = store

    def entries(self, limit: int = 50, before: int | None = None, words: str = "") -> list[Entry]:
        """The newest entries (of those older than the entry ``before``) that have all the ``words`` in their labels."""
        with self._reading.rows() as rows:
            return read_entries(rows, limit, before, words)

    def entry(self, entry_id: int) -> Account:
        """An entry with what it did to which record. Raises NotFound."""
        with self._reading.rows() as rows:
            return read_account(rows, entry_id)

    def undo(self, steps: int = 1, told: log.Told | None = None) -> PutBack:
        """Takes back the last steps that stand, all or none. Raises Refused where there are fewer, or one can't be."""
        return self._put_back("undo", steps, told)

    def redo(self, steps: int = 1, told: log.Told | None = None) -> PutBack:
        """Does again what was last undone, all or none. Raises Refused where there is less, or one can't be."""
        return self._put_back("redo", steps, told)

    def steps_back_to(self, entry_id: int) -> int:
        """How many steps it takes to come back to before an entry, itself included. Raises NotFound, Refused."""
        with self._reading.rows() as rows:
            entry = read_entry(rows, entry_id)
            _check_is_step(entry)
            if entry.undone:
                raise Refused(f"“{entry.label}” is undone already.")
            found = rows.execute(
                "SELECT count(*) FROM change_set WHERE kind = 'change' AND undone_by IS NULL AND id >= ?", (entry_id,)
            )
            return int(found.fetchone()[0])

    def undo_back_to(self, entry_id: int, steps: int, told: log.Told | None = None) -> PutBack:
        """Takes back an entry with all that came after it. Raises Refused where that is another number of steps now."""

        def chosen(work: Writing) -> list[log.Entry]:
            from pipetui.store import undo as log

            found = log.standing(work.connection, steps)
            if len(found) < steps or found[-1].id != entry_id:
                raise Refused("Something else was done meanwhile. Nothing was undone; look at the history again.")
            return found

        return self._write("undo", chosen, told)

    def undo_only(self, entry_id: int, told: log.Told | None = None) -> PutBack:
        """Takes back one entry and leaves what came after it. Raises NotFound, and Refused where that builds on it."""
        from pipetui.store import undo as log

        with self._reading.rows() as rows:
            _check_is_step(read_entry(rows, entry_id))

        def chosen(work: Writing) -> list[log.Entry]:
            entry = log.entry_of(work.connection, entry_id)
            if entry is None:
                raise NotFound(f"There is no entry {entry_id} in the history.")
            if entry.undone_by is not None:
                raise Refused(f"“{entry.label}” is undone already.")
            return [entry]

        return self._write("undo", chosen, told)

    def _put_back(self, way: log.Way, steps: int, told: log.Told | None) -> PutBack:
        from pipetui.store import undo as log

        if steps < 1:
            raise Invalid("Say how many steps: 1 or more.")

        def chosen(work: Writing) -> list[log.Entry]:
            find = log.standing if way == "undo" else log.undone
            found = find(work.connection, steps)
            if len(found) < steps:
                raise Refused(_too_few(way, len(found), steps))
            return found

        return self._write(way, chosen, told)

    def _write(self, way: log.Way, chosen: Callable[[Writing], list[log.Entry]], told: log.Told | None) -> PutBack:
        from pipetui.sales.columns import rows_of
        from pipetui.store import undo as log

        # An entry that changes nothing is dropped: what stays are those that each step opens for itself.
        with self._store().transaction("Undo", "aside", guarded=False) as writing:
            entries = chosen(writing)
            rows = rows_of(writing.connection)
            deals = _deals_of(rows, entries)
            today = self._clock.today()
            before, done = cards_by_id(rows, deals or ()), finished_on(rows, today)
            for place, entry in enumerate(entries):
                log.put_back(writing, entry, way, _part(told, place, len(entries)))
            after, now_done = cards_by_id(rows, deals or ()), finished_on(rows, today)
        changes = (Change(before.get(number), after.get(number)) for number in deals or ())
        saved = Saved(
            _label(way, entries), tuple(c for c in changes if c.before != c.after), now_done - done, deals is None
        )
        return PutBack(saved, tuple(entry.id for entry in entries))


def _check_is_step(entry: Entry) -> None:
    if not entry.is_step:
        raise Refused(f"“{entry.label}” can't be undone: it is what the file began with.")


def _too_few(way: log.Way, found: int, steps: int) -> str:
    if way == "undo":
        return (
            f"Only {count(found, 'step')} can be undone, not {steps:,}. Nothing was changed."
            if found
            else ("There is nothing to undo.")
        )
    if found:
        return f"Only {count(found, 'step')} can be done again, not {steps:,}. Nothing was changed."
    return "There is nothing to redo: nothing was undone since the last change."


def _label(way: log.Way, entries: Sequence[log.Entry]) -> str:
    head = "Undone" if way == "undo" else "Done again"
    if len(entries) == 1:
        return f"{head}: {entries[0].label}"
    return f"{head}: {count(len(entries), 'step')}, the last of them {entries[-1].label}"


def _part(told: log.Told | None, place: int, of: int) -> log.Told | None:
    return None if told is None else lambda done: told((place + done) / of)


def _deals_of(rows: sqlite3.Connection, entries: Sequence[log.Entry]) -> list[int] | None:
    """The numbers of the deals that look otherwise once entries are put back; None where all must be read anew."""
    if sum(entry.records for entry in entries) > TOLD_ONE_BY_ONE:
        return None
    numbers = [entry.id for entry in entries]
    marks = ", ".join("?" * len(numbers))
    deals: set[int] = set()
    for table, row_id, was_of, is_of, changed in rows.execute(
        "SELECT table_name, row_id, json_extract(before, '$.deal_id'), json_extract(after, '$.deal_id'),"
        f" before IS NOT NULL AND after IS NOT NULL FROM change WHERE set_id IN ({marks})",
        numbers,
    ):
        if table == "deal":
            deals.add(row_id)
        elif was_of is not None or is_of is not None:
            deals.update(number for number in (was_of, is_of) if number is not None)
        elif changed or table not in _ONLY_NAMED:
            return None
    return sorted(deals)
