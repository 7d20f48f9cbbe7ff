"""Insights against plain Python on random histories, and against figures worked out by hand."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from statistics import median
from typing import NamedTuple

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipetui.values.errors import Invalid
from pipetui.values.periods import parse_period
from pipetui.views.insights import Deals, Share, Window, work_out
from pipetui.views.insights.accuracy import Judged
from pipetui.views.insights.coaching import coaching
from pipetui.views.insights.deals import Fact, as_columns
from pipetui.views.insights.survival import stay_quantile
from pipetui.views.insights.window import read_window
from pipetui.views.odds.history import LOST, NEVER, STILL, WON, Lives, Stays
from pipetui.views.stage import Pipeline, Stage

TODAY = date(2026, 11, 23)
NOW = TODAY.toordinal()
NAMES = ("Lead", "Qualified", "Demo", "Proposal")
STAGES = tuple(
    Stage(place + 1, 1, name, place, "open" if place else "lead", 20.0 * place, None, "pipeline")
    for place, name in enumerate(NAMES)
)
PIPELINE = Pipeline(1, "Sales", "EUR", STAGES)
OPEN_STAGES = 3


class Life(NamedTuple):
    """A made-up deal: its visits as stage (0 is that of leads) and days, then what became of it."""

    begins: int
    visits: tuple[tuple[int, int], ...]
    status: str
    worth: int | None
    owner: str
    source: str
    reason: str
    pushes: int
    answered: float | None

    @property
    def end(self) -> int:
        """The day of the last move, or of the closing."""
        return self.begins + sum(days for _, days in self.visits)

    @property
    def was_lead(self) -> bool:
        return any(stage == 0 for stage, _ in self.visits)

    @property
    def is_deal(self) -> bool:
        return self.status == "won" or any(stage > 0 for stage, _ in self.visits)

    def came_to(self, stage: int) -> int | None:
        """The first day in a stage or a later one; the day it was won for one it was won past."""
        day = self.begins
        for place, days in self.visits:
            if place >= stage:
                return day
            day += days
        return self.end if self.status == "won" else None

    def days_in(self, stage: int) -> int | None:
        """Days of all visits to a stage, up to today."""
        last = len(self.visits) - 1
        spent = [
            NOW - (self.end - days) if self.status == "open" and place == last else days
            for place, (at, days) in enumerate(self.visits)
            if at == stage
        ]
        return sum(spent) if spent else None


@st.composite
def lives(draw: st.DrawFn) -> Life:
    visits = draw(st.lists(st.tuples(st.integers(0, 3), st.integers(0, 40)), min_size=1, max_size=5))
    path = [visits[0]]
    for stage, days in visits[1:]:
        if stage != path[-1][0]:
            path.append((stage, days))
    status = draw(st.sampled_from(["open", "won", "lost"]))
    spent = sum(days for _, days in path)
    return Life(
        begins=NOW - spent - draw(st.integers(0, 300)),
        visits=tuple(path),
        status=status,
        worth=draw(st.none() | st.integers(0, 10**9)),
        owner=draw(st.sampled_from(["", "Ada", "Bo"])),
        source=draw(st.sampled_from(["", "web", "fair"])),
        reason=draw(st.sampled_from(["", "price", "timing"])) if status != "open" else "",
        pushes=draw(st.integers(0, 4)),
        answered=draw(st.none() | st.floats(0, 10**6)),
    )


def columns(histories: Sequence[Life]) -> Deals:
    """The same as what is read of a file."""
    facts, lived, stays = [], Lives(), Stays()
    for number, life in enumerate(histories, 1):
        closed = NEVER if life.status == "open" else life.end
        facts.append(
            Fact(
                number,
                life.visits[-1][0] + 1,
                life.status,
                life.begins,
                closed,
                life.worth,
                life.pushes,
                life.owner,
                life.source,
                "",
                life.reason,
                life.was_lead,
                life.answered if life.was_lead else None,
            )
        )
        day, born = life.begins, None
        for place, (stage, days) in enumerate(life.visits):
            if born is None and stage:
                born = day
            if born is not None and stage:
                last = place + 1 == len(life.visits)
                how = {"won": WON, "lost": LOST, "open": STILL}[life.status] if last else life.visits[place + 1][0] + 1
                left = NEVER if last and life.status == "open" else day + days
                stays.add(number, stage + 1, day, day, left, how)
            day += days
        if born is not None:
            lived.deal.append(number)
            lived.born.append(born)
    return as_columns(PIPELINE, TODAY, facts, lived, stays)


def kaplan_meier(spells: Sequence[tuple[int, bool]], share: float) -> int | None:
    """The estimator, day by day."""
    staying = 1.0
    for day in range(max((days for days, _ in spells), default=-1) + 1):
        at_risk = sum(days >= day for days, _ in spells)
        ends = sum(days == day and ended for days, ended in spells)
        if at_risk:
            staying *= 1 - ends / at_risk
        if staying <= 1 - share + 1e-9:
            return day
    return None


@given(histories=st.lists(lives(), max_size=25), first=st.integers(0, 500), days=st.integers(1, 400))
@settings(max_examples=150, deadline=None)
def test_a_window_is_what_counting_deal_by_deal_gives(histories: list[Life], first: int, days: int) -> None:
    window = Window("some days", NOW - first, min(NOW, NOW - first + days))
    told = work_out(columns(histories), window)

    def inside(day: int | None) -> bool:
        return day is not None and window.first <= day <= window.last

    closed = [life for life in histories if life.is_deal and life.status != "open" and inside(life.end)]
    won = [life for life in closed if life.status == "won"]
    assert told.closed == Share(len(won), len(closed))
    assert told.by_value == Share(sum(x.worth or 0 for x in won), sum(x.worth or 0 for x in closed))
    assert told.unpriced == sum(life.worth is None for life in closed if life.status == "lost")
    priced = [life.worth for life in won if life.worth is not None]
    assert told.average == (round(sum(priced) / len(priced)) if priced else None)
    cycles = [life.end - life.begins for life in won]
    assert told.cycle == (int(median(cycles) + 0.5) if cycles else None)
    made = [life for life in histories if life.is_deal and inside(life.begins)]
    counts = [sum(life.status == status for life in made) for status in ("won", "lost", "open")]
    assert [told.cohort.won, told.cohort.lost, told.cohort.open] == counts
    here = [life for life in histories if life.is_deal and life.status == "open"]
    assert (told.here, told.here_amount) == (len(here), sum(life.worth or 0 for life in here))
    leads = [life for life in histories if life.was_lead and inside(life.begins)]
    assert told.incoming.came == len(leads)
    assert told.incoming.qualified == sum(life.is_deal for life in leads)
    assert told.incoming.dropped == sum(not life.is_deal and life.status == "lost" for life in leads)
    for outcome, rows in (("lost", told.lost), ("won", told.won)):
        ended = [life for life in closed if life.status == outcome]
        counted = {name: sum(life.reason == name for life in ended) for name in {life.reason for life in ended}}
        assert {row.name: row.number for row in rows} == counted
    for group in told.owners:
        mine = [life for life in closed if life.owner == group.name]
        assert group.closed == Share(sum(life.status == "won" for life in mine), len(mine))
    pushed = [life for life in closed if life.pushes >= 3]
    assert told.pushes[3].closed == Share(sum(life.status == "won" for life in pushed), len(pushed))


@given(histories=st.lists(lives(), max_size=25), first=st.integers(0, 500))
@settings(max_examples=150, deadline=None)
def test_a_stage_is_what_counting_deal_by_deal_gives(histories: list[Life], first: int) -> None:
    window = Window("lately", NOW - first, NOW)
    told = work_out(columns(histories), window)
    for stage, row in enumerate(told.stages, 1):
        usual = row.usual
        came = [
            life
            for life in histories
            if life.is_deal
            and ((day := life.came_to(stage)) is not None or life.status == "won")
            and day is not None
            and window.first <= day <= window.last
        ]

        def furthest(life: Life) -> int:
            return OPEN_STAGES + 1 if life.status == "won" else max(at for at, _ in life.visits)

        on = [life for life in came if furthest(life) > stage]
        assert (row.entered, row.went_on) == (len(came), len(on))
        assert row.lost == sum(life.status == "lost" for life in came if life not in on)
        spells = [
            (days, not (life.status == "open" and life.visits[-1][0] == stage))
            for life in came
            if (days := life.days_in(stage)) is not None
        ]
        assert (row.median, row.slow) == (kaplan_meier(spells, 0.5), kaplan_meier(spells, 0.8))
        there = [life for life in histories if life.status == "open" and life.visits[-1][0] == stage]
        assert (row.here, row.here_amount) == (len(there), sum(life.worth or 0 for life in there))
        over = [(life.worth or 0, (life.days_in(stage) or 0) - usual) for life in there] if usual is not None else []
        assert row.money_days == sum(worth * days for worth, days in over if days > 0)
    costs = [row.money_days for row in told.stages]
    assert (told.bottleneck is None) == (not any(costs))
    if told.bottleneck is not None:
        assert told.bottleneck.money_days == max(costs)


@given(st.lists(st.tuples(st.integers(0, 60), st.booleans()), max_size=60), st.sampled_from([0.5, 0.8]))
def test_stays_are_kaplan_meiers(spells: list[tuple[int, bool]], share: float) -> None:
    days = np.array([each[0] for each in spells], dtype=np.int64)
    ended = np.array([each[1] for each in spells], dtype=np.bool_)
    assert stay_quantile(days, ended, share) == kaplan_meier(spells, share)


def test_stays_that_still_run_count_as_long_as_they_were_seen() -> None:
    """Eight stays, three of which are not over: by hand."""
    days = np.array([6, 6, 6, 6, 7, 9, 10, 10], dtype=np.int64)
    ended = np.array([True, True, True, False, True, False, True, False])
    # 8 at risk on day 6: 5/8; 4 on day 7: 5/8 · 3/4 = 0.469
    assert stay_quantile(days, ended, 0.5) == 7
    assert stay_quantile(days, ended, 0.8) is None


def test_wilson_by_hand() -> None:
    """81 of 263 are an example of Newcombe, Statistics in Medicine 17 (1998), which gives 0.2553 to 0.3662."""
    low, high = Share(15, 20).ends
    assert (round(low, 4), round(high, 4)) == (0.5313, 0.8881)
    low, high = Share(81, 263).ends
    assert (round(low, 4), round(high, 4)) == (0.2553, 0.3662)
    low, high = Share(0, 20).ends
    assert (low, round(high, 4)) == (0.0, 0.1611)
    assert Share(20, 20).ends[1] == 1.0
    assert (Share(0, 0).rate, Share(0, 0).ends) == (None, (0.0, 1.0))


def test_small_numbers_stand_out_against_nothing() -> None:
    assert Share(7, 7).against(0.2) == 0
    assert (Share(19, 20).against(0.5), Share(1, 20).against(0.5), Share(11, 20).against(0.5)) == (1, -1, 0)


def life(
    visits: tuple[tuple[int, int], ...], status: str, ago: int = 10, worth: int = 1_000_00, owner: str = "", **more: str
) -> Life:
    spent = sum(days for _, days in visits)
    return Life(
        NOW - spent - ago, visits, status, worth, owner, more.get("source", ""), more.get("reason", ""), 0, None
    )


def test_moving_back_is_no_progress_and_a_won_deal_passed_every_stage() -> None:
    told = work_out(
        columns(
            [
                life(((1, 5), (3, 4), (1, 2)), "lost"),  # came to Proposal, back, lost
                life(((1, 3),), "won"),  # straight from Qualified
                life(((1, 3), (2, 1)), "open"),
            ]
        ),
        Window("all", 1, NOW),
    )
    assert [(row.entered, row.went_on, row.lost) for row in told.stages] == [(3, 3, 0), (3, 2, 0), (2, 1, 1)]
    assert [row.conversion.rate for row in told.stages] == [1, pytest.approx(2 / 3), 0.5]


def test_the_bottleneck_holds_most_money_for_the_most_days_too_many() -> None:
    quick = [life(((1, 4), (2, 6)), "won", worth=500_00) for _ in range(9)]
    stuck = [life(((1, 2), (2, 0)), "open", ago=46, worth=100_000_00), life(((1, 3),), "open", ago=30, worth=1_000_00)]
    told = work_out(columns([*quick, *stuck]), Window("all", 1, NOW))
    assert [row.usual for row in told.stages] == [4, 6, None]
    neck = told.bottleneck
    assert neck is not None and (neck.stage.name, neck.held, neck.days_over) == ("Demo", 1, 40)
    assert neck.money_days == 100_000_00 * 40
    assert told.stages[0].money_days == 1_000_00 * (33 - 4)


def test_coaching_speaks_only_where_the_counts_carry_it() -> None:
    good = [life(((1, 4),), "won" if n < 18 else "lost", owner="Ada", source="web") for n in range(20)]
    poor = [life(((1, 4),), "won" if n < 2 else "lost", owner="Bo", source="fair") for n in range(20)]
    said = [each.said for each in coaching(work_out(columns([*good, *poor]), Window("all", 1, NOW)))]
    assert said == [
        "Of deals from web 90% (18 of 20) are won, above the 50% of all.",
        "Of deals from fair 10% (2 of 20) are won, below the 50% of all.",
        "Ada wins 90% (18 of 20), above the 50% of all.",
        "Bo wins 10% (2 of 20), below the 50% of all.",
        "20 of 20 lost deals have no reason.",
    ]
    few = coaching(work_out(columns([*good[:3], *poor[-2:]]), Window("all", 1, NOW)))
    assert [each.said for each in few] == ["Only 5 deals closed in this window: a rate of so few says little."]


def test_what_a_filter_leaves_is_told_beside_the_pipeline() -> None:
    good = [life(((1, 4), (2, 2)), "won") for _ in range(30)]
    poor = [life(((1, 4), (2, 2)), "lost", reason="price") for _ in range(20)]
    deals = columns([*good, *poor])
    advice = coaching(work_out(deals, Window("all", 1, NOW), deals.some(range(31, 51))))
    assert [each.said for each in advice] == [
        "Of these 0% (0 of 20) are won, fewer than of the pipeline (60%).",
        "These go on from Demo less often than the pipeline's: 0% (0 of 20) against 60%.",
    ]
    assert len(advice[1].ids) == 20


def test_sizes_are_four_bands_of_as_many_closed_deals() -> None:
    small = [life(((1, 4),), "won", worth=1_000_00 * (n + 1)) for n in range(20)]
    large = [life(((1, 4),), "lost", worth=100_000_00 + n) for n in range(20)]
    told = work_out(columns([*small, *large]), Window("all", 1, NOW))
    assert [(each.name, each.closed) for each in told.sizes] == [
        ("up to €10k", Share(10, 10)),
        ("€10k to €20k", Share(10, 10)),
        ("€20k to €100k", Share(0, 10)),
        ("over €100k", Share(0, 10)),
    ]
    unpriced = [each._replace(worth=None) for each in large]
    assert work_out(columns([*small, *unpriced]), Window("all", 1, NOW)).sizes == ()


def test_a_window_is_told_beside_all_time() -> None:
    before = [life(((1, 4),), "won", ago=400) for _ in range(40)]
    now = [life(((1, 4),), "lost", ago=5) for _ in range(12)]
    advice = coaching(work_out(columns([*before, *now]), Window("lately", NOW - 90, NOW)))
    assert advice[0].said == "In this window 0% (0 of 12) are won, fewer than the 77% of all time."
    assert len(advice[0].ids) == 12


def test_what_most_are_lost_for_is_named_with_its_stage() -> None:
    price = [life(((1, 4), (3, 2)), "lost", reason="price") for _ in range(20)]
    other = [life(((1, 4),), "lost", reason="timing") for _ in range(6)]
    (advice,) = coaching(work_out(columns([*price, *other]), Window("all", 1, NOW)))
    assert advice.said == "“price” loses most: 20 of 26 with a reason, €20,000, most of them in Proposal."
    assert len(advice.ids) == 20


def test_a_rate_by_value_is_not_known_where_most_lost_ones_have_no_amount() -> None:
    won, lost = life(((1, 4),), "won"), life(((1, 4),), "lost")
    unpriced = lost._replace(worth=None)
    assert work_out(columns([won, lost, unpriced]), Window("all", 1, NOW)).value_rate == 0.5
    assert work_out(columns([won, lost, unpriced, unpriced]), Window("all", 1, NOW)).value_rate is None


def test_a_rep_is_told_where_their_deals_stop() -> None:
    ada = [life(((1, 4), (2, 3)), "won", owner="Ada") for _ in range(20)]
    bo = [life(((1, 4), (2, 3)), "won" if n < 4 else "lost", owner="Bo") for n in range(20)]
    advice = coaching(work_out(columns([*ada, *bo]), Window("all", 1, NOW)))
    assert [each.todo for each in advice if each.said.startswith("Bo")] == [
        "They stop at Demo: 20% go on, of all 60%. Go through the lost ones."
    ]


def test_accuracy_and_bias() -> None:
    judged = Judged(parse_period("Q3 2026", TODAY), 120_00, 100_00, True)
    assert judged.accuracy == pytest.approx(0.8)
    assert judged.bias == pytest.approx(0.2)
    assert Judged(judged.period, 5_00, 0, True).accuracy is None


def test_windows_as_typed() -> None:
    quarter = parse_period("Q4", TODAY)

    def read(period: str = "", since: str = "") -> tuple[str, str, str]:
        window = read_window(period, since, TODAY, quarter)
        return (
            window.label,
            date.fromordinal(window.first).isoformat(),
            date.fromordinal(window.last).isoformat(),
        )

    assert read() == ("last 12 months", "2025-11-24", "2026-11-23")
    assert read("90d") == ("last 90 days", "2026-08-26", "2026-11-23")
    assert read("Q3") == ("Q3 2026", "2026-07-01", "2026-09-30")
    assert read("last") == ("Q3 2026", "2026-07-01", "2026-09-30")
    assert read("all")[0] == "all time"
    assert read(since="30d")[1:] == ("2026-10-24", "2026-11-23")
    assert read(since="2026-02-01")[1] == "2026-02-01"
    for period, since in (("nonsense", ""), ("", "nonsense"), ("", "2027-01-01"), ("Q3", "30d")):
        with pytest.raises(Invalid):
            read_window(period, since, TODAY, quarter)
