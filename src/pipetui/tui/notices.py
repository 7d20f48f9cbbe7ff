"""What the corner of the screen says: of what was done the last only, of what calls for an answer all of it."""

from __future__ import annotations

from time import monotonic
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from pipetui.tui.app import PipetuiApp

Severity = Literal["information", "warning", "error"]


class Notices:
    """Never takes markup, since names are in what it says."""

    def __init__(self, app: PipetuiApp) -> None:
        """Nothing is told yet."""
        self._app = app
        self._standing_until = 0.0

    def tell(self, said: str, severity: Severity = "information", *, beside: bool = False) -> None:
        """Says what was done, for the seconds of the config; a warning twice as long.

        It takes the place of what was done before, or a rep who is quick has notices pile up over the columns'
        sums; ``beside`` leaves that where it is. A warning waits for nobody, and nobody takes its place.
        """
        seconds = self._app.config.number("notices.seconds")
        if severity != "information":
            self.stand(said, severity, seconds=2 * seconds)
            return
        if not beside and monotonic() >= self._standing_until:
            self._app.clear_notifications()
        self._app.notify(said, markup=False, timeout=seconds)

    def stand(self, said: str, severity: Severity = "information", *, title: str = "", seconds: float) -> None:
        """Says what has to be read: nothing takes its place before its seconds are over."""
        self._standing_until = max(self._standing_until, monotonic() + seconds)
        self._app.notify(said, title=title, severity=severity, markup=False, timeout=seconds)
