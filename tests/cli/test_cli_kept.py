"""What took long to work out is answered at once the second time, and never once the file is another."""

from pathlib import Path

import pytest

from calling import Cli
from pipetui.cli import kept


@pytest.fixture(autouse=True)
def caches(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "caches"))
    return tmp_path / "caches" / "pipetui" / "answers.json"


def test_the_same_question_is_answered_the_same_until_the_file_changes(cli: Cli, caches: Path) -> None:
    cli("add", "Rollout 40k close:eom >proposal")
    first = cli("forecast", "--json")
    assert caches.stat().st_mode & 0o777 == 0o600
    assert cli("forecast", "--json") == first
    assert len(kept._all()) == 1
    assert cli("forecast", "--json", "--period", "2027-Q1").json["period"] != first.json["period"]
    cli("edit", "1", "amount=50k")
    assert cli("forecast", "--json").json["weighted"] == 1.25 * first.json["weighted"]
    assert cli("forecast", "--json", "--as-of", "2026-12-01").json["slipped"]["count"] == 1


def test_what_is_kept_and_broken_is_worked_out_again(cli: Cli, caches: Path) -> None:
    cli("add", "Rollout 40k close:eom >proposal")
    first = cli("forecast")
    for broken in ("", "[", "[[1]]", "{}", "\x00"):
        caches.write_text(broken)
        assert cli("forecast") == first
