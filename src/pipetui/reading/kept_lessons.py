"""What a history taught, as it is kept: words and single numbers as JSON, tables as columns."""

from __future__ import annotations

from array import array
from collections.abc import Iterator
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from pipetui.views.odds.arrivals import Arrivals
from pipetui.views.odds.dates import Dates
from pipetui.views.odds.lessons import Lessons
from pipetui.views.odds.risk import Risks
from pipetui.views.odds.told import Day
from pipetui.views.odds.worth import Worth

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

_TABLES = ("daily", "rhythm", "seen", "wins")


def lessons_told(lessons: Lessons) -> tuple[dict[str, Any], list[array[Any]]]:
    """Lessons as they are kept."""
    tables = [getattr(risks, name) for risks in (lessons.pool, lessons.by_stage) for name in _TABLES]
    told = {
        "shapes": [table.shape for table in tables],
        "worth": asdict(lessons.worth),
        "arrivals": asdict(lessons.arrivals),
        "dates": lessons.dates.factors,
        "new_worth": lessons.new_worth,
        "trim": lessons.trim,
        "closed": lessons.closed,
    }
    return told, [array("d", table.astype(float).tobytes()) for table in tables]


def lessons_kept(day: Day, told: dict[str, Any], columns: list[array[Any]]) -> Lessons:
    """Lessons from what was kept of them; raises KeyError, ValueError or TypeError where something is missing."""
    tables = _tables(told["shapes"], columns)
    return Lessons(
        today=day,
        pool=Risks(*(next(tables) for _ in _TABLES)),
        by_stage=Risks(*(next(tables) for _ in _TABLES)),
        worth=Worth(**told["worth"]),
        arrivals=Arrivals(tuple(told["arrivals"]["by_state"]), told["arrivals"]["unknown"]),
        dates=Dates(tuple(told["dates"])),
        new_worth=told["new_worth"],
        trim=told["trim"],
        closed=told["closed"],
    )


def _tables(shapes: list[list[int]], columns: list[array[Any]]) -> Iterator[Floats]:
    import numpy as np

    for shape, column in zip(shapes, columns, strict=True):
        yield np.array(column, dtype=float).reshape(shape)
