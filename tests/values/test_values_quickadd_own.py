"""Fields of one's own in a quick-add line."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipetui.values.own import Money, OwnField, OwnValue, write_own
from pipetui.values.quickadd import QuickAdd, parse_quickadd
from pipetui.values.text import clean

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
FIELDS = (
    OwnField(1, "contract_end", "End of contract", "date"),
    OwnField(2, "seats", "Seats", "number"),
    OwnField(3, "setup_fee", "Setup fee", "money"),
    OwnField(4, "size", "Größe", "choice", ("small", "Very large")),
    OwnField(5, "remark", "Remark", "text"),
)


def read(line: str) -> QuickAdd:
    return parse_quickadd(line, NOW, "EUR", FIELDS)


@pytest.mark.parametrize(
    ("line", "title", "own"),
    [
        ("Rollout seats:40 now", "Rollout now", {"seats": Decimal(40)}),
        ("Rollout setup_fee:1,200", "Rollout", {"setup_fee": Money(120_000, "EUR")}),
        ("Rollout contract_end:15 dec 40k", "Rollout", {"contract_end": date(2026, 12, 15)}),
        ("Rollout end_of_contract:eoq pilot", "Rollout pilot", {"contract_end": date(2026, 12, 31)}),
        ("Rollout Größe:very large racks", "Rollout racks", {"size": "Very large"}),
        ("Rollout grosse:very", "Rollout", {"size": "Very large"}),
        ("Rollout remark:'by train' +Acme", "Rollout", {"remark": "by train"}),
        ("Rollout SEATS:3 size:small", "Rollout", {"seats": Decimal(3), "size": "small"}),
        ("Rollout http://seats:40", "Rollout http://seats:40", {}),
        ("Rollout colour:red", "Rollout colour:red", {}),
    ],
)
def test_a_field_is_told_by_its_name(line: str, title: str, own: dict[str, OwnValue]) -> None:
    deal = read(line)
    assert (deal.title, dict(deal.own), deal.problem) == (title, own, None)


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        ("x seats:many", '"many" is not a number: write 12, 3.5 or 1,234.5.'),
        ("x size:huge", "“huge” is no größe: choose from small, Very large."),
        ("x seats:", "Nothing is said after seats:"),
        ("x seats:1 seats:2", "A deal has one seats; there are two here."),
        ("x contract_end:whenever", '"whenever" is not a day: try fri, +3d, 15 dec, eom or 2026-12-01.'),
    ],
)
def test_what_is_wrong_is_said(line: str, problem: str) -> None:
    assert read(line).problem == problem


values = st.fixed_dictionaries(
    {},
    optional={
        "contract_end": st.dates(date(1900, 1, 1), date(2200, 12, 31)),
        "seats": st.decimals(-(10**9), 10**9, places=3),
        "setup_fee": st.builds(Money, st.integers(-(10**12), 10**12), st.sampled_from(["EUR", "JPY", "KWD"])),
        "size": st.sampled_from(["small", "Very large"]),
        "remark": st.text(max_size=60).map(lambda text: clean(text.replace("'", "").replace('"', ""))).filter(bool),
    },
)


@given(values)
@settings(deadline=None)
def test_what_is_written_out_in_a_line_is_read_back(own: dict[str, OwnValue]) -> None:
    line = "Rollout " + " ".join(f"{key}:'{write_own(value)}'" for key, value in own.items())
    deal = read(line)
    assert (deal.title, dict(deal.own), deal.problem) == ("Rollout", own, None)
