"""TOML written for people: keys in the order they are read in, long texts over several lines."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

_ESCAPES = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\t": "\\t", "\r": "\\r", "\b": "\\b", "\f": "\\f"}


def pairs(values: Mapping[str, Any]) -> str:
    """Keys with their values, a line each; those that are None are left out."""
    return "".join(f"{key} = {_value(value)}\n" for key, value in values.items() if value is not None)


def _value(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return str(int(value)) if value == int(value) else repr(value)
    if isinstance(value, int):
        return str(value)
    return _block(value) if "\n" in value else string(value)


def string(text: str) -> str:
    """A text in quotes."""
    return '"' + "".join(_ESCAPES.get(character) or _plain(character) for character in text) + '"'


def _block(text: str) -> str:
    """A long text over several lines; the line end after the opening quotes is none of it."""
    told = "".join(
        character
        if character in "\n\t" or (character == '"' and following not in '"')
        else _ESCAPES.get(character) or _plain(character)
        for character, following in zip(text, [*text[1:], '"'], strict=True)
    )
    return f'"""\n{told}"""'


def _plain(character: str) -> str:
    return character if character >= " " and character != "\x7f" else f"\\u{ord(character):04x}"
