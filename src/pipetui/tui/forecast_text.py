"""What the forecast screen says about a period, its deals and its parts, as lines of pieces."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from pipetui.tui.paint import Piece
from pipetui.tui.widgets.row_list import Drawn, Heading
from pipetui.values.clock import to_local
from pipetui.values.money import show_short, show_whole
from pipetui.values.text import count, fit, lpad, pad, width
from pipetui.values.when import show_day, show_span, show_time
from pipetui.views.card import Card
from pipetui.views.prospect import Basis, Column, Part, due_in, parts, worst_worked

if TYPE_CHECKING:
    from pipetui.views.odds import Decider

MOST = 200
"""Deals shown; the others are told in one line. Nobody goes through more before a meeting."""

BAR = 10
"""Cells of a chance's bar."""

ROOMY, ROOMIER = 74, 92
"""Cells from which a deal's bar has room, and its category as well."""

Lines = list[Drawn | Heading | None]


def head(basis: Basis, column: Column, *, cumulative: bool) -> list[Piece]:
    """What holds for all of the screen: the currency, how periods add up, what slipped, what expected rests on."""
    slipped, currency, outlook = column.figures.slipped, basis.pipeline.currency, column.outlook
    pieces: list[Piece] = [(f" {currency} · {'cumulative' if cumulative else 'each its own'}", "ink-dim")]
    if basis.is_narrowed:
        pieces.append((" · of what the filter lets through, which has no target", "ink-warn"))
    if slipped.number:
        late = f"   slipped {count(slipped.number, 'deal')} {show_whole(slipped.amount, currency)}, in no period"
        pieces.append((late, "ink-bad"))
    for unrated, number in outlook.without_rate if outlook is not None else ():
        pieces.append((f"   {count(number, 'deal')} in {unrated} without a rate", "ink-warn"))
    if outlook is None:
        pieces.append(("   learning from your history…", "ink-dim"))
    elif outlook.is_guess:
        pieces.append((f"   a guess: it rests on {count(outlook.rests_on, 'closed deal')}", "ink-warn"))
    else:
        pieces.append((f"   learned from {count(outlook.rests_on, 'closed deal')}", "ink-dim"))
    return pieces


def deciders(basis: Basis, column: Column, *, worst_first: bool, cells: int) -> tuple[Lines, dict[int, Card]]:
    """The deals that decide a period, a line each, and the same deals by number."""
    label, currency = column.period.label, basis.pipeline.currency
    if column.outlook is None:
        cards = due_in(basis, column.period)[:MOST]
        lines: Lines = [Heading(f"What is due in {label}", "ink-strong", len(cards))]
        lines += [Drawn(card.id, *_due(card, currency, basis.today, cells)) for card in cards]
        return lines, {card.id: card for card in cards}
    deals: Sequence[Decider] = column.outlook.deals
    if worst_first:
        deals = worst_worked(deals, basis.today)
    shown, rest = deals[:MOST], deals[MOST:]
    order = "worst worked first" if worst_first else "largest swing first"
    lines = [Heading(f"What decides {label}, {order}", "ink-strong", len(deals), _columns(cells))]
    lines += [Drawn(each.card.id, *_decider(each, currency, basis.today, cells)) for each in shown]
    if rest:
        adds = show_whole(sum(each.adds for each in rest), currency)
        lines.append(Heading(f"{count(len(rest), 'deal')} more add {adds}", "ink-dim"))
    return lines, {each.card.id: each.card for each in shown}


def _columns(cells: int) -> list[Piece]:
    """What the amounts at the right of a deal are, over them."""
    after = 13 if cells < ROOMIER else 30
    return [(" adds ", "ink-dim"), ("──", "ink-rule"), (" swings ", "ink-dim"), ("─" * (after - 1), "ink-rule")]


def _decider(each: Decider, currency: str, today: date, cells: int) -> tuple[list[Piece], list[Piece]]:
    chance = round(100 * each.chance)
    said = "<1%" if chance < 1 else f"{chance}%"
    worth = show_short(each.worth, currency)
    right: list[Piece] = [
        (lpad(worth if each.own_amount else f"~{worth}", 8), "ink-strong" if each.own_amount else "ink-dim"),
        (lpad(said, 5), "ink-weighted"),
    ]
    if cells >= ROOMY:
        filled = round(BAR * each.chance)
        right += [(" " + "━" * filled, "ink-weighted"), ("─" * (BAR - filled), "ink-rule")]
    right += [
        (lpad(f"+{show_short(each.adds, currency)}", 9), "ink-plain"),
        (lpad(f"±{show_short(each.swing, currency)}", 9), "ink-dim"),
    ]
    return _named(each.card, right, today, cells)


def _due(card: Card, currency: str, today: date, cells: int) -> tuple[list[Piece], list[Piece]]:
    amount = "—" if card.base_amount is None else show_short(card.base_amount, currency)
    right: list[Piece] = [(lpad(amount, 8), "ink-strong"), (lpad(f"{card.probability:g}%", 5), "ink-dim")]
    return _named(card, right, today, cells)


def _named(card: Card, right: list[Piece], today: date, cells: int) -> tuple[list[Piece], list[Piece]]:
    if cells >= ROOMIER:
        right.append(("  " + pad(card.category.replace("_", " "), 10), _category_ink(card.category)))
    room = 16 if cells >= ROOMIER else 11
    said, ink = _next(card, today, room)
    right.append(("  " + pad(said, room), ink))
    room = max(8, cells - 3 - sum(width(text) for text, _ in right))
    return [(pad(fit(card.title, room), room), "ink-plain")], right


def _next(card: Card, today: date, room: int) -> tuple[str, str]:
    """The next step in a few cells, and its ink; what kind it is only where that fits."""
    step = card.next_step
    if step is None:
        return "no step", "ink-bad"
    if step.due < today:
        return f"{show_span((today - step.due).days)} late", "ink-bad"
    clock = show_time(to_local(step.at).time()) if step.at else ""
    if step.due == today:
        return clock or "today", "ink-warn"
    day = show_day(step.due, today)
    said = f"{day} {step.kind}"
    return said if width(said) <= room else day, "ink-good"


def _category_ink(category: str) -> str:
    return "ink-commit" if category == "commit" else "ink-dim"


def taken_apart(basis: Basis, column: Column, by: str, cells: int) -> list[list[Piece]]:
    """A period by stage, category, source or owner: a line each, with won, open and expected."""
    currency = basis.pipeline.currency
    known = column.outlook is not None
    heads = ("won", "open", "expected" if known else "weighted")
    name = max(6, cells - 3 * 10)
    lines: list[list[Piece]] = [
        [(pad(f"by {by}", name), "ink-strong"), *((lpad(head, 10), "ink-dim") for head in heads)],
        [("─" * cells, "ink-rule")],
    ]
    found = parts(basis, column, by)
    for part in found:
        lines.append([(pad(part.name, name), "ink-plain"), *_amounts(part, currency)])
        if part.target is not None:
            gap = part.target - part.won - (part.weighted if part.expected is None else part.expected)
            missing = f"gap {show_short(gap, currency)}" if gap > 0 else f"over by {show_short(-gap, currency)}"
            told = f"  target {show_short(part.target, currency)}, "
            lines.append([(told, "ink-dim"), (missing, "ink-warn" if gap > 0 else "ink-good")])
    if not found:
        lines.append([("nothing won, nothing due", "ink-dim")])
    return lines


def _amounts(part: Part, currency: str) -> list[Piece]:
    last = part.weighted if part.expected is None else part.expected
    told = ((part.won, "ink-good"), (part.amount, "ink-plain"), (last, "ink-weighted"))
    return [(lpad(show_short(amount, currency) if amount else "–", 10), ink) for amount, ink in told]
