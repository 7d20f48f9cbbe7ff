"""The numbered answers under a question: which one a typed number means, and a click on one."""

from __future__ import annotations

from collections.abc import Sequence

from textual import events
from textual.content import Content
from textual.message import Message
from textual.style import Style
from textual.widgets import Static

BETWEEN = Content("   ")


def meant(typed: str, choices: Sequence[str]) -> int | None:
    """The place of the choice that ``typed`` is the number of; None where it is something else."""
    number = typed.strip()
    if len(number) == 1 and number.isdecimal() and 1 <= int(number) <= len(choices):
        return int(number) - 1
    return None


class Choices(Static):
    """A row of answers, ``1`` to ``9``. The one meant is lit, and stands between angles for eyes without colour."""

    class Clicked(Message):
        """An answer was clicked: its place, from 0."""

        def __init__(self, place: int) -> None:
            super().__init__()
            self.place = place

    def __init__(self, choices: Sequence[str]) -> None:
        super().__init__(id="choices", markup=False)
        self.choices = choices

    def on_mount(self) -> None:
        """Shows them, none of them lit."""
        self.light(None)

    def light(self, place: int | None) -> None:
        """Shows which answer is meant."""
        self.update(BETWEEN.join([self._shown(each, each == place) for each in range(len(self.choices))]))

    def _shown(self, place: int, lit: bool) -> Content:
        opening, closing = ("‹", "›") if lit else (" ", " ")
        number = Content.styled(f"{opening}{place + 1}", "bold $accent")
        name = Content.styled(f" {self.choices[place]}", "bold" if lit else "") + Content.styled(
            closing, "bold $accent"
        )
        return (number + name).stylize(Style.from_meta({"choice": place}))

    def on_click(self, event: events.Click) -> None:
        """Tells which answer was clicked."""
        place = event.style.meta.get("choice")
        if place is not None:
            self.post_message(self.Clicked(place))
