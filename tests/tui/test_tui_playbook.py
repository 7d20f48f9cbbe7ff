"""The playbook beside the deal: lines are ticked and filled in by key, and what is written is edited in place."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import replace
from pathlib import Path

import pytest

from hostile import HOSTILE
from pipetui.tui.screens.stage_text import StageTextScreen
from pipetui.tui.widgets.playbook import Playbook
from pipetui.values.clock import Clock
from pipetui.values.text import clean
from pipetui.views.mail import Mail
from pipetui.views.process import Exit, StagePlan
from pipetui.workspace import open_workspace
from tui.known_pipeline import CLINIC, FLEET, QUALIFIED, TODAY, WAREHOUSE, small
from tui.rep import Rep, sitting

PLAN = StagePlan(
    "Qualified",
    "open",
    20.0,
    14,
    "pipeline",
    purpose="Find out **whether** it can be won.",
    questions="- Why now?\n- Who else decides?",
    good="They talk more than you do.",
    exits=(Exit("They said why now", hard=True), Exit("They told us where it came from", "source")),
    checklist=("Looked at their site",),
    mails=(Mail("Recap", "What we said", "Hi {{ first_name }},\nthank you."),),
)


def written(path: Path) -> None:
    """Fills the small pipeline, whose first open stage has a playbook."""
    small(path)
    work = open_workspace(path, Clock(TODAY), durable=False)
    work.processes.write_stage(QUALIFIED, PLAN)
    work.close()


def ticks(rep: Rep) -> int:
    return int(rep.rows("SELECT count(*) FROM tick")[0][0])


async def shows(rep: Rep) -> None:
    rep.shows("Before it goes on", "2 of 2 missing", "They said why now", "Checklist", "Why now?")
    rep.shows("whether it can be won")
    await rep.press("b")
    assert "Before it goes on" not in rep.text


async def ticked(rep: Rep) -> None:
    await rep.press("space")
    assert ticks(rep) == 1
    rep.shows("1 of 2 missing")
    await rep.press("space")
    assert ticks(rep) == 0
    await rep.press("j", "space")
    await rep.type("referral\r")
    assert rep.card(FLEET).source == "referral"
    rep.shows("1 of 2 missing")


async def edited(rep: Rep) -> None:
    await rep.press("e")
    screen = rep.app.screen
    assert isinstance(screen, StageTextScreen)
    area = screen.query_one("TextArea")
    text = area.text  # type: ignore[attr-defined]  # it is one
    area.text = text.replace("hard = true\n", "").replace("whether", "[/x] how")  # type: ignore[attr-defined]  # as above
    await rep.press("ctrl+s")
    assert rep.rows("SELECT strength FROM criterion WHERE stage_id = ? ORDER BY position", QUALIFIED)[0] == ("soft",)
    rep.shows("[/x] how it can be won")


async def in_the_editor(rep: Rep) -> None:
    await rep.press("E")
    assert rep.told[-1] == "This terminal can't be lent to an editor."


EFFECTS: dict[str, Callable[[Rep], Awaitable[None]]] = {
    "playbook.show": shows,
    "playbook.tick": ticked,
    "playbook.edit": edited,
    "playbook.outside": in_the_editor,
}


@pytest.mark.parametrize("command", EFFECTS)
async def test_a_command_of_the_playbook_does_what_it_says(
    path: Path, command: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("VISUAL", raising=False)
    monkeypatch.delenv("EDITOR", raising=False)
    async with sitting(path, size=(120, 50), fill=written) as rep:
        await rep.press("b")
        await EFFECTS[command](rep)


async def test_the_deal_and_the_agenda_have_it_and_it_follows_the_cursor(path: Path) -> None:
    async with sitting(path, size=(80, 24), fill=written) as rep:
        await rep.press("enter", "b")
        rep.shows("They said why now", "Plan")
        assert "History" not in rep.text
        await rep.press("b")
        rep.shows("History")
        await rep.press("2", "j", "b", "escape")
        rep.shows("They said why now")
        while rep.screen.current_card() and rep.screen.current_card().id not in (WAREHOUSE, CLINIC):  # type: ignore[union-attr]  # just asked
            await rep.press("j")
        rep.shows("Nothing is written for this stage yet.")
        await rep.press("p")
        assert not rep.app.screen.query(Playbook)


async def test_what_can_not_be_read_is_told_with_its_line_and_what_was_typed_is_kept(path: Path) -> None:
    async with sitting(path, fill=written) as rep:
        await rep.press("b", "e")
        area = rep.app.screen.query_one("TextArea")
        area.text = 'name = "Qualified"\nprobability = lots\n'  # type: ignore[attr-defined]  # it is one
        await rep.settled()
        rep.shows("line 2: this is no TOML")
        await rep.press("ctrl+s")
        assert isinstance(rep.app.screen, StageTextScreen)
        await rep.press("escape", "e")
        rep.shows("probability = lots")
        await rep.press("escape")
        assert rep.rows("SELECT purpose FROM stage WHERE id = ?", QUALIFIED) == [(PLAN.purpose,)]


async def test_any_text_is_plain_in_a_playbook(path: Path) -> None:
    texts = tuple(dict.fromkeys(filter(None, (clean(text)[:200] for text in HOSTILE))))
    plan = StagePlan(
        "Qualified", purpose="\n\n".join(texts), exits=tuple(map(Exit, texts)), mails=(Mail(texts[0], *texts[1:3]),)
    )

    def fill(file: Path) -> None:
        small(file)
        work = open_workspace(file, Clock(TODAY), durable=False)
        work.processes.write_stage(QUALIFIED, plan)
        work.close()

    async with sitting(path, fill=fill) as rep:
        await rep.press("b", *["j"] * len(texts), "G", "space")
        assert ticks(rep) == 1 and "\x1b" not in rep.text


@pytest.mark.parametrize("steps", range(4, 64, 3))
async def test_a_playbook_that_is_overtaken_while_it_is_drawn_shows_what_was_told_last(path: Path, steps: int) -> None:
    async with sitting(path, size=(120, 50), fill=written) as rep:
        await rep.press("b")
        book = rep.screen.query_one(Playbook)
        card, there = book.card, book.coaching
        assert there is not None
        elsewhere = replace(there, playbook=replace(there.playbook, purpose="- Elsewhere\n- and further on"))
        for coaching in (elsewhere, there, elsewhere, there):
            book.tell(card, coaching)
            for _ in range(steps):
                await asyncio.sleep(0)
        await rep.settled()
        rep.shows("whether it can be won", "Who else decides?")
        assert "Elsewhere" not in rep.text
