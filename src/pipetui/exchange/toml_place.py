"""TOML as people write it: read, with the line of what is wrong."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from pipetui.values.errors import Invalid, NotFound, Trouble
from pipetui.values.text import clean, fit

_WORDS = {str: "text in quotes", bool: "true or false", float: "a number", int: "a whole number", list: "a list"}
_LINE = re.compile(r"\(at (?:line (\d+), column \d+|end of document)\)")
LARGEST = 1_000_000
"""Bytes of the largest file that is read."""


def read_toml(path: Path) -> str:
    """The text of a file. Raises NotFound, Trouble for one that can't be read, Invalid for one that is no text."""
    try:
        if path.stat().st_size > LARGEST:
            raise Trouble(f"{path} is too large: at most {LARGEST // 1000:,} kB are read.")
        with path.open("rb") as file:
            told = file.read(LARGEST)  # a device has no size, and may have no end
    except FileNotFoundError:
        raise NotFound(f"There is no file {path}.") from None
    except OSError as error:
        raise Trouble(f"{path} can't be read: {error.strerror}.") from error
    try:
        return told.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = told[: error.start].count(b"\n") + 1
        raise Invalid(f"{path.name}, line {line}: it is not UTF-8. Save it as UTF-8.") from error


def parsed(text: str, name: str, before: int = 0) -> dict[str, Any]:
    """What a text says, its first ``before`` lines being ours. Raises Invalid with the line of what is no TOML."""
    try:
        return tomllib.loads(text.replace("\r\n", "\n"))
    except tomllib.TOMLDecodeError as error:
        found = _LINE.search(str(error))
        line = int(found[1]) if found and found[1] else text.count("\n") + 1
        reason = _LINE.sub("", str(error)).strip()
        raise Invalid(f"{name}, line {max(1, line - before)}: this is no TOML: {fit(clean(reason), 100)}.") from None
    except RecursionError:
        raise Invalid(f"{name} goes too deep to be read.") from None


class Place:
    """Finds the lines that keys stand on, for saying where something is wrong."""

    def __init__(self, text: str, name: str, before: int = 0) -> None:
        self._lines = text.splitlines()
        self._name = name
        self._before = before

    def wrong(self, at: int | None, key: str, sentence: str, of: str = "stage") -> Invalid:
        """What is wrong under a key of a table ``[[of]]`` (by its place; None: of none), with its line."""
        return Invalid(f"{self._name}, line {max(1, self._line(at, key, of) - self._before)}: {sentence}")

    def _line(self, place: int | None, key: str, of: str) -> int:
        at, end = self._section(place, of)
        pattern = re.compile(rf"\s*(?:{re.escape(key)}\s*=|\[+\s*(?:{of}\s*\.\s*)?{re.escape(key)}\s*\])")
        return next((line for line in range(at, end + 1) if pattern.match(self._lines[line - 1])), max(1, at))

    def _section(self, place: int | None, of: str) -> tuple[int, int]:
        begins = [at for at, line in enumerate(self._lines, 1) if re.match(rf"\s*\[\[\s*{of}\s*\]\]", line)]
        if place is None or place >= len(begins):
            return 1, len(self._lines)
        return begins[place], (begins[place + 1] - 1 if place + 1 < len(begins) else len(self._lines))


def check(
    told: Any, keys: Mapping[str, type], place: Place, at: int | None, what: str, of: str = "stage"
) -> Mapping[str, Any]:
    """Raises Invalid for a key there is not, and a value of another kind."""
    if not isinstance(told, dict):
        raise place.wrong(
            at, what.strip("[]").rpartition(".")[2], f"{what} is a table: write {what} on a line of its own."
        )
    for key, value in told.items():
        wanted = keys.get(key)
        if wanted is None:
            raise place.wrong(
                at, key, f"“{fit(clean(key), 30)}” is no part of {what}: there are {', '.join(keys)}.", of
            )
        is_bool = isinstance(value, bool)
        fits = isinstance(value, (int, float)) and not is_bool if wanted is float else isinstance(value, wanted)
        if not fits or (is_bool and wanted is not bool):
            raise place.wrong(at, key, f"{key} is {_WORDS[wanted]}.", of)
        if isinstance(value, float) and value != value:
            raise place.wrong(at, key, f"{key} is {_WORDS[wanted]}.", of)
    return told
