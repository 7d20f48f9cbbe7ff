"""The frame of every command on deals: read what they were, write, read what they are."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from pipetui.model import Deal
from pipetui.reading.cards import cards_by_id
from pipetui.sales.columns import rows_of
from pipetui.sales.waivers import settle
from pipetui.store import Store, Writing
from pipetui.values.errors import NotFound
from pipetui.views.card import Card, Change, Saved


class Work(Writing):
    """A transaction on deals: ``before`` is what they were, ``saved`` what it all came to, once it is through."""

    def __init__(self, writing: Writing, label: str, before: dict[int, Card]) -> None:
        super().__init__(writing.session, writing.clock)
        self.label = label
        self.before = before
        self.touched: set[int] = set(before)
        self.saved = Saved(label, ())

    @property
    def rows(self) -> sqlite3.Connection:
        """The bare connection, which sees what this transaction has written so far."""
        return rows_of(self.connection)

    def deal(self, deal_id: int) -> Deal:
        """The deal, to be edited. Raises NotFound where it is gone."""
        deal = self.session.get(Deal, deal_id)
        if deal is None:
            raise NotFound(f"There is no deal {deal_id}. It may have been deleted meanwhile.")
        return deal

    def name(self, label: str) -> None:
        """Calls this work by another label, in history and in what is saved."""
        super().name(label)
        self.label = label

    def touch(self, deal: Deal) -> None:
        """Notes that the rep did something with a deal: it is not rotting from here on."""
        deal.touched_at = self.clock.now()
        if deal.id is not None:
            self.touched.add(deal.id)


@contextmanager
def working(store: Store, label: str, deal_ids: Sequence[int] = ()) -> Iterator[Work]:
    """One labelled transaction on deals. ``{title}`` in the label stands for the first deal's.

    Raises NotFound where one of them does not exist.
    """
    with store.transaction(label) as writing:
        before = cards_by_id(rows_of(writing.connection), deal_ids)
        for deal_id in deal_ids:
            if deal_id not in before:
                raise NotFound(f"There is no deal {deal_id}. It may have been deleted meanwhile.")
        work = Work(writing, label, before)
        if deal_ids:
            work.name(label.replace("{title}", before[deal_ids[0]].title))
        yield work
        work.session.flush()
        after = cards_by_id(work.rows, work.touched)
        settled = [settle(work, work.rows, deal_id) for deal_id, card in after.items() if card.waived]
        if any(settled):
            after = cards_by_id(work.rows, work.touched)
        changes = (Change(before.get(deal_id), after.get(deal_id)) for deal_id in sorted(work.touched))
        work.saved = Saved(work.label, tuple(change for change in changes if change.before or change.after))
