"""Exchange rates, kept with their day."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from pipetui.cli import output
from pipetui.cli.command import Json, PipelineName
from pipetui.cli.session import opened

if TYPE_CHECKING:
    from datetime import date

    from pipetui.sales.exchange_rates import Rate


def rate(
    context: typer.Context,
    currency: Annotated[str, typer.Argument(metavar="CURRENCY", help="USD …; lists the rates if unsaid.")] = "",
    worth: Annotated[str, typer.Argument(metavar="RATE", help="What one of it is in the pipeline's currency.")] = "",
    day: Annotated[str, typer.Option("--day", metavar="DAY", help="From this day on; today if unsaid.")] = "",
    csv: Annotated[
        str, typer.Option("--csv", metavar="FILE", help="Reads rates from a file with columns date, currency and rate.")
    ] = "",
    ecb: Annotated[
        bool, typer.Option("--ecb", help="Takes the European Central Bank's rates; needs pipetui[rates].")
    ] = False,
    pipeline_name: PipelineName = None,
    json: Json = False,
) -> None:
    """List, set or read exchange rates.

    Open deals in another currency count at the newest rate; closed ones keep theirs.
    """
    with opened(context) as workspace:
        from pipetui.values.text import count

        base = workspace.overview.pipeline(pipeline_name).currency
        wanted = currency.strip().upper()
        if csv or ecb or worth:
            today = workspace.clock.today()
            if csv:
                from pathlib import Path

                from pipetui.exchange.rate_file import read_rates

                rates = read_rates(Path(csv).expanduser(), base)
            elif ecb:
                rates = _of_bank(workspace.overview.currencies() - {base}, base, today)
            else:
                rates = [_typed(wanted, worth, day, base, today)]
            changed = workspace.rates.set(rates)
            output.say(f"{count(len(rates), 'rate')} kept; {count(changed, 'open deal')} worth something else.")
        known = [line for line in workspace.overview.rates() if wanted in ("", line[0])]
    records = [
        {"currency": code, "base": of, "day": since.isoformat(), "rate": float(told)} for code, of, since, told in known
    ]
    if json:
        output.as_json(records)
    elif not known:
        output.say("There are no rates. pipetui rate USD 0.92 keeps one.")
        raise typer.Exit(1)
    elif output.on_terminal():
        output.data(f"1 {code} = {told} {of}  from {since.isoformat()}" for code, of, since, told in known)
    else:
        output.pairs([list(record.values()) for record in records])


def _typed(currency: str, worth: str, day: str, base: str, today: date) -> Rate:
    from pipetui.exchange.rate_file import worth_of
    from pipetui.sales.exchange_rates import Rate
    from pipetui.values.clock import parse_as_of
    from pipetui.values.errors import Invalid
    from pipetui.values.money import is_currency

    if not is_currency(currency):
        raise Invalid("Write the currency as its three letters, such as USD.")
    return Rate(currency, base, parse_as_of(day) if day else today, worth_of(worth))


def _of_bank(currencies: set[str], base: str, today: date) -> list[Rate]:
    """The bank's last rates until today, of the currencies there are deals in. Raises Invalid where there are none."""
    from decimal import Decimal

    from pipetui.sales.exchange_rates import Rate
    from pipetui.values.errors import Invalid

    try:
        from currency_converter import CurrencyConverter
    except ImportError:
        raise Invalid("The bank's rates need one more package: pip install 'pipetui[rates]'.") from None
    bank = CurrencyConverter(fallback_on_wrong_date=True, fallback_on_missing_rate=True, decimal=True)
    found = []
    for currency in sorted(currencies):
        if currency in bank.currencies and base in bank.currencies:
            day = min(today, bank.bounds[currency].last_date, bank.bounds[base].last_date)
            worth = Decimal(bank.convert(1, currency, base, day)).quantize(Decimal("0.000001"))
            found.append(Rate(currency, base, day, worth))
    return found
