"""The screens that have a digit, in their order, and what of each is told in a line of so many cells."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

from pipetui.tui.paint import Piece
from pipetui.values.text import count, width

if TYPE_CHECKING:
    from pipetui.tui.state import State

PROGRAM = " pipetui  "


def _nothing(_state: State) -> Piece:
    return "", "ink-plain"


def _due(state: State) -> Piece:
    return f"{state.waiting:,}" if state.waiting else "", "ink-bad" if state.overdue else "ink-warn"


def _serious(state: State) -> Piece:
    return f"{state.serious:,}" if state.serious else "", "ink-bad"


class Tab(NamedTuple):
    """A screen: its digit, what it is called, its mode, and what waits there as a number and its ink ("": nothing)."""

    key: str
    label: str
    name: str
    waits: Callable[[State], Piece] = _nothing


TABS = (
    Tab("1", "Board", "board"),
    Tab("2", "Agenda", "agenda", _due),
    Tab("3", "Forecast", "forecast"),
    Tab("4", "Insights", "insights"),
    Tab("5", "Health", "health", _serious),
    Tab("6", "Cash", "cash"),
    Tab("7", "People", "people"),
)
"""All of them; those are shown that the app has a mode for."""


class Line(NamedTuple):
    """What is told: the program's name, the tabs each with its pieces, leads to work, and the day."""

    program: str
    tabs: Mapping[str, Sequence[Piece]]
    leads: str
    day: str

    @property
    def left(self) -> int:
        """The cells of name and tabs."""
        return width(self.program) + sum(width(text) for pieces in self.tabs.values() for text, _ in pieces)

    @property
    def gap(self) -> str:
        """What stands between the leads and what comes after them."""
        return "   " if self.day else " "

    @property
    def cells(self) -> int:
        """The cells of all of it, with one between left and right."""
        right = (len(f" A {self.leads}{self.gap}") if self.leads else 0) + (len(f"{self.day} ") if self.day else 0)
        return self.left + right + (1 if right else 0)


def fit_line(
    cells: int, active: str, tabs: Sequence[Tab], waits: Mapping[str, Piece], leads: int, days: Sequence[str]
) -> Line:
    """The longest line that has room: first the words at the right give way, then the program's name, then the day,
    then the names of the screens that are farthest from the one that is shown; digits and counts stay.

    ``days`` are ways to say the day, the longest first.
    """
    line = Line("", {}, "", "")
    for line in _lines(active, tabs, waits, leads, days):
        if line.cells <= cells:
            break
    return line


def _lines(
    active: str, tabs: Sequence[Tab], waits: Mapping[str, Piece], leads: int, days: Sequence[str]
) -> Iterator[Line]:
    whole = {tab.name: _pieces(tab, active, waits, named=True) for tab in tabs}
    said, number = (count(leads, "lead"), f"{leads:,}") if leads else ("", "")
    days = [day for day in days if day]
    yield Line(PROGRAM, whole, said, days[0] if days else "")
    for program in (PROGRAM, ""):
        for day in days:
            yield Line(program, whole, number, day)
    for right in (number, ""):
        yield Line("", whole, right, "")
    here = next((place for place, tab in enumerate(tabs) if tab.name == active), 0)
    far = sorted(range(len(tabs)), key=lambda place: (-abs(place - here), -place))
    bare: set[str] = set()
    for place in far:
        bare.add(tabs[place].name)
        some = {tab.name: _pieces(tab, active, waits, named=tab.name not in bare) for tab in tabs}
        for right in (number, ""):
            yield Line("", some, right, "")


def _pieces(tab: Tab, active: str, waits: Mapping[str, Piece], *, named: bool) -> list[Piece]:
    here = tab.name == active
    pieces: list[Piece] = [(f" {tab.key} ", "ink-accent" if here else "ink-dim")]
    number, ink = waits.get(tab.name, ("", ""))
    if named:
        pieces.append((f"{tab.label} ", "ink-strong" if here else "ink-plain"))
    if number:
        pieces.append((f"{number} ", ink))
    return pieces
