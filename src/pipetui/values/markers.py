"""The markers and keys of a quick-add line: where each piece of it begins and ends, not what it means."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from pipetui.values.text import fold

MARKERS = {"+": "company", "@": "contact", ">": "stage", "#": "tag"}
"""What a field is introduced by, with nothing between, and which one that is."""

KEYS = {
    "amount": "amount",
    "value": "amount",
    "campaign": "campaign",
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
"""What a field is introduced by, with a colon after it, and which one that is."""

RUNS = frozenset({"close", "next"})
"""Fields whose value goes on to the next marker or key."""

_WORD = re.compile(r"\S+")
_KEY = re.compile(r"([^\W\d]\w*):\s*")
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


def pieces(line: str, keys: Mapping[str, str] = KEYS, runs: frozenset[str] = RUNS) -> Iterator[Piece]:
    """Give the pieces of a line in order, each of its characters read a bounded number of times.

    A value is one word, or quoted; that of a field in ``runs`` goes on to the next marker or key. ``keys`` are what
    fields are introduced by.
    """
    position = 0
    while found := _WORD.search(line, position):
        piece = _piece(line, found.start(), found.end(), keys, runs)
        yield piece
        position = piece.end


def _piece(line: str, start: int, word_end: int, keys: Mapping[str, str], runs: frozenset[str]) -> Piece:
    field, marker, value_start = _introduction(line, start, keys)
    if not field:
        end = _quote_end(line, start) if line[start] == '"' else -1
        if end > 0:
            return Piece("", line[start + 1 : end - 1], start, end, quoted=True)
        return Piece("", line[start:word_end], start, word_end)
    if value_start == len(line) or (marker.endswith(":") and _introduction(line, value_start, keys)[0]):
        return Piece(field, "", start, start + len(marker), marker, start + len(marker))
    if line[value_start] in _QUOTE_END:
        end = _quote_end(line, value_start)
        if end < 0:
            return Piece(field, line[value_start + 1 :], start, len(line), marker, value_start, True, True)
        return Piece(field, line[value_start + 1 : end - 1], start, end, marker, value_start, True)
    end = _run_end(line, value_start, keys) if field in runs else _word_end(line, value_start)
    return Piece(field, line[value_start:end], start, end, marker, value_start)


def _introduction(line: str, start: int, keys: Mapping[str, str]) -> tuple[str, str, int]:
    """Give the field that begins here, its marker, and where its value begins; "" for a plain word."""
    field = MARKERS.get(line[start])
    if field and not line[start + 1 : start + 2].isspace() and start + 1 < len(line):
        return field, line[start], start + 1
    key = _KEY.match(line, start)
    if key and not line.startswith("//", key.end(1) + 1) and (field := keys.get(fold(key[1]))):
        return field, key[0].rstrip(), key.end()
    return "", "", start


def _quote_end(line: str, start: int) -> int:
    """Give the position after the quote that closes the one at ``start``, or -1."""
    closing = _QUOTE_END[line[start]].search(line, start + 1)
    return closing.end() if closing else -1


def _word_end(line: str, start: int) -> int:
    word = _WORD.match(line, start)
    return word.end() if word else start


def _run_end(line: str, start: int, keys: Mapping[str, str]) -> int:
    """Give where the last word before the next marker or key ends; "+3d" is no company here but a day."""
    end = start
    for word in _WORD.finditer(line, start):
        if word.start() > start and _introduction(line, word.start(), keys)[0] and not _DAYS_AHEAD.fullmatch(word[0]):
            break
        end = word.end()
    return end
