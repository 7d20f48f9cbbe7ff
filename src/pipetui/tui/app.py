"""The app: it paints at once, opens the file on another thread, and hands what was saved to every screen."""

from __future__ import annotations

import asyncio
import gc
import signal
from collections.abc import Callable, Coroutine
from contextlib import suppress
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar, Literal

from textual import events
from textual.app import App
from textual.screen import Screen
from textual.worker import Worker, WorkerState

from pipetui.config.keymap import make_keymap
from pipetui.config.reading import Config
from pipetui.tui import theme
from pipetui.tui.commands import AGENDA, BOARD, COMMANDS, FORECAST, HISTORY, LEADS, RULES, STAGES, changed_bindings
from pipetui.tui.desk import Desk
from pipetui.tui.found import Found
from pipetui.tui.keyboard import AT_ONCE, Keyboard
from pipetui.tui.reminding import Reminding
from pipetui.tui.screens.asking import SHORT_LINES, AskingScreen
from pipetui.tui.screens.board import BoardScreen
from pipetui.tui.screens.working import ListScreen, WorkingScreen
from pipetui.values.clock import Clock, to_local
from pipetui.values.errors import NotFound, PipetuiError
from pipetui.values.text import count

if TYPE_CHECKING:
    from pipetui.config.declared import Setting
    from pipetui.tui.desk import Seen
    from pipetui.tui.state import State
    from pipetui.values.filter_offers import Offers
    from pipetui.values.periods import Period
    from pipetui.values.query import Fields, Filter
    from pipetui.views.card import Card, Saved
    from pipetui.views.detail import Detail
    from pipetui.views.forecast import Forecast
    from pipetui.views.known import Known
    from pipetui.views.many import Hindered
    from pipetui.views.odds import Odds
    from pipetui.views.saved_view import SavedView
    from pipetui.views.snapshot import Snapshot
    from pipetui.views.stage import Pipeline
    from pipetui.workspace import Workspace

WATCH_SECONDS = 0.4
"""How often another program's changes are looked for."""

PATIENT_LOOKS = 2
"""How often a file may be found missing before that is told: one that is replaced is away for a moment."""

TICK_SECONDS = 60.0
"""How often what is due by itself is done, and reminders are looked for."""

FIGURES_SECONDS = 0.1
"""How long after a letter of a filter the strip's figures are read."""

MOST_NOTICES = 3
"""How much of what rules did is told one by one."""

MOST_PROBLEMS, PROBLEM_SECONDS = 4, 15
"""What is wrong in a config is told at the start: this many sentences, this long; ``pipetui config`` tells all."""


def _agenda() -> Screen[None]:
    from pipetui.tui.screens.agenda import AgendaScreen

    return AgendaScreen()


def _expected(odds: Odds, cards: list[Card], period: Period) -> int:
    return sum(odds.adds(card, period) for card in cards)


def _forecast() -> Screen[None]:
    from pipetui.tui.screens.forecast import ForecastScreen

    return ForecastScreen()


def _leads() -> Screen[None]:
    from pipetui.tui.screens.leads import LeadsScreen

    return LeadsScreen()


def _history() -> Screen[None]:
    from pipetui.tui.screens.history import HistoryScreen

    return HistoryScreen()


def _rules() -> Screen[None]:
    from pipetui.tui.screens.rules import RulesScreen

    return RulesScreen()


def _stages() -> Screen[None]:
    from pipetui.tui.screens.stages import StagesScreen

    return StagesScreen()


def _figures_of(pipeline: Pipeline, period: Period, wanted: Filter) -> Callable[[Workspace], Forecast]:
    """Reads the figures of what a filter lets through."""
    return lambda work: work.overview.forecast(pipeline, period, wanted)


class PipetuiApp(App[None]):
    """Owns the state. Screens draw it; commands go to the file and come back as what they saved."""

    TITLE = "pipetui"
    CSS_PATH: ClassVar[list[str | Path]] = ["styles/pipetui.tcss", "styles/screens.tcss"]  # type: ignore[assignment]  # Textual accepts both
    MODES: ClassVar[dict[str, Callable[[], Screen[None]]]] = {  # type: ignore[assignment]  # Textual takes callables
        AGENDA: _agenda,
        FORECAST: _forecast,
        LEADS: _leads,
        RULES: _rules,
        HISTORY: _history,
        STAGES: _stages,
    }
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
    ) -> None:
        """The app on a file; ``remember`` keeps a value that was chosen, by its name, for the next time."""
        super().__init__()
        self.config = config or Config()
        self.keymap = make_keymap(COMMANDS, self.config)
        if changed := changed_bindings(self.keymap):
            self.set_keymap(changed)
        self._remember = remember
        self.found = Found(keep=remember is not None)
        self.register_theme(theme.PIPETUI)
        self.register_theme(theme.PIPETUI_LIGHT)
        # Not assigned, since that has every style sheet read a second time.
        self.set_reactive(App.theme, self.config.text("theme"))
        self.stylesheet.set_variables(self.get_css_variables())
        self.desk = Desk(path, clock, durable=durable)
        self.reminding = Reminding(self)
        self.keyboard = Keyboard(self, super().on_event)
        self.state: State | None = None
        self.drafts: dict[str, dict[str, str]] = {}
        """What was typed in questions that were left, by their keys."""
        self.filter_text = ""
        self._filter: Filter | None = None
        self.view: SavedView | None = None
        """The saved view that was taken, until another filter is typed."""
        self._sort_before = ""
        self._fields: Fields | None = None
        self._known: Known | None = None
        self.stage_drafts: dict[str, str] = {}
        """What was typed for stages and not saved, by their names."""
        self._dense: bool | None = None
        self._odds: Odds | None = None
        self._odds_wanted = False
        """Whether the forecast was looked at: from then on the strip tells what is expected."""
        self._loading = False
        self._gone = 0
        """How often in a row the file was not there."""
        self.failure: PipetuiError | None = None
        """Why the file could not be opened, where it could not."""

    def get_default_screen(self) -> Screen[None]:
        """The board. As a mode of its own it would have all style sheets read three times at the start."""
        return BoardScreen()

    def get_css_variables(self) -> dict[str, str]:
        """The theme's colours; those only pipetui's own theme has get a stand-in."""
        variables = super().get_css_variables()
        for name, colour in theme.stand_ins(self.current_theme, variables).items():
            variables.setdefault(name, colour)
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
        self.run_worker(self.keyboard.work(), group="keys")
        if not self.is_headless:
            # What ends a program must not leave its terminal without echo, on another screen, and reporting the mouse.
            with suppress(NotImplementedError):  # Windows has no such thing
                asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, self._end, 128 + signal.SIGTERM)
        self.call_after_refresh(self.load, first=True)
        for problem in (*self.config.problems, *self.keymap.problems)[:MOST_PROBLEMS]:
            self.notify(problem, title="config", severity="warning", markup=False, timeout=PROBLEM_SECONDS)
        if (opens_with := self.config.text("start")) != BOARD:
            self.call_later(self.action_show, opens_with)
        self.set_interval(WATCH_SECONDS, self._watch)
        self.set_interval(TICK_SECONDS, self._tick)

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
        self.run_worker(self._load(period, pipeline_id, first), group="load", exclusive=True)

    async def _load(self, period: Period | None, pipeline_id: int | None, first: bool) -> None:
        try:
            snapshot: Snapshot = await self.desk.ask(lambda work: work.overview.snapshot(pipeline_id, period))
        except PipetuiError as error:
            if first:
                self.failure = error
                self.exit()
                return
            self.tell(str(error), severity="error")
            return
        from pipetui.tui.state import State

        sort = self.state.board.sort if self.state else self.config.text("sort")
        state = State(snapshot, self.desk.clock.today(), self._card_height(snapshot.pipeline))
        if sort != state.board.sort:
            state.board.order_by(sort)
        self._show_columns(state, self.view.columns if self.view is not None else ())
        if self._filter is not None:
            if self.state is not None and self.state.today != state.today:
                self._filter = self._read_filter(self.filter_text)
            state.narrow(self._filter)
            self.call_later(self._narrow_figures)
        lost = self._keep_marks(state)
        self.state = state
        self._forget_names()
        self._draw()
        if lost:
            self.tell(f"{count(lost, 'marked deal')} {'is' if lost == 1 else 'are'} there no longer.", "warning")
        if self._odds_wanted:
            await self._expect(state)
        if first:
            self.call_after_refresh(self._now_at_leisure)

    def _keep_marks(self, state: State) -> int:
        """Takes over the marks of what is still there; gives how many deals are gone that were marked."""
        was = self.state
        if was is None or was.pipeline.id != state.pipeline.id:
            return 0
        # One that was closed elsewhere is there, but not on the board.
        closed = {number for number in was.marks if (card := was.board.cards.get(number)) and not card.is_open}
        was.marks.drop(closed)
        state.marks = was.marks
        return state.marks.keep(state.board.cards.__contains__)

    def _now_at_leisure(self) -> None:
        """Does what the board did not wait for."""
        if not gc.isenabled():
            # What was read is there to stay: the garbage collector need not go through it again and again.
            gc.freeze()
            gc.enable()
        self.run_worker(self._get_ready(), group="ready")

    async def _get_ready(self) -> None:
        """Imports what writes, on the file's thread, while the rep looks at the board."""
        try:
            await self.desk.ask(lambda work: work.get_ready())
            await self._keep_up()
            await self.desk.ask(lambda work: work.keep_forecasts())
            await self.reminding.remind()
        except PipetuiError as error:
            self.tell(str(error), severity="error")

    async def _keep_up(self) -> None:
        """Has done what is due by itself, and shows it."""
        if await self.desk.ask(lambda work: work.keep_up()):
            self.load()
            await self._tell_notices()

    def _tick(self) -> None:
        """Has done what has come due meanwhile, without keeping the app from its keys."""
        if self.state is not None:
            self.run_worker(self._keep_up_or_tell(), group="tick", exclusive=True)

    async def _keep_up_or_tell(self) -> None:
        try:
            await self._keep_up()
            await self.reminding.remind()
        except PipetuiError as error:
            self.tell(str(error), severity="error")

    def _watch(self) -> None:
        """Looks whether another program wrote, or the day is another, without keeping the app from its keys."""
        if self.state is not None and not self._loading:
            self._loading = True
            self.run_worker(self._look_elsewhere(), group="watch")

    async def _look_elsewhere(self) -> None:
        seen: Seen = "same"
        try:
            seen = await self.desk.look()
        except PipetuiError as error:
            self.tell(str(error), severity="error")
        finally:
            self._loading = False
        if seen == "gone" and self._gone == PATIENT_LOOKS:
            self.tell(f"{self.desk.path} was moved or deleted: nothing can be saved until it is back.", "error")
        self._gone = self._gone + 1 if seen == "gone" else 0
        state = self.state
        if seen == "changed" or (state is not None and state.today != self.desk.clock.today()):
            self._odds = None
            self.load()

    async def odds(self) -> Odds:
        """The odds of the pipeline's open deals, learned when they are first asked for; the strip follows them."""
        self._odds_wanted = True
        state = self.state
        assert state is not None
        pipeline = state.pipeline
        odds = self._odds
        if odds is None or odds.learned.history.pipeline_id != pipeline.id:
            odds = await self.desk.aside(lambda overview: overview.odds(pipeline))
            self._odds = odds
        if self.state is not None and self.state.forecast.odds is not odds:
            await self._count_expected(self.state, odds)
        return odds

    async def _expect(self, state: State) -> None:
        try:
            await self.odds()
        except PipetuiError as error:
            self.tell(str(error), severity="error")

    async def _count_expected(self, state: State, odds: Odds) -> None:
        """Has the strip tell what is expected, once that is counted aside."""
        while self.state is state and state.pipeline.id == odds.learned.history.pipeline_id:
            version = state.version
            expected = await asyncio.to_thread(_expected, odds, list(state.board.cards.values()), state.period)
            if state.version == version:
                state.forecast.odds, state.forecast.expected = odds, expected
                self._refresh_bars()
                return

    def _refresh_bars(self) -> None:
        for screen in self.screen_stack:
            if isinstance(screen, AskingScreen):
                screen.refresh_bars()

    async def read_detail(self, deal_id: int) -> Detail | None:
        """Everything about a deal; None where it is gone."""
        try:
            return await self.desk.ask(lambda work: work.timelines.detail(deal_id))
        except NotFound:
            return None
        except PipetuiError as error:
            self.tell(str(error), severity="error")
            return None

    # Writing

    def perform(self, call: Callable[[Workspace], Saved], told: str | None = None) -> None:
        """Runs a command on the file; what it saved reaches every total and the screen shown."""
        self.run_worker(self._perform(call, told), group="commands")

    def perform_on_many(
        self,
        call: Callable[[Workspace], Saved],
        hindered: Callable[[Hindered], Coroutine[Any, Any, None]] | None = None,
    ) -> None:
        """Runs a command on many deals, and says what history calls it; ``hindered`` asks where some can't go."""
        self.run_worker(self._perform_on_many(call, hindered), group="commands")

    async def _perform_on_many(
        self, call: Callable[[Workspace], Saved], hindered: Callable[[Hindered], Coroutine[Any, Any, None]] | None
    ) -> None:
        from pipetui.views.many import Hindered

        screen = self.screen
        try:
            saved = await self.desk.ask(call)
        except PipetuiError as error:
            if isinstance(error, Hindered) and hindered is not None and isinstance(screen, AskingScreen):
                screen.start(hindered(error))
            else:
                self._not_done(error)
            return
        self.took(saved)
        self.tell(saved.label)
        await self._tell_notices()

    async def _perform(self, call: Callable[[Workspace], Saved], told: str | None) -> None:
        try:
            saved = await self.desk.ask(call)
        except PipetuiError as error:
            self._not_done(error)
            return
        if isinstance(self.screen, AskingScreen):
            self.screen.keep()
        self.took(saved)
        if told:
            self.tell(told)
        await self._tell_notices()

    async def _tell_notices(self) -> None:
        """Tells what rules did beside what was asked for."""
        notices = await self.desk.ask(lambda work: work.take_notices())
        for notice in notices[:MOST_NOTICES]:
            self.tell(notice)
        if len(notices) > MOST_NOTICES:
            self.tell(f"And {len(notices) - MOST_NOTICES} more: the rules' log has them all.")

    def _not_done(self, error: PipetuiError) -> None:
        """Says why; what a deal lacks to go on is asked for, in the same key, whichever way it was to be moved."""
        from pipetui.tui.flows.guard import meet
        from pipetui.views.playbook import Unmet

        screen = self.screen
        if isinstance(error, Unmet) and isinstance(screen, WorkingScreen):
            screen.start(meet(screen, error))
            return
        if isinstance(screen, AskingScreen):
            screen.give_back()
        self.tell(str(error), severity="warning")

    def took(self, saved: Saved) -> None:
        """Takes over what was saved; reads the file anew where that is too much to tell deal by deal."""
        state = self.state
        if saved.anew:
            self.load()
        elif state is not None:
            state.apply(saved)
            self._forget_names()
            self._draw(saved)

    def _forget_names(self) -> None:
        """Has what names there are in the file asked for anew."""
        self._fields = self._known = self.found.in_file = None

    def do_aside(self, call: Callable[[Workspace], object], told: str | None = None) -> None:
        """Runs a command that changes no deal; what is shown is read anew."""
        self.run_worker(self._do_aside(call, told), group="commands")

    async def _do_aside(self, call: Callable[[Workspace], object], told: str | None) -> None:
        try:
            await self.desk.ask(call)
        except PipetuiError as error:
            self.tell(str(error), severity="warning")
            return
        self._draw()
        if told:
            self.tell(told)

    def edit_stage(self, stage_id: int, *, outside: bool = False) -> None:
        """Edits all that is written for a stage, here or in the rep's own editor."""
        from pipetui.tui.screens.stage_text import edit_stage

        self.run_worker(edit_stage(self, stage_id, outside=outside), group="detail")

    def set_target(self, amount: int | None, period: Period) -> None:
        """Sets the target of a period."""
        state = self.state
        if state is not None:
            pipeline = state.pipeline
            self.run_worker(self._set_target(lambda work: work.targets.set(pipeline, period, amount)))

    async def _set_target(self, call: Callable[[Workspace], None]) -> None:
        try:
            await self.desk.ask(call)
        except PipetuiError as error:
            self.tell(str(error), severity="warning")
        self.load()

    def show_period(self, period: Period) -> None:
        """Shows another period, and keeps its kind for the next time."""
        self.run_worker(self._keep_period(period))
        self.load(period=period)

    async def _keep_period(self, period: Period) -> None:
        try:
            await self.desk.ask(lambda work: work.settings.set("period", period.kind))
        except PipetuiError as error:
            self.tell(str(error), severity="warning")

    # Drawing

    def _card_height(self, pipeline: Pipeline, columns: int = 0) -> Callable[[Card], int]:
        from pipetui.tui.card_paint import COMPACT_LINES, roomy_height

        if self.is_dense:
            return lambda card: COMPACT_LINES
        today = self.desk.clock.today()
        stages = {stage.id: stage for stage in pipeline.stages}
        return lambda card: roomy_height(card, stages.get(card.stage_id), today, columns)

    @property
    def is_dense(self) -> bool:
        """Whether cards are compact: by the rep's choice, else where there is little height to draw in."""
        chosen = self.config.text("density")
        return self.size.height < SHORT_LINES if chosen == "auto" else chosen == "compact"

    def fit_screens(self) -> None:
        """Draws all of the screen as dense as it is to be now."""
        for screen in self.screen_stack:
            if isinstance(screen, AskingScreen):
                screen.set_density()
        self._draw()

    def redraw(self) -> None:
        """Draws the screen anew."""
        self._draw()

    def fit_cards(self) -> None:
        """Gives cards the height the screen has room for."""
        dense = self.is_dense
        if self.state is not None and dense != self._dense:
            self.state.board.restyle(self._card_height(self.state.pipeline, len(self.state.columns)))
        self._dense = dense

    def _draw(self, saved: Saved | None = None) -> None:
        for screen in self.screen_stack:
            if isinstance(screen, AskingScreen):
                screen.draw(saved)
                screen.refresh_bars()
        self.reminding.show_title()

    async def on_unmount(self) -> None:
        """Puts the terminal's title back."""
        self.reminding.end()

    def narrow(self, wanted: Filter | None, text: str) -> None:
        """Shows only what a filter lets through, on every screen."""
        self.filter_text, self._filter = text, wanted
        if self.state is not None:
            if not text and self.view is not None:
                self._leave_view(self.state)
            self.state.narrow(wanted)
            self._draw()
            self._narrow_figures()

    def show_view(self, view: SavedView) -> None:
        """Shows a saved view, whatever is asked meanwhile; the next key waits for it."""
        self.run_worker(self.take_view(view), group="commands")

    async def take_view(self, view: SavedView) -> None:
        """Shows a saved view: its filter, its order, and what it has cards show; says why where it can't be."""
        from pipetui.values.errors import Invalid

        read, state = await self.filters(), self.state
        if state is None:
            return
        try:
            wanted = read(view.filter) if view.filter.strip() else None
        except Invalid as error:
            self.tell(f"{view.name} ({view.filter}): {error}", severity="warning")
            return
        if self.view is None:
            self._sort_before = state.board.sort
        self.view = view
        if view.sort != state.board.sort:
            state.board.order_by(view.sort)
        self._show_columns(state, view.columns)
        self.filter_text, self._filter = view.filter, wanted
        state.narrow(wanted)
        self._draw()
        self._narrow_figures()

    def _narrow_figures(self) -> None:
        """Has the strip follow the filter, a moment after the last letter."""
        if self._filter is not None:
            self.run_worker(self._read_narrowed(self._filter), group="figures", exclusive=True)

    async def _read_narrowed(self, wanted: Filter) -> None:
        await asyncio.sleep(FIGURES_SECONDS)
        while (state := self.state) is not None and self._filter is wanted:
            saved, odds = state.times_saved, state.forecast.odds
            try:
                figures = await self.desk.ask(_figures_of(state.pipeline, state.period, wanted))
            except PipetuiError as error:
                self.tell(str(error), severity="error")
                return
            if self.state is not state or state.times_saved != saved:
                continue  # what was read is not what is shown any more
            if self._filter is wanted:
                if odds is not None:
                    figures.expect(odds, list(state.shown_cards()))
                state.narrowed = figures
                for screen in self.screen_stack:
                    if isinstance(screen, WorkingScreen):
                        screen.refresh_bars()
            return

    async def views(self) -> tuple[SavedView, ...]:
        """The saved views there are: whoever offers them takes one with ``show_view``."""
        return await self.desk.ask(lambda work: work.overview.views())

    def _leave_view(self, state: State) -> None:
        """Goes back to the order and the cards there were before a view was taken."""
        self.view = None
        self._show_columns(state, ())
        if self._sort_before and self._sort_before != state.board.sort:
            state.board.order_by(self._sort_before)

    def _show_columns(self, state: State, names: tuple[str, ...]) -> None:
        """Has cards show what a view says, else what was chosen for the file, else what the config says."""
        from pipetui.views.listed import USUAL, columns_of

        if not names:
            chosen = state.on_cards or self.config.text("cards")
            names = () if chosen == USUAL else tuple(chosen.replace(",", " ").split())
        if not names and not state.columns:
            return
        state.columns = tuple(one for one in columns_of(names, state.fields) if one.name != "title")
        state.board.restyle(self._card_height(state.pipeline, len(state.columns)))

    def show_on_cards(self, names: tuple[str, ...]) -> None:
        """Has cards show other things, now and the next time."""
        self.run_worker(self._show_on_cards(names), group="commands")

    async def _show_on_cards(self, names: tuple[str, ...]) -> None:
        try:
            await self.desk.ask(lambda work: work.settings.show_on_cards(names))
        except PipetuiError as error:
            self.tell(str(error), severity="warning")
            return
        if self.view is not None:
            self.tell(f"Cards show this as soon as the view {self.view.name} is left.")
        self.load()

    def show_narrowed(self, wanted: Filter, text: str) -> None:
        """Shows what a filter lets through, on the screen that is shown where it has a filter, else on the board."""
        self.narrow(wanted, text)
        if not isinstance(self.screen, ListScreen):
            self.action_show(BOARD)

    async def filters(self) -> Callable[[str], Filter]:
        """What reads a filter as it is typed: the names there are in the file are asked for anew after each change."""
        if self._fields is None:
            try:
                self._fields = await self.desk.ask(lambda work: work.overview.filter_fields())
            except PipetuiError as error:
                self.tell(str(error), severity="error")
        return self._read_filter

    async def known(self) -> Known:
        """The names there are in the file; asked for anew after each change."""
        if self._known is None:
            self._known = await self.desk.ask(lambda work: work.overview.known())
        return self._known

    def _read_filter(self, text: str) -> Filter:
        from pipetui.values.query import parse_filter

        return parse_filter(text, self.today(), self._fields)

    def filter_offers(self, text: str, cursor: int) -> Offers | None:
        """How a filter that is typed could go on where the cursor is."""
        from pipetui.values.filter_fields import Fields
        from pipetui.values.filter_offers import offers_at

        return offers_at(text, cursor, self._fields or Fields())

    def tell(self, said: str, severity: Literal["information", "warning", "error"] = "information") -> None:
        """Says something in a corner of the screen; never markup, since names are in it."""
        seconds = self.config.number("notices.seconds")
        self.notify(said, severity=severity, markup=False, timeout=seconds * (1 if severity == "information" else 2))

    def now_local(self) -> datetime:
        """The moment by the rep's own clock."""
        return to_local(self.desk.clock.now())

    def today(self) -> date:
        """The rep's day."""
        return self.desk.clock.today()

    # Going about

    def action_show(self, name: str) -> None:
        """Goes to another screen."""
        while len(self.screen_stack) > 1:
            self.pop_screen()
        if self.current_mode != name:
            self.switch_mode(name)

    def open_deal(self, deal_id: int) -> None:
        """Opens a deal in full."""
        from pipetui.tui.screens.deal import DealScreen

        self.push_screen(DealScreen(deal_id))

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
            self.run_worker(self.desk.ask(lambda _: remember(name, value)), group="remembering")

    def action_palette(self, typed: str = "") -> None:
        """Opens the palette over the screen."""
        from pipetui.tui.flows.finding import open_palette

        if isinstance(self.screen, AskingScreen):
            open_palette(self.screen, typed)

    def on_worker_state_changed(self, event: Worker.StateChanged) -> None:
        """A command that fails for a reason nobody foresaw must not take the app with it unseen."""
        if event.state is WorkerState.ERROR and event.worker.error is not None:
            self.log.error(event.worker.error)
