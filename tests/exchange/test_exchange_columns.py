"""Cells become values, by what their whole column tells."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hostile import HOSTILE
from pipetui.exchange import cells
from pipetui.exchange.amounts import amount_reader, currency, currency_in, percent_reader, plain_amounts
from pipetui.exchange.cells import Reader, as_they_are, flag, guarded, identity, line, line_reader, linked, text
from pipetui.exchange.dates import ORDERS, Order, day_reader, due_reader, moment_reader
from pipetui.values.errors import Invalid, Refused
from pipetui.values.text import clean


def read(reader: Reader, column: list[str]) -> list[object]:
    """What each cell says; "!" for those that can't be read."""
    said: list[object] = []
    for cell in column:
        try:
            said.append(reader(cell))
        except Invalid:
            said.append("!")
    return said


@pytest.mark.parametrize(
    ("column", "minor"),
    [
        (["1,234.56", "1.234", "12"], [123456, 123, 1200]),
        (["1.234,56", "1.234", "12"], [123456, 123400, 1200]),
        (["1 234,56", "1 234,56", "0,5"], [123456, 123456, 50]),
        (["1'234.50", "7"], [123450, 700]),
        (["1.234", "2.345"], [123400, 234500]),
        (["356981.0", "286489.10000000003"], [35698100, 28648910]),
        (["12,345,678", "1"], [1234567800, 100]),
        (["(1,200.00)", "-5"], [-120000, -500]),
        (["40k", "2 mln", "1.5M"], [4000000, 200000000, 150000000]),
        (["1.2E+06", "2"], [120000000, 200]),
        (["", "-", "NULL", "n/a", "nan", "5"], [None, None, None, None, None, 500]),
        (["lots", "12 apples", "1.2.3"], ["!", "!", "!"]),
    ],
)
def test_amounts(column: list[str], minor: list[object]) -> None:
    reader, _ = amount_reader(column, "EUR")
    assert [said[0] if isinstance(said, tuple) else said for said in read(reader, column)] == minor


def test_amounts_tell_their_currency() -> None:
    column = ["€ 5", "5 USD", "$5", "¥500", "CHF 1'000.50", "5", "5k"]
    reader, _ = amount_reader(column, "EUR")
    told = [(500, "EUR"), (500, "USD"), (500, "USD"), (500, "JPY"), (100050, "CHF"), (500, None), (500000, None)]
    assert read(reader, column) == told


@pytest.mark.parametrize(
    ("column", "code", "minor"),
    [
        (["1.00", "", "20.50"], "EUR", [100, None, 2050]),
        (["1", "20"], "EUR", [100, 2000]),
        (["1", "20"], "JPY", [1, 20]),
        (["1.00", "1.5"], "EUR", None),
        (["1.000"], "KWD", None),
        (["1,00"], "EUR", None),
        (["x"], "EUR", None),
        (["9" * 13], "EUR", None),
    ],
)
def test_plain_amounts(column: list[str], code: str, minor: list[object] | None) -> None:
    assert plain_amounts(column, code) == minor


@given(st.lists(st.decimals(0, 10**9, places=2), min_size=1, max_size=5))
def test_plain_amounts_are_what_the_reader_says(amounts: list[Decimal]) -> None:
    column = [str(amount) for amount in amounts]
    reader, _ = amount_reader(column, "EUR")
    plain = plain_amounts(column, "EUR")
    assert plain == [int(amount * 100) for amount in amounts]
    assert plain == [said[0] for cell in column if (said := reader(cell))]


def test_currencies() -> None:
    assert read(currency, ["EUR", "usd", "€", "$", "", "XYZ", "12"]) == ["EUR", "USD", "EUR", "USD", None, "!", "!"]
    assert currency_in("Amount (EUR)") == currency_in("Wert (in €)") == "EUR"
    assert currency_in("Probability (%)") is currency_in("Amount") is None


@pytest.mark.parametrize(
    ("column", "percents"),
    [
        (["0.1", "0,25", "1", "0"], [10, 25, 100, 0]),
        (["10", "0.5", "100"], [10, 0.5, 100]),
        (["0.5 %", "0.25%"], [0.5, 0.25]),
        (["0", "1"], [0, 100]),
        (["33.333", ""], [33.33, None]),
        (["50", "101", "-1", "half"], [50, "!", "!", "!"]),
    ],
)
def test_probabilities(column: list[str], percents: list[object]) -> None:
    assert read(percent_reader(column), column) == percents


@pytest.mark.parametrize(
    ("cell", "day"),
    [
        ("2026-12-01", "2026-12-01"),
        ("2015-11-20 10:59:00.000000018", "2015-11-20"),
        ("2026-12-01T23:30:00Z", None),
        ("2026-12-01T00:00:00Z", "2026-12-01"),
        ("2026-12-01 00:00:00", "2026-12-01"),
        ("2026/12/1", "2026-12-01"),
        ("20261201", "2026-12-01"),
        ("1.12.2026", "2026-12-01"),
        ("31/12/26", "2026-12-31"),
        ("12/31/2026 3:15 PM", "2026-12-31"),
        ("1 Dec 2026", "2026-12-01"),
        ("Dec 1, 2026", "2026-12-01"),
        ("Tue, 1 December 2026", "2026-12-01"),
        ("1 dicembre 2026", "2026-12-01"),
        ("01-Dec-26", "2026-12-01"),
        ("46357", "2026-12-01"),
        ("1796083200000", "2026-12-01"),
    ],
)
def test_dates_as_programs_write_them(cell: str, day: str | None) -> None:
    said = day_reader([cell], "Close", None)(cell)
    assert said == day if day else said in ("2026-12-01", "2026-12-02")


@pytest.mark.parametrize(
    ("column", "days"),
    [
        (["03/04/2026", "13/04/2026"], ["2026-04-03", "2026-04-13"]),
        (["03/04/2026", "04/13/2026"], ["2026-03-04", "2026-04-13"]),
        (["05/05/2026"], ["2026-05-05"]),
        (["03.04.2026"], ["2026-04-03"]),
        (["", "0000-00-00", "NULL", "2026-02-30", "soon", "1776-07-04"], [None, None, None, "!", "!", "!"]),
    ],
)
def test_the_order_of_a_column(column: list[str], days: list[object]) -> None:
    assert read(day_reader(column, "Close", None), column) == days


def test_an_order_that_stays_open_is_refused_with_an_example() -> None:
    with pytest.raises(Refused) as refused:
        day_reader(["2026-01-01", "03/04/2026", "05/06/2026"], "Close Date", None)
    assert str(refused.value) == (
        "The dates of column “Close Date” can be read two ways: is “03/04/2026” 3 Apr or 4 Mar? "
        "Say --dates dmy where the day comes first, --dates mdy where the month does."
    )
    with pytest.raises(Refused, match=r"are in two orders: “31/01/2026” has the day first, “01/31/2026” the month"):
        day_reader(["31/01/2026", "01/31/2026"], "Close Date", None)


@pytest.mark.parametrize(("order", "day"), [("dmy", "2003-02-01"), ("mdy", "2003-01-02"), ("ymd", "2001-02-03")])
def test_an_order_can_be_told(order: Order, day: str) -> None:
    assert day_reader(["01/02/03"], "Close", order)("01/02/03") == day


@given(st.dates(date(1901, 1, 1), date(2199, 12, 31)), st.sampled_from(ORDERS))
def test_a_day_is_read_back_in_any_order(day: date, order: Order) -> None:
    written = {"dmy": f"{day:%d/%m/%Y}", "mdy": f"{day:%m/%d/%Y}", "ymd": f"{day:%Y/%m/%d}"}[order]
    assert day_reader([written], "Close", order)(written) == day.isoformat()


def test_moments_without_a_time_are_noon_here() -> None:
    noon, told = (
        moment_reader(["2026-07-01"], "Created", None),
        moment_reader(["2026-07-01T10:30:00Z"], "Created", None),
    )
    assert noon("2026-07-01").endswith(":00:00.000000")
    assert told("2026-07-01T10:30:00Z") == "2026-07-01 10:30:00.000000"


def test_due_days_keep_a_time_that_was_told() -> None:
    column = ["2026-12-01", "2026-12-01T15:00:00Z"]
    day, moment = (due_reader(column, "Due", None)(cell) for cell in column)
    assert day == ("2026-12-01", None)
    assert moment is not None and moment[1] == "2026-12-01 15:00:00.000000"


@pytest.mark.parametrize(
    ("cell", "said"),
    [
        ("  Acme   Ltd ", "Acme Ltd"),
        ("", None),
        ("NULL", None),
        ("\\N", None),
        ("Null", "Null"),
        ("'=1+1", "=1+1"),
        ("'+39 055", "+39 055"),
        ("'tis", "'tis"),
        ("''=x", "'=x"),
    ],
)
def test_lines(cell: str, said: str | None) -> None:
    assert line(cell) == said


@given(st.text(max_size=30) | st.sampled_from(HOSTILE))
def test_a_guarded_text_comes_back_clean(value: str) -> None:
    kept = clean(value)
    assert guarded(kept)[:1] not in ("=", "+", "-", "@")
    if kept not in ("NULL", "\\N", "#N/A", "NaN", "nan", "NaT", "(No value)", "(blank)"):
        assert line(guarded(kept)) == (kept or None)


@given(st.lists(st.sampled_from(["Acme", "a b", "x", "", "don't"]) | st.text(max_size=8) | st.sampled_from(HOSTILE)))
def test_columns_that_are_taken_as_they_are_need_no_cleaning(column: list[str]) -> None:
    plain = as_they_are(column)
    if plain is not None:
        assert plain == [line(cell) for cell in column]


def test_texts_too_long_are_refused() -> None:
    assert line("x" * 10_000) == "x" * 10_000
    for reader, length in ((line, 10_001), (text, 100_001)):
        with pytest.raises(Invalid, match="is too long"):
            reader("x" * length)


def test_numbers_as_databases_write_them() -> None:
    assert identity("84.0") == "84"
    assert identity("OPP-84.0") == "OPP-84.0"
    assert [line_reader(["1.0", "2.0", ""])(cell) for cell in ("1.0", "2.0", "")] == ["1", "2", None]
    assert line_reader(["1.0", "v2.0"])("1.0") == "1.0"


def test_linked_records() -> None:
    assert linked("Acme (1234567)") == "Acme"
    assert linked("Acme (1234567);Beta Inc (7654321)") == "Acme"
    assert linked("Acme (Italy)") == "Acme (Italy)"
    assert linked("Rossi; Bianchi") == "Rossi; Bianchi"


def test_flags() -> None:
    column = ["TRUE", "yes", "1", "Sì", "false", "No", "0.0", "", "maybe"]
    assert read(flag, column) == [True, True, True, True, False, False, False, None, "!"]


def test_a_column_is_read_once_for_cells_that_are_alike() -> None:
    asked: list[str] = []

    def reader(cell: str) -> str:
        asked.append(cell)
        if cell == "bad":
            raise Invalid("It is bad.")
        return cell.upper()

    known: dict[str, object] = dict.fromkeys(["a", "b", "bad"])
    assert cells.read_each(known, reader) == {"bad": "It is bad."}
    assert (known["a"], known["b"], asked) == ("A", "B", ["a", "b", "bad"])
