"""The app: it paints at once, opens the file on another thread, and hands what was saved to every screen."""

from __future__ import annotations

import asyncio
import signal
from collections.abc import Callable
from contextlib import suppress
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from textual import events
from textual.app import App
from textual.filter import Monochrome, NoColor
from textual.screen import Screen
from textual.worker import Worker, WorkerState

from pipetui.config.keymap import make_keymap
from pipetui.config.reading import Config
from pipetui.tui import theme
from pipetui.tui.commands import BOARD, COMMANDS, PEOPLE, changed_bindings
from pipetui.tui.desk import Desk
from pipetui.tui.expected import Expected
from pipetui.tui.fitting import Fitting
from pipetui.tui.found import Found
from pipetui.tui.keyboard import AT_ONCE, Keyboard
from pipetui.tui.loading import Loading
from pipetui.tui.modes import LATER
from pipetui.tui.names import Names
from pipetui.tui.notices import Notices, Severity
from pipetui.tui.reminding import Reminding
from pipetui.tui.screens.asking import AskingScreen
from pipetui.tui.screens.board import BoardScreen
from pipetui.tui.shown import Shown
from pipetui.tui.trail import Trail
from pipetui.tui.troubles import Troubles
from pipetui.tui.watching import Watching
from pipetui.tui.workers import run_beside, run_latest
from pipetui.tui.writing import Writing
from pipetui.values.clock import Clock, to_local
from pipetui.values.errors import NotFound, PipetuiError

if TYPE_CHECKING:
    from rich.terminal_theme import TerminalTheme

    from pipetui.config.declared import Setting
    from pipetui.tui.state import State
    from pipetui.values.periods import Period
    from pipetui.views.card import Saved
    from pipetui.views.detail import Detail
    from pipetui.views.people.listed import Kind

MOST_PROBLEMS, PROBLEM_SECONDS = 4, 15
"""What is wrong in a config is told at the start: this many sentences, this long; ``pipetui config`` tells all."""


class PipetuiApp(App[None]):
    """Owns the state. Screens draw it; commands go to the file and come back as what they saved."""

    TITLE = "pipetui"
    CSS_PATH: ClassVar[list[str | Path]] = ["styles/pipetui.tcss", "styles/screens.tcss"]  # type: ignore[assignment]  # Textual accepts both
    MODES: ClassVar[dict[str, Callable[[], Screen[None]]]] = LATER  # type: ignore[assignment]  # Textual takes callables
    DEFAULT_MODE = BOARD
    ENABLE_COMMAND_PALETTE = False  # there is one of its own, under a key that can be another

    def __init__(
        self,
        path: Path,
        clock: Clock,
        *,
        durable: bool = True,
        config: Config | None = None,
        remember: Callable[[str, Setting], None] | None = None,
        foretells: bool = False,
        backs_up: bool = False,
    ) -> None:
        """The app on a file; ``remember`` keeps a value that was chosen, by its name, for the next time.

        ``foretells`` has the strip tell what is expected without being asked, once there is leisure for it.
        ``backs_up`` has it copied once a day, unless the config says otherwise.
        """
        super().__init__()
        self.config = config or Config()
        self.keymap = make_keymap(COMMANDS, self.config)
        if changed := changed_bindings(self.keymap):
            self.set_keymap(changed)
        self._remember = remember
        self.foretells = foretells
        self.backs_up = backs_up and self.config.is_on("backups.daily")
        self.found = Found(keep=remember is not None)
        self.register_theme(theme.PIPETUI)
        self.register_theme(theme.PIPETUI_LIGHT)
        self._begin_with(self.config.text("theme"))
        self.desk = Desk(path, clock, durable=durable)
        self.state: State | None = None
        """What is shown; None until the file is read."""
        self.keyboard = Keyboard(self, super().on_event)
        self.loading = Loading(self)
        self.watching = Watching(self)
        self.writing = Writing(self)
        self.names = Names(self)
        self.shown = Shown(self)
        self.trail = Trail(self)
        self.fitting = Fitting(self)
        self.expected = Expected(self)
        self.reminding = Reminding(self)
        self.troubles = Troubles(self)
        self.notices = Notices(self)
        self.drafts: dict[str, dict[str, str]] = {}
        """What was typed in questions that were left, by their keys."""
        self.stage_drafts: dict[str, str] = {}
        """What was typed for stages and not saved, by their names."""
        self.failure: PipetuiError | None = None
        """Why the file could not be opened, where it could not."""

    def _begin_with(self, name: str) -> None:
        """Has a theme hold from the first frame. Assigned, it would have every style sheet read a second time."""
        self.set_reactive(App.theme, name)
        dark = self.current_theme.dark
        self.update_classes({"-dark-mode": dark, "-light-mode": not dark}, update=False)
        self._refresh_truecolor_filter(self.ansi_theme)  # a theme of the terminal's own colours leaves them as they are
        self.stylesheet.set_variables(self.get_css_variables())

    def _refresh_truecolor_filter(self, theme: TerminalTheme) -> None:
        """Leaves the terminal's own colours as they are, or not; without colours they are left out, not made grey."""
        super()._refresh_truecolor_filter(theme)
        greys = NoColor if self.native_ansi_color else Monochrome
        self._filters = [greys() if isinstance(each, (NoColor, Monochrome)) else each for each in self._filters]

    def get_default_screen(self) -> Screen[None]:
        """The board. As a mode of its own it would have all style sheets read three times at the start."""
        return BoardScreen()

    def get_css_variables(self) -> dict[str, str]:
        """The theme's colours; those only pipetui's own themes have get a stand-in."""
        variables = super().get_css_variables()
        if "here" not in variables:
            variables.update(theme.stand_ins(self.current_theme, variables))  # it is what widgets are painted from
        return variables

    async def on_event(self, event: events.Event) -> None:
        """Lets keys wait for one another."""
        if isinstance(event, events.Key) and not event.is_forwarded and event.key not in AT_ONCE:
            self.keyboard.type(event)
        else:
            await super().on_event(event)

    def on_mount(self) -> None:
        """Starts reading the file, and watching it."""
        self.add_mode(BOARD, BoardScreen)  # its screen is there; this is for coming back to it
        run_beside(self, "keys", self.keyboard.work)
        if not self.is_headless:
            # What ends a program must not leave its terminal without echo, on another screen, and reporting the mouse.
            with suppress(NotImplementedError):  # Windows has no such thing
                asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, self._end, 128 + signal.SIGTERM)
        self.call_after_refresh(self.load, first=True)
        for problem in (*self.config.problems, *self.keymap.problems)[:MOST_PROBLEMS]:
            self.notices.stand(problem, "warning", title="config", seconds=PROBLEM_SECONDS)
        if (opens_with := self.config.text("start")) != BOARD:
            self.call_later(self.action_show, opens_with)
        self.watching.begin()

    async def on_unmount(self) -> None:
        """Puts the terminal's title back."""
        self.reminding.end()

    def fail(self, error: PipetuiError) -> None:
        """Ends, since the file can't be opened."""
        self.failure = error
        self.exit()

    def _end(self, status: int) -> None:
        """Ends in order, with an exit status."""
        self.exit(return_code=status)

    # Reading

    def load(self, *, first: bool = False, period: Period | None = None, pipeline_id: int | None = None) -> None:
        """Reads the pipeline anew, on the file's thread."""
        state = self.state
        if state is not None:
            period = period or state.period
            pipeline_id = pipeline_id or state.pipeline.id
        run_latest(self, "load", self.loading.load, period, pipeline_id, first)

    async def read_detail(self, deal_id: int) -> Detail | None:
        """Everything about a deal; None where it is gone."""
        try:
            return await self.desk.ask(lambda work: work.timelines.detail(deal_id))
        except NotFound:
            return None
        except PipetuiError as error:
            self.tell(str(error), severity="error")
            return None

    # The state, and its way to the screens

    def show_state(self, state: State) -> None:
        """Shows what was just read."""
        self.state = state
        self._forget_names()
        self.troubles.carry_over(state)
        self.redraw()
        self.troubles.follow()

    def took(self, saved: Saved) -> None:
        """Takes over what was saved; reads the file anew where that is too much to tell deal by deal."""
        state = self.state
        if saved.anew:
            self.load()
        elif state is not None:
            state.apply(saved)
            self._forget_names()
            self.redraw(saved)
            self.troubles.follow()

    def _forget_names(self) -> None:
        """Has what names there are in the file asked for anew."""
        self.names.forget()
        self.found.in_file = None

    def redraw(self, saved: Saved | None = None) -> None:
        """Draws every screen anew: all of it, or what a command changed."""
        for screen in self.screen_stack:
            if isinstance(screen, AskingScreen):
                screen.draw(saved)
                screen.refresh_bars()
        self.reminding.show_title()

    def refresh_bars(self) -> None:
        """Draws what the bars tell, on every screen."""
        for screen in self.screen_stack:
            if isinstance(screen, AskingScreen):
                screen.refresh_bars()

    # What every screen asks of the app

    def tell(self, said: str, severity: Severity = "information", *, beside: bool = False) -> None:
        """Says something in a corner of the screen, in place of what was done before or beside it."""
        self.notices.tell(said, severity, beside=beside)

    def now_local(self) -> datetime:
        """The moment by the rep's own clock."""
        return to_local(self.desk.clock.now())

    def today(self) -> date:
        """The rep's day."""
        return self.desk.clock.today()

    def choose(self, name: str, value: Setting) -> None:
        """Has another value of the config hold, at once, and keeps it for the next time."""
        from pipetui.tui.settings import take_hold

        self.config = self.config.having(name, value)
        self._keep_choice(name, value)
        take_hold(self, name)

    def _keep_choice(self, name: str, value: Setting) -> None:
        remember = self._remember
        # The period is kept in the file, with the targets for it.
        if remember is not None and name != "forecast.period":
            run_beside(self, "remembering", self.desk.ask, lambda _: remember(name, value))

    # Going about

    def action_show(self, name: str) -> None:
        """Goes to another screen."""
        self.trail.go(name)

    def show_person(self, kind: Kind, number: int, field: str = "") -> None:
        """Goes to a company or a contact, on their screen; to one of their fields where it is named."""
        from pipetui.tui.screens.people import PeopleScreen

        self.trail.go(PEOPLE)
        assert isinstance(self.screen, PeopleScreen)
        self.screen.go_to(kind, number, field)

    def open_deal(self, deal_id: int) -> None:
        """Opens a deal in full."""
        from pipetui.tui.screens.deal import DealScreen

        self.push_screen(DealScreen(deal_id))

    def edit_stage(self, stage_id: int, *, outside: bool = False) -> None:
        """Edits all that is written for a stage, here or in the rep's own editor."""
        from pipetui.tui.screens.stage_text import edit_stage

        run_beside(self, "detail", edit_stage, self, stage_id, outside=outside)

    async def reveal(self, deal_id: int) -> None:
        """Goes to a deal on the board, or opens it where it is not to be seen there."""
        state = self.state
        screen = self.screen
        card = state.board.cards.get(deal_id) if state else None
        if state and isinstance(screen, BoardScreen) and card is not None and state.board.column_of(card) is not None:
            screen.reveal(card)
        else:
            self.open_deal(deal_id)

    def action_keys(self) -> None:
        """Shows every key of the screen."""
        from pipetui.tui.screens.keys import KeysScreen

        screen = self.screen
        if not isinstance(screen, AskingScreen):
            return

        async def done(action: str | None) -> None:
            if action:
                await screen.run_action(action)

        self.push_screen(KeysScreen(screen.NAME, screen.HELP or "", self.keymap), done)

    def show_strokes(self, strokes: str) -> None:
        """Shows how a key of several strokes that was begun can go on."""
        from pipetui.tui.widgets.footer import FooterBar

        for bar in self.screen.query(FooterBar):
            bar.show_strokes(strokes)

    def action_palette(self, typed: str = "") -> None:
        """Opens the palette over the screen."""
        from pipetui.tui.flows.finding import open_palette

        if isinstance(self.screen, AskingScreen):
            open_palette(self.screen, typed)

    def on_worker_state_changed(self, event: Worker.StateChanged) -> None:
        """A command that fails for a reason nobody foresaw must not take the app with it unseen."""
        if event.state is WorkerState.ERROR and event.worker.error is not None:
            self.log.error(event.worker.error)
