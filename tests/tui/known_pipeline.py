"""Small pipelines whose every figure is known, and the demo: made once a process, then copied as files."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from pipetui.demo import build
from pipetui.values.clock import Clock
from pipetui.values.followup import FollowUp
from pipetui.values.periods import parse_period
from pipetui.values.when import When
from pipetui.views.entry import NewDeal
from pipetui.workspace import Workspace, open_workspace

TODAY = date(2026, 11, 23)
"""The rep's day: a Monday with 38 days left in its quarter."""

LEAD, QUALIFIED, DEMO, PROPOSAL, NEGOTIATION = range(1, 6)
"""The numbers of the standard stages."""

FLEET, WAREHOUSE, CLINIC, DATA_CENTRE, PORTAL, ROUTES, LICENCES, MUSEUM, CRANES = range(1, 10)
"""The numbers of the deals of ``small``, in the order they are added."""


def small(path: Path) -> None:
    """Six open deals, a lead, one won and one lost, a target of €150,000 for the quarter.

    In the quarter: won €20,000; open €130,000, weighted €67,400; commit €35,000; best case €31,000; gap €62,600.
    One deal, of €18,000, is past its close date. A follow-up is overdue, one is due today.
    """
    path.write_bytes(_small())


def empty(path: Path) -> None:
    """A file with the standard pipeline and nothing in it."""
    path.write_bytes(_empty())


def demo(path: Path) -> None:
    """The demo, as of ``TODAY``."""
    path.write_bytes(_demo())


def many(path: Path, number: int) -> None:
    """As many open deals, of €1 each, all in the first open stage, each with a next step, beside those of ``small``."""
    path.write_bytes(_many(number))


@cache
def _small() -> bytes:
    return _file(_fill_small)


@cache
def _empty() -> bytes:
    return _file(lambda _path: None)


@cache
def _demo() -> bytes:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "demo.db"
        build(path, Clock(TODAY))
        return path.read_bytes()


@cache
def _many(number: int) -> bytes:
    return _file(lambda path: _fill_many(path, number))


def _file(fill: Callable[[Path], None]) -> bytes:
    with TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patch:
        patch.setenv("LC_ALL", "de_DE.UTF-8")  # a country of the euro
        path = Path(folder) / "made.db"
        open_workspace(path, Clock(TODAY), durable=False).close()
        fill(path)
        return path.read_bytes()


def _on(path: Path, day: date, *commands: Callable[[Workspace], object]) -> None:
    workspace = open_workspace(path, Clock(day), durable=False)
    for command in commands:
        command(workspace)
    workspace.close()


def _step(kind: str, day: date, time: str = "", subject: str = "") -> FollowUp:
    from datetime import time as clock_time

    return FollowUp(kind, When(day, clock_time.fromisoformat(time) if time else None), subject or kind.capitalize())


def _adding(new: NewDeal) -> Callable[[Workspace], object]:
    return lambda work: work.deals.add(new)


def _fill_small(path: Path) -> None:
    def deal(
        title: str, amount: int, company: str, contact: str, stage: int, close: date | None, next_: FollowUp | None
    ) -> Callable[[Workspace], object]:
        return _adding(
            NewDeal(
                title,
                amount * 100,
                "EUR",
                company=company or None,
                contact=contact or None,
                stage_id=stage,
                expected_close=close,
                next=next_,
            )
        )

    _on(
        path,
        date(2026, 11, 16),
        deal(
            "Fleet renewal",
            24_000,
            "Nordwind",
            "Ida Berg",
            QUALIFIED,
            date(2026, 11, 30),
            _step("call", TODAY, "15:00", "Prices of the vans"),
        ),
        deal(
            "Warehouse rollout",
            40_000,
            "Acme",
            "Jane Doe",
            DEMO,
            date(2026, 12, 18),
            _step("meeting", date(2026, 11, 27), "10:00", "Tour of the site"),
        ),
        deal("Clinic tablets", 31_000, "Salus", "Paola Ricci", PROPOSAL, date(2026, 12, 12), None),
        deal(
            "Data centre phase 2",
            35_000,
            "Hexa",
            "Omar Aziz",
            NEGOTIATION,
            date(2026, 11, 28),
            _step("email", date(2026, 11, 20), "", "Send the contract"),
        ),
        deal(
            "Spare parts portal",
            12_000,
            "Nordwind",
            "Ida Berg",
            QUALIFIED,
            date(2027, 2, 15),
            _step("task", date(2026, 12, 7), "", "Write the outline"),
        ),
    )
    _on(
        path,
        date(2026, 10, 20),
        deal("Route planning", 18_000, "Acme", "", DEMO, date(2026, 11, 13), None),
        deal("Trial licences", 5_000, "", "", LEAD, None, None),
        deal("Museum guides", 20_000, "Museo", "", NEGOTIATION, date(2026, 11, 10), None),
        deal("Harbour cranes", 9_000, "Portus", "", PROPOSAL, date(2026, 11, 5), None),
    )
    _on(path, date(2026, 11, 5), lambda work: work.deals.lose(CRANES, "price"))
    _on(path, date(2026, 11, 10), lambda work: work.deals.win(MUSEUM))
    _on(
        path,
        TODAY,
        lambda work: work.targets.set(work.overview.pipeline(), parse_period("Q4", TODAY), 15_000_000),
        lambda work: work.deals.edit(CLINIC, {"tags": ("q4",)}),
    )


def _fill_many(path: Path, number: int) -> None:
    _fill_small(path)
    moment = "2026-11-16 08:00:00.000000"
    numbers = range(101, 101 + number)

    def fill(workspace: Workspace) -> None:
        with workspace.store.transaction("Many") as writing:
            same = {
                "pipeline_id": 1,
                "stage_id": QUALIFIED,
                "amount": 100,
                "currency": "EUR",
                "base_amount": 100,
                "probability_source": "stage",
                "status": "open",
                "pushes": 0,
                "expected_close": "2026-12-24",
                **dict.fromkeys(("created_at", "stage_since", "touched_at"), moment),
            }
            writing.insert(
                "deal", ("id", "title", *same), [(each, f"Deal {each:06}", *same.values()) for each in numbers]
            )
            columns = ("deal_id", "kind", "subject", "due_on", "created_at", "snoozes")
            writing.insert("activity", columns, [(each, "call", "Call", "2026-12-01", moment, 0) for each in numbers])

    _on(path, TODAY, fill)
