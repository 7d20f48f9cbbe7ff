"""Follow-ups that keep coming, as typed, as shown, and when they come."""

from datetime import date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hostile import HOSTILE
from pipetui.values.errors import Invalid
from pipetui.values.followup import parse_followup, show_followup
from pipetui.values.recurrence import Recurrence, read_recurrence, recurrence_of

TODAY = date(2026, 11, 23)  # a Monday
NOW = datetime(2026, 11, 23, 14, 30, tzinfo=timezone(timedelta(hours=1)))


@pytest.mark.parametrize(
    ("typed", "shown", "comes"),
    [
        ("every day", "every day", ["2026-11-24", "2026-11-25"]),
        ("every workday", "every workday", ["2026-11-24", "2026-11-25", "2026-11-26", "2026-11-27", "2026-11-30"]),
        ("every working day", "every workday", ["2026-11-24"]),
        ("weekly", "every Mon", ["2026-11-30", "2026-12-07"]),
        ("every week", "every Mon", ["2026-11-30"]),
        ("every tuesday", "every Tue", ["2026-11-24", "2026-12-01"]),
        ("every tue and thu", "every Tue, Thu", ["2026-11-24", "2026-11-26", "2026-12-01"]),
        ("every second Tuesday", "every 2 weeks on Tue", ["2026-11-24", "2026-12-08"]),
        ("every other tue", "every 2 weeks on Tue", ["2026-11-24", "2026-12-08"]),
        ("every 2 weeks", "every 2 weeks on Mon", ["2026-12-07", "2026-12-21"]),
        ("every two weeks on fri", "every 2 weeks on Fri", ["2026-11-27", "2026-12-11"]),
        ("every 2nd tue of the month", "every second Tue of the month", ["2026-12-08", "2027-01-12"]),
        ("every last fri of the month", "every last Fri of the month", ["2026-11-27", "2026-12-25"]),
        ("every month", "every month on the 23", ["2026-12-23"]),
        ("every 15th", "every month on the 15", ["2026-12-15", "2027-01-15"]),
        ("every month on the 31st", "every month on the 31", ["2026-11-30", "2026-12-31", "2027-01-31", "2027-02-28"]),
        ("quarterly", "every quarter on the 23", ["2027-02-23", "2027-05-23"]),
        ("every half", "every 2 quarters on the 23", ["2027-05-23"]),
        ("every year", "every year", ["2027-11-23", "2028-11-23"]),
        ("ogni due settimane", "every 2 weeks on Mon", ["2026-12-07"]),
        ("ogni martedì", "every Tue", ["2026-11-24"]),
        ("ogni trimestre", "every quarter on the 23", ["2027-02-23"]),
        ("every week until 6 dec", "every Mon until 2026-12-06", ["2026-11-30", None]),
    ],
)
def test_recurrences_as_typed(typed: str, shown: str, comes: list[str | None]) -> None:
    every = read_recurrence(typed, TODAY)
    assert every.shown == shown
    day: date | None = TODAY
    for expected in comes:
        assert day is not None
        day = every.after(day)
        assert (day and day.isoformat()) == expected


def test_a_day_of_a_leap_year_comes_every_year() -> None:
    every = read_recurrence("every year", date(2028, 2, 29))
    assert [every.after(date(year, 1, 1)) for year in (2029, 2032)] == [date(2029, 2, 28), date(2032, 2, 29)]


@pytest.mark.parametrize("typed", ["", "every", "every fish", "often", "every 0 weeks", "every 200 weeks", *HOSTILE])
def test_what_is_no_recurrence_is_refused(typed: str) -> None:
    with pytest.raises(Invalid, match="That is no recurrence: write every week"):
        read_recurrence(typed, TODAY)


@pytest.mark.parametrize("often", ["31 feb", "0 days", "-1 weeks", "99999999 years", "200 weeks"])
def test_a_follow_up_is_not_planned_by_a_recurrence_that_never_comes(often: str) -> None:
    with pytest.raises(Invalid, match="That is no recurrence: write every week"):
        parse_followup(f"call every {often} about the price", NOW)
    assert parse_followup("call fri about every 10 seats they add", NOW).subject == "every 10 seats they add"


def test_what_ended_before_it_began_is_refused() -> None:
    with pytest.raises(Invalid, match="“every Mon until 2026-11-25” never comes"):
        read_recurrence("every week until 25 nov", TODAY)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("call every second tuesday about the rollout", "Call tomorrow (every 2 weeks on Tue): the rollout"),
        ("call tue 10:00 every 2 weeks", "Call tomorrow 10:00 (every 2 weeks on Tue)"),
        ("call every fri 15:00 about pricing", "Call Fri 15:00 (every Fri): pricing"),
        ("check-in quarterly", "Task 23 Feb (every quarter on the 23): check-in"),
        ("email 15 jan every quarter about the check-in", "Email 15 Jan (every quarter on the 15): the check-in"),
        ("call fri about the weekly report", "Call Fri: the weekly report"),
        ("ask everyone in the room", "Task: ask everyone in the room"),
        ("call them every time it rains", "Call: them every time it rains"),
    ],
)
def test_follow_ups_that_keep_coming(text: str, shown: str) -> None:
    assert show_followup(parse_followup(text, NOW), TODAY) == shown


SAID = st.sampled_from(
    [
        "every day",
        "every workday",
        "every 3 weeks on wed",
        "every mon, fri",
        "every 2 months on the 30",
        "every last thu of the month",
        "every 3 quarters",
        "every year",
        "every 2 weeks until 2031-01-01",
    ]
)


@given(SAID, st.dates(date(2020, 1, 1), date(2029, 12, 31)))
def test_what_is_shown_is_read_as_the_same(said: str, day: date) -> None:
    every = read_recurrence(said, day)
    again = read_recurrence(every.shown, day)
    # A year's day is told by where it starts.
    assert again == every
    assert recurrence_of(every.rule, every.start) == Recurrence(every.rule, day)
    coming = every.after(day)
    assert coming is not None and coming > day
