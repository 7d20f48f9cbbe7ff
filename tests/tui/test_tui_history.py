"""History as a screen: what was done, what it changed, and the way back."""

import sqlite3
from collections.abc import Awaitable, Callable
from contextlib import closing
from pathlib import Path

import pytest

from pipetui.tui.screens.board import BoardScreen
from pipetui.tui.screens.history import NEAR, PAGE, HistoryScreen
from pipetui.values.clock import Clock
from pipetui.workspace import open_workspace
from tui.known_pipeline import DEMO, FLEET, PROPOSAL, QUALIFIED, TODAY
from tui.rep import Rep, sitting

Work = Callable[[Rep], Awaitable[None]]


async def three_steps(rep: Rep) -> None:
    """Two moves of Fleet renewal, and an amount between them."""
    await rep.press("L", "$")
    await rep.say("95k")
    await rep.press("L", "Z")
    assert isinstance(rep.screen, HistoryScreen)


async def undoes_back_to_here(rep: Rep) -> None:
    await three_steps(rep)
    await rep.press("j", "j", "enter")
    rep.shows("Undo 3 steps, back to before “Moved Fleet renewal to Demo”?")
    await rep.press("enter")
    card = rep.card(FLEET)
    assert (card.stage_id, card.amount) == (QUALIFIED, 2_400_000)
    rep.shows("↶", "undone")
    await rep.press("U")
    assert rep.told[-1].startswith("Done again")


async def undoes_one_alone(rep: Rep) -> None:
    await rep.press("L", "1")
    with (
        closing(open_workspace(rep.path, Clock(TODAY))) as elsewhere,
        elsewhere.store.transaction("Aside") as writing,
    ):
        writing.connection.exec_driver_sql("UPDATE company SET city = 'Kiel' WHERE id = 1")
    await rep.press("Z")
    await rep.settled()
    await rep.press("j", "o")
    rep.shows("Undo only “Moved Fleet renewal to Demo”?")
    await rep.press("enter")
    assert rep.card(FLEET).stage_id == QUALIFIED


async def finds(rep: Rep) -> None:
    await three_steps(rep)
    await rep.press("/")
    await rep.say("MOVED fleet")
    rep.shows("2 steps with “MOVED fleet”", "Moved Fleet renewal to Proposal")
    assert "Edited" not in rep.text
    await rep.press("escape")
    rep.shows("Edited Fleet renewal")
    await rep.press("/")
    await rep.say("zzz")
    rep.shows("Nothing was done under these words.")


EFFECTS: dict[str, Work] = {
    "history.undo": undoes_back_to_here,
    "history.only": undoes_one_alone,
    "history.find": finds,
}


@pytest.mark.parametrize("command", EFFECTS)
async def test_a_command_of_history_does_what_it_says(path: Path, command: str) -> None:
    async with sitting(path) as rep:
        await EFFECTS[command](rep)


async def test_an_entry_tells_each_field_as_it_was_and_is(path: Path) -> None:
    async with sitting(path, size=(80, 24)) as rep:
        await three_steps(rep)
        rep.shows("Moved Fleet renewal to Proposal", "deal changed", "Demo → Proposal")
        await rep.press("j")
        rep.shows("€24,000 → €95,000")
        await rep.press("escape")
        assert isinstance(rep.screen, BoardScreen)


async def test_what_stands_in_the_way_is_named(path: Path) -> None:
    async with sitting(path) as rep:
        await three_steps(rep)
        await rep.press("j", "j", "o", "enter")
        assert rep.told[-1] == (
            "“Moved Fleet renewal to Demo” can't be undone: “Moved Fleet renewal to Proposal” (entry "
            f"{rep.rows('SELECT max(id) FROM change_set')[0][0]}) changed the same afterwards. Undo that first."
        )
        assert rep.card(FLEET).stage_id == PROPOSAL != DEMO


async def test_older_entries_are_read_as_the_cursor_comes_near(path: Path) -> None:
    async with sitting(path) as rep:
        with closing(sqlite3.connect(rep.path)) as file:
            file.executemany(
                "INSERT INTO change_set (at, label, kind, records) VALUES (?, ?, 'change', 1)",
                [("2026-11-01 08:00:00.000000", f"<b>[red]Step {n}") for n in range(PAGE * 2)],
            )
            file.commit()
        await rep.press("Z")
        rep.shows(f"{PAGE} steps and more")
        await rep.press("G")
        assert len(rep.app.screen._entries) == 2 * PAGE  # type: ignore[attr-defined]  # it is the screen of history
        assert NEAR < PAGE
        rep.shows("<b>[red]Step")
