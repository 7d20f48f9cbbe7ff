"""Work on deals under way: what they were, what it touches, what it comes to."""

from __future__ import annotations

import json
import sqlite3
from functools import cached_property
from typing import TYPE_CHECKING

from pipetui.model import Deal
from pipetui.sales.columns import rows_of
from pipetui.store import Writing
from pipetui.values.errors import NotFound
from pipetui.values.text import fold
from pipetui.views.card import Card, Saved

if TYPE_CHECKING:
    from pipetui.views.odds import Odds


class Work(Writing):
    """A transaction on deals: ``before`` is what they were, ``saved`` what it all came to, once it is through."""

    def __init__(self, writing: Writing, label: str, before: dict[int, Card]) -> None:
        super().__init__(writing.session, writing.clock)
        self.label = label
        self.before = before
        self.touched: set[int] = set(before)
        self.notices: list[str] = []
        """What is told beside what was asked for: what rules did."""
        self.saved = Saved(label, ())
        self.odds: dict[int, Odds] = {}
        """The odds by pipeline, learned where a deal asks for them: once, however many ask."""

    @property
    def rows(self) -> sqlite3.Connection:
        """The bare connection, which sees what this transaction has written so far."""
        return rows_of(self.connection)

    @cached_property
    def payments(self) -> dict[int, int]:
        """What the payments of each of the deals come to, in minor units, as they were when this was first asked."""
        found = self.rows.execute(
            "SELECT deal_id, sum(amount) FROM payment WHERE deal_id IN (SELECT value FROM json_each(?))"
            " GROUP BY deal_id",
            (json.dumps(list(self.before)),),
        )
        return dict(found.fetchall())

    @cached_property
    def mail_names(self) -> frozenset[str]:
        """What the mails of all stages are called, folded."""
        return frozenset(fold(name) for (name,) in self.rows.execute("SELECT DISTINCT name FROM stage_mail"))

    @property
    def entry(self) -> int:
        """The number of the entry of history this work is written under."""
        return int(self.connection.exec_driver_sql("SELECT max(id) FROM change_set").scalar_one())

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


class RuleWork(Work):
    """A rule's own work, in the transaction of what it follows: no touch of the rep's, and no name of its own."""

    def __init__(self, work: Work, card: Card) -> None:
        super().__init__(work, work.label, {card.id: card})

    def name(self, label: str) -> None:
        """Leaves the label what the rep's own doing is called."""

    def touch(self, deal: Deal) -> None:
        """Notes that the deal is another now. Nobody touched it: it rots as it did."""
        if deal.id is not None:
            self.touched.add(deal.id)
