"""What holds for every command, wherever in the line it stands: which file, and which day is today."""

from __future__ import annotations

import sys
from collections.abc import Sequence

from pipetui.values.errors import Invalid

EXAMPLES = {"--db": "my-pipeline.db", "--as-of": "2026-12-01", "--config": "my-config.toml"}
"""The options that go with any command, each with a value as it could be."""


def split(arguments: Sequence[str]) -> tuple[dict[str, str], list[str]]:
    """Gives the global options by name (``db``, ``as_of``, ``config``) and the arguments without them.

    What follows ``--`` is left alone. Raises Invalid for an option without its value.
    """
    options: dict[str, str] = {}
    rest: list[str] = []
    words = iter(arguments)
    for word in words:
        if word == "--":
            rest += [word, *words]
            break
        name, equals, value = word.partition("=")
        if name not in EXAMPLES:
            rest.append(word)
            continue
        value = value if equals else next(words, "")
        if not value:
            raise Invalid(f"Nothing is said after {name}: write {name} {EXAMPLES[name]}.")
        options[name.removeprefix("--").replace("-", "_")] = value
    return options, rest


def joined(options: dict[str, str]) -> list[str]:
    """The options as arguments again, to stand in front of a command."""
    return [word for name, value in options.items() for word in (f"--{name.replace('_', '-')}", value)]


def has_screen() -> bool:
    """Whether there is a terminal to draw on and a keyboard to work it with."""
    return all(stream is not None and stream.isatty() for stream in (sys.stdin, sys.stdout))
