"""One condition of a filter as typed: ``stage:proposal,demo``, ``value>10k``, ``close:today..eom``, ``#q4``."""

import re
from collections.abc import Sequence
from datetime import date, timedelta
from typing import Literal, NamedTuple

from pipetui.values.conditions import Amount, Field, Is, Limit, Node, Not, Says, Span, Test, Top, any_of
from pipetui.values.errors import Invalid
from pipetui.values.filter_days import Days, not_days, read_days
from pipetui.values.filter_fields import ANY, BIG, DAYS, NONE, PLAIN, SIZES, TEXTS, Fields, FieldSpec, unknown
from pipetui.values.followup import kind_of
from pipetui.values.matching import text_test
from pipetui.values.money import COMMON
from pipetui.values.text import clean, fit, fold

Operator = Literal["=", "!=", ">", ">=", "<", "<="]

NAME = re.compile(r"([^\W\d]\w*)(?=:(?!//)|[<>!]?=|[<>])")
NAME_APART = re.compile(r"([^\W\d]\w*)(?=\s+(?:[<>!]=|[<>=])[^<>=])")
OPERATOR = re.compile(r"\s*(?::?(>=|<=|!=|==?|>|<)|:)\s*")
_BARE = re.compile(r"[^\s,()]+")
_BARE_UNTIL_DOTS = re.compile(r"(?:(?!\.\.)[^\s,()])+")
_AMOUNT = re.compile(r"(?:(?!\.\.)(?:[^\s,()]|(?<=\d),(?=\d{3}(?!\d))))+")
_COMPARED = re.compile(r"[^\s()]+")
_DOTS = re.compile(r"\s*\.\.+")
_AND_A_WORD = re.compile(r"\s+((?:(?!\.\.)[^\s,():<>=!\"'])+)(?![:<>=!])")
_KEYWORD = re.compile(r"(?:and|or|not)", re.IGNORECASE)
_NUMBER = re.compile(r"-?\d{1,15}(?:\.\d{1,9})? ?%?", re.ASCII)
_SCALES = frozenset({"million", "milioni", "mila", "mio", "mln", "euro", "euros"})
_QUOTE_END = {quote: re.compile(rf"{quote}(?=[\s,)]|\.\.|$)") for quote in "'\""}
MOST_WORDS_OF_A_DAY = 4


class Operand(NamedTuple):
    """A value as typed, and where it begins."""

    text: str
    at: int
    quoted: bool


def condition(text: str, start: int, today: date, fields: Fields) -> tuple[Node, int] | None:
    """Read the condition that begins here; give it and where it ends, None where a word begins. Raises Invalid."""
    if text[start] == "#" and (tag := _BARE.match(text, start + 1)):
        name = "id" if tag[0].isdecimal() else "tag"
        spec = next(spec for spec in PLAIN if spec.name == name)
        return Field(name, spec.kind, (_text(spec, Operand(tag[0], start + 1, False), fields),)), tag.end()
    name_told = NAME.match(text, start)
    if name_told is None:
        name_told = NAME_APART.match(text, start)
        if name_told and fields.named(fold(name_told[1])) is None:
            return None
    if name_told is None:
        return None
    asked = fold(clean(name_told[1]))
    spec_told = fields.named(asked)
    if spec_told is None:
        raise _no_field(asked, fields, start)
    operator = OPERATOR.match(text, name_told.end())
    assert operator is not None  # NAME looks ahead for one
    said = (operator[1] or "=").replace("==", "=")
    reader = _Reader(text, operator.end(), spec_told, today, fields)
    if said in ("=", "!="):
        node = reader.values()
        return (node if said == "=" else Not(node)), reader.position
    if spec_told.kind not in SIZES:
        raise Invalid(f"{spec_told.name} has no order: write {spec_told.name}:{spec_told.example}.", operator.start(1))
    return reader.compared(said), reader.position  # type: ignore[arg-type]  # the pattern has no other operator


def quoted_end(text: str, start: int) -> int:
    """Give where the quote that opens here is closed, -1 where it is not; it may not be closed in a word."""
    closing = _QUOTE_END[text[start]].search(text, start + 1)
    return closing.start() if closing else -1


class _Reader:
    """Reads what stands after a field's name, and moves on over it."""

    def __init__(self, text: str, position: int, spec: FieldSpec, today: date, fields: Fields) -> None:
        self.text = text
        self.position = position
        self.spec = spec
        self.today = today
        self.fields = fields

    def values(self) -> Node:
        """Values with commas between: any of these."""
        found: list[Node] = []
        tests: list[Test] = []
        while True:
            test = self._value()
            if isinstance(test, Field):
                found.append(test)
            else:
                tests.append(test)
            if self.text[self.position : self.position + 1] != ",":
                break
            self.position += 1
        if tests:
            found.append(self._field(tests))
        return found[0] if len(found) == 1 else _joined(found)

    def compared(self, operator: Operator) -> Node:
        """One value that is compared with."""
        operand = self._operand(_COMPARED if self.spec.kind in ("money", "number") else _BARE)
        if operand is None:
            raise self._missing()
        if self.spec.kind in DAYS:
            return self._field([self._days_compared(self._days(operand), operator)])
        limit = self._limit(operand)
        if operator in (">", ">="):
            return self._field([Span(low=limit, with_low=operator == ">=")])
        return self._field([Span(high=limit, with_high=operator == "<=")])

    def _field(self, tests: Sequence[Test]) -> Field:
        name, kind = self.spec.name, self.spec.kind
        if kind == "step":
            return Field("next", "ahead", tuple(dict.fromkeys(tests)))
        return Field("created" if name == "age" else name, kind, tuple(dict.fromkeys(tests)))

    def _value(self) -> Test | Field:
        spec = self.spec
        if spec.kind not in SIZES:
            operand = self._operand(_BARE)
            if operand is None:
                raise self._missing()
            return _text(spec, operand, self.fields)
        low = self._operand(_AMOUNT if spec.kind == "money" else _BARE_UNTIL_DOTS)
        if dots := _DOTS.match(self.text, self.position):
            if low is None and dots.start() != dots.end() and self.position != dots.start():
                raise self._missing()
            self.position = dots.end()
            high = self._operand(_AMOUNT if spec.kind == "money" else _BARE_UNTIL_DOTS)
            if low is None and high is None:
                raise self._missing()
            return self._range(low, high)
        if low is None:
            raise self._missing()
        if not low.quoted and fold(low.text) in (NONE, ANY) and spec.name != "stage":
            return Says(fold(low.text) == ANY)
        if spec.kind == "stage":
            return _text(spec, low, self.fields)
        if spec.kind in DAYS:
            kind = kind_of(low.text) if spec.kind == "step" else None
            if kind:
                return Field("next_kind", "whole", (Is(kind),))
            return self._days_alone(self._days(low))
        limit = self._limit(low)
        return Span(limit) if isinstance(limit, Top) else Span(limit, limit)

    def _operand(self, bare: re.Pattern[str]) -> Operand | None:
        """A value that begins here, None where there is none; of a day or an amount all the words that make one."""
        start = self.position
        if self.text[start : start + 1] in ("'", '"'):
            end = quoted_end(self.text, start)
            if end >= 0:
                self.position = end + 1
                return Operand(self.text[start + 1 : end], start, True)
            if self.text[start] == '"' or self.spec.kind in TEXTS:
                raise Invalid(f"A quote is not closed: end it with {self.text[start]}.", start)
        told = bare.match(self.text, start)
        if told is None or _is_keyword(self.text, told):
            return None
        self.position = self._end_with_more_words(start, told.end())
        return Operand(self.text[start : self.position], start, False)

    def _end_with_more_words(self, start: int, end: int) -> int:
        """Where a day ("15 dec", "next fri") or an amount ("10k EUR") ends that goes on in the words after it."""
        if self.spec.kind not in (*DAYS, "money"):
            return end
        ends: list[int] = []
        while len(ends) < MOST_WORDS_OF_A_DAY - 1 and (more := _AND_A_WORD.match(self.text, ends[-1] if ends else end)):
            if _KEYWORD.fullmatch(more[1]):
                break
            ends.append(more.end())
            if self.spec.kind == "money":
                return ends[0] if more[1].upper() in COMMON or fold(more[1]) in _SCALES else end
        for longer in reversed(ends):
            if self._read_days(self.text[start:longer]):
                return longer
        return end

    def _range(self, low: Operand | None, high: Operand | None) -> Span:
        at = (low or high or Operand("", self.position, False)).at
        if self.spec.kind in DAYS:
            first, last = self._days(low) if low else None, self._days(high) if high else None
            if first and last and first.is_length and last.is_length and last.first < first.first:
                first, last = last, first
            elif self._is_past and ((first and first.is_length) or (last and last.is_length)) and not (first and last):
                first, last = last, first  # of what is older than that: "30d.."
            span = Span(_low(first) if first else None, last.last if last else None)
            if span.low is not None and span.high is not None and span.low > span.high:  # type: ignore[operator]  # both are days
                raise Invalid("Nothing lies between these: the first day comes after the second.", at)
            return span
        span = Span(self._limit(low) if low else None, self._limit(high) if high else None)
        if self.spec.kind != "stage" and low and high and self._size(span.low) > self._size(span.high):
            raise Invalid("Nothing lies between these: the first is more than the second.", at)
        return span

    def _size(self, limit: Limit | None) -> float:
        currency = self.fields.currencies[0] if self.fields.currencies else "EUR"
        return limit.minor(currency) if isinstance(limit, Amount) else float(str(limit))

    def _limit(self, operand: Operand) -> Limit:
        """A value that others are compared with by size. Raises Invalid, with its place."""
        text = operand.text
        if self.spec.kind == "stage":
            test = _text(self.spec, operand, self.fields)
            return test.text if isinstance(test, Is) else ""
        if self.spec.kind == "number":
            told = _NUMBER.fullmatch(clean(text[:40]))
            if told is None:
                shown = fit(clean(text[:60]), 30)
                raise Invalid(f'"{shown}" is not a number: write {self.spec.name}>{self.spec.example}.', operand.at)
            return float(told[0].rstrip("% "))
        if self.spec.name == "value" and not operand.quoted and fold(text) == BIG:
            return Top(BIG, top=self.fields.top)
        amount = Amount(clean(text[:80]), self.fields.rates)
        try:
            for currency in self.fields.currencies or ("EUR",):
                amount.minor(currency)
        except Invalid as error:
            if self.fields.currencies or "exchange rate" not in str(error):
                raise Invalid(str(error), operand.at) from None
        return amount

    @property
    def _is_past(self) -> bool:
        return self.spec.kind == "past"

    def _read_days(self, text: str) -> Days | None:
        return read_days(
            text,
            self.today,
            past=self._is_past,
            agenda=self.spec.name in ("due", "next"),
            bare=self.spec.name == "age",
            fiscal_start=self.fields.fiscal_start,
        )

    def _days(self, operand: Operand) -> Days:
        days = self._read_days(operand.text)
        if days is None:
            error = not_days(operand.text, self.today)
            raise Invalid(str(error), operand.at)
        return days

    def _days_alone(self, days: Days) -> Span:
        """What ``close:month`` means; a length of time is all the days from today to there."""
        if days.is_length:
            return Span(min(days.first, self.today), max(days.first, self.today))
        return Span(_low(days), days.last)

    def _days_compared(self, days: Days, operator: Operator) -> Span:
        """What ``close<eom`` means; more than 30 days ago is before that day."""
        if self._is_past and days.is_length:
            operator = {"<": ">", "<=": ">=", ">": "<", ">=": "<="}[operator]  # type: ignore[assignment]  # the turned ones
        match operator:
            case "<":
                return Span(high=(_low(days) or days.last) - timedelta(days=1))
            case "<=":
                return Span(high=days.last)
            case ">":
                return Span(low=days.last + timedelta(days=1))
        return Span(low=_low(days) or days.last)

    def _missing(self) -> Invalid:
        name = self.spec.name
        return Invalid(f"A value is missing after {name}: write {name}:{self.spec.example}.", self.position)


def _joined(found: list[Node]) -> Node:
    """Any of the conditions; kinds of a next step are one condition."""
    kinds = [test for node in found if isinstance(node, Field) and node.name == "next_kind" for test in node.tests]
    others = [node for node in found if not (isinstance(node, Field) and node.name == "next_kind")]
    one = [Field("next_kind", "whole", tuple(dict.fromkeys(kinds)))] if kinds else []
    return any_of((*one, *others))


def _low(days: Days) -> date | None:
    return None if days.first == date.min else days.first


def _is_keyword(text: str, told: re.Match[str]) -> bool:
    """Whether "and", "or" or "not" stands where a value is missing."""
    return bool(_KEYWORD.fullmatch(told[0])) and text[told.start() - 1].isspace()


def _text(spec: FieldSpec, operand: Operand, fields: Fields) -> Test:
    """A value of a field of texts, folded. Raises Invalid for one the field never has, or has nowhere in the file."""
    value = fold(clean(operand.text))
    name, at = spec.name, operand.at
    if not value:
        raise Invalid(f"A value is missing after {name}: write {name}:{spec.example}.", at)
    if not operand.quoted and value in (NONE, ANY) and name not in ("status", "id", "stage", "pipeline", "title"):
        return Says(value == ANY)
    if name == "id":
        digits = value.removeprefix("#")
        if not re.fullmatch(r"\d{1,18}", digits, re.ASCII):
            raise Invalid(f'"{fit(value, 30)}" is not a deal\'s number: write id:12.', at)
        return Is(str(int(digits)))
    if name == "category":
        value = re.sub(r"[ -]", "_", value)
    values = fields.values(spec)
    compare = text_test(spec.kind)
    if values is not None and not any(compare(fold(one), value) for one in values):
        raise unknown(value, f"{'an' if name[0] in 'aeiou' else 'a'} {name}", values, at)
    return Is(value)


def _no_field(word: str, fields: Fields, at: int) -> Invalid:
    from difflib import get_close_matches

    names = [spec.name for spec in fields.all]
    near = get_close_matches(word[:30], names, 1)
    hint = f"did you mean {near[0]}?" if near else "to look for the words, put them in quotes."
    return Invalid(f'"{fit(word, 30)}" is not a field: {hint}', at)
