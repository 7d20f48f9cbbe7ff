"""Periods side by side: a line for each figure, a column for each period."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from textual import events
from textual.message import Message
from textual.strip import Strip

from pipetui.tui.paint import Painted, Piece
from pipetui.values.money import show_short, show_whole, symbol
from pipetui.values.periods import Period
from pipetui.values.text import fit, lpad, pad, width
from pipetui.views.forecast import Figures
from pipetui.views.prospect import Column, cumulative

if TYPE_CHECKING:
    from pipetui.views.odds import Total

LABEL, NARROWEST, WIDEST = 20, 10, 18
"""Cells of the labels, and of a column at least and at most."""

Line = tuple[str, str, Callable[[Column], tuple[str, str]]]
"""A label, its ink, and what a period has for it with its ink."""


class PeriodTable(Painted):
    """The figures of a few periods. The chosen one stands on the cursor's ground."""

    class Chosen(Message):
        """A period was clicked."""

        def __init__(self, period: Period) -> None:
            super().__init__()
            self.period = period

    def __init__(self) -> None:
        super().__init__()
        self.columns: Sequence[Column] = ()
        self.period: Period | None = None
        self.is_cumulative = False
        self.is_short = False
        """Whether there is room for the most asked for figures alone."""
        self._first = 0

    def tell(self, columns: Sequence[Column], period: Period, *, cumulative: bool, short: bool) -> None:
        """Shows other figures, or another period of them as the chosen one."""
        self.columns, self.period, self.is_cumulative, self.is_short = columns, period, cumulative, short
        self.styles.height = len(self.lines) + 2
        self.refresh()

    @property
    def lines(self) -> list[Line]:
        """The figures there is room and reason for, from the top."""
        if not self.columns:
            return []
        figures = [column.figures for column in self.columns]
        needed = next((each.needed_coverage for each in figures), None)
        lines: list[Line] = [("won", "ink-good", lambda each: (self._money(each.figures.won), "ink-good"))]
        if self.is_cumulative:
            lines += [
                ("won and commit", "ink-commit", lambda each: (self._money(cumulative(each.figures)[0]), "ink-commit")),
                (".. and best case", "ink-plain", lambda each: (self._money(cumulative(each.figures)[1]), "ink-plain")),
                ("open, all", "ink-plain", lambda each: (self._money(cumulative(each.figures)[2]), "ink-plain")),
            ]
        else:
            lines += [
                ("commit", "ink-commit", lambda each: (self._money(each.figures.commit), "ink-commit")),
                ("best case", "ink-plain", lambda each: (self._money(each.figures.best_case), "ink-plain")),
                ("pipeline", "ink-plain", lambda each: (self._money(each.figures.pipeline), "ink-plain")),
            ]
        if not self.is_short:
            if any(each.omitted for each in figures):
                lines.append(("omitted", "ink-dim", lambda each: (self._money(each.figures.omitted), "ink-dim")))
            lines.append(("weighted", "ink-dim", lambda each: (self._money(each.figures.weighted), "ink-dim")))
        lines.append(("expected of open", "ink-weighted", self._expected))
        if not self.is_short:
            lines.append(("+ not yet opened", "ink-weighted", self._new_business))
            lines.append(("total, middle", "ink-weighted", self._middle))
        lines.append(("total, 8 in 10", "ink-weighted", self._range))
        if any(each.target is not None for each in figures):
            lines.append(("target", "ink-plain", lambda each: (self._money(each.figures.target), "ink-plain")))
            lines.append(("gap", "ink-warn", self._gap))
            if not self.is_short:
                label = f"coverage of {needed:.1f}×" if needed else "coverage"
                lines.append((label, "ink-dim", lambda each: (_coverage(each.figures), "ink-dim")))
        return lines

    def render_line(self, y: int) -> Strip:
        """The periods' names, a rule, or a figure of each."""
        cells, lines = self.size.width, self.lines
        shown = self._shown()
        each = self._each()
        if y == 0:
            pieces = [(lpad(_name(column.period, each - 2), each - 2) + "  ", "ink-strong") for column in shown]
            return self._line(cells, (" " * LABEL, "ink-plain"), pieces)
        if y == 1:
            # The chosen one is told without its ground as well.
            rules = [
                ("━" * each, "ink-accent") if it.period == self.period else ("─" * each, "ink-rule") for it in shown
            ]
            return self.row(cells, [("─" * LABEL, "ink-rule"), *rules])
        if y - 2 >= len(lines):
            return self.row(cells, [])
        label, ink, told = lines[y - 2]
        pieces = []
        for column in shown:
            said, said_ink = told(column)
            strong = column.period == self.period and said_ink == "ink-plain"
            pieces.append((lpad(said, each - 2) + "  ", "ink-strong" if strong else said_ink))
        return self._line(cells, (pad(f" {label}", LABEL), ink), pieces)

    def _line(self, cells: int, label: Piece, pieces: Sequence[Piece]) -> Strip:
        strips = [self.row(LABEL, [label])]
        for column, piece in zip(self._shown(), pieces, strict=True):
            here = column.period == self.period
            strips.append(self.row(self._each(), [piece], ground="ground-here" if here else ""))
        used = sum(strip.cell_length for strip in strips)
        strips.append(self.row(max(0, cells - used), []))
        return Strip.join(strips).crop(0, cells)

    def _each(self) -> int:
        room = max(1, self.size.width - LABEL)
        return max(NARROWEST, min(WIDEST, room // max(1, len(self.columns))))

    def _shown(self) -> Sequence[Column]:
        """The columns there is room for, the chosen one among them."""
        fitting = max(1, (self.size.width - LABEL) // self._each())
        place = next((place for place, each in enumerate(self.columns) if each.period == self.period), 0)
        self._first = max(0, min(self._first, place, len(self.columns) - fitting), place - fitting + 1)
        return self.columns[self._first : self._first + fitting]

    # What a line says

    def _money(self, amount: int | None, room: int | None = None) -> str:
        if not amount:
            return "–"
        currency, room = self.columns[0].figures.currency, self._each() - 2 if room is None else room
        full = show_whole(amount, currency)
        return full if width(full) <= room else show_short(amount, currency)

    def _expected(self, column: Column) -> tuple[str, str]:
        if column.outlook is None:
            return "…", "ink-dim"
        return self._money(column.outlook.expected), "ink-weighted"

    def _new_business(self, column: Column) -> tuple[str, str]:
        return (
            ("…", "ink-dim") if column.outlook is None else (self._money(column.outlook.new_business), "ink-weighted")
        )

    def _middle(self, column: Column) -> tuple[str, str]:
        return ("…", "ink-dim") if column.outlook is None else (self._money(column.outlook.total.p50), "ink-weighted")

    def _range(self, column: Column) -> tuple[str, str]:
        if column.outlook is None:
            return "…", "ink-dim"
        return _between(column.outlook.total, column.outlook.currency, self._each() - 2), "ink-weighted"

    def _gap(self, column: Column) -> tuple[str, str]:
        gap = column.figures.gap
        if gap is None:
            return "–", "ink-dim"
        if gap > 0:
            return self._money(gap), "ink-warn"
        over = f"over {self._money(-gap, room=self._each() - 7)}"
        return (over if width(over) <= self._each() - 2 else re.sub(r"\.\d", "", over)), "ink-good"

    def on_click(self, event: events.Click) -> None:
        """Chooses the period that was clicked."""
        place = (event.x - LABEL) // self._each()
        shown = self._shown()
        if event.x >= LABEL and place < len(shown):
            self.post_message(self.Chosen(shown[place].period))


def _between(total: Total, currency: str, cells: int) -> str:
    """From P10 to P90: the sign once, and no decimals, where there is no room for them."""
    low, high = show_short(total.p10, currency), show_short(total.p90, currency)
    sign = symbol(currency)
    for said in (f"{low}–{high}", f"{low}–{high.removeprefix(sign)}"):
        if width(said) <= cells:
            return said
    low, high = (re.sub(r"\.\d", "", each.removeprefix(sign).strip()) for each in (low, high))
    return fit(f"{low}–{high}", cells)


def _coverage(figures: Figures) -> str:
    return "–" if figures.coverage is None else f"{figures.coverage:.1f}×"


def _name(period: Period, cells: int) -> str:
    """A period's name, without its year where there is no room for it."""
    return period.label if width(period.label) <= cells else period.label.split()[0]
