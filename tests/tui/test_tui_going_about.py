"""Going from screen to screen: to a person from anywhere, the way back, and keys that come before what they are for."""

from pathlib import Path

import pytest

from pipetui.tui.commands import BOARD
from pipetui.tui.screens.agenda import AgendaScreen
from pipetui.tui.screens.board import BoardScreen
from pipetui.tui.screens.cash import CashScreen
from pipetui.tui.screens.deal import DealScreen
from pipetui.tui.screens.health import HealthScreen
from pipetui.tui.screens.insights import InsightsScreen
from pipetui.tui.screens.people import PeopleScreen
from pipetui.tui.widgets.found_list import FoundList
from pipetui.values.clock import Clock
from pipetui.values.person_line import read_person
from pipetui.workspace import open_workspace
from tui.known_pipeline import CLINIC, FLEET, TODAY, WAREHOUSE, demo, many, small
from tui.rep import Rep, sitting


def people(rep: Rep) -> PeopleScreen:
    screen = rep.app.screen
    assert isinstance(screen, PeopleScreen)
    return screen


def at(rep: Rep, kind: type) -> bool:
    """Whether a screen of a kind is shown."""
    return isinstance(rep.app.screen, kind)


def name(rep: Rep) -> str:
    """Who the cursor is on, and that all about them stands beside."""
    told = people(rep).told
    assert told is not None
    assert people(rep).names.key == (told.kind, told.id)
    return told.name


def two_in_a_deal(path: Path) -> None:
    """``small``, where Max Kurz, a buyer, is in the warehouse's deal beside Jane Doe."""
    small(path)
    work = open_workspace(path, Clock(TODAY), durable=False)
    kind, number = work.people.add(read_person("Max Kurz, buyer, max@acme.com +Acme"))
    assert kind == "contact"
    work.people.link(WAREHOUSE, number, "buyer")
    work.close()


@pytest.mark.parametrize("key", "1234567AMZS")
async def test_the_palette_leads_to_a_person_from_everywhere_and_esc_back(path: Path, key: str) -> None:
    async with sitting(path, fill=two_in_a_deal) as rep:
        await rep.press(key)
        screen = rep.app.screen
        await rep.press("ctrl+p")
        await rep.type("max ku\r")
        assert (people(rep).half, name(rep)) == ("contact", "Max Kurz")
        if key != "7":
            await rep.press("escape")
            assert rep.app.screen is screen


async def test_the_palette_leads_to_a_company(path: Path) -> None:
    async with sitting(path) as rep:
        await rep.press("7", "tab", "ctrl+p")
        await rep.type("nordwind\r")
        assert (people(rep).half, name(rep)) == ("company", "Nordwind")


async def test_keys_that_come_at_once_are_for_who_was_meant(path: Path) -> None:
    async with sitting(path, fill=two_in_a_deal) as rep:
        await rep.press_at_once("ctrl+p", *"max ku", "enter", "c", *"spoke of the tour", "enter")
        assert rep.rows("SELECT contact.name, kind, subject FROM activity JOIN contact ON contact.id = contact_id"
                        " WHERE done_at IS NOT NULL") == [("Max Kurz", "call", "spoke of the tour")]  # fmt: skip
        rep.shows("spoken to today, 1×")


async def test_what_is_logged_and_planned_is_with_whom_the_cursor_is_on(path: Path) -> None:
    async with sitting(path, fill=two_in_a_deal) as rep:
        await rep.press("ctrl+p")
        await rep.type("max ku\r")
        await rep.press("f")
        rep.shows("Follow-up for Max Kurz · Warehouse rollout")
        await rep.say("call fri about the price")
        with_whom = "SELECT name FROM activity JOIN contact ON contact.id = contact_id WHERE subject = 'the price'"
        assert rep.rows(with_whom) == [("Max Kurz",)]
        await rep.press("escape", "7", "shift+tab", "tab")
        people(rep).go_to("company", people(rep).told.company_id or 0)  # type: ignore[union-attr]  # the assertion is next
        await rep.settled()
        assert name(rep) == "Acme"
        max_ = rep.rows("SELECT id FROM contact WHERE name = 'Max Kurz'")[0][0]
        await rep.press("l")
        people(rep).beside.go_to(("member", max_))
        await rep.press("c")
        rep.shows("A call with Max Kurz ·")
        await rep.say("on holiday")
        assert rep.told[-1].startswith("Logged a call with Max Kurz: ")


async def test_somebody_without_an_open_deal_is_told_what_can_be_done(path: Path) -> None:
    def alone(path: Path) -> None:
        small(path)
        work = open_workspace(path, Clock(TODAY), durable=False)
        work.people.add(read_person("Max Kurz, buyer, max@acme.com"))
        work.close()

    async with sitting(path, fill=alone) as rep:
        await rep.press("ctrl+p")
        await rep.type("max ku\rc")
        assert rep.told[-1] == "Max Kurz has no open deal. L gives somebody a part in one."


@pytest.mark.parametrize("key", ["1", "2", "3", "5", "4"])
async def test_the_contact_of_the_deal_is_a_key_away(path: Path, key: str) -> None:
    async with sitting(path) as rep:
        await rep.press(key)
        if key == "4":
            await rep.press("tab", "j", "enter")
        title = rep.here
        contact = rep.screen.current_card()
        assert contact is not None
        await rep.press("@")
        assert name(rep) == (contact.contact or contact.company)
        await rep.press("escape")
        assert rep.here == title


async def test_from_a_deal_to_its_contact_and_back_to_the_deal(path: Path) -> None:
    async with sitting(path) as rep:
        await rep.press("5", "l")
        rep.app.open_deal(CLINIC)
        await rep.settled()
        await rep.press("@")
        assert name(rep) == "Paola Ricci"
        await rep.press("escape")
        assert at(rep, DealScreen)
        assert rep.here == "Clinic tablets"
        await rep.press("escape")
        assert at(rep, HealthScreen)
        await rep.press("escape")
        assert at(rep, BoardScreen)
        await rep.press("escape", "escape")
        assert at(rep, BoardScreen)


async def test_a_deal_without_a_contact_leads_to_its_company(path: Path) -> None:
    async with sitting(path) as rep:
        await rep.press("ctrl+p")
        await rep.type("route pl\r@")
        assert (people(rep).half, name(rep)) == ("company", "Acme")
        await rep.press("ctrl+p")
        await rep.type("trial lic\r@")
        assert rep.told[-1].startswith("Nobody is named on this deal.")


async def test_esc_goes_back_the_way_one_came(path: Path) -> None:
    async with sitting(path) as rep:
        await rep.press("2", "j", "5", "6", "7")
        row = None
        for screen in (CashScreen, HealthScreen, AgendaScreen, BoardScreen, BoardScreen):
            await rep.press("escape")
            assert at(rep, screen)
            row = rep.here if screen is AgendaScreen else row
        await rep.press("2")
        assert rep.here == row


async def test_a_screen_gone_to_twice_is_on_the_way_once(path: Path) -> None:
    async with sitting(path) as rep:
        await rep.press("5", "6", "5", "6", "5", "escape")
        assert at(rep, BoardScreen)
        await rep.press("5", "1", "6", "escape")
        assert rep.app.current_mode == BOARD


async def test_a_contact_without_an_address_is_mended_on_their_screen(path: Path) -> None:
    async with sitting(path) as rep:
        await rep.press("5")
        health = rep.app.screen
        assert isinstance(health, HealthScreen)
        health.rows.go_to("no_address")
        await rep.press("l", "j")
        contact = rep.card(health.hit.card.id if health.hit else FLEET).contact
        await rep.press("enter")
        assert (name(rep), people(rep).inside, people(rep).beside.key) == (contact, True, ("field", "email"))
        await rep.press("enter")
        await rep.say("who@example.com")
        await rep.press("escape", "escape")
        assert rep.app.screen is health
        assert rep.rows("SELECT name FROM contact WHERE email = 'who@example.com'") == [(contact,)]


async def test_their_deals_on_the_board(path: Path) -> None:
    async with sitting(path) as rep:
        await rep.press("ctrl+p")
        await rep.type("ida be\rB")
        assert at(rep, BoardScreen)
        rep.shows('contact:"ida berg"', "2 of 6 deals")
        await rep.press("escape", "ctrl+p")
        await rep.type("jane doe\rB")
        assert at(rep, BoardScreen)
        assert rep.here == "Warehouse rollout"


async def test_the_cursor_stays_in_sight_when_all_are_shown_again(path: Path) -> None:
    async with sitting(path, fill=demo) as rep:
        await rep.press("7", "tab", "/")
        await rep.type("vogt\r")
        assert name(rep) == "Meike Vogt"
        await rep.press("escape")
        assert name(rep) == "Meike Vogt"
        rep.shows("▌ Meike Vogt")


@pytest.mark.parametrize(("key", "first"), [("4", "deals behind"), ("5", "mend"), ("6", "open deal"), ("7", "open")])
async def test_help_and_palette_begin_with_what_only_this_screen_has(path: Path, key: str, first: str) -> None:
    async with sitting(path) as rep:
        await rep.press(key, "?")
        assert first in rep.lines[next(y for y, line in enumerate(rep.lines) if "search the keys" in line) + 3]
        await rep.press("escape", "ctrl+p")
        thing = rep.app.screen.query_one(FoundList).thing
        assert thing is not None and thing.title == first


# Keys that come before what they are for was read


async def test_keys_wait_for_the_rows_of_insights(path: Path) -> None:
    async with sitting(path, fill=lambda made: many(made, 300)) as rep:
        await rep.type("4jj\r")
        screen = rep.app.screen
        assert isinstance(screen, InsightsScreen)
        assert screen.behind is not None
        title = screen.behind.title
        await rep.press("escape", "g", "j", "j", "enter")
        assert screen.behind.title == title


async def test_enter_twice_opens_the_deal_behind_a_row(path: Path) -> None:
    async with sitting(path) as rep:
        await rep.press_at_once("4", "tab", "j", "enter", "enter")
        assert at(rep, DealScreen)


async def test_keys_wait_for_the_months_of_cash(path: Path) -> None:
    async with sitting(path, fill=demo) as rep:
        await rep.type("6j")
        screen = rep.app.screen
        assert isinstance(screen, CashScreen)
        assert screen.entry is not None


async def test_keys_wait_for_each_half_of_people(path: Path) -> None:
    async with sitting(path) as rep:
        await rep.press_at_once("7", "tab", "j", "j")
        assert people(rep).names.index == 2
        await rep.press_at_once("tab", "tab", "G", "y")
        assert rep.told[-1].startswith(f"Copied {name(rep)}")
