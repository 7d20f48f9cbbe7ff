"""What a deal without an amount is worth, told by the won ones like it: of its product, else of the pipeline."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from pipetui.views.odds.constants import HALF_LIFE
from pipetui.views.odds.history import Day, Lives

ALIKE = 5.0
"""Won deals of the pipeline's average that every product starts with."""


@dataclass(frozen=True, slots=True)
class Worth:
    """Average worth of a won deal in minor units, by product and over all, and how far single ones lie from it.

    ``spread`` is the standard deviation over the average. ``seen`` counts the won deals behind it, by product.
    """

    average: float
    by_product: Mapping[str, float]
    spread: float
    seen: Mapping[str, int]

    def of(self, product: str | None) -> float:
        """What a won deal of a product usually comes to, in minor units; 0.0 where nothing was ever won."""
        return self.by_product.get(product or "", self.average)


def learn_worth(lives: Lives, day: Day) -> Worth:
    """What won deals came to, as known on the morning of a day; late ones count more."""
    won = [
        (worth, product or "", 0.5 ** ((day - closed) / HALF_LIFE))
        for worth, product, closed, is_won in zip(lives.worth, lives.product, lives.closed, lives.won, strict=True)
        if is_won and worth is not None and closed < day
    ]
    weights = sum(weight for _, _, weight in won)
    if not weights:
        return Worth(0.0, {}, 1.0, {})
    average = sum(worth * weight for worth, _, weight in won) / weights
    sums: dict[str, list[float]] = {}
    for worth, product, weight in won:
        known = sums.setdefault(product, [0.0, 0.0, 0.0])
        known[0] += worth * weight
        known[1] += weight
        known[2] += 1
    by_product = {
        product: (total + ALIKE * average) / (weight + ALIKE) for product, (total, weight, _) in sums.items() if product
    }
    usual = {product: by_product.get(product, average) for product in sums}
    variance = sum(weight * (worth - usual[product]) ** 2 for worth, product, weight in won) / weights
    return Worth(
        average,
        by_product,
        variance**0.5 / average if average else 1.0,
        {product: int(count) for product, (_, _, count) in sums.items()},
    )
