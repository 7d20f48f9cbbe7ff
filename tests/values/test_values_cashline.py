"""Payments and expenses are read from one line; what can't be is said."""

from datetime import date

import pytest

from hostile import HOSTILE
from pipetui.values.cashline import CashLine, parse_cashline, parse_past_day, past_day, show_cashline
from pipetui.values.errors import Invalid
from pipetui.values.text import clean

TODAY = date(2026, 11, 23)


def read(text: str) -> CashLine:
    return parse_cashline(text, TODAY, "EUR")


@pytest.mark.parametrize(
    ("text", "amount", "kind", "label", "due", "paid"),
    [
        ("deposit 5k in 30d", 500_000, "", "deposit", date(2026, 12, 23), None),
        ("320 travel Milan fri", 32_000, "travel", "Milan", date(2026, 11, 27), None),
        ("€ 45.50 taxi paid yesterday", 4_550, "travel", "taxi", None, date(2026, 11, 22)),
        ("final 70k due 15 jan", 7_000_000, "", "final", date(2027, 1, 15), None),
        ("5k received", 500_000, "", "", None, TODAY),
        ("1 200 hotel Turin", 120_000, "travel", "hotel Turin", None, None),
        ("goods 300 paid on 3 nov", 30_000, "goods", "", None, date(2026, 11, 3)),
    ],
)
def test_a_line_is_understood(
    text: str, amount: int, kind: str, label: str, due: date | None, paid: date | None
) -> None:
    told = read(text)
    label = label or ("goods" if kind == "goods" else "")
    assert (told.amount, told.kind, told.label, told.due, told.paid) == (amount, kind, label, due, paid)
    assert show_cashline(told, TODAY, expense=True)


def test_what_keeps_coming_and_what_is_a_share() -> None:
    rent = read("rent 900 every month")
    assert rent.every is not None and rent.due == TODAY and rent.every.after(TODAY) == date(2026, 12, 23)
    share = read("commission 10% on 15 dec")
    assert (share.amount, share.percent, share.kind) == (None, 10.0, "commission")


def test_what_was_paid_was_paid_by_today() -> None:
    assert past_day(date(2027, 11, 3), TODAY) == date(2026, 11, 3)
    with pytest.raises(Invalid, match="paid by today"):
        past_day(date(2026, 11, 24), TODAY)


@pytest.mark.parametrize("text", ["", "nothing", "-5 travel", "150% commission", "x" * 400])
def test_what_is_no_line_is_refused(text: str) -> None:
    with pytest.raises(Invalid):
        read(text)


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_lines_are_read_or_refused(text: str) -> None:
    for line in (text, f"5k {text}"):
        try:
            told = read(line)
        except Invalid as error:
            assert clean(str(error)) == str(error)
        else:
            assert clean(told.label) == told.label


def test_a_weekday_something_was_paid_on_is_the_last_one() -> None:
    # TODAY is a Monday.
    for said, day in {"fri": 20, "tue": 17, "3 nov": 3}.items():
        assert parse_past_day(said, TODAY) == date(2026, 11, day)
        line = parse_cashline(f"320 travel paid {said}", TODAY, "EUR")
        assert (line.paid, line.due) == (date(2026, 11, day), None)
    assert parse_cashline("320 travel paid on fri Milan", TODAY, "EUR").label == "Milan"
    for ahead in ("tomorrow", "in 3d", "24 nov"):
        with pytest.raises(Invalid):
            parse_past_day(ahead, TODAY)
