"""How leads look in the inbox: a line each, and what a first answer takes over them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from textual.content import Content

from pipetui.tui.card_paint import step_piece
from pipetui.tui.paint import Piece
from pipetui.tui.widgets.row_list import Drawn, Heading
from pipetui.values.text import count, fit, pad, width
from pipetui.values.when import show_day
from pipetui.views.leads import SECTIONS, Inbox, Lead, show_wait

TITLES = {
    "unanswered": ("Waits for a first answer", "ink-bad"),
    "answered": ("Answered", "ink-good"),
    "nurtured": ("Comes back by itself", "ink-dim"),
}
WHEN = 21
"""Cells of how long a lead waits, or when it comes back."""

LONG = timedelta(days=1)
"""A first answer that takes longer than this is late."""


def head(inbox: Inbox, cells: int) -> Content:
    """What there is to do, and how long first answers took lately; what has no room is left off."""
    if not inbox.leads and not inbox.nurtured and inbox.median is None:
        return Content("")
    said = Content.styled(f" {count(len(inbox.leads), 'lead')} to work", "bold")
    if inbox.unanswered:
        said += Content.styled(f" · {inbox.unanswered:,} without an answer", "$error")
    later = Content("")
    if inbox.nurtured:
        later = Content.styled(f" · {len(inbox.nurtured):,} come back by themselves", "$dim")
    took = median = Content("")
    if inbox.median is not None:
        took = Content.styled(f"   first answer after {show_wait(inbox.median)}", "$accent")
        median = Content.styled(f", the median of {inbox.answers:,}", "$dim")
    for whole in (said + later + took + median, said + later + took, said + took):
        if whole.cell_length <= cells:
            return whole
    return said


def lines_of(sections: Mapping[str, Sequence[Lead]], today: date, cells: int) -> list[Drawn | Heading | None]:
    """The lines of the list for so many cells: a heading for each section that has leads, then those."""
    lines: list[Drawn | Heading | None] = []
    for name in SECTIONS:
        hand = sections[name]
        if hand:
            title, ink = TITLES[name]
            lines += [None] if lines else []
            lines.append(Heading(title, ink, len(hand)))
            lines += [Drawn(lead.card.id, *_row(lead, today, cells)) for lead in hand]
    return lines


def _row(lead: Lead, today: date, cells: int) -> tuple[list[Piece], list[Piece]]:
    card = lead.card
    came = " · ".join(word for word in (card.source, card.campaign) if word)
    next_, ink = step_piece(card.next_step, today)
    right: list[Piece] = []
    if cells >= 100:
        right.append((pad(fit(next_, 20), 20), ink))
    room = max(20, cells - 2 - WHEN - sum(width(text) for text, _ in right))
    who = " · ".join(word for word in (card.company, card.contact) if word) or "—"
    title, whom = room * 4 // 10, room * 3 // 10
    left: list[Piece] = [
        (pad(fit(_when(lead, today), WHEN - 1), WHEN), _ink(lead, today)),
        (pad(fit(card.title, title - 1), title), "ink-strong"),
        (pad(fit(who, whom - 1), whom), "ink-plain"),
        (fit(came, room - title - whom - 1), "ink-dim"),
    ]
    return left, right


def _when(lead: Lead, today: date) -> str:
    card = lead.card
    if card.nurture_until is not None and card.is_nurtured(today):
        return f"on {show_day(card.nurture_until, today)}"
    if lead.answered is not None:
        return f"answered in {show_wait(lead.answered)}"
    return f"waits {show_wait(lead.waiting)}"


def _ink(lead: Lead, today: date) -> str:
    if lead.card.is_nurtured(today):
        return "ink-dim"
    if lead.answered is not None:
        return "ink-good" if lead.answered <= LONG else "ink-warn"
    return "ink-bad" if lead.waiting > LONG else "ink-warn"
