"""What fifty rules add to a move, and what a tick costs, at 10,000 open deals.

The floor of a move is the same move without a rule; that of a tick is the same look where there is no rule.
"""

from __future__ import annotations

import argparse
import shutil
import time
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.generate import folder, ready
from benchmarks.report import milliseconds, ratio, show
from pipetui.reading.rules import read_text
from pipetui.values.clock import Clock
from pipetui.views.automation import NewRule
from pipetui.workspace import Workspace, open_workspace

RUNS = 41
SIZE = 10_000
RULES = 50

WAITING = (
    "when entered {stage} if value>{n}k then tag rule{n}",
    "when changed amount if tag:hot then plan call +2d",
    "when won if value>{n}k then notify {{title}} is won",
    "when untouched {n}0d if next:none tag:never{n} then plan call",
    "when close passed {n}d if tag:never{n} then tag slipped",
)
"""The kinds of rules there are; what they ask keeps most of them from following."""


def main() -> None:
    """Moves a deal on and back by turns, without rules and with them, and prints the medians."""
    argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter).parse_args()
    with TemporaryDirectory(dir=folder()) as alone:
        works = []
        for name in ("without", "with"):
            path = Path(alone) / f"{name}.db"
            shutil.copyfile(ready(SIZE), path)
            works.append(open_workspace(path, Clock()))
        without, ruled = works
        stages = ruled.overview.pipeline().stages
        ruled.rules.add_all(
            [
                NewRule(f"Rule {n}", read_text(WAITING[n % len(WAITING)].format(n=n + 1, stage=stages[2].name)))
                for n in range(RULES)
            ]
        )
        ruled.keep_up()  # what is due from before is done now
        deals = [card.id for card in ruled.overview.open_cards() if card.stage_id == stages[1].id][: RUNS + 1]
        moves = {id(work): _timed(lambda deal, work=work: work.deals.step(deal, 1), deals) for work in works}  # type: ignore[misc]  # each its own
        ticks = {id(work): _timed(lambda _, work=work: work.keep_up(), deals[:11]) for work in works}  # type: ignore[misc]  # as above
        for work in works:
            work.close()
        added = [a - b for a, b in zip(moves[id(ruled)], moves[id(without)], strict=True)]
        rows = [
            ("a move without rules", milliseconds(moves[id(without)]), "1.00 ×", ""),
            (f"a move with {RULES} rules", milliseconds(moves[id(ruled)]), _of(moves, ruled, without), ""),
            ("  what they add", milliseconds(added), "", "< 5 ms"),
            ("a look for what is due, no rules", milliseconds(ticks[id(without)]), "1.00 ×", ""),
            (f"a tick with {RULES} rules", milliseconds(ticks[id(ruled)]), _of(ticks, ruled, without), "< 1,000 ms"),
        ]
        show(f"Rules at {SIZE:,} open deals (medians of {RUNS})", ("", "", "ratio", "to reach"), rows)


def _of(times: dict[int, list[float]], work: Workspace, floor: Workspace) -> str:
    return ratio(times[id(work)], times[id(floor)])


def _timed(do: Callable[[int], object], deals: list[int]) -> list[float]:
    taken = []
    for deal in deals:
        began = time.perf_counter()
        do(deal)
        taken.append(time.perf_counter() - began)
    return taken[1:]


if __name__ == "__main__":
    main()
