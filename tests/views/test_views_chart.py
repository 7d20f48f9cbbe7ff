"""Bars of how likely each end is."""

from pipetui.views.chart import bars


def test_bars_stand_where_the_ends_lie() -> None:
    (line,) = bars([10 + place for place in range(39)], 100, 101, 1)
    assert set(line[:10]) | set(line[49:]) == {" "}
    assert set(line[11:48]) == {"█"}


def test_the_likeliest_end_is_the_highest_and_a_rare_one_is_seen() -> None:
    high, low = bars([0] * 30 + [50] * 8 + [90], 100, 11, 2)
    assert (high[0], low[0]) == ("█", "█")
    assert (high[5], low[5]) == (" ", "▄")
    assert low[9] == "▁"


def test_nothing_to_be_spread_is_blank() -> None:
    assert bars([], 100, 4, 2) == ["    "] * 2
    assert bars([5] * 39, 0, 4, 1)[0].strip() == ""
