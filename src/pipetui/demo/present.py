"""The courses of what is open: each deal of the story, with a past that explains how it stands."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from random import Random

from pipetui.demo.cast import firms
from pipetui.demo.course import Course, came_from, pushed_to, round_amount, stays, visits_until
from pipetui.demo.days import Days
from pipetui.demo.story import DEMO, LEAD, NOTES, PROPOSAL, QUALIFIED, Told, open_deals

_KEY_ACCOUNTS = frozenset({"Salus Group", "Nordwind Logistik", "Hexa Hosting", "Il Mercato", "Hafen Nord"})
_SEVERAL = ("sites", "stores", "shops", "floors", "rows", "aisles")
_DAYS_A_PUSH = 26
"""Working days that each push of the close date adds to a deal's life."""
_SLEEP = 48
"""Working days a reopened deal lay closed."""


def courses(days: Days) -> Iterator[Course]:
    """The leads and open deals, as they stand today."""
    for told in open_deals():
        yield _course(told, days)


def _course(told: Told, days: Days) -> Course:
    random = Random(f"open {told.title}")
    pushes = int(told.value) if told.mark == "pushed" else 0
    last = _last_touch(told, days, random)
    path = _path(told, random)
    spent = stays(path, random)
    stage, stay = spent[-1]
    asleep = told.mark == "reopened"
    spent[-1] = (stage, stay + pushes * _DAYS_A_PUSH + asleep * (_SLEEP + 20))
    close = days.close(told.close)
    return Course(
        title=told.title,
        firm=firms()[told.company],
        amount=told.amount,
        product=told.product,
        source=came_from(random),
        visits=visits_until(last, spent),
        closes=pushed_to(close, pushes),
        currency="USD" if told.mark == "USD" else "EUR",
        first_amount=_first_amount(told, random),
        probability=float(told.value) if told.mark == "prob" else None,
        category=told.mark if told.mark in {"commit", "best_case", "omitted"} else None,
        gap=(last - _SLEEP - 9, last - 9) if asleep else None,
        next_step=told.next_step,
        notes=NOTES.get(told.title),
        tags=tags_of(told),
    )


def _last_touch(told: Told, days: Days, random: Random) -> int:
    if told.mark == "quiet":
        return days.number(days.today - timedelta(days=int(told.value)))
    if told.next_step is not None and told.next_step.days < 0:
        return told.next_step.days - random.randint(0, 3)
    return -random.randint(0, 5)


def _path(told: Told, random: Random) -> list[int]:
    begins = LEAD if told.stage == LEAD or random.random() < 0.6 else QUALIFIED
    path = list(range(begins, told.stage + 1))
    return [*path, PROPOSAL, DEMO] if told.mark == "back" else path


def _first_amount(told: Told, random: Random) -> int | None:
    if told.amount is None or told.stage < PROPOSAL or told.mark == "USD" or random.random() > 0.5:
        return None
    return round_amount(told.amount * random.choice((0.75, 0.85, 1.12, 1.25)))


def tags_of(told: Told) -> tuple[str, ...]:
    """The tags a deal has."""
    title, amount = told.title.lower(), told.amount or 0
    worn = {
        "key account": told.company in _KEY_ACCOUNTS,
        "large": amount >= 30_000,
        "multi-site": any(word in title for word in _SEVERAL),
        "pilot": "pilot" in title or "trial" in title,
        "renewal": "renewal" in title or "plan" in title,
    }
    return tuple(tag for tag, is_worn in worn.items() if is_worn)
