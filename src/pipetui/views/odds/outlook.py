"""What a period will probably bring: expected, its range, and the deals that decide it."""

from __future__ import annotations

from bisect import bisect_left
from typing import NamedTuple

from pipetui.values.periods import Period
from pipetui.views.card import Card

SHARES = tuple(place / 40 for place in range(1, 40))
"""The shares of cases whose ends are told: each fortieth, 1, 5 and 9 of 10 among them."""

P10, P50, P90 = 3, 19, 35
"""The places of those three."""


class Total(NamedTuple):
    """An expected amount and the amounts it stays under in 1, 5 and 9 of 10 cases; minor units."""

    expected: int
    p10: int
    p50: int
    p90: int


class Decider(NamedTuple):
    """An open deal in a period: its ``chance`` (0–1) to be won in it, what it is ``worth`` if it is, what it ``adds``.

    ``swing`` is how far it usually lies from what it adds (a standard deviation): large where much money is truly open.
    ``own_amount`` is False where the deal has no amount and won deals like it stand in.
    """

    card: Card
    chance: float
    worth: int
    adds: int
    swing: int
    own_amount: bool

    @property
    def if_won(self) -> int:
        """What it brings beyond what it adds, once it is won."""
        return self.worth - self.adds

    @property
    def if_not(self) -> int:
        """What is missing if it is not."""
        return -self.adds


class Outlook(NamedTuple):
    """A period as it will probably come: minor units of the pipeline's currency.

    ``expected`` is what the open deals bring, ``new_business`` what deals bring that are not opened yet, ``total``
    won and both, with its range. ``wins`` are the numbers of open deals won in it that are reached in 1, 5 and 9 of
    10 cases, ``wins_expected`` their average. ``deals`` are largest swing first. ``is_guess`` where there is hardly a
    history; ``rests_on`` is how many closed deals there are. ``luck`` is the common factor's deviation the range was
    widened by. ``ends`` are the totals it stays under with each of ``SHARES``.
    ``without_rate`` says how many of the deals are in each currency no rate is known of: those are in no total.
    """

    period: Period
    currency: str
    won: int
    expected: int
    new_business: int
    total: Total
    wins_expected: float
    wins: tuple[int, int, int]
    deals: tuple[Decider, ...]
    is_guess: bool
    rests_on: int
    luck: float
    ends: tuple[int, ...]
    without_rate: tuple[tuple[str, int], ...]

    def chance_of(self, amount: int) -> float:
        """How likely (0–1) the total is an amount at least, to a fortieth."""
        return 1 - bisect_left(self.ends, amount) / (len(SHARES) + 1)
