"""Cells read a column at a time: each different one once, by a reader that knows what the whole column told."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from pipetui.values.errors import Invalid
from pipetui.values.text import clean, fit, fold

Reader = Callable[[str], Any]
"""Gives what a cell says, None where it says nothing. Raises Invalid with a sentence."""

LONGEST_LINE = 10_000
LONGEST_TEXT = 100_000

_NOTHING = frozenset(
    {"", "-", "--", "–", "—", "null", "none", "nil", "n/a", "na", "#n/a", "nan", "nat", "\\n", "(no value)", "(blank)"}
)
_LONGEST_NOTHING = 12
_NO_TEXT = frozenset({"NULL", "\\N", "#N/A", "NaN", "nan", "NaT", "(No value)", "(blank)"})
_GUARDED = re.compile(rf"'*(?:[=+\-@\t\r]|(?:{'|'.join(map(re.escape, sorted(_NO_TEXT)))})\Z)")
"""Texts that go out behind an apostrophe: what a spreadsheet takes for a formula, and words that else say nothing."""
_WHOLE = re.compile(r"(-?\d+)[.,]0+")
_LINKED = re.compile(r" \(\d{3,}\)$")
_TRUE = frozenset({"true", "t", "yes", "y", "1", "x", "si", "ja", "oui", "sim", "vero", "wahr", "vrai", "1.0"})
_FALSE = frozenset({"false", "f", "no", "n", "0", "nein", "non", "nao", "falso", "falsch", "faux", "0.0"})


def read_each(known: dict[str, Any], read: Reader) -> dict[str, str]:
    """Puts what each cell says under it; gives those that can't be read, with the sentence why."""
    wrong: dict[str, str] = {}
    for cell in known:
        try:
            known[cell] = read(cell)
        except Invalid as error:
            wrong[cell] = str(error)
    return wrong


def as_they_are(cells: Sequence[str], *marks: str) -> list[str | None] | None:
    """A column of text that is clean as it stands, empty cells as None; None where a cell needs a reader's look.

    Most columns are plain, and a look at the whole costs a tenth of one at each cell. ``marks`` are what else must not
    be in it.
    """
    joined = "\n".join(cells)
    if joined.count("\n") != len(cells) - 1 or not joined.replace("\n", "").isprintable():
        return None
    # White space at both ends of the whole is not at the ends of cells.
    framed = f".\n{joined}\n."
    if not joined.isascii() and clean(framed, multiline=True) != framed:
        return None
    if any(mark in joined for mark in ("  ", "\n ", " \n", "\n'", *marks)) or joined[:1] in (" ", "'"):
        return None
    if joined[-1:] == " " or not _NO_TEXT.isdisjoint(cells) or max(map(len, cells), default=0) > LONGEST_LINE:
        return None
    return [cell or None for cell in cells]


def says_nothing(cell: str) -> bool:
    """Whether a cell of a number, a date or a choice is empty, or holds what programs write for that."""
    return not cell or (len(cell) <= _LONGEST_NOTHING and cell.strip().lower() in _NOTHING)


def shown(cell: str) -> str:
    """A cell as it is quoted in a sentence."""
    return f"“{fit(clean(cell[:200]), 40)}”"


def line(cell: str) -> str | None:
    """A line of text, cleaned."""
    if not cell or cell in _NO_TEXT:
        return None
    if len(cell) > LONGEST_LINE:
        raise Invalid(f"A text of {len(cell):,} characters is too long; {LONGEST_LINE:,} are the most.")
    return clean(_unguarded(cell)) or None


def text(cell: str) -> str | None:
    """Text of several lines, cleaned."""
    if cell in _NO_TEXT:
        return None
    if len(cell) > LONGEST_TEXT:
        raise Invalid(f"A text of {len(cell):,} characters is too long; {LONGEST_TEXT:,} are the most.")
    return clean(_unguarded(cell), multiline=True) or None


def identity(cell: str) -> str | None:
    """What a record is called elsewhere; a number that a database wrote as 84.0 is 84."""
    return line(whole(cell.strip()))


def linked(cell: str) -> str | None:
    """The name of another record; of several joined by semicolons, each with its number in brackets, the first."""
    name = line(cell)
    if name is None or not _LINKED.search(name):
        return name
    return _LINKED.sub("", name.split(";")[0].strip()) or None


def flag(cell: str) -> bool | None:
    """A yes or a no. Raises Invalid for anything else."""
    word = fold(clean(cell[:20]))
    if word in _TRUE:
        return True
    if word in _FALSE:
        return False
    if says_nothing(cell):
        return None
    raise Invalid(f"{shown(cell)} is neither yes nor no.")


def number(cell: str) -> float | None:
    """A number without thousands. Raises Invalid."""
    if says_nothing(cell):
        return None
    try:
        value = float(cell.strip().replace(",", ".")) if len(cell) < 40 else None
    except ValueError:
        value = None
    if value is None or abs(value) > 1e15 or value != value:
        raise Invalid(f"{shown(cell)} is not a number.")
    return value


def line_reader(cells: Iterable[str]) -> Reader:
    """How a column of lines is read: where all of it are numbers written as 84.0, as whole numbers."""
    if all(_WHOLE.fullmatch(cell.strip()) or not cell.strip() for cell in cells):
        return identity
    return line


def whole(cell: str) -> str:
    """A whole number that is written with a zero after the mark, without it."""
    found = _WHOLE.fullmatch(cell)
    return found[1] if found else cell


def guarded(value: str) -> str:
    """A text cell made safe for spreadsheets, which would take it for a formula; ``line`` and ``text`` undo it."""
    return f"'{value}" if _GUARDED.match(value) else value


def _unguarded(cell: str) -> str:
    return cell[1:] if cell[:1] == "'" and _GUARDED.match(cell) else cell
