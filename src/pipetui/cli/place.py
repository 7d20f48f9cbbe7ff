"""Where the pipeline is."""

from __future__ import annotations

import typer

from pipetui.cli import output
from pipetui.cli.session import path_of


def path(context: typer.Context) -> None:
    """Print the path of the pipeline's file."""
    output.data([str(path_of(context))])
