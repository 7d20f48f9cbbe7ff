"""A filter's tree as SQL: the deals it lets through, by number, without a deal of the others being made.

The same conditions are answered in plain Python by ``values.matching``, for an app that holds its deals already; a
property test holds the two together on random files.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Sequence
from datetime import date, time, timedelta
from typing import Any

from pipetui.reading.cards import read_cards
from pipetui.reading.filter_columns import SPANNED, TEXT, Columns
from pipetui.reading.pipelines import read_pipelines
from pipetui.values.clock import local_moment
from pipetui.values.conditions import And, Field, Is, Node, Not, Or, Says, Span, State, Test, Word
from pipetui.values.filter_fields import ANY_STATUS, TEXTS
from pipetui.values.matching import limit, stages_meeting
from pipetui.values.query import Filter
from pipetui.views.card import Card
from pipetui.views.stage import Pipeline

AMONG = "deal.id IN (SELECT value FROM json_each(?))"
"""A condition on ``deal`` that takes many numbers as one value, written as JSON."""

_MOST = 2**63 - 1
"""The largest whole number SQLite holds."""


def matching(
    rows: sqlite3.Connection,
    wanted: Filter,
    today: date,
    statuses: Iterable[str] | None = None,
    also: str = "1",
    values: Sequence[Any] = (),
) -> list[int]:
    """The numbers of the deals a filter lets through, in order, among those of ``statuses`` (the filter's own).

    ``also`` is one more condition, on the columns of ``deal``, that they meet; it leaves the others unread.
    """
    pipelines = read_pipelines(rows, today)
    columns = Columns(rows, pipelines)
    where = _Where(columns, pipelines)
    condition = where.of(wanted.root)
    marks = sorted(wanted.statuses if statuses is None else statuses)
    query = columns.select(f"deal.status IN ({', '.join('?' * len(marks))}) AND {also}", condition)
    return [number for (number,) in rows.execute(query, [*columns.values, *marks, *values, *where.values])]


def read_matching(
    rows: sqlite3.Connection, wanted: Filter, today: date, statuses: Iterable[str] | None = None
) -> list[Card]:
    """The deals a filter lets through, by number, among those of ``statuses`` (the filter's own)."""
    found = read_cards(rows, AMONG, [json.dumps(matching(rows, wanted, today, statuses))])
    return sorted(found, key=lambda card: card.id)


class _Where:
    """Writes conditions on the columns that ``Columns`` selects. Each is 0 or 1, never NULL, so that NOT turns it."""

    def __init__(self, columns: Columns, pipelines: Sequence[Pipeline]) -> None:
        self.values: list[Any] = []
        self._columns = columns
        self._pipelines = pipelines

    def of(self, node: Node) -> str:
        """The condition; what it compares with is added to ``values``, in the order of its marks."""
        match node:
            case Word(text):
                return f"instr({self._columns.haystack()}, {self._mark(text)}) > 0"
            case Not(inner):
                return f"NOT ({self.of(inner)})"
            case And(nodes):
                return " AND ".join(f"({self.of(one)})" for one in nodes) or "1"
            case Or(nodes):
                return " OR ".join(f"({self.of(one)})" for one in nodes) or "0"
            case State():
                return self._rotting(node.today) if node.name == "rotting" else self._slipped(node.today)
            case Field():
                return self._field(node)

    def _mark(self, value: Any) -> str:
        self.values.append(max(-_MOST, min(_MOST, value)) if isinstance(value, int) else value)
        return "?"

    def _any(self, conditions: Sequence[str]) -> str:
        return f"coalesce({' OR '.join(f'({one})' for one in conditions)}, 0)" if conditions else "0"

    def _field(self, node: Field) -> str:
        if node.name == "status" and any(isinstance(test, Is) and test.text == ANY_STATUS for test in node.tests):
            return "1"
        if node.kind == "stage":
            return self._stage(node)
        if node.name == "tag":
            return self._tag(node)
        if node.name == "due":
            return self._due(node)
        if node.kind in TEXTS:
            column = self._columns.text(node.name, node.kind)
            return self._any([self._says(node.kind, column, test) for test in node.tests])
        if node.kind == "money":
            return self._money(node)
        column = self._columns.size(node.name, node.kind)
        read = _Moments() if node.name in _MOMENTS else _Plain()
        return self._any([self._span(column, test, read) for test in node.tests])

    # Texts

    def _says(self, kind: str, column: str, test: Test) -> str:
        """A folded text compared as its kind of field is; NULL where there is none."""
        match test:
            case Says(something):
                return f"{column} IS {'NOT ' if something else ''}NULL"
            case Is(text):
                match kind:
                    case "whole":
                        return f"{column} = {self._mark(text)}"
                    case "anywhere":
                        return f"instr({column}, {self._mark(text)}) > 0"
                    case "words":
                        return f"instr(' ' || {column}, {self._mark(f' {text}')}) > 0"
                return f"substr({column}, 1, {self._mark(len(text))}) = {self._mark(text)}"
        return "0"

    def _stage(self, node: Field) -> str:
        found: list[int] = []
        for pipeline in self._pipelines:
            names = stages_meeting(node, pipeline.stage_names)
            found += (stage.id for stage in pipeline.stages if stage.name in names)
        return f"{self._columns.plain('stage_id')} IN ({', '.join(map(str, found))})"

    def _tag(self, node: Field) -> str:
        found = []
        for test in node.tests:
            if isinstance(test, Says):
                found.append(f"{'' if test.something else 'NOT '}EXISTS ({_TAGS})")
            else:
                found.append(f"EXISTS ({_TAGS} AND {self._says(node.kind, TEXT.format('tag.name'), test)})")
        return self._any(found)

    # Sizes

    def _money(self, node: Field) -> str:
        """An amount, which is in the currency of the deal's pipeline."""
        column = self._columns.size(node.name, node.kind)
        conditions = []
        for currency in dict.fromkeys(pipeline.currency for pipeline in self._pipelines):
            mark = self._mark(currency)
            tests = self._any([self._span(column, test, _Plain(currency)) for test in node.tests])
            conditions.append(f"{self._columns.plain('base')} = {mark} AND {tests}")
        return self._any(conditions)

    def _due(self, node: Field) -> str:
        """Any of the follow-ups that are planned."""
        found = []
        for test in node.tests:
            if isinstance(test, Says):
                found.append(f"{'' if test.something else 'NOT '}EXISTS ({_PLANNED})")
            else:
                found.append(f"EXISTS ({_PLANNED} AND {self._span('activity.due_on', test, _Plain())})")
        return self._any(found)

    def _span(self, column: str, test: Test, read: _Plain) -> str:
        if isinstance(test, Says):
            return f"{column} IS {'NOT ' if test.something else ''}NULL"
        if not isinstance(test, Span):
            return "0"
        ends = [f"{column} IS NOT NULL"]
        low, high = read.low(test), read.high(test)
        if low is not None:
            ends.append(f"{column} {'>=' if test.with_low else '>'} {self._mark(low)}")
        if high is not None:
            ends.append(f"{column} {read.until(test)} {self._mark(high)}")
        return " AND ".join(ends)

    # States

    def _slipped(self, today: date) -> str:
        status, close = self._columns.plain("status"), self._columns.size("close", "ahead")
        return f"coalesce({status} = 'open' AND {close} < {self._mark(today.isoformat())}, 0)"

    def _rotting(self, today: date) -> str:
        """Untouched for longer than its stage allows, nothing planned, and not put off until a day to come."""
        limits: dict[int, list[int]] = {}
        for pipeline in self._pipelines:
            for stage in pipeline.stages:
                if stage.rotting_days is not None:
                    limits.setdefault(max(0, stage.rotting_days), []).append(stage.id)
        stage_id, touched = self._columns.plain("stage_id"), self._columns.size("touched", "past")
        status, until = self._columns.plain("status"), self._columns.plain("nurture_until")
        awake = f"coalesce({until} <= {self._mark(today.isoformat())}, 1)"
        late = []
        for days, stages in limits.items():
            since = None if days > (today - date.min).days else _begins(today - timedelta(days=days))
            if since is not None:
                late.append(f"{stage_id} IN ({', '.join(map(str, stages))}) AND {touched} < {self._mark(since)}")
        return f"{awake} AND {status} = 'open' AND NOT EXISTS ({_PLANNED}) AND {self._any(late)}"


_TAGS = (
    "SELECT 1 FROM deal_tag JOIN tag ON tag.id = deal_tag.tag_id WHERE deal_tag.deal_id = record.id AND tag.name <> ''"
)
_PLANNED = (
    "SELECT 1 FROM activity WHERE activity.deal_id = record.id AND activity.done_at IS NULL"
    " AND activity.due_on IS NOT NULL"
)
_MOMENTS = frozenset(name for name, told in SPANNED.items() if told.is_moment)


class _Plain:
    """The ends of a span as the file has what they are compared with: numbers, minor units, ISO days."""

    def __init__(self, currency: str = "") -> None:
        self._currency = currency

    def low(self, span: Span) -> Any:
        """What is compared from below; None for an open end."""
        return self._stored(limit(span.low, self._currency))

    def high(self, span: Span) -> Any:
        """What is compared from above; None for an open end."""
        return self._stored(limit(span.high, self._currency))

    def until(self, span: Span) -> str:
        """How it is compared from above."""
        return "<=" if span.with_high else "<"

    @staticmethod
    def _stored(end: Any) -> Any:
        return end.isoformat() if isinstance(end, date) else end


class _Moments(_Plain):
    """Local days, compared with moments: from the first minute of one to the first of the day after another."""

    def low(self, span: Span) -> Any:
        """The minute the first day begins."""
        return None if span.low is None else _begins(span.low)

    def high(self, span: Span) -> Any:
        """The minute the day after the last one begins."""
        if not isinstance(span.high, date) or span.high == date.max:
            return None
        return _begins(span.high + timedelta(days=1))

    def until(self, span: Span) -> str:
        """Before that minute."""
        return "<"


def _begins(day: Any) -> str | None:
    """The minute a local day begins, as a beginning of how the file has moments; None at the end of the calendar."""
    try:
        return local_moment(day, time.min).replace(tzinfo=None).isoformat(" ")[:16]
    except (OverflowError, ValueError):
        return None
