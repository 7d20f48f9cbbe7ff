"""A sorted list with heights: the same as sorting and adding up anew."""

from hypothesis import given, settings
from hypothesis import strategies as st

from pipetui.views.lane import Lane

Item = tuple[int, int]
items = st.tuples(st.integers(0, 12), st.integers(0, 4))
"""A key, and a height in lines."""


def lane(some: list[Item]) -> Lane[Item]:
    made: Lane[Item] = Lane(key=lambda item: item[0], height=lambda item: item[1])
    made.fill(some)
    return made


@given(st.lists(items, unique_by=lambda item: item[0]), st.lists(items))
@settings(max_examples=100, deadline=None)
def test_it_stays_in_order_whatever_comes_and_goes(first: list[Item], then: list[Item]) -> None:
    held = dict(first)
    kept = lane(first)
    for key, height in then:
        if key in held:
            kept.drop((key, held.pop(key)))
        else:
            held[key] = height
            kept.put((key, height))
        assert kept.index((key, 0)) == (sorted(held).index(key) if key in held else None)
        assert (len(kept), list(kept)) == (len(held), sorted(held.items()))
        assert kept.tops == [sum(height for other, height in held.items() if other < key) for key in sorted(held)] + [
            sum(held.values())
        ]
        for line in range(-1, kept.lines + 1):
            found = kept.at_line(line)
            if found is None:
                assert not 0 <= line < kept.lines
            else:
                index, within = found
                assert kept.tops[index] + within == line
                assert 0 <= within < kept[index][1]


def test_what_is_not_there_is_not_dropped() -> None:
    kept = lane([(1, 1), (3, 1)])
    kept.drop((2, 1))
    assert list(kept) == [(1, 1), (3, 1)]


def test_heights_are_measured_anew_when_they_change() -> None:
    kept = lane([(1, 1), (2, 1)])
    assert kept.lines == 2
    kept.height = lambda item: 5
    assert kept.lines == 2
    kept.resized()
    assert kept.tops == [0, 5, 10]
