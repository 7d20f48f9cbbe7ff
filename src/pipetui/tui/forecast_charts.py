"""The charts of a forecast's period, as lines of pieces: won day by day, where it may end, the range as it narrowed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING

from pipetui.tui.paint import Piece
from pipetui.values.money import show_short
from pipetui.values.text import pad
from pipetui.views.chart import BLANK, bars, braille
from pipetui.views.prospect import Basis, Column

if TYPE_CHECKING:
    from pipetui.views.odds.narrowing import Ends

Lines = list[list[Piece]]

FEWEST, MOST, BESIDE_IT = 4, 14, 11
"""Lines of the chart at least and at most, and of what is to be seen with it."""

LIKELY_LINES, NARROWING_LINES = 3, 6
"""Lines of how likely each end is, and of the days its range was kept on."""


def charts(basis: Basis, column: Column, cells: int, room: int) -> Lines:
    """Won so far, day by day, against the target and last year; and where it may end, and how likely.

    ``room`` is how many lines there are to be seen at once.
    """
    period, currency = column.period, basis.pipeline.currency
    days = (period.end - period.start).days + 1
    won = _added_up(basis, period.start, days, basis.today)
    before = _year_before(period.start)
    last = _added_up(basis, before, days, basis.today) if not basis.is_narrowed else []
    target, outlook = column.figures.target, column.outlook
    told = [target or 0, *(amount or 0 for amount in (*won, *last)), outlook.ends[-1] if outlook else 0]
    top = max(told)
    lines: Lines = [[("won", "ink-strong"), (f"  day by day, to {show_short(top, currency)}", "ink-dim")]]
    lines.append([("─" * cells, "ink-rule")])
    if not top:
        return [*lines, [("nothing won, and no target", "ink-dim")]]
    high = max(FEWEST, min(MOST, room - BESIDE_IT))
    mine = braille(won, top, cells, high)
    theirs = braille(last if any(last) else [], top, cells, high, dotted=True)
    goal = high - 1 - round((high - 1) * target / top) if target else None
    for place in range(high):
        lines.append(_merged(mine[place], theirs[place], place == goal))
    lines.append([("⣀⠤ ", "ink-good"), ("won  ", "ink-dim")])
    if any(last):
        lines[-1] += [("⢁ ", "ink-plain"), ("last year  ", "ink-dim")]
    if target:
        lines[-1] += [("╌ ", "ink-warn"), (f"target {show_short(target, currency)}", "ink-dim")]
    return [*lines, *_ends(column, top, currency, cells)]


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


def _ends(column: Column, top: int, currency: str, cells: int) -> Lines:
    """Where the total may end, on the scale of the chart: how likely each amount is, and from P10 to P90."""
    outlook = column.outlook
    if outlook is None:
        return []
    total, target = outlook.total, column.figures.target
    won, low, middle, high = (
        round((cells - 1) * min(1.0, max(0, amount) / top)) for amount in (outlook.won, total.p10, total.p50, total.p90)
    )
    likely = bars(outlook.ends, top, cells, LIKELY_LINES)
    lines: Lines = [
        [(line[:low], "ink-dim"), (line[low:high], "ink-weighted"), (line[high:], "ink-dim")] for line in likely
    ]
    line = ["█" if place <= won and outlook.won else "┄" for place in range(cells)]
    for place in range(low, high + 1):
        line[place] = "▒"
    line[middle] = "┃"
    told = f"{show_short(total.p10, currency)} – {show_short(total.p50, currency)} – {show_short(total.p90, currency)}"
    lines += [[("".join(line), "ink-weighted")], [("ends, 8 in 10: ", "ink-dim"), (told, "ink-weighted")]]
    if target:
        lines.append([("the target or more: ", "ink-dim"), (_cases(outlook.chance_of(target)), "ink-weighted")])
    return lines


def _cases(chance: float) -> str:
    """A chance as a rep says it."""
    tenths = round(10 * chance)
    return {0: "hardly ever", 10: "almost certain"}.get(tenths, f"in about {tenths} of 10 cases")


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


def narrowing(told: Sequence[Ends] | None, currency: str, cells: int) -> Lines:
    """The range of the period's total as it was told on past days: a line a day, as it narrowed."""
    ranges = told or ()
    if len(ranges) < 2:
        return []
    step = max(1, -(-len(ranges) // NARROWING_LINES))
    shown = ranges[::-step][::-1]
    top = max(each.p90 for each in ranges)
    room = cells - 8
    lines: Lines = [[], [("the range as it narrowed", "ink-dim"), (f"  to {show_short(top, currency)}", "ink-dim")]]
    for day, low, middle, high in shown:
        places = [round((room - 1) * max(0, amount) / top) if top else 0 for amount in (low, middle, high)]
        line = ["▒" if places[0] <= place <= places[2] else "┄" for place in range(room)]
        line[places[1]] = "┃"
        lines.append([(pad(f"{day.day} {day:%b}", 8), "ink-dim"), ("".join(line), "ink-weighted")])
    return lines
