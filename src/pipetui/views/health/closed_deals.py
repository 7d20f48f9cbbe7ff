"""What can be wrong with a deal that was won or lost: win rates and reasons are counted from these."""

from __future__ import annotations

from pipetui.values.when import show_date
from pipetui.views.card import Card
from pipetui.views.health.facts import Facts
from pipetui.views.health.open_deals import Said


def won_without_amount(card: Card, _facts: Facts) -> Said | None:
    """Won, and nobody said for how much."""
    return Said("won, no amount", "") if card.status == "won" and card.amount is None else None


def without_reason(card: Card, _facts: Facts) -> Said | None:
    """Lost, and nobody said why."""
    return Said("lost, no reason", "") if card.status == "lost" and card.reason is None else None


def closed_ahead(card: Card, facts: Facts) -> Said | None:
    """Won or lost on a day that is yet to come."""
    if card.closed_on is None or card.closed_on <= facts.today:
        return None
    return Said(f"{card.status} on {show_date(card.closed_on)}", str(card.closed_on))
