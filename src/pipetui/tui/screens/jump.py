"""Letters on everything one can go to: typing those of one goes there."""

from __future__ import annotations

from collections.abc import Sequence
from inspect import isawaitable

from textual import events
from textual.app import ComposeResult
from textual.content import Content
from textual.screen import ModalScreen, Screen
from textual.widgets import Static

from pipetui.tui.jumping import Place, places_on
from pipetui.views.hints import hints


class JumpScreen(ModalScreen[Place | None]):
    """Shows the screen below with a letter or two on each place. Any key that is on none goes back."""

    AUTO_FOCUS = None

    def __init__(self, places: Sequence[Place]) -> None:
        super().__init__()
        self._places = dict(zip(hints(len(places)), places, strict=True))
        self._typed = ""

    def compose(self) -> ComposeResult:
        """A hint on each place."""
        for hint, place in self._places.items():
            shown = Static(Content(hint.upper()), classes="hint")
            shown.styles.offset = (place.x, place.y)
            yield shown

    def on_key(self, event: events.Key) -> None:
        """Goes on with the hints that begin so, or to the one that is whole."""
        event.stop()
        event.prevent_default()
        typed = self._typed + (event.character or "").lower()
        left = [hint for hint in self._places if hint.startswith(typed)]
        if not event.is_printable or not left:
            self.dismiss(None)
        elif typed in self._places:
            self.dismiss(self._places[typed])
        else:
            self._typed = typed
            for hint, shown in zip(self._places, self.query(".hint"), strict=True):
                shown.display = hint in left

    def on_click(self) -> None:
        """Goes back."""
        self.dismiss(None)


def jump(screen: Screen[None]) -> None:
    """Shows the places of a screen, and goes to the one that is chosen."""

    async def chosen(place: Place | None) -> None:
        if place is not None and isawaitable(going := place.go()):
            await going

    screen.app.push_screen(JumpScreen(places_on(screen)), chosen)
