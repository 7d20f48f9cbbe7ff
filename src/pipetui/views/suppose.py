"""What if: deals supposed to be won, lost, later or of another amount. Nothing of it is in the file's deals."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import NamedTuple

from pipetui.values.money import weighted
from pipetui.values.periods import Period
from pipetui.views.card import Card
from pipetui.views.prospect import Basis, Brought

WON, LOST, CLOSE, AMOUNT = "won", "lost", "close", "amount"
"""What can be supposed: ``won`` and ``close`` come with a day, ``amount`` with minor units of the base currency."""


class Supposed(NamedTuple):
    """One thing supposed of a deal."""

    deal_id: int
    what: str
    day: date | None = None
    amount: int | None = None


def winning_day(card: Card, period: Period, today: date) -> date:
    """When a deal is won that is supposed to be won in a period: on its close date, where that is one it could be."""
    first, last = max(today, period.start), max(today, period.end)
    close = card.expected_close
    return close if close is not None and first <= close <= last else last


def later(card: Card, today: date) -> date:
    """A month after a deal's close date, or after today where that has passed."""
    from dateutil.relativedelta import relativedelta

    return max(card.expected_close or today, today) + relativedelta(months=1)


def supposing(basis: Basis, what: Iterable[Supposed]) -> Basis:
    """The basis as it would be; of two things supposed of one deal the later holds. Closed deals stay as they are."""
    of_deal: dict[int, list[Supposed]] = {}
    for each in what:
        of_deal.setdefault(each.deal_id, []).append(each)
    cards: list[Card] = []
    brought = list(basis.brought)
    for card in basis.cards:
        supposed = of_deal.get(card.id)
        if supposed is None:
            cards.append(card)
            continue
        after, won_on = _with(card, supposed)
        if after.status == "won" and won_on is not None:
            brought.append(Brought(won_on, after.base_amount or 0, card.stage_id, card.source, card.owner))
        elif after.is_open:
            cards.append(after)
    return replace(basis, cards=cards, brought=brought)


def _with(card: Card, what: Sequence[Supposed]) -> tuple[Card, date | None]:
    """A deal as it is supposed to be, and the day it is won on where it is."""
    won_on = None
    for each in what:
        if each.what == WON:
            card, won_on = card._replace(status="won"), each.day
        elif each.what == LOST:
            card, won_on = card._replace(status="lost"), None
        elif each.what == CLOSE:
            card, won_on = card._replace(status="open", expected_close=each.day), None
        elif each.what == AMOUNT and each.amount is not None:
            card = card._replace(base_amount=each.amount, weighted=weighted(each.amount, card.probability))
    return card, won_on


def told(what: Sequence[Supposed], titles: Mapping[int, str]) -> dict[int, list[Supposed]]:
    """What holds of each deal there still is, in the order the deals were first supposed."""
    found: dict[int, dict[str, Supposed]] = {}
    for each in what:
        if each.deal_id not in titles:
            continue
        holds = found.setdefault(each.deal_id, {})
        if each.what != AMOUNT:
            for other in (WON, LOST, CLOSE):
                holds.pop(other, None)
        holds[each.what] = each
    return {deal_id: list(holds.values()) for deal_id, holds in found.items()}
