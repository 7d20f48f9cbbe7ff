"""A deal and a stage in the rep's own editor, and deals on the clipboard."""

from __future__ import annotations

import csv
import io
import stat
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from pipetui.tui import clipboard
from pipetui.tui.flows.copy import copy
from pipetui.tui.screens.asking import AskingScreen
from pipetui.tui.screens.stage_text import StageTextScreen
from tui.known_pipeline import FLEET, QUALIFIED, WAREHOUSE
from tui.rep import Rep, sitting

Write = Callable[[str], None]


@pytest.fixture
def editor(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Write:
    """Has the terminal lent, and an editor that does what a test says, in shell, to "$1"."""
    path = tmp_path / "ed"
    monkeypatch.setenv("VISUAL", str(path))

    @contextmanager
    def lent(_app: object) -> Iterator[None]:
        yield

    monkeypatch.setattr("textual.app.App.suspend", lent)

    def does(body: str) -> None:
        path.write_text(f"#!/bin/sh\n{body}\n")
        path.chmod(path.stat().st_mode | stat.S_IXUSR)

    return does


async def test_what_is_written_is_saved_as_one_change(path: Path, editor: Write) -> None:
    async with sitting(path) as rep:
        editor('sed -i "s/^amount: .*/amount: 25k/; s/^tags:.*/tags: big/" "$1"; echo "# Called twice" >> "$1"')
        await rep.press("E")
        card = rep.card(FLEET)
        assert (card.amount, card.tags) == (2_500_000, ("big",))
        assert rep.rows("SELECT notes FROM deal WHERE id = ?", FLEET) == [("# Called twice",)]
        assert rep.told[-1] == "Edited Fleet renewal"
        await rep.press("u")
        assert (rep.card(FLEET).amount, rep.rows("SELECT notes FROM deal WHERE id = ?", FLEET)) == (
            2_400_000,
            [(None,)],
        )


async def test_an_editor_that_is_not_there_gives_the_terminal_back(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    steps: list[str] = []

    @contextmanager
    def lent(_app: object) -> Iterator[None]:
        steps.append("lent")
        yield
        steps.append("back")  # as Textual has it: not reached by an error raised meanwhile

    monkeypatch.setattr("textual.app.App.suspend", lent)
    monkeypatch.setenv("VISUAL", "/nowhere/ed")
    async with sitting(path) as rep:
        await rep.press("E")
        assert rep.told[-1] == "VISUAL names “/nowhere/ed”, which can't be found: set it to an editor."
        assert steps == ["lent", "back"]


async def test_what_cannot_be_read_is_told_and_offered_again(path: Path, editor: Write) -> None:
    async with sitting(path) as rep:
        editor('sed -i "s/^amount: .*/amount: lots/" "$1"')
        await rep.press("E")
        rep.shows("Fleet renewal: 1 line can't be read", 'line 7: "lots" is not an amount', "enter open it again")
        await rep.press("escape")
        assert rep.card(FLEET).amount == 2_400_000
        editor('grep -q "^amount: lots" "$1" && sed -i "s/lots/26k/" "$1"')
        await rep.press("E")  # as it was left
        assert rep.card(FLEET).amount == 2_600_000
        editor(": nothing")
        await rep.press("E")
        assert rep.told[-1] == "Nothing is changed."


@pytest.mark.parametrize(
    ("body", "told"),
    [
        (': > "$1"', "Nothing is changed."),
        ("exit 1", "ed ended with status 1: nothing is changed."),
        (
            'sed -i "s/^amount: .*/amount: 1/" "$1"; kill $$',
            "ed was ended (SIGTERM): nothing is changed. E has what you wrote.",
        ),
    ],
)
async def test_an_editor_that_fails_or_empties_changes_nothing(path: Path, editor: Write, body: str, told: str) -> None:
    async with sitting(path) as rep:
        editor(body)
        await rep.press("E")
        assert rep.told[-1] == told
        assert rep.card(FLEET).amount == 2_400_000


async def test_no_editor_is_a_sentence(path: Path, editor: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VISUAL", "no-such-editor")
    async with sitting(path) as rep:
        await rep.press("E")
        assert "VISUAL names “no-such-editor”" in rep.told[-1]


def purpose(rep: Rep) -> str:
    return str(rep.rows("SELECT coalesce(purpose, '') FROM stage WHERE id = ?", QUALIFIED)[0][0])


async def test_a_stage_is_written_in_the_editor_and_kept_where_that_fails(path: Path, editor: Write) -> None:
    async with sitting(path) as rep:
        await rep.press("b")
        editor("""sed -i 's/^probability = .*/&\\npurpose = "Find out"/' "$1"; exit 3""")
        await rep.press("E")
        assert rep.told[-1] == "ed ended with status 3: nothing is changed. What you wrote is kept."
        assert purpose(rep) == ""
        editor("exit 3")
        await rep.press("E")
        assert rep.told[-1] == "ed ended with status 3: nothing is changed. What you wrote is kept."
        editor(": as it was left")
        await rep.press("E")
        assert purpose(rep) == "Find out"
        editor('rm "$1"')
        await rep.press("E")
        assert isinstance(rep.app.screen, StageTextScreen)
        assert purpose(rep) == "Find out"


async def copied(rep: Rep, *numbers: int) -> str:
    state = rep.app.state
    assert state is not None
    screen = rep.app.screen
    assert isinstance(screen, AskingScreen)
    await copy(screen, [state.board.cards[number] for number in numbers])
    await rep.settled()
    return rep.app.clipboard


async def test_several_are_copied_as_csv(path: Path) -> None:
    async with sitting(path) as rep:
        text = await copied(rep, WAREHOUSE, FLEET)
        rows = list(csv.DictReader(io.StringIO(text)))
        assert [(row["title"], row["amount"]) for row in rows] == [
            ("Warehouse rollout", "40000"),
            ("Fleet renewal", "24000"),
        ]
        assert rep.told[-1] == "Copied 2 deals as CSV by the terminal (OSC 52)"


async def test_the_way_it_was_copied_is_told(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SSH_CONNECTION", raising=False)
    monkeypatch.delenv("SSH_TTY", raising=False)
    taken: list[str] = []

    def by_tool(text: str) -> str:
        taken.append(text)
        return "xclip"

    async with sitting(path) as rep:
        monkeypatch.setattr(clipboard, "copied_by_tool", by_tool)
        await rep.press("y")
        assert rep.told[-1] == "Copied Fleet renewal by xclip"
        assert taken == [rep.app.clipboard]
        monkeypatch.setenv("SSH_TTY", "/dev/pts/1")  # the other machine's clipboard is none of the rep's
        await rep.press("y")
        assert rep.told[-1] == "Copied Fleet renewal by the terminal (OSC 52)"


def test_a_tool_that_fails_is_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pyperclip.determine_clipboard", lambda: (copy_xclip, None))
    assert clipboard.copied_by_tool("x") is None  # the process has no clipboard here


def copy_xclip(_text: str) -> None:
    """Stands for pyperclip's."""
