"""What a rep takes for granted when typing and reading: a language, which of day and month stands first, a currency.

Said once, where the program starts; without that, the environment's locale says it.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Habits:
    """A rep's habits; "" leaves to the environment what it says of a language and a currency."""

    language: str = ""
    """The language whose names of days and months are read before others, such as ``it`` or ``pt_BR``."""

    country: str = ""
    """The country whose public holidays count, as ISO 3166 has it; "" leaves it to the environment's locale."""

    month_first: bool = False
    """Whether 3/4 is the fourth of March."""

    currency: str = ""
    """The currency of a file that is made new, as ISO 4217 has it."""

    fiscal_start: int = 1
    """The month a year begins in, where the file does not say it."""

    period: str = "quarter"
    """The kind of period that is forecast, where the file does not say it."""


_habits = Habits()


def habits() -> Habits:
    """The habits that hold."""
    return _habits


def take_up(wanted: Habits) -> None:
    """Has other habits hold, for the whole process: what was worked out from the old ones is forgotten."""
    global _habits
    if wanted != _habits:
        _habits = wanted
        for forget in _forgetting:
            forget()


def depends_on_habits(forget: Callable[[], None]) -> None:
    """Has what was worked out from the old habits forgotten when others are taken up."""
    _forgetting.append(forget)


_forgetting: list[Callable[[], None]] = []


def home_currency() -> str:
    """The rep's currency; else that of the country their locale names, and the euro where it names none."""
    if habits().currency:
        return habits().currency
    locale = next((os.environ[name] for name in ("LC_ALL", "LC_MONETARY", "LANG") if os.environ.get(name)), "")
    territory = locale.partition(".")[0].partition("@")[0].partition("_")[2].upper()
    if not territory:
        return "EUR"
    from babel.numbers import get_territory_currencies

    from pipetui.values.money import is_currency

    current = get_territory_currencies(territory)
    return current[0] if current and is_currency(current[0]) else "EUR"
