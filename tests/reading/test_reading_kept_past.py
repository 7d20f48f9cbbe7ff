"""A past that is kept and followed by the log is the one that is read anew, whatever is done or broken."""

import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing, suppress
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from doing import TODAY, Command, commands
from pipetui.reading import kept_past
from pipetui.reading.kept_past import past_of
from pipetui.reading.past import Past, read_past
from pipetui.values.clock import Clock
from pipetui.values.errors import PipetuiError
from pipetui.views.entry import NewDeal
from pipetui.workspace import Workspace, open_workspace


@pytest.fixture(autouse=True)
def caches(monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Pasts of any size are kept, in a folder of the test's."""
    with tempfile.TemporaryDirectory() as folder:
        monkeypatch.setenv("XDG_CACHE_HOME", folder)
        monkeypatch.setattr(kept_past, "MANY", 1)
        yield Path(folder) / "pipetui" / "pasts"


def both(work: Workspace) -> tuple[Past, Past]:
    """The past as it is kept and followed, and as it is read anew."""
    pipeline = work.overview.pipeline()
    with closing(sqlite3.connect(work.path)) as rows:
        return past_of(rows, pipeline), read_past(rows, pipeline.id, {stage.id for stage in pipeline.leads})


@given(done=st.lists(st.tuples(commands, st.integers(0, 2)), max_size=12), often=st.sampled_from([1, 3, 200]))
@settings(max_examples=30, deadline=None)
def test_a_past_that_is_followed_is_the_one_that_is_read(done: list[tuple[Command, int]], often: int) -> None:
    today = TODAY
    with tempfile.TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patched:
        patched.setattr(kept_past, "OFTEN", often)
        path = Path(folder) / "pipeline.db"
        for command, later in done:
            today += timedelta(days=later)
            with closing(open_workspace(path, Clock(today), durable=False)) as work:
                with suppress(PipetuiError):
                    command(work)
                followed, anew = both(work)
                assert followed == anew
                with suppress(PipetuiError):
                    work.history.undo()
                followed, anew = both(work)
                assert followed == anew


def test_only_what_changed_is_read_again(workspace: Workspace, caches: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for number in range(5):
        workspace.deals.add(NewDeal(f"Deal {number}"))
    both(workspace)
    assert [kept.stat().st_mode & 0o777 for kept in caches.iterdir()] == [0o600]
    asked: list[object] = []

    def watched(*values: object) -> Past:
        asked.append(values[3:])
        return read_past(*values)  # type: ignore[arg-type]  # handed on as it came

    monkeypatch.setattr(kept_past, "read_past", watched)
    workspace.deals.win(2)
    workspace.deals.delete([4])
    both(workspace)
    assert asked == [({2, 4},)]


def test_a_past_that_is_broken_or_of_another_file_is_read_anew(workspace: Workspace, caches: Path) -> None:
    workspace.deals.add(NewDeal("Rollout", 40_000_00))
    _, told = both(workspace)
    [kept] = caches.iterdir()
    whole = kept.read_bytes()
    head, body = whole.split(b"\n", 1)
    broken = (b"", b"\n", b"[" * 100_000, b"{}\n" + body, head + b"\n" + body[:-8], head + b"\n" + body[::-1])
    for content in (*broken, head.replace(b'"deal"', b'"none"') + b"\n" + body):
        kept.write_bytes(content)
        assert both(workspace)[0] == told
    kept.unlink()
    kept.mkdir()
    assert both(workspace)[0] == told
    kept.rmdir()
