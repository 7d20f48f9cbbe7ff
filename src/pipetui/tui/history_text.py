"""How history looks: a line for each entry, and all that one of them did."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from textual.content import Content

from pipetui.tui.paint import Piece
from pipetui.tui.widgets.row_list import Drawn
from pipetui.values.clock import to_local
from pipetui.values.text import count, pad
from pipetui.values.when import show_date, show_day, show_time
from pipetui.views.history import Account, Entry, FieldChange, RecordChange

WHEN = 17
"""Cells of an entry's moment."""

STANDS, UNDONE, FIRST = "●", "↶", "·"
"""What stands beside an entry: without colours it says as well what can be undone."""


def lines_of(entries: Sequence[Entry], today: date) -> list[Drawn]:
    """A line for each entry."""
    return [Drawn(entry.id, *_row(entry, today)) for entry in entries]


def _row(entry: Entry, today: date) -> tuple[list[Piece], list[Piece]]:
    sign, ink, said = _state(entry)
    left: list[Piece] = [
        (f"{sign} ", ink),
        (pad(_moment(entry.at, today), WHEN), "ink-dim"),
        (entry.label, "ink-plain" if entry.is_step and not entry.undone else "ink-dim"),
    ]
    return left, [(f"  {entry.records:>9,}", "ink-dim"), (f"  {said:<6} ", ink)]


def _state(entry: Entry) -> tuple[str, str, str]:
    if entry.undone:
        return UNDONE, "ink-warn", "undone"
    return (STANDS, "ink-good", "") if entry.is_step else (FIRST, "ink-dim", "")


def _moment(at: datetime, today: date) -> str:
    local = to_local(at)
    return f"{show_day(local.date(), today)} {show_time(local.time())}"


def about(account: Account) -> Content:
    """What an entry did to which record, field by field."""
    entry = account.entry
    said = Content.styled(entry.label, "bold")
    said += Content.styled(f"\nentry {entry.id} · {_full(entry.at)} · {count(entry.records, 'record')}", "$dim")
    if entry.undone_at is not None:
        said += Content.styled(f"\n{UNDONE} undone {_full(entry.undone_at)}", "$warning")
    elif not entry.is_step:
        said += Content.styled("\nwhat the file began with: it can't be undone", "$dim")
    for record in account.records:
        said += Content(f"\n\n{record.name}") + Content.styled(f"  {record.kind} {record.how}", "$dim")
        for field in record.fields:
            said += Content("\n") + _field(record, field)
    if account.more:
        said += Content.styled(f"\n\nand more: {count(entry.records, 'record')} in all", "$dim")
    return said


def _field(record: RecordChange, field: FieldChange) -> Content:
    label = Content.styled(f"  {pad(field.field, 16)} ", "$dim")
    if record.how != "changed":
        return label + Content(field.before or field.after)
    before = Content.styled(field.before or "nothing", "$dim")
    return label + before + Content.styled(" → ", "$dim") + Content(field.after or "nothing")


def _full(at: datetime) -> str:
    local = to_local(at)
    return f"{show_date(local.date())} {show_time(local.time())}"
