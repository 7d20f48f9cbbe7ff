"""Plans of payments and expenses are kept, moved, marked and taken back, to the cent."""

from collections.abc import Callable
from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipetui.values.clock import Clock
from pipetui.values.errors import Invalid, NotFound, Refused
from pipetui.values.terms import parse_terms
from pipetui.views.cash import DealCash
from pipetui.views.entry import NewDeal
from pipetui.workspace import Workspace, open_workspace

TODAY = date(2026, 11, 23)


def deal(workspace: Workspace, amount: int | None = 100_000, currency: str = "", title: str = "Acme") -> int:
    new = NewDeal(title, amount, currency or None, expected_close=date(2026, 12, 15))
    card = workspace.deals.add(new).card
    assert card is not None
    return card.id


def plan(workspace: Workspace, number: int, terms: str) -> None:
    workspace.payments.plan(number, parse_terms(terms, TODAY, "EUR"))


def told(workspace: Workspace, number: int) -> DealCash:
    return workspace.overview.cash.of_deal(number)


def dues(workspace: Workspace, number: int) -> list[date | None]:
    cash = told(workspace, number)
    return [each.due(cash.account) for each in cash.payments]


def amounts(workspace: Workspace, number: int) -> list[int]:
    return [each.amount for each in told(workspace, number).payments]


def test_days_move_with_the_close_date_until_the_deal_is_won(workspace: Workspace) -> None:
    number = deal(workspace)
    plan(workspace, number, "50% on signing, 50% in 30d")
    assert dues(workspace, number) == [date(2026, 12, 15), date(2027, 1, 14)]
    workspace.deals.edit(number, {"expected_close": date(2027, 2, 1)})
    assert dues(workspace, number) == [date(2027, 2, 1), date(2027, 3, 3)]
    workspace.deals.win(number)
    assert dues(workspace, number) == [TODAY, date(2026, 12, 23)]
    workspace.deals.edit(number, {"expected_close": date(2027, 6, 1)})
    assert dues(workspace, number) == [TODAY, date(2026, 12, 23)]
    workspace.deals.reopen(number)
    assert dues(workspace, number)[0] == date(2027, 6, 1)


def test_a_deleted_deal_takes_its_cash_along_and_undo_brings_it_back(workspace: Workspace) -> None:
    number = deal(workspace)
    plan(workspace, number, "30/70")
    workspace.expenses.add(1, number, "320 travel Milan fri")
    before = told(workspace, number)
    workspace.deals.delete([number])
    with pytest.raises(NotFound):
        told(workspace, number)
    assert not workspace.overview.cash.ledger(workspace.overview.pipeline()).expenses
    workspace.history.undo()
    assert told(workspace, number) == before


def test_every_command_is_undone_and_done_again(workspace: Workspace) -> None:
    number = deal(workspace)
    line = workspace.overview.pipeline()
    steps: list[Callable[[], object]] = [
        lambda: plan(workspace, number, "30/70"),
        lambda: workspace.payments.receive(number, 0, 1),
        lambda: workspace.payments.add(number, "extra 50 in 10d"),
        lambda: workspace.payments.change(2, "final 60 24 dec"),
        lambda: workspace.payments.scale(number),
        lambda: workspace.payments.delete(3),
        lambda: workspace.payments.reopen(1),
        lambda: workspace.payments.unplan(number),
        lambda: workspace.expenses.add(line.id, None, "rent 900 every month"),
        lambda: workspace.expenses.pay(1),
        lambda: workspace.expenses.change(1, "rent 950 every month"),
        lambda: workspace.expenses.reopen(2),
        lambda: workspace.expenses.delete(1),
        lambda: workspace.cash_books.open_with(line, 1_000_00, date(2026, 11, 1)),
        lambda: workspace.cash_books.pay_by(line, "net 60"),
    ]
    states = []
    for step in steps:
        states.append(workspace.overview.cash.ledger(line))
        step()
    last = workspace.overview.cash.ledger(line)
    for state in reversed(states):
        workspace.history.undo()
        assert workspace.overview.cash.ledger(line) == state
    for _ in steps:
        workspace.history.redo()
    assert workspace.overview.cash.ledger(line) == last


def test_a_plan_made_anew_keeps_what_was_received(workspace: Workspace) -> None:
    number = deal(workspace)
    plan(workspace, number, "30/70")
    workspace.payments.receive(number, 0, 1, date(2026, 11, 20))
    plan(workspace, number, "3 x monthly")
    assert amounts(workspace, number) == [30_000, 23_334, 23_333, 23_333]
    assert told(workspace, number).gap == 0
    for each in told(workspace, number).payments[1:]:
        workspace.payments.receive(number, 0, each.id)
    with pytest.raises(Refused, match="is paid"):
        plan(workspace, number, "net 30")


def test_an_amount_that_changes_is_told_and_the_open_part_scaled(workspace: Workspace) -> None:
    number = deal(workspace)
    plan(workspace, number, "30/70")
    workspace.payments.receive(number, 0, 1)
    workspace.take_notices()
    workspace.deals.edit(number, {"amount": (120_000, "EUR")})
    assert "come to €1,000, the deal to €1,200" in workspace.take_notices()[0]
    assert told(workspace, number).gap == 20_000
    workspace.payments.scale(number)
    assert (amounts(workspace, number), told(workspace, number).gap) == ([30_000, 90_000], 0)
    workspace.deals.edit(number, {"amount": (30_000, "EUR")})
    with pytest.raises(Refused, match="whole of Acme"):
        workspace.payments.scale(number)


def test_a_payment_by_the_terms_becomes_a_plan_once_it_is_received(workspace: Workspace) -> None:
    number = deal(workspace)
    assert not told(workspace, number).is_planned and dues(workspace, number) == [date(2027, 1, 14)]
    workspace.payments.receive(number, 0, None)
    cash = told(workspace, number)
    assert cash.is_planned and cash.payments[0].paid_on == TODAY and cash.margin.open == 0
    with pytest.raises(Refused, match="already"):
        workspace.payments.receive(number, 0, cash.payments[0].id)


def test_a_payment_beside_no_plan_leaves_the_rest_to_the_terms(workspace: Workspace) -> None:
    number = deal(workspace)
    workspace.payments.add(number, "deposit 250 in 10d")
    assert amounts(workspace, number) == [25_000, 75_000] and told(workspace, number).gap == 0
    with pytest.raises(Invalid, match="until when"):
        workspace.payments.add(number, "retainer 10 every month")
    workspace.payments.add(number, "retainer 10 every month until 1 mar")
    assert len(amounts(workspace, number)) == 2 + 4


def test_what_keeps_coming_is_paid_time_by_time(workspace: Workspace) -> None:
    workspace.expenses.add(1, None, "rent 900 every month due 1 oct 2026")
    line = workspace.overview.pipeline()
    late = workspace.overview.cash.of(line, workspace.overview.cash.months(3, 0))
    assert [entry.day for entry in late.aside["overdue"]] == [date(2026, 10, 1), date(2026, 11, 1)]
    workspace.expenses.pay(1, date(2026, 11, 20))
    ledger = workspace.overview.cash.ledger(line)
    assert [(each.due_on, each.paid_on, each.every is None) for each in ledger.expenses] == [
        (date(2026, 10, 1), date(2026, 11, 20), True),
        (date(2026, 11, 1), None, False),
    ]


def test_a_share_of_a_deal_is_worked_out_and_the_margin_follows(workspace: Workspace) -> None:
    number = deal(workspace)
    workspace.expenses.add(1, number, "commission 12.5%")
    workspace.expenses.add(1, number, "goods 300 paid yesterday")
    margin = told(workspace, number).margin
    assert (margin.expenses, margin.left, margin.percent) == (42_500, 57_500, 57.5)
    with pytest.raises(Refused, match="A share is of a deal"):
        workspace.expenses.add(1, None, "commission 10%")


def test_what_can_not_be_is_refused(workspace: Workspace) -> None:
    number, without = deal(workspace), deal(workspace, None, title="Hexa")
    with pytest.raises(Refused, match="has no amount"):
        plan(workspace, without, "30/70")
    workspace.deals.lose(without, "price")
    with pytest.raises(Refused):
        plan(workspace, without, "30/70")
    for call in (workspace.payments.delete, workspace.payments.reopen, workspace.expenses.delete):
        with pytest.raises(NotFound):
            call(99)
    with pytest.raises(NotFound, match="no such payment"):
        workspace.payments.receive(number, 5, None)
    line = workspace.overview.pipeline()
    with pytest.raises(Invalid, match="no amounts, no days"):
        workspace.cash_books.pay_by(line, "5k on signing, rest in 30d")
    with pytest.raises(Invalid, match="a day before"):
        workspace.cash_books.open_with(line, 1, date(2026, 12, 1))


def test_another_currency_is_parted_to_the_cent_as_well(workspace: Workspace) -> None:
    from decimal import Decimal

    from pipetui.sales.exchange_rates import Rate

    workspace.rates.set([Rate("USD", "EUR", TODAY, Decimal("0.9131"))])
    number = deal(workspace, 99_999, "USD")
    plan(workspace, number, "3 x monthly")
    cash = told(workspace, number)
    assert sum(each.amount for each in cash.payments) == 99_999
    assert sum(each.base or 0 for each in cash.payments) == cash.account.base_amount == 91_309


def test_a_new_rate_is_followed_by_what_is_open(workspace: Workspace) -> None:
    from decimal import Decimal

    from pipetui.sales.exchange_rates import Rate

    number = deal(workspace, 100_000, "USD")
    plan(workspace, number, "3 x monthly")
    workspace.expenses.add(1, None, "100 USD travel")
    assert [each.base for each in told(workspace, number).payments] == [None] * 3
    workspace.rates.set([Rate("USD", "EUR", TODAY, Decimal("0.9"))])
    assert sum(each.base or 0 for each in told(workspace, number).payments) == 90_000
    assert workspace.overview.cash.ledger(workspace.overview.pipeline()).expenses[0].base == 9_000
    workspace.payments.receive(number, 0, 1)
    workspace.rates.set([Rate("USD", "EUR", TODAY, Decimal("0.8"))])
    cash = told(workspace, number)
    assert cash.payments[0].base == 30_000 and sum(each.base or 0 for each in cash.payments) == 80_000
    assert workspace.overview.cash.ledger(workspace.overview.pipeline()).expenses[0].base == 9_000


def test_a_pipeline_that_goes_leaves_its_cash_with_the_deals(workspace: Workspace) -> None:
    from pipetui.exchange.processes import template

    number = deal(workspace)
    plan(workspace, number, "30/70")
    workspace.expenses.add(1, number, "320 travel Milan fri")
    workspace.expenses.add(1, None, "rent 900 every month")
    other = workspace.processes.add(template("saas"), "Products")
    workspace.pipelines.delete(1, other)
    ledger = workspace.overview.cash.ledger(workspace.overview.pipeline())
    assert [each.label for each in ledger.expenses] == ["rent", "Milan"] and len(ledger.payments[number]) == 2
    workspace.history.undo()
    assert len(workspace.overview.cash.ledger(workspace.overview.pipeline()).expenses) == 2


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.integers(1, 10**9), st.sampled_from(["30/70", "12 x monthly", "33/33/34"]), st.integers(1, 10**9))
def test_a_plan_in_the_file_sums_to_the_deal_whatever_it_becomes(
    workspace: Workspace, amount: int, terms: str, becomes: int
) -> None:
    number = deal(workspace, amount)
    plan(workspace, number, terms)
    assert sum(amounts(workspace, number)) == amount
    workspace.deals.edit(number, {"amount": (becomes, "EUR")})
    workspace.payments.scale(number)
    assert sum(amounts(workspace, number)) == becomes


def test_a_won_deal_before_the_opening_is_settled_and_told(workspace: Workspace) -> None:
    number = deal(workspace)
    workspace.deals.win(number, on=date(2026, 10, 1))
    later = open_workspace(workspace.path, Clock(TODAY), durable=False)
    line = later.overview.pipeline()
    look = later.overview.cash
    assert look.of(line, look.months()).settled == (1, 100_000)
    later.cash_books.open_with(line, 0, date(2026, 9, 1))
    cash = look.of(line, look.months())
    assert cash.settled == (0, 0) and cash.overdue_in == 100_000
    later.close()
