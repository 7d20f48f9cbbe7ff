"""What stands beside the deals of a forecast, as lines of pieces: what changed, why, what to trust, what to pull."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from textwrap import wrap
from typing import TYPE_CHECKING

from pipetui.tui.paint import Piece
from pipetui.values.money import show_short, show_whole
from pipetui.values.text import fit, lpad, pad
from pipetui.values.when import show_day
from pipetui.views.prospect import Column

if TYPE_CHECKING:
    from pipetui.views.levers import Lever
    from pipetui.views.odds.backtest import Backtest, Method
    from pipetui.views.waterfall import Waterfall

Lines = list[list[Piece]]

_INKS = {"weighted": "ink-dim", "commit": "ink-commit", "expected": "ink-weighted", "last_year": "ink-plain"}


def changed(told: Waterfall | None, currency: str, today: date, cells: int) -> Lines:
    """What changed in the period's won + weighted since a day, step by step."""
    head: Lines = [[("what changed", "ink-strong")], [("─" * cells, "ink-rule")]]
    if told is None:
        return [*head, [("reading…", "ink-dim")]]
    since = show_day(told.since, today)
    head[0].append((f"  won + weighted, since {since}", "ink-dim"))
    name = max(10, cells - 14)
    lines = [*head, [(pad(since, name), "ink-plain"), (lpad(show_whole(told.before, currency), 14), "ink-plain")]]
    for step, amount in told.steps:
        ink = "ink-good" if amount > 0 else "ink-bad"
        lines.append([(pad(f"  {step}", name), "ink-dim"), (lpad(signed(amount, currency), 14), ink)])
    if not told.steps:
        lines.append([("  nothing", "ink-dim")])
    lines.append([(pad("now", name), "ink-strong"), (lpad(show_whole(told.after, currency), 14), "ink-strong")])
    moved = told.after - told.before
    if moved:
        lines.append([(pad("", name), "ink-plain"), (lpad(signed(moved, currency), 14), _ink(moved))])
    return lines


def signed(amount: int, currency: str) -> str:
    """An amount with its sign."""
    return f"{'+' if amount > 0 else '−'}{show_whole(abs(amount), currency)}"


def _ink(amount: int) -> str:
    return "ink-good" if amount > 0 else "ink-bad"


def explained(period: str, of_period: Sequence[str], title: str, of_deal: Sequence[str], cells: int) -> Lines:
    """What a period's expected rests on, and a deal's chance, in words a rep can repeat."""
    lines: Lines = [[("why", "ink-strong"), (f"  {period}", "ink-dim")], [("─" * cells, "ink-rule")]]
    if not of_period:
        return [*lines, [("learning from your history…", "ink-dim")]]
    room = max(20, cells - 2)
    for sentence in of_period:
        lines += _hanging(sentence, room, "ink-plain")
    if of_deal:
        lines += [[], [(fit(title, cells), "ink-strong")]]
        for sentence in of_deal:
            lines += _hanging(sentence, room, "ink-weighted")
    return lines


def _hanging(sentence: str, room: int, ink: str) -> Lines:
    """A sentence with a sign before its first line."""
    return [[("· " if not place else "  ", "ink-dim"), (line, ink)] for place, line in enumerate(wrap(sentence, room))]


def trust(told: Backtest | None, cells: int, share: float = 0.0) -> Lines:
    """Which number to trust, in a sentence; under it how far off each was in past periods, and which way it leaned.

    Until it is told, how far (as a share) the look back has got.
    """
    head: Lines = [[("can you trust it?", "ink-strong")], [("─" * cells, "ink-rule")]]
    if told is None:
        bar = max(4, min(24, cells - 16))
        done = round(share * bar)
        return [*head, [("looking back  ", "ink-dim"), ("█" * done, "ink-weighted"), ("░" * (bar - done), "ink-rule")]]
    from pipetui.views.odds.trust import NAMES, which_to_trust

    lines = [*head, *([(line, "ink-plain")] for line in wrap(which_to_trust(told), max(20, cells)))]
    if told.periods:
        head[0].append((f"  last {len(told.periods)} {told.periods[0].period.kind}s", "ink-dim"))
        name = max(10, cells - 22)
        lines += [[], [(pad("", name), "ink-dim"), (lpad("off by", 8), "ink-dim"), (lpad("leaned", 14), "ink-dim")]]
        for method in sorted(told.methods, key=lambda each: 9.0 if each.wape is None else each.wape):
            ink = _INKS.get(method.name, "ink-plain")
            off = "–" if method.wape is None else f"{method.wape:.0%}"
            best = "ink-strong" if method.name == told.most_right else "ink-plain"
            lines.append(
                [(pad(NAMES[method.name], name), ink), (lpad(off, 8), best), (lpad(_lean(method), 14), "ink-dim")]
            )
        held = sum(each.is_within for each in told.periods)
        lines.append([("truth inside the range  ", "ink-dim"), (f"{held} of {len(told.periods)}", "ink-strong")])
    return lines


def _lean(method: Method) -> str:
    if method.bias is None:
        return "–"
    return f"{abs(method.bias):.0%} {'high' if method.bias > 0 else 'low'}"


def pulled(told: Sequence[Lever] | None, currency: str, period: str, cells: int) -> Lines:
    """What each lever would bring by the period's end, the largest first, and why."""
    lines: Lines = [[("levers", "ink-strong"), (f"  by the end of {period}", "ink-dim")], [("─" * cells, "ink-rule")]]
    if told is None:
        return [*lines, [("learning from your history…", "ink-dim")]]
    for lever in told:
        room = max(10, cells - 12)
        brings = f"+{show_whole(lever.brings, currency)}" if lever.brings else "–"
        lines.append([(pad(lever.name, room), "ink-plain"), (lpad(brings, 12), "ink-good")])
        lines += [[(f"  {line}", "ink-dim")] for line in wrap(lever.why, max(20, cells - 2))]
    return lines


def compared(told: Sequence[tuple[str, Column]] | None, currency: str, cells: int) -> Lines:
    """Scenarios side by side: what the period is expected to total in each, its range, and the gap."""
    lines: Lines = [[("scenarios", "ink-strong"), ("  total, 8 in 10", "ink-dim")], [("─" * cells, "ink-rule")]]
    if told is None:
        return [*lines, [("working out…", "ink-dim")]]
    name = max(8, cells - 26)
    for title, column in told:
        outlook = column.outlook
        if outlook is not None:
            total = outlook.total
            between = f"{show_short(total.p10, currency)}–{show_short(total.p90, currency)}"
            amounts: list[Piece] = [(lpad(show_short(total.expected, currency), 10), "ink-weighted")]
            lines.append([(pad(title, name), "ink-plain"), *amounts, (lpad(between, 16), "ink-dim")])
    if len(told) == 1:
        lines += [[], *([(line, "ink-dim")] for line in wrap(_HOW_TO_KEEP, max(20, cells)))]
    return lines


_HOW_TO_KEEP = "None are kept. i goes into what-if, ctrl+s keeps what is supposed under a name, W opens one."
