"""Numbered answers: a number picks one, ``enter`` takes it, and what only begins with a number can be typed."""

from datetime import date
from pathlib import Path

import pytest

from pipetui.tui.widgets.choices import meant
from tui.known_pipeline import FLEET
from tui.rep import Rep, sitting


def due(rep: Rep) -> date:
    """The day Fleet renewal's follow-up is due."""
    [step] = rep.card(FLEET).steps
    return step.due


async def test_a_number_picks_a_choice_and_enter_takes_it(path: Path) -> None:
    async with sitting(path) as rep:
        await rep.press("s", "3")
        rep.shows("‹3 +3d›", "→ Thu 26 Nov 2026")
        assert due(rep) == date(2026, 11, 23)
        await rep.press("4")
        assert "›" not in rep.text
        await rep.press("backspace", "backspace", "4")
        rep.shows("‹4 +1w›", "→ Mon 30 Nov 2026")
        await rep.press("enter")
        assert due(rep) == date(2026, 11, 30)
        assert not rep.is_asked()


@pytest.mark.parametrize(
    ("typed", "day"), [("27 nov", date(2026, 11, 27)), ("2026-12-04", date(2026, 12, 4)), ("3d", date(2026, 11, 26))]
)
async def test_a_day_that_begins_with_a_number_is_typed_to_its_end(path: Path, typed: str, day: date) -> None:
    async with sitting(path) as rep:
        await rep.type(f"s{typed}\r")
        assert due(rep) == day
        assert rep.rows("SELECT count(*) FROM deal WHERE status = 'open'") == [(7,)]


async def test_a_reason_that_begins_with_a_number_is_typed_to_its_end(path: Path) -> None:
    async with sitting(path) as rep:
        await rep.type("x10 percent too much\r")
        assert (rep.card(FLEET).status, rep.card(FLEET).reason) == ("lost", "10 percent too much")


async def test_a_month_that_begins_with_a_number_is_typed_to_its_end(path: Path) -> None:
    async with sitting(path) as rep:
        await rep.type(".2026-12\r")
        rep.shows("Dec 2026")
        await rep.type(".4\r")
        rep.shows("2026 ")


async def test_a_number_is_no_answer_where_there_is_nothing_to_choose(path: Path) -> None:
    async with sitting(path) as rep:
        await rep.type("$3\r")
        assert rep.card(FLEET).amount == 300


async def test_a_choice_is_clicked(path: Path) -> None:
    async with sitting(path) as rep:
        await rep.press("x")
        await rep.click("no budget")
        assert (rep.card(FLEET).status, rep.card(FLEET).reason) == ("lost", "no budget")


async def test_arrows_go_through_the_choices(path: Path) -> None:
    async with sitting(path) as rep:
        await rep.press("s", "down", "down")
        rep.shows("‹2 mon›", "→ Mon 30 Nov 2026")
        await rep.press("up", "up")
        rep.shows("→ Tue 24 Nov 2026")
        assert "›" not in rep.text
        await rep.press(*["down"] * 9)
        rep.shows("‹6 +1m›")


async def test_what_was_left_in_a_question_comes_back_to_be_typed_over_with_what_is_in_the_file(path: Path) -> None:
    async with sitting(path) as rep:
        await rep.press("$", "ctrl+u")
        await rep.type("77k")
        await rep.press("escape", "$")
        rep.shows("→ €77,000", "(as you left it; ↑ as it is: 24,000)")
        await rep.press("up")
        rep.shows("→ €24,000")
        await rep.press("down")
        rep.shows("→ €77,000")
        await rep.press("escape", "$")
        await rep.type("5k\r")
        assert rep.card(FLEET).amount == 500_000


async def test_a_number_that_was_picked_and_left_is_there_again(path: Path) -> None:
    async with sitting(path) as rep:
        await rep.press("s", "5", "escape", "s")
        rep.shows("‹5 +2w›", "→ Mon 7 Dec 2026", "(as you left it; ↑ as it is: tomorrow)")
        await rep.press("enter")
        assert due(rep) == date(2026, 12, 7)


def test_only_a_number_that_stands_alone_means_a_choice() -> None:
    choices = ("a", "b")
    assert [meant(typed, choices) for typed in ("1", " 2 ", "3", "0", "11", "1 a", "", "²", "١")] == [
        0,
        1,
        *[None] * 6,
        0,
    ]
