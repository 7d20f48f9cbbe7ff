"""What was understood of a line, a chip to each thing: what it is in dim, what is new marked, what is wrong in red."""

from __future__ import annotations

from collections.abc import Sequence

from textual.content import Content

from pipetui.values.text import fit
from pipetui.views.entry_line import Told

BETWEEN = Content.styled(" · ", "$rule")
MOST_CELLS = 44

_NAMES = {
    "amount": "",
    "title": "",
    "company": "at",
    "contact": "with",
    "close": "closes",
    "tag": "#",
    "probability": "chance",
    "stage": "in",
}
"""How what a chip is is said before it; others by their name."""


def chips(told: Sequence[Told]) -> Content:
    """All chips in one line of text."""
    return BETWEEN.join([_chip(one) for one in told])


def _chip(one: Told) -> Content:
    name = _NAMES.get(one.field, one.field)
    before = Content.styled(name if name in ("", "#") else f"{name} ", "$dim")
    style = "bold $error" if one.is_wrong else "bold" if one.field == "title" else "$accent"
    shown = before + Content.styled(("✖ " if one.is_wrong else "") + fit(one.text, MOST_CELLS), style)
    if one.is_new:
        return shown + Content.styled(" new", "$warning")
    return shown + Content.styled(f" {fit(one.note, MOST_CELLS)}", "$dim") if one.note else shown
