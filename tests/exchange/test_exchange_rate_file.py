"""Exchange rates of a file, by the names of its columns or in the usual order."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from pipetui.exchange.rate_file import read_rates
from pipetui.sales.exchange_rates import Rate
from pipetui.values.errors import Invalid, NotFound

USD, GBP = (
    Rate("USD", "EUR", date(2026, 11, 23), Decimal("0.92")),
    Rate("GBP", "EUR", date(2026, 11, 20), Decimal("1.17")),
)


@pytest.mark.parametrize(
    "text",
    [
        "2026-11-23,USD,0.92\n2026-11-20,gbp,1.17\n",
        "date,currency,rate\n2026-11-23,USD,0.92\n2026-11-20,GBP,1.17\n",
        "Code,Rate,Note,Date\nUSD,0.92,x,2026-11-23\nGBP,1.17,,2026-11-20\n",
        "Kurs;Währung;Datum\n0,92;USD;2026-11-23\n\n1,17;GBP;2026-11-20\n",
        "\ufeffOBS_VALUE\tCURRENCY\tTIME_PERIOD\n0.92\tUSD\t2026-11-23\n1.17\tGBP\t2026-11-20\n1\tEUR\t2026-11-20\n",
    ],
)
def test_columns_are_found_by_their_names(tmp_path: Path, text: str) -> None:
    path = tmp_path / "rates.csv"
    path.write_text(text, encoding="utf-8")
    assert read_rates(path, "EUR") == [USD, GBP]


def test_any_encoding_of_a_spreadsheet_is_read(tmp_path: Path) -> None:
    path = tmp_path / "rates.csv"
    path.write_bytes("Datum;Währung;Kurs\r\n2026-11-23;USD;0,92\r\n".encode("cp1252"))
    assert read_rates(path, "EUR") == [USD]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("date,rate\n2026-11-23,0.92\n", "has no column for the currency"),
        ("date,currency,rate\n2026-11-23,USD,much\n", 'Line 2 of rates.csv is no rate: "much" is no rate'),
        ("date,currency,rate\n2026-11-23,USD\n", "Line 2 of rates.csv is no rate: it is too short"),
        ("2026-11-23,POTATO,0.92\n", "“POTATO” is no currency"),
        ("23/11/2026,USD,0.92\n", '"23/11/2026" is not a day'),
        ("2026-11-23,USD,-1\n", '"-1" is no rate'),
    ],
)
def test_what_is_no_rate_is_said_and_none_is_taken(tmp_path: Path, text: str, said: str) -> None:
    path = tmp_path / "rates.csv"
    path.write_text(text)
    with pytest.raises(Invalid) as caught:
        read_rates(path, "EUR")
    assert said in str(caught.value)


def test_a_file_that_is_not_there_or_empty(tmp_path: Path) -> None:
    with pytest.raises(NotFound, match="There is no file"):
        read_rates(tmp_path / "nothing.csv", "EUR")
    (tmp_path / "empty.csv").write_bytes(b"")
    assert read_rates(tmp_path / "empty.csv", "EUR") == []
