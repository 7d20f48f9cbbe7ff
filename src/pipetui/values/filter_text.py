"""A filter's tree as text that is read as the same tree on the same day."""

import re
from datetime import date

from pipetui.values.conditions import Amount, And, Field, Is, Limit, Node, Not, Or, Says, Span, State, Test, Word
from pipetui.values.filter_fields import ANY, NONE, STATES
from pipetui.values.filter_terms import NAME
from pipetui.values.text import fold

_PLAIN_WORD = re.compile(r"[^\s()\"'#-][^\s()]*")
_PLAIN_VALUE = re.compile(r"[^\s(),.\"'#:<>=!-][^\s(),.\"':<>=!]*")
_KEYWORDS = frozenset({"and", "or", "not", *STATES})


def filter_text(node: Node) -> str:
    """The filter as a rep would type it: words, ``field:value``, days as 2026-12-01."""
    match node:
        case Word(text):
            return _word(text)
        case State(name):
            return name
        case Not(inner):
            return f"-{_inside(inner)}" if not isinstance(inner, Word) else f"not {_word(inner.text)}"
        case And(nodes):
            return " ".join(_inside(one) if isinstance(one, Or) else filter_text(one) for one in nodes)
        case Or(nodes):
            return " or ".join(map(filter_text, nodes))
        case Field():
            return _field(node)


def _inside(node: Node) -> str:
    return f"({filter_text(node)})" if isinstance(node, (And, Or)) else filter_text(node)


def _word(text: str) -> str:
    plain = _PLAIN_WORD.fullmatch(text) and text not in _KEYWORDS and not NAME.match(text)
    return text if plain else f'"{text}"'


def _field(node: Field) -> str:
    name = "next" if node.name == "next_kind" else node.name
    if len(node.tests) == 1 and isinstance(node.tests[0], Span):
        span = node.tests[0]
        if span.low is None and not span.with_high:
            return f"{name}<{_limit(span.high)}"
        if span.high is None and not span.with_low:
            return f"{name}>{_limit(span.low)}"
    return f"{name}:{','.join(map(_test, node.tests))}"


def _test(test: Test) -> str:
    match test:
        case Is(text):
            return _value(text)
        case Says(something):
            return ANY if something else NONE
        case Span(low, high):
            return _limit(low) if low == high else f"{_limit(low)}..{_limit(high)}"


def _limit(limit: Limit | None) -> str:
    match limit:
        case None:
            return ""
        case date():
            return limit.isoformat()
        case Amount(text):
            return _value(text)
        case str():
            return _value(limit)
    return f"{limit:.9f}".rstrip("0").rstrip(".")


def _value(text: str) -> str:
    plain = _PLAIN_VALUE.fullmatch(text) and fold(text) not in (*_KEYWORDS, NONE, ANY)
    return text if plain else f'"{text}"'
