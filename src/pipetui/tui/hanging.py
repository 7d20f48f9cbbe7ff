"""Lines that go on below where there is no more room, under what they began with."""

from __future__ import annotations

import re
from collections.abc import Iterator

from textual.content import Content

from pipetui.values.text import width

_PART = re.compile(r"\S+(?: \S+)*")
_WORD = re.compile(r"[^\s@]+|@[^\s@]*")
"""An address may be parted before its ``@``, where it is longer than a line."""


def hung(line: Content, room: int, indent: int, begins: int = 0) -> Content:
    """A line in as many as ``room`` cells need, all but the first set in by ``indent``.

    Its parts, two cells from one another, stay whole where they can; the first ``begins`` characters are a label.
    """
    plain = line.plain
    if width(plain) <= room:
        return line
    lines: list[Content] = []
    start, end, used = 0, begins, width(plain[:begins])
    for first, last in _pieces(plain, begins, room - indent):
        cells = width(plain[first:last])
        if used + first - end + cells > room and end > begins:
            lines.append(line[start:end])
            start, used = first, indent + cells
        else:
            used += first - end + cells
        end = last
    lines.append(line[start:])
    return Content("\n" + " " * indent).join(lines)


def _pieces(plain: str, begins: int, room: int) -> Iterator[tuple[int, int]]:
    """Where the parts of a line begin and end; of one that is longer than a line, its words."""
    for part in _PART.finditer(plain, begins):
        if width(part[0]) <= room:
            yield part.span()
        else:
            yield from (word.span() for word in _WORD.finditer(plain, *part.span()))
