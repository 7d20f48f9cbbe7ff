"""A lifelike pipeline, thrown away afterwards."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path
from typing import Annotated

import typer

from pipetui.cli import output
from pipetui.cli.opening import has_screen
from pipetui.cli.session import clock_of
from pipetui.values.clock import Clock
from pipetui.values.errors import Invalid, Refused, Trouble

ROOM = 110
"""Cells of a line where nobody knows how wide the paper is."""


def demo(
    context: typer.Context,
    keep: Annotated[Path | None, typer.Option("--keep", metavar="FILE", help="Keep it, in a new file.")] = None,
) -> dict[str, str] | None:
    """Open the app on a lifelike pipeline that is thrown away.

    Without a terminal it prints that pipeline's agenda and forecast instead.
    """
    if context.obj.get("db"):
        raise Invalid("The demo makes a file of its own: leave out --db. With --keep FILE it is kept.")
    clock = clock_of(context)
    if keep is not None:
        return _kept(keep.expanduser(), clock)
    folder = Path(tempfile.mkdtemp(prefix="pipetui-demo-"))
    try:
        path = folder / "demo.db"
        _build(path, clock)
        options = _shown(path, clock)
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise
    if options is None:
        shutil.rmtree(folder, ignore_errors=True)
        return None
    # The file is needed as long as the app runs: whoever starts it throws the folder away.
    return {**options, "throwaway": "1"}


def _kept(path: Path, clock: Clock) -> dict[str, str] | None:
    if path.exists():
        raise Refused(f"{path} exists already. Name a new file to keep the demo in.")
    try:
        _build(path, clock)
    except BaseException:
        path.unlink(missing_ok=True)
        raise
    output.say(f"The demo is kept in {path}")
    # It is there whatever becomes of what is printed: whoever reads that may have seen enough of it.
    return _shown(path, clock)


def _build(path: Path, clock: Clock) -> None:
    from pipetui.demo import build

    try:
        build(path, clock)
    except OSError as error:
        raise Trouble(f"{path} can't be made: {error.strerror or error}.") from error


def _shown(path: Path, clock: Clock) -> dict[str, str] | None:
    """Prints it, or gives the options the app is to be opened with."""
    if not has_screen():
        _print(path, clock)
        return None
    return {"db": str(path), **({"as_of": clock.today_override.isoformat()} if clock.today_override else {})}


def _print(path: Path, clock: Clock) -> None:
    from pipetui.cli import agenda, meeting
    from pipetui.views.agenda import Agenda
    from pipetui.workspace import open_workspace

    workspace = open_workspace(path, clock, durable=False)
    try:
        overview = workspace.overview
        view = Agenda(clock.today())
        view.fill(overview.open_cards())
        pipelines = overview.pipelines()
        room = None if output.on_terminal() else ROOM
        output.data(agenda.painted(view, pipelines, room))
        output.data(["", ""])
        figures, outlook = overview.forecasts.outlook(pipelines[0], overview.period(), deciding=meeting.DECIDING)
        output.data(meeting.painted(meeting.Meeting(pipelines[0], figures, outlook), room))
    finally:
        workspace.close()
