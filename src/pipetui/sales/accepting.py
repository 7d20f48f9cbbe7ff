"""Saying that something is fine as it is, and taking that back."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from sqlmodel import Session, select

from pipetui.model import Accepted, Deal
from pipetui.store import Store
from pipetui.values.errors import NotFound
from pipetui.values.text import count
from pipetui.views.card import Saved


class Fine(NamedTuple):
    """A finding of a deal, and the fact it rests on; ``title`` is what the finding is called."""

    deal_id: int
    finding: str
    fact: str
    title: str


class Accepting:
    """The service for findings a rep leaves as they are. Each command is one transaction."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def accept(self, fine: Sequence[Fine]) -> Saved:
        """Says of findings that they are fine while the fact is the same. Raises NotFound where the deals are gone."""
        with self._store.transaction("Said to be fine") as writing:
            titles = [self._accept(writing.session, each) for each in fine]
            there = [title for title in titles if title is not None]
            if not there:
                raise NotFound("The deal is there no longer.")
            label = f"Fine: {fine[0].title}, {there[0]}" if len(there) == 1 else f"Fine: {count(len(there), 'finding')}"
            writing.name(label)
        return Saved(label, ())

    def _accept(self, session: Session, fine: Fine) -> str | None:
        deal = session.get(Deal, fine.deal_id)
        if deal is None:
            return None
        row = session.exec(
            select(Accepted).where(Accepted.deal_id == fine.deal_id, Accepted.finding == fine.finding)
        ).first() or Accepted(deal_id=fine.deal_id, finding=fine.finding, fact="")
        row.fact, row.at = fine.fact, self._store.clock.now()
        session.add(row)
        return deal.title

    def take_back(self, fine: Sequence[Fine]) -> Saved:
        """Has findings come up again. Those nobody said to be fine are left alone."""
        label = "No longer fine"
        with self._store.transaction(label) as writing:
            for each in fine:
                row = writing.session.exec(
                    select(Accepted).where(Accepted.deal_id == each.deal_id, Accepted.finding == each.finding)
                ).first()
                if row is not None:
                    writing.session.delete(row)
            label = f"No longer fine: {fine[0].title}" if len(fine) == 1 else f"{label}: {count(len(fine), 'finding')}"
            writing.name(label)
        return Saved(label, ())
