"""An amount parted without losing a cent."""

from __future__ import annotations

from collections.abc import Sequence


def part(total: int, weights: Sequence[int]) -> list[int]:
    """Parts an amount (minor units) by weights, so that the parts sum to it: the largest remainder method.

    Each part is its exact share rounded towards nothing; the units left go to the largest remainders, the earlier
    first. Weights are 0 or more, and not all 0.
    """
    if len(weights) == 1:
        return [total]
    whole = sum(weights)
    size, sign = abs(total), -1 if total < 0 else 1
    parts = [size * weight // whole for weight in weights]
    left = size - sum(parts)
    by_remainder = sorted(range(len(weights)), key=lambda place: (-(size * weights[place] % whole), place))
    for place in by_remainder[:left]:
        parts[place] += 1
    return [sign * each for each in parts]
