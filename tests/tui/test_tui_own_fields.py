"""Fields of one's own on the screens: shown, edited in place, added with a deal."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from pipetui.config.reading import parse_config
from pipetui.tui.app import PipetuiApp
from pipetui.values.clock import Clock
from pipetui.values.own import Money
from pipetui.views.fields import FIELDS
from pipetui.workspace import open_workspace
from tui.known_pipeline import FLEET, TODAY, small
from tui.rep import Rep, sitting


def with_fields(path: Path) -> None:
    """The small pipeline with a field of each kind; Fleet renewal says something for two of them."""
    small(path)
    work = open_workspace(path, Clock(TODAY), durable=False)
    work.fields.add("Contract end", "date")
    work.fields.add("Seats", "number")
    work.fields.add("Setup fee", "money")
    work.fields.add("Size", "choice", ["small", "large"])
    work.fields.add("Remark [/x]", "text")
    work.deals.edit(FLEET, {"seats": Decimal(1200), "size": "large"})
    work.close()


async def test_the_deal_and_the_pane_show_them(path: Path) -> None:
    async with sitting(path, fill=with_fields) as rep:
        await rep.press("p")
        rep.shows("Seats", "1,200", "large")
        assert "Setup fee" not in rep.text
        await rep.press("enter")
        for label in ("Contract end", "Seats", "Setup fee", "Size", "Remark [/x]"):
            rep.shows(label)
        assert any("Seats" in line and "1,200" in line for line in rep.lines)


@pytest.mark.parametrize(
    ("below", "typed", "shown", "key", "value"),
    [
        (0, "eoq", "→ Thu 31 Dec 2026", "contract_end", date(2026, 12, 31)),
        (1, "40", "→ 40", "seats", Decimal(40)),
        (2, "1,5k", "→ €1,500", "setup_fee", Money(150_000, "EUR")),
        (3, "sm", "→ small", "size", "small"),
        (4, "by train", "→ by train", "remark_x", "by train"),
        (1, "", "→ nothing", "seats", None),
    ],
)
async def test_each_is_edited_in_place(path: Path, below: int, typed: str, shown: str, key: str, value: object) -> None:
    async with sitting(path, fill=with_fields) as rep:
        await rep.press("enter", *["j"] * (len(FIELDS) + below), "enter", "ctrl+u")
        await rep.type(typed)
        rep.shows(shown)
        await rep.press("enter")
        assert rep.card(FLEET).own_value(key) == value
        assert not rep.is_asked()


async def test_what_can_not_be_read_is_said_and_not_saved(path: Path) -> None:
    async with sitting(path, fill=with_fields) as rep:
        await rep.press("enter", *["j"] * (len(FIELDS) + 3), "enter")
        await rep.say("huge")
        rep.shows("“huge” is no size: choose from small, large.")
        assert rep.card(FLEET).own_value("size") == "large"


def labels(rep: Rep) -> list[tuple[str, str]]:
    return [(row[0], row[1]) for row in rep.rows("SELECT label, kind FROM own_field ORDER BY position")]


async def test_fields_are_made_and_changed_in_the_app(path: Path) -> None:
    async with sitting(path, fill=with_fields) as rep:
        await rep.press("I")
        rep.shows("Contract end", "contract_end:", "Size", "small, large", "1 deal")
        await rep.press("K")  # the first stays the first
        await rep.press("J", "r")
        await rep.say("End of contract")
        assert labels(rep)[:2] == [("Seats", "number"), ("End of contract", "date")]
        await rep.press("up", "t")
        await rep.say("text")
        assert labels(rep)[0] == ("Seats", "text")
        await rep.press("t")
        await rep.say("date")
        assert "“1200” can't be a date" in rep.told[-1]
        await rep.press("delete")
        assert ("Seats", "text") not in labels(rep)
        await rep.press("u")
        assert labels(rep)[0] == ("Seats", "text")
        assert rep.card(FLEET).own_value("seats") == "1200"
        await rep.press("a")
        await rep.type("Region")
        await rep.press("tab", "tab")
        await rep.type("north, south")
        await rep.press("enter")
        assert labels(rep)[-1] == ("Region", "choice")
        await rep.press("c")
        await rep.say("north, south, west")
        assert rep.rows("SELECT choices FROM own_field WHERE key = 'region'") == [("north\nsouth\nwest",)]
        await rep.press("escape")
        assert not rep.is_asked()
        await rep.press("e")
        rep.shows("Region")


async def test_cards_show_them_where_the_config_says_so_or_the_rep_did(path: Path) -> None:
    config = parse_config('cards = "company, value, seats, gone"', Path("config.toml"))
    async with sitting(path, fill=with_fields, config=config) as rep:
        rep.shows("seats 1200")
        await rep.press("i")
        rep.shows("Your own: contract_end, seats")
        await rep.say("size")
        rep.shows("size large")
        assert "seats 1200" not in rep.text
    again = PipetuiApp(path, Clock(TODAY), durable=False, config=config)
    try:
        async with again.run_test(size=(120, 36)) as pilot:
            rep = Rep(again, pilot, path)
            await rep.settled()
            rep.shows("size large")
            await rep.press("i")
            await rep.say("")  # as they are by themselves, whatever the config says
            rep.shows("● today 15:00")
    finally:
        again.desk.close()
