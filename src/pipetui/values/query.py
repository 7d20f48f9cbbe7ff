"""Filters as typed: ``clinic (stage:proposal.. or value>10k) -tag:stalled "phase 2" close<eom``."""

import re
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from pipetui.values.conditions import (
    EVERYTHING,
    Node,
    Searchable,
    State,
    Word,
    all_of,
    any_of,
    fields_of,
    is_within,
    opposite,
    statuses_of,
)
from pipetui.values.errors import Invalid
from pipetui.values.filter_fields import STATES, Fields
from pipetui.values.matching import Predicate, test_of
from pipetui.values.text import clean, fold

__all__ = ["DEEPEST", "LONGEST", "Condition", "Fields", "Filter", "Searchable", "conditions_in", "parse_filter"]

LONGEST = 1_000
"""The longest filter that is read, in characters."""

DEEPEST = 30
"""How many parentheses may be open at once."""

_SPACE = re.compile(r"\s+")
_WORD = re.compile(r"[^\s()]+")
_DASH = re.compile(r"-(?=[^\s)])")
_KEYWORD = re.compile(r"(and|or|not)(?=[\s()]|$)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Filter:
    """A filter that was read. ``matches`` tells whether it holds of a record, ``text`` is as typed.

    Words match anywhere in the record's text. ``tag``, ``status`` and ``id`` match whole, ``title`` anywhere,
    other texts from their beginning; company, contact and owner from the beginning of any of their words.
    """

    text: str
    root: Node
    matches: Predicate = field(init=False, repr=False, compare=False)

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

    def is_within(self, other: "Filter") -> bool:
        """Whether all it lets through is surely let through by the other too, as by words of which these are more."""
        return is_within(self.root, other.root)


class Condition(NamedTuple):
    """A condition on a field as it stands in a filter: from ``start`` up to ``end``, what negates it left out."""

    start: int
    end: int
    node: Node


def parse_filter(text: str, today: date, fields: Fields | None = None) -> Filter:
    """Read a filter: words, ``"words together"``, ``field:value,value``, ``field>value``, ``and or not ( )``.

    What stands side by side must all hold; ``or`` binds less than that, ``not`` and ``-`` more. Case and accents do
    not matter. Days are read as seen from ``today``; ``fields`` says what else can be asked for, and which stages,
    tags and owners there are. Raises ``Invalid``, with the place of what is wrong.
    """
    if len(text) > LONGEST:
        raise Invalid(f"This filter is too long: write at most {LONGEST:,} characters.", LONGEST)
    return Filter(text, _Parser(text, today, fields or Fields()).whole())


def conditions_in(text: str, today: date, fields: Fields) -> list[Condition]:
    """The conditions on fields in a filter, as they stand in it. Raises as ``parse_filter`` does."""
    if len(text) > LONGEST:
        return []
    parser = _Parser(text, today, fields)
    parser.whole()
    return parser.conditions


class _Parser:
    """Reads from left to right, one method to each level of binding."""

    def __init__(self, text: str, today: date, fields: Fields) -> None:
        self.text = text
        self.position = 0
        self.depth = 0
        self.today = today
        self.fields = fields
        self.conditions: list[Condition] = []
        """What was read so far on fields."""

    def whole(self) -> Node:
        """All of it."""
        if self._skip() == len(self.text):
            return EVERYTHING
        node = self._either()
        if self.position < len(self.text):
            raise Invalid("This parenthesis closes nothing: take it away, or open one before.", self.position)
        return node

    def _either(self) -> Node:
        nodes = [self._each()]
        while self._take("or"):
            nodes.append(self._each())
        return nodes[0] if len(nodes) == 1 else EVERYTHING if EVERYTHING in nodes else any_of(nodes)

    def _each(self) -> Node:
        nodes = [self._one()]
        while self._take("and") or self._goes_on():
            nodes.append(self._one())
        return all_of(nodes)

    def _one(self) -> Node:
        """A word, a condition or a group, with what negates it."""
        start = self._skip()
        negated, said = False, ""
        while dash := self._negation():
            negated, said = not negated, dash
        if not self._is_there():
            raise self._nothing(said or self._before(start), start)
        node = self._group() if self.text[self.position] == "(" else self._term()
        return opposite(node) if negated and node != EVERYTHING else node

    def _group(self) -> Node:
        start = self.position
        if self.depth == DEEPEST:
            raise Invalid(f"More than {DEEPEST} parentheses in one another: write it more simply.", start)
        self.depth += 1
        self.position += 1
        if self.text[self._skip() : self.position + 1] == ")":
            raise Invalid("There is nothing in the parentheses.", start)
        node = self._either() if self.position < len(self.text) else EVERYTHING
        if self.text[self.position : self.position + 1] != ")":
            raise Invalid("A parenthesis is not closed: end it with ).", start)
        self.position += 1
        self.depth -= 1
        return node

    def _term(self) -> Node:
        from pipetui.values.filter_terms import condition, quoted_end

        start = self.position
        if found := condition(self.text, start, self.today, self.fields):
            node, self.position = found
            self.conditions.append(Condition(start, self.position, node))
            return node
        if self.text[start] in "\"'":
            end = quoted_end(self.text, start)
            if end >= 0:
                self.position = end + 1
                return self._word(self.text[start + 1 : end])
            if self.text[start] == '"':
                raise Invalid('A quote is not closed: end it with ".', start)
        word = _WORD.match(self.text, start)
        assert word is not None  # neither a space nor a parenthesis is here
        self.position = word.end()
        folded = fold(clean(word[0]))
        return State(folded, self.today) if folded in STATES else self._word(word[0])

    @staticmethod
    def _word(said: str) -> Node:
        """A word; what is invisible asks for nothing."""
        folded = fold(clean(said))
        return Word(folded) if folded else EVERYTHING

    # Where it stands

    def _skip(self) -> int:
        if space := _SPACE.match(self.text, self.position):
            self.position = space.end()
        return self.position

    def _keyword(self) -> str:
        told = _KEYWORD.match(self.text, self._skip())
        return told[1].lower() if told else ""

    def _take(self, keyword: str) -> bool:
        if self._keyword() != keyword:
            return False
        self.position += len(keyword)
        return True

    def _goes_on(self) -> bool:
        """Whether another condition begins here, or something stands where one should."""
        return self._skip() < len(self.text) and self.text[self.position] != ")" and self._keyword() != "or"

    def _is_there(self) -> bool:
        """Whether a condition can begin here."""
        return self._goes_on() and self._keyword() not in ("and", "or", "not")

    def _negation(self) -> str:
        if dash := _DASH.match(self.text, self._skip()):
            self.position = dash.end()
            return "-"
        return "not" if self._take("not") else ""

    def _before(self, position: int) -> str:
        """The last word before a place."""
        words = self.text[:position].split()
        return words[-1].lower() if words and _KEYWORD.fullmatch(words[-1]) else ""

    def _nothing(self, before: str, start: int) -> Invalid:
        """What is wrong where a condition should begin and none does."""
        if before and (self.position == len(self.text) or self.text[self.position] == ")"):
            return Invalid(f'Nothing is said after "{before}".', start)
        if keyword := self._keyword():
            said = f'Nothing is said before "{keyword}": put it in quotes if it is a word to look for.'
            return Invalid(said, self.position)
        return Invalid("This parenthesis closes nothing: take it away, or open one before.", self.position)
