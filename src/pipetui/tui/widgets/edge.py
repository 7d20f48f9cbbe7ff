"""A folded column at an end of the board: its name from top to bottom, and how many."""

from __future__ import annotations

from functools import partial

from textual import events
from textual.message import Message
from textual.strip import Strip

from pipetui.tui.jumping import Place
from pipetui.tui.paint import Painted


class Edge(Painted):
    """A strip of three cells; a click opens what is folded there."""

    class Opened(Message):
        """The rep wants to see what is folded."""

        def __init__(self, edge: Edge) -> None:
            super().__init__()
            self.edge = edge

    def __init__(self, word: str, ink: str, *, name: str) -> None:
        super().__init__(id=name)
        self.word = word
        self.ink_name = ink
        self.number = 0
        self.dropping = False

    def drop_here(self, dropping: bool) -> None:
        """Lights it where a dragged card would land here."""
        if dropping != self.dropping:
            self.dropping = dropping
            self.refresh()

    def count(self, number: int) -> None:
        """Shows how many are folded here."""
        if number != self.number:
            self.number = number
            self.refresh()

    def render_line(self, y: int) -> Strip:
        """A letter of the word, then a blank, then the count."""
        said = ""
        if y < len(self.word):
            said = f" {self.word[y].upper()}"
        elif y == len(self.word) + 1 and self.number:
            said = f"{self.number:>2}" if self.number < 1000 else f"{min(99, self.number // 1000)}k"
        return self.row(self.size.width, [(said, self.ink_name)], ground="ground-drop" if self.dropping else "")

    def places(self) -> list[Place]:
        """Its word."""
        return [Place(0, 0, partial(self.post_message, self.Opened(self)))]

    def on_click(self, _event: events.Click) -> None:
        """Opens what is folded."""
        self.post_message(self.Opened(self))
