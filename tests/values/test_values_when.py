from datetime import date, datetime, time, timedelta, timezone

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hostile import HOSTILE
from pipetui.values import names
from pipetui.values.errors import Invalid
from pipetui.values.when import (
    When,
    parse_day,
    parse_when,
    show_date,
    show_day,
    show_overdue,
    show_span,
    show_time,
)
from pipetui.values.workdays import parse_put_off

NOW = datetime(2026, 11, 23, 14, 30, tzinfo=timezone(timedelta(hours=1)))  # a Monday
TODAY = NOW.date()
DAYS = st.dates(date(1901, 1, 1), date(2199, 12, 31))


@pytest.mark.parametrize(
    ("text", "iso"),
    [
        ("2026-12-01", "2026-12-01"),
        ("2026/12/01", "2026-12-01"),
        ("today", "2026-11-23"),
        ("TOD", "2026-11-23"),
        ("tomorrow", "2026-11-24"),
        ("tom", "2026-11-24"),
        ("tmr", "2026-11-24"),
        ("yesterday", "2026-11-22"),
        ("day after tomorrow", "2026-11-25"),
        ("+3d", "2026-11-26"),
        ("3d", "2026-11-26"),
        ("2w", "2026-12-07"),
        ("1m", "2026-12-23"),
        ("1y", "2027-11-23"),
        ("-2d", "2026-11-21"),
        ("in 3 days", "2026-11-26"),
        ("3 days ago", "2026-11-20"),
        ("3bd", "2026-11-26"),
        ("5bd", "2026-11-30"),
        ("-1bd", "2026-11-20"),
        ("eow", "2026-11-27"),
        ("eom", "2026-11-30"),
        ("end of the month", "2026-11-30"),
        ("eoq", "2026-12-31"),
        ("eoy", "2026-12-31"),
        ("som", "2026-12-01"),
        ("next week", "2026-11-30"),
        ("next month", "2026-12-01"),
        ("next quarter", "2027-01-01"),
        ("fri", "2026-11-27"),
        ("Friday", "2026-11-27"),
        ("mon", "2026-11-30"),
        ("next fri", "2026-12-04"),
        ("next mon", "2026-11-30"),
        ("this fri", "2026-11-27"),
        ("last fri", "2026-11-20"),
        ("last mon", "2026-11-16"),
        ("q1", "2027-03-31"),
        ("q4", "2026-12-31"),
        ("q3", "2027-09-30"),
        ("15 dec", "2026-12-15"),
        ("15dec", "2026-12-15"),
        ("dec 15", "2026-12-15"),
        ("dec 15th, 2027", "2027-12-15"),
        ("15 dec 2027", "2027-12-15"),
        ("23 nov", "2026-11-23"),
        ("22 nov", "2027-11-22"),
        ("29 feb", "2028-02-29"),
        ("december", "2026-12-31"),
        ("november", "2026-11-30"),
        ("october", "2027-10-31"),
        ("15th", "2026-12-15"),
        ("31st", "2026-12-31"),
        ("15/12", "2026-12-15"),
        ("12/15", "2026-12-15"),
        ("3/4", "2027-04-03"),
        ("15.12.", "2026-12-15"),
        ("15/12/2027", "2027-12-15"),
        ("12/15/2027", "2027-12-15"),
        ("3/4/27", "2027-04-03"),
        ("31.12.2026", "2026-12-31"),
        ("oggi", "2026-11-23"),
        ("domani", "2026-11-24"),
        ("dopodomani", "2026-11-25"),
        ("lunedì", "2026-11-30"),
        ("ven", "2026-11-27"),
        ("venerdì prossimo", "2026-12-04"),
        ("prossimo venerdi", "2026-12-04"),
        ("fine mese", "2026-11-30"),
        ("settimana prossima", "2026-11-30"),
        ("fra 3 giorni", "2026-11-26"),
        ("tra 2 settimane", "2026-12-07"),
        ("15 gennaio", "2027-01-15"),
        ("15 gen", "2027-01-15"),
    ],
)
def test_days_as_typed(text: str, iso: str) -> None:
    assert parse_day(text, TODAY).isoformat() == iso


def test_months_end_where_they_end() -> None:
    assert parse_day("1m", date(2026, 1, 31)) == date(2026, 2, 28)
    assert parse_day("1y", date(2028, 2, 29)) == date(2029, 2, 28)


@pytest.mark.parametrize(
    ("today", "friday"),
    [
        ("2026-11-26", "2026-11-27"),
        ("2026-11-27", "2026-11-27"),
        ("2026-11-28", "2026-12-04"),
        ("2026-11-29", "2026-12-04"),
    ],
)
def test_end_of_week_is_friday(today: str, friday: str) -> None:
    assert parse_day("eow", date.fromisoformat(today)) == date.fromisoformat(friday)


@pytest.mark.parametrize(
    ("text", "iso", "at"),
    [
        ("2026-12-01 15:00", "2026-12-01", "15:00"),
        ("2026-12-01T15:00", "2026-12-01", "15:00"),
        ("2026-12-01T15:00:59Z", "2026-12-01", "16:00"),
        ("2026-12-01T23:30:00+00:00", "2026-12-02", "00:30"),
        ("fri", "2026-11-27", None),
        ("fri 15:00", "2026-11-27", "15:00"),
        ("fri at 3pm", "2026-11-27", "15:00"),
        ("15:00 fri", "2026-11-27", "15:00"),
        ("fri 15.10", "2026-11-27", "15:10"),
        ("15:00", "2026-11-23", "15:00"),
        ("15.00", "2026-11-23", "15:00"),
        ("14:30", "2026-11-24", "14:30"),
        ("9.30", "2026-11-24", "09:30"),
        ("3pm", "2026-11-23", "15:00"),
        ("3:30 pm", "2026-11-23", "15:30"),
        ("12am", "2026-11-24", "00:00"),
        ("12pm", "2026-11-24", "12:00"),
        ("15h", "2026-11-23", "15:00"),
        ("15h30", "2026-11-23", "15:30"),
        ("noon", "2026-11-24", "12:00"),
        ("at 15", "2026-11-23", "15:00"),
        ("domani alle 15", "2026-11-24", "15:00"),
        ("15 dec 3 pm", "2026-12-15", "15:00"),
        ("+3d noon", "2026-11-26", "12:00"),
    ],
)
def test_days_with_times(text: str, iso: str, at: str | None) -> None:
    assert parse_when(text, NOW) == When(date.fromisoformat(iso), time.fromisoformat(at) if at else None)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("frday", "did you mean friday? Or try"),
        ("nxt fri", "did you mean next fri? Or try"),
        ("15 dcember", "did you mean 15 december? Or try"),
        ("30/2", "try fri,"),
        ("30 feb", "try fri,"),
        ("31.9.2026", "try fri,"),
        ("99/99", "try fri,"),
        ("2026-13-45", "try fri,"),
        ("1899-12-31", "try fri,"),
        ("9999y", "try fri,"),
        ("Q9", "try fri,"),
        ("3", "try fri,"),
        ("pricing", "try fri,"),
        ("fri 15:00", "try fri,"),
    ],
)
def test_what_is_no_day(text: str, said: str) -> None:
    with pytest.raises(Invalid) as refused:
        parse_day(text, TODAY)
    assert str(refused.value) == f'"{text}" is not a day: {said} +3d, 15 dec, eom or 2026-12-01.'


@pytest.mark.parametrize("text", ["24:00", "15:60", "13pm", "at 3", "0pm", "fri 25:00"])
def test_what_is_no_time(text: str) -> None:
    with pytest.raises(Invalid, match="is not a day"):
        parse_when(text, NOW)


def test_an_empty_day_is_missing() -> None:
    with pytest.raises(Invalid, match="A day is missing"):
        parse_day(" \x1b[0m", TODAY)


@given(DAYS, DAYS)
@settings(max_examples=100, deadline=None)
def test_a_shown_date_reads_back(day: date, today: date) -> None:
    assert parse_day(show_date(day).split(maxsplit=1)[1], today) == day
    assert parse_day(day.isoformat(), today) == day


@given(st.integers(-6, 300), DAYS)
@settings(max_examples=100, deadline=None)
def test_a_day_shown_short_reads_back_until_its_year_is_shown(ahead: int, today: date) -> None:
    day = today + timedelta(days=ahead)
    if ahead >= -1:
        assert parse_day(show_day(day, today), today) == day


WORDS = st.sampled_from(
    [
        *("next", "last", "in", "at", "3", "15", "fri", "dec", "q4", "15:00"),
        *("3pm", "+2d", "eom", "2026", ".", "/", "-", "of", "the", "30", "feb"),
    ]
)


@given(st.text(max_size=40) | st.lists(WORDS, max_size=6).map(" ".join) | st.sampled_from(HOSTILE), DAYS)
@settings(max_examples=100, deadline=None)
def test_any_text_is_a_day_or_refused(text: str, today: date) -> None:
    now = datetime.combine(today, time(9), NOW.tzinfo)
    try:
        assert 1900 <= parse_when(text, now).day.year <= 2200
    except Invalid as refused:
        assert str(refused).endswith(".")


@pytest.mark.parametrize(
    ("locale", "typed", "iso"),
    [
        ("it_IT.UTF-8", "mar", "2026-11-24"),
        ("en_GB.UTF-8", "mar", "2027-03-31"),
        ("de_DE.UTF-8", "Do", "2026-11-26"),
        ("fr_FR@euro", "15 août", "2027-08-15"),
        ("C.UTF-8", "fri", "2026-11-27"),
    ],
)
def test_names_of_the_language_of_the_environment(
    monkeypatch: pytest.MonkeyPatch, locale: str, typed: str, iso: str
) -> None:
    vocabulary = (names.languages, names.months, names.weekdays)
    monkeypatch.setenv("LC_ALL", locale)
    for table in vocabulary:
        table.cache_clear()
    try:
        assert parse_day(typed, TODAY).isoformat() == iso
    finally:
        for table in vocabulary:
            table.cache_clear()


@pytest.mark.parametrize(
    ("iso", "shown"),
    [
        ("2026-11-22", "yesterday"),
        ("2026-11-23", "today"),
        ("2026-11-24", "tomorrow"),
        ("2026-11-25", "Wed"),
        ("2026-11-29", "Sun"),
        ("2026-11-30", "30 Nov"),
        ("2026-11-20", "20 Nov"),
        ("2026-12-18", "18 Dec"),
        ("2027-12-18", "18 Dec 2027"),
        ("2025-12-18", "18 Dec 2025"),
    ],
)
def test_show_day(iso: str, shown: str) -> None:
    assert show_day(date.fromisoformat(iso), TODAY) == shown


def test_show_the_rest() -> None:
    assert show_date(date(2026, 12, 18)) == "Fri 18 Dec 2026"
    assert show_time(time(9, 5)) == "09:05"
    assert [show_overdue(days) for days in (1, 3)] == ["1 day late", "3 days late"]
    spans = {
        0: "0d",
        9: "9d",
        13: "13d",
        14: "2w",
        27: "3w",
        60: "8w",
        61: "2mo",
        160: "5mo",
        365: "12mo",
        730: "2y",
    }
    assert {days: show_span(days) for days in spans} == spans


def test_a_date_may_be_said_with_its_weekday() -> None:
    today = date(2026, 11, 23)
    assert parse_day("thu 26 nov", today) == date(2026, 11, 26)
    assert parse_day("Friday 2026-11-27", today) == date(2026, 11, 27)
    with pytest.raises(Invalid):
        parse_day("fri 26 nov", today)


NOW_THEN = datetime(2026, 10, 22, 9)  # noqa: DTZ001  # local, as the rep sees it


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("+3d", date(2026, 10, 26)),  # a Thursday: three days on it is Sunday
        ("3d", date(2026, 10, 26)),
        ("in 2 days", date(2026, 10, 26)),
        ("fra 2 giorni", date(2026, 10, 26)),
        ("3 giorni", date(2026, 10, 26)),
        ("1w", date(2026, 10, 29)),
        ("sun", date(2026, 10, 25)),
        ("25 oct", date(2026, 10, 25)),
        ("3 dec", date(2026, 12, 3)),
    ],
)
def test_what_is_put_off_by_so_many_days_comes_on_a_workday(text: str, day: date) -> None:
    assert parse_put_off(text, NOW_THEN).day == day


@pytest.mark.parametrize(
    ("text", "due", "day"),
    [
        ("3d", date(2026, 11, 2), date(2026, 11, 5)),  # later than it is due
        ("+1w", date(2026, 11, 2), date(2026, 11, 9)),
        ("+1m", date(2026, 11, 5), date(2026, 12, 7)),  # the fifth is a Saturday
        ("3d", date(2026, 10, 1), date(2026, 10, 26)),  # late already: from today
        ("3d", date(2026, 10, 22), date(2026, 10, 26)),
        ("3d", None, date(2026, 10, 26)),
        ("in 1 day", date(2026, 11, 2), date(2026, 10, 23)),  # from today, whenever it is due
        ("tomorrow", date(2026, 11, 2), date(2026, 10, 23)),
        ("mon", date(2026, 11, 5), date(2026, 10, 26)),
        ("2 dec", date(2026, 11, 5), date(2026, 12, 2)),
    ],
)
def test_so_many_days_are_put_off_from_the_day_it_is_due(text: str, due: date | None, day: date) -> None:
    assert parse_put_off(text, NOW_THEN, due).day == day
