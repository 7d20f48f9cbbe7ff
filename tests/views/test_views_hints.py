"""The letters one jumps by."""

import pytest

from pipetui.views.hints import HOME, OTHERS, hints


@pytest.mark.parametrize("number", [0, 1, 9, 20, 21, 80, 300, 26 * 26])
def test_each_hint_is_another_and_none_begins_one(number: int) -> None:
    found = hints(number)
    assert len(found) == len(set(found)) == number
    assert not any(other != hint and other.startswith(hint) for hint in found[:100] for other in found)


def test_the_home_row_goes_first() -> None:
    assert sorted(HOME + OTHERS) == sorted("abcdefghijklmnopqrstuvwxyz")
    assert hints(3) == ["a", "s", "d"]
    assert set("".join(hints(81))) == set(HOME)
