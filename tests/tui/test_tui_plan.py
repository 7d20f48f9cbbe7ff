"""The two-sided plan: what the customer does is done, put off, changed and dropped by key, where it is seen."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from hostile import HOSTILE
from pipetui.tui.screens.deal import DealScreen
from pipetui.values.clock import Clock
from pipetui.views.playbook import CustomerStepNew
from pipetui.workspace import open_workspace
from tui.known_pipeline import CLINIC, FLEET, TODAY, small
from tui.rep import Rep, sitting

FRIDAY = date(2026, 11, 27)


def waiting(deal: int, *what: str) -> Callable[[Path], None]:
    """Fills the small pipeline, and has a customer do something by Friday."""

    def fill(path: Path) -> None:
        small(path)
        work = open_workspace(path, Clock(TODAY), durable=False)
        for each in what:
            work.customers.plan(deal, CustomerStepNew(each, FRIDAY, "Ida"))
        work.close()

    return fill


async def to_wait(rep: Rep, place: str) -> None:
    """To what the customer of Fleet renewal does, on the agenda or on the deal."""
    if place == "deal":
        await rep.press("enter", "tab", "j")
        assert isinstance(rep.screen, DealScreen)
    else:
        await rep.press("2", "G")
        while rep.screen.current_wait() is None:
            await rep.press("k")
    assert rep.here == "Fleet renewal"


def open_steps(rep: Rep) -> list[tuple[object, ...]]:
    return rep.rows("SELECT what, who, due_on, done_at IS NOT NULL FROM customer_step ORDER BY id")


@pytest.mark.parametrize("place", ["agenda", "deal"])
async def test_what_a_customer_does_is_worked_by_key(path: Path, place: str) -> None:
    async with sitting(path, fill=waiting(FLEET, "sends the order")) as rep:
        await to_wait(rep, place)
        await rep.press("s", "4", "enter")
        assert open_steps(rep) == [("sends the order", "Ida", "2026-12-04", 0)]  # a week from the day it was due
        await rep.press("t")
        await rep.say("@legal signs the contract thu")
        assert open_steps(rep) == [("signs the contract", "legal", "2026-11-26", 0)]
        await rep.press("d")
        await rep.type("@Ida names a start date fri\r")
        assert open_steps(rep) == [
            ("signs the contract", "legal", "2026-11-26", 1),
            ("names a start date", "Ida", "2026-11-27", 0),
        ]
        await rep.press("backspace")
        assert [done for *_, done in open_steps(rep)] == [1]
        assert len(rep.card(FLEET).steps) == 1
        await rep.press("u")
        assert [done for *_, done in open_steps(rep)] == [1, 0]


async def test_the_deal_shows_the_plan_of_both_sides_by_day(path: Path) -> None:
    async with sitting(path, fill=waiting(FLEET, "sends the order"), size=(80, 24)) as rep:
        await rep.press("enter")
        assert rep.find("you  ● today")[1] < rep.find("they ◂ ")[1]
        await rep.press("tab", "d")
        rep.shows("Prices of the vans · Fleet renewal")  # the rep's own step is under the cursor
        await rep.press("escape", "j", "d", "enter")
        rep.shows("They did it: sends the order")


async def test_who_did_it_is_asked_what_the_rep_does_where_nothing_is_planned(path: Path) -> None:
    async with sitting(path, fill=waiting(CLINIC, "sends the order")) as rep:
        await rep.press("l", "l", "enter", "tab", "d", "enter")
        [step] = rep.card(CLINIC).steps
        assert step.due == date(2026, 11, 24)


async def test_any_text_is_a_plain_name_in_the_plan(path: Path) -> None:
    texts = [text for text in HOSTILE if text.strip() and len(text) < 200]

    def fill(file: Path) -> None:
        small(file)
        work = open_workspace(file, Clock(TODAY), durable=False)
        for text in texts:
            try:
                work.customers.plan(FLEET, CustomerStepNew(text, FRIDAY, text))
            except ValueError:
                continue
        work.close()

    async with sitting(path, fill=fill) as rep:
        await rep.press("p", "enter", "tab", *["j"] * 10)
        await rep.press("2", *["j"] * 10)
        assert "\x1b" not in rep.text
