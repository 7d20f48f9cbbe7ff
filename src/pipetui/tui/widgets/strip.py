"""The forecast strip: the period's figures, and what they would become while a deal is edited."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from textual import events
from textual.strip import Strip

from pipetui.tui.paint import Painted, Piece
from pipetui.values.text import count, width

if TYPE_CHECKING:
    from pipetui.views.forecast import Figures

LEFT = 24
"""Cells before the bar: the period, and how much of it is left."""


class ForecastStrip(Painted):
    """Won, commit, best case and weighted against the target; the gap, the coverage, and what slipped."""

    GROUND = "ground-bar"

    def __init__(self) -> None:
        super().__init__()
        self.figures: Figures | None = None
        self.would_be: Figures | None = None
        self.today = date.min

    def tell(self, figures: Figures, would_be: Figures | None, today: date) -> None:
        """Shows figures, and beside them what they would be."""
        if (figures, would_be, today) != (self.figures, self.would_be, self.today):
            self.figures, self.would_be, self.today = figures, would_be, today
            self.refresh()

    def render_line(self, y: int) -> Strip:
        """One of the lines: bar, figures, the rest; the last is blank where there is room."""
        cells = self.size.width
        if self.figures is None:
            said = "Opening the pipeline…" if y == 0 else ""
            return self.row(cells, [(said, "ink-dim")])
        if self.size.height < 3:
            return self._bar(cells, self.figures) if y == 0 else self._short(cells, self.figures)
        lines = (self._bar, self._amounts, self._rest)
        return lines[y](cells, self.figures) if y < 3 else self.row(cells, [])

    def _bar(self, cells: int, figures: Figures) -> Strip:
        from pipetui.values.money import show

        left = figures.period.days_left(self.today)
        spell = f"{left} days left" if left else "last day" if figures.period.contains(self.today) else "over"
        if self.today < figures.period.start:
            spell = "to come"
        head = self.row(LEFT, [(figures.period.label, "ink-strong"), (f"  {spell}", "ink-dim")])
        if figures.is_narrowed:
            right: list[Piece] = [("  of what the filter shows", "ink-accent")]
        elif figures.target is None:
            right = [
                ("  no target yet: ", "ink-dim"),
                ("T", "ink-key"),
                (" sets one", "ink-dim"),
            ]
        else:
            reached = round(100 * (figures.won + figures.probable) / figures.target)
            right = [
                (f"  {show(figures.target, figures.currency)} target", "ink-plain"),
                (f"   {reached}%", "ink-dim"),
            ]
        room = cells - LEFT - sum(width(text) for text, _ in right)
        bar = self.row(max(0, room), self._blocks(max(0, room), figures))
        tail = self.row(cells - LEFT - max(0, room), right)
        return Strip.join([head, bar, tail])

    def _blocks(self, room: int, figures: Figures) -> list[Piece]:
        """Won, the weighted commit and what else will probably come, in proportion to the target."""
        whole = max(figures.target or 0, figures.won + figures.probable)
        if not whole or room <= 0:
            return [("╌" * room, "ink-rule")]
        commit = min(figures.commit_weighted, figures.probable)
        ends = (figures.won, figures.won + commit, figures.won + figures.probable)
        marks = [min(room, round(room * end / whole)) for end in ends]
        won, commit, rest = marks[0], marks[1] - marks[0], marks[2] - marks[1]
        return [
            ("█" * won, "ink-good"),
            ("▓" * commit, "ink-commit"),
            ("▒" * rest, "ink-weighted"),
            ("╌" * (room - marks[2]), "ink-rule"),
        ]

    def _amounts(self, cells: int, figures: Figures) -> Strip:
        would_be = self.would_be or figures
        pieces: list[Piece] = [(" " * LEFT if cells >= 100 else "", "ink-plain")]
        room = cells - sum(width(text) for text, _ in pieces)
        for sign, ink, label, amount, other in (
            ("█ ", "ink-good", "won", figures.won, would_be.won),
            ("▓ ", "ink-commit", "commit", figures.commit, would_be.commit),
            ("▒ ", "ink-weighted", _probably(figures), figures.probable, would_be.probable),
            ("", "ink-plain", "gap", figures.gap, would_be.gap),
            ("", "ink-plain", "best case", figures.best_case, would_be.best_case),
        ):
            if amount is not None and other is not None:
                figure = self._figure(sign, ink, label, amount, other, cells)
                room -= sum(width(text) for text, _ in figure)
                # A figure cut in two would be read as another one: what does not fit is left off.
                pieces += figure if room >= -3 else []
        return self.row(cells, pieces[:-1])  # what would part the last figure from a next one

    def _figure(self, sign: str, ink: str, label: str, amount: int, other: int, cells: int) -> list[Piece]:
        from pipetui.values.money import show_short, show_whole

        figures = self.figures
        assert figures is not None
        money = show_whole if cells >= 100 else show_short
        value_ink = ("ink-warn" if other > 0 else "ink-good") if label == "gap" else "ink-strong"
        if label == "gap" and other <= 0:
            label, amount, other = "over by", -amount, -other
        pieces: list[Piece] = [
            (sign, ink),
            (f"{label} ", "ink-dim"),
            (money(other, figures.currency), value_ink),
        ]
        if other != amount:
            more = "+" if other > amount else "−"
            pieces.append((f" {more}{money(abs(other - amount), figures.currency)}", "ink-accent"))
        return [*pieces, ("   " if cells >= 100 else "  ", "ink-plain")]

    def _rest(self, cells: int, figures: Figures) -> Strip:
        from pipetui.values.money import show_whole

        pieces: list[Piece] = [(" " * LEFT if cells >= 100 else "", "ink-plain")]
        if self.would_be is not None and self.would_be != figures:
            pieces.append(("as it would be   ", "ink-accent"))
            figures = self.would_be
        pieces.append(
            (
                f"{count(figures.open.number, 'deal')} due, {show_whole(figures.open.amount, figures.currency)}",
                "ink-dim",
            )
        )
        if figures.coverage is not None:
            needed = f" of {figures.needed_coverage:.1f}×" if figures.needed_coverage else ""
            pieces.append((f"   coverage {figures.coverage:.1f}×{needed}", "ink-dim"))
        pieces += self._slipped(figures, "   ")
        return self.row(cells, pieces)

    def _slipped(self, figures: Figures, before: str) -> list[Piece]:
        from pipetui.values.money import show_short

        slipped = (self.would_be or figures).slipped
        if not slipped.number:
            return []
        return [(f"{before}slipped {slipped.number} · {show_short(slipped.amount, figures.currency)}", "ink-bad")]

    def _short(self, cells: int, figures: Figures) -> Strip:
        """Two lines are all there is: everything in short form."""
        would_be = self.would_be or figures
        pieces: list[Piece] = []
        for sign, ink, label, amount, other in (
            ("█", "ink-good", "won", figures.won, would_be.won),
            ("▓", "ink-commit", "commit", figures.commit, would_be.commit),
            ("▒", "ink-weighted", _probably(figures), figures.probable, would_be.probable),
            ("", "ink-plain", "gap", figures.gap, would_be.gap),
        ):
            if amount is not None and other is not None:
                pieces += self._figure(sign, ink, label, amount, other, 0)
        return self.row(cells, [*pieces, *self._slipped(figures, "")])

    def on_click(self, _event: events.Click) -> None:
        """Asks for the target."""
        self.screen.call_later(self.screen.run_action, "target")


def _probably(figures: Figures) -> str:
    """What the amount that will probably come is called."""
    return "weighted" if figures.expected is None else "expected"
