"""What is supposed of deals, as rows over those that decide the period, and in a line over it all."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from pipetui.tui.paint import Piece
from pipetui.tui.widgets.row_list import Drawn, Heading
from pipetui.values.money import show_short, show_whole
from pipetui.values.text import count, fit, pad, width
from pipetui.values.when import show_day
from pipetui.views.card import Card
from pipetui.views.prospect import Column
from pipetui.views.suppose import AMOUNT, CLOSE, LOST, WON, Supposed, told


def rows(
    what: Sequence[Supposed], cards: Mapping[int, Card], currency: str, today: date, cells: int
) -> tuple[list[Drawn | Heading | None], set[int]]:
    """The deals something is supposed of, a line each, and their numbers."""
    holds = told(what, {number: card.title for number, card in cards.items()})
    if not holds:
        return [], set()
    lines: list[Drawn | Heading | None] = [Heading("Supposed", "ink-warn", len(holds))]
    for number, each in holds.items():
        card = cards[number]
        right: list[Piece] = []
        for one in each:
            right += _said(one, card, currency, today)
        room = max(8, cells - 3 - sum(width(text) for text, _ in right))
        lines.append(Drawn(number, [(pad(fit(card.title, room), room), "ink-plain")], right))
    return lines, set(holds)


def _said(one: Supposed, card: Card, currency: str, today: date) -> list[Piece]:
    amount = "" if card.base_amount is None else f" {show_short(card.base_amount, currency)}"
    if one.what == WON and one.day is not None:
        return [(f"  won{amount}, {show_day(one.day, today)} ", "ink-good")]
    if one.what == LOST:
        return [(f"  lost{amount} ", "ink-bad")]
    if one.what == CLOSE and one.day is not None:
        return [(f"  due {show_day(one.day, today)} ", "ink-warn")]
    if one.what == AMOUNT and one.amount is not None:
        return [(f"  {show_short(one.amount, currency)} instead of{amount or ' none'} ", "ink-warn")]
    return []


def head(what: Sequence[Supposed], name: str, as_is: Column | None, would_be: Column | None, room: int) -> list[Piece]:
    """What is supposed changes in the period that is looked at: the total that is expected, before and after."""
    deals = len({each.deal_id for each in what})
    pieces: list[Piece] = [(" WHAT IF ", "ink-key")]
    if name:
        pieces.append((f"{fit(name, 24)} ", "ink-strong"))
    if not what:
        pieces.append(("w won  x lost  t a month later  $ amount  - a tenth less  u take back  i leaves", "ink-dim"))
        return pieces
    pieces.append((f"{count(deals, 'deal')} supposed  ", "ink-plain"))
    if as_is is not None and would_be is not None and as_is.outlook and would_be.outlook:
        currency = as_is.figures.currency
        was, now = as_is.outlook.total.expected, would_be.outlook.total.expected
        pieces += [
            (f"{as_is.period.label} ", "ink-dim"),
            (f"{show_whole(was, currency)} → ", "ink-dim"),
            (show_whole(now, currency), "ink-strong"),
        ]
        if now != was:
            more = "+" if now > was else "−"
            pieces.append((f"  {more}{show_whole(abs(now - was), currency)}", "ink-good" if now > was else "ink-bad"))
    leaves = "   nothing of it is saved in the deals; i leaves"
    if sum(width(text) for text, _ in pieces) + width(leaves) <= room:
        pieces.append((leaves, "ink-dim"))
    return pieces
