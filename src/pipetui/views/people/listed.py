"""Companies and contacts in short, a row each, and their order."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Literal, NamedTuple

from pipetui.values.text import fold

Kind = Literal["company", "contact"]
KINDS: tuple[Kind, ...] = ("company", "contact")
SORTS = ("touched", "money", "name")
Money = tuple[tuple[str, int], ...]
"""Amounts in minor units by currency, the one with most deals first."""


class Named(NamedTuple):
    """A contact that is meant."""

    id: int
    name: str


@dataclass(frozen=True)
class Listed:
    """A company or a contact in short.

    ``about`` is the company of a contact, the place of a company; ``open_money`` what its open deals beyond the lead
    phase are worth in their pipelines' currencies. ``touched`` is the rep's day of the last thing done with them.
    """

    kind: Kind
    id: int
    name: str
    about: str = ""
    job: str = ""
    email: str = ""
    phone: str = ""
    deals: int = 0
    open_deals: int = 0
    open_money: Money = ()
    people: int = 0
    touched: date | None = None
    words: str = field(default="", repr=False)
    """What is looked in beside what is shown."""

    @cached_property
    def haystack(self) -> str:
        """What a filter looks in, folded."""
        return fold("\n".join((self.name, self.about, self.job, self.email, self.phone, self.words)))


def in_order(rows: Iterable[Listed], sort: str) -> list[Listed]:
    """Rows by when they were last touched (latest first), by open money (most first), or by name."""
    if sort == "name":
        return sorted(rows, key=lambda row: (fold(row.name), row.id))
    if sort == "money":
        return sorted(rows, key=lambda row: (-sum(amount for _, amount in row.open_money), fold(row.name), row.id))
    return sorted(rows, key=lambda row: (-(row.touched or date.min).toordinal(), fold(row.name), row.id))


def let_through(rows: Sequence[Listed], words: str) -> list[Listed]:
    """Those that have every word, in any of what is known of them; ``company:`` and ``contact:`` name the kind."""
    wanted = fold(words).split()
    for kind in KINDS:
        if any(word.startswith(f"{kind}:") for word in wanted):
            rows = [row for row in rows if row.kind == kind]
    asked = [word.removeprefix("company:").removeprefix("contact:").strip("'\"") for word in wanted]
    asked = [word for word in asked if word]
    return [row for row in rows if all(word in row.haystack for word in asked)] if asked else list(rows)
