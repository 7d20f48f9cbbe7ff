"""A deal in one line, and with all its fields."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from textual.events import Paste

from pipetui.tui.widgets.form import Form
from pipetui.tui.widgets.line_input import LineInput
from tui.known_pipeline import PROPOSAL, QUALIFIED
from tui.rep import Rep, sitting


def newest(rep: Rep) -> int:
    [(number,)] = rep.rows("SELECT max(id) FROM deal")
    return int(number)


async def test_chips_say_what_is_new_and_names_are_taken(path: Path) -> None:
    async with sitting(path) as rep:
        await rep.press("a")
        await rep.type("Port lights 12k +nor")
        rep.shows("Port lights · €12,000 · at nor new · in Qualified", "→ Nordwind")
        await rep.press("right")
        rep.shows("+Nordwind", "at Nordwind 2 deals")
        await rep.type("@")
        assert rep.line_with("→ Ida Berg").strip().startswith("→ Ida Berg Nordwind")
        await rep.press("down", "down", "enter")  # the second of them, walked to, is taken and not added
        rep.shows("with")
        assert rep.is_asked()
        await rep.type("close:15/12 >prop #new next:call wed")
        rep.shows("closes Tue 15 Dec 2026", "Proposal 60%", "#new new", "next Call Wed")
        await rep.press("enter")
        card = rep.card(newest(rep))
        assert (card.title, card.company, card.stage_id, card.tags) == ("Port lights", "Nordwind", PROPOSAL, ("new",))
        assert rep.told[-1] == "Added Port lights"


async def test_what_is_wrong_is_said_and_nothing_is_added(path: Path) -> None:
    async with sitting(path) as rep:
        await rep.press("a")
        await rep.type("Port lights close:ever")
        rep.shows("closes ✖ ever", '"ever" is not a day')
        await rep.press("enter")
        assert rep.is_asked()
        assert newest(rep) == 9


async def test_tab_opens_all_fields_with_nothing_lost(path: Path) -> None:
    async with sitting(path) as rep:
        await rep.press("a")
        await rep.type("Port lights 12k +Nordwind close:ever")
        await rep.press("tab")
        rep.shows("Title", "Port lights", "12k", "€12,000", "Nordwind 2 deals", "ever", "Close date:")
        await rep.press("ctrl+s")  # goes to what is wrong
        assert rep.app.screen.query(Form)
        await rep.say("fri")
        await rep.press("escape")
        assert not rep.app.screen.query(Form)
        await rep.press("a")  # the line is there again, and the form as it was left
        rep.shows("Port lights 12k +Nordwind close:ever")
        await rep.press("tab")
        rep.shows("Fri 27 Nov 2026")
        await rep.press("ctrl+s")
        card = rep.card(newest(rep))
        assert (card.title, card.company, card.stage_id) == ("Port lights", "Nordwind", QUALIFIED)
        assert card.expected_close == date(2026, 11, 27)
        await rep.press("a")
        assert "Port lights 12k" not in rep.line_with("in one line")


async def test_enter_goes_through_the_form_and_saves_on_its_last_field(path: Path) -> None:
    async with sitting(path) as rep:
        await rep.press("a", "tab")
        await rep.type("Lamps")
        for _ in range(6):
            await rep.press("enter")
        await rep.type("hex")
        rep.shows("→ Hexa")
        await rep.press("right", "shift+tab", "shift+tab", "shift+tab")
        for _ in range(11):
            await rep.press("enter")
        card = rep.card(newest(rep))
        assert (card.title, card.company) == ("Lamps", "Hexa")


async def test_ten_million_characters_pasted_are_a_sentence(path: Path) -> None:
    async with sitting(path) as rep:
        await rep.press("a")
        await rep.type("Port")
        rep.app.screen.query_one(LineInput).post_message(Paste("x y\n" * 2_500_000))
        await rep.settled()
        assert rep.told[-1] == ("10,000,000 characters are too many for a line, which takes 2,000: nothing was pasted.")
        rep.app.screen.query_one(LineInput).post_message(Paste(" lights\r\n+Acme\n"))
        await rep.settled()
        rep.shows("Port lights +Acme")
