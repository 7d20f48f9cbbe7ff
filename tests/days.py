"""The same file on another day."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date

from pipetui.values.clock import Clock
from pipetui.workspace import Workspace, open_workspace


@contextmanager
def on(workspace: Workspace, day: date) -> Iterator[Workspace]:
    """A second workspace on the file of the first, for which it is another day."""
    other = open_workspace(workspace.path, Clock(day), durable=False)
    try:
        yield other
    finally:
        other.close()
