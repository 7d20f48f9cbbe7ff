"""Two records side by side, field by field, and which of each is kept."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal, NamedTuple

from pipetui.values.text import fold
from pipetui.views.people.fields import FIELDS, values_of
from pipetui.views.people.listed import Kind

Pick = Literal["first", "second", "both"]


class Side(NamedTuple):
    """A field of both as text, and whose is kept; ``both`` has all of them, each once."""

    name: str
    label: str
    first: str
    second: str
    pick: Pick

    @property
    def kept(self) -> str:
        """What the field becomes."""
        if self.pick != "both":
            return self.first if self.pick == "first" else self.second
        if self.name == "notes":
            return "\n\n".join(filter(None, (self.first, self.second)))
        found: dict[str, str] = {}
        for value in [*values_of(self.name, self.first), *values_of(self.name, self.second)]:
            found.setdefault(fold(value), value)
        between = " " if self.name == "links" else ", "
        return between.join(found.values())

    def flipped(self) -> Side:
        """The same with the next choice."""
        order: tuple[Pick, ...] = ("both", "first", "second") if can_be_both(self.name) else ("first", "second")
        return self._replace(pick=order[(order.index(self.pick) + 1) % len(order)])


def can_be_both(name: str) -> bool:
    """Whether a field can keep what both say."""
    return name in ("email", "phone", "links", "notes")


def side_by_side(kind: Kind, kept: Mapping[str, str], other: Mapping[str, str]) -> list[Side]:
    """Every field either says something for, with the better one chosen: what is said before what is not, all of what
    can be several, the more complete name of one that begins with the other."""
    sides = []
    for field in FIELDS[kind]:
        ours, theirs = kept.get(field.name, ""), other.get(field.name, "")
        if ours or theirs:
            sides.append(Side(field.name, field.label, ours, theirs, _better(field.name, ours, theirs)))
    return sides


def _better(name: str, ours: str, theirs: str) -> Pick:
    if not theirs or ours == theirs:
        return "first"
    if not ours:
        return "second"
    if can_be_both(name):
        return "both"
    longer = fold(theirs).startswith(fold(ours)) and len(theirs) > len(ours)
    return "second" if longer and name in ("job", "address") else "first"
