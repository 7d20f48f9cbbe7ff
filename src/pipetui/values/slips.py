"""Words somebody meant who mistyped one: two letters swapped, one wrong, one missing or one too many."""

from __future__ import annotations

import re

LEAST = 3
"""Letters of a word that is taken for a mistyped one; with fewer, everything is like it."""

LEAST_FREE = 4
"""Letters of one that may have any other letter in it."""

LONGEST = 24
"""Letters of a word that is looked at."""


def like(word: str, text: str, most: int) -> list[str]:
    """Give how so many words of a text begin that are one slip away from a word; both are folded.

    Two letters swapped are looked for first, and nothing else where they are found. The first letter is taken to be
    right in the others: it hardly ever is not.
    """
    if not LEAST <= len(word) <= LONGEST:
        return []
    for slips in (_swapped(word), _others(word)):
        found: dict[str, None] = {}
        for match in re.finditer(rf" ({'|'.join(slips)})", text) if slips else ():
            found[match[1]] = None
            if len(found) == most:
                break
        if found:
            return list(found)
    return []


def _swapped(word: str) -> list[str]:
    swaps = (word[:at] + word[at + 1] + word[at] + word[at + 2 :] for at in range(len(word) - 1))
    return [re.escape(each) for each in dict.fromkeys(swaps) if each != word]


def _others(word: str) -> list[str]:
    if len(word) < LEAST_FREE:
        return []
    slips: list[str] = []
    for at in range(1, len(word)):
        head, letter, tail = (re.escape(part) for part in (word[:at], word[at], word[at + 1 :]))
        # Another letter in the place of one, one missing before it, and it is one too many.
        slips += [f"{head}[^ ]{tail}", f"{head}[^ ]{letter}{tail}", head + tail]
    return list(dict.fromkeys(slips))
