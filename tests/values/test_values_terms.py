"""Terms of payment are read as typed, and part an amount to the cent."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hostile import HOSTILE
from pipetui.values.errors import Invalid
from pipetui.values.shares import part
from pipetui.values.terms import months_later, parse_terms, show_terms
from pipetui.values.text import clean

TODAY = date(2026, 11, 23)
CLOSE = date(2026, 12, 31)

KNOWN = {
    "30/70": [("deposit", 30_000, date(2026, 12, 31)), ("final", 70_000, date(2027, 1, 30))],
    "50% on signing, 50% in 30d": [("deposit", 50_000, date(2026, 12, 31)), ("final", 50_000, date(2027, 1, 30))],
    "net 30": [("payment", 100_000, date(2027, 1, 30))],
    "on signing": [("payment", 100_000, date(2026, 12, 31))],
    "3 x monthly": [
        ("instalment 1", 33_334, date(2026, 12, 31)),
        ("instalment 2", 33_333, date(2027, 1, 31)),
        ("instalment 3", 33_333, date(2027, 2, 28)),
    ],
    "25% upfront, rest net 60": [("deposit", 25_000, date(2026, 12, 31)), ("final", 75_000, date(2027, 3, 1))],
    "300 on signing; 50% in 30d; rest in 2 months": [
        ("deposit", 30_000, date(2026, 12, 31)),
        ("instalment 2", 50_000, date(2027, 1, 30)),
        ("final", 20_000, date(2027, 2, 28)),
    ],
    "40% on 15 jan and 60% on acceptance in 3 months": [
        ("deposit", 40_000, date(2027, 1, 15)),
        ("on acceptance", 60_000, date(2027, 3, 31)),
    ],
    "2x quarterly from 1 feb": [("deposit", 50_000, date(2027, 2, 1)), ("final", 50_000, date(2027, 5, 1))],
}


@pytest.mark.parametrize("text", KNOWN)
def test_terms_are_understood_as_typed(text: str) -> None:
    terms = parse_terms(text, TODAY, "EUR")
    amounts = terms.amounts(100_000, "EUR")
    found = [(each.label, amount, each.due(CLOSE)) for each, amount in zip(terms.parts, amounts, strict=True)]
    assert found == KNOWN[text]
    assert show_terms(terms, TODAY, "EUR")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "How is it paid"),
        ("30/60", "90%"),
        ("50% on signing", "50% is missing"),
        ("80% on signing, 30% in 30d", "more than the whole"),
        ("someday", "no terms"),
        ("rest, rest", "one rest"),
        ("5k USD on signing, rest in 30d", "in EUR, as the deal is, not in USD"),
        ("999 x monthly", "more than 120"),
    ],
)
def test_what_is_wrong_is_said(text: str, said: str) -> None:
    with pytest.raises(Invalid) as told:
        parse_terms(text, TODAY, "EUR")
    assert said in str(told.value)


def test_instalments_that_do_not_fit_a_deal_are_refused() -> None:
    for text in ("2k on signing, rest in 30d", "100 on signing, 200 in 30d"):
        with pytest.raises(Invalid, match="come to"):
            parse_terms(text, TODAY, "EUR").amounts(100_000, "EUR")


@given(st.integers(-(10**12), 10**12), st.lists(st.integers(0, 10**6), min_size=1, max_size=40).filter(any))
def test_parts_sum_to_the_whole_and_none_is_a_unit_off_its_share(total: int, weights: list[int]) -> None:
    parts = part(total, weights)
    assert sum(parts) == total
    for each, weight in zip(parts, weights, strict=True):
        assert abs(each * sum(weights) - total * weight) < sum(weights)


@given(
    st.integers(1, 10**11),
    st.sampled_from(["30/70", "33/33/34", "12 x monthly", "7 x weekly", "net 30", "12.5% on signing, rest in 60d"]),
)
def test_instalments_sum_to_the_amount_to_the_cent(total: int, text: str) -> None:
    assert sum(parse_terms(text, TODAY, "EUR").amounts(total, "EUR")) == total


@given(st.dates(date(1990, 1, 1), date(2090, 1, 1)), st.integers(-400, 400))
def test_months_on_a_day_stays_or_is_the_last_of_a_short_month(day: date, months: int) -> None:
    from dateutil.relativedelta import relativedelta

    assert months_later(day, months) == day + relativedelta(months=months)


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_terms_are_read_or_refused(text: str) -> None:
    try:
        parse_terms(text, TODAY, "EUR")
    except Invalid as error:
        assert clean(str(error)) == str(error)
