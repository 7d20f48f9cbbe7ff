"""The courses of what is closed: two years of it, and what was won and lost in this quarter so far."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import accumulate
from random import Random

from pipetui.demo.cast import firms
from pipetui.demo.course import SOURCES, Course, came_from, pushed_to, round_amount, stays, visits_until
from pipetui.demo.days import Days
from pipetui.demo.present import tags_of
from pipetui.demo.story import DEMO, LEAD, NEGOTIATION, PROPOSAL, QUALIFIED, Told, open_deals, recent_wins
from pipetui.demo.titles import Titles

CLOSED = (33, 32, 29, 34, 31, 30, 28, 30)
"""How many deals were closed in each quarter before this one, latest first."""

_SEED = 248
"""Chosen for good and bad quarters a rep would recognise."""

_LOST_THIS_QUARTER = 24
_LOST_FROM = {LEAD: 8, QUALIFIED: 36, DEMO: 26, PROPOSAL: 21, NEGOTIATION: 9}
_LOST_WHY = {
    LEAD: ("unresponsive", "no budget", "bad timing"),
    QUALIFIED: ("no budget", "unresponsive", "unresponsive", "bad timing", "no decision maker"),
    DEMO: ("missing features", "missing features", "no decision maker", "competition", "unresponsive"),
    PROPOSAL: ("price", "price", "competition", "competition", "no decision maker", "bad timing"),
    NEGOTIATION: ("price", "competition", "no budget"),
}
_WON_WHY = ("best fit", "best fit", "relationship", "price", "speed", None)


def courses(days: Days, target: int) -> Iterator[Course]:
    """What is closed; ``target`` is this quarter's, in whole units: it decides how much of it is won by now."""
    taken = [told.title for told in (*open_deals(), *recent_wins())]
    titles = Titles(taken)
    for back, (quarter, count) in enumerate(zip(days.quarters_back(len(CLOSED)), CLOSED, strict=True)):
        random = Random(f"closed {back} {_SEED}")
        for closed in days.closings(quarter, count, random):
            source = came_from(random)
            won = random.random() * 10 < SOURCES[source][1]
            yield _course(titles.next(random), source, closed, won, days, random)
    yield from _won_this_quarter(days, target)
    random = Random("lost")
    # As many are drawn on each day of the quarter, so that tomorrow's demo is today's and a little more.
    for closed in days.closings(days.quarter, round(_LOST_THIS_QUARTER * days.elapsed()), random):
        drawn = Random(f"lost {titles.count}")
        yield _course(titles.next(drawn), came_from(drawn), closed, False, days, drawn)


def won_share(elapsed: float) -> float:
    """Which share of its target a quarter has won when a share of its days has passed: a good start, a slow middle."""
    if elapsed < 1 / 3:
        return 1.2 * elapsed
    return 0.4 + max(0.0, elapsed - 0.75) * 1.6


def _won_this_quarter(days: Days, target: int) -> Iterator[Course]:
    wins = list(recent_wins())
    due = 1.01 * target * won_share(days.elapsed())
    count = sum(total <= due for total in accumulate(win.amount or 0 for win in wins))
    first = days.number(days.quarter.start - timedelta(days=1)) + 1
    for place, told in enumerate(wins[:count]):
        closed = min(0, first + round((place + 0.6) / count * -first))
        yield _course(told, "existing customer", closed, True, days, Random(f"won {told.title}"))


def _course(told: Told, source: str, closed: int, won: bool, days: Days, random: Random) -> Course:
    end = NEGOTIATION if won else random.choices(list(_LOST_FROM), list(_LOST_FROM.values()))[0]
    begins = LEAD if end == LEAD or random.random() < 0.6 else QUALIFIED
    spent = stays(range(begins, end + 1), random, stretch=1.0 if won else 1.6)
    visits = visits_until(closed, spent)
    amount = told.amount or 0
    changed = end >= PROPOSAL and random.random() < 0.3
    return Course(
        title=told.title,
        firm=firms()[told.company],
        amount=amount,
        product=told.product,
        source=source,
        visits=visits,
        closes=_closes(days.past(visits[0].first), days.past(closed), won, random),
        status="won" if won else "lost",
        reason=random.choice(_WON_WHY if won else _LOST_WHY[end]),
        first_amount=round_amount(amount * random.choice((0.8, 0.9, 1.1, 1.3))) if changed else None,
        tags=tags_of(told),
    )


def _closes(created: date, closed: date, won: bool, random: Random) -> list[date | None]:
    """The dates it was expected to close on, the last of them near the day it did."""
    off = random.randint(-4, 9) if won else random.randint(-10, 35)
    last = _workday(closed + timedelta(days=off))
    pushes = random.choices((0, 1, 2, 3), (5, 3, 2, 1))[0]
    return [day for day in pushed_to(last, pushes) if day == last or (day and day > created + timedelta(days=5))]


def _workday(day: date) -> date:
    return day - timedelta(days=max(0, day.weekday() - 4))
