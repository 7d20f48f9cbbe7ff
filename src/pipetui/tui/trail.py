"""The way back: the screens, and the deal open over one of them, that were left for the one that is shown."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from pipetui.tui.commands import BOARD

if TYPE_CHECKING:
    from pipetui.tui.app import PipetuiApp


class Left(NamedTuple):
    """A screen that was left for another: its name, and the deal that was open over it."""

    screen: str
    deal_id: int | None


class Trail:
    """Where ``esc`` goes once there is nothing left to close on a screen.

    Each screen is on the way once: gone to again, what came after it is forgotten. The board is where it all ends.
    """

    def __init__(self, app: PipetuiApp) -> None:
        self._app = app
        self._left: list[Left] = []

    def go(self, name: str) -> None:
        """Goes to another screen, and remembers the one that is left for it."""
        app = self._app
        left = Left(app.current_mode, self._open_deal())
        self._show(name)
        names = [each.screen for each in self._left]
        if name in names:
            del self._left[names.index(name) :]
        elif name == BOARD:
            self._left.clear()
        elif left.screen != name:
            self._left.append(left)

    def back(self) -> None:
        """Goes back to the screen that was left last, with the deal that was open on it; else to the board."""
        left = self._left.pop() if self._left else Left(BOARD, None)
        self._show(left.screen)
        if left.deal_id is not None:
            self._app.open_deal(left.deal_id)

    def _show(self, name: str) -> None:
        app = self._app
        while len(app.screen_stack) > 1:
            app.pop_screen()
        if app.current_mode != name:
            app.switch_mode(name)

    def _open_deal(self) -> int | None:
        if len(self._app.screen_stack) < 2:  # nothing is open over it, and what would be is not loaded for that
            return None
        from pipetui.tui.screens.deal import DealScreen

        opened = [screen.deal_id for screen in self._app.screen_stack if isinstance(screen, DealScreen)]
        return opened[-1] if opened else None
