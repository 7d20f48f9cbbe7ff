"""One command: what it is called, its keys, and where it can be given."""

from __future__ import annotations

from dataclasses import dataclass

BOARD, AGENDA, DEAL = "board", "agenda", "deal"
EVERYWHERE = frozenset({BOARD, AGENDA, DEAL})
LISTS = frozenset({BOARD, AGENDA})


@dataclass(frozen=True, slots=True)
class Command:
    """One command: its ``id`` is for keymaps, ``action`` is the screen's or the app's method.

    ``keys`` are Textual's names with commas between; ``shown`` is the key as a person reads it.
    """

    id: str
    keys: str
    action: str
    label: str
    help: str
    group: str
    where: frozenset[str] = EVERYWHERE
    shown: str = ""

    @property
    def key_shown(self) -> str:
        """The key as the footer and the help show it."""
        return self.shown or " ".join(_NAMES.get(key, key) for key in self.keys.split(","))


_NAMES = {
    "question_mark": "?",
    "slash": "/",
    "dollar_sign": "$",
    "percent_sign": "%",
    "left_square_bracket": "[",
    "right_square_bracket": "]",
    "escape": "esc",
    "delete": "del",
    "backspace": "bksp",
}
