"""A text handed to the editor the environment names, and taken back."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest

from pipetui.config.editor import edit_text
from pipetui.values.errors import Refused


@pytest.fixture
def script(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A program named as the editor; a test writes what it does."""
    path = tmp_path / "my editor"
    monkeypatch.setenv("VISUAL", "")
    monkeypatch.setenv("EDITOR", f"'{path}' -w")
    return path


def does(path: Path, body: str) -> None:
    path.write_text(f"#!/bin/sh\n# $1 is -w, $2 the file\n{body}\n")
    path.chmod(path.stat().st_mode | stat.S_IXUSR)


def test_what_was_written_comes_back(script: Path, tmp_path: Path) -> None:
    does(script, f'cp "$2" {tmp_path}/was; ls -l "$2" > {tmp_path}/mode; printf "a\\r\\nb\\n" > "$2"')
    left = edit_text("first\n", "deal-2.md")
    assert (left.text, left.failed) == ("a\nb\n", None)
    assert (tmp_path / "was").read_text() == "first\n"
    assert "deal-2.md" in (tmp_path / "mode").read_text()


@pytest.mark.parametrize(
    ("body", "text", "failed"),
    [
        ('echo more >> "$2"; exit 3', "first\nmore\n", "my editor ended with status 3: nothing is changed."),
        ("kill -9 $$", "first\n", "my editor was ended (SIGKILL): nothing is changed."),
        ('rm "$2"', "", None),
        (': > "$2"', "", None),
        ('printf "\\377" > "$2"', "first\n", "What was saved is not UTF-8: nothing is changed."),
        (
            'head -c 1000001 /dev/zero > "$2"',
            "first\n",
            "That is more than 1,000,000 bytes, too much to take back: nothing is changed.",
        ),
    ],
)
def test_an_editor_that_fails_leaves_what_was_written(script: Path, body: str, text: str, failed: str | None) -> None:
    does(script, body)
    left = edit_text("first\n", "deal-2.md")
    assert (left.text, left.failed) == (text, failed)


def test_no_editor_is_a_sentence(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.delenv("VISUAL", raising=False)
    monkeypatch.setenv("EDITOR", "no-such-editor --wait")
    with pytest.raises(Refused, match="EDITOR names “no-such-editor --wait”, which can't be found"):
        edit_text("", "a.md")
    monkeypatch.setenv("EDITOR", "'open")
    with pytest.raises(Refused, match="can't be found"):
        edit_text("", "a.md")
    monkeypatch.delenv("EDITOR")
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(Refused, match="No editor is named: set EDITOR"):
        edit_text("", "a.md")
