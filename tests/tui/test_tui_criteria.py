"""What a stage asks for is a list that is edited in place, each change saved at once and undone by one key."""

from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest

from hostile import HOSTILE
from pipetui.tui.screens.criteria import CriteriaScreen
from pipetui.tui.screens.stage_text import StageTextScreen
from pipetui.tui.screens.stages import StagesScreen
from pipetui.values.clock import Clock
from pipetui.values.text import clean
from pipetui.views.process import Exit, StagePlan
from pipetui.workspace import open_workspace
from tui.known_pipeline import DEMO, FLEET, QUALIFIED, TODAY, small
from tui.rep import Rep, sitting

WHY, SOURCE, SITE = "They said why now", "They told us where it came from", "Looked at their site"


def written(path: Path) -> None:
    """The small pipeline, whose first open stage asks for two things; Fleet renewal has the first."""
    small(path)
    work = open_workspace(path, Clock(TODAY), durable=False)
    plan = StagePlan("Qualified", "open", 20.0, 14, exits=(Exit(WHY), Exit(SOURCE, "source")), checklist=(SITE,))
    work.processes.write_stage(QUALIFIED, plan)
    work.ticks.set(FLEET, (work.playbooks.of(QUALIFIED).exits[0].id,))
    work.close()


def lines(rep: Rep, stage: int = QUALIFIED) -> list[tuple[object, ...]]:
    return rep.rows("SELECT text, field, strength FROM criterion WHERE stage_id = ? ORDER BY position", stage)


def ticks(rep: Rep) -> int:
    return int(rep.rows("SELECT count(*) FROM tick")[0][0])


async def adds(rep: Rep) -> None:
    await rep.press("a")
    await rep.type("They named who signs")
    await rep.press("tab")
    await rep.type("colour")
    rep.shows("A deal has no field “colour”")
    await rep.say("contact: decision maker")
    assert [line[0] for line in lines(rep)] == [WHY, "They named who signs", SOURCE, SITE]
    assert lines(rep)[1] == ("They named who signs", "contact: decision maker", "soft")
    rep.shows("It is met once the deal has a contact who is its decision maker.")


async def words(rep: Rep) -> None:
    await rep.press("e", "ctrl+u")
    await rep.type("They told us their budget")
    await rep.press("tab")
    await rep.say("amount")
    assert lines(rep)[0] == ("They told us their budget", "amount", "soft")
    await rep.press("u")
    assert lines(rep)[0] == (WHY, None, "soft")
    assert ticks(rep) == 1


async def insists(rep: Rep) -> None:
    await rep.press("space")
    assert lines(rep)[0] == (WHY, None, "hard") and ticks(rep) == 1
    rep.shows("It is a must")
    await rep.press("space")
    assert lines(rep)[0] == (WHY, None, "soft")


async def advises(rep: Rep) -> None:
    await rep.press("j", "c")
    assert lines(rep) == [(WHY, None, "soft"), (SOURCE, None, "advice"), (SITE, None, "advice")]
    await rep.press("c")
    assert lines(rep)[1] == (SOURCE, None, "soft")


async def goes_later(rep: Rep) -> None:
    await rep.press("J")
    assert [line[0] for line in lines(rep)] == [SOURCE, WHY, SITE]
    await rep.press("J")
    assert [line[0] for line in lines(rep)] == [SOURCE, WHY, SITE]
    assert ticks(rep) == 1


async def goes_earlier(rep: Rep) -> None:
    await rep.press("j", "K")
    assert [line[0] for line in lines(rep)] == [SOURCE, WHY, SITE]


async def deletes(rep: Rep) -> None:
    await rep.press("delete")
    assert [line[0] for line in lines(rep)] == [SOURCE, SITE] and ticks(rep) == 0
    await rep.press("u")
    assert [line[0] for line in lines(rep)] == [WHY, SOURCE, SITE] and ticks(rep) == 1


async def goes_to_the_stage_after(rep: Rep) -> None:
    await rep.press("l")
    rep.shows("Demo · 0 exit criteria", "This stage asks for nothing yet.")
    await rep.press("a")
    await rep.type("They saw it work\r")
    assert lines(rep, DEMO) == [("They saw it work", None, "soft")]


async def goes_to_the_stage_before(rep: Rep) -> None:
    await rep.press("h")
    rep.shows("Lead · 0 exit criteria")
    await rep.press("h", "l")
    rep.shows(WHY)


async def edits_as_text(rep: Rep) -> None:
    await rep.press("E")
    assert isinstance(rep.app.screen, StageTextScreen)


EFFECTS: dict[str, Callable[[Rep], Awaitable[None]]] = {
    "criterion.add": adds,
    "criterion.word": words,
    "criterion.insist": insists,
    "criterion.list": advises,
    "criterion.later": goes_later,
    "criterion.earlier": goes_earlier,
    "criterion.delete": deletes,
    "criterion.on": goes_to_the_stage_after,
    "criterion.back": goes_to_the_stage_before,
    "criterion.text": edits_as_text,
}


@pytest.mark.parametrize("command", EFFECTS)
async def test_a_command_on_what_a_stage_asks_for_does_what_it_says(path: Path, command: str) -> None:
    async with sitting(path, fill=written) as rep:
        await rep.press("S", "j", "enter")
        assert isinstance(rep.screen, CriteriaScreen)
        await EFFECTS[command](rep)


async def test_it_asks_at_once_for_what_was_just_written_and_esc_goes_back(path: Path) -> None:
    async with sitting(path, size=(80, 24), fill=written) as rep:
        await rep.press("S", "j", "enter", "space", "escape")
        assert isinstance(rep.screen, StagesScreen)
        rep.shows("must  They said why now")
        await rep.press("1", "b", "space", "escape", "L")
        rep.shows("Fleet renewal can't go to Demo yet: 2 things missing")
        assert "ctrl+l" not in rep.text


async def test_a_stage_that_is_not_saved_yet_is_saved_first(path: Path) -> None:
    async with sitting(path, fill=written) as rep:
        await rep.press("S", "a")
        await rep.say("Trial")
        await rep.press("enter")
        assert rep.told[-1].startswith("A new stage: save it first")


async def test_a_stage_that_goes_meanwhile_closes_it(path: Path) -> None:
    async with sitting(path, fill=written) as rep:
        await rep.press("S", "j", "enter")
        work = open_workspace(path, Clock(TODAY), durable=False)
        from pipetui.views.stage_draft import Draft

        work.pipelines.restage(Draft.of(work.overview.pipeline()).merge(QUALIFIED, DEMO))
        work.close()
        await rep.press("space")
        assert "no longer" in " ".join(rep.told)


async def test_any_text_is_a_plain_line(path: Path) -> None:
    async with sitting(path, fill=written) as rep:
        work = open_workspace(path, Clock(TODAY), durable=False)
        for text in filter(None, dict.fromkeys(clean(text)[:300] for text in HOSTILE)):
            work.criteria.add(QUALIFIED, text)
        work.close()
        await rep.press("S", "j", "enter", "G", "space", "e", "enter", "K", "g")
        assert "\x1b" not in rep.text
