"""Hands over to the app (no command) or to the command line; imports neither before it knows."""

from __future__ import annotations

import sys
from collections.abc import Sequence

_WITH_VALUE = ("--db", "--as-of")


def main(argv: Sequence[str] | None = None) -> int:
    """Runs pipetui; gives the exit status: 0 done, 1 refused or nothing found, 2 wrong usage."""
    arguments = list(sys.argv[1:] if argv is None else argv)
    wants_app = _app_options(arguments)
    if wants_app is None:
        from pipetui.cli.program import run

        opening = run(arguments)
        if isinstance(opening, int):
            return opening
        wants_app = opening
    from pipetui.tui.start import start

    return start(wants_app)


def _app_options(arguments: list[str]) -> dict[str, str] | None:
    """The options of a call without a command, None where it has one (or asks for help or the version)."""
    options: dict[str, str] = {}
    rest = iter(arguments)
    for argument in rest:
        name, equals, value = argument.partition("=")
        if name not in _WITH_VALUE:
            return None
        options[name.removeprefix("--").replace("-", "_")] = value if equals else next(rest, "")
    return options if all(options.values()) else None


if __name__ == "__main__":
    sys.exit(main())
