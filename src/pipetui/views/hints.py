"""The letters that are put on places to jump to: under the fingers first, and as few as there are places for."""

from __future__ import annotations

from itertools import islice, product

HOME = "asdfjklgh"
OTHERS = "ewioruqptyvncmxbz"

ONE_LETTER = 20
"""Where there are more places, each has two letters: none is then the beginning of another."""


def hints(number: int) -> list[str]:
    """So many hints, each another, none the beginning of another; the easiest to type first."""
    letters = HOME + OTHERS
    if number <= ONE_LETTER:
        return list(letters[:number])
    return ["".join(pair) for pair in islice(_pairs(letters), number)]


def _pairs(letters: str) -> list[tuple[str, str]]:
    """Two letters each, sorted by the one that is harder to reach."""
    ranks = {letter: rank for rank, letter in enumerate(letters)}
    return sorted(product(letters, letters), key=lambda pair: (max(ranks[pair[0]], ranks[pair[1]]) >= len(HOME),))
