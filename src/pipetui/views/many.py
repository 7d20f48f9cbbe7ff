"""One change to many deals: what is typed for it, and what each deal becomes."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from typing import Any, NamedTuple

from pipetui.values.days import read_day
from pipetui.values.errors import Invalid, Refused
from pipetui.values.money import LARGEST, weighted
from pipetui.values.own import OwnField
from pipetui.values.text import clean, count, fit, fold
from pipetui.views.fields import Context, field_named

_PERCENT = re.compile(r"([+-]) ?(\d{1,5}(?:[.,]\d{1,2})?) ?%")
_SHIFT = re.compile(r"[+-] ?\d.*")
_MARKED_TAG = re.compile(r"""([+-])(?:'([^']*)'|"([^"]*)"|([^\s,]+))[\s,]*""")

_ONE_EACH = frozenset({"title", "contact"})
"""Fields that say something else of every deal."""

NAMED = 5
"""How many of the deals that stay behind are named in a sentence."""


class Many(NamedTuple):
    """A field of many deals: ``value`` gives what a deal becomes, as ``views.fields`` reads it.

    ``said`` is the change in a few words, ``own`` the rep's own field where it is one. ``shifts`` is True where each
    deal goes on from its own value: one that has none keeps none.
    """

    name: str
    said: str
    value: Callable[[Context], Any]
    own: OwnField | None = None
    shifts: bool = False


class Stays(NamedTuple):
    """A deal that can't go where the others go: ``why`` in a sentence's end; ``may_pass`` where it can all the same."""

    deal_id: int
    title: str
    why: str
    may_pass: bool


class Hindered(Refused):
    """Some of many deals can't go: one question for all. ``going`` is how many can, ``stays`` are those that can't."""

    def __init__(self, aim: str, going: int, stays: Sequence[Stays]) -> None:
        self.aim = aim
        self.going = going
        self.stays = tuple(stays)
        super().__init__(f"{self.head}: {'; '.join(self.named())}.")

    @property
    def passing(self) -> int:
        """How many of those that stay may go all the same: what they lack is no must."""
        return sum(each.may_pass for each in self.stays)

    @property
    def head(self) -> str:
        """How many of how many can't go where."""
        return f"{len(self.stays):,} of {count(self.going + len(self.stays), 'deal')} can't {self.aim}"

    def named(self, most: int = NAMED) -> list[str]:
        """Which lack what, so many of them, and how many more there are."""
        told = [f"{fit(each.title, 40)} {each.why}" for each in self.stays[:most]]
        return told + ([f"and {len(self.stays) - most:,} more"] if len(self.stays) > most else [])


def read_many(name: str, text: str, own: Iterable[OwnField] = ()) -> Many:
    """A change of a field of many deals as typed: as one deal's, or ``+5%``, ``+2w`` from each one's own, ``+x -y``.

    Raises Invalid for a field there is not, and one that no two deals share. What can't be read is told by ``value``.
    """
    own = tuple(own)
    spec = field_named(name, own)
    mine = next((field for field in own if field.key == spec.name), None)
    if spec.name in _ONE_EACH:
        raise Invalid(f"A {spec.label.lower()} is one deal's own: it can't be set for many.")
    if spec.name == "stage":
        raise Invalid("Many deals change their stage by being moved: pipetui move --where FILTER STAGE.")
    said = f"{spec.label.lower()} {fit(clean(text), 60) or 'emptied'}"
    if spec.name == "amount" and (percent := _PERCENT.fullmatch(text.strip())):
        return Many(spec.name, said, _by_percent(percent), shifts=True)
    if spec.name == "expected_close" and _SHIFT.fullmatch(text.strip()):
        return Many(spec.name, said, _shifted(text.strip()), shifts=True)
    if spec.name == "tags" and (change := _tag_change(text)):
        return Many(spec.name, said, change, shifts=True)
    known: dict[tuple[int, str], Any] = {}

    def value(context: Context) -> Any:
        # It reads alike for all deals of a pipeline that are in one currency.
        key = (context.pipeline.id, context.card.currency)
        if key not in known:
            known[key] = spec.read(text, context)
        return known[key]

    return Many(spec.name, said, value, mine)


def _by_percent(found: re.Match[str]) -> Callable[[Context], Any]:
    percent = float(found[2].replace(",", ".")) * (-1 if found[1] == "-" else 1)
    if percent < -100:
        raise Invalid("An amount can't lose more than 100%.")

    def value(context: Context) -> tuple[int, str] | None:
        card = context.card
        if card.amount is None:
            return None
        amount = weighted(card.amount, 100 + percent)
        if abs(amount) > LARGEST:
            raise Invalid(f"{fit(card.title, 40)} would be worth more than can be kept.")
        return amount, card.currency

    return value


def _shifted(text: str) -> Callable[[Context], Any]:
    words = fold(clean(text))

    def value(context: Context) -> Any:
        day = read_day(words, context.card.expected_close or context.today)
        if day is None:
            raise Invalid(f'"{fit(clean(text), 30)}" is no shift of a date: write +2w, -3d, +1m, or a day.')
        return None if context.card.expected_close is None else day

    return value


def _tag_change(text: str) -> Callable[[Context], Any] | None:
    """Tags to put on and to take off; None where tags are typed that replace them all."""
    signed: list[tuple[str, str]] = []
    rest = text.strip()
    while found := _MARKED_TAG.match(rest):
        name = clean(found[2] or found[3] or (found[4] or "").lstrip("#"))
        if name:
            signed.append((found[1], name))
        rest = rest[found.end() :]
    if not signed:
        return None
    if rest:
        raise Invalid(
            f"“{fit(clean(rest), 30)}” has no sign: write +{fit(clean(rest), 20)} to put it on, or - before it."
        )
    on = [name for sign, name in signed if sign == "+"]
    off = {fold(name) for sign, name in signed if sign == "-"}

    def value(context: Context) -> tuple[str, ...]:
        kept = [tag for tag in context.card.tags if fold(tag) not in off]
        have = {fold(tag) for tag in kept}
        return (*kept, *(name for name in dict.fromkeys(on) if fold(name) not in have))

    return value
