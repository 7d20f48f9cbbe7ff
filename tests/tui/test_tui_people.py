"""Companies, contacts and duplicates on their screen, one key each."""

from collections.abc import Awaitable, Callable, Hashable
from pathlib import Path

import pytest

from hostile import HOSTILE
from pipetui.tui.commands.people import ON_PEOPLE
from pipetui.tui.screens.board import BoardScreen
from pipetui.tui.screens.deal import DealScreen
from pipetui.tui.screens.people import PeopleScreen
from pipetui.values.clock import Clock
from pipetui.values.person_line import read_person
from pipetui.values.text import clean
from pipetui.views.entry import NewDeal
from pipetui.workspace import open_workspace
from tui.known_pipeline import TODAY, WAREHOUSE, empty, small
from tui.rep import Rep, sitting

Effect = Callable[[Rep], Awaitable[None]]


def twice(path: Path) -> None:
    """``small``, with Acme and its Jane Doe there a second time."""
    small(path)
    work = open_workspace(path, Clock(TODAY), durable=False)
    work.people.add(read_person("Jane Doe, CFO, jane@acme.com, 555-12345 +'Acme GmbH'"))
    work.close()


def people(rep: Rep) -> PeopleScreen:
    screen = rep.app.screen
    assert isinstance(screen, PeopleScreen)
    return screen


def name(rep: Rep) -> str:
    """Whose lines are beside the list."""
    told = people(rep).told
    return told.name if told else ""


async def beside(rep: Rep, key: Hashable) -> None:
    """Goes to a line of what is known of the first company."""
    await rep.press("l")
    people(rep).beside.go_to(key)
    await rep.settled()


async def opens(rep: Rep) -> None:
    await rep.press("enter")
    assert people(rep).inside
    await beside(rep, ("deal", WAREHOUSE))
    await rep.press("enter")
    assert isinstance(rep.app.screen, DealScreen)
    await rep.press("escape")
    await beside(rep, ("part", WAREHOUSE, jane(rep)))
    await rep.press("enter")
    assert (people(rep).half, name(rep)) == ("contact", "Jane Doe")


def jane(rep: Rep) -> int:
    return int(rep.rows("SELECT id FROM contact WHERE name = 'Jane Doe' ORDER BY id LIMIT 1")[0][0])


async def goes_round(rep: Rep) -> None:
    await rep.press("tab")
    rep.shows("[Contacts 4]", "Jane Doe")
    await rep.press("tab", "tab")
    assert people(rep).half == "company"


async def goes_back_round(rep: Rep) -> None:
    await rep.press("shift+tab")
    assert people(rep).half == "duplicate"
    rep.shows("No two look the same.", "= merge  ! not the same", "[Duplicates 0]")


async def goes_beside_and_back(rep: Rep) -> None:
    await rep.press("l")
    assert people(rep).inside
    await rep.press("h")
    assert not people(rep).inside


async def shows_their_deals(rep: Rep) -> None:
    await rep.press("B")
    assert isinstance(rep.app.screen, BoardScreen)
    rep.shows("company:acme", "Warehouse rollout", "2 of 6 deals")


async def adds(rep: Rep) -> None:
    await rep.press("a")
    await rep.say("Zeta Works, zeta.example/home, +49 30 231 25 001")
    assert rep.rows("SELECT website, phone FROM company WHERE name = 'Zeta Works'") == [
        ("zeta.example/home", "+49 30 231 25 001")
    ]
    rep.shows("Zeta Works", "+49 30 231 25 001")
    await rep.press("tab", "a")
    await rep.say("Max Kurz, CFO, max@zeta.example +'Zeta Works'")
    rep.shows("Max Kurz", "CFO")
    assert name(rep) == "Max Kurz"


async def edits(rep: Rep) -> None:
    await beside(rep, ("field", "email"))
    await rep.press("e")
    await rep.say("info@acme.com, sales@acme.com")
    assert rep.rows("SELECT email, more_emails FROM company WHERE name = 'Acme'") == [
        ("info@acme.com", "sales@acme.com")
    ]
    rep.shows("info@acme.com, sales@acme.com")
    await rep.press("u")
    assert rep.rows("SELECT email FROM company WHERE name = 'Acme'") == [(None,)]


async def browses(rep: Rep) -> None:
    await rep.press("b")
    assert rep.told[-1].startswith("No page is known here")


async def links(rep: Rep) -> None:
    await beside(rep, ("deal", WAREHOUSE))
    await rep.press("L")
    await rep.type("2")
    await rep.press("tab")
    await rep.type("New Face\r")
    rep.shows("New Face", "decision maker")
    await beside(rep, ("part", WAREHOUSE, jane(rep)))
    await rep.press("L")
    await rep.say("champion")
    assert rep.rows("SELECT role FROM deal_contact WHERE deal_id = ? AND contact_id = ?", WAREHOUSE, jane(rep)) == [
        ("champion",)
    ]


async def sets_the_first(rep: Rep) -> None:
    work = open_workspace(rep.path, Clock(TODAY))
    work.people.link(WAREHOUSE, "New Face", "user")
    work.close()
    number = int(rep.rows("SELECT id FROM contact WHERE name = 'New Face'")[0][0])
    await rep.press("1", "7")
    people(rep).draw()
    people(rep)._shown = None
    await rep.settled()
    await beside(rep, ("part", WAREHOUSE, number))
    await rep.press("*")
    assert rep.card(WAREHOUSE).contact == "New Face"


async def unlinks(rep: Rep) -> None:
    await beside(rep, ("part", WAREHOUSE, jane(rep)))
    await rep.press("backspace")
    assert rep.card(WAREHOUSE).contact is None
    await rep.press("u")
    assert rep.card(WAREHOUSE).contact == "Jane Doe"


async def deletes(rep: Rep) -> None:
    await rep.press("delete")
    rep.shows("Delete Acme? 2 deals, 2 of them open, and 1 contact stay, without Acme.")
    await rep.press("enter")
    assert rep.card(WAREHOUSE).company is None
    await rep.press("u")
    assert rep.card(WAREHOUSE).company == "Acme"


async def copies(rep: Rep) -> None:
    await rep.press("y")
    assert rep.told[-1].startswith("Copied Acme")
    assert rep.app.clipboard == "Acme"


async def copies_a_card(rep: Rep) -> None:
    await rep.press("Y")
    assert rep.told[-1].startswith("Copied the vCard of Acme")
    assert "FN:Acme" in rep.app.clipboard


async def sorts(rep: Rep) -> None:
    await rep.press("o")
    rep.shows("most open money first")
    names = [key[1] for key in people(rep).names.keys if isinstance(key, tuple)]
    await rep.press("o", "o")
    assert names != [key[1] for key in people(rep).names.keys if isinstance(key, tuple)]


async def finds(rep: Rep) -> None:
    await rep.press("/")
    await rep.type("hex")
    rep.shows("1 of 6 companies", "Hexa")
    await rep.press("escape")
    rep.shows("6 companies")
    assert not rep.app.shown.filter_text


async def flips(rep: Rep) -> None:
    await rep.press("shift+tab", "space")
    assert people(rep).inside
    people(rep).beside.go_to(("side", "name"))
    await rep.press("space")
    assert [side.pick for side in people(rep).sides if side.name == "name"] == ["second"]


async def merges(rep: Rep) -> None:
    await rep.press("shift+tab")
    rep.shows("Surely the same", "Acme = Acme GmbH", "same name, written otherwise")
    await rep.press("=")
    assert rep.rows("SELECT name FROM company WHERE name LIKE 'Acme%'") == [("Acme",)]
    rep.shows("Jane Doe = Jane Doe")
    await rep.press("=")
    assert rep.rows("SELECT email, job FROM contact WHERE name = 'Jane Doe'") == [("jane@acme.com", "CFO")]
    await rep.press("u", "u")
    assert len(rep.rows("SELECT name FROM company WHERE name LIKE 'Acme%'")) == 2


async def keeps_apart(rep: Rep) -> None:
    await rep.press("shift+tab")
    before = len(people(rep).pairs)
    await rep.press("!")
    assert len(people(rep).pairs) == before - 1
    await rep.press("u")
    assert len(people(rep).pairs) == before


async def merges_all(rep: Rep) -> None:
    await rep.press("shift+tab", "+")
    rep.shows("Acme GmbH into Acme")
    await rep.press("enter")
    assert len(rep.rows("SELECT id FROM contact WHERE name = 'Jane Doe'")) == 1
    rep.shows("No two look the same.")


EFFECTS: dict[str, Effect] = {
    "people.open": opens,
    "people.half": goes_round,
    "people.half_back": goes_back_round,
    "people.beside": goes_beside_and_back,
    "people.list": goes_beside_and_back,
    "people.add": adds,
    "people.edit": edits,
    "people.browse": browses,
    "people.deals": shows_their_deals,
    "people.link": links,
    "people.main": sets_the_first,
    "people.unlink": unlinks,
    "people.delete": deletes,
    "people.copy": copies,
    "people.card": copies_a_card,
    "people.sort": sorts,
    "people.find": finds,
    "people.flip": flips,
    "people.merge": merges,
    "people.apart": keeps_apart,
    "people.merge_sure": merges_all,
}
ON_TWO = {"people.flip", "people.merge", "people.apart", "people.merge_sure"}


def test_every_command_on_people_is_tried() -> None:
    assert set(EFFECTS) == {command.id for command in ON_PEOPLE}


@pytest.mark.parametrize("command", EFFECTS)
async def test_a_command_does_what_it_says(path: Path, command: str) -> None:
    async with sitting(path, fill=twice if command in ON_TWO else small) as rep:
        await rep.press("7")
        await EFFECTS[command](rep)


async def test_what_is_logged_is_on_the_deal_under_the_cursor(path: Path) -> None:
    async with sitting(path) as rep:
        await rep.press("7")
        await beside(rep, ("deal", WAREHOUSE))
        assert rep.here == "Warehouse rollout"
        await rep.press("c")
        await rep.say("they like it")
        await rep.settled()
        assert rep.rows("SELECT kind FROM activity WHERE deal_id = ? AND done_at IS NOT NULL", WAREHOUSE) == [("call",)]
        rep.shows("spoken to today, 1×")


async def test_what_is_undone_has_the_cursor_again(path: Path) -> None:
    async with sitting(path, fill=twice) as rep:
        await rep.press("7", "shift+tab")
        first = people(rep).names.key
        await rep.press("=")
        assert first not in people(rep).names.keys
        await rep.press("G", "u")
        assert people(rep).names.key == first
        await rep.press("tab", "tab", "G")
        last = name(rep)
        await rep.press("delete", "enter", "g", "u")
        assert name(rep) == last


async def test_nobody_yet_is_an_invitation(path: Path) -> None:
    async with sitting(path, (80, 24), fill=empty) as rep:
        await rep.press("7")
        rep.shows("Nobody is here yet.", "Jane Doe, CFO, jane@acme.com +Acme 555-1234")
        await rep.press("enter", "e", "b", "L", "delete", "*", "=", "space", "o", "tab", "escape")
        assert isinstance(rep.app.screen, BoardScreen)


def hostile(path: Path) -> None:
    empty(path)
    work = open_workspace(path, Clock(TODAY), durable=False)
    for name in filter(clean, HOSTILE):
        work.deals.add(NewDeal(name, company=name, contact=name))
    work.close()


async def test_hostile_names_are_plain_text(path: Path) -> None:
    async with sitting(path, (80, 24), fill=hostile) as rep:
        await rep.press("7")
        for _ in range(3):
            for _ in range(len(people(rep).names.keys)):
                await rep.press("j")
            await rep.press("l", "G", "h", "tab")


async def test_ten_thousand_are_found_by_each_letter(path: Path) -> None:
    def many(path: Path) -> None:
        small(path)
        work = open_workspace(path, Clock(TODAY), durable=False)
        rows = [(f"Person {number:05}", f"person {number:05}") for number in range(10_000)]
        with work.store.transaction("Many") as writing:
            writing.insert("contact", ("name", "folded"), rows)
        work.close()

    async with sitting(path, fill=many) as rep:
        await rep.press("7", "tab", "/")
        await rep.type("person 04711")
        rep.shows("1 of 10,0", "Person 04711")
