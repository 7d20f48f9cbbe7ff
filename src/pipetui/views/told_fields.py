"""The rows of the change log in a rep's words: names for numbers, money with its currency, days as they are said."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, date, datetime
from typing import Any

from pipetui.values.clock import to_local
from pipetui.values.money import show
from pipetui.values.text import clean, fit
from pipetui.values.when import show_date, show_time
from pipetui.views.fields import CATEGORY_NAMES
from pipetui.views.history import FieldChange

Row = Mapping[str, Any]
NameOf = Callable[[str, Any], str]
"""The name of what a column (``stage_id``) refers to by a number."""

_LONGEST = 300
"""Cells of a value; notes may be a book."""

_UNTOLD = frozenset(
    {
        *("id", "uid", "folded", "position", "base_amount", "rate", "probability_source", "created_at"),
        *("stage_since", "touched_at", "snoozes", "currency", "due_at", "deal_id", "at"),
    }
)
"""Columns that follow from others, or say nothing to a rep."""

_TAKEN_AS_READ = frozenset({"probability", "category", "pushes"})
"""Columns that say nothing of a new or a deleted row where they have no value of their own."""

_LABELS = {
    "expected_close": "Close date",
    "closed_on": "Closed on",
    "due_on": "Due",
    "done_at": "Done",
    "pushes": "Times pushed",
    "job": "Job",
    "rotting_days": "Rotting after days",
}


def told_fields(table: str, before: Row | None, after: Row | None, name_of: NameOf) -> Iterator[FieldChange]:
    """What a rep would say changed in a row; of a new one all it says, of a deleted one all it said."""
    was, became = before or {}, after or {}
    for column in became or was:
        if column in _UNTOLD and not (column == "position" and table == "stage"):
            continue
        if not (before and after) and column in _TAKEN_AS_READ and became.get(column, was.get(column)) in (None, 0):
            continue
        texts = [_text(column, row, name_of) if row else "" for row in (was, became)]
        if texts[0] != texts[1]:
            yield FieldChange(_label(column), texts[0], texts[1])


def _label(column: str) -> str:
    if column in _LABELS:
        return _LABELS[column]
    words = column.removesuffix("_id").removesuffix("_at").replace("_", " ")
    return words[:1].upper() + words[1:]


def _text(column: str, row: Row, name_of: NameOf) -> str:
    value = row.get(column)
    if column == "probability":
        return "the stage's" if value is None and "stage_id" in row else "" if value is None else f"{value:g}%"
    if column == "category":
        return "the stage's" if value is None else CATEGORY_NAMES.get(value, str(value))
    if value is None:
        return ""
    if column in {"amount", "target"} and isinstance(value, int):
        return _money(value, row, name_of)
    if column.endswith("_id"):
        return name_of(column, value)
    if isinstance(value, str):
        return _words(column, value, row)
    return f"{value:g}" if isinstance(value, float) else str(value)


def _money(minor: int, row: Row, name_of: NameOf) -> str:
    """An amount in the row's currency, or in that of the pipeline it is of."""
    currency = row.get("currency") or name_of("currency", row.get("pipeline_id"))
    return show(minor, currency) if currency else f"{minor:,}"


def _words(column: str, value: str, row: Row) -> str:
    try:
        if column == "due_on" and row.get("due_at"):
            return _moment(row["due_at"])
        if column.endswith("_at"):
            return _moment(value)
        if column.endswith("_on") or column in {"expected_close", "day", "starts", "ends"}:
            return show_date(date.fromisoformat(value))
    except ValueError:
        pass  # another program wrote it; it is told as it stands
    return fit(clean(value), _LONGEST)


def _moment(text: str) -> str:
    moment = to_local(datetime.fromisoformat(text).replace(tzinfo=UTC))
    return f"{show_date(moment.date())} {show_time(moment.time())}"
