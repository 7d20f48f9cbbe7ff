"""Cash by month: known answers by hand, and properties against plain sums."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from pipetui.values.periods import period_of
from pipetui.values.recurrence import read_recurrence
from pipetui.values.terms import parse_terms
from pipetui.views.cash import (
    ASIDE,
    DUE,
    EXPECTED,
    OVERDUE,
    RECEIVED,
    SLIPPED,
    UNDATED,
    Account,
    Cash,
    Instalment,
    Ledger,
    Spending,
    cash,
    margin,
    months_from,
    plan_gap,
    planned_by,
)
from pipetui.views.inventory import Stay, inventory

TODAY = date(2026, 11, 23)
NET_30 = parse_terms("net 30", TODAY, "EUR")
MONTHS = months_from(period_of("month", date(2026, 10, 1)), 6)


def account(number: int, status: str, day: date | None, amount: int | None, chance: float = 50) -> Account:
    closed, close = (None, day) if status == "open" else (day, None)
    return Account(number, f"Deal {number}", None, status, closed, close, amount, "EUR", amount, chance)


def ledger(
    accounts: list[Account],
    payments: list[Instalment] = [],  # noqa: B006  read only
    expenses: list[Spending] = [],  # noqa: B006  read only
    opening: int | None = None,
    opened_on: date | None = None,
) -> Ledger:
    by_deal: dict[int, list[Instalment]] = {}
    for each in payments:
        by_deal.setdefault(each.deal_id, []).append(each)
    known = {each.deal_id: each for each in accounts}
    return Ledger("EUR", TODAY, known, by_deal, expenses, NET_30, "net 30", opening, opened_on)


def test_a_year_of_a_small_business_by_hand() -> None:
    """Opening 1,000 on 1 Oct. In: 500 on 10 Oct, 700 due 3 Dec, half of 4,000 expected on 14 Jan; 300 is overdue.
    Out: rent of 600 on the 1st, paid until November. So October ends with 1,000 + 500 − 600 = 900, November with 300,
    December with 300 + 700 − 600 = 400 after a low of −300 on 1 Dec, January with 400 + 2,000 − 600 = 1,800."""
    rent = read_recurrence("every month", date(2026, 12, 1))
    told = cash(
        ledger(
            [
                account(1, "won", date(2026, 10, 10), 1_500_00),
                account(2, "open", date(2026, 12, 15), 4_000_00, 50),
                account(3, "open", date(2026, 11, 1), 900_00, 10),
                account(4, "open", None, 800_00, 25),
                account(5, "lost", date(2026, 11, 2), 700_00),
                account(6, "won", date(2026, 9, 1), 999_00),
            ],
            [
                Instalment(1, 1, 0, "deposit", 500_00, "EUR", 500_00, paid_on=date(2026, 10, 10)),
                Instalment(2, 1, 1, "second", 300_00, "EUR", 300_00, due_on=date(2026, 11, 20)),
                Instalment(3, 1, 2, "final", 700_00, "EUR", 700_00, due_on=date(2026, 12, 3)),
            ],
            [
                Spending(1, None, "rent", "rent", 600_00, "EUR", 600_00, date(2026, 10, 1), date(2026, 10, 1)),
                Spending(2, None, "rent", "rent", 600_00, "EUR", 600_00, date(2026, 11, 1), date(2026, 11, 1)),
                Spending(3, None, "rent", "rent", 600_00, "EUR", 600_00, date(2026, 12, 1), every=rent),
            ],
            1_000_00,
            date(2026, 10, 1),
        ),
        MONTHS,
    )
    by_label = {month.period.label: month for month in told.months}
    assert {label: month.balance for label, month in by_label.items()} == {
        "Oct 2026": 900_00,
        "Nov 2026": 300_00,
        "Dec 2026": 400_00,
        "Jan 2027": 1_800_00,
        "Feb 2027": 1_200_00,
        "Mar 2027": 600_00,
    }
    assert by_label["Dec 2026"].ins == {RECEIVED: 0, DUE: 700_00, EXPECTED: 0}
    assert by_label["Jan 2027"].ins[EXPECTED] == 2_000_00
    assert told.low is not None and (told.low.balance, told.low.day) == (-300_00, date(2026, 12, 1))
    assert (told.now, told.overdue_in, told.overdue_out) == (300_00, 300_00, 0)
    assert [entry.amount for entry in told.aside[SLIPPED]] == [90_00]
    assert [entry.amount for entry in told.aside[UNDATED]] == [200_00]
    assert told.settled == (1, 999_00)


def test_the_odds_shift_the_plan_from_month_to_month() -> None:
    """1,000 by 40/60 with 60 days between: a tenth in November, a fifth in December. Closing on 15 Dec, the plan lies
    at 30 Nov and 29 Jan for the first, 15 Dec and 13 Feb for the second."""
    plan = [
        Instalment(1, 1, 0, "deposit", 400_00, "EUR", 400_00),
        Instalment(2, 1, 1, "final", 600_00, "EUR", 600_00, days=60),
    ]
    told = cash(
        ledger([account(1, "open", date(2026, 12, 15), 1_000_00)], plan), MONTHS, {1: [0.1, 0.2, 0.0, 0.0, 0.0]}
    )
    found = {(entry.label, entry.day, entry.amount) for month in told.months for entry in month.entries}
    assert found == {
        ("deposit", date(2026, 11, 30), 40_00),
        ("final", date(2027, 1, 29), 60_00),
        ("deposit", date(2026, 12, 15), 80_00),
        ("final", date(2027, 2, 13), 120_00),
    }
    assert told.method == "expected"


def test_a_plan_moves_with_its_deal_until_it_is_won() -> None:
    each = Instalment(1, 1, 0, "final", 100_00, "EUR", 100_00, months=1, days=5)
    assert each.due(account(1, "open", date(2027, 1, 31), 100_00)) == date(2027, 3, 5)
    assert each.due(account(1, "open", None, 100_00)) is None
    assert each.due(account(1, "won", date(2026, 11, 1), 100_00)) == date(2026, 12, 6)
    fixed = each._replace(due_on=date(2026, 12, 24))
    assert fixed.due(account(1, "open", date(2027, 5, 1), 100_00)) == date(2026, 12, 24)


def test_the_margin_and_what_a_plan_lacks() -> None:
    deal = account(1, "won", TODAY, 1_000_00)
    plan = [
        Instalment(1, 1, 0, "deposit", 400_00, "EUR", 400_00, paid_on=TODAY),
        Instalment(2, 1, 1, "final", 500_00, "EUR", 500_00),
    ]
    costs = [Spending(1, 1, "goods", "goods", 333_00, "EUR", 333_00, TODAY)]
    left = margin(deal, plan, costs)
    assert (left.left, left.percent, left.planned, left.received, left.open) == (667_00, 66.7, 900_00, 400_00, 500_00)
    assert plan_gap(deal, plan) == 100_00


days = st.integers(-150, 250).map(lambda off: TODAY + timedelta(days=off))
money = st.integers(1, 10**9)


@st.composite
def ledgers(draw: st.DrawFn) -> Ledger:
    accounts, payments, expenses = [], [], []
    for number in range(1, draw(st.integers(1, 6)) + 1):
        status = draw(st.sampled_from(("open", "won", "lost")))
        day = draw(days) if status == "open" else draw(days.filter(lambda day: day <= TODAY))
        amount = draw(st.none() | money)
        accounts.append(account(number, status, day, amount, draw(st.integers(0, 100))))
        for place in range(draw(st.integers(0, 4))):
            paid = draw(st.none() | days.filter(lambda day: day <= TODAY))
            due = draw(st.none() | days)
            size = draw(money)
            payments.append(
                Instalment(
                    number * 10 + place, number, place, "x", size, "EUR", size, due, 0, draw(st.integers(0, 90)), paid
                )
            )
    for number in range(draw(st.integers(0, 5))):
        size, due, paid = draw(money), draw(days), draw(st.none() | days.filter(lambda day: day <= TODAY))
        every = read_recurrence("every month", due) if paid is None and draw(st.booleans()) else None
        expenses.append(Spending(number, None, "rent", "rent", size, "EUR", size, due, paid, None, every))
    opening = draw(st.none() | st.integers(-(10**9), 10**9))
    opened = None if opening is None else draw(days.filter(lambda day: day <= TODAY))
    return ledger(accounts, payments, expenses, opening, opened)


def chances_for(book: Ledger, seed: int) -> dict[int, list[float]]:
    return {number: [((seed * number + step) % 10) / 100 for step in range(6)] for number in book.accounts}


def told_by(book: Ledger, seed: int | None) -> Cash:
    return cash(book, MONTHS, None if seed is None else chances_for(book, seed))


@given(ledgers(), st.none() | st.integers(1, 9))
def test_a_balance_is_the_opening_and_all_that_came_less_all_that_went(book: Ledger, seed: int | None) -> None:
    told = told_by(book, seed)
    # What lies before the first month is in no month of it, but in the balance.
    long = months_from(period_of("month", date(2026, 5, 1)), 11)
    whole = cash(book, long, None if seed is None else chances_for(book, seed))
    for month in told.months:
        if month.balance is None:
            assert month.period.end < told.since
            continue
        counted = book.opening or 0
        everything = [entry for other in whole.months for entry in other.entries]
        for entry in everything:
            assert entry.day is not None
            if told.since <= entry.day <= month.period.end:
                counted += entry.amount if entry.way == "in" else -entry.amount
        assert month.balance == counted
        assert month.net == sum(entry.signed for entry in month.entries)


@given(ledgers(), st.none() | st.integers(1, 9))
def test_the_lowest_is_the_lowest_of_all_days(book: Ledger, seed: int | None) -> None:
    told = told_by(book, seed)
    assert told.low is not None
    long = cash(
        book, months_from(period_of("month", date(2026, 5, 1)), 11), None if seed is None else chances_for(book, seed)
    )
    entries = [entry for month in long.months for entry in month.entries]
    day, ends = max(TODAY, told.since), {}
    while day <= MONTHS[-1].end:
        ends[day] = (book.opening or 0) + sum(
            entry.signed for entry in entries if entry.day is not None and told.since <= entry.day <= day
        )
        day += timedelta(days=1)
    lowest = min(ends.values())
    assert told.low == (lowest, min(day for day, balance in ends.items() if balance == lowest))


@given(ledgers(), st.none() | st.integers(1, 9))
def test_nothing_is_counted_twice_and_a_won_deal_is_received_due_or_overdue(book: Ledger, seed: int | None) -> None:
    told = cash(
        book, months_from(period_of("month", date(2026, 5, 1)), 24), None if seed is None else chances_for(book, seed)
    )
    entries = list(told.entries())
    keys = [entry.key for entry in entries]
    assert len(set(keys)) == len(keys)
    for number, deal in book.accounts.items():
        mine = [entry for entry in entries if entry.deal_id == number]
        if deal.status == "won" and not book.is_settled(deal):
            by_state = {state: sum(e.amount for e in mine if e.state == state) for state in (RECEIVED, DUE, OVERDUE)}
            assert sum(by_state.values()) == sum(each.base or 0 for each in book.plan(deal))
            assert {entry.state for entry in mine} <= {RECEIVED, DUE, OVERDUE}
        elif deal.status == "lost":
            assert all(entry.state == RECEIVED for entry in mine)
        else:
            assert all(entry.state in (RECEIVED, EXPECTED, SLIPPED, UNDATED) for entry in mine)
    for state in ASIDE:
        assert all(entry.state == state for entry in told.aside[state])


@given(money, st.sampled_from(["30/70", "12 x monthly", "net 30", "33/33/34"]), st.integers(1, 10**9))
def test_terms_part_both_currencies_to_the_cent(amount: int, said: str, worth: int) -> None:
    deal = account(1, "won", TODAY, amount)._replace(base_amount=worth)
    parts = planned_by(deal, parse_terms(said, TODAY, "EUR"))
    assert sum(each.amount for each in parts) == amount
    assert sum(each.base or 0 for each in parts) == worth


@st.composite
def stays(draw: st.DrawFn) -> list[Stay]:
    found = []
    for _ in range(draw(st.integers(0, 12))):
        closed = draw(st.none() | days.filter(lambda day: day <= TODAY))
        born = draw(days.filter(lambda day: day <= TODAY))
        found.append(Stay(born, closed, closed is not None and draw(st.booleans()), draw(st.integers(0, 10**9))))
    return found


@given(stays())
def test_the_inventory_adds_up_in_count_and_in_money(known: list[Stay]) -> None:
    told = inventory(known, months_from(period_of("month", date(2026, 6, 1)), 8), TODAY)
    assert [each.period.start for each in told][-1] == date(2026, 11, 1)
    for each in told:
        assert each.start.plus(each.new).plus(each.won, -1).plus(each.lost, -1) == each.end
    for one, other in pairwise(told):
        assert one.end == other.start
    still = [stay for stay in known if stay.closed is None]
    assert told[-1].end == (len(still), sum(stay.amount for stay in still))


def test_an_inventory_by_hand() -> None:
    known = [
        Stay(date(2026, 9, 10), None, False, 100),
        Stay(date(2026, 10, 5), date(2026, 11, 2), True, 200),
        Stay(date(2026, 10, 6), date(2026, 10, 20), False, 400),
        Stay(date(2026, 11, 20), date(2026, 10, 25), True, 800),
    ]
    october, november = inventory(known, months_from(period_of("month", date(2026, 10, 1)), 2), TODAY)
    assert (october.start, october.new, october.won, october.lost, october.end) == (
        (1, 100),
        (3, 1400),
        (1, 800),
        (1, 400),
        (2, 300),
    )
    assert (november.start, november.new, november.won, november.lost, november.end) == (
        (2, 300),
        (0, 0),
        (1, 200),
        (0, 0),
        (1, 100),
    )
