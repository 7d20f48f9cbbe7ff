"""Starts the app on a file."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from pathlib import Path

from pipetui.config.remembered import begin, remember
from pipetui.place import default_path
from pipetui.values.clock import Clock, parse_as_of
from pipetui.values.errors import PipetuiError


def start(options: Mapping[str, str]) -> int:
    """Runs the app with the options ``db``, ``as_of``, ``config`` and ``throwaway``; gives the exit status."""
    import os

    try:
        as_of = options.get("as_of") or os.environ.get("PIPETUI_TODAY")
        clock = Clock(parse_as_of(as_of)) if as_of else Clock()
        config = begin(options)
        named = config.text("file")
        path = Path(named).expanduser() if named else default_path()
    except PipetuiError as error:
        print(f"pipetui: {error}", file=sys.stderr)  # noqa: T201  # the screen is not there yet
        return error.exit_status

    # Read once, when Textual is imported: what a key changes is painted within 8 ms and not within 17.
    os.environ.setdefault("TEXTUAL_FPS", "120")
    from pipetui.tui.app import PipetuiApp

    app = PipetuiApp(
        path,
        clock,
        durable="throwaway" not in options,
        config=config,
        remember=lambda name, value: remember(name, value, options),
        foretells=True,
        backs_up="throwaway" not in options and not as_of,
    )
    try:
        app.run(mouse=config.is_on("mouse"))
    finally:
        app.desk.close()
    if app.failure is not None:
        sys.stderr.write(f"pipetui: {app.failure}\n")
        return app.failure.exit_status
    return app.return_code or 0
