"""The waterfall: its steps add up to the cent, whatever became of the deals."""

from datetime import date, timedelta

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipetui.values.periods import period_of
from pipetui.views.waterfall import Stand, waterfall, worth

SINCE, TODAY = date(2026, 11, 16), date(2026, 11, 23)
PERIOD = period_of("quarter", TODAY)

days = st.none() | st.dates(date(2026, 8, 1), date(2027, 3, 1))
stands = st.tuples(
    st.sampled_from(("open", "won", "lost")),
    st.none() | st.integers(-(10**7), 10**9),
    st.none() | st.integers(-(10**7), 10**9),
    st.sampled_from((0.0, 20.0, 33.33, 80.0, 100.0)),
    days,
    days,
    st.booleans(),
).map(Stand._make)
DEAL = Stand("open", 100_000, 100_000, 40.0, date(2026, 12, 1), None, True)


@settings(suppress_health_check=[HealthCheck.too_slow])  # the machine may be busy with something else
@given(st.lists(st.tuples(st.none() | stands, st.none() | stands), max_size=8))
def test_the_steps_add_up_to_the_cent(deals: list[tuple[Stand | None, Stand | None]]) -> None:
    told = waterfall(deals, PERIOD, SINCE, TODAY)
    assert told.before + sum(amount for _, amount in told.steps) == told.after
    assert told.before == sum(worth(was, PERIOD, SINCE) for was, _ in deals)
    assert told.after == sum(worth(now, PERIOD, TODAY) for _, now in deals)


def steps(was: Stand | None, now: Stand | None) -> dict[str, int]:
    """What one deal did to the forecast."""
    return dict(waterfall([(was, now)], PERIOD, SINCE, TODAY).steps)


def test_each_change_has_its_name() -> None:
    won = DEAL._replace(status="won", closed_on=TODAY)
    assert steps(DEAL, won) == {"won": 60_000}
    assert steps(DEAL, DEAL._replace(status="lost", closed_on=TODAY)) == {"lost": -40_000}
    assert steps(None, DEAL) == {"new": 40_000}
    assert steps(None, won) == {"won": 100_000}
    assert steps(None, won._replace(closed_on=SINCE - timedelta(days=1))) == {"entered late": 100_000}
    assert steps(DEAL, None) == {"gone": -40_000}
    assert steps(DEAL, DEAL._replace(close=date(2027, 1, 8))) == {"pushed out": -40_000}
    assert steps(DEAL._replace(close=date(2027, 1, 8)), DEAL) == {"pulled in": 40_000}
    assert steps(DEAL, DEAL._replace(amount=150_000, base_amount=150_000)) == {"up": 20_000}
    assert steps(DEAL, DEAL._replace(amount=50_000, base_amount=50_000)) == {"down": -20_000}
    assert steps(DEAL, DEAL._replace(probability=60.0)) == {"likelier": 20_000}
    assert steps(DEAL._replace(close=SINCE), DEAL._replace(close=SINCE)) == {"slipped": -40_000}
    assert steps(DEAL, DEAL._replace(counted=False)) == {"omitted": -40_000}
    assert steps(DEAL._replace(counted=False), DEAL) == {"counted again": 40_000}
    assert steps(DEAL._replace(probability=0.0), DEAL) == {"likelier": 40_000}
    assert steps(DEAL, DEAL._replace(probability=0.0)) == {"less likely": -40_000}
    assert steps(DEAL._replace(amount=0, base_amount=0), DEAL) == {"up": 40_000}
    assert steps(DEAL._replace(amount=None, base_amount=None), DEAL) == {"up": 40_000}
    assert steps(won, DEAL) == {"reopened": -60_000}


def test_what_a_rate_gained_stands_apart_from_what_the_deal_grew() -> None:
    dollars = DEAL._replace(amount=200_000, base_amount=180_000)
    grown = dollars._replace(amount=220_000, base_amount=220_000)
    assert steps(dollars, dollars._replace(base_amount=190_000)) == {"rates": 4_000}
    assert steps(dollars, grown) == {"up": 7_200, "rates": 8_800}
    won = dollars._replace(status="won", closed_on=SINCE - timedelta(days=3))
    assert steps(won, won._replace(base_amount=185_000)) == {"rates": 5_000}
