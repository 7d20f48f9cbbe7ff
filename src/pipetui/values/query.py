"""Filters as typed: ``clinic stage:proposal,demo -tag:stalled "phase 2"``."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field

from pipetui.values.conditions import (
    ANY_STATUS,
    STATUSES,
    And,
    Field,
    Node,
    Not,
    Searchable,
    Word,
    fields_of,
    statuses_of,
    test_of,
)
from pipetui.values.errors import Invalid
from pipetui.values.text import clean, fit, fold

__all__ = ["FIELDS", "LONGEST", "And", "Field", "Filter", "Node", "Not", "Searchable", "Word", "parse_filter"]

FIELDS = (
    *("status", "stage", "pipeline", "company", "contact", "owner"),
    *("source", "campaign", "tag", "product", "reason", "title", "id"),
)
"""What a filter can ask for by name."""

LONGEST = 1_000
"""The longest filter that is read, in characters."""

_EXAMPLES = {"status": "won", "id": "12", "stage": "proposal", "tag": "q4", "title": "rollout"}
_SPACE = re.compile(r"\s+")
_NAME = re.compile(r"([^\W\d]\w*):(?!//)")
_QUOTED = re.compile(r'"([^"]*)"')
_WORD = re.compile(r"\S+")
_VALUE = re.compile(r"[^\s,]+")
_NOT = re.compile(r"-(?=\S)|not(?:\s+|$)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Filter:
    """A filter that was read. ``matches`` tells whether it holds of a record, ``text`` is as typed.

    Words match anywhere in the record's text. ``tag``, ``status`` and ``id`` match whole, ``title`` anywhere,
    other fields from their beginning; company, contact and owner from the beginning of any of their words.
    """

    text: str
    root: Node
    matches: Callable[[Searchable], bool] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "matches", test_of(self.root))

    @property
    def fields(self) -> frozenset[str]:
        """The fields it asks for."""
        return fields_of(self.root)

    @property
    def statuses(self) -> frozenset[str]:
        """The statuses a match can have: open only, unless the filter speaks of status."""
        return statuses_of(self.root) if "status" in self.fields else frozenset({"open"})


def parse_filter(text: str) -> Filter:
    """Read a filter: words, ``"words together"``, ``field:value,value`` (any of these), ``-word``.

    All of it must hold. Case and accents do not matter. Raises ``Invalid``, with the place of what is wrong.
    """
    if len(text) > LONGEST:
        raise Invalid(f"This filter is too long: write at most {LONGEST:,} characters.", LONGEST)
    nodes: list[Node] = []
    position = 0
    while position < len(text):
        if space := _SPACE.match(text, position):
            position = space.end()
            continue
        start = position
        negated = False
        while said := _NOT.match(text, position):
            negated = not negated
            position = said.end()
        if position == len(text):
            raise Invalid('Nothing is said after "not".', start)
        node, position = _term(text, position)
        if node:
            nodes.append(Not(node) if negated else node)
    return Filter(text, nodes[0] if len(nodes) == 1 else And(tuple(nodes)))


def _term(text: str, start: int) -> tuple[Node | None, int]:
    """Read a word, quoted words or a field; give it, or None where it is invisible, and where it ends."""
    if name := _NAME.match(text, start):
        return _field(text, start, name)
    if text[start] == '"':
        said, end = _quoted(text, start)
    else:
        word = _WORD.match(text, start)
        said, end = (word[0], word.end()) if word else ("", len(text))
    folded = fold(clean(said))
    return (Word(folded) if folded else None), end


def _field(text: str, start: int, name: re.Match[str]) -> tuple[Field, int]:
    asked = fold(clean(name[1]))
    if asked not in FIELDS:
        raise _unknown(asked, "field", FIELDS, start)
    values: list[str] = []
    position = name.end()
    while True:
        value, end = _value(text, position)
        folded = fold(clean(value))
        if not folded:
            example = f"{asked}:{_EXAMPLES.get(asked, 'name')}"
            raise Invalid(f"A value is missing after {asked}: write {example}.", position)
        values.append(_checked(asked, folded, position))
        if text[end : end + 1] != ",":
            return Field(asked, "=", tuple(dict.fromkeys(values))), end
        position = end + 1


def _value(text: str, start: int) -> tuple[str, int]:
    if text[start : start + 1] == '"':
        return _quoted(text, start)
    value = _VALUE.match(text, start)
    return (value[0], value.end()) if value else ("", start)


def _quoted(text: str, start: int) -> tuple[str, int]:
    quoted = _QUOTED.match(text, start)
    if not quoted:
        raise Invalid('A quote is not closed: end it with ".', start)
    return quoted[1], quoted.end()


def _checked(name: str, value: str, at: int) -> str:
    """Give the value of a field as it is compared. Raises ``Invalid`` for one that the field never has."""
    if name == "status" and value not in (*STATUSES, ANY_STATUS):
        raise _unknown(value, "status", (*STATUSES, ANY_STATUS), at)
    if name == "id":
        value = value.removeprefix("#")
        if not re.fullmatch(r"\d{1,18}", value, re.ASCII):
            raise Invalid(f'"{fit(value, 30)}" is not a deal\'s number: write id:12.', at)
        return str(int(value))
    return value


def _unknown(word: str, what: str, known: tuple[str, ...], at: int) -> Invalid:
    from difflib import get_close_matches

    near = get_close_matches(word[:30], known, 1)
    hint = f"did you mean {near[0]}? There are" if near else "there are"
    return Invalid(f'"{fit(word, 30)}" is not a {what}: {hint} {", ".join(known[:-1])} and {known[-1]}.', at)
