"""Open deals that may be one deal twice: of the same company, called nearly the same, for nearly the same amount."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import combinations

from pipetui.values.text import fold
from pipetui.views.card import Card

NEAR_TITLE = 88
"""From 0 to 100: how alike titles are from which they are taken for the same (rapidfuzz's sorted-word ratio)."""

NEAR_AMOUNT = 0.1
"""The share of the larger amount two may differ by."""

MOST = 200
"""Deals of one company that are held against one another; with more, that company is no customer but a channel."""


def alike(cards: Iterable[Card]) -> dict[int, tuple[int, ...]]:
    """The deals that look like others, each with those, by their numbers in order."""
    from rapidfuzz import fuzz

    companies: dict[str, list[tuple[str, Card]]] = {}
    for card in cards:
        if card.company:
            companies.setdefault(fold(card.company), []).append((fold(card.title), card))
    found: dict[int, set[int]] = {}
    for deals in companies.values():
        if len(deals) > MOST:
            continue
        for (title, one), (other_title, other) in combinations(deals, 2):
            same = _near(one, other) and _numbers(title) == _numbers(other_title)
            if same and fuzz.token_sort_ratio(title, other_title) >= NEAR_TITLE:
                found.setdefault(one.id, set()).add(other.id)
                found.setdefault(other.id, set()).add(one.id)
    return {number: tuple(sorted(others)) for number, others in found.items()}


def _near(one: Card, other: Card) -> bool:
    """Whether two deals may be for the same: amounts in one currency, or none on either side."""
    if one.amount is None or other.amount is None:
        return True
    if one.currency != other.currency:
        return False
    return abs(one.amount - other.amount) <= NEAR_AMOUNT * max(abs(one.amount), abs(other.amount))


def _numbers(title: str) -> list[str]:
    """The words of a title with digits: phase 1 is not phase 2."""
    return sorted(word for word in title.split() if any(letter.isdigit() for letter in word))
