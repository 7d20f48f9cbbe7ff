"""What the import of each kind of record has in common: it is planned, and then, perhaps, written."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from pipetui.exchange.known import Known
from pipetui.exchange.progress import Part
from pipetui.exchange.rows import Rows
from pipetui.store import Writing

PREVIEW = 10
"""Rows shown as they are to be."""


@dataclass(frozen=True, slots=True)
class Planned:
    """What an import comes to: how many rows are new, change something, or change nothing; the first of them."""

    created: int
    updated: int
    unchanged: int
    preview: tuple[Mapping[str, Any], ...]
    new_stages: tuple[str, ...] = ()


class Importing(Protocol):
    """The import of one file; ``rows`` are those that can be taken, and those that can't."""

    rows: Rows

    def plan(self, known: Known) -> Planned:
        """Works out what would be written into a file that has what is known. Raises Refused."""
        ...

    def write(self, writing: Writing, told: Part) -> None:
        """Writes what was planned."""
        ...
