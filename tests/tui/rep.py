"""A rep at the screen: presses keys, moves the mouse, reads what is shown and what is in the file."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, closing
from pathlib import Path
from typing import Any

from textual.css.model import RuleSet
from textual.css.stylesheet import Stylesheet
from textual.events import Key, MouseScrollDown, MouseScrollUp
from textual.keys import _character_to_key
from textual.pilot import Pilot
from textual.worker import Worker

from pipetui.config.declared import Setting
from pipetui.config.reading import Config
from pipetui.tui.app import PipetuiApp
from pipetui.tui.screens.asking import AskingScreen
from pipetui.tui.screens.board import BoardScreen
from pipetui.tui.screens.letter import LetterScreen
from pipetui.tui.widgets.asked import Asked
from pipetui.tui.widgets.column import ColumnView
from pipetui.tui.widgets.strip import ForecastStrip
from pipetui.values.clock import Clock
from pipetui.views.card import Card
from pipetui.workspace import open_workspace
from tui.known_pipeline import TODAY, small

_parse = Stylesheet._parse_rules
_parsed: dict[object, list[RuleSet]] = {}


def _parse_once(sheets: Stylesheet, css: str, **told: Any) -> list[RuleSet]:
    """The rules of a style sheet: the same in each sitting under a theme. Reading them took a tenth of a sitting."""
    key = (css, *told.items(), frozenset(sheets._variables.items()))
    if key not in _parsed:
        _parsed[key] = _parse(sheets, css, **told)
    return _parsed[key]


setattr(Stylesheet, "_parse_rules", _parse_once)  # noqa: B010 - the checker wants the very signature

PATIENCE = 60
"""Seconds after which a screen that never comes to rest is a failure."""


class Rep:
    """Works an app that runs without a terminal. After each call the app has come to rest."""

    def __init__(self, app: PipetuiApp, pilot: Pilot[None], path: Path) -> None:
        self.app = app
        self.pilot = pilot
        self.path = path

    # Keys

    async def press(self, *keys: str) -> None:
        """Presses keys, by the characters they write or by Textual's names, each when the last has been answered."""
        for key in keys:
            self._send(key)
            await self.settled()

    async def press_at_once(self, *keys: str) -> None:
        """Presses keys faster than the app answers."""
        for key in keys:
            self._send(key)
        await self.settled()

    async def type(self, text: str) -> None:
        """Types text, with ``\\r`` for enter, faster than the app answers."""
        for character in text:
            self._send(character)
        await self.settled()

    async def say(self, text: str) -> None:
        """Types text in place of what the line has, and answers with ``enter``."""
        await self.press("ctrl+u")
        await self.type(text)
        await self.press("enter")

    def _send(self, key: str) -> None:
        driver = self.app._driver
        assert driver is not None
        key = "enter" if key == "\r" else key
        event = Key(_character_to_key(key), key) if len(key) == 1 else Key(key, None)
        event.set_sender(self.app)
        driver.send_message(event)

    # The mouse

    def find(self, text: str, nth: int = 0) -> tuple[int, int]:
        """The column and the line, from 0, where a text is shown for the nth time."""
        found = [
            (column, y)
            for y, line in enumerate(self.lines)
            for column in range(len(line))
            if line.startswith(text, column)
        ]
        assert len(found) > nth, f"{text!r} is not shown:\n{self.text}"
        return found[nth]

    async def click(self, text: str, *, times: int = 1, nth: int = 0) -> None:
        """Clicks on a text."""
        await self.pilot.click(offset=self.find(text, nth), times=times)
        await self.settled()

    async def drag(self, text: str, to: tuple[int, int]) -> None:
        """Drags what a text is on to a place of the screen."""
        await self.pick_up(text)
        await self.pilot.hover(offset=to)
        await self.drop(to)

    async def pick_up(self, text: str) -> None:
        """Presses the mouse on a text."""
        await self.pilot.mouse_down(offset=self.find(text))
        await self.settled()

    async def drop(self, at: tuple[int, int]) -> None:
        """Lets the mouse go."""
        await self.pilot.mouse_up(offset=at)
        await self.settled()

    async def wheel(self, text: str, down: bool = True) -> None:
        """Turns the wheel a notch over a text."""
        await self.pilot._post_mouse_events([MouseScrollDown if down else MouseScrollUp], offset=self.find(text))
        await self.settled()

    # What is shown

    @property
    def lines(self) -> list[str]:
        """The text of each line of the terminal."""
        return [strip.text.rstrip() for strip in self.app.screen._compositor.render_strips()]

    @property
    def text(self) -> str:
        """The same in one."""
        return "\n".join(self.lines)

    def shows(self, *texts: str) -> bool:
        """Whether all the texts are on the screen; where they are not, it is part of the failure."""
        missing = [text for text in texts if text not in self.text]
        assert not missing, f"{missing} not shown:\n{self.text}"
        return True

    def line_with(self, text: str) -> str:
        """The first line that has a text."""
        return self.lines[self.find(text)[1]]

    async def past_notices(self) -> None:
        """Goes on once the notices in the corner are gone, which hide what is under them for some seconds."""
        self.app.clear_notifications()
        await self.settled()

    @property
    def told(self) -> list[str]:
        """What the corner of the screen says, oldest first."""
        return [str(each.message) for each in self.app._notifications]

    @property
    def screen(self) -> AskingScreen:
        """The screen that is worked on."""
        screen = self.app.screen
        assert isinstance(screen, AskingScreen), screen
        return screen

    @property
    def here(self) -> str:
        """The title of the deal under the cursor."""
        card = self.screen.current_card()
        return card.title if card else ""

    @property
    def columns(self) -> list[ColumnView]:
        """The columns of the board that are shown."""
        screen = self.app.screen
        assert isinstance(screen, BoardScreen), screen
        return screen.views

    def is_asked(self) -> bool:
        """Whether a question is open."""
        return bool(self.app.screen.query(Asked))

    @property
    def strip(self) -> list[str]:
        """The lines of the forecast strip."""
        region = self.app.screen.query_one(ForecastStrip).region
        return [line.strip() for line in self.lines[region.y : region.bottom]]

    # What is in the file

    def card(self, deal_id: int) -> Card:
        """A deal as the file has it."""
        with closing(open_workspace(self.path, Clock(TODAY))) as work:
            return work.overview.card(deal_id)

    def rows(self, query: str, *values: object) -> list[tuple[Any, ...]]:
        """What the file answers."""
        with closing(sqlite3.connect(self.path)) as db:
            return db.execute(query, values).fetchall()

    # Waiting

    async def settled(self) -> None:
        """Waits until nothing is to be read, written, or drawn."""
        async with asyncio.timeout(PATIENCE):
            while True:
                await self.pilot.pause()
                if not self.app.is_running or self.app._exit:
                    return
                await asyncio.get_running_loop().run_in_executor(self.app.desk._thread, lambda: None)
                if not self.app.keyboard.waiting and not any(map(self._is_at_work, list(self.app.workers))):
                    break
            await self.pilot.pause()

    def _is_at_work(self, worker: Worker[Any]) -> bool:
        waits_for_the_rep = worker.group == "keys" or (
            worker.group == "asking"
            and (
                isinstance(self.app.screen, LetterScreen)
                or any(not prompt.answer.done() for screen in self.app.screen_stack for prompt in screen.query(Asked))
            )
        )
        return not worker.is_finished and not waits_for_the_rep


@asynccontextmanager
async def sitting(
    path: Path,
    size: tuple[int, int] = (120, 36),
    fill: Callable[[Path], None] = small,
    config: Config | None = None,
    remember: Callable[[str, Setting], None] | None = None,
    *,
    foretells: bool = False,
    backs_up: bool = False,
) -> AsyncIterator[Rep]:
    """A rep in front of a pipeline; at the end the app must not have failed."""
    fill(path)
    app = PipetuiApp(
        path,
        Clock(TODAY),
        durable=False,
        config=config,
        remember=remember,
        foretells=foretells,
        backs_up=backs_up,
    )
    try:
        async with app.run_test(size=size, notifications=True) as pilot:
            rep = Rep(app, pilot, path)
            await rep.settled()
            yield rep
            failed = [worker for worker in app.workers if worker.error is not None]
            assert not failed, failed
    finally:
        app.desk.close()
