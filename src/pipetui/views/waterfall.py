"""What changed in a period's forecast since a day: steps from what it was to what it is, that add up to the cent.

The forecast here is won + weighted, the number that is exact on any day: a deal counts its amount once it is won in the
period, its weighted amount while it is open, in the forecast and due in it, and nothing else. All amounts are minor
units of the pipeline's currency.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from pipetui.values.money import weighted
from pipetui.values.periods import Period

STEPS = (
    *("won", "new", "pulled in", "pushed in", "up", "likelier", "rates", "counted again", "entered late"),
    *("lost", "pushed out", "pulled ahead", "slipped", "down", "less likely", "gone", "reopened", "omitted"),
)
"""Why a forecast changes, what it gains first. Pushed in, pulled ahead: into the period from an
earlier one, out of it to an earlier one. Omitted: its category is in no forecast; counted again: it is once more.
Entered late: won before that day, and in the file only since."""


class Stand(NamedTuple):
    """A deal on a day, as far as the forecast goes; ``counted`` where its category is in it."""

    status: str
    amount: int | None
    base_amount: int | None
    probability: float
    close: date | None
    closed_on: date | None
    counted: bool


class Waterfall(NamedTuple):
    """What a period's forecast was on the day ``since``, what it is, and each step between that is not nothing."""

    since: date
    before: int
    after: int
    steps: tuple[tuple[str, int], ...]


def worth(stand: Stand | None, period: Period, today: date) -> int:
    """What a deal counts in a period's forecast on a day; 0 for none."""
    if stand is None or stand.base_amount is None:
        return 0
    if stand.status == "won":
        return stand.base_amount if stand.closed_on is not None and period.contains(stand.closed_on) else 0
    return weighted(stand.base_amount, stand.probability) if _is_open_in(stand, period, today) else 0


def waterfall(
    deals: Iterable[tuple[Stand | None, Stand | None]], period: Period, since: date, today: date
) -> Waterfall:
    """The steps from the morning of ``since`` to ``today``; of each deal how it stood and how it stands."""
    before = after = 0
    steps = dict.fromkeys(STEPS, 0)
    for was, now in deals:
        before += worth(was, period, since)
        after += worth(now, period, today)
        for name, amount in _steps(was, now, period, since, today):
            steps[name] += amount
    return Waterfall(since, before, after, tuple((name, amount) for name, amount in steps.items() if amount))


def _steps(was: Stand | None, now: Stand | None, period: Period, since: date, today: date) -> Iterable[tuple[str, int]]:
    start, end = worth(was, period, since), worth(now, period, today)
    if was is None or now is None:
        if now is None:
            yield "gone", -start
        else:
            yield _came(now, since), end
        return
    if _is_open_in(was, period, since) and _is_open_in(now, period, today):
        yield from _moved(was, now)
        return
    if start == end:
        return
    yield _reason(was, now, period, since, today), end - start


def _came(now: Stand, since: date) -> str:
    """Why a deal counts that was not in the file: it may have been won long before it was entered, as imports are."""
    if now.status != "won":
        return "new"
    return "entered late" if now.closed_on is not None and now.closed_on < since else "won"


def _reason(was: Stand, now: Stand, period: Period, since: date, today: date) -> str:
    """Why a deal counts something else that is not open and due on both days."""
    if now.status == "won" and (was.status != "won" or was.closed_on != now.closed_on):
        return "won"
    if was.status == now.status == "won":
        return _of_amount(was, now)
    if now.status == "lost":
        return "lost"
    if was.status != "open":
        return "reopened"
    if was.counted != now.counted:
        return "counted again" if now.counted else "omitted"
    if was.base_amount is None or now.base_amount is None:
        return _of_amount(was, now)
    if _is_due(now, period, today):
        return "pulled in" if was.close is None or not _is_later(now, was) else "pushed in"
    return "slipped" if was.close == now.close else "pushed out" if _is_later(now, was) else "pulled ahead"


def _of_amount(was: Stand, now: Stand) -> str:
    if was.amount == now.amount:
        return "rates"
    return "up" if (now.base_amount or 0) > (was.base_amount or 0) else "down"


def _moved(was: Stand, now: Stand) -> Iterable[tuple[str, int]]:
    """An open deal that counts on both days: amount first, at the old rate, then the rate, then the probability."""
    base_was, base_now = was.base_amount or 0, now.base_amount or 0
    at_old_rate = base_now
    if was.amount == now.amount:
        at_old_rate = base_was
    elif was.amount and now.amount is not None:
        at_old_rate = _scaled(base_was, now.amount, was.amount)
    first, second = weighted(base_was, was.probability), weighted(at_old_rate, was.probability)
    third, last = weighted(base_now, was.probability), weighted(base_now, now.probability)
    yield ("up" if second > first else "down"), second - first
    yield "rates", third - second
    yield ("likelier" if last > third else "less likely"), last - third


def _scaled(amount: int, up: int, down: int) -> int:
    return (2 * amount * up + down) // (2 * down) if down > 0 else amount


def _is_open_in(stand: Stand, period: Period, today: date) -> bool:
    """Whether a deal counts in a period as an open one."""
    return stand.status == "open" and stand.counted and stand.base_amount is not None and _is_due(stand, period, today)


def _is_due(stand: Stand, period: Period, today: date) -> bool:
    return stand.close is not None and stand.close >= today and period.contains(stand.close)


def _is_later(now: Stand, was: Stand) -> bool:
    return now.close is None or (was.close is not None and now.close > was.close)
