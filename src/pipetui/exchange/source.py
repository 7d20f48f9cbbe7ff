"""A file of rows: read whole, its header found, its cells by column, and rows that are none set aside."""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from pipetui.exchange.dialect import NAMES, Dialect, find_dialect, header_at
from pipetui.exchange.encoding import decode
from pipetui.exchange.progress import Part
from pipetui.values.errors import NotFound, Refused, Trouble
from pipetui.values.text import clean, count, fit

MOST_COLUMNS = 1_000
_CHUNK = 2_000
_LINE_END = re.compile("\r\n|\r|\n")

Row = list[str]


@dataclass(frozen=True, slots=True)
class Source:
    """The rows of a file by column. ``lines`` are the physical lines (from 1) they begin at.

    ``headers`` are all different and never empty. ``rejected`` are lines that are not as wide as the header, with
    the reason.
    """

    name: str
    encoding: str
    delimiter: str
    headers: tuple[str, ...]
    columns: tuple[Sequence[str], ...]
    lines: Sequence[int]
    rejected: tuple[tuple[int, str], ...]

    @property
    def rows(self) -> int:
        """How many rows the file has below its header, blank ones left out."""
        return len(self.lines) + len(self.rejected)

    @property
    def dialect(self) -> dict[str, str]:
        """How the file was read, in words."""
        return {"encoding": self.encoding, "delimiter": NAMES.get(self.delimiter, self.delimiter)}


def read_source(path: Path, told: Part, encoding: str | None = None) -> Source:
    """Reads a file. Raises NotFound, Trouble or Refused where it holds no table, Invalid for a wrong encoding."""
    data = read_bytes(path)
    name = fit(clean(path.name), 60)
    if not data.strip():
        raise Refused(f"{name} is empty: there is nothing to import.")
    text, encoding = decode(data, name, encoding)
    dialect = find_dialect(text)
    rows, lines = _rows(text, dialect, name, told)
    at = header_at(rows)
    header = rows[at] if rows else []
    while header and not header[-1].strip():
        header.pop()
    if not header:
        raise Refused(f"{name} is empty: there is nothing to import.")
    if len(header) > MOST_COLUMNS:
        raise Refused(f"{name} has {len(header):,} columns; at most {MOST_COLUMNS:,} are read. Is it a table of deals?")
    del rows[: at + 1], lines[: at + 1]
    if not any(map(any, rows)):
        raise Refused(f"{name} has a header and no rows: there is nothing to import.")
    rows, lines, rejected = _apart(rows, lines, len(header))
    columns = tuple(zip(*rows, strict=True)) if rows else ((),) * len(header)
    return Source(name, encoding, dialect.delimiter, _named(header), columns, lines, tuple(rejected))


def read_bytes(path: Path) -> bytes:
    """All of a file. Raises NotFound or Trouble where it can't be read."""
    shown = clean(str(path))
    try:
        if path.exists() and not (path.is_file() or path.is_dir()):
            # A device may never end, and a pipe is read once: what kind of file it is would have to be guessed.
            raise Trouble(f"{shown} is a pipe or a device: save what comes out of it to a file, and name that.")
        return path.read_bytes()
    except FileNotFoundError:
        raise NotFound(f"There is no file {shown}.") from None
    except IsADirectoryError:
        raise NotFound(f"{shown} is a folder. Name a file.") from None
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or "its name is not one a file can have"
        raise Trouble(f"{shown} can't be read: {reason}.") from None


def _rows(text: str, dialect: Dialect, name: str, told: Part) -> tuple[list[Row], list[int]]:
    """All rows, with the line each begins at."""
    stream, reader = dialect.rows(text)
    rows: list[Row] = []
    lines: list[int] = []
    above = text[: dialect.skip].count("\n")
    # A cell may be as long as the file; what is too long for its field is told row by row later.
    limit = csv.field_size_limit(max(csv.field_size_limit(), len(text) + 1))
    try:
        while True:
            before = reader.line_num
            chunk = list(islice(reader, _CHUNK))
            if not chunk:
                return rows, lines
            lines += _beginnings(chunk, above + before + 1, reader.line_num - before)
            rows += chunk
            told.at(stream.tell() / max(1, len(text)))
    except csv.Error as error:
        raise Refused(f"{name} can't be read from line {above + reader.line_num:,} on: {error}.") from None
    finally:
        csv.field_size_limit(limit)


def _beginnings(rows: Sequence[Row], first: int, height: int) -> Sequence[int]:
    """The lines that rows begin at, of which the first is known, and how many lines they take together."""
    if height == len(rows):
        return range(first, first + height)
    lines = []
    for row in rows:
        lines.append(first)
        first += 1 + _line_ends(row)
    return lines


def _line_ends(row: Row) -> int:
    return sum(len(_LINE_END.findall(cell)) for cell in row if "\n" in cell or "\r" in cell)


def _apart(rows: list[Row], lines: list[int], width: int) -> tuple[list[Row], list[int], list[tuple[int, str]]]:
    """The rows as wide as the header, blank ones dropped, and their lines; the lines of the others, with why."""
    if set(map(len, rows)) == {width} and all(map(any, rows)):
        return rows, lines, []
    kept: list[Row] = []
    kept_lines: list[int] = []
    rejected: list[tuple[int, str]] = []
    for row, line in zip(rows, lines, strict=True):
        if not any(cell.strip() for cell in row):
            continue
        if len(row) >= width and not any(cell.strip() for cell in row[width:]):
            kept.append(row[:width])
            kept_lines.append(line)
        else:
            rejected.append((line, _misfit(row, width)))
    return kept, kept_lines, rejected


def _misfit(row: Row, width: int) -> str:
    reason = f"It has {count(len(row), 'cell')} where the header has {width}."
    if ends := _line_ends(row):
        reason += f" A quote opened in it may not be closed: {count(ends, 'line')} below were read as part of it."
    return reason


def _named(header: Sequence[str]) -> tuple[str, ...]:
    """Headers to call columns by: cleaned, the empty ones by their place, those that are alike numbered."""
    names = [fit(clean(cell), 100) or f"column {place}" for place, cell in enumerate(header, 1)]
    seen: Counter[str] = Counter()
    named: list[str] = []
    for name in names:
        seen[name] += 1
        while seen[name] > 1 and f"{name} ({seen[name]})" in names:
            seen[name] += 1
        named.append(name if seen[name] == 1 else f"{name} ({seen[name]})")
    return tuple(named)
