"""Any filter at all, as a tree, for tests of what reads, prints and answers filters."""

from datetime import timedelta
from typing import Any

from hypothesis import strategies as st

from cards import TODAY
from pipetui.values.conditions import (
    Amount,
    Field,
    Is,
    Node,
    Says,
    Span,
    State,
    Test,
    Word,
    all_of,
    any_of,
    opposite,
)
from pipetui.values.filter_fields import CATEGORIES, PLAIN, SIZES, Kind

WORDS = ("acme", "rollout", "phase 2", "jane", "angstrom", "q4", "or", "rotting", "-x", "o'brien", "a:b", "zzz", "(x)")
STAGES = ("lead", "qualified", "demo", "proposal", "nego")
VALUES: dict[str, tuple[str, ...]] = {
    "status": ("open", "won", "lost", "all"),
    "stage": STAGES,
    "category": CATEGORIES,
    "id": ("1", "2", "3", "12"),
    "tag": ("q4", "hot lead", "none"),
    "next_kind": ("call", "email", "meeting"),
}
NEVER_EMPTY = {"status", "id", "stage", "pipeline", "title", "next_kind"}

_days = st.integers(-120, 120).map(lambda days: TODAY + timedelta(days=days))
_numbers = st.sampled_from([0.0, 1.0, 2.0, 20.0, 33.33, 50.0, 80.0])
_amounts = st.sampled_from(["0", "-5", "1k", "10k", "24000", "10k eur", "1000.50", "50k"]).map(Amount)


def _spans(ends: st.SearchStrategy[Any], inclusive: bool) -> st.SearchStrategy[Test]:
    def span(two: tuple[Any, Any], shape: str) -> Span:
        low, high = sorted(two, key=_size)
        return {
            "low": Span(low=low),
            "high": Span(high=high),
            "both": Span(low, high),
            "one": Span(low, low),
            "more": Span(low=low, with_low=False),
            "less": Span(high=high, with_high=False),
        }[shape]

    shapes = ["low", "high", "both", "one"] if inclusive else ["low", "high", "both", "one", "more", "less"]
    return st.builds(span, st.tuples(ends, ends), st.sampled_from(shapes))


def _size(end: Any) -> Any:
    return end.minor("EUR") if isinstance(end, Amount) else end


def _tests(name: str, kind: Kind) -> st.SearchStrategy[tuple[Test, ...]]:
    says = [] if name in NEVER_EMPTY else [st.sampled_from([Says(True), Says(False)])]
    kinds: dict[str, st.SearchStrategy[Test]] = {
        "money": _spans(_amounts, False),
        "number": _spans(_numbers, False),
        "past": _spans(_days, True),
        "ahead": _spans(_days, True),
    }
    texts = st.sampled_from(VALUES.get(name, WORDS)).map(Is)
    if kind == "stage":
        spans = st.builds(
            lambda low, high: Span(low, high), st.none() | st.sampled_from(STAGES), st.sampled_from(STAGES)
        ).filter(lambda span: span.low != span.high)
        one = texts | spans
    else:
        one = st.one_of(kinds.get(kind, texts), *says)
    single = one.map(lambda test: (test,))
    if kind in SIZES and kind != "stage":
        several = st.lists(
            one.filter(lambda test: not isinstance(test, Span) or (test.with_low and test.with_high)),
            min_size=2,
            max_size=3,
            unique=True,
        ).map(tuple)
    else:
        several = st.lists(one, min_size=2, max_size=3, unique=True).map(tuple)
    return single | several


def _fields() -> st.SearchStrategy[Node]:
    specs = [(spec.name, spec.kind) for spec in PLAIN if spec.name not in ("age", "next")]
    specs += [("next", "ahead"), ("next_kind", "whole")]

    def one(spec: tuple[str, Kind]) -> st.SearchStrategy[Node]:
        return st.builds(Field, st.just(spec[0]), st.just(spec[1]), _tests(*spec))

    return st.sampled_from(specs).flatmap(one)


_leaves: st.SearchStrategy[Node] = st.one_of(
    st.sampled_from(WORDS).map(Word),
    st.sampled_from(["rotting", "slipped"]).map(lambda name: State(name, TODAY)),
    _fields(),
    _fields(),
)


def _grown(inner: st.SearchStrategy[Node]) -> st.SearchStrategy[Node]:
    several = st.lists(inner, min_size=2, max_size=4)
    return st.one_of(several.map(all_of), several.map(any_of), inner.map(opposite))


trees: st.SearchStrategy[Node] = st.recursive(_leaves, _grown, max_leaves=8)
"""Any filter, as what it is read to."""
