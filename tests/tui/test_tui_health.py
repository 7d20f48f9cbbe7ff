"""Health: findings open to their deals, each is mended by a key, and the cursor goes on to the next."""

from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest

from hostile import HOSTILE
from pipetui.tui.commands import BOARD, COMMANDS, HEALTH, commands_for
from pipetui.tui.commands.health import ON_HEALTH
from pipetui.tui.screens.board import BoardScreen
from pipetui.tui.screens.health import HealthScreen
from pipetui.values.clock import Clock
from pipetui.views.entry import NewDeal
from pipetui.workspace import open_workspace
from tui.known_pipeline import CLINIC, TODAY, empty, many, small
from tui.rep import Rep, sitting

DATA_CENTRE, ROUTE = 4, 6


def health(rep: Rep) -> HealthScreen:
    assert isinstance(rep.screen, HealthScreen)
    return rep.screen


def under(rep: Rep) -> tuple[str, str] | None:
    """The finding and the deal under the cursor."""
    hit = health(rep).hit
    return (hit.finding.id, hit.card.title) if hit else None


def found(rep: Rep) -> dict[str, list[str]]:
    told = health(rep).found
    assert told is not None
    return {group.finding.id: [hit.card.title for hit in group.hits] for group in told.groups}


async def go_to(rep: Rep, finding: str) -> None:
    """Puts the cursor on the first deal of a finding."""
    await rep.press("g")
    rows = health(rep).rows
    rows.go_to(finding)
    await rep.press("l", "j")
    assert (here := under(rep)) is not None and here[0] == finding


async def test_the_worst_money_is_on_top_and_open(path: Path) -> None:
    async with sitting(path) as rep:
        await rep.press("5")
        assert found(rep) == {
            "overdue": ["Data centre phase 2"],
            "rotting": ["Route planning", "Trial licences"],
            "slipped": ["Route planning"],
            "unanswered": ["Trial licences"],
            "no_next_step": ["Clinic tablets"],
            "no_address": [
                *("Warehouse rollout", "Data centre phase 2", "Clinic tablets", "Fleet renewal", "Spare parts portal")
            ],
            "no_contact": ["Route planning", "Trial licences"],
            "no_company": ["Trial licences"],
            "too_soon": ["Fleet renewal"],
        }
        assert under(rep) == ("overdue", "Data centre phase 2")
        rep.shows("Next step is late", "3d late: Send the contract", "▸", "▾", "cost money")


async def test_each_is_mended_where_it_is_and_the_cursor_goes_on(path: Path) -> None:
    async with sitting(path) as rep:
        await rep.press("5")
        await go_to(rep, "slipped")
        await rep.press("enter")
        rep.shows("Route planning")
        await rep.say("20 dec")
        assert str(rep.card(ROUTE).expected_close) == "2026-12-20"
        assert "slipped" not in found(rep)
        rep.shows("mended")
        # Whoever sets a date has touched the deal: it rots no longer, and still has no next step.
        assert found(rep)["rotting"] == ["Trial licences"]
        assert found(rep)["no_next_step"] == ["Clinic tablets", "Route planning"]
        await go_to(rep, "no_next_step")
        await rep.press("enter")
        await rep.say("call fri")
        assert [step.kind for step in rep.card(CLINIC).steps] == ["call"]
        assert under(rep) == ("no_next_step", "Route planning")
        await rep.press("u")
        assert found(rep)["no_next_step"] == ["Clinic tablets", "Route planning"]


async def test_the_cursor_goes_on_to_the_next_deal_of_the_finding(path: Path) -> None:
    async with sitting(path) as rep:
        await rep.press("5")
        await go_to(rep, "no_address")
        assert under(rep) == ("no_address", "Warehouse rollout")
        await rep.press("z")
        assert under(rep) == ("no_address", "Data centre phase 2")
        await rep.press("z")
        assert under(rep) == ("no_address", "Clinic tablets")


async def test_after_the_last_deal_of_a_finding_the_next_finding_opens(path: Path) -> None:
    async with sitting(path) as rep:
        await rep.press("5")
        assert under(rep) == ("overdue", "Data centre phase 2")
        await rep.press("z")
        first = under(rep)
        await rep.press("z")
        assert under(rep) != first
        assert all(place is not None and place[0] != "overdue" for place in (first, under(rep)))
        await rep.press("u", "u")
        assert under(rep) == ("overdue", "Data centre phase 2")


async def test_what_is_fine_is_listed_taken_back_and_undone(path: Path) -> None:
    async with sitting(path) as rep:
        await rep.press("5")
        await go_to(rep, "slipped")
        await rep.press("z")
        assert "slipped" not in found(rep)
        assert rep.rows("SELECT deal_id, finding, fact FROM accepted") == [(ROUTE, "slipped", "2026-11-13")]
        rep.shows("Said to be fine")
        await rep.press("u")
        assert "slipped" in found(rep) and rep.rows("SELECT count(*) FROM accepted") == [(0,)]
        await rep.press("U")
        assert "slipped" not in found(rep)
        await rep.press("G", "l", "j")
        assert under(rep) == ("slipped", "Route planning")
        await rep.press("z")
        assert "slipped" in found(rep) and rep.rows("SELECT count(*) FROM accepted") == [(0,)]
        await rep.past_notices()
        assert "Said to be fine" not in rep.text


async def test_what_is_fine_comes_back_with_another_fact(path: Path) -> None:
    async with sitting(path) as rep:
        await rep.press("5")
        await go_to(rep, "slipped")
        await rep.press("z")
        work = open_workspace(path, Clock(TODAY), durable=False)
        work.deals.edit(ROUTE, {"expected_close": TODAY.replace(day=12)})
        work.close()
        rep.app.watching.look()
        await rep.settled()
        assert "slipped" in found(rep)


async def test_many_are_mended_at_once(path: Path) -> None:
    async with sitting(path) as rep:
        await rep.press("5")
        await go_to(rep, "no_address")
        await rep.press("k", "space")
        assert rep.app.state is not None and len(rep.app.state.marks) == 5
        await rep.press("j", "z")
        assert rep.rows("SELECT count(*) FROM accepted") == [(5,)]
        await rep.press("u")
        assert rep.rows("SELECT count(*) FROM accepted") == [(0,)]
        await rep.press("D")
        await rep.say("+1w")
        assert str(rep.card(CLINIC).expected_close) == "2026-12-19"


async def test_a_range_is_marked_across_headings(path: Path) -> None:
    async with sitting(path) as rep:
        await rep.press("5")
        await go_to(rep, "rotting")
        await rep.press("g", "j")
        assert under(rep) == ("overdue", "Data centre phase 2")
        await rep.press("J")
        assert under(rep) == ("rotting", "Route planning")
        assert rep.app.state is not None and list(rep.app.state.marks) == [DATA_CENTRE, ROUTE]
        await rep.press("K")
        assert list(rep.app.state.marks) == [DATA_CENTRE]
        assert under(rep) == ("overdue", "Data centre phase 2")


async def test_headings_open_and_close(path: Path) -> None:
    async with sitting(path) as rep:
        await rep.press("5", "h")
        assert under(rep) is None
        assert "Send the contract" not in rep.text
        rep.shows("Next step is late")
        await rep.press("enter")
        rep.shows("3d late: Send the contract")
        await rep.press("enter")
        assert "Send the contract" not in rep.text
        await rep.press("$")
        assert "on no deal" in rep.told[-1]


async def test_the_filter_the_pane_and_the_way_back(path: Path) -> None:
    async with sitting(path) as rep:
        await rep.press("5", "/")
        await rep.type("route")
        await rep.press("enter")
        rep.shows("Route planning")
        assert "Data centre" not in rep.text
        await rep.press("p")
        rep.shows("weighted")
        await rep.press("p", "/")
        await rep.type("zzz")
        await rep.press("enter")
        rep.shows("Nothing is wrong with what the filter shows.")
        await rep.press("escape")
        rep.shows("Data centre phase 2")
        await rep.press("escape")
        assert isinstance(rep.screen, BoardScreen)


async def test_nothing_wrong_says_so(path: Path) -> None:
    async with sitting(path, fill=empty) as rep:
        await rep.press("5")
        rep.shows("Nothing is wrong.")
        await rep.press("enter", "z", "space", "l", "h", "j", "G", "D")


async def test_the_tab_tells_how_many_findings_cost_money(path: Path) -> None:
    async with sitting(path) as rep:
        assert "5 Health 4" not in rep.lines[0]
        await rep.press("5")
        assert "5 Health 4" in rep.lines[0]
        await rep.press("1", "L")
        assert "5 Health 4" in rep.lines[0]
        rep.app.load()
        await rep.settled()
        assert "5 Health 4" in rep.lines[0]


async def test_the_count_follows_what_is_done_once_there_is_leisure(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("pipetui.tui.troubles.LEISURE", 0)
    async with sitting(path, foretells=True) as rep:
        assert "5 Health 4" in rep.lines[0]
        rep.app.open_deal(ROUTE)
        await rep.settled()
        await rep.press("D")
        await rep.say("20 dec")
        await rep.press("escape")
        await rep.past_notices()
        assert "5 Health 3" in rep.lines[0]  # a lead still rots


@pytest.mark.parametrize("size", [(80, 24), (120, 36), (200, 60), (40, 12)])
async def test_it_has_room(path: Path, size: tuple[int, int]) -> None:
    async with sitting(path, size) as rep:
        await rep.press("5")
        rep.shows("Data cen")
        assert all(len(line) <= size[0] for line in rep.lines)


async def test_on_a_tall_screen_more_than_the_worst_is_open(path: Path) -> None:
    async with sitting(path, (200, 60)) as rep:
        await rep.press("5")
        rep.shows("Send the contract", "Route planning", "Clinic tablets")
        assert "▸" not in rep.text


async def test_hostile_names_are_text(path: Path) -> None:
    def fill(path: Path) -> None:
        small(path)
        work = open_workspace(path, Clock(TODAY), durable=False)
        for name in HOSTILE:
            if name.isprintable() and name.strip():
                work.deals.add(NewDeal(name, amount=100, company=name, contact=name))
        work.close()

    async with sitting(path, fill=fill) as rep:
        await rep.press("5")
        for group in found(rep):
            await go_to(rep, group)
            await rep.press("enter", "escape")
            if not isinstance(rep.screen, HealthScreen):
                await rep.press("5")


async def test_nothing_of_it_is_read_before_it_is_asked_for(path: Path) -> None:
    async with sitting(path, fill=lambda made: many(made, 50)) as rep:
        assert rep.app.state is not None and rep.app.state.serious == 0
        await rep.press("j", "L", "2", "1")
        assert rep.app.state.serious == 0


# Each command of its own


async def mends(rep: Rep) -> None:
    await rep.press("enter")
    await rep.type("sent it")
    await rep.press("enter")
    assert rep.rows("SELECT note FROM activity WHERE deal_id = ? AND done_at IS NOT NULL", DATA_CENTRE) == [
        ("sent it",)
    ]


async def says_it_is_fine(rep: Rep) -> None:
    await rep.press("z")
    assert rep.rows("SELECT deal_id, finding FROM accepted") == [(DATA_CENTRE, "overdue")]


async def closes(rep: Rep) -> None:
    await rep.press("h")
    assert "Send the contract" not in rep.text


async def opens(rep: Rep) -> None:
    await rep.press("h", "l")
    rep.shows("Send the contract")


EFFECTS: dict[str, Callable[[Rep], Awaitable[None]]] = {
    "health.mend": mends,
    "health.fine": says_it_is_fine,
    "health.close": closes,
    "health.open": opens,
}


@pytest.mark.parametrize("command", EFFECTS)
async def test_each_command_of_health_works(path: Path, command: str) -> None:
    async with sitting(path) as rep:
        await rep.press("5")
        await EFFECTS[command](rep)


def test_every_command_of_health_is_tried() -> None:
    assert set(EFFECTS) == {command.id for command in ON_HEALTH}
    assert {command.id for command in commands_for(BOARD)} & {command.id for command in commands_for(HEALTH)}
    assert all(command in COMMANDS for command in ON_HEALTH)
