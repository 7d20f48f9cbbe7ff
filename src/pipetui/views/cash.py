"""What comes in and goes out, per month: every entry once, every sum of whole minor units."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from pipetui.values.money import weighted
from pipetui.values.periods import Period, period_of
from pipetui.values.recurrence import Recurrence
from pipetui.values.shares import part
from pipetui.values.terms import Terms, due_after

IN, OUT = "in", "out"
RECEIVED, DUE, OVERDUE, EXPECTED, SLIPPED, UNDATED = "received", "due", "overdue", "expected", "slipped", "undated"
STATES = (RECEIVED, DUE, EXPECTED)
"""What an entry of a month is; of what goes out, received means paid. Overdue, slipped and undated are in no month."""

ASIDE = (OVERDUE, SLIPPED, UNDATED)
"""What is in no month: due before today, expected by a date that passed, expected without a date."""

MOST_TIMES = 400
"""How often what keeps coming is told ahead."""


class Account(NamedTuple):
    """A deal as cash looks at it. Money is in minor units, ``base_amount`` in the pipeline's currency.

    ``counts`` is False for leads and what is left out of forecasts; ``chance`` is in percent.
    """

    deal_id: int
    title: str
    company: str | None
    status: str
    closed_on: date | None
    expected_close: date | None
    amount: int | None
    currency: str
    base_amount: int | None
    chance: float
    counts: bool = True

    @property
    def close(self) -> date | None:
        """The day it closed, or is expected to."""
        return self.expected_close if self.status == "open" else self.closed_on


class Instalment(NamedTuple):
    """A payment of a deal, planned or as its pipeline's terms have it (``id`` is then None).

    Money is in minor units, ``base`` in the pipeline's currency, None where no rate is known.
    """

    id: int | None
    deal_id: int
    place: int
    label: str
    amount: int
    currency: str
    base: int | None
    due_on: date | None = None
    months: int = 0
    days: int = 0
    paid_on: date | None = None
    note: str | None = None

    def due(self, account: Account) -> date | None:
        """The day it is due; None where the deal has no date to count from."""
        return due_after(self.due_on, account.close, self.months, self.days)


class Spending(NamedTuple):
    """An expense. Money is in minor units, ``base`` in the pipeline's currency, None where no rate is known."""

    id: int
    deal_id: int | None
    kind: str
    label: str
    amount: int
    currency: str
    base: int | None
    due_on: date
    paid_on: date | None = None
    note: str | None = None
    every: Recurrence | None = None


@dataclass(frozen=True, slots=True)
class Ledger:
    """What the file has about a pipeline's cash: deals, their payments (planned ones only), and expenses.

    ``opening`` (minor units) is what there was on the morning of ``opened_on``; None where the rep never said.
    ``terms`` are those of deals without a plan.
    """

    currency: str
    today: date
    accounts: Mapping[int, Account]
    payments: Mapping[int, Sequence[Instalment]]
    expenses: Sequence[Spending]
    terms: Terms
    terms_said: str
    opening: int | None = None
    opened_on: date | None = None

    @property
    def since(self) -> date:
        """The day the balance counts from: the opening's, else the first of this month.

        What was won before it and has no plan counts as settled.
        """
        return self.opened_on or self.today.replace(day=1)

    def plan(self, account: Account) -> Sequence[Instalment]:
        """A deal's payments: its plan, else what the pipeline's terms make of its amount."""
        return self.payments.get(account.deal_id) or planned_by(account, self.terms)

    def is_settled(self, account: Account) -> bool:
        """Whether a deal was won before the balance counts, and nothing is known of its payments."""
        return (
            account.status == "won"
            and account.deal_id not in self.payments
            and account.closed_on is not None
            and account.closed_on < self.since
        )


class Entry(NamedTuple):
    """One thing that comes in or goes out. ``amount`` is what counts, in minor units of the pipeline's currency;
    ``whole`` what it would be if it came for sure, ``chance`` (0–1) how sure it is.

    ``day`` is when it was paid, else when it is due; None where nobody can say. ``record`` is the payment's or the
    expense's number, None where it follows from terms; ``place`` tells a deal's instalments apart.
    """

    way: str
    state: str
    day: date | None
    amount: int
    whole: int
    chance: float
    label: str
    kind: str
    deal_id: int | None
    title: str
    company: str | None
    record: int | None
    place: int = 0
    repeats: bool = False

    @property
    def key(self) -> tuple[str, int | None, int, int | None, date | None]:
        """What finds it again after something changed."""
        return (self.way, self.record, self.place, self.deal_id, self.day if self.repeats or self.chance < 1 else None)

    @property
    def signed(self) -> int:
        """The amount, below 0 where it goes out."""
        return self.amount if self.way == IN else -self.amount


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


Chances = Mapping[int, Sequence[float]]
"""By deal, the chance (0–1) to be won in each month from this one on."""


def months_from(first: Period, number: int) -> tuple[Period, ...]:
    """So many months one after the other."""
    found = [first]
    while len(found) < number:
        found.append(found[-1].following())
    return tuple(found)


def planned_by(account: Account, terms: Terms) -> list[Instalment]:
    """What terms make of a deal's amount; nothing where it has none. Both currencies' parts sum to the cent."""
    if not account.amount:
        return []
    amounts = terms.amounts(account.amount, account.currency)
    return [
        Instalment(
            None, account.deal_id, place, each.label, amount, account.currency, base, each.on, each.months, each.days
        )
        for place, (each, amount, base) in enumerate(
            zip(terms.parts, amounts, bases(amounts, account.base_amount), strict=True)
        )
    ]


def bases(amounts: Sequence[int], base_amount: int | None) -> list[int | None]:
    """The parts of an amount in the pipeline's currency; they sum to it. None where no rate is known."""
    if base_amount is None:
        return [None] * len(amounts)
    if not any(amounts):
        return [0] * len(amounts)
    return list(part(base_amount, [abs(amount) for amount in amounts]))


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
    found = list(_entries(ledger, ahead, chances, some))
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
    return any(each.base is None for each in ledger.plan(account))


def _entries(
    ledger: Ledger, ahead: Sequence[Period], chances: Chances | None, some: frozenset[int] | None
) -> Iterator[Entry]:
    for account in ledger.accounts.values():
        if some is None or account.deal_id in some:
            yield from _coming_in(ledger, account, ahead, chances)
    for spending in ledger.expenses:
        if some is None or spending.deal_id in some:
            yield from _going_out(ledger, spending, ahead[-1].end if ahead else ledger.today)


def _coming_in(ledger: Ledger, account: Account, ahead: Sequence[Period], chances: Chances | None) -> Iterator[Entry]:
    if ledger.is_settled(account):
        return
    waiting = []
    for each in ledger.plan(account):
        if each.base is None:
            continue
        if each.paid_on is not None:
            yield _payment(account, each, RECEIVED, each.paid_on, each.base)
        elif account.status == "won":
            due = each.due(account)
            state = DUE if due is None or due >= ledger.today else OVERDUE
            yield _payment(account, each, state, due or ledger.today, each.base)
        elif account.status == "open" and account.counts:
            waiting.append(each)
    if not waiting:
        return
    if chances is None:
        yield from _by_probability(ledger, account, waiting)
    else:
        yield from _by_odds(ledger, account, waiting, ahead, chances.get(account.deal_id, ()))


def _by_probability(ledger: Ledger, account: Account, waiting: Sequence[Instalment]) -> Iterator[Entry]:
    """What an open deal's payments come to, weighted, when it is expected to close."""
    wholes = [each.base or 0 for each in waiting]
    amounts = _shared(weighted(sum(wholes), account.chance), wholes)
    for each, amount in zip(waiting, amounts, strict=True):
        due = each.due(account)
        passed = account.expected_close is not None and account.expected_close < ledger.today
        state = UNDATED if due is None else SLIPPED if passed or due < ledger.today else EXPECTED
        yield _payment(account, each, state, due, amount, account.chance / 100)


def _by_odds(
    ledger: Ledger,
    account: Account,
    waiting: Sequence[Instalment],
    ahead: Sequence[Period],
    chances: Sequence[float],
) -> Iterator[Entry]:
    """What an open deal's payments come to by the chance to be won in each month, the plan shifted to it."""
    wholes = [each.base or 0 for each in waiting]
    told: dict[tuple[int, date], tuple[int, float]] = {}
    for month, chance in zip(ahead, chances, strict=False):
        expected = round_half_up(chance * sum(wholes))
        if not expected:
            continue
        close = account.expected_close
        won = close if close is not None and close >= ledger.today and month.contains(close) else month.end
        for turn, (each, amount) in enumerate(zip(waiting, _shared(expected, wholes), strict=True)):
            after = due_after(None, won, each.months, each.days)
            assert after is not None
            due = after if each.due_on is None else max(each.due_on, won)
            was = told.get((turn, due), (0, 0.0))
            told[turn, due] = (was[0] + amount, was[1] + chance)
    for (turn, due), (amount, chance) in told.items():
        yield _payment(account, waiting[turn], EXPECTED, due, amount, chance)


def round_half_up(amount: float) -> int:
    """A whole number of minor units: floor(x + ½) of the size, with the sign."""
    size = int(abs(amount) + 0.5)
    return -size if amount < 0 else size


def _shared(total: int, wholes: Sequence[int]) -> list[int]:
    return part(total, [abs(whole) for whole in wholes]) if any(wholes) else [0] * len(wholes)


def _payment(
    account: Account, each: Instalment, state: str, day: date | None, amount: int, chance: float = 1.0
) -> Entry:
    return Entry(
        IN,
        state,
        day,
        amount,
        each.base or 0,
        chance,
        each.label,
        "payment",
        account.deal_id,
        account.title,
        account.company,
        each.id,
        each.place,
    )


def _going_out(ledger: Ledger, spending: Spending, last: date) -> Iterator[Entry]:
    if spending.base is None:
        return
    account = None if spending.deal_id is None else ledger.accounts.get(spending.deal_id)
    for day in due_days(spending, last):
        if spending.paid_on is not None:
            state = RECEIVED
        elif day < ledger.today:
            state = OVERDUE
        else:
            state = EXPECTED if spending.every is not None else DUE
        yield Entry(
            OUT,
            state,
            spending.paid_on or day,
            spending.base,
            spending.base,
            1.0,
            spending.label,
            spending.kind,
            spending.deal_id,
            account.title if account else "",
            account.company if account else None,
            spending.id,
            0,
            spending.every is not None,
        )


def due_days(spending: Spending, last: date) -> Iterator[date]:
    """The days an expense is due until a last one: more than one where it keeps coming and is not paid."""
    yield spending.due_on
    if spending.every is None or spending.paid_on is not None:
        return
    day = spending.due_on
    for _ in range(MOST_TIMES):
        following = spending.every.after(day)
        if following is None or following > last:
            return
        yield following
        day = following


class Margin(NamedTuple):
    """What is left of a deal, in minor units of the pipeline's currency: its amount less its expenses, paid or not.

    ``planned`` is what its payments come to, ``received`` what of it came, ``open`` what is still to come.
    """

    amount: int | None
    expenses: int
    planned: int
    received: int

    @property
    def left(self) -> int | None:
        """Amount less expenses; None without an amount."""
        return None if self.amount is None else self.amount - self.expenses

    @property
    def open(self) -> int:
        """Planned less received."""
        return self.planned - self.received

    @property
    def percent(self) -> float | None:
        """What is left of a hundred; None without an amount."""
        return None if not self.amount or self.left is None else round(100 * self.left / self.amount, 1)


def margin(account: Account, payments: Sequence[Instalment], expenses: Sequence[Spending]) -> Margin:
    """What is left of a deal."""
    return Margin(
        account.base_amount,
        sum(each.base or 0 for each in expenses),
        sum(each.base or 0 for each in payments),
        sum(each.base or 0 for each in payments if each.paid_on is not None),
    )


class DealCash(NamedTuple):
    """All about one deal's cash: its payments (its plan, else its pipeline's terms), expenses, and what is left.

    ``is_planned`` is False where the terms stand in; ``gap`` (minor units of the deal's currency) is what the plan
    lacks of the amount, below 0 where it comes to more, and 0 where it adds up or there is no plan.
    """

    account: Account
    payments: tuple[Instalment, ...]
    expenses: tuple[Spending, ...]
    margin: Margin
    is_planned: bool
    gap: int
    terms: str
    currency: str

    def due_state(self, each: Instalment, today: date) -> tuple[str, date | None]:
        """What a payment is, and its day."""
        if each.paid_on is not None:
            return RECEIVED, each.paid_on
        due = each.due(self.account)
        if self.account.status == "lost":
            return "dropped", due
        if self.account.status == "open":
            return (UNDATED if due is None else SLIPPED if due < today else EXPECTED), due
        return (OVERDUE if due is not None and due < today else DUE), due


def plan_gap(account: Account, payments: Sequence[Instalment]) -> int:
    """What a plan lacks of its deal's amount; 0 where the currencies differ, or there is no amount."""
    if account.amount is None or not payments or any(each.currency != account.currency for each in payments):
        return 0
    return account.amount - sum(each.amount for each in payments)
