"""How the sum of what may come in is spread: the number of wins exactly, the amount by convolution.

The number of wins of independent deals is Poisson-binomial, by dynamic programming (Hong: On computing the distribution
function for the Poisson binomial distribution, 2013). The amount is a sum of independent two-point amounts: those that
weigh most are convolved on a grid, the many small ones, and what the size of a deal adds, as a normal beside them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

GRID = 4096
HEAVIEST = 400
"""Deals convolved each on its own; the rest of a larger pipeline is as good as normal."""

LUCKS = 15
"""Quarters, from worst to best luck, over which the common luck is averaged."""


BLOCK = 64
"""Deals whose wins are counted one after the other; blocks of them are then put together two by two."""


def count_spread(chances: Sequence[float]) -> Floats:
    """The probability of 0, 1, … n wins among independent deals."""
    import numpy as np

    told = np.zeros(-(-max(1, len(chances)) // BLOCK) * BLOCK)
    told[: len(chances)] = chances
    blocks = told.reshape(-1, BLOCK)
    spreads = np.zeros((len(blocks), BLOCK + 1))
    spreads[:, 0] = 1.0
    for deal in range(BLOCK):
        won = spreads[:, :-1] * blocks[:, deal, None]
        spreads *= 1 - blocks[:, deal, None]
        spreads[:, 1:] += won
    # Each part is kept without the tails that hold next to nothing, as the number it begins at and what follows.
    parts = [_trimmed(0, spread) for spread in spreads]
    while len(parts) > 1:
        pairs = zip(parts[::2], parts[1::2], strict=False)
        joined = [_trimmed(low + other, np.convolve(one, two)) for (low, one), (other, two) in pairs]
        parts = [*joined, *parts[len(joined) * 2 :]]
    low, spread = parts[0]
    whole = np.zeros(len(chances) + 1)
    whole[low : low + len(spread)] = spread[: len(whole) - low]
    return whole


def _trimmed(low: int, spread: Floats) -> tuple[int, Floats]:
    """A spread that begins at ``low`` wins, without what is all but impossible at its ends."""
    import numpy as np

    told = np.nonzero(spread > 1e-18)[0]
    return low + int(told[0]), spread[told[0] : told[-1] + 1]


def quantile(spread: Floats, share: float) -> int:
    """The smallest number that is reached with at least a probability of ``share``."""
    import numpy as np

    return int(np.searchsorted(np.cumsum(spread), share - 1e-12))


@dataclass(frozen=True, slots=True)
class Amounts:
    """A spread of amounts: ``density`` over a grid of ``step`` minor units that begins at ``origin``."""

    origin: float
    step: float
    density: Floats

    def quantiles(self, shares: Sequence[float], luck: float = 0.0) -> list[float]:
        """The amounts not exceeded with these probabilities, with a common ``luck`` (standard deviation of a factor).

        Where deals share their luck, everything is multiplied by one lognormal factor of mean 1.
        """
        import numpy as np

        values = self.origin + self.step * np.arange(len(self.density))
        below = np.cumsum(self.density)
        middle = below - self.density / 2
        if luck <= 0:
            return [float(np.interp(share, middle, values)) for share in shares]
        from statistics import NormalDist

        deviation = np.sqrt(np.log1p(luck**2))
        places = [NormalDist().inv_cdf((turn + 0.5) / LUCKS) for turn in range(LUCKS)]
        factors = np.exp(deviation * np.array(places))
        factors /= factors.mean()
        ends = (
            values[0] * factors.min(),
            values[0] * factors.max(),
            values[-1] * factors.min(),
            values[-1] * factors.max(),
        )
        top = np.linspace(min(ends), max(ends), 2 * GRID)
        mixed = sum(np.interp(top / factor, values, middle, left=0.0, right=1.0) for factor in factors) / LUCKS
        return [float(np.interp(share, mixed, top)) for share in shares]


def amount_spread(
    chances: Sequence[float] | Floats, amounts: Sequence[float] | Floats, extra: float = 0.0, steady: float = 0.0
) -> Amounts:
    """The spread of the sum of ``amounts`` (minor units, not negative), each won with its chance, independently.

    ``extra`` is a variance that comes on top (the sizes of deals, new business), ``steady`` an amount that does.
    """
    import numpy as np

    chance, amount = np.asarray(chances, dtype=float), np.asarray(amounts, dtype=float)
    variances = chance * (1 - chance) * amount**2
    # Whatever order they come in, they are summed in the same.
    order = np.lexsort((amount, chance, -variances))
    heavy, light = order[:HEAVIEST], order[HEAVIEST:]
    mean = steady + float((chance[light] * amount[light]).sum())
    variance = extra + float(variances[light].sum())
    deviation = variance**0.5
    most = float(amount[heavy].sum())
    centre, around = float((chance[heavy] * amount[heavy]).sum()), float(variances[heavy].sum()) ** 0.5
    # Nine deviations hold all but nothing of it, and keep the grid fine where there are many deals.
    low, high = max(0.0, centre - 9 * around), min(most, centre + 9 * around)
    if len(heavy) < 40:
        low, high = 0.0, most
    low, high = low + mean - 6 * deviation, high + mean + 6 * deviation
    if high - low <= 0:
        return Amounts(mean + centre, 1.0, np.ones(1))
    step = (high - low) / (GRID - 8)
    low -= 3 * step
    waves = 2j * np.pi * np.fft.rfftfreq(GRID)
    # Each deal takes away its mean, so that the sum stays in the middle of the grid and nothing wraps around.
    logs = -0.5 * (deviation / step) ** 2 * np.abs(waves) ** 2
    transform = np.exp(logs).astype(complex)
    turns, numbers = np.exp(-2j * np.pi * np.arange(GRID) / GRID), np.arange(len(waves))
    for share, size in zip(chance[heavy].tolist(), (amount[heavy] / step).tolist(), strict=True):
        whole, part = divmod(size, 1.0)
        # An amount between two points of the grid is shared out to both; a turn around the grid is none.
        jump = turns[numbers * int(whole) % GRID]
        transform *= 1 - share + share * (1 - part) * jump + share * part * turns[numbers * int(whole + 1) % GRID]
    shift = (mean - low) / step
    density = np.fft.irfft(transform * np.exp(-waves * shift), GRID).clip(0)
    return Amounts(low, step, density / density.sum())
