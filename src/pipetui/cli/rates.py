"""Exchange rates, kept with their day."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from pipetui.cli import output
from pipetui.cli.command import Json, PipelineName
from pipetui.cli.session import opened

if TYPE_CHECKING:
    from datetime import date
    from decimal import Decimal
    from pathlib import Path

    from pipetui.sales.exchange_rates import Rate


def rate(
    context: typer.Context,
    currency: Annotated[str, typer.Argument(metavar="CURRENCY", help="USD …; lists the rates if unsaid.")] = "",
    worth: Annotated[str, typer.Argument(metavar="RATE", help="What one of it is in the pipeline's currency.")] = "",
    day: Annotated[str, typer.Option("--day", metavar="DAY", help="From this day on; today if unsaid.")] = "",
    csv: Annotated[
        str, typer.Option("--csv", metavar="FILE", help="Reads rates from a file: date, currency, rate on each line.")
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

                rates = _of_file(Path(csv).expanduser(), base)
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
    from pipetui.sales.exchange_rates import Rate
    from pipetui.values.clock import parse_as_of
    from pipetui.values.errors import Invalid
    from pipetui.values.money import is_currency

    if not is_currency(currency):
        raise Invalid("Write the currency as its three letters, such as USD.")
    return Rate(currency, base, parse_as_of(day) if day else today, _decimal(worth))


def _decimal(text: str) -> Decimal:
    from decimal import Decimal, InvalidOperation

    from pipetui.values.errors import Invalid
    from pipetui.values.text import clean, fit

    try:
        found = Decimal(text.strip().replace(",", "."))
    except InvalidOperation:
        raise Invalid(f'"{fit(clean(text), 30)}" is no rate: write 0.92.') from None
    if not found.is_finite() or not 0 < found < 10**9:
        raise Invalid(f'"{fit(clean(text), 30)}" is no rate: write 0.92.')
    return found


def _of_file(path: Path, base: str) -> list[Rate]:
    """The rates of a file: a day, a currency and a rate on each line, with or without a head. Raises Invalid."""
    import csv

    from pipetui.sales.exchange_rates import Rate
    from pipetui.values.clock import parse_as_of
    from pipetui.values.errors import Invalid, PipetuiError
    from pipetui.values.money import is_currency

    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise Invalid(f"{path} can't be read: {error}.") from None
    found = []
    for number, line in enumerate(csv.reader(text.splitlines(), delimiter=";" if ";" in text else ","), 1):
        if not line or (number == 1 and not line[0][:1].isdigit()):
            continue
        try:
            day, currency, worth = (cell.strip() for cell in line[:3])
            if not is_currency(currency.upper()):
                raise Invalid("the second column is a currency")
            found.append(Rate(currency.upper(), base, parse_as_of(day), _decimal(worth)))
        except (ValueError, PipetuiError) as error:
            raise Invalid(f"Line {number} of {path} is no rate: {error}. Write 2026-11-23,USD,0.92.") from None
    return [one for one in found if one.currency != base]


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
