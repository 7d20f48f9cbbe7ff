"""What helps with a deal where it stands: the playbook of its stage, and what of it the deal meets."""

from __future__ import annotations

import sqlite3

from pipetui.reading.cards import cards_by_id
from pipetui.reading.playbooks import read_coaching, read_letters, read_playbook
from pipetui.sales.columns import rows_of
from pipetui.store import Store
from pipetui.values.errors import NotFound
from pipetui.views.card import Card
from pipetui.views.mail import Letter
from pipetui.views.playbook import Coaching, Playbook


class Playbooks:
    """The service that tells playbooks."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def of(self, stage_id: int) -> Playbook:
        """The playbook of a stage."""
        with self._store.reading() as connection:
            return read_playbook(rows_of(connection), stage_id)

    def coaching(self, deal_id: int) -> Coaching:
        """The playbook of a deal's stage, with what the deal meets. Raises NotFound where the deal is gone."""
        with self._store.reading() as connection:
            rows = rows_of(connection)
            return read_coaching(rows, _card(rows, deal_id))

    def letters(self, deal_id: int, to: str | None = None) -> tuple[Letter, ...]:
        """The mails planned for a deal, then those of its pipeline with its words in them, its stage's first.

        They are to the deal's contact, unless ``to`` names somebody. Raises NotFound where the deal is gone.
        """
        with self._store.reading() as connection:
            rows = rows_of(connection)
            card = _card(rows, deal_id)
            return read_letters(rows, card if to is None else card._replace(contact=to))


def _card(rows: sqlite3.Connection, deal_id: int) -> Card:
    card = cards_by_id(rows, [deal_id]).get(deal_id)
    if card is None:
        raise NotFound(f"There is no deal {deal_id}. It may have been deleted meanwhile.")
    return card
