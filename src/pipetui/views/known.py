"""The names there are in a file, in memory: found whole, and by what is typed of them, with each letter."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from pipetui.values.text import fold

MOST = 8
"""Names offered at the most."""


class Name(NamedTuple):
    """A name, how many deals have it, and what tells it from others (a contact's company)."""

    name: str
    uses: int = 0
    note: str = ""


class Known:
    """The names of each field (``company``, ``contact``, ``tag``, ``owner``, …), the most used first."""

    def __init__(self, names: Mapping[str, Iterable[Name]] | None = None) -> None:
        self._names: dict[str, list[tuple[str, Name]]] = {}
        self._exact: dict[str, dict[str, list[Name]]] = {}
        for field, listed in (names or {}).items():
            self._names[field] = [(fold(name.name), name) for name in sorted(listed, key=_most_used)]
            exact = self._exact[field] = defaultdict(list)
            for folded, name in self._names[field]:
                exact[folded].append(name)

    def named(self, field: str, text: str) -> tuple[Name, ...]:
        """Those of just that name, whatever its case and accents."""
        return tuple(self._exact.get(field, {}).get(fold(text), ()))

    def like(self, field: str, typed: str, most: int = MOST) -> tuple[Name, ...]:
        """Those that begin with what is typed, then those with a word that does, then those it is in."""
        wanted = fold(typed)
        begun: list[Name] = []
        words: list[Name] = []
        within: list[Name] = []
        inner = f" {wanted}"
        for folded, name in self._names.get(field, ()):
            if wanted not in folded:
                continue
            if folded.startswith(wanted):
                begun.append(name)
                if len(begun) == most:
                    break
            elif inner in folded:
                words.append(name)
            else:
                within.append(name)
        return tuple((begun + words + within)[:most])

    def has_any(self, field: str) -> bool:
        """Whether there is a name for a field at all."""
        return bool(self._names.get(field))


def _most_used(name: Name) -> tuple[int, str]:
    return (-name.uses, name.name.casefold())
