"""How the cells of a text are parted: the delimiter, the quotes, and where the table begins."""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from _csv import Reader

DELIMITERS = (",", ";", "\t", "|")
NAMES = {",": "comma", ";": "semicolon", "\t": "tab", "|": "bar"}
_SAMPLE = 200_000
_SNIFFED = 2_000
"""Characters the sniffer looks at: of nothing but quotes, ten times as many take it a hundred times as long."""

_ROWS = 200
_PREAMBLE = 20


@dataclass(frozen=True, slots=True)
class Dialect:
    """How a text is to be read: ``skip`` characters of it come before the table."""

    delimiter: str
    quote: str = '"'
    skip: int = 0

    def rows(self, text: str) -> tuple[io.StringIO, Reader]:
        """The text and a reader of its rows; lines are parted as the file does, inside quotes as well."""
        stream = io.StringIO(text[self.skip :], newline="")
        reader = csv.reader(stream, delimiter=self.delimiter, quotechar=self.quote, skipinitialspace=True)
        return stream, reader


def find_dialect(text: str) -> Dialect:
    """The dialect in which the rows of a text are most alike; a comma where there is one column only.

    A first line ``sep=;``, as spreadsheets write it, is taken at its word.
    """
    first = text[:20].split("\n", 1)[0].rstrip("\r")
    if first.lower().startswith("sep=") and len(first) == 5:
        return Dialect(first[4], skip=len(text[:20].split("\n", 1)[0]) + 1)
    sample = text[:_SAMPLE]
    whole = len(sample) == len(text)
    judged = [(_likeness(sample, whole, delimiter), delimiter) for delimiter in DELIMITERS]
    likeness, delimiter = max(judged, key=lambda each: each[0])
    if likeness[1] == 0:
        delimiter = _sniffed(sample, whole)
    header = sample.lstrip().split("\n", 1)[0].strip()
    single = header.startswith("'") and header.endswith("'") and '"' not in sample
    return Dialect(delimiter, "'" if single else '"')


def header_at(rows: Sequence[Sequence[str]]) -> int:
    """Where the header is: past blank rows, and lines of a title over a table of three columns or more."""
    filled = [sum(1 for cell in row if cell.strip()) for row in rows[: _PREAMBLE * 2]]
    usual = Counter(len(row) for row in rows[:_ROWS] if len(row) > 1).most_common(1)
    wide = usual[0][0] if usual else 1
    for at, count in enumerate(filled[:_PREAMBLE]):
        if count > 1 or (count == 1 and wide < 3):
            return at
    return next((at for at, count in enumerate(filled) if count), 0)


def _likeness(sample: str, whole: bool, delimiter: str) -> tuple[float, int]:
    """How many in ten rows are as wide as most, and how wide; nothing for a single column."""
    try:
        rows = [row for row in islice(Dialect(delimiter).rows(sample)[1], _ROWS) if row]
    except csv.Error:
        return (0, 0)
    if not whole and 1 < len(rows) < _ROWS:
        rows.pop()
    if not rows:
        return (0, 0)
    (wide, count), *_ = Counter(map(len, rows)).most_common(1)
    if wide == 1:
        wide, count = len(rows[0]), 1
    if wide == 1:
        return (0, 0)
    # Commas in every text of a table parted by semicolons are many, but the header has none.
    agrees = len(rows[0]) == wide
    return (10 * count / len(rows) - (0 if agrees else 3), wide)


def _sniffed(sample: str, whole: bool) -> str:
    """What the standard library's guess is, where it is a sign that parts the rows alike; else a comma."""
    try:
        guess = csv.Sniffer().sniff(sample[:_SNIFFED]).delimiter
    except csv.Error:
        return ","
    sign = not guess.isalnum() and not guess.isspace() and guess not in "\"'.-_/@+"
    return guess if sign and _likeness(sample, whole, guess)[0] >= 9 else ","
