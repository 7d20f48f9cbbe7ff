"""Periods, targets, the win rate, and the figures of a forecast that are read from the file."""

from datetime import date

import pytest

from days import on
from pipetui.values.errors import Invalid
from pipetui.views.entry import NewDeal
from pipetui.views.forecast import Figures
from pipetui.workspace import Workspace


def figures(workspace: Workspace, period: str = "") -> Figures:
    overview = workspace.overview
    return overview.forecasts.of(overview.pipeline(), overview.period(period)).figures()


def set_target(workspace: Workspace, period: str, amount: int | None) -> None:
    workspace.targets.set(workspace.overview.pipeline(), workspace.overview.period(period), amount)


def test_the_period_is_of_the_kind_the_rep_chose(workspace: Workspace) -> None:
    named = [workspace.overview.period().label]
    for kind in ("month", "half", "year", "quarter"):
        workspace.settings.set("period", kind)
        named.append(workspace.overview.period().label)
    workspace.settings.set("fiscal_start", "4")
    named.append(workspace.overview.period().label)
    assert named == ["Q4 2026", "Nov 2026", "H2 2026", "2026", "Q4 2026", "Q3 FY27"]
    assert workspace.overview.period("next").label == "Q4 FY27"
    assert workspace.overview.period("2026-11").label == "Nov 2026"


@pytest.mark.parametrize(
    ("name", "value"),
    [("period", "week"), ("fiscal_start", "0"), ("fiscal_start", "13"), ("fiscal_start", "x"), ("colour", "red")],
)
def test_nothing_is_chosen_that_can_not_be(workspace: Workspace, name: str, value: str) -> None:
    with pytest.raises(Invalid, match=f"“{value}” can't be chosen as {name}"):
        workspace.settings.set(name, value)
    assert workspace.overview.period().label == "Q4 2026"


def test_choosing_the_same_again_leaves_no_trace(workspace: Workspace) -> None:
    workspace.settings.set("period", "month")
    before = workspace.path.read_bytes()
    workspace.settings.set("period", "month")
    assert workspace.path.read_bytes() == before


def test_a_target_is_set_changed_and_taken_away(workspace: Workspace) -> None:
    told = [figures(workspace).target]
    for amount in (300_000_00, 250_000_00, None):
        set_target(workspace, "Q4", amount)
        told.append(figures(workspace).target)
    assert told == [None, 300_000_00, 250_000_00, None]
    with workspace.store.reading() as connection:
        labels = connection.exec_driver_sql("SELECT label FROM change_set ORDER BY id").scalars().all()[1:]
    assert labels == ["Target for Q4 2026: €300,000", "Target for Q4 2026: €250,000", "No target for Q4 2026"]
    for amount in (0, -1):
        with pytest.raises(Invalid, match="A target is more than nothing"):
            set_target(workspace, "Q4", amount)


def test_the_targets_of_its_months_fill_a_quarter(workspace: Workspace) -> None:
    told = []
    for month, amount in (("2026-10", 1_00), ("2026-12", 4_00), ("2026-11", 2_00)):
        set_target(workspace, month, amount)
        told.append(figures(workspace, "Q4").target)
    assert told == [None, None, 7_00]
    assert figures(workspace, "2026-11").target == 2_00
    assert figures(workspace, "H2").target is None
    set_target(workspace, "Q3", 10_00)
    assert figures(workspace, "H2").target == 17_00
    # A target of its own goes before what its parts come to.
    set_target(workspace, "Q4", 5_00)
    assert (figures(workspace, "Q4").target, figures(workspace, "H2").target) == (5_00, 15_00)
    assert figures(workspace, "2026").target is None


def close(workspace: Workspace, outcome: str, amount: int | None, day: date, currency: str = "EUR") -> None:
    [change] = workspace.deals.add(NewDeal(f"{outcome} {day}", amount=amount, currency=currency)).changes
    assert change.after is not None
    if outcome == "won":
        workspace.deals.win(change.after.id, on=day)
    else:
        workspace.deals.lose(change.after.id, "price", on=day)


def test_what_is_won_counts_on_the_day_it_closed(workspace: Workspace) -> None:
    for amount, day in (
        (1_00, date(2026, 9, 30)),
        (2_00, date(2026, 10, 1)),
        (4_00, date(2026, 11, 23)),
        (None, date(2026, 11, 23)),
    ):
        close(workspace, "won", amount, day)
    close(workspace, "lost", 8_00, date(2026, 11, 23))
    assert [figures(workspace, period).won for period in ("Q3", "Q4", "2026-11", "next")] == [1_00, 6_00, 4_00, 0]
    snapshot = workspace.overview.snapshot()
    assert {name: sums[:2] for name, sums in snapshot.closed.items()} == {"won": (3, 6_00), "lost": (1, 8_00)}
    period = workspace.overview.period("Q4")
    closed = workspace.overview.closed_cards(snapshot.pipeline.id, period)
    assert sorted(card.base_amount or 0 for card in closed) == [0, 2_00, 4_00, 8_00]
    workspace.deals.reopen(2)
    assert figures(workspace, "Q4").won == 4_00


def test_what_is_won_in_another_currency_counts_at_its_rate(workspace: Workspace) -> None:
    close(workspace, "won", 100_00, date(2026, 11, 1), currency="USD")
    with workspace.store.transaction("A rate") as writing:
        rate = [("USD", "EUR", "2026-01-01", "0.915")]
        writing.insert("exchange_rate", ("currency", "base", "day", "rate"), rate)
    close(workspace, "won", 100_00, date(2026, 11, 1), currency="USD")
    assert figures(workspace).won == 91_50


def test_the_win_rate_is_of_the_year_before_by_count(workspace: Workspace) -> None:
    assert figures(workspace).win_rate is None
    close(workspace, "won", 1_00, date(2025, 11, 22))  # too long ago
    assert figures(workspace).win_rate is None
    close(workspace, "won", 1_00, date(2025, 11, 23))
    for _ in range(3):
        close(workspace, "lost", 1_000_00, date(2026, 11, 23))
    assert (figures(workspace).win_rate, figures(workspace).needed_coverage) == (0.25, 4)
    with on(workspace, date(2026, 11, 24)) as later:
        assert figures(later).win_rate == 0
        assert figures(later).needed_coverage is None
