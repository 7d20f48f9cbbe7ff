"""A command for all deals a filter finds: told first, done only where it is agreed to."""

import json
from pathlib import Path

import pytest

from calling import Cli, made_by


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    lines = ("One 10k >qualified", "Two 20k >qualified", "Three 30k >demo")
    return made_by(tmp_path_factory.mktemp("made") / "pipeline.db", *(["add", line] for line in lines))


@pytest.fixture
def three(filled: Cli) -> Cli:
    return filled


def test_nothing_is_done_where_nobody_can_be_asked(three: Cli) -> None:
    answer = three("move", "--where", "stage:qualified", "demo")
    assert answer.status == 1
    assert "2 deals" in answer.err
    assert "€30,000" in answer.err
    assert "move to Demo" in answer.err
    assert "Nothing was done. With --yes" in answer.err
    assert "Three" in three("deals", "stage:demo").out
    assert "One" not in three("deals", "stage:demo").out


def test_it_is_done_with_yes_and_undone_at_once(three: Cli) -> None:
    answer = three("move", "--where", "stage:qualified", "demo", "--yes", "--json")
    assert "2 deals moved to Demo" in answer.err
    assert [deal["stage"] for deal in json.loads(answer.out)] == ["Demo", "Demo"]
    assert "Undone: 2 deals moved to Demo" in three("undo").err


def test_next_steps_of_many_are_put_off_and_done(three: Cli) -> None:
    three("next", "1", "call fri")
    three("next", "2", "call fri 15:00")
    answer = three("snooze", "--where", "stage:qualified", "--yes", "15", "jan")
    assert "put their next steps off to Fri 15 Jan" in answer.err
    assert "Snoozed follow-ups of 2 deals" in answer.err
    answer = three("done", "--where", "status:open", "--yes", "--note", "met at the fair", "--next", "mail mon")
    assert "Followed up 2 deals" in answer.err
    assert "met at the fair" in three("show", "2").out
    assert "Nothing was done" in three("done", "--where", "status:open").err


def test_many_are_opened_again(three: Cli) -> None:
    three("lose", "--where", "stage:qualified", "--reason", "price", "--yes")
    answer = three("reopen", "--where", "status:lost", "--yes", "--json")
    assert "Reopened 2 deals" in answer.err
    assert [deal["status"] for deal in json.loads(answer.out)] == ["open", "open"]
    assert "All of them are open already." in three("reopen", "--where", "status:open", "--yes").err


@pytest.mark.parametrize(
    "command",
    [
        ("done", "1", "--where", "status:open"),
        ("done", "--customer", "--where", "status:open"),
        ("done", "--ends", "--where", "status:open"),
        ("snooze", "--customer", "--where", "status:open", "3d"),
        ("snooze", "--where", "status:open"),
        ("done",),
        ("snooze",),
    ],
)
def test_what_is_of_one_follow_up_is_not_said_of_many(three: Cli, command: tuple[str, ...]) -> None:
    answer = three(*command)
    assert answer.status == 2
    assert answer.err.startswith("pipetui: ")


@pytest.mark.parametrize(
    ("command", "label"),
    [
        (("edit", "amount=+10%", "tags=+hot"), "3 deals: amount +10%, tags +hot"),
        (("lose", "--reason", "price"), "3 deals lost: price"),
        (("win",), "3 deals won"),
        (("next", "call", "fri"), "Planned a follow-up for 3 deals"),
        (("delete",), "Deleted 3 deals"),
    ],
)
def test_each_command_takes_many(three: Cli, command: tuple[str, ...], label: str) -> None:
    answer = three(*command, "--where", "status:open", "--yes")
    assert answer.status == 0
    assert label in answer.err


@pytest.mark.parametrize(
    ("command", "status", "said"),
    [
        (("move", "One", "demo", "--where", "x"), 2, "name none besides"),
        (("move", "--where", "x"), 2, "To which stage?"),
        (("move",), 2, "Which deal?"),
        (("delete",), 2, "Which deal?"),
        (("win", "--where", " ", "--yes"), 2, "--where is empty"),
        (("delete", "--where", "nothing-like-it", "--yes"), 1, "No deal answers"),
        (("edit", "--where", "one", "--yes"), 2, "what is to change"),
        (("edit", "title=x", "--where", "one", "--yes"), 2, "one deal's own"),
        (("move", "--where", "one", "demo", "--yes", "--skip", "--anyway"), 2, "say one of them"),
        (("next", "--customer", "signs fri", "--where", "one", "--yes"), 2, "plan it for each"),
    ],
)
def test_slips_are_told(three: Cli, command: tuple[str, ...], status: int, said: str) -> None:
    answer = three(*command)
    assert (answer.status, said in answer.err) == (status, True), answer.err
