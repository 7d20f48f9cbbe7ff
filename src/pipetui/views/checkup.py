"""What a look at a file found: a line for each thing that was looked at."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Literal, NamedTuple

State = Literal["ok", "warn", "wrong"]
STATES: tuple[State, ...] = ("ok", "warn", "wrong")
"""How things can stand, the worst last."""


class Checked(NamedTuple):
    """One thing that was looked at: ``said`` is how it stands, ``do`` what to do about it ("": nothing).

    ``mends`` says whether ``--fix`` can see to it.
    """

    name: str
    state: State
    said: str
    do: str = ""
    mends: bool = False


@dataclass(frozen=True, slots=True)
class Checkup:
    """All that was looked at of a file, in order; ``mended`` is what was put right meanwhile, a sentence each.

    ``backup`` is the copy that was taken before anything was mended, None where nothing was.
    """

    path: Path
    checked: Sequence[Checked]
    mended: Sequence[str] = ()
    backup: Path | None = None

    @property
    def state(self) -> State:
        """How the worst of it stands."""
        return worst(line.state for line in self.checked)


def worst(states: Iterable[State]) -> State:
    """The worst of some states; ok where there are none."""
    return max(states, key=STATES.index, default="ok")


@dataclass(frozen=True, slots=True)
class Held:
    """What a pipeline's file holds: its version, deals, those open, and its last change (UTC; None without one)."""

    path: Path
    version: str
    deals: int
    open_deals: int
    last_change: datetime | None
    last_label: str
    size: int
    """Bytes."""


@dataclass(frozen=True, slots=True)
class Restored:
    """What a restore did: the file it put ``held`` in, and the copy of what was there, None where nothing was."""

    path: Path
    held: Held
    kept: Path | None
