"""What comes in and goes out, per month: every entry once, every sum of whole minor units."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from pipetui.values.periods import Period, period_of
from pipetui.views.cash.entries import ASIDE, IN, OUT, OVERDUE, RECEIVED, STATES, Chances, Entry, entries_of
from pipetui.views.cash.ledger import Account, Ledger


class Month(NamedTuple):
    """A month's sums in minor units: what comes in and goes out by state, and the balance at its end.

    ``balance`` is None for a month that was over before the balance counts.
    """

    period: Period
    entries: tuple[Entry, ...]
    ins: Mapping[str, int]
    outs: Mapping[str, int]
    balance: int | None

    @property
    def total_in(self) -> int:
        """All that comes in."""
        return sum(self.ins.values())

    @property
    def total_out(self) -> int:
        """All that goes out."""
        return sum(self.outs.values())

    @property
    def net(self) -> int:
        """In less out."""
        return self.total_in - self.total_out


class Low(NamedTuple):
    """The lowest balance from today on, and the first day that ends with it."""

    balance: int
    day: date


@dataclass(frozen=True, slots=True)
class Cash:
    """A pipeline's cash. ``method`` is ``expected`` where the odds speak, ``weighted`` where probabilities do.

    ``aside`` is what is in no month, by one of ``ASIDE``; ``later`` what comes after the last month. ``settled`` counts
    deals won before ``since`` without a plan, and what they come to; ``unrated`` entries without an exchange rate.
    """

    currency: str
    today: date
    method: str
    opening: int | None
    since: date
    terms: str
    months: tuple[Month, ...]
    aside: Mapping[str, tuple[Entry, ...]]
    later: tuple[Entry, ...]
    low: Low | None
    settled: tuple[int, int]
    unrated: int
    accounts: Mapping[int, Account]
    now: int
    """The balance at the end of today, of what was received and paid alone."""
    is_narrowed: bool = False

    @property
    def overdue_in(self) -> int:
        """What customers should have paid by now."""
        return sum(entry.amount for entry in self.aside[OVERDUE] if entry.way == IN)

    @property
    def overdue_out(self) -> int:
        """What should have been paid out by now."""
        return sum(entry.amount for entry in self.aside[OVERDUE] if entry.way == OUT)

    def entries(self) -> Iterator[Entry]:
        """Every entry, once."""
        for state in ASIDE:
            yield from self.aside[state]
        for month in self.months:
            yield from month.entries
        yield from self.later


def months_from(first: Period, number: int) -> tuple[Period, ...]:
    """So many months one after the other."""
    found = [first]
    while len(found) < number:
        found.append(found[-1].following())
    return tuple(found)


def cash(
    ledger: Ledger,
    months: Sequence[Period],
    chances: Chances | None = None,
    only: Iterable[int] | None = None,
) -> Cash:
    """A pipeline's cash over months; ``only`` leaves all but some deals out, and what belongs to none.

    Without ``chances`` an open deal counts by its probability, all of it when it is expected to close.
    """
    some = None if only is None else frozenset(only)
    ahead = [month for month in months if month.end >= ledger.today]
    found = list(entries_of(ledger, ahead, chances, some))
    rated = [entry for entry in found if entry.whole or entry.amount or entry.state == RECEIVED]
    aside: dict[str, list[Entry]] = {state: [] for state in ASIDE}
    by_month: dict[date, list[Entry]] = {month.start: [] for month in months}
    later: list[Entry] = []
    for entry in rated:
        if entry.state in aside:
            aside[entry.state].append(entry)
        elif entry.day is not None and entry.day > months[-1].end:
            later.append(entry)
        elif entry.day is not None and entry.day >= months[0].start:
            by_month[period_of("month", entry.day).start].append(entry)
    counted = [entry for entry in rated if entry.state not in aside and entry.day is not None]
    narrow = some is not None
    settled = [account for account in ledger.accounts.values() if ledger.is_settled(account)]
    settled = [account for account in settled if some is None or account.deal_id in some]
    return Cash(
        ledger.currency,
        ledger.today,
        "weighted" if chances is None else "expected",
        ledger.opening,
        ledger.since,
        ledger.terms_said,
        tuple(_months(months, by_month, counted, ledger, narrow)),
        {state: tuple(sorted(entries, key=_order)) for state, entries in aside.items()},
        tuple(sorted(later, key=_order)),
        None if narrow else lowest(counted, ledger.opening or 0, ledger.since, ledger.today, months[-1].end),
        (len(settled), sum(account.base_amount or 0 for account in settled)),
        sum(_is_unrated(ledger, account) for account in ledger.accounts.values())
        + sum(each.base is None for each in ledger.expenses),
        ledger.accounts,
        (ledger.opening or 0) + sum(entry.signed for entry in counted if _is_done(entry, ledger.since, ledger.today)),
        narrow,
    )


def _is_done(entry: Entry, since: date, today: date) -> bool:
    return entry.state == RECEIVED and entry.day is not None and since <= entry.day <= today


def lowest(entries: Iterable[Entry], opening: int, since: date, today: date, last: date) -> Low:
    """The lowest balance at the end of a day, from today to a last day: the first day that has it."""
    start = max(today, since)
    by_day: dict[date, int] = {}
    balance = opening
    for entry in entries:
        if entry.day is None or entry.day < since or entry.day > last:
            continue
        if entry.day <= start:
            balance += entry.signed
        else:
            by_day[entry.day] = by_day.get(entry.day, 0) + entry.signed
    low = Low(balance, start)
    for day in sorted(by_day):
        balance += by_day[day]
        if balance < low.balance:
            low = Low(balance, day)
    return low


def _months(
    months: Sequence[Period],
    by_month: Mapping[date, Sequence[Entry]],
    counted: Sequence[Entry],
    ledger: Ledger,
    narrow: bool,
) -> Iterator[Month]:
    since, balance = ledger.since, ledger.opening or 0
    balance += sum(entry.signed for entry in counted if entry.day and since <= entry.day < months[0].start)
    for month in months:
        entries = sorted(by_month[month.start], key=_order)
        ins, outs = (_by_state(entries, way) for way in (IN, OUT))
        balance += sum(entry.signed for entry in entries if entry.day and entry.day >= since)
        known = not narrow and month.end >= since
        yield Month(month, tuple(entries), ins, outs, balance if known else None)


def _by_state(entries: Iterable[Entry], way: str) -> dict[str, int]:
    sums = dict.fromkeys(STATES, 0)
    for entry in entries:
        if entry.way == way:
            sums[entry.state] += entry.amount
    return sums


def _order(entry: Entry) -> tuple[date, int, int, str, int]:
    states = (*STATES, *ASIDE)
    return (entry.day or date.max, states.index(entry.state), -entry.amount, entry.title, entry.place)


def _is_unrated(ledger: Ledger, account: Account) -> bool:
    if account.status == "lost" or not account.counts or ledger.is_settled(account):
        return False
    payments = ledger.payments.get(account.deal_id)
    if not payments:  # terms make the parts, all of them with a rate or without one
        return bool(account.amount) and account.base_amount is None
    return any(each.base is None for each in payments)
