"""Where the pipeline is."""

from __future__ import annotations

import typer

from pipetui.cli import output
from pipetui.cli.command import Json
from pipetui.cli.session import path_of


def path(context: typer.Context, json: Json = False) -> None:
    """Print the path of the pipeline's file."""
    place = str(path_of(context))
    if json:
        output.as_json({"path": place})
    else:
        output.data([place])
