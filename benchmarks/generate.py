"""Pipeline files of any size, written in bulk: the ground the benchmarks stand on.

``python -m benchmarks.generate FILE OPEN_DEALS`` makes one; ``ready`` gives one shared by a whole run.
"""

from __future__ import annotations

import argparse
import os
import tempfile
import time
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from pathlib import Path
from random import Random
from typing import Any

from pipetui.store import Writing
from pipetui.values.clock import Clock
from pipetui.values.periods import period_of
from pipetui.values.text import fold
from pipetui.workspace import open_workspace

SIZES = (100, 1_000, 10_000, 100_000)
MOST_WITH_ACTIVITIES = 10_000
"""Above this many open deals the files have neither activities, moves, payments nor expenses."""

TITLE = "Rack"
"""Every deal's title is this word and its number, so a screen that shows it shows a deal."""

_KINDS = ("call", "meeting", "email", "message", "task", "note")
_SUBJECTS = (
    "Ask for the signed offer",
    "Send the plan",
    "Walk through the terms",
    "Confirm the date",
    "Call back",
)
_SOURCES = ("referral", "website", "fair", "partner", None)
_BATCH = 50_000

Row = tuple[Any, ...]


def ready(open_deals: int) -> Path:
    """A generated file of that size, made where this run has none yet. Copy it before writing to it."""
    path = folder() / f"{Clock().today()}-{open_deals}.db"
    if not path.exists():
        making = path.with_suffix(".making")
        making.unlink(missing_ok=True)
        generate(making, open_deals, activities_per_deal=10 if open_deals <= MOST_WITH_ACTIVITIES else 0)
        making.rename(path)
    return path


def folder() -> Path:
    """The folder the benchmarks of one run share: ``PIPETUI_BENCH_DIR``, else one in the temporary folder."""
    named = os.environ.get("PIPETUI_BENCH_DIR")
    path = Path(named) if named else Path(tempfile.gettempdir()) / "pipetui-bench"
    path.mkdir(parents=True, exist_ok=True)
    return path


def generate(
    path: Path,
    open_deals: int,
    *,
    closed_per_open: int = 4,
    activities_per_deal: int = 10,
    clock: Clock | None = None,
) -> None:
    """Makes a new file of ``open_deals`` open deals, some closed ones for each, activities for every deal.

    Nine in ten open deals have one of their activities still planned. Without activities there are no moves
    either. The same day gives the same deals.
    """
    clock = clock or Clock()
    workspace = open_workspace(path, clock, durable=False)
    try:
        with workspace.store.transaction("Generated") as writing:
            _Generator(writing, clock.today(), open_deals).write(closed_per_open, activities_per_deal)
    finally:
        workspace.close()


class _Generator:
    """Writes the rows of one file. A day of the past or future is a whole number of days from today."""

    def __init__(self, writing: Writing, today: date, open_deals: int) -> None:
        self.writing = writing
        # The indexes of a million rows stay in memory.
        writing.connection.exec_driver_sql("PRAGMA cache_size = -1000000")
        self.open_deals = open_deals
        self.companies = max(20, open_deals // 4)
        self.random = Random(open_deals).random
        noon = datetime.combine(today, datetime.min.time(), UTC) + timedelta(hours=12)
        self._days = {offset: (today + timedelta(offset)).isoformat() for offset in range(-1000, 400)}
        self._moments = {
            offset: (noon + timedelta(offset)).strftime("%Y-%m-%d %H:%M:%S.%f") for offset in range(-1000, 1)
        }
        select = writing.connection.exec_driver_sql
        self.pipeline, self.currency = select("SELECT id, currency FROM pipeline").one()
        self.stages = [row[0] for row in select("SELECT id FROM stage ORDER BY position")]
        self.reasons = [row[0] for row in select("SELECT id FROM reason WHERE outcome = 'lost' ORDER BY position")]
        self.quarter = period_of("quarter", today)

    def write(self, closed_per_open: int, activities_per_deal: int) -> None:
        """Writes people, deals, moves, activities and a target."""
        self._people()
        deals = self.open_deals * (1 + closed_per_open)
        # By the thousand, so that no list of a million rows is ever held.
        step = max(1, _BATCH // max(1, activities_per_deal))
        for first in range(0, deals, step):
            self._deals(range(first, min(first + step, deals)), activities_per_deal)
        if activities_per_deal:
            self._expenses()
        self.writing.insert(
            "target",
            ("pipeline_id", "owner", "starts", "ends", "amount"),
            [
                (
                    self.pipeline,
                    "",
                    self.quarter.start.isoformat(),
                    self.quarter.end.isoformat(),
                    self.open_deals * 2_000_000,
                )
            ],
        )

    def _people(self) -> None:
        companies = [f"Company {number}" for number in range(1, self.companies + 1)]
        self.writing.insert("company", ("name", "folded"), [(name, fold(name)) for name in companies])
        contacts = [(f"Contact {number}", number) for number in range(1, self.companies + 1)]
        self.writing.insert(
            "contact",
            ("name", "folded", "company_id", "email"),
            [(name, fold(name), number, f"contact{number}@example.com") for name, number in contacts],
        )

    def _deals(self, numbers: range, activities_per_deal: int) -> None:
        deals: list[Row] = []
        links: list[Row] = []
        moves: list[Row] = []
        activities: list[Row] = []
        payments: list[Row] = []
        for number in numbers:
            who = number % self.companies + 1
            created, last = self._life(number)
            deals.append(self._deal(number, who, created, last))
            links.append((number + 1, who, "champion", 0))
            if activities_per_deal:
                moves += self._moves(number, created, last)
                payments += self._payments(deals[-1], last)
            activities += self._activities(number, who, created, last, activities_per_deal)
        self._insert("deal", _DEAL, deals)
        self._insert("deal_contact", ("deal_id", "contact_id", "role", "position"), links)
        self._insert("stage_move", ("deal_id", "from_stage_id", "to_stage_id", "at"), moves)
        self._insert("activity", _ACTIVITY, activities)
        self._insert("payment", _PAYMENT, payments)

    def _insert(self, table: str, columns: Row, rows: list[Row]) -> None:
        if rows:
            self.writing.insert_columns(table, dict(zip(columns, zip(*rows, strict=True), strict=True)))

    def _life(self, number: int) -> tuple[int, int]:
        """The day a deal was made and the day it was last touched (or closed)."""
        if number < self.open_deals:
            return -30 - int(self.random() * 90), -int(self.random() * 12)
        created = -30 - int(self.random() * 700)
        return created, created + 20 + int(self.random() * (-created - 20))

    def _deal(self, number: int, who: int, created: int, last: int) -> Row:
        is_open, won = number < self.open_deals, number % 3 == 0
        amount = (5 + int(self.random() * 495)) * 10_000
        return (
            number + 1,
            self.pipeline,
            self.stages[number % len(self.stages)],
            f"{TITLE} {number + 1:06}",
            who,
            "Robin Rep",
            _SOURCES[number % len(_SOURCES)],
            amount,
            self.currency,
            amount,
            "stage",
            self._days[int(self.random() * 150) - 10 if is_open else last],
            "open" if is_open else "won" if won else "lost",
            None if is_open else self._days[last],
            None if is_open or won else self.reasons[number % len(self.reasons)],
            self._moments[created],
            self._moments[last],
            self._moments[last],
            0,
        )

    def _moves(self, number: int, created: int, last: int) -> Iterator[Row]:
        stages = self.stages[: number % len(self.stages) + 1]
        for passed, (was, became) in enumerate(pairwise(stages), 1):
            at = created + (last - created) * passed // (len(stages) - 1)
            yield number + 1, was, became, self._moments[at]

    def _payments(self, deal: Row, closed: int) -> Iterator[Row]:
        """What a won deal is paid in: 30 % when it closes, the rest two months later, received but for the latest."""
        number, amount, is_won = deal[0], deal[7], deal[12] == "won"
        parts = ((amount * 3 // 10, closed), (amount - amount * 3 // 10, closed + 60)) if is_won else ()
        for place, (part, day) in enumerate(parts):
            paid = self._days[day] if day < -number % 40 else None
            yield number, place, "Payment", part, self.currency, part, self._days[day], 0, 0, paid

    def _expenses(self) -> None:
        """What goes out: one for every tenth open deal, and three that come every month."""
        some = [
            (self.pipeline, number, "travel", "Visit", 20_000 + number % 50 * 1_000, self._days[number % 60 - 30])
            for number in range(1, self.open_deals + 1, 10)
        ]
        rows: list[Row] = [(*row, self.currency, row[4], None, None) for row in some]
        first = self._days[5]
        rows += [
            (self.pipeline, None, "rent", name, 90_000, first, self.currency, 90_000, "FREQ=MONTHLY", first)
            for name in ("Rent", "Cars", "Insurance")
        ]
        self._insert("expense", _EXPENSE, rows)

    def _activities(self, number: int, who: int, created: int, last: int, count: int) -> Iterator[Row]:
        if count and number < self.open_deals and number % 10:
            due, turn = self._days[int(self.random() * 40) - 5], number % len(_SUBJECTS)
            yield number + 1, who, _KINDS[turn], _SUBJECTS[turn], None, due, None, self._moments[last], 0
            count -= 1
        for turn in range(count):
            at = self._moments[created + (last - created) * turn // count]
            kind = _KINDS[(number + turn) % len(_KINDS)]
            yield (
                number + 1,
                who,
                kind,
                _SUBJECTS[turn % len(_SUBJECTS)],
                "They will answer.",
                None,
                at,
                at,
                0,
            )


_DEAL = (
    *("id", "pipeline_id", "stage_id", "title", "company_id", "owner", "source", "amount", "currency"),
    *("base_amount", "probability_source", "expected_close", "status", "closed_on", "reason_id"),
    *("created_at", "stage_since", "touched_at", "pushes"),
)
_PAYMENT = (
    *("deal_id", "position", "label", "amount", "currency", "base_amount", "due_on", "after_months", "after_days"),
    "paid_on",
)
_EXPENSE = (
    *("pipeline_id", "deal_id", "kind", "label", "amount", "due_on", "currency", "base_amount", "rrule", "rrule_start"),
)
_ACTIVITY = (*("deal_id", "contact_id", "kind", "subject", "note", "due_on", "done_at", "created_at", "snoozes"),)


def main() -> None:
    """Makes a file from the command line."""
    parser = argparse.ArgumentParser(description="Make a pipeline file of a given size.")
    parser.add_argument("file", type=Path)
    parser.add_argument("open_deals", type=int)
    parser.add_argument("--activities", type=int, default=10, metavar="PER_DEAL")
    chosen = parser.parse_args()
    began = time.perf_counter()
    generate(chosen.file, chosen.open_deals, activities_per_deal=chosen.activities)
    seconds, size = time.perf_counter() - began, chosen.file.stat().st_size / 1e6
    print(f"{chosen.file}: {chosen.open_deals:,} open deals, {size:,.0f} MB, made in {seconds:.1f} s")


if __name__ == "__main__":
    main()
