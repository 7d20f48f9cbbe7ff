import time as system_time
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipetui.values.clock import Clock, _local_days, _minute_day, local_moment, parse_as_of, stored_day, to_local
from pipetui.values.errors import Invalid


@pytest.fixture
def rome(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("TZ", "Europe/Rome")
    system_time.tzset()
    yield
    monkeypatch.undo()
    system_time.tzset()


@pytest.mark.usefixtures("rome")
def test_a_set_day_is_that_day_at_nine() -> None:
    clock = Clock(date(2026, 7, 1))
    assert clock.today() == date(2026, 7, 1)
    assert clock.now() == datetime(2026, 7, 1, 7, tzinfo=UTC)
    assert clock.now().tzinfo is UTC


@pytest.mark.usefixtures("rome")
def test_local_time_knows_summer_and_winter() -> None:
    assert local_moment(date(2026, 12, 1), time(15)) == datetime(2026, 12, 1, 14, tzinfo=UTC)
    assert local_moment(date(2026, 6, 1), time(15)) == datetime(2026, 6, 1, 13, tzinfo=UTC)
    assert f"{to_local(datetime(2026, 6, 1, 23, tzinfo=UTC))}" == "2026-06-02 01:00:00+02:00"
    winter = datetime(2026, 12, 1, 14, tzinfo=UTC).astimezone(Clock().zone)
    assert (winter.hour, winter.utcoffset()) == (15, timedelta(hours=1))


def test_without_a_set_day_it_is_now() -> None:
    before = datetime.now(UTC)
    assert before <= Clock().now() <= datetime.now(UTC)
    assert Clock().now().tzinfo is UTC


def test_the_day_to_take_as_today() -> None:
    assert parse_as_of(" 2026-12-01 ") == date(2026, 12, 1)


@pytest.mark.parametrize(
    "text", ["", "today", "20261201", "2026-W49-2", "2026-02-30", "1899-12-31", "2201-01-01", "٢٠٢٦-١٢-٠١"]
)
def test_any_other_day_to_take_as_today_is_refused(text: str) -> None:
    with pytest.raises(Invalid, match="write it as 2026-12-01"):
        parse_as_of(text)


@given(
    day=st.dates(date(1900, 1, 2), date(2200, 12, 30)),
    minute=st.integers(0, 24 * 60 - 1),
    zone=st.sampled_from(["UTC", "Europe/Rome", "America/St_Johns", "Pacific/Kiritimati", "Australia/Lord_Howe"]),
)
@settings(max_examples=300, deadline=None)
def test_the_day_of_a_stored_moment_is_the_local_one(day: date, minute: int, zone: str) -> None:
    with pytest.MonkeyPatch.context() as patched:
        patched.setenv("TZ", zone)
        system_time.tzset()
        _local_days.cache_clear()
        _minute_day.cache_clear()
        try:
            change = datetime(2026, 3, 29, tzinfo=UTC)
            drawn = datetime(day.year, day.month, day.day, *divmod(minute, 60), tzinfo=UTC)
            for moment in (drawn, *(change + timedelta(minutes=15 * turn) for turn in range(96))):
                there = moment.astimezone(ZoneInfo(zone)).date()
                assert stored_day(moment.strftime("%Y-%m-%d %H:%M:%S.%f")) == there
        finally:
            _local_days.cache_clear()
            _minute_day.cache_clear()
            patched.undo()
            system_time.tzset()
