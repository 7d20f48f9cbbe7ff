from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from math import floor

import pytest
from babel.numbers import get_currency_precision, get_currency_symbol
from hypothesis import given, settings
from hypothesis import strategies as st

from hostile import HOSTILE
from pipetui.values.errors import Invalid
from pipetui.values.money import (
    _KNOWN,
    Mark,
    decimal_mark,
    is_currency,
    major,
    parse_amount,
    precision,
    show,
    show_short,
    symbol,
    weighted,
)
from pipetui.values.text import clean

CURRENCIES = st.sampled_from(["EUR", "USD", "GBP", "CHF", "JPY", "KWD", "SEK", "AUD", "INR", "BRL"])
MINORS = st.integers(-(10**14), 10**14)


def test_currencies() -> None:
    assert [precision(code) for code in ("EUR", "JPY", "KWD")] == [2, 0, 3]
    assert [symbol(code) for code in ("EUR", "USD", "AUD", "CHF", "XOF")] == ["€", "$", "A$", "CHF", "FCFA"]
    assert is_currency("EUR")
    assert not is_currency("eur")
    assert not is_currency("XYZ")
    assert not is_currency("")


@pytest.mark.parametrize("code", _KNOWN)
def test_what_is_known_beforehand_is_what_the_library_says(code: str) -> None:
    sign = "".join(get_currency_symbol(code, locale="en").split())
    assert (precision(code), symbol(code)) == (get_currency_precision(code), sign)


@pytest.mark.parametrize(
    ("minor", "currency", "shown", "short"),
    [
        (0, "EUR", "€0", "€0"),
        (2_400_000, "EUR", "€24,000", "€24k"),
        (123_450, "EUR", "€1,234.50", "€1.2k"),
        (5, "EUR", "€0.05", "€0"),
        (-5, "EUR", "-€0.05", "€0"),
        (-300_000, "EUR", "-€3,000", "-€3k"),
        (120_000, "CHF", "CHF 1,200", "CHF 1.2k"),
        (1_200, "JPY", "¥1,200", "¥1.2k"),
        (1_234_500, "KWD", "KWD 1,234.500", "KWD 1.2k"),
        (95_000, "EUR", "€950", "€950"),
        (99_949, "EUR", "€999.49", "€999"),
        (99_950, "EUR", "€999.50", "€1k"),
        (2_430_000, "EUR", "€24,300", "€24.3k"),
        (9_999_900, "EUR", "€99,999", "€100k"),
        (99_949_999, "EUR", "€999,499.99", "€999k"),
        (99_950_000, "EUR", "€999,500", "€1M"),
        (123_456_789, "EUR", "€1,234,567.89", "€1.2M"),
        (1_234_567_890_000, "USD", "$12,345,678,900", "$12.3B"),
        (123_456_789_000_000, "EUR", "€1,234,567,890,000", "€1,235B"),
    ],
)
def test_show(minor: int, currency: str, shown: str, short: str) -> None:
    assert show(minor, currency) == shown
    assert show_short(minor, currency) == short


def test_major_is_whole_where_it_can_be() -> None:
    assert repr(major(2_400_000, "EUR")) == "24000"
    assert repr(major(123_450, "EUR")) == "1234.5"
    assert repr(major(-1_200, "JPY")) == "-1200"
    assert repr(major(1_234, "KWD")) == "1.234"


@pytest.mark.parametrize(
    ("minor", "probability", "expected"),
    [
        (100, 50, 50),
        (1, 50, 1),
        (-1, 50, 0),
        (3, 33.33, 1),
        (10_000, 33.33, 3_333),
        (10_005, 10, 1_001),
        (10_004, 10, 1_000),
        (7_517_485_900, 80, 6_013_988_720),
        (123, 0, 0),
        (123, 100, 123),
    ],
)
def test_weighted(minor: int, probability: float, expected: int) -> None:
    assert weighted(minor, probability) == expected


@given(MINORS, st.integers(0, 10_000))
@settings(max_examples=100, deadline=None)
def test_weighted_is_exact_half_up(minor: int, hundredths: int) -> None:
    exact = Fraction(minor) * Fraction(hundredths, 10_000)
    assert weighted(minor, hundredths / 100) == floor(exact + Fraction(1, 2))


@given(MINORS, CURRENCIES)
@settings(max_examples=100, deadline=None)
def test_what_is_shown_reads_back(minor: int, currency: str) -> None:
    assert parse_amount(show(minor, currency), currency) == (minor, currency)


@given(st.decimals(0, 10**12, places=4), CURRENCIES)
@settings(max_examples=100, deadline=None)
def test_decimals_are_rounded_half_up_exactly(amount: Decimal, currency: str) -> None:
    minor = (amount * 10 ** precision(currency)).to_integral_value(ROUND_HALF_UP)
    assert parse_amount(f"{amount:f}", currency, decimal=".") == (int(minor), currency)


@pytest.mark.parametrize(
    ("text", "minor", "currency"),
    [
        ("40000", 4_000_000, "EUR"),
        ("1,234.56", 123_456, "EUR"),
        ("1.234,56", 123_456, "EUR"),
        ("1 234,56", 123_456, "EUR"),
        ("1\u00a0234,56", 123_456, "EUR"),
        ("1\u202f234\u2009567", 123_456_700, "EUR"),
        ("1'234.50", 123_450, "EUR"),
        ("1’234", 123_400, "EUR"),
        ("1,234", 123_400, "EUR"),
        ("1.234", 123_400, "EUR"),
        ("1,234,567", 123_456_700, "EUR"),
        ("1.234.567", 123_456_700, "EUR"),
        ("12,34,567.50", 123_456_750, "EUR"),
        ("12,5", 1_250, "EUR"),
        ("1234.567", 123_457, "EUR"),
        ("0.125", 13, "EUR"),
        ("0,004", 0, "EUR"),
        (".5", 50, "EUR"),
        ("356981.0", 35_698_100, "EUR"),
        ("40k", 4_000_000, "EUR"),
        ("40 K", 4_000_000, "EUR"),
        ("1.5m", 150_000_000, "EUR"),
        ("1,5M", 150_000_000, "EUR"),
        ("2 mln", 200_000_000, "EUR"),
        ("2bn", 200_000_000_000, "EUR"),
        ("€40k", 4_000_000, "EUR"),
        ("40k€", 4_000_000, "EUR"),
        ("40k EUR", 4_000_000, "EUR"),
        ("€ 40 EUR", 4_000, "EUR"),
        ("US$ 5", 500, "USD"),
        ("$5", 500, "USD"),
        ("$5 CAD", 500, "CAD"),
        ("KWD 1.234", 1_234, "KWD"),
        ("KWD 1,234", 1_234_000, "KWD"),
        ("£5", 500, "GBP"),
        ("chf 1,200", 120_000, "CHF"),
        ("Fr. 12", 1_200, "CHF"),
        ("1200 kr", 120_000, "SEK"),
        ("40 mxn", 4_000, "MXN"),
        ("¥1,200", 1_200, "JPY"),
        ("KWD 1.2345", 1_235, "KWD"),
        ("-3", -300, "EUR"),
        ("−3", -300, "EUR"),
        ("€-3", -300, "EUR"),
        ("(1,200)", -120_000, "EUR"),
        ("(€1,200)", -120_000, "EUR"),
        ("1000000000000000", 10**17, "EUR"),
    ],
)
def test_amounts_as_typed(text: str, minor: int, currency: str) -> None:
    assert parse_amount(text, "EUR") == (minor, currency)


@pytest.mark.parametrize(
    ("text", "base", "currency"), [("$5", "AUD", "AUD"), ("5 kr", "NOK", "NOK"), ("£5", "USD", "GBP")]
)
def test_a_sign_shared_by_currencies_means_the_one_at_hand(text: str, base: str, currency: str) -> None:
    assert parse_amount(text, base) == (500, currency)


@pytest.mark.parametrize(
    ("text", "decimal", "minor"),
    [
        ("1,234", ".", 123_400),
        ("1,234", ",", 123),
        ("1.234", ".", 123),
        ("1.234", ",", 123_400),
        ("1.234,5", ",", 123_450),
    ],
)
def test_a_column_decides(text: str, decimal: Mark, minor: int) -> None:
    assert parse_amount(text, "EUR", decimal=decimal) == (minor, "EUR")


@pytest.mark.parametrize(
    "text",
    [
        "12,,3",
        "1e6",
        "nan",
        "inf",
        "12.",
        "1 2",
        "1.234,567.89",
        "--3",
        "(-3)",
        "€40 USD",
        "40 XYZ",
        "k",
        "€",
        "10k k",
        "1.2.3",
        "1,234,56.7",
        "1_000",
        "٤٠",
        "0x10",
        "1/2",
        "40%",
    ],
)
def test_what_is_no_amount(text: str) -> None:
    with pytest.raises(Invalid) as refused:
        parse_amount(text, "EUR")
    assert str(refused.value) == f'"{text}" is not an amount: write 40000, 40k or 1,234.56.'


def test_amounts_are_bounded() -> None:
    with pytest.raises(Invalid, match="is missing"):
        parse_amount(" ", "EUR")
    with pytest.raises(Invalid, match="more than any deal"):
        parse_amount("1000000000000000.01", "EUR")
    with pytest.raises(Invalid, match="too long"):
        parse_amount("9" * 65, "EUR")


@given(st.text(max_size=70) | st.text("0123456789.,' k€$()-+m", max_size=20) | st.sampled_from(HOSTILE))
@settings(max_examples=100, deadline=None)
def test_any_text_is_an_amount_or_refused_with_a_sentence(text: str) -> None:
    try:
        minor, currency = parse_amount(text, "EUR")
    except Invalid as refused:
        assert str(refused).endswith(".")
        assert clean(str(refused)) == str(refused)
    else:
        assert abs(minor) <= 10**18
        assert is_currency(currency)


@pytest.mark.parametrize(
    ("samples", "mark"),
    [
        (["1,234.50"], "."),
        (["€ 1.234,50"], ","),
        (["1.234", "5.678"], None),
        (["1.234", "5.678", "12,5"], ","),
        (["1,234", "1.5"], "."),
        (["1.234.567"], ","),
        (["356981.0", "1.234"], "."),
        (["1.5", "1,5"], None),
        (["", "abc", ".", "40000"], None),
    ],
)
def test_decimal_mark_of_a_column(samples: list[str], mark: Mark | None) -> None:
    assert decimal_mark(samples) == mark
