"""Whatever a rep does, undoing all of it gives the file as it was, and redoing all of it the file as it became."""

import tempfile
from contextlib import closing, suppress
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from doing import TODAY, Command, commands
from pipetui.values.clock import Clock
from pipetui.values.errors import PipetuiError
from pipetui.workspace import open_workspace
from replay import Rows, contents


@given(done=st.lists(commands, max_size=9), back=st.integers(0, 9))
@settings(max_examples=20, deadline=None)
def test_undoing_everything_is_the_start_and_redoing_it_the_end(done: list[Command], back: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "pipeline.db"
        with closing(open_workspace(path, Clock(TODAY), durable=False)) as work:
            _ = work.store
            states = [_contents(path)]
            for command in done:
                with suppress(PipetuiError):
                    command(work)
                if (state := _contents(path)) != states[-1]:
                    states.append(state)
        with closing(open_workspace(path, Clock(TODAY), durable=False)) as work:
            assert [entry.undone for entry in work.history.entries() if entry.is_step] == [False] * (len(states) - 1)
            for state in reversed(states[:-1]):
                work.history.undo()
                assert _contents(path) == state
            assert all(entry.undone for entry in work.history.entries() if entry.is_step)
        some = min(back, len(states) - 1)
        with closing(open_workspace(path, Clock(TODAY), durable=False)) as work:
            for steps in filter(None, (some, len(states) - 1 - some)):
                work.history.redo(steps)
            assert _contents(path) == states[-1]


def _contents(path: Path) -> Rows:
    """What the file holds, but for what the program remembers by itself, which no undo takes back."""
    held = contents(path)
    held["setting"] = [row for row in held["setting"] if "period" not in row]
    return held
