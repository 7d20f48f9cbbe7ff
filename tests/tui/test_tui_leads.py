"""The lead inbox: leads are taken in, become deals, wait for their day or go, one key each."""

from collections.abc import Awaitable, Callable
from datetime import timedelta
from pathlib import Path

import pytest

from cards import card
from pipetui.tui.commands import COMMANDS
from pipetui.tui.commands.leads import ON_LEADS
from pipetui.tui.lead_text import head
from pipetui.tui.screens.board import BoardScreen
from pipetui.tui.screens.leads import LeadsScreen
from pipetui.values.clock import Clock
from pipetui.views.entry import NewDeal
from pipetui.views.leads import Inbox, Lead
from pipetui.views.process import Exit, StagePlan
from pipetui.workspace import open_workspace
from tui.known_pipeline import LEAD, QUALIFIED, TODAY, small
from tui.rep import Rep, sitting

TRIAL = 7


async def takes_in(rep: Rep) -> None:
    await rep.press("a")
    await rep.say("Vans wanted +Südwind source:web campaign:spring")
    [(number, stage, source, campaign)] = rep.rows(
        "SELECT id, stage_id, source, campaign FROM deal WHERE title = 'Vans wanted'"
    )
    assert (stage, source, campaign) == (LEAD, "web", "spring")
    assert rep.here == "Vans wanted"
    await rep.past_notices()
    rep.shows("A 2 leads", "2 leads to work · 2 without an answer", "web · spring")
    assert number not in (TRIAL,)


async def qualifies(rep: Rep) -> None:
    await rep.press("w")
    rep.shows("Trial licences becomes a deal in Qualified")
    await rep.say("call wed 10:00")
    card = rep.card(TRIAL)
    assert (card.stage_id, [step.kind for step in card.steps]) == (QUALIFIED, ["call"])
    rep.shows("Every lead is worked.")
    assert "1 lead" not in rep.lines[0]


async def puts_off(rep: Rep) -> None:
    await rep.press("s", "4", "enter")
    assert str(rep.card(TRIAL).nurture_until) == "2027-02-23"
    rep.shows("Comes back by itself", "on 23 Feb")


async def drops(rep: Rep) -> None:
    await rep.press("x", "3", "enter")
    card = rep.card(TRIAL)
    assert (card.status, card.reason) == ("lost", "no budget")


EFFECTS: dict[str, Callable[[Rep], Awaitable[None]]] = {
    "lead.capture": takes_in,
    "lead.qualify": qualifies,
    "lead.nurture": puts_off,
    "lead.drop": drops,
}


def test_every_command_on_leads_is_tried() -> None:
    assert set(EFFECTS) == {command.id for command in ON_LEADS}
    assert set(ON_LEADS) <= set(COMMANDS)


@pytest.mark.parametrize("command", EFFECTS)
async def test_a_command_of_the_inbox_does_what_it_says(path: Path, command: str) -> None:
    async with sitting(path) as rep:
        await rep.press("A")
        assert isinstance(rep.screen, LeadsScreen) and rep.here == "Trial licences"
        await EFFECTS[command](rep)


async def test_an_answered_lead_says_how_long_that_took_and_the_first_to_answer_is_on_top(path: Path) -> None:
    def fill(file: Path) -> None:
        small(file)
        work = open_workspace(file, Clock(TODAY), durable=False)
        work.leads.capture(NewDeal("Vans wanted", company="[/x] [@click=app.quit]Süd[/]"))
        work.close()

    async with sitting(path, size=(80, 24), fill=fill) as rep:
        await rep.press("A", "c")
        await rep.type("Spoke to them\r")
        rep.shows("Waits for a first answer", "Answered", "answered in 34 days", "[/x]")
        assert rep.find("Vans wanted")[1] < rep.find("answered in 34 days")[1]
        await rep.press("g", "u")
        await rep.past_notices()
        assert rep.lines[0].count(" A 2") == 1
        await rep.press("escape")
        assert isinstance(rep.screen, BoardScreen)


async def test_a_lead_that_lacks_something_is_asked_for_it_and_keeps_its_next_step(path: Path) -> None:
    def fill(file: Path) -> None:
        small(file)
        work = open_workspace(file, Clock(TODAY), durable=False)
        work.processes.write_stage(LEAD, StagePlan("Lead", "lead", 5, 14, "omitted", exits=(Exit("Whose?", "owner"),)))
        work.close()

    async with sitting(path, fill=fill) as rep:
        await rep.press("A", "w")
        await rep.say("call wed 10:00")
        rep.shows("Trial licences can't go to Qualified yet", "Whose?")
        await rep.type("Kim\r")
        card = rep.card(TRIAL)
        assert (card.stage_id, card.owner, len(card.steps)) == (QUALIFIED, "Kim", 1)


def test_the_head_of_the_inbox_leaves_off_what_has_no_room() -> None:
    lead = Lead(card(1), None, timedelta(days=2))
    inbox = Inbox((lead,) * 15, (lead,) * 2, timedelta(days=7), 46)
    for cells in (80, 200):
        text = head(inbox, cells).plain
        assert len(text) <= cells
        assert "15 leads to work · 15 without an answer" in text and "first answer after 7 days" in text
        assert ("the median of 46" in text) == (cells == 200)
