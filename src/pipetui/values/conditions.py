"""What a filter asks: a small tree of conditions, and whether a record meets them."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal, Protocol

from pipetui.values.text import fold

STATUSES = ("open", "won", "lost")
ANY_STATUS = "all"

_OF_SEVERAL_WORDS = frozenset({"company", "contact", "owner"})
_WHOLE = frozenset({"status", "tag", "id"})


class Searchable(Protocol):
    """What a filter can be asked about."""

    @property
    def haystack(self) -> str:
        """All the text that words are looked for in, already folded."""

    def field(self, name: str, /) -> str | tuple[str, ...]:
        """What the record says for a field of a filter; "" or () for nothing."""


@dataclass(frozen=True, slots=True)
class Word:
    """The record's text holds this; ``text`` is folded."""

    text: str


@dataclass(frozen=True, slots=True)
class Field:
    """The field is one of the values, which are folded; ``op`` is how they are compared."""

    name: str
    op: Literal["="]
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Not:
    """The node does not hold."""

    node: "Node"


@dataclass(frozen=True, slots=True)
class And:
    """All the nodes hold; with none of them, everything does."""

    nodes: tuple["Node", ...]


Node = Word | Field | Not | And


def fields_of(node: Node) -> frozenset[str]:
    """Give the fields that are asked for."""
    match node:
        case Field():
            return frozenset({node.name})
        case Not():
            return fields_of(node.node)
        case And():
            return frozenset().union(*map(fields_of, node.nodes))
    return frozenset()


def statuses_of(node: Node) -> frozenset[str]:
    """Give the statuses that a record the node holds of can have."""
    return frozenset(status for status in STATUSES if _outcomes(node, status)[0])


def _outcomes(node: Node, status: str) -> tuple[bool, bool]:
    """Tell whether the node can hold, and whether it can fail, of records with this status."""
    match node:
        case Field(name="status"):
            holds = status in node.values or ANY_STATUS in node.values
            return holds, not holds
        case Not():
            can_hold, can_fail = _outcomes(node.node, status)
            return can_fail, can_hold
        case And():
            each = [_outcomes(one, status) for one in node.nodes]
            return all(can_hold for can_hold, _ in each), any(can_fail for _, can_fail in each)
    return True, True


def test_of(node: Node) -> Callable[[Searchable], bool]:
    """Give the node as one function, put together once and then asked of each record."""
    match node:
        case Word():
            text = node.text
            return lambda record: text in record.haystack
        case Not():
            test = test_of(node.node)
            return lambda record: not test(record)
        case And():
            return _all(node)
        case Field():
            return _field_test(node)


def _all(node: And) -> Callable[[Searchable], bool]:
    words = tuple(one.text for one in node.nodes if isinstance(one, Word))
    tests = tuple(test_of(one) for one in node.nodes if not isinstance(one, Word))

    def test(record: Searchable) -> bool:
        haystack = record.haystack
        # Loops, not all(): a generator for each record would take most of the time.
        for word in words:
            if word not in haystack:
                return False
        for holds in tests:  # noqa: SIM110 - as above
            if not holds(record):
                return False
        return True

    return test


def _field_test(node: Field) -> Callable[[Searchable], bool]:
    name, values = node.name, node.values
    if name == "status" and ANY_STATUS in values:
        return lambda record: True
    says = _saying(name, values)
    # Thousands of records share a handful of stages and owners.
    known: dict[str | tuple[str, ...], bool] = {}

    def test(record: Searchable) -> bool:
        said = record.field(name)
        answer = known.get(said)
        if answer is None:
            each = (said,) if isinstance(said, str) else said
            answer = known[said] = any(says(fold(one)) for one in each)
        return answer

    return test


def _saying(name: str, values: tuple[str, ...]) -> Callable[[str], bool]:
    """Give the comparison of a field's folded text with the values."""
    if name in _WHOLE:
        return lambda said: said in values
    if name == "title":
        return lambda said: any(value in said for value in values)
    if name in _OF_SEVERAL_WORDS:
        begins = tuple(f" {value}" for value in values)
        return lambda said: any(begin in f" {said}" for begin in begins)
    return lambda said: said.startswith(values)
