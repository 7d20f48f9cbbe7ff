"""The deals that were open on the morning of a day, as they stood."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from pipetui.views.odds.history import UNKNOWN, Day, History
from pipetui.views.odds.told import NOTHING, Entered


class Standing(NamedTuple):
    """An open deal on a morning: its stage (``UNKNOWN`` where no one can say), since when, and since when it lives."""

    deal: int
    stage: int
    since: Day
    born: Day
    entered: Entered


def open_on(history: History, day: Day) -> Iterator[Standing]:
    """The deals that were open on the morning of a day; of those the file did not have yet nothing was entered."""
    stays, lives = history.stays, history.lives
    stage_of: dict[int, tuple[int, Day]] = {}
    for deal, stage, entered, seen, left in zip(
        stays.deal, stays.stage, stays.entered, stays.seen, stays.left, strict=True
    ):
        if seen < day <= left:
            stage_of[deal] = (stage, entered)
    for deal, born, closed, gone, product in zip(
        lives.deal, lives.born, lives.closed, lives.gone, lives.product, strict=True
    ):
        if born < day <= closed and day <= gone:
            stage, since = stage_of.get(deal, (UNKNOWN, born))
            told = history.record.at(deal, day)
            yield Standing(deal, stage, since, born, NOTHING._replace(product=product) if told is None else told)
