"""What a filter asks: a tree of conditions."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Protocol

from pipetui.values.errors import Invalid
from pipetui.values.filter_fields import ANY_STATUS, STATUSES, Kind, Rates
from pipetui.values.money import parse_amount, precision

Said = str | tuple[str, ...] | int | float | Decimal | date | tuple[date, ...] | None
"""What a record says for a field: texts, a number, minor units of its pipeline's currency, days; None for nothing."""


class Searchable(Protocol):
    """What a filter can be asked about."""

    @property
    def haystack(self) -> str:
        """All the text that words are looked for in, folded, with a line end between one text and the next."""

    @property
    def currency(self) -> str:
        """The currency amounts are compared in: its pipeline's."""

    @property
    def stages(self) -> tuple[str, ...]:
        """The names of its pipeline's stages, in order."""

    def field(self, name: str, /) -> Said:
        """What the record says for a field; "", () or None for nothing."""

    def is_rotting(self, today: date, /) -> bool:
        """Whether it is untouched for longer than its stage allows, with nothing planned."""


@dataclass(frozen=True, slots=True)
class Amount:
    """An amount as typed, which is in the pipeline's currency unless it says another."""

    text: str
    rates: Rates = field(default_factory=dict, compare=False, hash=False, repr=False)

    def minor(self, currency: str) -> int:
        """It in minor units of a pipeline's currency. Raises Invalid where it can't be read or no rate is known."""
        amount, told = parse_amount(self.text, currency)
        if told == currency:
            return amount
        rate = self.rates.get((told, currency))
        if not rate and (inverse := self.rates.get((currency, told))):
            rate = 1 / inverse
        if not rate:
            raise Invalid(f"There is no exchange rate from {told} to {currency}: write the amount in {currency}.")
        major = Decimal(amount).scaleb(-precision(told)) * rate
        return int(major.scaleb(precision(currency)).to_integral_value(ROUND_HALF_UP))


@dataclass(frozen=True, slots=True)
class Top(Amount):
    """The amount from which on a deal is among the big ones: ``top`` has it, by the currency of its pipeline."""

    top: Callable[[str], int | None] = field(default=lambda _currency: None, compare=False, hash=False, repr=False)

    def minor(self, currency: str) -> int:
        """It in minor units; more than any amount where nothing is open."""
        found = self.top(currency)
        return _BEYOND if found is None else found


_BEYOND = 10**18
"""More than any amount, in minor units."""

Limit = Amount | float | date | str
"""An end of a span: an amount, a number, a day, or a stage by the beginning of its name."""


@dataclass(frozen=True, slots=True)
class Is:
    """The text is this one, which is folded, in the way its field is compared."""

    text: str


@dataclass(frozen=True, slots=True)
class Span:
    """It lies between two ends, each included or not; None for an open one."""

    low: Limit | None = None
    high: Limit | None = None
    with_low: bool = True
    with_high: bool = True


@dataclass(frozen=True, slots=True)
class Says:
    """The field says something, or nothing."""

    something: bool


Test = Is | Span | Says


@dataclass(frozen=True, slots=True)
class Word:
    """The record's text holds this; ``text`` is folded."""

    text: str


@dataclass(frozen=True, slots=True)
class Field:
    """The field meets one of the tests; ``kind`` is how it is compared."""

    name: str
    kind: Kind
    tests: tuple[Test, ...]


@dataclass(frozen=True, slots=True)
class State:
    """The record is ``rotting`` or ``slipped``, as of a day."""

    name: str
    today: date


@dataclass(frozen=True, slots=True)
class Not:
    """The node does not hold."""

    node: Node


@dataclass(frozen=True, slots=True)
class And:
    """All the nodes hold; with none of them, everything does."""

    nodes: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Or:
    """One of the nodes holds."""

    nodes: tuple[Node, ...]


Node = Word | Field | State | Not | And | Or

EVERYTHING = And(())


def all_of(nodes: Iterable[Node]) -> Node:
    """All of them, without an And inside an And."""
    flat: list[Node] = []
    for node in nodes:
        flat += node.nodes if isinstance(node, And) else (node,)
    return flat[0] if len(flat) == 1 else And(tuple(flat))


def any_of(nodes: Iterable[Node]) -> Node:
    """One of them, without an Or inside an Or."""
    flat: list[Node] = []
    for node in nodes:
        flat += node.nodes if isinstance(node, Or) else (node,)
    return flat[0] if len(flat) == 1 else Or(tuple(flat))


def opposite(node: Node) -> Node:
    """The node negated, without a Not inside a Not."""
    return node.node if isinstance(node, Not) else Not(node)


def is_within(node: Node, other: Node) -> bool:
    """Tell whether the other surely holds of all the node holds of.

    Known of words only: what else is asked may be answered otherwise by the time it is asked again.
    """
    words = [one.text for one in _parts(node) if isinstance(one, Word)]
    return all(isinstance(one, Word) and any(one.text in word for word in words) for one in _parts(other))


def _parts(node: Node) -> tuple[Node, ...]:
    return node.nodes if isinstance(node, And) else (node,)


def fields_of(node: Node) -> frozenset[str]:
    """Give the fields that are asked for."""
    match node:
        case Field():
            return frozenset({node.name})
        case Not():
            return fields_of(node.node)
        case And() | Or():
            return frozenset().union(*map(fields_of, node.nodes))
    return frozenset()


def statuses_of(node: Node) -> frozenset[str]:
    """Give the statuses that a record the node holds of can have."""
    return frozenset(status for status in STATUSES if _outcomes(node, status)[0])


def _outcomes(node: Node, status: str) -> tuple[bool, bool]:
    """Tell whether the node can hold, and whether it can fail, of records with this status."""
    match node:
        case Field(name="status"):
            holds = any(_is_status(test, status) for test in node.tests)
            return holds, not holds
        case State():
            return status == "open", True
        case Not():
            can_hold, can_fail = _outcomes(node.node, status)
            return can_fail, can_hold
        case And():
            each = [_outcomes(one, status) for one in node.nodes]
            return all(can_hold for can_hold, _ in each), any(can_fail for _, can_fail in each)
        case Or():
            each = [_outcomes(one, status) for one in node.nodes]
            return any(can_hold for can_hold, _ in each), all(can_fail for _, can_fail in each)
    return True, True


def _is_status(test: Test, status: str) -> bool:
    if isinstance(test, Says):
        return test.something
    return isinstance(test, Is) and test.text in (status, ANY_STATUS)
