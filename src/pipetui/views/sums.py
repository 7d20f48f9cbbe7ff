"""How many deals, and how much."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from pipetui.views.card import Card


class Sums(NamedTuple):
    """How many, and how much in minor units of the pipeline's currency; an unset amount adds nothing."""

    number: int = 0
    amount: int = 0
    weighted: int = 0

    @classmethod
    def of(cls, cards: Iterable[Card]) -> Sums:
        """The sums of deals."""
        number = amount = weighted = 0
        for card in cards:  # once, not with a generator for each sum: it is done for ten thousand at each letter
            number += 1
            amount += card.base_amount or 0
            weighted += card.weighted or 0
        return cls(number, amount, weighted)

    def and_also(self, other: Sums) -> Sums:
        """Both sums together."""
        return Sums(self.number + other.number, self.amount + other.amount, self.weighted + other.weighted)

    def plus(self, card: Card, sign: int = 1) -> Sums:
        """The sums with one deal more, or one less with a ``sign`` of -1."""
        return Sums(
            self.number + sign,
            self.amount + sign * (card.base_amount or 0),
            self.weighted + sign * (card.weighted or 0),
        )
