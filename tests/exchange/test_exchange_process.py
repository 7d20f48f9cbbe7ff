"""A process goes out as one TOML file and comes in the same; what is wrong in one is told with its line."""

import string
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipetui.exchange.process_toml import from_toml, read_process, stage_from_toml, stage_to_toml, to_toml
from pipetui.exchange.processes import NAMES, template, text_of
from pipetui.values.errors import Invalid, NotFound, Trouble
from pipetui.values.followup import KINDS
from pipetui.values.text import clean, fold
from pipetui.views.mail import Mail
from pipetui.views.playbook import Beat
from pipetui.views.process import CATEGORIES, Exit, Process, StagePlan
from pipetui.views.requirements import PLAIN
from pipetui.workspace import Workspace

TRICKY = st.text(st.sampled_from(list(string.ascii_letters + '"""\\\\\n\n\t \'#={}[]' + "é語😀\x85")), max_size=60)
LINES = st.one_of(TRICKY, st.text(max_size=40)).map(clean)
TEXTS = st.one_of(TRICKY, st.text(max_size=80)).map(lambda text: clean(text, multiline=True))
SAID = LINES.filter(bool)
NAMED = LINES.map(lambda text: text[:50].strip()).map(clean).filter(bool)
FIELDS = st.one_of(st.none(), st.sampled_from([*PLAIN, "contact: decision maker"]))
STAGES = st.builds(
    StagePlan,
    name=NAMED,
    phase=st.just("open"),
    probability=st.integers(0, 10_000).map(lambda hundredths: hundredths / 100),
    rotting_days=st.one_of(st.none(), st.integers(1, 3650)),
    category=st.sampled_from(CATEGORIES),
    purpose=TEXTS,
    questions=TEXTS,
    good=TEXTS,
    exits=st.lists(st.builds(Exit, SAID, FIELDS, st.booleans()), max_size=3).map(tuple),
    checklist=st.lists(SAID, max_size=3).map(tuple),
    cadence=st.lists(st.builds(Beat, st.integers(0, 3650), st.sampled_from(KINDS), SAID), max_size=3).map(tuple),
    mails=st.lists(st.builds(Mail, LINES, LINES, TEXTS), max_size=2).map(tuple),
)
PROCESSES = st.builds(
    Process,
    name=NAMED,
    about=TEXTS,
    may_go_back=st.booleans(),
    may_skip=st.booleans(),
    stages=st.lists(STAGES, min_size=1, max_size=4, unique_by=lambda stage: fold(stage.name)).map(tuple),
)


@given(PROCESSES)
@settings(max_examples=150, deadline=None)
def test_what_goes_out_comes_in_the_same(process: Process) -> None:
    assert from_toml(to_toml(process)) == process


@given(STAGES)
@settings(max_examples=50, deadline=None)
def test_a_stage_alone_does_as_well(stage: StagePlan) -> None:
    assert stage_from_toml(stage_to_toml(stage)) == stage


@pytest.mark.parametrize("name", NAMES)
def test_each_template_is_a_process_filled_in(name: str) -> None:
    process = template(name)
    assert to_toml(process) == text_of(name)
    assert any(stage.phase == "lead" for stage in process.stages)
    chances = [stage.probability for stage in process.stages]
    assert chances == sorted(chances)
    for stage in process.stages:
        assert stage.purpose and stage.questions and stage.good and stage.exits and stage.checklist and stage.cadence
        assert [beat.after for beat in stage.cadence] == sorted(beat.after for beat in stage.cadence)
    assert all(stage.mails for stage in process.stages)


@pytest.mark.parametrize("name", NAMES)
def test_a_pipeline_made_of_a_template_goes_out_as_it(workspace: Workspace, name: str) -> None:
    number = workspace.processes.add(template(name), "Another")
    read = workspace.processes.read(number)
    assert read.stages == template(name).stages
    workspace.processes.take(template(name), 1)
    assert workspace.processes.read(1).stages == template(name).stages


def test_a_template_is_found_by_the_beginning_of_its_name() -> None:
    assert template("B2B SaaS").name == "B2B SaaS"
    assert template("real").name == "Real estate"
    with pytest.raises(NotFound, match=r"no template “wood”. There are simple, saas"):
        template("wood")


HEAD = '[pipeline]\nname = "Sales"\n\n[[stage]]\nname = "Open"\n'


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("[pipeline\n", "process.toml, line 1: this is no TOML"),
        (HEAD + "probability = \n", "process.toml, line 6: this is no TOML"),
        (HEAD + "probability = 120\n", "process.toml, line 6: Open can't have a probability of 120"),
        (HEAD + 'probability = "high"\n', "process.toml, line 6: probability is a number."),
        (HEAD + "rotting_days = true\n", "process.toml, line 6: rotting_days is a whole number."),
        (HEAD + 'phase = "closed"\n', "process.toml, line 6: “closed” is no phase"),
        (HEAD + 'colour = "red"\n', "process.toml, line 6: “colour” is no part of [[stage]]"),
        (HEAD + '\n[[stage]]\nname = "OPEN"\n', "process.toml, line 8: There are two stages called OPEN."),
        ('[pipeline]\nname = "Sales"\n[[stage]]\nname = "L"\nphase = "lead"\n', "at least one stage that is open"),
        (HEAD + 'cadence = [{ after = 2, kind = "fax" }]\n', "process.toml, line 6: “fax” is no kind of follow-up"),
        (HEAD + "[[stage.exit]]\n", "process.toml, line 6: An exit criterion of Open says nothing."),
        (HEAD + "[surprise]\n", "process.toml, line 6: “surprise” is unknown"),
        (HEAD + "checklist = [1]\n", "process.toml, line 6: checklist is a list of texts"),
        ("[[pipeline]]\nname = 'x'\n", "Write [pipeline] once"),
        ("", "process.toml, line 1: A pipeline needs a name."),
        ("x = " + "[" * 2000, "process.toml"),
    ],
)
def test_what_is_wrong_is_told_with_its_line(text: str, told: str, tmp_path: Path) -> None:
    path = tmp_path / "process.toml"
    path.write_text(text)
    with pytest.raises(Invalid) as refused:
        read_process(path)
    assert told in str(refused.value)


def test_files_that_are_none(tmp_path: Path) -> None:
    with pytest.raises(NotFound, match="There is no file"):
        read_process(tmp_path / "gone.toml")
    with pytest.raises(Trouble, match="can't be read"):
        read_process(tmp_path)
    latin = tmp_path / "latin.toml"
    latin.write_bytes(b'[pipeline]\nname = "Caf\xe9"\n')
    with pytest.raises(Invalid, match=r"latin.toml, line 2: it is not UTF-8"):
        read_process(latin)
    large = tmp_path / "large.toml"
    large.write_bytes(b"#" * 1_000_001)
    with pytest.raises(Trouble, match="too large"):
        read_process(large)


def test_hostile_texts_are_names_like_any_other() -> None:
    from hostile import HOSTILE

    for text in HOSTILE:
        process = Process("Sales", clean(text, multiline=True), stages=(StagePlan("Open", purpose=clean(text)),))
        assert from_toml(to_toml(process)) == process
