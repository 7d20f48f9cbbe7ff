"""Saved views in the app: one key takes one, the present one is saved, others renamed and deleted."""

import sqlite3
from contextlib import closing
from pathlib import Path

from tui.rep import Rep, sitting


def own(rep: Rep) -> list[tuple[str, str, str, str]]:
    return rep.rows("SELECT name, filter, sort, columns FROM saved_view ORDER BY position")


async def test_one_key_takes_a_view_and_esc_goes_back(path: Path) -> None:
    async with sitting(path) as rep:
        await rep.press("v")
        rep.shows("My week", "due:overdue,week or close:week", "the top tenth of what is open, by amount")
        assert rep.line_with("No next step").rstrip().endswith("3"), rep.text
        await rep.press("3")
        rep.shows("/ No next step  next:none", "2 of 6 deals")
        assert rep.app.state is not None
        assert rep.app.state.board.sort == "amount"
        await rep.press("2")
        rep.shows("/ No next step  next:none")
        await rep.press("1", "escape")
        rep.shows("6 deals")
        assert rep.app.state.board.sort == "close"


async def test_what_is_shown_is_saved_with_what_cards_show_renamed_and_deleted(path: Path) -> None:
    async with sitting(path) as rep:
        await rep.press("/")
        await rep.type("warehouse\r")
        await rep.press("o", "v", "s")
        rep.shows("Save warehouse, sorted by amount")
        await rep.type("Vans")
        await rep.press("tab")
        await rep.type("titel")
        rep.shows("“titel” is no column: did you mean title?")
        await rep.say("prob, next, tag")
        assert own(rep) == [("Vans", "warehouse", "amount", "prob,next,tag")]
        rep.shows("/ Vans  warehouse", "40%")
        assert "€40,000" not in rep.line_with("40%")
        await rep.press("v", "end", "r")
        await rep.say("Lorries")
        rep.shows("your own", "Lorries")
        await rep.press("x")
        assert own(rep) == []
        assert rep.told[-1] == "Deleted the view Lorries. u brings it back"
        await rep.press("x", "r")
        assert rep.told[-1] == "Slipped comes with the program: it stays as it is."
        await rep.press("escape", "u")
        assert [name for name, *_ in own(rep)] == ["Lorries"]


async def test_a_view_whose_stage_is_gone_says_so(path: Path) -> None:
    async with sitting(path, size=(80, 24)) as rep:
        await rep.press("/")
        await rep.type("stage:demo\r")
        await rep.press("v", "s")
        await rep.type("Demos\r")
        await rep.press("escape")
        with closing(sqlite3.connect(path)) as db, db:
            db.execute("UPDATE stage SET name = 'Pilot' WHERE name = 'Demo'")
        rep.app.load()
        await rep.settled()
        await rep.press("v", "7")
        assert rep.told[-1].startswith('Demos (stage:demo): "demo" is not a stage')
