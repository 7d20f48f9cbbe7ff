"""How sums are spread: against what can be worked out by hand, by another way, or is known of a real pipeline."""

import csv
from collections.abc import Sequence
from fractions import Fraction
from itertools import product
from math import comb, exp, prod
from statistics import NormalDist

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipetui.views.odds.spread import amount_spread, count_spread, quantile
from tables import shared_data

CHANCES = st.lists(st.floats(0.001, 0.999), max_size=9)


@settings(deadline=None)  # the first call imports numpy
@given(CHANCES)
def test_the_number_of_wins_is_that_of_all_ways_it_can_come(chances: Sequence[float]) -> None:
    spread = count_spread(chances)
    ways = [0.0] * (len(chances) + 1)
    for won in product((False, True), repeat=len(chances)):
        ways[sum(won)] += prod(c if w else 1 - c for c, w in zip(chances, won, strict=True))
    assert spread.tolist() == pytest.approx(ways, abs=1e-12)


def test_alike_deals_are_binomial_however_many() -> None:
    spread = count_spread([0.3] * 3_000)
    assert spread[900] == pytest.approx(float(Fraction(comb(3_000, 900) * 3**900 * 7**2_100, 10**3_000)), rel=1e-9)
    assert spread.sum() == pytest.approx(1, abs=1e-9)


def test_nothing_open_is_no_win_for_certain() -> None:
    assert (count_spread([]).tolist(), quantile(count_spread([]), 0.9)) == ([1.0], 0)
    assert amount_spread([], []).quantiles((0.1, 0.9)) == [0.0, 0.0]


def test_one_deal_is_won_or_not() -> None:
    told = amount_spread([0.3], [1_000_00.0]).quantiles((0.1, 0.5, 0.9))
    assert told == pytest.approx([0, 0, 1_000_00], abs=50)


@settings(max_examples=30, deadline=None)
@given(st.lists(st.tuples(st.floats(0.01, 0.99), st.floats(1_00, 90_000_00)), min_size=1, max_size=60))
def test_a_spread_keeps_mean_and_variance(deals: list[tuple[float, float]]) -> None:
    spread = amount_spread([c for c, _ in deals], [a for _, a in deals])
    values = [spread.origin + spread.step * place for place in range(len(spread.density))]
    mean = sum(v * d for v, d in zip(values, spread.density.tolist(), strict=True))
    variance = sum((v - mean) ** 2 * d for v, d in zip(values, spread.density.tolist(), strict=True))
    total = sum(a for _, a in deals)
    assert mean == pytest.approx(sum(c * a for c, a in deals), abs=total * 1e-3)
    assert variance == pytest.approx(sum(c * (1 - c) * a * a for c, a in deals), rel=0.02, abs=(total * 1e-3) ** 2)


def test_what_many_small_deals_add_is_normal() -> None:
    told = amount_spread([0.2] * 20_000, [100.0] * 20_000).quantiles((0.1, 0.5, 0.9))
    bell = NormalDist(20_000 * 0.2 * 100, (20_000 * 0.2 * 0.8) ** 0.5 * 100)
    assert told == pytest.approx([bell.inv_cdf(share) for share in (0.1, 0.5, 0.9)], rel=1e-3)


def test_common_luck_widens_both_ends() -> None:
    spread = amount_spread([0.5] * 400, [1_000.0] * 400)
    low, _, high = spread.quantiles((0.1, 0.5, 0.9), luck=0.3)
    deviation = 0.3**2
    assert low == pytest.approx(200_000 * exp(-1.2816 * 0.2936 - deviation / 2), rel=0.03)
    assert high == pytest.approx(200_000 * exp(1.2816 * 0.2936 - deviation / 2), rel=0.03)


def test_microsoft_as_it_is_known() -> None:
    with shared_data("microsoft/opportunities.csv").open(encoding="utf-8-sig") as file:
        rows = list(csv.DictReader(file))
    chances = [float(row["Probability"]) for row in rows]
    amounts = [float(row["ProductRevenue"]) * 100 for row in rows]
    counted = count_spread(chances)
    assert sum(chances) == pytest.approx(108.6)
    assert [quantile(counted, share) for share in (0.1, 0.5, 0.9)] == [98, 109, 119]
    told = amount_spread(chances, amounts).quantiles((0.1, 0.5, 0.9))
    assert [value / 1e8 for value in told] == pytest.approx([407.4, 460.5, 515.5], rel=0.005)
