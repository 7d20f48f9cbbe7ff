"""Hearing what is asked of a file."""

from collections.abc import Iterator
from contextlib import contextmanager

from pipetui.sales.columns import rows_of
from pipetui.workspace import Workspace


@contextmanager
def statements(workspace: Workspace) -> Iterator[list[str]]:
    """What is asked of the file inside, by whichever connection, but for what triggers do."""
    heard: list[str] = []

    def hear(statement: str) -> None:
        # One that makes triggers run is heard again after each.
        if not statement.startswith("--") and heard[-1:] != [statement]:
            heard.append(statement)

    with workspace.store.reading() as connection, workspace._reading.rows() as rows:
        connections = (rows_of(connection), rows)
    for each in connections:
        each.set_trace_callback(hear)
    yield heard
    for each in connections:
        each.set_trace_callback(None)
