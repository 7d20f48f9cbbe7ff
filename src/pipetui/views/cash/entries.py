"""Everything that comes in or goes out, each once: received, due, or expected of open deals by their chances."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from pipetui.values.money import weighted
from pipetui.values.periods import Period
from pipetui.values.shares import part
from pipetui.values.terms import due_after
from pipetui.views.cash.ledger import Account, Instalment, Ledger, Spending

IN, OUT = "in", "out"
RECEIVED, DUE, OVERDUE, EXPECTED, SLIPPED, UNDATED = "received", "due", "overdue", "expected", "slipped", "undated"
STATES = (RECEIVED, DUE, EXPECTED)
"""What an entry of a month is; of what goes out, received means paid. Overdue, slipped and undated are in no month."""

ASIDE = (OVERDUE, SLIPPED, UNDATED)
"""What is in no month: due before today, expected by a date that passed, expected without a date."""

MOST_TIMES = 400
"""How often what keeps coming is told ahead."""

Chances = Mapping[int, Sequence[float]]
"""By deal, the chance (0–1) to be won in each month from this one on."""


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


class Owed(NamedTuple):
    """A payment of a won deal that is overdue, and the currency of its pipeline, in which its money is."""

    entry: Entry
    currency: str

    @property
    def due(self) -> date:
        """The day it was due."""
        assert self.entry.day is not None  # what is overdue has a day
        return self.entry.day


def entries_of(
    ledger: Ledger, ahead: Sequence[Period], chances: Chances | None, some: frozenset[int] | None
) -> Iterator[Entry]:
    """Every entry of a ledger over the months ahead; ``some`` leaves all but some deals out, and what is of none."""
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
