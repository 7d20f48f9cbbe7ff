"""What expected costs at 10,000 open deals and 40,000 closed: learning it, following a change, and looking back.

The floor of a change is the same change with weighted amounts alone.
"""

from __future__ import annotations

import time
from collections.abc import Callable

from benchmarks.generate import ready
from benchmarks.report import milliseconds, ratio, show
from pipetui.values.clock import Clock
from pipetui.views.card import Change
from pipetui.views.fields import in_stage
from pipetui.views.forecast import Forecast
from pipetui.views.snapshot import Snapshot
from pipetui.workspace import open_workspace

SIZE = 10_000
RUNS = 3
MOVES = 500


def main() -> None:
    """Prints how long each takes, in this process."""
    workspace = open_workspace(ready(SIZE), Clock())
    try:
        overview, told = workspace.overview, workspace.overview.snapshot()
        learning = _times(RUNS, lambda: overview.forecasts.odds(told.pipeline))
        plain = _moves(told, told.forecast)
        told.forecast.expect(overview.forecasts.odds(told.pipeline), told.cards)
        following = _moves(told, told.forecast)
        outlook = _times(RUNS, lambda: overview.forecasts.outlook(told.pipeline, told.forecast.period))
        back = _times(1, lambda: overview.forecasts.backtest(told.pipeline, "quarter", 8))
    finally:
        workspace.close()
    show(
        f"Expected at {SIZE:,} open deals",
        ("", "median", "beside", "to reach"),
        [
            ("a move, weighted alone", milliseconds(plain), "", ""),
            ("a move, with expected", milliseconds(following), ratio(following, plain), "≤ 40 ms"),
            ("learning the odds", milliseconds(learning), "", ""),
            ("the answer for a meeting", milliseconds(outlook), "", ""),
            ("a back-test of 8 quarters", milliseconds(back), "", "≤ 5,000 ms"),
        ],
    )


def _moves(told: Snapshot, forecast: Forecast) -> list[float]:
    """Seconds of moves to the last stage and back, with the figures read after each."""
    last, taken = told.pipeline.stages[-1].id, []
    for card in told.cards[:MOVES]:
        moved = in_stage(card, told.pipeline, last)
        began = time.perf_counter()
        forecast.apply([Change(card, moved)])
        forecast.figures()
        taken.append(time.perf_counter() - began)
        forecast.apply([Change(moved, card)])
    return taken


def _times(runs: int, call: Callable[[], object]) -> list[float]:
    taken = []
    for _ in range(runs):
        began = time.perf_counter()
        call()
        taken.append(time.perf_counter() - began)
    return taken


if __name__ == "__main__":
    main()
