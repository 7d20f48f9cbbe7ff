"""What stands beside the deals of a forecast, as lines of pieces: what changed, the back-test, levers, charts."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from textwrap import wrap
from typing import TYPE_CHECKING

from pipetui.tui.paint import Piece
from pipetui.values.money import show_short, show_whole
from pipetui.values.text import fit, lpad, pad
from pipetui.values.when import show_day
from pipetui.views.chart import BLANK, braille
from pipetui.views.prospect import Basis, Column

if TYPE_CHECKING:
    from pipetui.values.periods import Period
    from pipetui.views.kept_forecast import KeptForecast
    from pipetui.views.levers import Lever
    from pipetui.views.odds.backtest import Backtest, Method
    from pipetui.views.waterfall import Waterfall

Lines = list[list[Piece]]

CHART_LINES, NARROWING_LINES = 7, 6
"""Lines of the chart, and of the days its range was kept on."""

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


def trust(told: Backtest | None, cells: int) -> Lines:
    """How far off each number was in past periods, which way it leaned, and which to trust, in a sentence."""
    head: Lines = [[("can you trust it?", "ink-strong")], [("─" * cells, "ink-rule")]]
    if told is None:
        return [*head, [("looking back…", "ink-dim")]]
    from pipetui.views.odds.trust import NAMES, which_to_trust

    lines = [*head]
    if told.periods:
        head[0].append((f"  last {len(told.periods)} {told.periods[0].period.kind}s", "ink-dim"))
        name = max(10, cells - 22)
        lines.append([(pad("", name), "ink-dim"), (lpad("off by", 8), "ink-dim"), (lpad("leaned", 14), "ink-dim")])
        for method in sorted(told.methods, key=lambda each: 9.0 if each.wape is None else each.wape):
            ink = _INKS.get(method.name, "ink-plain")
            off = "–" if method.wape is None else f"{method.wape:.0%}"
            best = "ink-strong" if method.name == told.most_right else "ink-plain"
            lines.append(
                [(pad(NAMES[method.name], name), ink), (lpad(off, 8), best), (lpad(_lean(method), 14), "ink-dim")]
            )
        held = sum(each.is_within for each in told.periods)
        lines += [[], [("truth inside the range  ", "ink-dim"), (f"{held} of {len(told.periods)}", "ink-strong")]]
    return [*lines, [], *([(line, "ink-plain")] for line in wrap(which_to_trust(told), max(20, cells)))]


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


def charts(basis: Basis, column: Column, cells: int) -> Lines:
    """Won so far, day by day, against the target and last year; and where the total will probably lie."""
    period, currency = column.period, basis.pipeline.currency
    days = (period.end - period.start).days + 1
    won = _added_up(basis, period.start, days, basis.today)
    before = _year_before(period.start)
    last = _added_up(basis, before, days, basis.today) if not basis.is_narrowed else []
    target, outlook = column.figures.target, column.outlook
    told = [target or 0, *(amount or 0 for amount in (*won, *last)), outlook.total.p90 if outlook else 0]
    top = max(told)
    lines: Lines = [[("won", "ink-strong"), (f"  day by day, to {show_short(top, currency)}", "ink-dim")]]
    lines.append([("─" * cells, "ink-rule")])
    if not top:
        return [*lines, [("nothing won, and no target", "ink-dim")]]
    mine = braille(won, top, cells, CHART_LINES)
    theirs = braille(last, top, cells, CHART_LINES, dotted=True)
    goal = CHART_LINES - 1 - round((CHART_LINES - 1) * target / top) if target else None
    for place in range(CHART_LINES):
        lines.append(_merged(mine[place], theirs[place], place == goal))
    lines.append([("⣀⠤ ", "ink-good"), ("won  ", "ink-dim"), ("⢁ ", "ink-plain"), ("last year  ", "ink-dim")])
    if target:
        lines[-1] += [("╌ ", "ink-warn"), (f"target {show_short(target, currency)}", "ink-dim")]
    return [*lines, [], *_range(column, top, currency, cells)]


def _merged(mine: str, theirs: str, is_goal: bool) -> list[Piece]:
    """One line of the chart: the rep's own line over last year's, the target behind both."""
    pieces: list[Piece] = []
    for own, other in zip(mine, theirs, strict=True):
        if own != BLANK:
            piece = (own, "ink-good")
        elif other != BLANK:
            piece = (other, "ink-plain")
        else:
            piece = ("╌", "ink-warn") if is_goal else (" ", "ink-plain")
        if pieces and pieces[-1][1] == piece[1]:
            pieces[-1] = (pieces[-1][0] + piece[0], piece[1])
        else:
            pieces.append(piece)
    return pieces


def _range(column: Column, top: int, currency: str, cells: int) -> Lines:
    """From P10 to P90 on the scale of the chart, with the middle, and what is won already."""
    outlook = column.outlook
    if outlook is None:
        return []
    total = outlook.total
    places = [
        round((cells - 1) * min(1.0, max(0, amount) / top)) for amount in (outlook.won, total.p10, total.p50, total.p90)
    ]
    won, low, middle, high = places
    line = ["█" if place <= won and outlook.won else "┄" for place in range(cells)]
    for place in range(low, high + 1):
        line[place] = "▒"
    line[middle] = "┃"
    told = f"{show_short(total.p10, currency)} – {show_short(total.p50, currency)} – {show_short(total.p90, currency)}"
    return [[("".join(line), "ink-weighted")], [("ends, 8 in 10: ", "ink-dim"), (told, "ink-weighted")]]


def _added_up(basis: Basis, start: date, days: int, today: date) -> list[int | None]:
    """What was won from a day on, added up, for each day; None for those that are to come."""
    by_day: dict[date, int] = {}
    for each in basis.brought:
        by_day[each.closed_on] = by_day.get(each.closed_on, 0) + each.amount
    found: list[int | None] = []
    sum_here = 0
    for place in range(days):
        day = start + timedelta(days=place)
        sum_here += by_day.get(day, 0)
        found.append(sum_here if day <= today else None)
    return found


def _year_before(day: date) -> date:
    return day.replace(year=day.year - 1, day=min(day.day, 28) if day.month == 2 else day.day)


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


def narrowing(told: Sequence[KeptForecast] | None, period: Period, currency: str, cells: int) -> Lines:
    """The range of the period's total as it was on each day it was kept: a line a day, as it narrowed."""
    ranges = [(each.day, each.p10, each.p50, each.p90) for each in told or () if each.p10 is not None]
    if len(ranges) < 2:
        return []
    step = max(1, -(-len(ranges) // NARROWING_LINES))
    shown = ranges[::-step][::-1]
    top = max(high or 0 for _, _, _, high in ranges)
    room = cells - 8
    lines: Lines = [[], [("the range as it narrowed", "ink-dim"), (f"  to {show_short(top, currency)}", "ink-dim")]]
    for day, low, middle, high in shown:
        places = [round((room - 1) * max(0, amount or 0) / top) if top else 0 for amount in (low, middle, high)]
        line = ["▒" if places[0] <= place <= places[2] else "┄" for place in range(room)]
        line[places[1]] = "┃"
        lines.append([(pad(f"{day.day} {day:%b}", 8), "ink-dim"), ("".join(line), "ink-weighted")])
    return lines
