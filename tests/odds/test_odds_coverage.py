"""Of 400 made-up pipelines whose daily risks are known, what comes lies between P10 and P90 in about eight of ten.

All 400 take a minute: ``PIPETUI_HISTORIES=400`` runs them; otherwise some, held to what so few can show.
"""

import os
from datetime import date
from math import log
from random import Random

from cards import PIPELINE, QUALIFIED
from pipetui.values.periods import period_of
from pipetui.views.odds import History
from pipetui.views.odds.backtest import backtest
from pipetui.views.odds.history import LOST, NEVER, STILL, UNKNOWN, WON, Lives, Stays

HISTORIES = int(os.environ.get("PIPETUI_HISTORIES", "40"))
PERIOD = period_of("month", date(2026, 8, 1))
"""What is foretold on its first morning."""

PAST = 365
"""Days of history before it."""

ROOM = 0.05 if HISTORIES >= 400 else 3 * (0.8 * 0.2 / HISTORIES) ** 0.5
"""How far from 0.8 the share may lie: three deviations of it, where there are few."""


def made_up(seed: int) -> History:
    """Deals that come at random, each with a daily risk of its own history's of being won and of being lost."""
    chance = Random(seed)
    coming = chance.uniform(0.25, 0.7)
    winning, losing = chance.uniform(0.004, 0.012), chance.uniform(0.006, 0.02)
    start, today = PERIOD.start.toordinal(), PERIOD.end.toordinal() + 1
    lives, whole, stays = Lives(), Stays(), Stays()
    day, number = float(start - PAST), 0
    while (day := day - log(1 - chance.random()) / coming) < today:
        number, born = number + 1, int(day)
        life = 1 + int(-log(1 - chance.random()) / (winning + losing))
        won, ended = chance.random() < winning / (winning + losing), born + life < today
        worth = round(10_000_00 * chance.lognormvariate(0, 0.5))
        end, how = (born + life, WON if won else LOST) if ended else (NEVER, STILL)
        lives.deal.append(number)
        lives.born.append(born)
        lives.entry.append(QUALIFIED.id)
        lives.closed.append(end)
        lives.won.append(ended and won)
        lives.worth.append(worth if ended and won else None)
        lives.product.append(None)
        lives.gone.append(NEVER)
        whole.add(number, UNKNOWN, born, born, end, how)
        stays.add(number, QUALIFIED.id, born, born, end, how)
    return History(PIPELINE.id, "EUR", today, PIPELINE.stages[:2], lives, whole, stays)


def test_the_range_holds_what_comes_as_often_as_it_says() -> None:
    replayed = [backtest(made_up(seed), [PERIOD]).periods[0] for seed in range(HISTORIES)]
    held = sum(each.is_within for each in replayed) / HISTORIES
    assert 0.8 - ROOM <= held <= 0.8 + ROOM
    came, said = (sum(getattr(each, name) for each in replayed) for name in ("actual", "expected"))
    assert 1 - ROOM <= said / came <= 1 + ROOM
