"""Mark, then act: on the board and in the agenda, with one undo."""

from collections.abc import Awaitable, Callable
from datetime import date
from pathlib import Path

from pipetui.tui.marks import SIGN, Marks
from pipetui.tui.screens.agenda import AgendaScreen
from pipetui.values.clock import Clock
from pipetui.workspace import open_workspace
from tui.known_pipeline import CLINIC, DEMO, FLEET, QUALIFIED, TODAY, WAREHOUSE
from tui.rep import Rep, sitting

Work = Callable[[Rep], Awaitable[None]]


def marked(rep: Rep) -> list[int]:
    assert rep.app.state is not None
    return list(rep.app.state.marks)


def test_a_range_grows_and_shrinks_and_leaves_what_was_marked() -> None:
    marks = Marks([7])
    path = [1, 2, 3, 4, 7]
    for here, by, left in ((1, 1, [7, 2, 3]), (2, 1, [7, 2, 3, 4]), (3, -1, [7, 2, 3]), (2, -1, [7, 2])):
        marks.stretch(path, here, by)
        assert list(marks) == left
    marks.stretch(path, 1, -1)
    assert list(marks) == [7, 1, 2]
    marks.stretch(path, 4, 1)
    assert list(marks) == [7, 1, 2]
    marks.toggle_all([1, 2])
    assert list(marks) == [7]


async def marks_one(rep: Rep) -> None:
    here = rep.here
    await rep.press("space")
    rep.shows(f"{SIGN} 1 marked · €24,000")
    assert SIGN in rep.line_with(here if not isinstance(rep.screen, AgendaScreen) else "Prices of the vans")
    await rep.press("escape")
    assert marked(rep) == []
    assert SIGN not in rep.text


async def marks_down(rep: Rep) -> None:
    await rep.press("J")
    assert len(marked(rep)) == 2
    await rep.press("K")
    assert marked(rep) == [FLEET]


async def marks_up(rep: Rep) -> None:
    await rep.press("j", "K")
    assert FLEET in marked(rep)


async def marks_all(rep: Rep) -> None:
    await rep.press("*")
    assert {FLEET, WAREHOUSE, CLINIC} <= set(marked(rep))
    await rep.press("*")
    assert marked(rep) == []


async def edits_the_tags(rep: Rep) -> None:
    await rep.press("#")
    await rep.say("hot 'very big'")
    assert set(rep.card(FLEET).tags) == {"hot", "very big"}


async def edits_the_owner(rep: Rep) -> None:
    await rep.press("O")
    await rep.say("Ada")
    assert rep.card(FLEET).owner == "Ada"


async def exports(rep: Rep) -> None:
    await rep.press("space", "X")
    rep.shows("1 deal to a CSV file")
    file = rep.path.with_name("mine.csv")
    file.write_text("kept")
    await rep.say(str(file))
    assert file.read_text() == "kept"
    assert "is there already" in rep.told[-1]
    file = rep.path.with_name("other.csv")
    await rep.press("X")
    await rep.say(str(file))
    assert rep.told[-1].startswith("Wrote 1 deal to")
    assert "Fleet renewal" in file.read_text(encoding="utf-8")


EFFECTS: dict[str, Work] = {
    "mark.one": marks_one,
    "mark.down": marks_down,
    "mark.up": marks_up,
    "mark.all": marks_all,
    "deal.tags": edits_the_tags,
    "deal.export": exports,
    "deal.owner": edits_the_owner,
}


async def test_marked_deals_move_together_and_come_back_together(path: Path) -> None:
    async with sitting(path) as rep:
        await rep.press("space", "space")
        both = marked(rep)
        assert len(both) == 2
        await rep.press("L")
        assert {rep.card(number).stage_id for number in both} == {DEMO}
        assert rep.told[-1] == "2 deals moved a stage on"
        assert marked(rep) == both
        await rep.press("u")
        assert {rep.card(number).stage_id for number in both} == {QUALIFIED}


async def test_marked_deals_are_edited_planned_for_and_lost(path: Path) -> None:
    async with sitting(path) as rep:
        await rep.press("/")
        await rep.type("stage:qualified")
        await rep.press("enter", "*", "$")
        await rep.type("+50%")
        rep.shows("becomes €", "2 deals, €")
        await rep.press("enter")
        assert rep.card(FLEET).amount == 3_600_000
        await rep.press("D")
        await rep.say("+2w")
        assert rep.card(FLEET).expected_close == date(2026, 12, 14)
        await rep.press("#")
        await rep.say("+hot")
        assert rep.card(FLEET).tags == ("hot",)
        await rep.press("f")
        await rep.say("call fri")
        assert date(2026, 11, 27) in {step.due for step in rep.card(FLEET).steps}
        await rep.press("r")
        assert rep.told[-1] == "A title is one deal's own: it can't be set for many."
        await rep.press("x", "1", "enter")
        assert (rep.card(FLEET).status, rep.card(FLEET).reason) == ("lost", "price")
        assert marked(rep) == []
        assert rep.told[-1] == "2 deals lost: price"


async def test_next_steps_of_the_marked_are_put_off_done_and_the_lost_opened_again(path: Path) -> None:
    async with sitting(path) as rep:
        await rep.press("*", "s")
        rep.shows("Snooze the next steps of")
        await rep.say("15 jan")
        assert {step.due for step in rep.card(FLEET).steps[:1]} == {date(2027, 1, 15)}
        assert rep.told[-1].startswith("Snoozed follow-ups of ")
        await rep.press("d")
        rep.shows("are done", "and for each next")
        await rep.type("met at the fair")
        await rep.press("enter")
        assert rep.told[-1].startswith("Followed up ")
        assert rep.card(FLEET).steps == ()
        await rep.press("x", "1", "enter", "]", "*", "R")
        assert rep.card(FLEET).is_open
        assert rep.told[-1].startswith("Reopened ")


async def test_what_can_not_go_is_asked_once(path: Path) -> None:
    async with sitting(path) as rep:
        await rep.press("*", "L")
        rep.shows("deals can't go a stage on", "is in the last stage", "only the other")
        await rep.press("enter")
        assert rep.card(FLEET).stage_id == DEMO
        assert rep.told[-1].endswith("deals moved a stage on")


async def test_marked_rows_of_the_agenda_are_deleted_once_that_is_confirmed(path: Path) -> None:
    async with sitting(path) as rep:
        await rep.press("2", "j", "J", "delete")
        rep.shows("Delete 2 deals", "with their activities?")
        gone = marked(rep)
        await rep.press("enter")
        assert rep.rows("SELECT count(*) FROM deal WHERE id IN (?, ?)", *gone) == [(0,)]
        await rep.press("u")
        assert rep.rows("SELECT count(*) FROM deal WHERE id IN (?, ?)", *gone) == [(2,)]


async def test_a_marked_deal_that_another_program_deletes_is_told(path: Path) -> None:
    async with sitting(path) as rep:
        await rep.press("space", "space")
        elsewhere = open_workspace(rep.path, Clock(TODAY))
        elsewhere.deals.delete([marked(rep)[0]])
        elsewhere.close()
        rep.app.load()
        await rep.settled()
        assert rep.told[-1] == "1 marked deal is there no longer."
        assert len(marked(rep)) == 1
        await rep.press("L")
        assert rep.told[-1] == "1 deal moved a stage on"


async def test_a_marked_card_takes_the_others_along_when_it_is_dragged(path: Path) -> None:
    async with sitting(path) as rep:
        await rep.press("space", "space")
        both = marked(rep)
        await rep.drag("Fleet renewal", rep.find("Proposal"))
        assert len({rep.card(number).stage_id for number in both}) == 1
        assert rep.card(both[0]).stage_id != QUALIFIED


async def test_marks_the_filter_hides_are_told_and_taken(path: Path) -> None:
    async with sitting(path, size=(80, 24)) as rep:
        await rep.press("space", "/")
        await rep.type("warehouse")
        await rep.press("enter")
        rep.shows("1 marked", "1 not shown")
        await rep.press("escape")
        rep.shows("1 of 6 deals")


async def test_what_marked_deals_would_make_of_the_forecast_is_told_of_what_the_filter_shows(path: Path) -> None:
    async with sitting(path) as rep:
        await rep.press("/")
        await rep.type("value>30k\r")
        state = rep.app.state
        assert state is not None
        assert state.narrowed is not None
        await rep.press("*", "$")
        await rep.type("+10%")
        assert state.would_be is not None
        assert state.would_be.won == state.figures.won
        assert state.would_be.is_narrowed
        assert state.would_be.open.amount == round(1.1 * state.figures.open.amount) > 0
        due = f"{state.would_be.open.number} deals due, €{state.would_be.open.amount // 100:,}"
        assert due in rep.line_with("as it would be")
