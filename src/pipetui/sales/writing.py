"""The frame of every command on deals: read what they were, write, follow the rules, read what they are."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from pipetui.reading.cards import cards_by_id
from pipetui.sales.automation import follow
from pipetui.sales.cadences import keep_cadences
from pipetui.sales.columns import rows_of
from pipetui.sales.waivers import settle
from pipetui.sales.work import Work
from pipetui.store import Store
from pipetui.values.errors import NotFound
from pipetui.views.card import Change, Saved

__all__ = ["Work", "working"]


@contextmanager
def working(store: Store, label: str, deal_ids: Sequence[int] = (), *, there: bool = True) -> Iterator[Work]:
    """One labelled transaction on deals. ``{title}`` in the label stands for the first deal's.

    Raises NotFound where one of them does not exist; where they need not be ``there``, where none does: it is told
    how many are gone.
    """
    with store.transaction(label) as writing:
        before = cards_by_id(rows_of(writing.connection), deal_ids)
        gone = [deal_id for deal_id in deal_ids if deal_id not in before]
        if gone and (there or not before):
            raise NotFound(_gone(gone))
        work = Work(writing, label, before)
        if gone:
            work.notices.append(_gone(gone))
        if deal_ids and there:
            work.name(label.replace("{title}", before[deal_ids[0]].title))
        yield work
        work.session.flush()
        after = cards_by_id(work.rows, work.touched)
        if settle(work, work.rows, [card for card in after.values() if card.waived]):
            after = cards_by_id(work.rows, work.touched)
        if after:
            after = keep_cadences(work, follow(work, after))
        changes = (Change(before.get(deal_id), after.get(deal_id)) for deal_id in sorted(work.touched))
        work.saved = Saved(work.label, tuple(change for change in changes if change.before or change.after))
    store.notices += work.notices


def _gone(deal_ids: Sequence[int]) -> str:
    if len(deal_ids) == 1:
        return f"There is no deal {deal_ids[0]}. It may have been deleted meanwhile."
    return f"{len(deal_ids):,} of the deals are there no longer: they were deleted meanwhile."
