"""What a column of a file can be: the fields of a kind of record, and the headers other programs give them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby

from pipetui.values.text import clean, fold

_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
_NO_WORD = re.compile(r"[\W_]+")
_IN_BRACKETS = re.compile(r"[(\[][^)\]]*[)\]]")


@dataclass(frozen=True, slots=True)
class Field:
    """A field: ``reads`` says how its cells are read, ``headers`` what it is called elsewhere, likeliest first.

    ``reads`` is one of line, text (of several lines), id, linked (the name of another record), amount, currency,
    percent, day, moment, due, flag, number, own (a field of the rep's) or nothing (known, and of no use here).
    """

    name: str
    reads: str
    headers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of record a file can hold; ``own`` are the words its headers may begin with ("Deal - Title")."""

    name: str
    own: tuple[str, ...]
    fields: tuple[Field, ...]

    def field(self, name: str) -> Field | None:
        """The field of that name, or that a header of that name stands for."""
        wanted = squash(name)
        by_name = next((field for field in self.fields if squash(field.name) == wanted), None)
        if by_name is not None:
            return by_name
        return next((field for field in self.fields if wanted in map(squash, field.headers)), None)


@lru_cache(maxsize=4096)
def words(header: str) -> tuple[str, ...]:
    """The folded words of a header: "Deal - EstimatedCloseDate*" is deal, estimated, close, date.

    A word that is said twice in a row counts once: "Amount / Amount" is amount.
    """
    parted = _NO_WORD.split(fold(_CAMEL.sub(" ", clean(header))))
    return tuple(word for word, _ in groupby(word for word in parted if word))


@lru_cache(maxsize=4096)
def squash(header: str) -> str:
    """A header without case, accents, spaces and punctuation."""
    return "".join(words(header))


def without_brackets(header: str) -> str:
    """A header without what stands in brackets: "Probability (%)" is Probability."""
    return _IN_BRACKETS.sub(" ", header)
