"""Insights of a file: a small one worked out by hand, and two real pipelines against the figures known of them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

import pytest

from pipetui.values.clock import Clock
from pipetui.values.periods import parse_period
from pipetui.views.entry import NewDeal
from pipetui.views.insights import Insights, Share, Window, work_out
from pipetui.views.insights.window import of_period, whole
from pipetui.workspace import Workspace, open_workspace
from tables import shared_data

TODAY = date(2026, 11, 23)
LEAD, QUALIFIED, DEMO, PROPOSAL, NEGOTIATION = range(1, 6)


@contextmanager
def on(path: Path, day: date) -> Iterator[Workspace]:
    workspace = open_workspace(path, Clock(day), durable=False)
    yield workspace
    workspace.close()


def insights(work: Workspace, window: Window, wanted: str = "") -> Insights:
    pipeline = work.overview.pipeline()
    deals = work.overview.columns(pipeline)
    which = deals.some(work.overview.ids_in(pipeline, work.overview.filter(wanted))) if wanted else None
    return work_out(deals, window, which)


def lived(path: Path) -> None:
    """Three deals (won, lost in Demo after going back, open in Proposal) and two leads (dropped, waiting)."""

    def add(work: Workspace, title: str, stage: int, amount: int, owner: str = "Ada") -> int:
        card = work.deals.add(NewDeal(title, amount * 100, "EUR", stage_id=stage, owner=owner, source="web")).card
        assert card is not None
        return card.id

    with on(path, date(2026, 9, 1)) as work:
        add(work, "Won", LEAD, 100)
        add(work, "Lost", QUALIFIED, 50, "Bo")
        add(work, "Open", QUALIFIED, 200)
        add(work, "Dropped", LEAD, 10)
        add(work, "Waits", LEAD, 10)
    with on(path, date(2026, 9, 11)) as work:
        work.followups.log(1, "call", "Called back")
        work.deals.move(1, QUALIFIED)
        work.deals.move(2, PROPOSAL)
        work.deals.lose(4, "price")
    with on(path, date(2026, 9, 21)) as work:
        work.deals.move(1, NEGOTIATION)
        work.deals.move(2, DEMO)
        work.deals.move(3, PROPOSAL)
    with on(path, date(2026, 10, 1)) as work:
        work.deals.win(1)
        work.deals.lose(2, "price")


def test_a_small_file_by_hand(path: Path) -> None:
    lived(path)
    with on(path, TODAY) as work:
        told = insights(work, whole(TODAY))
        assert (told.closed, told.by_value) == (Share(1, 2), Share(100_00, 150_00))
        assert (told.cohort.won, told.cohort.lost, told.cohort.open) == (1, 1, 1)
        assert (told.cycle, told.to_lose, told.average) == (30, 30, 100_00)
        assert told.velocity == round(1 * 100_00 * 0.5 / 30)
        assert [row.stage.name for row in told.stages] == ["Qualified", "Demo", "Proposal", "Negotiation"]
        assert [(row.entered, row.went_on, row.lost) for row in told.stages] == [
            (3, 3, 0),
            (3, 3, 0),
            (3, 1, 1),
            (1, 1, 0),
        ]
        # 10 of the won deal, 10 of the lost, 20 of the open one
        assert [row.median for row in told.stages] == [10, 10, 10, 10]
        assert [row.stays for row in told.stages] == [3, 1, 2, 1]
        assert [(row.here, row.here_amount) for row in told.stages][2] == (1, 200_00)
        came = told.incoming
        assert (came.came, came.qualified, came.dropped, came.waiting) == (3, 1, 1, 1)
        assert (came.answered, came.answer) == (1, 10 * 86_400)
        assert [(each.name, each.number, each.amount, each.by_stage) for each in told.lost] == [
            ("price", 1, 50_00, (0, 1, 0, 0))
        ]
        assert {each.name: (each.closed, each.here) for each in told.owners} == {
            "Ada": (Share(1, 1), 1),
            "Bo": (Share(0, 1), 0),
        }
        assert [(each.name, each.leads, each.deals, each.closed) for each in told.sources] == [
            ("web", 3, 3, Share(1, 2))
        ]
        assert insights(work, whole(TODAY), "owner:bo").closed == Share(0, 1)
        assert insights(work, whole(TODAY), "owner:bo").all_closed == Share(1, 2)
        assert insights(work, of_period(parse_period("Q3 2026", TODAY))).closed == Share(0, 0)
        assert insights(work, of_period(parse_period("Q4 2026", TODAY))).closed == Share(1, 2)


def test_what_was_deleted_or_undone_is_in_none(path: Path) -> None:
    lived(path)
    with on(path, TODAY) as work:
        before = insights(work, whole(TODAY))
        work.deals.delete([1])
        assert insights(work, whole(TODAY)).closed == Share(0, 1)
        work.history.undo(1)
        assert insights(work, whole(TODAY)) == before
        assert insights(work, whole(TODAY)).closed == Share(1, 2)


def test_an_empty_file_tells_nothing(path: Path) -> None:
    with on(path, TODAY) as work:
        told = insights(work, whole(TODAY))
        assert told.is_empty
        assert (told.velocity, told.average, told.bottleneck, told.trend) == (None, None, None, ())


def test_a_kept_forecast_is_judged_before_a_replayed_one(path: Path) -> None:
    lived(path)
    quarter = parse_period("Q3 2026", TODAY)
    with on(path, TODAY) as work:
        with work.store.transaction("Kept") as writing:
            columns = (
                "pipeline_id",
                "day",
                "starts",
                "ends",
                "won",
                "commit",
                "best_case",
                "pipeline",
                "weighted",
                "p50",
            )
            for day, p50 in (("2026-07-03", 90_00), ("2026-08-20", 10_00)):
                writing.insert(
                    "forecast_snapshot",
                    columns,
                    [(1, day, quarter.start.isoformat(), quarter.end.isoformat(), 0, 0, 0, 0, 0, p50)],
                )
        judged = work.overview.judged(work.overview.pipeline(), "quarter", 2)
    assert [(each.period.label, each.forecast, each.actual, each.is_kept) for each in judged] == [
        ("Q3 2026", 90_00, 0, True)
    ]


def test_maven(path: Path) -> None:
    """Known of it: 4,238 won of 6,711 closed, 10,005,534 won, 2,360.91 on average, 57 days to win in the median."""
    day = date(2018, 1, 1)
    with on(path, day) as work:
        work.imports.read(shared_data("maven/sales_pipeline.csv"))
        told = insights(work, whole(day))
        assert told.closed == Share(4_238, 6_711)
        assert told.closed.rate == pytest.approx(0.6315, abs=5e-5)
        assert (told.won_amount, told.average) == (10_005_534_00, 2_360_91)
        assert told.cycle == 57
        assert (told.by_value.hits, told.unpriced) == (10_005_534_00, 2_473)
        quarters = [insights(work, of_period(parse_period(f"Q{each} 2017", day))).won_amount for each in (1, 2, 3, 4)]
        assert quarters == [1_134_672_00, 3_086_111_00, 2_982_255_00, 2_802_496_00]
        assert sum(each.closed.of for each in told.owners) == 6_711
        assert len([each for each in told.owners if each.closed.of]) == 30
        deals = work.overview.columns(work.overview.pipeline())
        for status, mean in ((1, 51.78), (2, 41.48)):
            some = deals.status == status
            assert (deals.closed - deals.created)[some].mean() == pytest.approx(mean, abs=0.005)


def test_microsoft(path: Path) -> None:
    """487 open opportunities: nothing was won yet, and money sits where the file says."""
    with on(path, TODAY) as work:
        work.imports.read(shared_data("microsoft/opportunities.csv"))
        told = insights(work, whole(TODAY))
        assert told.closed == Share(0, 0)
        by_stage = {row.stage.name: (row.here, row.here_amount // 100) for row in told.stages}
        assert by_stage["Proposal"] == (37, 149_726_462)
        assert by_stage["Finalize"] == (14, 75_174_859)
        assert told.velocity is None
