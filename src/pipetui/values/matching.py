"""Whether a record meets a filter: the tree as one function, put together once and then asked of each record."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from pipetui.values.conditions import (
    Amount,
    And,
    Field,
    Is,
    Limit,
    Node,
    Not,
    Or,
    Said,
    Says,
    Searchable,
    Span,
    State,
    Test,
    Word,
)
from pipetui.values.filter_fields import ANY_STATUS, TEXTS
from pipetui.values.text import fold

Predicate = Callable[[Searchable], bool]


def test_of(node: Node) -> Predicate:
    """Give the node as one function."""
    match node:
        case Word():
            text = node.text
            return lambda record: text in record.haystack
        case Not():
            test = test_of(node.node)
            return lambda record: not test(record)
        case And():
            return _all(node)
        case Or():
            return _any(node)
        case State():
            return _state(node)
        case Field():
            return _field(node)


def _all(node: And) -> Predicate:
    words = tuple(one.text for one in node.nodes if isinstance(one, Word))
    tests = tuple(test_of(one) for one in node.nodes if not isinstance(one, Word))

    def test(record: Searchable) -> bool:
        # Loops, not all(): a generator for each record would take most of the time.
        for holds in tests:
            if not holds(record):
                return False
        if words:
            haystack = record.haystack
            for word in words:
                if word not in haystack:
                    return False
        return True

    return test


def _any(node: Or) -> Predicate:
    tests = tuple(map(test_of, node.nodes))

    def test(record: Searchable) -> bool:
        for holds in tests:  # noqa: SIM110 - as above
            if holds(record):
                return True
        return False

    return test


def _state(node: State) -> Predicate:
    today = node.today
    if node.name == "rotting":
        return lambda record: record.is_rotting(today)

    def slipped(record: Searchable) -> bool:
        close = record.field("close")
        return isinstance(close, date) and close < today and record.field("status") == "open"

    return slipped


def _field(node: Field) -> Predicate:
    if node.name == "status" and any(isinstance(test, Is) and test.text == ANY_STATUS for test in node.tests):
        return lambda record: True
    if node.kind == "stage":
        return _stage(node)
    if node.kind in TEXTS:
        return _text(node)
    if node.kind == "money":
        return _money(node)
    return _sizes(node)


def _text(node: Field) -> Predicate:
    name = node.name
    says = _one_of([_saying(node, test) for test in node.tests])
    # Thousands of records share a handful of stages and owners.
    known: dict[Said, bool] = {}

    def test(record: Searchable) -> bool:
        said = record.field(name)
        answer = known.get(said)
        if answer is None:
            answer = known[said] = says(_folded(said))
        return answer

    return test


def _folded(said: Said) -> tuple[str, ...]:
    texts = said if isinstance(said, tuple) else (said,)
    return tuple(fold(str(text)) for text in texts if text not in (None, ""))


def _one_of(tests: list[Callable[[tuple[str, ...]], bool]]) -> Callable[[tuple[str, ...]], bool]:
    return lambda said: any(test(said) for test in tests)


def _saying(node: Field, test: Test) -> Callable[[tuple[str, ...]], bool]:
    """Give the comparison of a field's folded texts with a value."""
    match test:
        case Says():
            return lambda said: bool(said) == test.something
        case Is(text):
            compare = text_test(node.kind)
            return lambda said: any(compare(one, text) for one in said)
    return lambda said: False


def text_test(kind: str) -> Callable[[str, str], bool]:
    """Give how a folded text is compared with a folded value, for a kind of field."""
    match kind:
        case "whole":
            return lambda said, value: said == value
        case "anywhere":
            return lambda said, value: value in said
        case "words":
            return lambda said, value: f" {value}" in f" {said}"
    return lambda said, value: said.startswith(value)


def _stage(node: Field) -> Predicate:
    known: dict[tuple[Said, tuple[str, ...]], bool] = {}

    def test(record: Searchable) -> bool:
        key = (record.field("stage"), record.stages)
        answer = known.get(key)
        if answer is None:
            answer = known[key] = str(key[0]) in stages_meeting(node, key[1])
        return answer

    return test


def stages_meeting(node: Field, stages: tuple[str, ...]) -> frozenset[str]:
    """Give the stages of a pipeline, of those in its order, that a condition on the stage lets through."""
    found: set[str] = set()
    folded = tuple(map(fold, stages))
    for test in node.tests:
        for place, stage in enumerate(stages):
            match test:
                case Is(text):
                    holds = folded[place].startswith(text)
                case Says():
                    holds = test.something
                case Span():
                    holds = _in_order(test, place, folded)
            if holds:
                found.add(stage)
    return frozenset(found)


def _in_order(span: Span, place: int, folded: tuple[str, ...]) -> bool:
    """Tell whether a stage's place lies in a span; a pipeline without a stage of that name has none in it."""
    for end, sign, included in ((span.low, 1, span.with_low), (span.high, -1, span.with_high)):
        if end is None:
            continue
        at = next((at for at, stage in enumerate(folded) if stage.startswith(str(end))), None)
        if at is None or (place - at) * sign < (0 if included else 1):
            return False
    return True


def _money(node: Field) -> Predicate:
    name = node.name
    by_currency: dict[str, Callable[[Any], bool]] = {}

    def test(record: Searchable) -> bool:
        holds = by_currency.get(record.currency)
        if holds is None:
            holds = by_currency[record.currency] = _among(node.tests, record.currency)
        return holds(record.field(name))

    return test


def _sizes(node: Field) -> Predicate:
    name = node.name
    holds = _among(node.tests, "")
    return lambda record: holds(record.field(name))


def _among(tests: tuple[Test, ...], currency: str) -> Callable[[Any], bool]:
    """Give whether what is said, or one of several things said, meets a test; money is in a currency."""
    spans = [
        (limit(test.low, currency), limit(test.high, currency), test.with_low, test.with_high)
        for test in tests
        if isinstance(test, Span)
    ]
    says = {test.something for test in tests if isinstance(test, Says)}

    def lies(value: Any) -> bool:
        for low, high, with_low, with_high in spans:
            if low is not None and (value < low or (value == low and not with_low)):
                continue
            if high is not None and (value > high or (value == high and not with_high)):
                continue
            return True
        return False

    def test(said: Any) -> bool:
        if said is None or said == ():
            return False in says
        if True in says:
            return True
        return any(map(lies, said)) if isinstance(said, tuple) else lies(said)

    return test


def limit(end: Limit | None, currency: str) -> Any:
    """Give an end of a span as it is compared: an amount in minor units of a currency."""
    return end.minor(currency) if isinstance(end, Amount) else end
