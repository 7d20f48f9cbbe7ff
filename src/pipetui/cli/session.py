"""Opens the file a command is about."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from pipetui.cli.output import on_terminal, say
from pipetui.config.reading import Config
from pipetui.place import default_path
from pipetui.values.clock import Clock, parse_as_of, to_local
from pipetui.values.errors import PipetuiError

if TYPE_CHECKING:
    from pipetui.values.query import Filter
    from pipetui.views.saved_view import SavedView
    from pipetui.workspace import Workspace


_SHOWN = 200
"""Characters of the longest filter that is shown again, with a mark under what is wrong."""


def path_of(context: typer.Context) -> Path:
    """The rep's file: ``--db``, else ``PIPETUI_DB``, else the config's, else in the platform's folder for data."""
    settings: Config = context.obj["settings"]
    named = settings.text("file")
    return Path(named).expanduser() if named else default_path()


def clock_of(context: typer.Context) -> Clock:
    """The clock: ``--as-of``, else ``PIPETUI_TODAY``, else the machine's. Raises Invalid."""
    day: str | None = context.obj.get("as_of") or os.environ.get("PIPETUI_TODAY")
    return Clock(parse_as_of(day)) if day else Clock()


@contextmanager
def opened(context: typer.Context, *, ticking: bool = True, tentative: bool = False) -> Iterator[Workspace]:
    """The services on the rep's file, made where there is none yet. Raises Trouble where it can't be used.

    What is due by itself is done first; what rules did meanwhile is told at the end. A look at another day with
    ``--as-of`` does nothing of its own. What is ``tentative`` leaves no new file behind where it writes nothing.
    """
    path, clock = path_of(context), clock_of(context)
    from pipetui.workspace import open_workspace

    is_new = not _is_there(path)
    workspace = open_workspace(path, clock)
    made = workspace.overview.last_entry() if is_new and tentative else None
    try:
        if is_new and not tentative:
            say(f"Made a new pipeline: {path}")
        elif ticking and not context.obj.get("as_of"):
            workspace.keep_up_if_free()
        yield workspace
        for notice in workspace.take_notices():
            say(notice)
        if workspace.has_written and not context.obj.get("as_of"):
            with suppress(PipetuiError):  # what was asked for is done
                workspace.keep_forecasts()
    finally:
        is_empty = made is not None and workspace.overview.last_entry() == made
        workspace.close()
        if is_empty:
            path.unlink(missing_ok=True)
        elif made is not None:
            say(f"Made a new pipeline: {path}")


def asked(workspace: Workspace, words: Sequence[str] | None, view_name: str | None = None) -> Filter | None:
    """The filter that was typed, None where none was; of a saved view, that too. Raises Invalid and NotFound."""
    question = " ".join(words or [])
    if view_name is not None:
        view = workspace.overview.view(view_name)
        shown = view.filter
        _check_view(workspace, view)
        question = f"({shown}) {question}" if question.strip() and shown.strip() else shown or question
    return read_filter(workspace, question) if question.strip() else None


def _check_view(workspace: Workspace, view: SavedView) -> None:
    """Raises Invalid, with the view's name and what to do, where its filter speaks of what there is no longer."""
    from pipetui.values.errors import Invalid

    try:
        workspace.overview.filter(view.filter)
    except Invalid as error:
        raise Invalid(
            f"The view {view.name} ({view.filter}) can't be shown: {error} "
            f"pipetui views add '{view.name}' FILTER --replace gives it another filter."
        ) from None


def read_filter(workspace: Workspace, question: str) -> Filter:
    """A filter as typed; on a terminal a mark under the first character that is wrong goes before what is raised."""
    from pipetui.values.errors import Invalid
    from pipetui.values.text import width

    try:
        return workspace.overview.filter(question)
    except Invalid as error:
        if error.at is not None and on_terminal() and len(question) <= _SHOWN and question.isprintable():
            say(f"{question}\n{' ' * width(question[: error.at])}↑")
        raise


def _is_there(path: Path) -> bool:
    try:
        return path.exists()
    except OSError:  # in a folder that may not be entered; opening it says so
        return True


def local_now(workspace: Workspace) -> datetime:
    """This moment as the rep's clock shows it: what typed days and times are read against."""
    return to_local(workspace.clock.now())
