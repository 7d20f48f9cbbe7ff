"""What time brings: customers that are late, and rules that wait for nothing being done."""

from __future__ import annotations

from pipetui.reading.cards import cards_by_id
from pipetui.reading.rules import Conditions, due_meetings
from pipetui.sales.automation import act
from pipetui.sales.columns import rows_of
from pipetui.sales.customers import CustomerSteps
from pipetui.sales.writing import working
from pipetui.store import Store
from pipetui.values.text import count
from pipetui.views.automation import Meeting
from pipetui.views.card import Saved

AT_ONCE = 300
"""Meetings of rules and deals in one entry of history: a rule that is new meets thousands, and nothing is to wait for
all of them. The next tick goes on."""


class Ticking:
    """The service that does what is due by itself."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def tick(self) -> list[Saved]:
        """Does all that is due, each kind in an entry of history of its own; gives what was done, [] for nothing."""
        chased = CustomerSteps(self._store).chase()
        ruled = self._follow()
        return [saved for saved in (chased, ruled) if saved is not None and saved.changes]

    def _follow(self) -> Saved | None:
        clock = self._store.clock
        with self._store.reading() as connection:
            met = due_meetings(rows_of(connection), clock.today(), clock.now())[:AT_ONCE]
        if not met:
            return None
        deals = list(dict.fromkeys(meeting.deal_id for meeting in met))
        with working(self._store, _label(met), deals) as work:
            # Read once more, under the lock: another program may have been first.
            met = due_meetings(work.rows, clock.today(), clock.now())[:AT_ONCE]
            conditions = Conditions(work.rows, clock.today())
            cards = dict(work.before)
            for meeting in met:
                if meeting.deal_id not in cards:
                    continue
                act(work, meeting, cards[meeting.deal_id], conditions)
                work.session.flush()
                cards.update(cards_by_id(work.rows, [meeting.deal_id]))
        return work.saved


def _label(met: list[Meeting]) -> str:
    names = dict.fromkeys(meeting.rule.name for meeting in met)
    deals = {meeting.deal_id for meeting in met}
    rules = f"The rule {next(iter(names))}" if len(names) == 1 else f"{len(names)} rules"
    return f"{rules}, for {count(len(deals), 'deal')}"
