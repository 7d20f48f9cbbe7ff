"""A deal in the rep's own editor, from the command line."""

from __future__ import annotations

import stat
from collections.abc import Callable
from pathlib import Path

import pytest

from calling import Cli


@pytest.fixture
def editor(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """An editor that does what a test says, in shell, to "$1"."""
    path = tmp_path / "ed"
    monkeypatch.setenv("VISUAL", str(path))

    def does(body: str) -> None:
        path.write_text(f"#!/bin/sh\n{body}\n")
        path.chmod(path.stat().st_mode | stat.S_IXUSR)

    return does


def test_a_deal_is_edited_with_its_notes(cli: Cli, editor: Callable[[str], None]) -> None:
    cli("add", "Clinic chain 31k >demo")
    editor('sed -i "s/^close:.*/close: eom/; s/^stage:.*/stage: prop/" "$1"; printf "# Plan\\n\\ncall\\n" >> "$1"')
    deal = cli("edit", "1", "--editor", "--json").json
    assert (deal["expected_close"], deal["stage"]) == ("2026-11-30", "Proposal")
    assert cli("show", "1", "--json").json["notes"] == "# Plan\n\ncall"
    editor(': > "$1"')
    assert cli("edit", "1", "--editor") == (0, "", "Nothing is changed.\n")
    assert cli("show", "1", "--json").json["notes"] == "# Plan\n\ncall"


def test_what_cannot_be_read_is_kept_in_a_file(cli: Cli, editor: Callable[[str], None]) -> None:
    cli("add", "Clinic chain 31k")
    editor('sed -i "s/^amount:.*/amount: lots/; s/^close:/cloze:/" "$1"')
    answer = cli("edit", "1", "--editor")
    assert answer.status == 2
    assert 'line 7: "lots" is not an amount' in answer.err
    assert "A deal has no field “cloze”" in answer.err
    kept = Path(answer.err.rpartition("What you wrote is in ")[2].strip().rstrip("."))
    assert "amount: lots" in kept.read_text()
    kept.unlink()
    assert cli("show", "1", "--json").json["amount"] == 31000


def test_an_editor_that_fails_is_told(cli: Cli, editor: Callable[[str], None]) -> None:
    cli("add", "Clinic chain 31k")
    editor("exit 4")
    assert cli("edit", "1", "--editor") == (1, "", "pipetui: ed ended with status 4: nothing is changed.\n")


def test_either_the_editor_or_fields(cli: Cli) -> None:
    cli("add", "Clinic chain 31k")
    for words in ([], ["--editor", "amount=3"]):
        answer = cli("edit", "1", *words)
        assert (answer.status, answer.err) == (
            2,
            "pipetui: Write what is to change, such as amount=40k, or --editor to change it there.\n",
        )
