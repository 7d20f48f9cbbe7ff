"""What a rep ticks on a deal: exit criteria and lines of the checklist."""

from __future__ import annotations

from collections.abc import Collection

from sqlmodel import col, select

from pipetui.model import Criterion, Tick
from pipetui.sales.writing import Work, working
from pipetui.store import Store
from pipetui.values.errors import NotFound, Refused
from pipetui.values.text import count
from pipetui.views.card import Saved
from pipetui.views.requirements import label_of


class Ticks:
    """The service for ticks. Each command is one transaction and gives what it saved."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def set(self, deal_id: int, on: Collection[int] = (), off: Collection[int] = ()) -> Saved:
        """Ticks criteria for a deal, and takes ticks away, by the criteria's numbers.

        Raises NotFound for one there is not, Refused for one that asks for a field, which is met by setting that.
        """
        told = [*([f"Ticked {count(len(on), 'line')}"] if on else []), *([f"Unticked {len(off)}"] if off else [])]
        with working(self._store, f"{', '.join(told) or 'Ticked nothing'} of {{title}}", [deal_id]) as work:
            set_ticks(work, deal_id, on, off)
            work.touch(work.deal(deal_id))
        return work.saved


def set_ticks(work: Work, deal_id: int, on: Collection[int], off: Collection[int]) -> None:
    """Writes ticks of a deal, and takes some away; what is so already stays."""
    if not on and not off:
        return
    known = work.session.exec(select(Criterion).where(col(Criterion.id).in_([*on, *off]))).all()
    lines = {line.id: line for line in known}
    ticked = work.session.exec(select(Tick).where(Tick.deal_id == deal_id)).all()
    ticks = {tick.criterion_id: tick for tick in ticked}
    for number in (*on, *off):
        line = lines.get(number)
        if line is None:
            raise NotFound("That line is no longer in the playbook. It may have been taken out meanwhile.")
        if line.field is not None:
            raise Refused(f"“{line.text}” is not ticked but met: the deal needs its {label_of(line.field)}.")
    for number in on:
        if number not in ticks:
            work.session.add(Tick(deal_id=deal_id, criterion_id=number, at=work.clock.now()))
    for number in off:
        if number in ticks:
            work.session.delete(ticks[number])
    work.session.flush()
