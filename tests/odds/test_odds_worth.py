"""What won deals came to, beside what was first entered for them."""

from datetime import date

import pytest

from cards import PIPELINE
from pipetui.views.odds import History
from pipetui.views.odds.history import WON, Lives, Record, Stays
from pipetui.views.odds.told import NEVER, Entered, Told
from pipetui.views.odds.worth import FIRM, learn_worth

TODAY = date(2026, 11, 23).toordinal()
YESTERDAY = TODAY - 1


def history(changed: int, others: int, imported: int = 0) -> History:
    """Deals won yesterday at 800: some were first 1,000; others were 800 all the time; some came with an import."""
    lives, whole, told, coded = Lives(), Stays(), Told(), dict[str | None, int]()
    record = Record(told)
    for number in range(1, changed + others + imported + 1):
        known = YESTERDAY if number > changed + others else TODAY - 50
        told.add(number, known, Entered(800_00), coded)
        lives.deal.append(number)
        for column, day in ((lives.born, TODAY - 50), (lives.closed, YESTERDAY), (lives.gone, NEVER)):
            column.append(day)
        lives.entry.append(0)
        lives.won.append(1)
        lives.worth.append(800_00)
        lives.product.append(None)
        whole.add(number, 0, TODAY - 50, TODAY - 50, YESTERDAY, WON)
        if number <= changed:
            record.before[number] = [(TODAY - 10, Entered(1_000_00))]
    return History(PIPELINE.id, "EUR", TODAY, PIPELINE.stages, lives, whole, Stays(), record)


def test_deals_whose_amount_was_never_changed_came_to_just_that() -> None:
    weight = 0.5 ** (1 / 365)
    told = learn_worth(history(changed=5, others=35), TODAY)
    assert told.realised == pytest.approx((5 * 0.8 * weight + 35 * weight + FIRM) / (40 * weight + FIRM))
    assert told.average == pytest.approx(800_00)


def test_what_an_import_brought_closed_says_nothing_of_what_was_entered() -> None:
    assert learn_worth(history(0, 0, imported=30), TODAY).realised == 1.0
    alone = learn_worth(history(5, 0), TODAY).realised
    assert learn_worth(history(5, 0, imported=30), TODAY).realised == pytest.approx(alone)
