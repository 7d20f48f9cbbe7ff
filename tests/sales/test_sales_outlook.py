"""Scenarios, forecasts kept day by day, and what changed since a day, on a real file."""

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from pipetui.values.clock import Clock
from pipetui.values.errors import Invalid, NotFound
from pipetui.values.habits import Habits, take_up
from pipetui.values.periods import period_of
from pipetui.views.entry import NewDeal
from pipetui.views.kept_forecast import as_kept, kept_periods
from pipetui.views.prospect import Column, figures_of, parts
from pipetui.views.stage_draft import Draft
from pipetui.views.suppose import AMOUNT, LOST, WON, Supposed
from pipetui.workspace import Workspace, look_aside, open_workspace
from tui.known_pipeline import (
    CLINIC,
    DATA_CENTRE,
    DEMO,
    LEAD,
    NEGOTIATION,
    PORTAL,
    PROPOSAL,
    QUALIFIED,
    TODAY,
    WAREHOUSE,
    demo,
    small,
)

QUARTER = period_of("quarter", TODAY)


def at(path: Path, day: date) -> Workspace:
    """The services as of a day."""
    return open_workspace(path, Clock(day), durable=False)


def test_a_scenario_is_kept_replaced_and_thrown_away_and_touches_no_deal(tmp_path: Path) -> None:
    small(path := tmp_path / "p.db")
    work = at(path, TODAY)
    pipeline, cards = work.overview.pipeline(), work.overview.open_cards()
    what = [Supposed(CLINIC, WON, TODAY), Supposed(DATA_CENTRE, LOST), Supposed(PORTAL, AMOUNT, None, 5)]
    assert work.scenarios.keep(pipeline, " Careful ", what) == "Careful"
    assert work.overview.forecasts.scenarios(pipeline) == {"Careful": what}
    work.scenarios.keep(pipeline, "careful", what[:1])
    assert work.overview.forecasts.scenarios(pipeline) == {"careful": what[:1]}
    with pytest.raises(Invalid):
        work.scenarios.keep(pipeline, "", what)
    with pytest.raises(Invalid):
        work.scenarios.keep(pipeline, "empty", [])
    work.scenarios.drop("CAREFUL")
    assert work.overview.forecasts.scenarios(pipeline) == {}
    work.history.undo()
    assert list(work.overview.forecasts.scenarios(pipeline)) == ["careful"]
    with pytest.raises(NotFound):
        work.scenarios.drop("none such")
    assert work.overview.open_cards() == cards
    work.close()


def test_forecasts_are_kept_once_a_day_and_are_no_step(tmp_path: Path) -> None:
    small(path := tmp_path / "p.db")
    work = at(path, TODAY)
    pipeline = work.overview.pipeline()
    steps = len(work.history.entries(100))
    work.deals.edit(work.overview.open_cards()[0].id, {"amount": (-(10**17) - 1, "EUR"), "probability": 33.33})
    steps += 1
    work.keep_forecasts()
    work.keep_forecasts()
    assert work.overview.forecasts.to_be_kept() == []
    assert len(work.history.entries(100)) == steps
    (kept,) = work.overview.forecasts.kept(pipeline, QUARTER)
    figures = work.overview.forecasts.of(pipeline, QUARTER).figures()
    assert (kept.day, kept.won, kept.commit, kept.weighted) == (TODAY, figures.won, figures.commit, figures.weighted)
    assert kept.p10 is None
    for period in kept_periods(TODAY, 1):
        (each,) = work.overview.forecasts.kept(pipeline, period)
        assert each == as_kept(Column(work.overview.forecasts.of(pipeline, period).figures()), TODAY)
    told = as_kept(Column(replace(figures, commit=1)), TODAY)._replace(expected=7, p10=1, p50=2, p90=3)
    work.snapshots.keep(pipeline, [(QUARTER, told)])
    work.snapshots.keep(pipeline, [(QUARTER, told._replace(expected=8))])
    (kept,) = work.overview.forecasts.kept(pipeline, QUARTER)
    assert (kept.expected, kept.commit) == (7, 1)
    work.close()
    later = at(path, TODAY + timedelta(days=1))
    later.keep_forecasts()
    assert len(look_aside(path, later.clock, lambda overview: overview.forecasts.kept(pipeline, QUARTER))) == 2
    later.close()
    assert len(kept_periods(TODAY, 4)) == 8


def test_an_owner_has_a_target_beside_the_pipelines(tmp_path: Path) -> None:
    small(path := tmp_path / "p.db")
    work = at(path, TODAY)
    pipeline = work.overview.pipeline()
    work.targets.set(pipeline, QUARTER, 4_000_000, " Ann ")
    assert work.overview.forecasts.target(pipeline, QUARTER, "Ann") == 4_000_000
    assert work.overview.forecasts.target(pipeline, QUARTER) == 15_000_000
    basis = work.overview.forecasts.basis(pipeline, [QUARTER], work.overview.open_cards())
    (ann,) = [each for each in parts(basis, Column(figures_of(basis, QUARTER)), "owner") if each.name == "Ann"]
    assert (ann.target, ann.won) == (4_000_000, 0)
    work.targets.set(pipeline, QUARTER, None, "Ann")
    assert work.overview.forecasts.target(pipeline, QUARTER, "Ann") is None
    assert work.overview.forecasts.target(pipeline, QUARTER) == 15_000_000
    work.close()


def test_what_changed_since_a_day_is_told_from_the_history(tmp_path: Path) -> None:
    small(path := tmp_path / "p.db")
    work = at(path, TODAY + timedelta(days=7))
    pipeline = work.overview.pipeline()
    work.deals.win(DATA_CENTRE)
    work.deals.lose(CLINIC, "price")
    work.deals.edit(WAREHOUSE, {"expected_close": date(2027, 2, 1)})
    work.deals.add(NewDeal(title="Late find", amount=100_000, expected_close=date(2026, 12, 20)))
    told = work.overview.forecasts.waterfall(pipeline, QUARTER, TODAY + timedelta(days=1))
    steps = dict(told.steps)
    assert told.before + sum(steps.values()) == told.after
    assert {"won", "lost", "pushed out", "new"} <= set(steps)
    assert steps["lost"] < 0 < steps["won"]
    forecast = work.overview.forecasts.of(pipeline, QUARTER).figures()
    assert told.after == forecast.won + forecast.weighted
    work.history.undo()
    again = work.overview.forecasts.waterfall(pipeline, QUARTER, TODAY + timedelta(days=1))
    assert again.after == told.after - steps["new"]
    work.close()


def test_what_changed_begins_with_what_was_told_that_morning_whatever_became_of_the_stages(tmp_path: Path) -> None:
    small(path := tmp_path / "p.db")
    work = at(path, since := TODAY + timedelta(days=1))
    pipeline = work.overview.pipeline()
    work.keep_forecasts()
    (kept,) = work.overview.forecasts.kept(pipeline, QUARTER)
    work.close()
    work = at(path, TODAY + timedelta(days=7))
    draft = Draft.of(pipeline)
    draft = draft.change(PROPOSAL, probability=90).change(NEGOTIATION, category="omitted").merge(DEMO, PROPOSAL)
    work.pipelines.restage(draft)
    pipeline = work.overview.pipeline()
    told = work.overview.forecasts.waterfall(pipeline, QUARTER, since)
    assert told.before == kept.won + kept.weighted
    figures = work.overview.forecasts.of(pipeline, QUARTER).figures()
    assert told.after == figures.won + figures.weighted != told.before
    assert told.before + sum(dict(told.steps).values()) == told.after
    work.close()


def test_a_lead_that_became_a_deal_is_new_in_what_changed(tmp_path: Path) -> None:
    small(path := tmp_path / "p.db")
    work = at(path, TODAY)
    pipeline = work.overview.pipeline()
    lead = work.deals.add(NewDeal(title="Hello", amount=100_000, expected_close=QUARTER.end, stage_id=LEAD)).card
    assert lead is not None
    work.close()
    work = at(path, TODAY + timedelta(days=7))
    work.deals.move(lead.id, QUALIFIED)
    told = work.overview.forecasts.waterfall(pipeline, QUARTER, TODAY + timedelta(days=1))
    assert dict(told.steps)["new"] == work.overview.card(lead.id).weighted
    work.close()


def test_the_range_as_it_narrowed_is_replayed_for_mornings_before_it_was_kept(tmp_path: Path) -> None:
    demo(path := tmp_path / "p.db")
    work = at(path, TODAY)
    pipeline = work.overview.pipeline()
    replayed = work.overview.forecasts.narrowing(pipeline, QUARTER)
    assert [each.day for each in replayed] == [TODAY - timedelta(days=14 * weeks) for weeks in (3, 2, 1)]
    assert all(each.p10 <= each.p50 <= each.p90 for each in replayed)
    figures = work.overview.forecasts.of(pipeline, QUARTER).figures()
    told = as_kept(Column(figures), TODAY)._replace(expected=7, p10=1, p50=2, p90=3)
    work.snapshots.keep(pipeline, [(QUARTER, told)])
    again = work.overview.forecasts.narrowing(pipeline, QUARTER)
    assert again == [*replayed, (TODAY, 1, 2, 3)]
    ahead = QUARTER.following()
    assert work.overview.forecasts.narrowing(pipeline, ahead) == []
    before = work.overview.forecasts.narrowing(pipeline, QUARTER)[0]
    for card in work.overview.open_cards()[:9]:
        work.deals.lose(card.id, "price")
    assert work.overview.forecasts.narrowing(pipeline, QUARTER)[0] == before
    work.close()


def test_a_year_that_begins_as_the_rep_has_it_holds_for_past_periods_too(tmp_path: Path) -> None:
    demo(path := tmp_path / "p.db")
    work = at(path, TODAY)
    pipeline = work.overview.pipeline()
    take_up(Habits(fiscal_start=2))
    try:
        assert work.overview.period().start == date(2026, 11, 1)
        looked = work.overview.forecasts.backtest(pipeline, "quarter", 2)
        assert [each.period.start for each in looked.periods] == [date(2026, 5, 1), date(2026, 8, 1)]
        assert work.overview.forecasts.odds(pipeline).learned.fiscal_start == 2
    finally:
        take_up(Habits())
    work.close()
