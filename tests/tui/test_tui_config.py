"""The app as the rep's config has it."""

from pathlib import Path

import pytest

from pipetui.config.reading import Config, parse_config
from pipetui.tui.screens.agenda import AgendaScreen
from pipetui.tui.screens.keys import KeysScreen
from tui.known_pipeline import DEMO, FLEET, small
from tui.rep import sitting


def config(text: str) -> Config:
    return parse_config(text, Path("config.toml"))


async def test_another_key_does_what_the_old_one_did(path: Path) -> None:
    async with sitting(path, config=config('[keys]\n"deal.won" = "W"\nstage.forward = "f8, g n"')) as rep:
        rep.shows("W won", "f8 stage on")
        await rep.press("w", "L")
        assert rep.card(FLEET).status == "open"
        await rep.press("f8")
        assert rep.card(FLEET).stage_id == DEMO
        await rep.press("W")
        assert rep.card(FLEET).status == "won"


async def test_a_key_of_two_strokes_says_how_it_goes_on(path: Path) -> None:
    async with sitting(path, config=config('[keys]\n"cursor.first" = "g g"\n"stage.forward" = "g n"')) as rep:
        await rep.press("j", "g")
        assert rep.here == "Spare parts portal"
        assert rep.lines[-1].startswith(" g …  g first  n stage on")
        await rep.press("g")
        assert rep.here == "Fleet renewal"
        rep.shows("? keys")
        await rep.press("g", "escape", "n")
        assert rep.is_asked()  # escape ended it: n alone is a note
        await rep.type("gn g n")
        rep.shows("gn g n")  # while text is typed, letters are letters
        await rep.press("escape", "g", "j")
        assert rep.here == "Spare parts portal"  # j goes on nothing: it is itself


async def test_a_command_without_a_key_is_in_the_help_and_not_in_the_footer(path: Path) -> None:
    async with sitting(path, config=config('[keys]\n"deal.won" = ""')) as rep:
        assert " won  " not in rep.lines[-1]
        await rep.press("w", "?")
        assert rep.card(FLEET).status == "open"
        await rep.type("as won")
        rep.shows("—       won")
        await rep.press("enter")
        assert rep.card(FLEET).status == "won"


async def test_everything_on_one_key_leaves_palette_help_and_the_way_out(path: Path) -> None:
    from pipetui.tui.commands import COMMANDS

    everything = "\n".join(f'"{command.id}" = "x"' for command in COMMANDS)
    async with sitting(path, config=config(f"[keys]\n{everything}")) as rep:
        await rep.press("f1")
        assert isinstance(rep.app.screen, KeysScreen)
        await rep.press("escape", "ctrl+p", "escape", "ctrl+q")
        assert not rep.app.is_running


async def test_what_is_wrong_is_told_at_the_start(path: Path) -> None:
    async with sitting(path, config=config('theme = "nrod"\n[keys]\n"deal.lost" = "w"')) as rep:
        assert rep.told == [
            "config.toml, line 1: theme: “nrod” is none of its choices. Did you mean “nord”?",
            "w is deal.lost and can't be deal.won as well: give one another key.",
        ]


async def test_a_config_that_can_not_be_read_is_told_and_the_app_is_there(path: Path) -> None:
    async with sitting(path, config=config("theme = [")) as rep:
        assert rep.told[0].startswith("config.toml is not obeyed, since it can't be read: ")
        rep.shows("Fleet renewal")


async def test_the_values_are_obeyed(path: Path) -> None:
    told = 'theme = "nord"\ndensity = "compact"\nstart = "agenda"\nsort = "title"\npane = true\n[notices]\nseconds = 9'
    async with sitting(path, config=config(told)) as rep:
        assert rep.app.theme == "nord"
        assert isinstance(rep.app.screen, AgendaScreen)
        assert rep.app.state is not None
        assert rep.app.state.board.sort == "title"
        await rep.press("1")
        assert all(view.dense for view in rep.columns)
        rep.shows("History")  # of the pane
        rep.app.tell("Hello")
        await rep.settled()
        assert next(iter(rep.app._notifications)).timeout == 9


@pytest.mark.parametrize("name", ["ansi-dark", "solarized-light", "textual-dark"])
async def test_any_theme_is_there_from_the_start_and_another_is_remembered(path: Path, name: str) -> None:
    kept: list[tuple[str, object]] = []
    remember = lambda name, value: kept.append((name, value))  # noqa: E731  # shorter than a function
    async with sitting(path, config=config(f'theme = "{name}"'), remember=remember) as rep:
        assert rep.app.theme == name
        rep.app.choose("theme", "dracula")
        await rep.settled()
        assert (rep.app.theme, kept) == ("dracula", [("theme", "dracula")])


async def test_without_a_config_nothing_is_told(path: Path) -> None:
    async with sitting(path, fill=small) as rep:
        assert rep.told == []
        assert rep.app._keymap == {}


@pytest.mark.parametrize("question", ["$", "a", "x", "?", "alt+x", "f"])
async def test_the_way_back_of_the_config_leaves_what_is_typed_in_too(path: Path, question: str) -> None:
    async with sitting(path, config=config('[keys]\nset = "emacs"')) as rep:
        await rep.press(question, "4")
        was = rep.text
        await rep.press("ctrl+g", "ctrl+n")
        assert rep.here == "Spare parts portal", was
