from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hostile import HOSTILE
from pipetui.values.errors import Invalid
from pipetui.values.periods import KINDS, Kind, parse_period, period_of

TODAY = date(2026, 11, 23)
DAYS = st.dates(date(1900, 1, 1), date(2200, 12, 31))
MONTHS = st.integers(1, 12)


@pytest.mark.parametrize(
    ("kind", "fiscal_start", "label", "start", "end"),
    [
        ("month", 1, "Nov 2026", date(2026, 11, 1), date(2026, 11, 30)),
        ("quarter", 1, "Q4 2026", date(2026, 10, 1), date(2026, 12, 31)),
        ("half", 1, "H2 2026", date(2026, 7, 1), date(2026, 12, 31)),
        ("year", 1, "2026", date(2026, 1, 1), date(2026, 12, 31)),
        ("month", 4, "Nov 2026", date(2026, 11, 1), date(2026, 11, 30)),
        ("quarter", 4, "Q3 FY27", date(2026, 10, 1), date(2026, 12, 31)),
        ("half", 4, "H2 FY27", date(2026, 10, 1), date(2027, 3, 31)),
        ("year", 4, "FY27", date(2026, 4, 1), date(2027, 3, 31)),
        ("quarter", 12, "Q4 FY26", date(2026, 9, 1), date(2026, 11, 30)),
        ("year", 11, "FY27", date(2026, 11, 1), date(2027, 10, 31)),
    ],
)
def test_period_of(kind: Kind, fiscal_start: int, label: str, start: date, end: date) -> None:
    period = period_of(kind, TODAY, fiscal_start)
    assert (period.label, period.start, period.end) == (label, start, end)


@given(st.sampled_from(KINDS), DAYS, MONTHS)
@settings(max_examples=100, deadline=None)
def test_periods_tile_time(kind: Kind, day: date, fiscal_start: int) -> None:
    period = period_of(kind, day, fiscal_start)
    after = period.following()
    assert period.contains(day)
    assert after.start == period.end + timedelta(days=1)
    assert after.preceding() == period
    assert after.fiscal_start == fiscal_start
    assert period.start.day == 1


@given(st.sampled_from(KINDS), st.dates(date(1901, 1, 1), date(2199, 12, 31)), MONTHS)
@settings(max_examples=100, deadline=None)
def test_a_label_reads_back(kind: Kind, day: date, fiscal_start: int) -> None:
    period = period_of(kind, day, fiscal_start)
    assert parse_period(period.label, TODAY, fiscal_start=fiscal_start) == period


def test_days_left() -> None:
    quarter = period_of("quarter", TODAY)
    assert quarter.days_left(TODAY) == 38
    assert quarter.days_left(date(2026, 12, 31)) == 0
    assert quarter.days_left(date(2027, 1, 5)) == 0
    assert not quarter.contains(date(2027, 1, 1))


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("", "Q4 2026"),
        ("this", "Q4 2026"),
        ("NOW", "Q4 2026"),
        ("next", "Q1 2027"),
        ("last", "Q3 2026"),
        ("previous", "Q3 2026"),
        ("month", "Nov 2026"),
        ("this month", "Nov 2026"),
        ("next month", "Dec 2026"),
        ("last quarter", "Q3 2026"),
        ("half", "H2 2026"),
        ("last year", "2025"),
        ("prossimo trimestre", "Q1 2027"),
        ("q4", "Q4 2026"),
        ("Q1", "Q1 2026"),
        ("2026-Q4", "Q4 2026"),
        ("Q4 2027", "Q4 2027"),
        ("Q4-2026", "Q4 2026"),
        ("2026Q4", "Q4 2026"),
        ("H1", "H1 2026"),
        ("2026-h2", "H2 2026"),
        ("2025", "2025"),
        ("2026-11", "Nov 2026"),
        ("11/2026", "Nov 2026"),
        ("Nov", "Nov 2026"),
        ("november", "Nov 2026"),
        ("jan 2027", "Jan 2027"),
        ("dicembre 2026", "Dec 2026"),
    ],
)
def test_periods_as_typed(text: str, label: str) -> None:
    assert parse_period(text, TODAY).label == label


@pytest.mark.parametrize(
    ("text", "label", "start"),
    [
        ("this", "Q3 FY27", date(2026, 10, 1)),
        ("Q1", "Q1 FY27", date(2026, 4, 1)),
        ("Q4", "Q4 FY27", date(2027, 1, 1)),
        ("2026-Q4", "Q4 FY26", date(2026, 1, 1)),
        ("H2 FY27", "H2 FY27", date(2026, 10, 1)),
        ("2027", "FY27", date(2026, 4, 1)),
        ("FY2027", "FY27", date(2026, 4, 1)),
        ("Nov 2026", "Nov 2026", date(2026, 11, 1)),
    ],
)
def test_periods_of_a_fiscal_year(text: str, label: str, start: date) -> None:
    period = parse_period(text, TODAY, fiscal_start=4)
    assert (period.label, period.start) == (label, start)


@pytest.mark.parametrize(
    "text",
    ["Q9", "Q0", "H3", "26", "1899", "2201", "2026-13", "13/2026", "2026-00", "next foo", "foo", "Q4 1899"],
)
def test_what_is_no_period(text: str) -> None:
    with pytest.raises(Invalid) as refused:
        parse_period(text, TODAY)
    assert str(refused.value) == (f'"{text}" is not a period: write Q4, 2026-Q4, H1, Nov 2026, 2026 or "next month".')


@given(st.text(max_size=50) | st.text("qQhH0123456789-/ fynov", max_size=12) | st.sampled_from(HOSTILE), MONTHS)
@settings(max_examples=100, deadline=None)
def test_any_text_is_a_period_or_refused(text: str, fiscal_start: int) -> None:
    try:
        period = parse_period(text, TODAY, fiscal_start=fiscal_start)
    except Invalid as refused:
        assert str(refused).endswith(".")
    else:
        assert period == period_of(period.kind, period.start, fiscal_start)
