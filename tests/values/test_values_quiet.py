"""Quiet hours go over midnight, and end when they end."""

from datetime import datetime

import pytest

from pipetui.values.errors import Invalid
from pipetui.values.quiet import parse_quiet


@pytest.mark.parametrize(
    ("text", "quiet", "loud"),
    [
        ("18:30-08:00", ("18:30", "23:59", "00:00", "07:59"), ("08:00", "12:00", "18:29")),
        ("12:00 – 13:00", ("12:00", "12:59"), ("11:59", "13:00", "23:00")),
        ("10pm to 7am", ("22:00", "03:00"), ("07:00", "21:59")),
    ],
)
def test_it_is_quiet_from_when_to_when(text: str, quiet: tuple[str, ...], loud: tuple[str, ...]) -> None:
    hours = parse_quiet(text)
    assert hours is not None
    for clock, covered in [*((each, True) for each in quiet), *((each, False) for each in loud)]:
        assert hours.cover(datetime.fromisoformat(f"2026-11-23T{clock}").astimezone()) is covered, clock


def test_nothing_is_never_quiet() -> None:
    assert parse_quiet("  ") is None


@pytest.mark.parametrize("text", ["evening", "18:30", "18:30-", "8-9-10", "25:00-08:00"])
def test_what_is_no_time_is_told(text: str) -> None:
    with pytest.raises(Invalid, match="no quiet hours"):
        parse_quiet(text)
