"""Playbooks of stages, what deals meet of them, and what they passed over."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import UTC, datetime
from typing import NamedTuple

from pipetui.reading.cards import cards_by_id
from pipetui.values.clock import to_local
from pipetui.values.text import fold
from pipetui.views.automation import facts_of as deal_facts
from pipetui.views.card import Card
from pipetui.views.mail import Letter, Mail, letter
from pipetui.views.playbook import Beat, Coaching, Criterion, PassedOver, Playbook
from pipetui.views.requirements import is_met


def criteria_of(rows: sqlite3.Connection, stage_ids: Sequence[int], *, guarding: bool = False) -> list[Criterion]:
    """The criteria of stages, in order; with ``guarding`` without the checklists, which are never in the way."""
    where = " AND strength <> 'advice'" if guarding else ""
    found = rows.execute(
        f"SELECT id, stage_id, text, field, strength FROM criterion WHERE stage_id IN ({_marks(stage_ids)}){where}"
        " ORDER BY stage_id, position, id",
        list(stage_ids),
    )
    return [Criterion._make(row) for row in found]


class Facts(NamedTuple):
    """What criteria are held against, of deals by their numbers: ticks, the roles of contacts (folded), own fields."""

    ticks: Mapping[int, Collection[int]]
    roles: Mapping[int, Collection[str]]
    own: Collection[str]

    def met(self, card: Card, criteria: Iterable[Criterion]) -> set[int]:
        """The numbers of those criteria that a deal meets."""
        ticks, roles = self.ticks.get(card.id, ()), self.roles.get(card.id, ())
        return {line.id for line in criteria if is_met(line, card, ticks, roles, self.own)}


def facts_of(rows: sqlite3.Connection, deal_ids: Iterable[int]) -> Facts:
    """What criteria are held against, of deals: a few selects, however many they are."""
    numbers = (json.dumps(list(deal_ids)),)
    of_them = "deal_id IN (SELECT value FROM json_each(?))"
    ticks: dict[int, set[int]] = {}
    for deal_id, criterion in rows.execute(f"SELECT deal_id, criterion_id FROM tick WHERE {of_them}", numbers):
        ticks.setdefault(deal_id, set()).add(criterion)
    roles: dict[int, set[str]] = {}
    found = rows.execute(f"SELECT deal_id, role FROM deal_contact WHERE role IS NOT NULL AND {of_them}", numbers)
    for deal_id, role in found:
        roles.setdefault(deal_id, set()).add(fold(role))
    return Facts(ticks, roles, own_keys(rows))


def own_keys(rows: sqlite3.Connection) -> set[str]:
    """What criteria call the fields the rep made."""
    return {row[0] for row in rows.execute("SELECT key FROM own_field")}


def met_by(rows: sqlite3.Connection, card: Card, criteria: Iterable[Criterion]) -> set[int]:
    """The numbers of those criteria that a deal meets."""
    asked = list(criteria)
    return facts_of(rows, [card.id]).met(card, asked) if asked else set()


def read_playbook(rows: sqlite3.Connection, stage_id: int) -> Playbook:
    """The playbook of a stage; an empty one where the stage is gone."""
    stage = rows.execute("SELECT name, purpose, questions, good FROM stage WHERE id = ?", (stage_id,)).fetchone()
    if stage is None:
        return Playbook(stage_id, "")
    cadence = rows.execute(
        "SELECT after, kind, subject FROM cadence_step WHERE stage_id = ? ORDER BY position, id", (stage_id,)
    )
    mails = rows.execute(
        "SELECT name, subject, body FROM stage_mail WHERE stage_id = ? ORDER BY position, id", (stage_id,)
    )
    return Playbook(
        stage_id,
        stage[0],
        purpose=stage[1] or "",
        questions=stage[2] or "",
        good=stage[3] or "",
        criteria=tuple(criteria_of(rows, [stage_id])),
        cadence=tuple(map(Beat._make, cadence)),
        mails=tuple(map(Mail._make, mails)),
    )


def facts_for_mails(rows: sqlite3.Connection, card: Card, stage: str) -> dict[str, str]:
    """What is known of a deal in a stage of this name, and who has which role in it: ``decision_maker``."""
    people = rows.execute(
        "SELECT role, contact.name FROM deal_contact JOIN contact ON contact.id = contact_id"
        " WHERE deal_id = ? AND role IS NOT NULL ORDER BY deal_contact.id DESC",
        (card.id,),
    )
    return {fold(role).replace(" ", "_"): name for role, name in people} | deal_facts(card, stage)


def read_letters(rows: sqlite3.Connection, card: Card) -> tuple[Letter, ...]:
    """The mails of a deal: those planned with their words, then its pipeline's templates, its stage's first."""
    planned = rows.execute(
        "SELECT subject, note, id FROM activity WHERE deal_id = ? AND kind = 'email' AND done_at IS NULL"
        " AND note IS NOT NULL ORDER BY due_on, id",
        (card.id,),
    ).fetchall()
    found = rows.execute(
        "SELECT stage.id, stage.name, mail.name, mail.subject, mail.body"
        " FROM stage_mail AS mail JOIN stage ON stage.id = mail.stage_id WHERE stage.pipeline_id = ?"
        " ORDER BY stage.id <> ?, stage.position, stage.id, mail.position, mail.id",
        (card.pipeline_id, card.stage_id),
    ).fetchall()
    here = rows.execute("SELECT name FROM stage WHERE id = ?", (card.stage_id,)).fetchone()
    facts = facts_for_mails(rows, card, here[0] if here else "")
    return (
        *(Letter(subject, "", subject, note, activity_id=number) for subject, note, number in planned),
        *(letter(Mail(*mail), stage, facts) for _, stage, *mail in found),
    )


def letter_named(rows: sqlite3.Connection, deal_id: int, name: str) -> Letter | None:
    """The mail of that name of the stage a deal is in, with the deal's words; None where it has none."""
    wanted = fold(name)
    found = rows.execute(
        "SELECT stage.name, mail.name, mail.subject, mail.body FROM deal JOIN stage ON stage.id = deal.stage_id"
        " JOIN stage_mail AS mail ON mail.stage_id = stage.id WHERE deal.id = ? ORDER BY mail.position, mail.id",
        (deal_id,),
    )
    for stage, *mail in found.fetchall():
        if fold(mail[0]) == wanted:
            [card] = cards_by_id(rows, [deal_id]).values()
            return letter(Mail(*mail), stage, facts_for_mails(rows, card, stage))
    return None


def read_coaching(rows: sqlite3.Connection, card: Card) -> Coaching:
    """What helps with a deal where it stands."""
    playbook = read_playbook(rows, card.stage_id)
    met = met_by(rows, card, playbook.criteria)
    facts = facts_for_mails(rows, card, playbook.stage) if playbook.mails else {}
    letters = tuple(letter(mail, playbook.stage, facts) for mail in playbook.mails)
    return Coaching(playbook, frozenset(met), passed_over(rows, card.id), letters)


def passed_over(rows: sqlite3.Connection, deal_id: int) -> tuple[PassedOver, ...]:
    """What a deal left its stages without, the latest first."""
    found = rows.execute(
        "SELECT stage, text, way, at, settled_at IS NOT NULL FROM waiver WHERE deal_id = ? ORDER BY at DESC, id",
        (deal_id,),
    )
    return tuple(
        PassedOver(stage, text, way, to_local(datetime.fromisoformat(at).replace(tzinfo=UTC)).date(), bool(settled))
        for stage, text, way, at, settled in found
    )


def _marks(values: Collection[object]) -> str:
    return ", ".join("?" * len(values))
