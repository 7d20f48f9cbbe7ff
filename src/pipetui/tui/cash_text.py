"""How cash looks: a line a month with a bar to either side, its entries under it, and the inventory beside."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from datetime import date
from functools import partial
from typing import NamedTuple

from pipetui.tui.paint import Piece
from pipetui.tui.widgets.row_list import Drawn, Heading, Later
from pipetui.values.money import show_short, show_whole
from pipetui.values.names import MONTHS
from pipetui.values.text import count, fit, lpad, pad, width
from pipetui.values.when import show_day
from pipetui.views.cash import DUE, EXPECTED, IN, OUT, OVERDUE, RECEIVED, SLIPPED, STATES, UNDATED, Cash, Entry, Month
from pipetui.views.inventory import Stock, Turnover

LABEL, AMOUNT, BALANCE = 13, 11, 12
"""Cells of a month's name, of an amount, and of the balance."""

NARROW = 100
"""Cells under which an entry says less of its state, so that what it is has room."""

GLYPHS = {RECEIVED: "█", DUE: "▓", EXPECTED: "░"}
"""What a bar is made of: the surer, the fuller."""

INKS = {
    (IN, RECEIVED): "ink-good",
    (IN, DUE): "ink-accent",
    (IN, EXPECTED): "ink-weighted",
    (OUT, RECEIVED): "ink-bad",
    (OUT, DUE): "ink-warn",
    (OUT, EXPECTED): "ink-dim",
}
NAMES = {
    (IN, RECEIVED): "received",
    (OUT, RECEIVED): "paid",
    (IN, DUE): "due",
    (OUT, DUE): "due",
    (IN, EXPECTED): "expected",
    (OUT, EXPECTED): "comes again",
    (IN, OVERDUE): "overdue",
    (OUT, OVERDUE): "overdue",
    (IN, SLIPPED): "date passed",
    (IN, UNDATED): "no date",
}
TITLES = {
    OVERDUE: "Overdue",
    SLIPPED: "Date passed",
    UNDATED: "No date",
}
LATER = "later"
UNLIKELY = 0.02
"""The chance below which what is expected is told together."""

Section = str | date
"""What a row opens: the first day of a month, one of ``ASIDE``, or later."""


class Listing(NamedTuple):
    """Lines of the list, and by key the entry of a row and the section it is in."""

    lines: list[Drawn | Later | Heading | None]
    entries: Mapping[Hashable, Entry]
    sections: Mapping[Hashable, Section]


def sections_of(cash: Cash) -> dict[Section, Sequence[Entry]]:
    """What can be opened, from the top: what is aside, the months, what is later."""
    found: dict[Section, Sequence[Entry]] = {}
    for state in (OVERDUE, SLIPPED, UNDATED):
        if cash.aside[state]:
            found[state] = cash.aside[state]
    for month in cash.months:
        found[month.period.start] = month.entries
    if cash.later:
        found[LATER] = cash.later
    return found


def listing(cash: Cash, opened: Section | None, cells: int) -> Listing:
    """The list for so many cells, with one section open."""
    lines: list[Drawn | Later | Heading | None] = [heading(cash, cells)]
    entries: dict[Hashable, Entry] = {}
    sections: dict[Hashable, Section] = {}
    months = {month.period.start: month for month in cash.months}
    largest = max([1, *(max(month.total_in, month.total_out) for month in cash.months)])
    bar = bar_cells(cells)
    for section, under in sections_of(cash).items():
        key = ("section", section)
        sections[key] = section
        lines.append(Drawn(key, *_section(cash, section, under, months, largest, bar, section == opened)))
        if section == opened:
            shown = [entry for entry in under if entry.chance >= UNLIKELY]
            for entry in shown:
                entries[entry.key] = entry
                sections[entry.key] = section
                lines.append(Later(entry.key, partial(_entry, entry, cash, cells)))
            if rest := [entry for entry in under if entry.chance < UNLIKELY]:
                key = ("unlikely", section)
                sections[key] = section
                lines.append(Drawn(key, _unlikely(rest, cash), ()))
    return Listing(lines, entries, sections)


def _entry(entry: Entry, cash: Cash, cells: int) -> Drawn:
    return Drawn(entry.key, *entry_row(entry, cash, cells))


def bar_cells(cells: int) -> int:
    """Cells of a bar to one side, in so many."""
    return max(3, min(60, (cells - 2 - LABEL - 3 * AMOUNT - BALANCE - 3) // 2))


def heading(cash: Cash, cells: int) -> Heading:
    """What the columns are."""
    bar = bar_cells(cells)
    right: list[Piece] = [
        (lpad("out", AMOUNT), "ink-dim"),
        (" " * (2 * bar + 2), "ink-dim"),
        (lpad("in", AMOUNT), "ink-dim"),
        (lpad("net", AMOUNT), "ink-dim"),
        (pad(lpad("" if cash.is_narrowed else "balance", BALANCE - 1), BALANCE), "ink-dim"),
    ]
    return Heading("month", "ink-dim", 0, right, 2 + LABEL)


def _section(
    cash: Cash,
    section: Section,
    under: Sequence[Entry],
    months: Mapping[date, Month],
    largest: int,
    bar: int,
    is_open: bool,
) -> tuple[list[Piece], list[Piece]]:
    sign = "▾ " if is_open else "▸ " if under else "  "
    if not isinstance(section, date):
        title = TITLES.get(section, "Later")
        ins, outs = (sum(entry.amount for entry in under if entry.way == way) for way in (IN, OUT))
        ink = "ink-bad" if section == OVERDUE else "ink-warn" if section == SLIPPED else "ink-plain"
        return [
            (sign, "ink-dim"),
            (pad(title, LABEL - 2), ink),
            *_amounts(outs, ins, cash.currency, f" {len(under):,}, in no month", bar, section),
        ], []
    month = months[section]
    is_now = month.period.contains(cash.today)
    name = f"{MONTHS[section.month - 1]} {section.year}"
    left: list[Piece] = [(sign, "ink-dim"), (pad(name, LABEL - 2), "ink-strong" if is_now else "ink-plain")]
    left.append((lpad(_minus(month.total_out, cash.currency), AMOUNT), "ink-bad" if month.total_out else "ink-dim"))
    left.append((" ", "ink-plain"))
    left += _bar(month.outs, largest, bar, OUT)
    left.append(("│" if is_now else "┊", "ink-accent" if is_now else "ink-rule"))
    left += _bar(month.ins, largest, bar, IN)
    left.append((lpad(_plus(month.total_in, cash.currency), AMOUNT), "ink-good" if month.total_in else "ink-dim"))
    left.append((lpad(_signed(month.net, cash.currency), AMOUNT), "ink-plain" if month.net >= 0 else "ink-warn"))
    left += _balance(month, cash)
    return left, []


def _amounts(outs: int, ins: int, currency: str, said: str, bar: int, section: str) -> list[Piece]:
    if section == LATER:
        said = said.replace("in no month", "after the last month")
    return [
        (lpad(_minus(outs, currency), AMOUNT), "ink-bad" if outs else "ink-dim"),
        (pad(said, 2 * bar + 2), "ink-dim"),
        (lpad(_plus(ins, currency), AMOUNT), "ink-good" if ins else "ink-dim"),
    ]


def _balance(month: Month, cash: Cash) -> list[Piece]:
    if month.balance is None:
        return [(" " * BALANCE, "ink-dim")]
    low = cash.low is not None and month.period.contains(cash.low.day) and cash.low.balance < 0
    ink = "ink-bad" if month.balance < 0 else "ink-plain"
    said = money(month.balance, cash.currency, BALANCE - 2)
    return [(lpad(said, BALANCE - 1), ink), ("▼" if low else " ", "ink-bad")]


def _bar(sums: Mapping[str, int], largest: int, cells: int, way: str) -> list[Piece]:
    """A bar of whole cells: what is not nothing has one at least; to the left where it goes out."""
    total = sum(sums.values())
    taken = 0 if not total else max(1, (total * cells + largest // 2) // largest)
    pieces: list[Piece] = []
    used, before = 0, 0
    for state in STATES:
        before += sums[state]
        end = 0 if not total else (before * taken + total // 2) // total
        if end > used:
            pieces.append((GLYPHS[state] * (end - used), INKS[way, state]))
            used = end
    blank: Piece = (" " * (cells - used), "ink-plain")
    return [blank, *reversed(pieces)] if way == OUT else [*pieces, blank]


def entry_row(entry: Entry, cash: Cash, cells: int) -> tuple[list[Piece], list[Piece]]:
    """One thing that comes in or goes out: its day, amount and state, what it is, and of which deal."""
    day = show_day(entry.day, cash.today) if entry.day else "no date"
    sign, ink = ("+", "ink-good") if entry.way == IN else ("−", "ink-bad")
    amount = lpad(sign + money(entry.amount, cash.currency, AMOUNT - 1), AMOUNT)
    state = NAMES[entry.way, entry.state]
    sure = f" {round(100 * entry.chance)}%" if entry.chance < 0.995 else ""
    state_ink = "ink-bad" if entry.state == OVERDUE else INKS.get((entry.way, entry.state), "ink-warn")
    narrow = cells < NARROW
    if narrow and entry.state == SLIPPED:
        state = "passed"
    told = 15 if narrow else 18
    room = max(10, cells - 4 - 12 - AMOUNT - told)
    what = entry.label if entry.way == IN or entry.kind in ("other", entry.label) else f"{entry.kind}: {entry.label}"
    of = " · ".join(word for word in (entry.title, entry.company) if word)
    share = max(8, room * 2 // 5 if narrow else room // 3)
    left: list[Piece] = [
        ("  ", "ink-plain"),
        (pad(day, 12), "ink-dim"),
        (amount, ink),
        (pad(f"  {state}{sure}", told), state_ink),
        (pad(fit(what, share - 1), share), "ink-plain"),
        (fit(of or "no deal", room - share), "ink-strong" if of else "ink-dim"),
    ]
    return left, []


def _unlikely(entries: Sequence[Entry], cash: Cash) -> list[Piece]:
    """What is expected with hardly a chance, together."""
    amount = "+" + money(sum(entry.amount for entry in entries), cash.currency, AMOUNT - 1)
    said = f"  {count(len(entries), 'payment')} more, each less likely than {UNLIKELY:.0%}"
    return [(" " * 14, "ink-dim"), (lpad(amount, AMOUNT), "ink-good"), (said, "ink-dim")]


def head(cash: Cash, cells: int) -> list[list[Piece]]:
    """Two lines about it all: the balance and its lowest point, and what the bars are."""
    first: list[Piece] = []
    if cash.is_narrowed:
        first.append((" Of the deals the filter shows; a balance is of all", "ink-dim"))
    else:
        first.append((" Balance ", "ink-plain"))
        first.append((show_whole(cash.now, cash.currency).replace("-", "−"), "ink-strong"))
        if cash.opening is None:
            since = show_day(cash.since, cash.today)
            first += [
                (f" since {since}, from nothing: ", "ink-dim"),
                ("B", "ink-key"),
                (" sets the opening", "ink-dim"),
            ]
        if cash.low is not None and cash.low.balance < 0:
            low, day = show_whole(cash.low.balance, cash.currency).replace("-", "−"), show_day(cash.low.day, cash.today)
            first.append((f"   ▼ lowest {low}, {day}", "ink-bad"))
        elif cash.low is not None and cash.low.day > cash.today:
            low, day = show_whole(cash.low.balance, cash.currency), show_day(cash.low.day, cash.today)
            first.append((f"   lowest {low}, {day}", "ink-dim"))
    if cash.overdue_in:
        first.append((f"   ✖ {show_whole(cash.overdue_in, cash.currency)} overdue", "ink-bad"))
    by = "by the odds" if cash.method == "expected" else "weighted"
    second: list[Piece] = [
        (" █", "ink-good"),
        (" received or paid  ", "ink-dim"),
        ("▓", "ink-accent"),
        (" due  ", "ink-dim"),
        ("░", "ink-weighted"),
        (f" expected, {by}", "ink-dim"),
    ]
    rest = f"   terms {cash.terms}"
    number, amount = cash.settled
    if number:
        rest += f"   {count(number, 'deal')} won before {show_day(cash.since, cash.today)} without a plan"
        rest += f" ({show_short(amount, cash.currency)}): taken as settled"
    if cash.unrated:
        rest += f"   {count(cash.unrated, 'entry', 'entries')} without a rate left out"
    used = sum(width(text) for text, _ in second)
    second.append((fit(rest, max(0, cells - used)), "ink-dim"))
    return [first, second]


def inventory_lines(turnover: Sequence[Turnover], currency: str, cells: int) -> list[list[Piece]]:
    """A month to three lines: what was there, what came and went, what there was in the end."""
    lines: list[list[Piece]] = [[(" Inventory", "ink-key"), ("  open deals of each month", "ink-dim")], []]
    wide = max(9, min(14, (cells - 10) // 5))
    names = ("start", "+ new", "− won", "− lost", "= end")
    lines.append([(pad("", 9), "ink-dim"), *((lpad(name, wide), "ink-dim") for name in names)])
    known = [place for place, each in enumerate(turnover) if any(stock.number for stock in each[1:])]
    for each in reversed(turnover[known[0] :] if known else ()):
        name = f"{MONTHS[each.period.start.month - 1]} {each.period.start.year % 100:02}"
        stocks = (each.start, each.new, each.won, each.lost, each.end)
        inks = ("ink-plain", "ink-accent", "ink-good", "ink-bad", "ink-strong")
        lines.append(
            [
                (pad(f" {name}", 9), "ink-strong"),
                *((lpad(f"{s.number:,}", wide), i) for s, i in zip(stocks, inks, strict=True)),
            ]
        )
        lines.append([(" " * 9, "ink-dim"), *((lpad(_stock(s, currency), wide), "ink-dim") for s in stocks)])
    return lines


def _stock(stock: Stock, currency: str) -> str:
    return show_short(stock.amount, currency) if stock.number else "—"


def money(minor: int, currency: str, cells: int) -> str:
    """An amount without cents, in few digits where the whole has no room."""
    said = show_whole(minor, currency).replace("-", "−")
    return said if width(said) <= cells else show_short(minor, currency).replace("-", "−")


def _minus(minor: int, currency: str) -> str:
    return "−" + money(minor, currency, AMOUNT - 2) if minor else "—"


def _plus(minor: int, currency: str) -> str:
    return "+" + money(minor, currency, AMOUNT - 2) if minor else "—"


def _signed(minor: int, currency: str) -> str:
    if not minor:
        return "0"
    return ("+" if minor > 0 else "") + money(minor, currency, AMOUNT - 2)
