"""Stages are changed as a draft, with what that does to the totals in sight, and saved in one step."""

from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest

from hostile import HOSTILE
from pipetui.tui.screens.stage_text import StageTextScreen
from pipetui.tui.screens.stages import StagesScreen
from pipetui.values.clock import Clock
from pipetui.values.errors import Invalid
from pipetui.values.text import clean
from pipetui.views.stage_draft import Draft
from pipetui.workspace import open_workspace
from tui.known_pipeline import DEMO, FLEET, PROPOSAL, QUALIFIED, TODAY, empty, small
from tui.rep import Rep, sitting


def stages(rep: Rep) -> list[str]:
    return [name for (name,) in rep.rows("SELECT name FROM stage WHERE pipeline_id = 1 ORDER BY position")]


def value(rep: Rep, column: str, stage: int = QUALIFIED) -> object:
    return rep.rows(f"SELECT {column} FROM stage WHERE id = ?", stage)[0][0]


async def adds(rep: Rep) -> None:
    await rep.press("a")
    await rep.say("Trial")
    rep.shows("Trial (new)", "not saved yet")
    assert "Trial" not in stages(rep)
    await rep.press("s")
    assert stages(rep) == ["Lead", "Qualified", "Trial", "Demo", "Proposal", "Negotiation"]


async def renames(rep: Rep) -> None:
    await rep.press("r")
    await rep.say("Fit")
    await rep.press("s")
    assert value(rep, "name") == "Fit"


async def sets_the_probability(rep: Rep) -> None:
    await rep.press("%", "ctrl+u")
    await rep.type("50")
    # Open in Qualified: €36,000, weighted €7,200; at 50 % that is €10,800 more.
    rep.shows("€77,000 → €87,800", "+€10,800", "€18,000")
    await rep.press("enter", "s")
    assert value(rep, "probability") == 50
    assert rep.card(FLEET).weighted == 1_200_000
    await rep.press("u")
    assert value(rep, "probability") == 20


async def sets_the_days(rep: Rep) -> None:
    await rep.press("d")
    await rep.say("none")
    await rep.press("s")
    assert value(rep, "rotting_days") is None


async def sets_the_category(rep: Rep) -> None:
    await rep.press("c", "s")
    assert value(rep, "category") == "best_case"


async def sets_the_phase(rep: Rep) -> None:
    await rep.press("f", "s")
    assert value(rep, "phase") == "lead"


async def goes_earlier(rep: Rep) -> None:
    await rep.press("K")
    assert "is of the lead phase" in rep.told[-1]
    await rep.press("j", "K", "s")
    assert stages(rep)[:3] == ["Lead", "Demo", "Qualified"]


async def goes_later(rep: Rep) -> None:
    await rep.press("J", "s")
    assert stages(rep)[:3] == ["Lead", "Demo", "Qualified"]


async def merges(rep: Rep) -> None:
    await rep.press("m")
    await rep.say("qual")
    rep.shows("can't take in its own deals")
    assert rep.is_asked()
    await rep.say("demo")
    rep.shows("Goes 1", "2 open deals and its closed ones to Demo")
    await rep.press("s")
    assert stages(rep) == ["Lead", "Demo", "Proposal", "Negotiation"] and rep.card(FLEET).stage_id == DEMO
    await rep.press("u")
    assert len(stages(rep)) == 5 and rep.card(FLEET).stage_id == QUALIFIED


async def deletes(rep: Rep) -> None:
    await rep.press("delete", "3", "enter", "s")
    assert rep.card(FLEET).stage_id == PROPOSAL and "Qualified" not in stages(rep)


async def edits_the_playbook(rep: Rep) -> None:
    await rep.press("c", "e")
    assert "Save the stages first" in rep.told[-1]
    await rep.press("u", "e")
    assert isinstance(rep.app.screen, StageTextScreen)
    area = rep.app.screen.query_one("TextArea")
    area.text += '\n[[stage.exit]]\ntext = "They said why now"\nhard = true\n'  # type: ignore[attr-defined]  # it is one
    await rep.press("ctrl+s")
    assert rep.rows("SELECT text, strength FROM criterion WHERE stage_id = ?", QUALIFIED) == [
        ("They said why now", "hard")
    ]
    rep.shows("must  They said why now")


async def saves(rep: Rep) -> None:
    await rep.press("s")
    assert rep.told[-1] == "Nothing is changed."


async def forgets(rep: Rep) -> None:
    await rep.press("c", "J", "backspace")
    rep.shows("nothing is changed")
    assert "not saved" not in rep.lines[1]


async def renames_the_pipeline(rep: Rep) -> None:
    await rep.press("R")
    await rep.say("Direct")
    rep.shows("Direct · 5 stages")


async def starts_from_a_process(rep: Rep) -> None:
    await rep.press("N")
    await rep.type("saas")
    await rep.press("tab")
    await rep.type("Cloud\r")
    await rep.past_notices()
    rep.shows("Cloud · ", "Trial")
    assert len(rep.rows("SELECT 1 FROM pipeline")) == 2


async def goes_to_another_pipeline(rep: Rep) -> None:
    await rep.press("N", "1", "enter")  # simple, as a pipeline of its own
    await rep.past_notices()
    rep.shows("Simple · 5 stages")
    await rep.press("P")
    await rep.say("sal")
    await rep.past_notices()
    rep.shows("Sales · 5 stages")


async def forbids_the_way_back(rep: Rep) -> None:
    await rep.press("<")
    rep.shows("no way back")
    await rep.press("<")
    assert "no way back" not in rep.lines[1]


async def forbids_skips(rep: Rep) -> None:
    await rep.press(">")
    rep.shows("no skips")
    assert rep.rows("SELECT may_skip FROM pipeline") == [(0,)]


async def takes_a_pipeline_away(rep: Rep) -> None:
    await rep.press("X")
    assert rep.told[-1] == "Sales is the only pipeline, and stays."
    await rep.press("N", "1", "enter", "P")
    await rep.say("sal")
    await rep.press("X", "enter")
    await rep.past_notices()
    rep.shows("Simple · 5 stages")
    assert len(rep.rows("SELECT 1 FROM pipeline")) == 1 and rep.card(FLEET).pipeline_id == 2


async def hands_on(rep: Rep) -> None:
    file = rep.path.with_name("handed.toml")
    await rep.press("O")
    await rep.say(str(file))
    assert 'name = "Qualified"' in file.read_text()
    await rep.press("O")
    await rep.say("/no/such/folder/x.toml")
    assert "can't be written" in rep.told[-1]


async def opens_what_it_asks_for(rep: Rep) -> None:
    await rep.press("enter")
    rep.shows("Qualified · 0 exit criteria", "This stage asks for nothing yet.")
    await rep.press("escape")
    assert isinstance(rep.screen, StagesScreen)


EFFECTS: dict[str, Callable[[Rep], Awaitable[None]]] = {
    "stages.add": adds,
    "stages.rename": renames,
    "stages.probability": sets_the_probability,
    "stages.rotting": sets_the_days,
    "stages.category": sets_the_category,
    "stages.phase": sets_the_phase,
    "stages.earlier": goes_earlier,
    "stages.later": goes_later,
    "stages.merge": merges,
    "stages.delete": deletes,
    "stages.edit": edits_the_playbook,
    "stages.criteria": opens_what_it_asks_for,
    "stages.save": saves,
    "stages.reset": forgets,
    "pipeline.rename": renames_the_pipeline,
    "pipeline.back": forbids_the_way_back,
    "pipeline.skips": forbids_skips,
    "pipeline.delete": takes_a_pipeline_away,
    "pipeline.hand_on": hands_on,
    "pipeline.process": starts_from_a_process,
    "view.pipeline": goes_to_another_pipeline,
}


@pytest.mark.parametrize("command", EFFECTS)
async def test_a_command_on_stages_does_what_it_says(path: Path, command: str) -> None:
    async with sitting(path) as rep:
        await rep.press("S", "j")
        assert isinstance(rep.screen, StagesScreen)
        await EFFECTS[command](rep)


async def test_what_is_not_saved_is_there_again_and_what_changed_meanwhile_is_not_overwritten(path: Path) -> None:
    async with sitting(path, size=(80, 24)) as rep:
        await rep.press("S", "j", "c", "escape")
        assert "S has them as you left them" in rep.told[-1]
        work = open_workspace(path, Clock(TODAY), durable=False)
        work.pipelines.restage(Draft.of(work.overview.pipeline()).change(DEMO, name="Show"))
        work.close()
        await rep.press("S")
        rep.shows("not saved yet")
        await rep.press("s")
        assert rep.told[-1].startswith("The stages were changed elsewhere meanwhile.")
        assert value(rep, "category") == "pipeline"
        await rep.press("backspace")
        rep.shows("Show", "nothing is changed")


async def test_an_empty_board_offers_a_process_to_start_from(path: Path) -> None:
    async with sitting(path, fill=empty, size=(80, 24)) as rep:
        rep.shows("starts from a process")
        await rep.press("N")
        await rep.type("nothing-like-it")
        rep.shows("There is no template")
        await rep.press("ctrl+u")
        await rep.type("/no/such.toml")
        rep.shows("There is no file /no/such.toml")
        await rep.press("ctrl+u", "2", "enter")
        assert "Trial" in " ".join(stages(rep)) and len(rep.rows("SELECT 1 FROM pipeline")) == 1
        assert rep.rows("SELECT count(*) FROM criterion")[0][0] > 5
        assert "New lead · Discovery · Demo · Trial" in rep.told[-1]
        rep.shows("Proposal · Contract")


async def test_a_process_that_does_not_parse_is_told_with_its_line(path: Path, tmp_path: Path) -> None:
    file = tmp_path / "colleague.toml"
    file.write_text('[pipeline]\nname = "Theirs"\n\n[[stage]]\nname = "Offer"\nprobability = 120\n')
    async with sitting(path) as rep:
        await rep.press("S", "N")
        await rep.type(str(file))
        rep.shows("line 6", "can't have a probability of 120")


async def test_any_text_is_a_plain_name_of_a_stage(path: Path) -> None:
    texts = dict.fromkeys(clean(text)[:50] for text in HOSTILE)

    def fill(file: Path) -> None:
        small(file)
        work = open_workspace(file, Clock(TODAY), durable=False)
        draft = Draft.of(work.overview.pipeline())
        for text in list(filter(None, texts))[:30]:
            try:
                draft = draft.add(text)
            except Invalid:
                continue
        work.pipelines.restage(draft)
        work.close()

    async with sitting(path, fill=fill) as rep:
        await rep.press("S", *["j"] * 34, "c", "m")
        await rep.say("lead")
        await rep.press("1", "]", "G", "S")
        assert "\x1b" not in rep.text


async def test_the_line_of_the_totals_is_cut_nowhere(path: Path) -> None:
    async with sitting(path, size=(80, 24)) as rep:
        await rep.press("S", "G", "delete")
        await rep.say("lead")
        line = rep.line_with("Weighted ")
        assert line.endswith(("s saves it", "takes a step back"))
