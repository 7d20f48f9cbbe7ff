"""Filters that go on asking for the same stages, pipelines or choices when those get other names."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import date
from itertools import product
from typing import NamedTuple

from pipetui.values.conditions import Field, Is, Limit, Node, Not, Or, Span, Test, any_of
from pipetui.values.errors import Invalid
from pipetui.values.filter_fields import Fields
from pipetui.values.filter_text import filter_text
from pipetui.values.query import LONGEST, conditions_in
from pipetui.values.text import fold


class Names(NamedTuple):
    """What the stages of a pipeline, or others that are told apart by name, were called and are called now."""

    before: tuple[str, ...]
    after: tuple[str, ...]


def with_names_changed(text: str, field: str, groups: Sequence[Names], today: date, fields: Fields) -> str:
    """The filter with each value of a field by its new name, all else as it was typed.

    Stages are given pipeline by pipeline, in their order. A value that means the same by the new names stays as it
    is; one that meant several names each. A filter that can't be read is given as it is, and one that would get too
    long.
    """
    renaming = _Renaming(field, groups)
    any_name = replace(fields, own=[replace(one, choices=()) for one in fields.own], names=lambda _field: None)
    try:
        found = conditions_in(text, today, any_name)
    except Invalid:
        return text
    changed = text
    for condition in reversed(found):
        node = renaming.of(condition.node)
        if node != condition.node:
            said = f"({filter_text(node)})" if isinstance(node, Or) else filter_text(node)
            changed = changed[: condition.start] + said + changed[condition.end :]
    return changed if len(changed) <= LONGEST else text


class _Renaming:
    def __init__(self, field: str, groups: Sequence[Names]) -> None:
        self._field = field
        self._groups = groups

    def of(self, node: Node) -> Node:
        """A condition on the field by the new names; any other as it is."""
        if isinstance(node, Not):
            return Not(self.of(node.node))
        if not isinstance(node, Field) or node.name != self._field:
            return node
        tests = tuple(dict.fromkeys(new for test in node.tests for new in self._test(test)))
        if len(tests) > 1 and any(isinstance(test, Span) and not (test.with_low and test.with_high) for test in tests):
            return any_of(replace(node, tests=(test,)) for test in tests)  # "after Demo" can't stand in a list
        return replace(node, tests=tests)

    def _test(self, test: Test) -> Sequence[Test]:
        match test:
            case Is(text):
                return [Is(name) for name in self._said(text, _all_begun)]
            case Span(low, high):
                ends = product(self._end(low), self._end(high))
                return [replace(test, low=new_low, high=new_high) for new_low, new_high in ends]
        return [test]

    def _end(self, end: Limit | None) -> Sequence[Limit | None]:
        return self._said(end, _first_begun) if isinstance(end, str) else [end]

    def _said(self, text: str, meant: Callable[[str, Sequence[str]], list[int]]) -> list[str]:
        """What says the same as ``text`` did: itself, or the names it meant."""
        before = [meant(text, names.before) for names in self._groups]
        if before == [meant(text, names.after) for names in self._groups]:
            return [text]
        groups = zip(self._groups, before, strict=True)
        return _sayable(names.after[place] for names, places in groups for place in places) or [text]


def _all_begun(text: str, names: Sequence[str]) -> list[int]:
    return [place for place, name in enumerate(names) if fold(name).startswith(text)]


def _first_begun(text: str, names: Sequence[str]) -> list[int]:
    return _all_begun(text, names)[:1]


def _sayable(names: Iterable[str]) -> list[str]:
    """The names as a filter can say them: a quote in one can't stand in quotes, and what is before it says enough."""
    return list(dict.fromkeys(said for name in names if (said := name.partition('"')[0].strip())))
