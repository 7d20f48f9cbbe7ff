"""The deals behind a row of insights, a line each."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from pipetui.tui.card_paint import badge, money, step_piece
from pipetui.tui.paint import Piece
from pipetui.tui.widgets.row_list import Drawn, Heading, More
from pipetui.values.text import clean, count, fit, lpad, pad
from pipetui.values.when import show_day
from pipetui.views.card import Card
from pipetui.views.stage import Stage

if TYPE_CHECKING:
    from pipetui.tui.state import State

MOST = 500
"""Deals shown; the rest is told in a line."""

MONEY, STATE, LONG_STATE = 11, 19, 34
"""Cells of an amount, and of how a deal stands, in short and in full."""

ROOMY = 104
"""Cells from which there is room for it in full."""


def behind(title: str, cards: Sequence[Card], number: int, state: State, cells: int) -> list[Drawn | Heading | More]:
    """A heading and a line for each deal: ``number`` is how many there are, of whom the first are ``cards``."""
    wide = LONG_STATE if cells >= ROOMY else STATE
    head: list[Piece] = [(lpad("amount", MONEY), "ink-dim"), (pad("  how it stands", wide), "ink-dim")]
    lines: list[Drawn | Heading | More] = [Heading(title, "ink-accent", number, head)]
    for card in cards:
        stage = _stage_of(card, state)
        room = max(16, cells - 2 - MONEY - wide)
        name = room * 55 // 100
        said, ink = _stands(card, stage, state)
        left: list[Piece] = [
            (pad(fit(clean(card.title), name - 1), name), "ink-plain"),
            (fit(" · ".join(filter(None, (card.company, stage.name))), room - name - 1), "ink-dim"),
        ]
        right: list[Piece] = [
            (lpad(money(card, MONEY - 1), MONEY), "ink-plain"),
            (pad(f"  {fit(said, wide - 3)}", wide), ink),
        ]
        lines.append(Drawn(card.id, left, right))
    if number > len(cards):
        lines.append(More([(f"and {count(number - len(cards), 'deal')} more", "ink-dim")]))
    return lines


def _stage_of(card: Card, state: State) -> Stage:
    """The stage of a deal, which may have gone to another pipeline since."""
    pipeline = next((each for each in state.pipelines if each.id == card.pipeline_id), state.pipeline)
    return pipeline.stage(card.stage_id)


def _stands(card: Card, stage: Stage, state: State) -> Piece:
    if card.status != "open":
        day = show_day(card.closed_on, state.today) if card.closed_on else ""
        why = f" · {clean(card.reason)}" if card.reason else ""
        return f"{'✔' if card.status == 'won' else '✖'} {card.status} {day}{why}", (
            "ink-good" if card.status == "won" else "ink-dim"
        )
    wrong = badge(card, stage, state.today)
    return wrong if wrong is not None else step_piece(card.next_step, state.today)
