"""Where in a TOML file each name is set, which the standard library's reader does not tell."""

from __future__ import annotations

import re

Name = tuple[str, ...]
"""A name by its parts: those of the table it is in, then its own."""

_PART = r"""[A-Za-z0-9_-]+|"[^"\\]*"|'[^']*'"""
_DOTTED = rf"(?:{_PART})(?:\s*\.\s*(?:{_PART}))*"
_TABLE = re.compile(rf"\s*\[\s*({_DOTTED})\s*\]")
_SET = re.compile(rf"\s*({_DOTTED})\s*=")


def lines_of(text: str) -> dict[Name, int]:
    """The line, from 1, of each name that is set, and of the head of each table; of a well-formed file."""
    found: dict[Name, int] = {}
    table: Name = ()
    open_quote = ""
    for number, line in enumerate(text.splitlines(), 1):
        if open_quote:
            if line.count(open_quote) % 2:
                open_quote = ""
            continue
        if head := _TABLE.match(line):
            table = _parts(head[1])
            found.setdefault(table, number)
        elif told := _SET.match(line):
            name = (*table, *_parts(told[1]))
            for end in range(len(table) + 1, len(name) + 1):
                found.setdefault(name[:end], number)
        open_quote = next((quote for quote in ('"""', "'''") if line.count(quote) % 2), "")
    return found


def _parts(dotted: str) -> Name:
    return tuple(part.strip("\"'") for part in re.findall(_PART, dotted))
