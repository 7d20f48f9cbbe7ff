"""Exchange rates: open deals follow the newest, closed ones keep theirs, and the waterfall tells the gain apart."""

from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from pipetui.sales.exchange_rates import Rate
from pipetui.values.clock import Clock
from pipetui.values.errors import Invalid
from pipetui.values.periods import period_of
from pipetui.views.entry import NewDeal
from pipetui.workspace import open_workspace

TODAY = date(2026, 11, 23)


def test_open_deals_follow_a_rate_and_the_gain_stands_apart(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LC_ALL", "de_DE.UTF-8")
    path = tmp_path / "p.db"
    work = open_workspace(path, Clock(TODAY - timedelta(days=7)), durable=False)
    work.rates.set([Rate("USD", "EUR", TODAY - timedelta(days=30), Decimal("0.9"))])
    close = date(2026, 12, 10)
    number = work.deals.add(NewDeal(title="Dollars", amount=100_000, currency="USD", expected_close=close)).card
    won = work.deals.add(NewDeal(title="Won dollars", amount=100_000, currency="USD", expected_close=close)).card
    assert number is not None and won is not None and number.base_amount == 90_000
    work.deals.win(won.id)
    work.close()
    work = open_workspace(path, Clock(TODAY), durable=False)
    assert work.rates.set([Rate("USD", "EUR", TODAY, Decimal("0.95"))]) == 1
    assert work.overview.card(number.id).base_amount == 95_000
    assert work.overview.card(won.id).base_amount == 90_000
    told = work.overview.forecasts.waterfall(
        work.overview.pipeline(), period_of("quarter", TODAY), TODAY - timedelta(days=3)
    )
    assert told.steps == (("rates", work.overview.card(number.id).weighted - number.weighted),)  # type: ignore[operator]  # both have an amount
    assert work.overview.rates()[0] == ("USD", "EUR", TODAY, "0.95")
    work.history.undo()
    assert work.overview.card(number.id).base_amount == 90_000
    work.close()


def test_no_rate_is_nothing_or_of_itself(tmp_path: Path) -> None:
    work = open_workspace(tmp_path / "p.db", Clock(TODAY), durable=False)
    for rate in (Rate("EUR", "EUR", TODAY, Decimal(1)), Rate("USD", "EUR", TODAY, Decimal(0))):
        with pytest.raises(Invalid):
            work.rates.set([rate])
    with pytest.raises(Invalid):
        work.rates.set([])
    work.close()
