"""What an import is asked for, and what came of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal, NamedTuple

KindOfRows = Literal["deals", "contacts", "activities"]


@dataclass(frozen=True, slots=True)
class ImportOptions:
    """How to read a file and what to do with it; what is None is found out.

    ``maps`` are ``Header=field`` (``Header=`` to leave a column out). ``dates`` is dmy, mdy or ymd. ``pipeline`` is the
    one to fill. ``dry_run`` writes nothing; ``strict`` takes all rows or none.
    """

    as_: KindOfRows | None = None
    maps: tuple[str, ...] = ()
    dates: str | None = None
    encoding: str | None = None
    pipeline: str | None = None
    dry_run: bool = False
    strict: bool = False


class Rejected(NamedTuple):
    """A row that was not taken: the line of the file (from 1) it begins at, and a sentence why."""

    line: int
    reason: str


@dataclass(frozen=True, slots=True)
class Imported:
    """What an import did, or with ``dry_run`` would do.

    ``rows`` counts all rows of the file; each was created, updated, left unchanged or rejected. ``mapping`` is by
    header, ``unmapped`` the headers nothing was made of. ``preview`` are the first rows as they are to be: for deals
    title, company, amount (in major units), currency, stage, status, expected_close, owner.
    """

    file: str
    kind: KindOfRows
    dialect: Mapping[str, str]
    rows: int
    created: int
    updated: int
    unchanged: int
    rejected: tuple[Rejected, ...]
    mapping: Mapping[str, str]
    unmapped: tuple[str, ...]
    preview: tuple[Mapping[str, Any], ...] = ()
    new_stages: tuple[str, ...] = ()
    dry_run: bool = False
