"""Everything about a deal: its people, its notes, and what happened, newest first."""

from __future__ import annotations

from sqlalchemy import Connection, select

from pipetui.model import TABLES
from pipetui.reading.cards import cards_by_id
from pipetui.sales.changed import belongings, changes
from pipetui.sales.columns import ACTIVITY, CONTACT, DEAL, LINK, rows_of
from pipetui.store import Store
from pipetui.values.errors import NotFound
from pipetui.views.detail import Detail, Event, Person


class Timelines:
    """The service that tells all about one deal."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def detail(self, deal_id: int) -> Detail:
        """A deal with its people, notes and history. Raises NotFound where it is gone."""
        with self._store.reading() as connection:
            card = cards_by_id(rows_of(connection), [deal_id]).get(deal_id)
            if card is None:
                raise NotFound(f"There is no deal {deal_id}. It may have been deleted meanwhile.")
            row = connection.execute(
                select(DEAL.notes, DEAL.created_at, DEAL.stage_since).where(DEAL.id == deal_id)
            ).one()
            events = [
                Event(row.created_at, "created", "Created"),
                *_activities(connection, deal_id),
                *_moves(connection, deal_id),
                *changes(connection, deal_id),
                *belongings(connection, deal_id),
                *_passed(connection, deal_id),
                *_theirs(connection, deal_id),
            ]
            events.sort(key=lambda event: event.at)
            events.reverse()  # of those in the same moment, the last to be written comes first
            people = tuple(_people(connection, deal_id))
        return Detail(card, people, tuple(events), row.notes or "", row.created_at, row.stage_since)


def _people(connection: Connection, deal_id: int) -> list[Person]:
    rows = connection.execute(
        select(CONTACT.id, CONTACT.name, LINK.role, CONTACT.job, CONTACT.email, CONTACT.phone)
        .join(TABLES["deal_contact"], LINK.contact_id == CONTACT.id)
        .where(LINK.deal_id == deal_id)
        .order_by(LINK.position, LINK.id)
    )
    return [Person(*row) for row in rows]


def _activities(connection: Connection, deal_id: int) -> list[Event]:
    rows = connection.execute(
        select(ACTIVITY.done_at, ACTIVITY.kind, ACTIVITY.subject, ACTIVITY.note, ACTIVITY.id).where(
            ACTIVITY.deal_id == deal_id, ACTIVITY.done_at.is_not(None)
        )
    )
    return [Event(*row) for row in rows]


def _moves(connection: Connection, deal_id: int) -> list[Event]:
    move, stage = TABLES["stage_move"].c, TABLES["stage"]
    origin, goal = stage.alias(), stage.alias()
    rows = connection.execute(
        select(move.at, origin.c.name, goal.c.name)
        .join(origin, origin.c.id == move.from_stage_id)
        .join(goal, goal.c.id == move.to_stage_id)
        .where(move.deal_id == deal_id)
    )
    return [Event(row[0], "stage", f"{row[1]} → {row[2]}") for row in rows]


def _theirs(connection: Connection, deal_id: int) -> list[Event]:
    """What the customer did of what was waited for."""
    step = TABLES["customer_step"].c
    rows = connection.execute(
        select(step.done_at, step.what, step.who).where(step.deal_id == deal_id, step.done_at.is_not(None))
    )
    return [Event(at, "customer", f"They did it: {what}", who) for at, what, who in rows]


def _passed(connection: Connection, deal_id: int) -> list[Event]:
    """What the deal left its stages without."""
    waiver = TABLES["waiver"].c
    rows = connection.execute(
        select(waiver.at, waiver.stage, waiver.text, waiver.settled_at)
        .where(waiver.deal_id == deal_id)
        .order_by(waiver.id)
    )
    return [
        Event(at, "passed", f"Left {stage} without: {text}", "made good since" if settled else None)
        for at, stage, text, settled in rows
    ]
