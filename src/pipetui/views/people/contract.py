"""What JSON promises of companies, contacts and duplicates. Keys are added, never renamed."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from pipetui.values.clock import to_local
from pipetui.values.money import major
from pipetui.views.card import Card
from pipetui.views.people.duplicates import Pair
from pipetui.views.people.fields import FIELDS, values_of
from pipetui.views.people.listed import Kind, Listed, Money
from pipetui.views.people.merging import Side
from pipetui.views.people.profile import Profile


def listed(row: Listed) -> dict[str, Any]:
    """A company or a contact in short."""
    return {
        "kind": row.kind,
        "id": row.id,
        "name": row.name,
        "title": row.job or None,
        "about": row.about or None,
        "email": row.email or None,
        "phone": row.phone or None,
        "deals": row.deals,
        "open_deals": row.open_deals,
        "open_money": money(row.open_money),
        "people": row.people,
        "touched": row.touched.isoformat() if row.touched else None,
    }


def money(amounts: Money) -> list[dict[str, Any]]:
    """Amounts in major units, each with its currency."""
    return [{"amount": major(amount, currency), "currency": currency} for currency, amount in amounts]


def profile(told: Profile, today: date) -> dict[str, Any]:
    """All about one."""
    sums = told.sums
    return {
        "kind": told.kind,
        "id": told.id,
        **fields(told.kind, told.values),
        "open_deals": sums.open_deals,
        "open_money": money(sums.open_money),
        "leads": sums.leads,
        "won": sums.won,
        "won_money": money(sums.won_money),
        "lost": sums.lost,
        "win_rate": None if sums.win_rate is None else round(sums.win_rate, 1),
        "touched": told.touched.isoformat() if told.touched else None,
        "touches": len(told.touches),
        "hints": list(told.hints(today)),
        "people": [
            {"id": one.id, "name": one.name, "title": one.job, "email": one.email, "roles": list(told.roles(one.id))}
            for one in told.members
        ],
        "deals": [_deal(told, card) for card in told.deals],
        "next_steps": [
            {"id": step.id, "deal_id": card.id, "kind": step.kind, "subject": step.subject, "due": step.due.isoformat()}
            for step, card in told.steps
        ],
        "timeline": [
            {
                "at": to_local(event.at).isoformat(timespec="seconds"),
                "kind": event.kind,
                "text": event.text,
                "note": event.note,
                "deal_id": event.deal_id,
                "deal": event.deal,
            }
            for event in told.timeline
        ],
    }


def fields(kind: Kind, values: Mapping[str, str]) -> dict[str, Any]:
    """The fields, those that can be several as lists under the plural."""
    told: dict[str, Any] = {}
    for field in FIELDS[kind]:
        text = values.get(field.name, "")
        if field.several:
            told[field.name if field.name == "links" else f"{field.name}s"] = values_of(field.name, text)
        else:
            told["title" if field.name == "job" else field.name] = text or None
    return told


def _deal(told: Profile, card: Card) -> dict[str, Any]:
    return {
        "id": card.id,
        "title": card.title,
        "status": card.status,
        "stage": told.stages[card.id],
        "amount": None if card.amount is None else major(card.amount, card.currency),
        "currency": card.currency,
        "people": [
            {"id": part.contact_id, "name": part.name, "role": part.role, "main": part.main}
            for part in told.parts
            if part.deal_id == card.id
        ],
    }


def pair(found: Pair) -> dict[str, Any]:
    """Two that look the same, and why."""
    return {
        "kind": found.kind,
        "keep": {"id": found.first.id, "name": found.first.name},
        "other": {"id": found.second.id, "name": found.second.name},
        "why": list(found.why),
        "sure": found.sure,
    }


def side(told: Side) -> dict[str, Any]:
    """A field of both, and what it becomes."""
    return {"field": told.name, "keep": told.first, "other": told.second, "pick": told.pick, "becomes": told.kept}
