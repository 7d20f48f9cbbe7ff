"""Reminders in the app: a notice and the bell shortly before a follow-up, and what waits in the terminal's title."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from pipetui.values.errors import PipetuiError

if TYPE_CHECKING:
    from pipetui.tui.app import PipetuiApp
    from pipetui.views.reminders import Reminder

PUSH_TITLE, POP_TITLE = "\x1b[22;2t", "\x1b[23;2t"
"""Has the terminal keep its title, and put it back."""

SECONDS = 20
"""How long a reminder stays in the corner."""


class Reminding:
    """Reminds of what has come due, once, unless it is quiet."""

    def __init__(self, app: PipetuiApp) -> None:
        self._app = app
        self._told: set[str] | None = None
        self._title = ""

    async def remind(self) -> None:
        """Tells what is to begin within the minutes of the config, or just did."""
        app = self._app
        state, config = app.state, app.config
        if state is None:
            return
        self.show_title()
        from pipetui.config.reminded import keep_reminded, reminded
        from pipetui.values.quiet import parse_quiet
        from pipetui.views.reminders import reminders

        quiet = parse_quiet(config.text("reminders.quiet"))
        if quiet is not None and quiet.cover(app.now_local()):
            return
        if self._told is None:
            self._told = await asyncio.to_thread(reminded, app.desk.path)
        cards = (card for card in state.board.cards.values() if card.steps)
        due = reminders(cards, app.desk.clock.now(), config.number("reminders.minutes"), self._told)
        if not due:
            return
        self._told |= {reminder.key for reminder in due}
        for reminder in due:
            app.notices.stand(reminder.text, title=reminder.title, seconds=SECONDS)
        if config.is_on("reminders.bell"):
            app.bell()
        await asyncio.to_thread(keep_reminded, app.desk.path, [reminder.key for reminder in due])
        for reminder in due:
            await self._outside(reminder)

    async def _outside(self, reminder: Reminder) -> None:
        """Shows a reminder outside the app, where that is asked for."""
        from pipetui.desktop import notify, terminal_notice

        app = self._app
        self._write(terminal_notice(app.config.text("reminders.terminal"), reminder.title, reminder.text))
        if app.config.is_on("reminders.desktop"):
            try:
                await notify(reminder.title, reminder.text)
            except PipetuiError as error:
                app.tell(str(error), severity="warning")

    def show_title(self) -> None:
        """Says in the terminal's title how many follow-ups wait."""
        app = self._app
        if app.state is None or not app.config.is_on("reminders.title"):
            return
        title = f"({app.state.waiting}) pipetui" if app.state.waiting else "pipetui"
        if title != self._title:
            self._write(("" if self._title else PUSH_TITLE) + f"\x1b]2;{title}\x1b\\")
            self._title = title

    def end(self) -> None:
        """Puts the terminal's own title back."""
        if self._title:
            self._write(POP_TITLE)
            self._title = ""

    def _write(self, sequence: str) -> None:
        driver = self._app._driver
        if sequence and driver is not None and not driver.is_headless:
            driver.write(sequence)
            driver.flush()
