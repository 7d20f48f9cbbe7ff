"""What a rep has entered of deals, one by one and as columns of fifty thousand."""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from math import isnan, nan
from typing import NamedTuple, TypeAlias

Day: TypeAlias = int
"""A day as its proleptic ordinal (``date.toordinal``)."""

NEVER: Day = 10**7
"""The day of what has not happened."""

UNSET = -(2**62)
"""What stands for no amount in a column."""


class Entered(NamedTuple):
    """What a rep has entered of a deal; None is unset. ``amount`` is in minor units of the pipeline's currency.

    ``probability`` (percent) and ``category`` are the deal's own, ``source`` says whose the probability is.
    """

    amount: int | None = None
    close: Day | None = None
    probability: float | None = None
    source: str = "stage"
    category: str | None = None
    product: str | None = None


NOTHING = Entered()


def _whole() -> array[int]:
    return array("q")


@dataclass(slots=True, eq=False)
class Told(Mapping[int, Entered]):
    """What is entered of deals now, by number; kept as columns, in order of the numbers, and made up when it is asked.

    ``known`` is the day the file first had each deal. The last three are places in ``words``.
    """

    deal: array[int] = field(default_factory=_whole)
    known: array[int] = field(default_factory=_whole)
    amount: array[int] = field(default_factory=_whole)
    close: array[int] = field(default_factory=_whole)
    probability: array[float] = field(default_factory=lambda: array("d"))
    source: array[int] = field(default_factory=_whole)
    category: array[int] = field(default_factory=_whole)
    product: array[int] = field(default_factory=_whole)
    words: list[str | None] = field(default_factory=list)

    def coded(self) -> dict[str | None, int]:
        """The places of words, to add deals with."""
        return {word: place for place, word in enumerate(self.words)}

    def add(self, deal: int, known: Day, entered: Entered, coded: dict[str | None, int]) -> None:
        """Adds a deal, whose number is larger than those that are there; ``coded`` grows with it."""
        self.deal.append(deal)
        self.known.append(known)
        self.amount.append(UNSET if entered.amount is None else entered.amount)
        self.close.append(NEVER if entered.close is None else entered.close)
        self.probability.append(nan if entered.probability is None else entered.probability)
        for column, word in (
            (self.source, entered.source),
            (self.category, entered.category),
            (self.product, entered.product),
        ):
            if word not in coded:
                coded[word] = len(self.words)
                self.words.append(word)
            column.append(coded[word])

    def known_on(self, deal: int) -> Day:
        """The day the file first had a deal, ``NEVER`` for one it never had."""
        place = self._place(deal)
        return NEVER if place is None else self.known[place]

    def at(self, place: int) -> Entered:
        """What is entered of the deal at a place of the columns."""
        amount, close, probability = self.amount[place], self.close[place], self.probability[place]
        return Entered(
            None if amount == UNSET else amount,
            None if close == NEVER else close,
            None if isnan(probability) else probability,
            self.words[self.source[place]] or "",
            self.words[self.category[place]],
            self.words[self.product[place]],
        )

    def amounts(self) -> list[int | None]:
        """The amounts, deal by deal."""
        return [None if amount == UNSET else amount for amount in self.amount]

    def products(self) -> list[str | None]:
        """The products, deal by deal."""
        words = self.words
        return [words[code] for code in self.product]

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Told):
            return NotImplemented
        return self.deal == other.deal and self.known == other.known and dict(self.items()) == dict(other.items())

    __hash__ = None  # type: ignore[assignment]  # it is filled deal by deal

    def __getitem__(self, deal: int) -> Entered:
        place = self._place(deal)
        if place is None:
            raise KeyError(deal)
        return self.at(place)

    def __iter__(self) -> Iterator[int]:
        return iter(self.deal)

    def __len__(self) -> int:
        return len(self.deal)

    def _place(self, deal: int) -> int | None:
        place = bisect_left(self.deal, deal)
        return place if place < len(self.deal) and self.deal[place] == deal else None
