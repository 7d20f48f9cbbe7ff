"""What a config says, what is wrong in one, and which word goes before which."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hostile import HOSTILE
from pipetui.config.declared import DECLARED, SORTS, THEMES
from pipetui.config.lines import lines_of
from pipetui.config.reading import Config, parse_config, read_config
from pipetui.config.remembered import remember, with_remembered
from pipetui.values.errors import Invalid
from pipetui.values.habits import Habits
from pipetui.values.text import clean

DOCUMENT = Path(__file__).parents[2] / "docs" / "config.md"
WHOLE = """\
# mine
theme = "nord"
density = "compact"

[dates]
order = "month-day"
language = "it"

[forecast]
fiscal_start = 4

[keys]
set = "vim"
"deal.won" = "W, ctrl+w"
step.done = ["D", "f8"]
log.call = ""
"""


def said(text: str) -> Config:
    return parse_config(text, Path("/somewhere/config.toml"))


def test_a_config_is_read_with_the_line_of_each_value() -> None:
    config = said(WHOLE)
    assert config.problems == ()
    assert (config.text("theme"), str(config.found("theme").source)) == ("nord", "config.toml, line 2")
    assert (config.text("start"), str(config.found("start").source)) == ("board", "default")
    assert config.habits() == Habits(language="it", month_first=True, currency="", fiscal_start=4, period="quarter")
    assert config.text("keys.set") == "vim"
    assert [(choice.command, choice.keys, choice.source.line) for choice in config.keys] == [
        ("deal.won", "W, ctrl+w", 14),
        ("step.done", "D, f8", 15),
        ("log.call", "", 16),
    ]


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ('theme = "nrod"', "config.toml, line 1: theme: “nrod” is none of its choices. Did you mean “nord”?"),
        ("\nthmee = 1", "config.toml, line 2: there is no value “thmee”. Did you mean “theme”?"),
        ("[dates]\nodrer = 1", "config.toml, line 2: there is no value “dates.odrer”. Did you mean “dates.order”?"),
        ("order = 1", "config.toml, line 1: there is no value “order”. Did you mean “dates.order”?"),
        ("zzz = 1", "config.toml, line 1: there is no value “zzz”. pipetui config lists what there is."),
        ('pane = "yes"', "config.toml, line 1: pane: “yes” is neither true nor false: write it without quotes."),
        (
            "[forecast]\nfiscal_start = 13",
            "config.toml, line 2: forecast.fiscal_start: “13” is no whole number from 1 to 12.",
        ),
        ("[notices]\nseconds = true", "config.toml, line 2: notices.seconds: “True” is no whole number from 1 to 60."),
        (
            '[money]\ncurrency = "euro"',
            "config.toml, line 2: money.currency: “euro” is no currency: write its three letters, such as EUR.",
        ),
        (
            '[dates]\nlanguage = "tlh"',
            "config.toml, line 2: dates.language: “tlh” is no language: write it as it or pt_BR.",
        ),
        ("[theme]\na = 1", "config.toml, line 1: theme: “{'a': 1}” is none of its choices. It is one of "),
        (
            "[keys]\ndeal.won = 3",
            "config.toml, line 2: the keys of deal.won are no text: write them in quotes, commas between.",
        ),
        (
            'keys = "vim"',
            'config.toml, line 1: keys is a section: write [keys], and under it set = "vim" or "deal.won" = "W".',
        ),
        (
            '[keyz]\n"deal.won" = "W"',
            "config.toml, line 2: there is no value “keyz.deal.won”. Did you mean “keys”?",
        ),
    ],
)
def test_what_is_wrong_is_said_with_its_place_and_the_nearest_name(text: str, sentence: str) -> None:
    config = said(f'{text}\n[later]\n"fine" = 1')
    assert config.problems[0].startswith(sentence)
    assert config.problems[1:] == ("config.toml, line " + str(text.count("\n") + 3) + config.problems[1][19:],)


def test_what_is_wrong_leaves_the_rest_as_it_is_said() -> None:
    config = said('theme = "nope"\ndensity = "roomy"')
    assert (config.text("theme"), config.text("density")) == ("pipetui", "roomy")


@pytest.mark.parametrize("text", ["theme = [", "= 1", "a = 1\na = 2", "[" * 5000, "x = " + "[" * 100_000])
def test_a_config_that_can_not_be_read_is_a_sentence(text: str) -> None:
    config = said(text)
    assert len(config.problems) == 1
    assert config.problems[0].startswith("config.toml is not obeyed, since it can't be read: ")
    assert config.found("theme").value == "pipetui"


@given(st.text())
def test_no_text_is_too_much_for_it(text: str) -> None:
    for problem in said(text).problems:
        assert "\n" not in problem


@given(st.lists(st.tuples(st.sampled_from(["theme", "dates.order", "a b", "keys.x"]), st.text()), max_size=4))
def test_nor_is_any_value(pairs: list[tuple[str, str]]) -> None:
    said("\n".join(f"{name} = {value!r}" for name, value in pairs))


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_names_and_values_come_back_clean(text: str) -> None:
    written = "".join(f"\\U{ord(character):08X}" for character in text if not 0xD800 <= ord(character) <= 0xDFFF)
    config = said(f'theme = "{written}"\n"{written}" = 1\n[keys]\n"{written}" = "x"\n"deal.won" = "{written}"')
    for problem in config.problems:
        assert clean(problem) == problem


def test_lines_pass_over_texts_of_several() -> None:
    assert lines_of('a = """\nb = 1\n"""\nc = 1\n[d."e.f"]\ng.h = 2') == {
        ("a",): 1,
        ("c",): 4,
        ("d", "e.f"): 5,
        ("d", "e.f", "g"): 6,
        ("d", "e.f", "g", "h"): 6,
    }


def test_options_go_before_the_environment_and_that_before_the_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "mine.toml").write_text('file = "/a.db"')
    options = {"config": str(tmp_path / "mine.toml")}
    assert str(read_config(options).found("file").source) == "mine.toml, line 1"
    monkeypatch.setenv("PIPETUI_DB", "/b.db")
    found = read_config(options).found("file")
    assert (found.value, str(found.source)) == ("/b.db", "PIPETUI_DB")
    found = read_config({**options, "db": "/c.db"}).found("file")
    assert (found.value, str(found.source)) == ("/c.db", "--db")


def test_where_it_is_looked_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    config = read_config({})
    assert config.path is not None
    assert (config.path.name, config.is_there, config.problems) == ("config.toml", False, ())
    monkeypatch.setenv("PIPETUI_CONFIG", str(tmp_path / "gone.toml"))
    assert read_config({}).problems == (
        f"PIPETUI_CONFIG names {tmp_path / 'gone.toml'}, which is not there: nothing is set.",
    )
    monkeypatch.setenv("PIPETUI_CONFIG", os.devnull)
    assert read_config({}).problems == ()
    with pytest.raises(Invalid, match="There is no file /nowhere/x: --config takes one that is there"):
        read_config({"config": "/nowhere/x"})


@pytest.mark.parametrize("content", [b"\xff\xfe\x00", b"a = 1\n" * 200_000], ids=["no text", "too long"])
def test_what_is_no_config_is_told(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "c.toml").write_bytes(content)
    assert read_config({"config": str(tmp_path / "c.toml")}).problems[0].endswith("(it is no text): nothing is set.")
    assert "can't be read (Is a directory)" in read_config({"config": str(tmp_path)}).problems[0]


def test_a_theme_chosen_in_the_app_holds_until_the_config_says_another(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))
    config = said('theme = "nord"')
    file = tmp_path / "config.toml"
    file.write_text('theme = "nord"')
    assert with_remembered(config) == config
    remember("theme", "dracula", {"config": str(file)})
    remember("pane", True, {"config": str(file)})
    assert with_remembered(config).is_on("pane")
    chosen = with_remembered(config).found("theme")
    assert (chosen.value, str(chosen.source)) == ("dracula", "chosen in the app")
    assert with_remembered(said('theme = "gruvbox"')).text("theme") == "gruvbox"
    kept = next(tmp_path.rglob("chosen.json"))
    for broken in (
        *("", "[]", "[" * 5000, '{"theme": 3}', '{"theme": {"is": "dracula"}}', '{"theme": {"over": "nord"}}'),
        *('{"theme": {"is": "nope", "over": "nord"}}', '{"file": {"is": "/x", "over": ""}}'),
    ):
        kept.write_text(broken)
        assert with_remembered(config) == config


def test_every_value_reads_its_example_and_its_default() -> None:
    import tomllib

    for value in DECLARED:
        assert value.help.endswith(".")
        told = tomllib.loads(f"x = {value.example}")["x"]
        assert value.read(told) == (str(Path(told).expanduser()) if value.name == "file" else told)
        if value.name != "file":
            assert value.read(value.default) == value.default


def test_the_document_tells_of_every_value() -> None:
    rows = [
        f"| `{value.name}` | `{'' if value.default == '' else str(value.default).lower()}` | `{value.example}` "
        f"| {value.help} |".replace("`` ", "")
        for value in DECLARED
    ]
    table = "\n".join(rows)
    assert table in DOCUMENT.read_text(encoding="utf-8"), f"\n{table}\n"


def test_the_words_it_knows_are_those_of_the_program() -> None:
    from textual.theme import BUILTIN_THEMES

    from pipetui.views import board

    assert set(THEMES) == set(BUILTIN_THEMES) | {"pipetui", "pipetui-light"}
    assert tuple(board.SORTS) == SORTS


def test_nothing_is_imported_to_read_toml_where_there_is_no_config(tmp_path: Path) -> None:
    source = (
        "import sys; from pipetui.config.remembered import begin; begin({})\n"
        "import pipetui.tui.app\nprint('tomllib' in sys.modules, 'difflib' in sys.modules)"
    )
    environment = {**os.environ, "XDG_CONFIG_HOME": str(tmp_path)}
    printed = subprocess.run(
        [sys.executable, "-c", source], capture_output=True, text=True, env=environment, check=True
    ).stdout
    assert re.match("False", printed)
