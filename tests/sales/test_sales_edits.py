"""Fields set by hand: whose probability and category stand, what is a push, what an amount is worth."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from days import on
from pipetui.sales.editing import is_push
from pipetui.values.errors import Invalid
from pipetui.views.card import Card, Saved
from pipetui.views.entry import NewDeal
from pipetui.workspace import Workspace

LEAD, QUALIFIED, DEMO, PROPOSAL, NEGOTIATION = range(1, 6)
DAYS = st.dates(date(2020, 1, 1), date(2030, 12, 31))


def only(saved: Saved) -> Card:
    [change] = saved.changes
    assert change.after is not None
    return change.after


@pytest.fixture
def deal(workspace: Workspace) -> int:
    new = NewDeal("Rollout", amount=1_000_05, stage="demo", expected_close=date(2026, 12, 18))
    return only(workspace.deals.add(new)).id


def test_a_stages_probability_follows_the_stage(workspace: Workspace, deal: int) -> None:
    for stage, probability, weighted in ((PROPOSAL, 60, 600_03), (NEGOTIATION, 80, 800_04), (QUALIFIED, 20, 200_01)):
        card = only(workspace.deals.move(deal, stage))
        assert (card.probability, card.probability_source, card.weighted) == (probability, "stage", weighted)


def test_a_probability_of_the_reps_own_survives_every_move(workspace: Workspace, deal: int) -> None:
    card = only(workspace.deals.edit(deal, {"probability": 33.335}))
    assert (card.probability, card.probability_source) == (33.34, "manual")
    # 100,005 cents at 33.34% are 33,341.667: rounded half up.
    assert card.weighted == 333_42
    for stage in (PROPOSAL, LEAD, NEGOTIATION):
        card = only(workspace.deals.move(deal, stage))
        assert (card.probability, card.probability_source, card.weighted) == (33.34, "manual", 333_42)
    workspace.deals.lose(deal, "price")
    assert only(workspace.deals.reopen(deal)).probability == 33.34
    card = only(workspace.deals.edit(deal, {"probability": None}))
    assert (card.probability, card.probability_source) == (80, "stage")


def test_a_probability_of_zero_is_one(workspace: Workspace, deal: int) -> None:
    card = only(workspace.deals.edit(deal, {"probability": 0.0}))
    assert (card.probability, card.probability_source, card.weighted) == (0, "manual", 0)
    assert only(workspace.deals.step(deal, 1)).probability == 0


def test_a_new_deal_can_have_its_own_probability(workspace: Workspace) -> None:
    card = only(workspace.deals.add(NewDeal("Sure", amount=50_00, probability=99.999)))
    assert (card.probability, card.probability_source, card.weighted) == (100, "manual", 50_00)


def test_a_category_by_hand_survives_every_move(workspace: Workspace, deal: int) -> None:
    assert workspace.overview.card(deal).category == "pipeline"
    card = only(workspace.deals.edit(deal, {"category": "omitted"}))
    assert (card.category, card.category_source) == ("omitted", "manual")
    for stage in (NEGOTIATION, LEAD, PROPOSAL):
        card = only(workspace.deals.move(deal, stage))
        assert (card.category, card.category_source) == ("omitted", "manual")
    card = only(workspace.deals.edit(deal, {"category": None}))
    assert (card.category, card.category_source) == ("best_case", "stage")


@pytest.mark.parametrize(
    ("was", "becomes", "pushed"),
    [
        (date(2026, 12, 18), date(2027, 1, 1), True),
        (date(2026, 12, 18), date(2026, 12, 31), False),  # later, but in its month
        (date(2026, 12, 18), date(2026, 11, 30), False),  # earlier
        (date(2026, 12, 18), date(2025, 12, 31), False),
        (date(2026, 12, 31), date(2027, 12, 1), True),
        (date(2026, 12, 18), None, False),
        (None, date(2027, 1, 1), False),
    ],
)
def test_a_push_is_later_and_out_of_its_month(was: date | None, becomes: date | None, pushed: bool) -> None:
    assert is_push(was, becomes) is pushed


@given(DAYS, DAYS)
def test_no_date_is_pushed_back_and_forth(one: date, other: date) -> None:
    assert not (is_push(one, other) and is_push(other, one))
    last_of_month = (one.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)
    assert is_push(one, other) == (other > last_of_month)


def test_pushes_are_counted(workspace: Workspace, deal: int) -> None:
    counted = []
    for day in (date(2026, 12, 31), date(2027, 1, 15), None, date(2027, 6, 1), date(2027, 3, 1), date(2027, 4, 1)):
        counted.append(only(workspace.deals.edit(deal, {"expected_close": day})).pushes)
    assert counted == [0, 1, 1, 1, 1, 2]


def test_an_edit_that_changes_nothing_leaves_no_trace(workspace: Workspace, deal: int) -> None:
    before = workspace.path.read_bytes()
    with on(workspace, date(2026, 12, 1)) as later:
        card = later.overview.card(deal)
        later.deals.edit(deal, {"title": card.title, "amount": (1_000_05, "EUR"), "tags": (), "company": ""})
        later.deals.note(deal, "\n")
        assert later.overview.card(deal) == card
    assert workspace.path.read_bytes() == before


@pytest.mark.parametrize(
    "change",
    [
        lambda work, deal: work.deals.edit(deal, {"amount": (1, "EUR")}),
        lambda work, deal: work.deals.edit(deal, {"tags": ("q4",)}),
        lambda work, deal: work.deals.edit(deal, {"contact": "Jane"}),
        lambda work, deal: work.deals.note(deal, "A note"),
        lambda work, deal: work.deals.step(deal, 1),
        lambda work, deal: work.deals.win(deal),
    ],
)
def test_whatever_the_rep_does_touches_the_deal(
    workspace: Workspace, deal: int, change: Callable[[Workspace, int], Saved]
) -> None:
    with on(workspace, date(2026, 12, 1)) as later:
        assert only(change(later, deal)).touched_on == date(2026, 12, 1)


def test_several_fields_are_one_entry(workspace: Workspace, deal: int) -> None:
    saved = workspace.deals.edit(deal, {"contact": "Jane", "company": "Acme", "stage": NEGOTIATION, "owner": "Kim"})
    card = only(saved)
    assert (saved.label, card.company, card.contact, card.owner) == (
        "Moved Rollout to Negotiation",
        "Acme",
        "Jane",
        "Kim",
    )
    with workspace.store.reading() as connection:
        employer = connection.exec_driver_sql("SELECT company_id FROM contact").scalar()
    assert employer == 1


def test_what_is_no_field_changes_nothing(workspace: Workspace, deal: int) -> None:
    card = workspace.overview.card(deal)
    with pytest.raises(Invalid, match="A deal has no field “colour”"):
        workspace.deals.edit(deal, {"owner": "Kim", "colour": "red"})
    with pytest.raises(Invalid, match="A deal needs a title"):
        workspace.deals.edit(deal, {"owner": "Kim", "title": " \n"})
    assert workspace.overview.card(deal) == card


def store_rate(workspace: Workspace, currency: str, base: str, rate: str, day: str) -> None:
    with workspace.store.transaction("A rate") as writing:
        writing.insert("exchange_rate", ("currency", "base", "day", "rate"), [(currency, base, day, rate)])


def worth(workspace: Workspace, amount: int | None, currency: str) -> tuple[int | None, str | None]:
    """The base amount of a new deal, and the rate that is kept with it."""
    card = only(workspace.deals.add(NewDeal("Abroad", amount=amount, currency=currency)))
    with workspace.store.reading() as connection:
        rate = connection.exec_driver_sql("SELECT rate FROM deal WHERE id = ?", (card.id,)).scalar()
    return card.base_amount, rate


def test_an_amount_is_worth_what_the_last_stored_rate_says(workspace: Workspace) -> None:
    assert worth(workspace, 1_000_00, "EUR") == (1_000_00, None)
    assert worth(workspace, 1_000_00, "USD") == (None, None)
    store_rate(workspace, "USD", "EUR", "0.90", "2026-01-01")
    store_rate(workspace, "USD", "EUR", "0.9155", "2026-11-23")
    store_rate(workspace, "USD", "EUR", "0.10", "2026-11-24")  # not yet
    store_rate(workspace, "EUR", "JPY", "160", "2026-01-01")  # the other way round
    assert worth(workspace, 1_000_01, "USD") == (915_51, "0.9155")  # 91,550.9155 cents, half up
    assert worth(workspace, None, "USD") == (None, None)
    assert worth(workspace, 160_000, "JPY") == (1_000_00, "0.00625")  # a yen has no cents
    assert worth(workspace, 1_000_00, "CHF") == (None, None)


def test_the_rate_stays_with_the_deal_until_its_amount_is_set(workspace: Workspace) -> None:
    store_rate(workspace, "USD", "EUR", "0.90", "2026-01-01")
    deal = only(workspace.deals.add(NewDeal("Abroad", amount=1_000_00, currency="USD"))).id
    store_rate(workspace, "USD", "EUR", "0.50", "2026-11-01")
    card = only(workspace.deals.step(deal, 1))
    assert (card.base_amount, card.weighted) == (900_00, 360_00)
    card = only(workspace.deals.edit(deal, {"amount": (2_000_00, "USD")}))
    assert (card.amount, card.currency, card.base_amount) == (2_000_00, "USD", 1_000_00)
    card = only(workspace.deals.edit(deal, {"amount": (700_00, "EUR")}))
    assert (card.amount, card.currency, card.base_amount) == (700_00, "EUR", 700_00)
    card = only(workspace.deals.edit(deal, {"amount": None}))
    assert (card.amount, card.base_amount, card.weighted) == (None, None, None)


def test_the_largest_amount_fits(workspace: Workspace) -> None:
    card = only(workspace.deals.add(NewDeal("All of it", amount=10**17, stage="negotiation")))
    assert (card.base_amount, card.weighted) == (10**17, 8 * 10**16)
