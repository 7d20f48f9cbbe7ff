"""A lifelike pipeline, made up from a fixed seed and relative to today: the same day gives the same deals."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import chain
from pathlib import Path

from pipetui.demo import cash, old_addresses, past, present, process
from pipetui.demo.cast import firms
from pipetui.demo.course import Course
from pipetui.demo.days import Days
from pipetui.demo.life import Entry, Life
from pipetui.demo.replay import Replay
from pipetui.sales.stages import set_up
from pipetui.store import Store, Writing, stored_moment
from pipetui.values.clock import Clock
from pipetui.values.periods import Period, period_of
from pipetui.values.text import fold

CURRENCY = "EUR"
"""What the demo counts in."""

TARGETS_BEFORE = (270, 260, 250, 250, 240, 230, 220, 210)
"""The targets of the quarters before this one, latest first, in thousands."""

TARGETS = (280, 300, 310, 330)
"""Those of this quarter and the three after it, in thousands."""

_RULES = (
    ("After an offer", "when entered Proposal if value>10k then plan call +2d about the offer", True),
    ("Thank them", "when won then plan email +1d about thanks, and who else it could help", True),
    ("Wake it up", "when untouched 14d if next:none then plan call about where it stands, honestly", False),
    ("A date that holds", "when close passed 1d then plan call about a date that holds", False),
)
"""The rules, in their order: a name, what it says, and whether it is on."""

_TAGS = ("key account", "large", "multi-site", "pilot", "renewal")
_RATES = (("USD", "0.915"), ("GBP", "1.1628"), ("SEK", "0.0887"))
_MONTHS = (0.3, 0.3, 0.4)
"""How this quarter's target and the next one's are split over their months."""


def build(path: Path, clock: Clock) -> None:
    """Makes a new file at ``path`` with sixty open deals, some leads, and two years of closed ones behind them.

    Raises Trouble where the file can't be made.
    """
    days = Days(clock.today())
    store = Store(path, clock, durable=False)
    try:
        with store.transaction("A new pipeline", "start") as writing:
            lives = list(_lives(days))
            oldest = min(course.first for course, _entries in lives)
            _set_the_scene(writing, days, oldest)
            Replay(writing).write(lives)
            process.tell(writing, days)
            cash.tell(writing, days)
    finally:
        store.close()


def _lives(days: Days) -> Iterator[tuple[Course, Sequence[Entry]]]:
    for course in chain(past.courses(days, TARGETS[0] * 1000), present.courses(days)):
        yield course, Life(course, days).tell()


def _set_the_scene(writing: Writing, days: Days, oldest: int) -> None:
    """The process, the people, the targets and the rates, on the day before the first deal."""
    set_up(writing.session, CURRENCY)
    writing.session.flush()
    process.write_playbook(writing)
    day = oldest - 1
    writing.connection.exec_driver_sql("UPDATE change_set SET at = ?", (stored_moment(days.moment(day, 9 * 60)),))
    people = [person for firm in firms().values() for person in firm.people]
    writing.insert(
        "company",
        ("id", "name", "folded", "sector", "website", "city", "country"),
        [(f.id, f.name, fold(f.name), f.sector, f.website, f.city, f.country) for f in firms().values()],
    )
    writing.insert(
        "contact",
        ("id", "name", "folded", "company_id", "email", "phone", "job"),
        [(p.id, p.name, fold(p.name), p.company, p.email, p.phone, p.job) for p in people],
    )
    old_addresses.tell(writing)
    writing.insert("tag", ("name", "folded"), [(tag, fold(tag)) for tag in _TAGS])
    writing.insert(
        "rule",
        ("name", "folded", "text", "enabled", "position"),
        [(name, fold(name), text, on, place) for place, (name, text, on) in enumerate(_RULES)],
    )
    since = days.past(day).isoformat()
    writing.insert(
        "exchange_rate",
        ("base", "currency", "day", "rate"),
        [(CURRENCY, currency, since, rate) for currency, rate in _RATES],
    )
    pipeline = writing.connection.exec_driver_sql("SELECT id FROM pipeline").scalar_one()
    writing.insert(
        "target",
        ("pipeline_id", "owner", "starts", "ends", "amount"),
        [(pipeline, "", p.start.isoformat(), p.end.isoformat(), amount * 100) for p, amount in _targets(days)],
    )


def _targets(days: Days) -> Iterator[tuple[Period, int]]:
    """Targets in whole units: of quarters, and of the months of this one and the next."""
    yield from zip(days.quarters_back(len(TARGETS_BEFORE)), (1000 * each for each in TARGETS_BEFORE), strict=True)
    quarter = days.quarter
    for place, thousands in enumerate(TARGETS):
        yield quarter, thousands * 1000
        month = period_of("month", quarter.start)
        for share in _MONTHS if place < 2 else ():
            yield month, round(thousands * share) * 1000
            month = month.following()
        quarter = quarter.following()
