"""Rules are written, switched, ordered and taken away on their screen, each tried out as it is typed."""

from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest

from pipetui.reading.rules import read_text
from pipetui.tui.screens.rules import RulesScreen
from pipetui.values.clock import Clock
from pipetui.views.automation import NewRule
from pipetui.workspace import open_workspace
from tui.known_pipeline import FLEET, TODAY, small
from tui.rep import Rep, sitting

FIRST, SECOND = "when entered Demo then tag seen", "when untouched 900d then plan call"


def ruled(file: Path) -> None:
    """Fills the file with deals and two rules."""
    small(file)
    work = open_workspace(file, Clock(TODAY), durable=False)
    work.rules.add_all([NewRule("First", read_text(FIRST)), NewRule("Second", read_text(SECOND))])
    work.close()


def rules(rep: Rep) -> list[tuple[object, ...]]:
    return rep.rows("SELECT name, enabled FROM rule ORDER BY position, id")


async def adds(rep: Rep) -> None:
    await rep.press("a")
    await rep.type("Gold")
    await rep.press("tab")
    await rep.type("when won then notify {title} is won")
    rep.shows("In the last 90 days it would have done it", "When  won")
    await rep.press("enter")
    assert rules(rep)[-1] == ("Gold", 1)
    rep.shows("3 rules · 3 on")


async def edits(rep: Rep) -> None:
    await rep.press("e", "tab")
    await rep.type("; tag twice")
    await rep.press("enter")
    assert rep.rows("SELECT text FROM rule WHERE name = 'First'") == [(f"{FIRST}; tag twice",)]


async def switches(rep: Rep) -> None:
    await rep.press("space")
    assert rules(rep)[0] == ("First", 0)
    rep.shows("2 rules · 1 on")
    await rep.press("u")
    assert rules(rep)[0] == ("First", 1)


async def goes_earlier(rep: Rep) -> None:
    await rep.press("j", "K")
    assert [name for name, _ in rules(rep)] == ["Second", "First"]


async def goes_later(rep: Rep) -> None:
    await rep.press("J")
    assert [name for name, _ in rules(rep)] == ["Second", "First"]


async def deletes(rep: Rep) -> None:
    await rep.press("delete")
    assert [name for name, _ in rules(rep)] == ["Second"]
    await rep.press("u")
    assert len(rules(rep)) == 2


EFFECTS: dict[str, Callable[[Rep], Awaitable[None]]] = {
    "rule.add": adds,
    "rule.edit": edits,
    "rule.switch": switches,
    "rule.earlier": goes_earlier,
    "rule.later": goes_later,
    "rule.delete": deletes,
}
"""What is seen of each command on rules."""


@pytest.mark.parametrize("command", EFFECTS)
async def test_a_command_on_rules_does_what_it_says(path: Path, command: str) -> None:
    async with sitting(path, fill=ruled) as rep:
        await rep.press("M")
        assert isinstance(rep.screen, RulesScreen)
        await EFFECTS[command](rep)


async def test_what_cannot_be_is_asked_again_with_what_was_typed(path: Path) -> None:
    async with sitting(path) as rep:
        await rep.press("M")
        rep.shows("Let the routine do itself.")
        await rep.press("a")
        await rep.type("Typo")
        await rep.press("tab")
        await rep.say("when entered Dmo then tag x")
        assert rep.told == ["There is no stage “Dmo”. Did you mean Demo?"]
        rep.shows("New rule", "when entered Dmo then tag x")
        assert not rules(rep)


async def test_a_rule_follows_on_the_board_and_says_so(path: Path) -> None:
    async with sitting(path, fill=ruled) as rep:
        await rep.press("L")
        assert rep.card(FLEET).tags == ("seen",)
        assert rep.told == ["First: Fleet renewal: tagged seen"]
        await rep.press("M")
        rep.shows("Fleet renewal: tagged seen")
        await rep.press("escape", "u")
        assert rep.card(FLEET).tags == ()
