"""The markers and keys of a quick-add line: where each piece of it begins and ends, not what it means."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

_MARKERS = {"+": "company", "@": "contact", ">": "stage", "#": "tag"}
_KEYS = {
    "amount": "amount",
    "value": "amount",
    "close": "close",
    "company": "company",
    "contact": "contact",
    "next": "next",
    "owner": "owner",
    "prob": "probability",
    "probability": "probability",
    "product": "product",
    "source": "source",
    "stage": "stage",
    "tag": "tag",
}
_WORD = re.compile(r"\S+")
_KEY = re.compile(rf"({'|'.join(sorted(_KEYS, key=len, reverse=True))}):\s*", re.IGNORECASE)
_QUOTE_END = {quote: re.compile(rf"{quote}(?!\S)") for quote in "'\""}
_DAYS_AHEAD = re.compile(r"\+\d{1,4}[a-z]{1,8}", re.IGNORECASE | re.ASCII)


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of the line, ``start`` to ``end``: a word of the title (``field`` is "") or a field's value.

    ``marker`` is what introduced the value, ``value_start`` where that begins.
    """

    field: str
    value: str
    start: int
    end: int
    marker: str = ""
    value_start: int = 0
    quoted: bool = False
    unclosed: bool = False


def pieces(line: str) -> Iterator[Piece]:
    """Give the pieces of a line in order, each of its characters read a bounded number of times.

    A value is one word, or quoted; that of ``close:`` and ``next:`` runs to the next marker or key.
    """
    position = 0
    while found := _WORD.search(line, position):
        piece = _piece(line, found.start(), found.end())
        yield piece
        position = piece.end


def _piece(line: str, start: int, word_end: int) -> Piece:
    field, marker, value_start = _introduction(line, start)
    if not field:
        end = _quote_end(line, start) if line[start] == '"' else -1
        if end > 0:
            return Piece("", line[start + 1 : end - 1], start, end, quoted=True)
        return Piece("", line[start:word_end], start, word_end)
    if value_start == len(line) or (marker.endswith(":") and _introduction(line, value_start)[0]):
        return Piece(field, "", start, start + len(marker), marker, start + len(marker))
    if line[value_start] in _QUOTE_END:
        end = _quote_end(line, value_start)
        if end < 0:
            return Piece(field, line[value_start + 1 :], start, len(line), marker, value_start, True, True)
        return Piece(field, line[value_start + 1 : end - 1], start, end, marker, value_start, True)
    end = _run_end(line, value_start) if field in ("close", "next") else _word_end(line, value_start)
    return Piece(field, line[value_start:end], start, end, marker, value_start)


def _introduction(line: str, start: int) -> tuple[str, str, int]:
    """Give the field that begins here, its marker, and where its value begins; "" for a plain word."""
    field = _MARKERS.get(line[start])
    if field and not line[start + 1 : start + 2].isspace() and start + 1 < len(line):
        return field, line[start], start + 1
    key = _KEY.match(line, start)
    if key and not line.startswith("//", key.end(1) + 1):
        return _KEYS[key[1].lower()], key[0].rstrip(), key.end()
    return "", "", start


def _quote_end(line: str, start: int) -> int:
    """Give the position after the quote that closes the one at ``start``, or -1."""
    closing = _QUOTE_END[line[start]].search(line, start + 1)
    return closing.end() if closing else -1


def _word_end(line: str, start: int) -> int:
    word = _WORD.match(line, start)
    return word.end() if word else start


def _run_end(line: str, start: int) -> int:
    """Give where the last word before the next marker or key ends; "+3d" is no company here but a day."""
    end = start
    for word in _WORD.finditer(line, start):
        if word.start() > start and _introduction(line, word.start())[0] and not _DAYS_AHEAD.fullmatch(word[0]):
            break
        end = word.end()
    return end
