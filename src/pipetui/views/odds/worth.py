"""What a deal without an amount is worth, told by the won ones like it: of its product, else of the pipeline."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from pipetui.views.odds.constants import HALF_LIFE
from pipetui.views.odds.history import Day, History

ALIKE = 1.5
"""Won deals of the pipeline's average that every product starts with."""

FIRM = 10.0
"""Won deals that came to just what was first entered, with which the rep's own amounts start."""


@dataclass(frozen=True, slots=True)
class Worth:
    """Average worth of a won deal in minor units, by product and over all, and how far single ones lie from it.

    ``spread`` is the standard deviation over the average. ``seen`` counts the won deals behind it, by product.
    ``realised`` is what won deals came to / the amount first entered for them, ``spread_own`` how far single ones lie
    off.
    """

    average: float
    by_product: Mapping[str, float]
    spread: float
    seen: Mapping[str, int]
    realised: float = 1.0
    spread_own: float = 0.1

    def of(self, product: str | None) -> float:
        """What a won deal of a product usually comes to, in minor units; 0.0 where nothing was ever won."""
        return self.by_product.get(product or "", self.average)

    def expected(self, amount: int | None, product: str | None) -> int:
        """What a deal comes to if it is won, in minor units: its amount as far as such amounts were realised."""
        return round(self.of(product) if amount is None else amount * self.realised)


def learn_worth(history: History, day: Day) -> Worth:
    """What won deals came to, as known on the morning of a day; late ones count more."""
    lives, record = history.lives, history.record
    won, realised = [], []
    for place, closed in enumerate(lives.closed):
        if closed >= day or not lives.won[place]:
            continue
        worth, deal, weight = lives.worth[place], lives.deal[place], 0.5 ** ((day - closed) / HALF_LIFE)
        before = record.before.get(deal)
        if (before or deal in record.morning) and (told := record.as_of(deal, day)) is not None:
            worth = told.amount
        if worth is not None and closed >= record.since and record.told.known_on(deal) < closed:
            # One whose amount was never changed came to just what was entered.
            first = before[0][1].amount if before else worth
            if first:
                realised.append((worth / first, weight))
        if worth is not None:
            won.append((worth, lives.product[place] or "", weight))
    weights = sum(weight for _, _, weight in won)
    if not weights:
        return Worth(0.0, {}, 1.0, {})
    ratio, off = _ratio(realised)
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
        ratio,
        off,
    )


def _ratio(realised: list[tuple[float, float]]) -> tuple[float, float]:
    """What amounts were realised on average, and how far single ones lie off; no more than half or twice is
    believed."""
    told = [(min(2.0, max(0.5, ratio)), weight) for ratio, weight in realised]
    weights = sum(weight for _, weight in told) + FIRM
    ratio = (sum(ratio * weight for ratio, weight in told) + FIRM) / weights
    variance = sum(weight * (each - ratio) ** 2 for each, weight in told) + FIRM * 0.1**2
    return ratio, (variance / weights) ** 0.5
