"""Values of fields of one's own: read from what is typed, shown, and written so that they are read again."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hostile import HOSTILE
from pipetui.values.errors import Invalid
from pipetui.values.money import LARGEST, precision
from pipetui.values.own import (
    RESERVED,
    Money,
    OwnField,
    OwnValue,
    key_of,
    own_named,
    read_choices,
    read_number,
    read_own,
    show_own,
    write_own,
)
from pipetui.values.text import clean

TODAY = date(2026, 11, 23)
SIZE = OwnField(1, "size", "Size", "choice", ("small", "medium", "Very large"))


def of(kind: str) -> OwnField:
    return OwnField(1, "it", "It", kind, SIZE.choices)


def read(kind: str, text: str) -> OwnValue | None:
    return read_own(of(kind), text, TODAY, "EUR")


@pytest.mark.parametrize(
    ("kind", "typed", "value", "shown"),
    [
        ("text", "  Red  tape ", "Red tape", "Red tape"),
        ("number", "1,234.5", Decimal("1234.5"), "1,234.5"),
        ("number", "1.234,5", Decimal("1234.5"), "1,234.5"),
        ("number", "-3", Decimal(-3), "-3"),
        ("number", "12,5 %", Decimal("12.5"), "12.5"),
        ("number", "007", Decimal(7), "7"),
        ("money", "40k", Money(4_000_000, "EUR"), "€40,000"),
        ("money", "1,234.56 USD", Money(123_456, "USD"), "$1,234.56"),
        ("date", "eom", date(2026, 11, 30), "Mon 30 Nov 2026"),
        ("date", "venerdì", date(2026, 11, 27), "Fri 27 Nov 2026"),
        ("date", "2026-12-01", date(2026, 12, 1), "Tue 1 Dec 2026"),
        ("choice", "SMALL", "small", "small"),
        ("choice", "very", "Very large", "Very large"),
    ],
)
def test_what_is_typed_is_read_by_its_kind(kind: str, typed: str, value: OwnValue, shown: str) -> None:
    assert read(kind, typed) == value
    assert show_own(value) == shown


@pytest.mark.parametrize("kind", ["text", "number", "money", "date", "choice"])
@pytest.mark.parametrize("nothing", ["", "  ", "\u200b", "\x1b[0m"])
def test_nothing_typed_is_nothing(kind: str, nothing: str) -> None:
    assert read(kind, nothing) is None


@pytest.mark.parametrize(
    ("kind", "typed", "said"),
    [
        ("number", "twelve", '"twelve" is not a number: write 12, 3.5 or 1,234.5.'),
        ("number", "1,2,3", '"1,2,3" is not a number: write 12, 3.5 or 1,234.5.'),
        ("number", "9" * 50, f'"{"9" * 39}…" is not a number: write 12, 3.5 or 1,234.5.'),
        ("money", "lots", '"lots" is not an amount: write 40000, 40k or 1,234.56.'),
        ("date", "2026-02-30", '"2026-02-30" is not a day: try fri, +3d, 15 dec, eom or 2026-12-01.'),
        ("choice", "huge", "“huge” is no it: choose from small, medium, Very large."),
        ("text", "x" * 1_001, "It takes at most 1,000 characters; there are 1,001 here."),
    ],
)
def test_what_can_not_be_read_is_said(kind: str, typed: str, said: str) -> None:
    with pytest.raises(Invalid) as refused:
        read(kind, typed)
    assert str(refused.value) == said


texts = st.text(max_size=300).map(clean).filter(bool)
numbers = st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**15), max_value=10**15, places=8)
currencies = st.sampled_from(["EUR", "JPY", "KWD", "USD", "CHF"])


@st.composite
def monies(draw: st.DrawFn) -> Money:
    currency = draw(currencies)
    most = LARGEST * 10 ** precision(currency)
    return Money(draw(st.integers(-most, most)), currency)


@given(
    st.one_of(
        st.tuples(st.just("text"), texts),
        st.tuples(st.just("number"), numbers),
        st.tuples(st.just("money"), monies()),
        st.tuples(st.just("date"), st.dates(date(1900, 1, 1), date(2200, 12, 31))),
        st.tuples(st.just("choice"), st.sampled_from(SIZE.choices)),
    ),
    currencies,
)
def test_what_is_written_is_read_as_itself(told: tuple[str, OwnValue], currency: str) -> None:
    kind, value = told
    assert read_own(of(kind), write_own(value), TODAY, currency) == value


@given(st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**9), max_value=10**9, places=3))
def test_three_decimals_are_no_thousands(number: Decimal) -> None:
    assert read_number(write_own(read_number(f"{number}0"))) == number


@given(st.text(max_size=60) | st.sampled_from(HOSTILE))
def test_any_text_is_read_or_refused(text: str) -> None:
    for kind in ("text", "number", "money", "date", "choice"):
        try:
            value = read(kind, text)
        except Invalid as refused:
            assert clean(str(refused)) == str(refused)
        else:
            assert value is None or clean(show_own(value)) == show_own(value)
    try:
        key = key_of(text)
    except Invalid:
        return
    assert key not in RESERVED and own_named(key, [OwnField(1, key, clean(text), "text")])


@pytest.mark.parametrize(
    ("label", "key"),
    [("Contract end", "contract_end"), ("Città", "citta"), ("# of seats!", "of_seats"), ("規模", "規模")],
)
def test_a_key_is_the_name_folded(label: str, key: str) -> None:
    assert key_of(label) == key


@pytest.mark.parametrize("label", ["", "  ", "!!", "4 seats", "Stage", "close date", "Next step", "x" * 41])
def test_names_that_can_be_no_field(label: str) -> None:
    with pytest.raises(Invalid):
        key_of(label)


def test_choices_are_cleaned_and_each_is_there_once() -> None:
    assert read_choices([" small ", "Small", "", "big\x1b[0m"]) == ("small", "big")
    for wrong in ([], [" "], ["x" * 41], [str(n) for n in range(101)]):
        with pytest.raises(Invalid):
            read_choices(wrong)
