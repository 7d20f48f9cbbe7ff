"""What all screens share: the bars, the filter, the line that asks, and the way to the file."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from datetime import date
from functools import partial
from typing import TYPE_CHECKING, Any, ClassVar, cast

from textual.app import ComposeResult
from textual.screen import Screen

from pipetui.tui.widgets.filter_bar import FilterBar
from pipetui.tui.widgets.footer import FooterBar
from pipetui.tui.widgets.strip import ForecastStrip
from pipetui.tui.widgets.tabs import TabBar
from pipetui.tui.workers import Taken, run_latest
from pipetui.values.errors import PipetuiError

if TYPE_CHECKING:
    from pipetui.tui.app import PipetuiApp
    from pipetui.tui.state import State
    from pipetui.tui.widgets.asked import Asked
    from pipetui.tui.widgets.prompt import Question
    from pipetui.values.periods import Period
    from pipetui.views.card import Card, Saved, Step, Wait
    from pipetui.views.many import Hindered
    from pipetui.views.people.listed import Named
    from pipetui.workspace import Workspace

SHORT_LINES = 30
"""Screens lower than this are drawn dense."""

SLIM_CELLS = 40
"""Screens narrower than this have no labels beside what is typed."""

TINY_LINES = 10
"""Screens lower than this have no strip and no footer: what is typed is to be seen on them as well."""


class AskingScreen(Screen[None]):
    """A screen with tabs above, the forecast strip below, and a line that asks.

    A screen says which deal and which follow-up its cursor is on; the commands are the same everywhere.
    """

    NAME: ClassVar[str] = ""
    AUTO_FOCUS = None
    HORIZONTAL_BREAKPOINTS: list[tuple[int, str]] | None = [(0, "-narrow"), (140, "-wide")]  # noqa: RUF012  # as Textual declares it

    def __init__(self) -> None:
        super().__init__()
        self._answered: tuple[str, dict[str, str]] | None = None
        """What was typed last in a question that was answered, and its key."""

    def compose_body(self) -> ComposeResult:
        """What is between the bars."""
        yield from ()

    def compose(self) -> ComposeResult:
        """Bars, body, prompt, strip."""
        yield TabBar(self.NAME)
        yield FilterBar()
        yield from self.compose_body()
        yield ForecastStrip()
        yield FooterBar(self.NAME)

    @property
    def desk_app(self) -> PipetuiApp:
        """The app, as what it is."""
        return cast("PipetuiApp", self.app)

    @property
    def drafts(self) -> dict[str, dict[str, str]]:
        """What was typed in questions that were left, by their keys; it outlives the screen."""
        return self.desk_app.drafts

    @property
    def state(self) -> State | None:
        """What is known of the pipeline; None until it is read."""
        return self.desk_app.state

    @property
    def is_dense(self) -> bool:
        """Whether there is little height to draw in."""
        return self.desk_app.fitting.is_dense

    @property
    def can_draw(self) -> bool:
        """Whether what the screen consists of is there: a closing screen loses that first, and is still mounted."""
        return self.is_mounted and self.is_running

    def current_card(self) -> Card | None:
        """The deal under the cursor."""
        raise LookupError(self.NAME)

    def current_step(self) -> Step | None:
        """The follow-up under the cursor: the deal's next step, unless the screen has it otherwise."""
        card = self.current_card()
        return card.next_step if card else None

    def current_wait(self) -> Wait | None:
        """What a customer does next, where the cursor is on that rather than on a follow-up."""
        return None

    def current_person(self) -> Named | None:
        """Whom what is planned, logged or written is with; None for the deal's first contact."""
        return None

    def add_stage_id(self) -> int | None:
        """The stage a new deal goes to where its line names none."""
        return None

    def target_period(self) -> Period | None:
        """The period whose target is set here: the strip's, unless the screen looks at another."""
        return self.state.period if self.state else None

    def draw(self, saved: Saved | None = None) -> None:
        """Draws the state anew: all of it, or what a command changed."""

    def focus_body(self) -> None:
        """Gives the keyboard to the list."""

    def refresh_bars(self) -> None:
        """Draws what the bars tell."""
        state = self.state
        if state is None or not self.can_draw:
            return
        self.query_one(TabBar).tell(state)
        self.query_one(ForecastStrip).tell(state.figures, state.would_be, state.today)
        bar = self.query_one(FilterBar)
        view = self.desk_app.shown.view
        text = self.desk_app.shown.filter_text
        bar.set_text(text, view.name if view and view.filter == text else "")
        bar.sums(self._sums(state))

    def _sums(self, state: State) -> str:
        from pipetui.values.money import show_whole

        board, currency = state.board, state.pipeline.currency
        of = f" of {board.all.number:,}" if board.filter else ""
        name = f"{state.pipeline.name} · " if len(state.pipelines) > 1 else ""
        deals = f"{name}{board.shown.number:,}{of} {'deal' if board.shown.number == 1 and not of else 'deals'}"
        amounts = (
            f" · {show_whole(board.shown.amount, currency)} · weighted {show_whole(board.shown.weighted, currency)}"
        )
        if self.app.size.width < 100:
            amounts = f" · {show_whole(board.shown.amount, currency)}"
        if board.filter and not board.shown.number and (leads := board.leads_shown):
            from pipetui.values.text import count

            # Saying that nothing matches would be wrong: they are folded away, or counted apart.
            return f"{name}{count(leads, 'lead')}, no deals"
        return deals + amounts

    def on_mount(self) -> None:
        """Draws what is known already."""
        self.set_density()
        self.draw()
        self.refresh_bars()

    def on_screen_resume(self) -> None:
        """Draws what changed while another screen was shown."""
        self.set_density()
        self.draw()
        self.refresh_bars()
        inside = self.focused is not None and self.focused.id == "playbook"
        if not self.query("Prompt") and not inside:
            self.focus_body()

    def on_resize(self) -> None:
        """Takes the room there is."""
        self.set_density()

    def set_density(self) -> None:
        """Gives bars and cards the lines there is room for."""
        has_room = self.app.size.height >= TINY_LINES
        self.query_one(ForecastStrip).display = self.query_one(FooterBar).display = has_room
        self.set_class(not has_room, "-tiny")
        self.set_class(self.app.size.width < SLIM_CELLS, "-slim")
        self.query_one(ForecastStrip).styles.height = 2 if self.is_dense else 4
        self.desk_app.fitting.fit_cards()

    # The filter

    async def action_filter(self) -> None:
        """Starts typing a filter; what it looks in is made ready, so that the first letter is as quick as the next."""
        read = await self.desk_app.names.filters()
        await self.query_one(FilterBar).type(read, self.desk_app.names.offers)
        if self.state is not None:
            self.state.board.prepare_search()

    def on_filter_bar_changed(self, event: FilterBar.Changed) -> None:
        """Shows what a filter lets through."""
        self.desk_app.shown.narrow(event.wanted, event.text)

    async def on_filter_bar_left(self) -> None:
        """Goes back to the deals."""
        self.focus_body()
        await self.query_one(FilterBar).leave()

    def action_jump(self) -> None:
        """Puts letters on everything in sight one can go to."""
        from pipetui.tui.screens.jump import jump

        jump(self)

    def action_back(self) -> None:
        """Clears the filter."""
        if self.desk_app.shown.filter_text or self.desk_app.shown.view:
            self.query_one(FilterBar).clear()

    def on_tab_bar_chosen(self, event: TabBar.Chosen) -> None:
        """Goes to the screen that was clicked."""
        self.desk_app.action_show(event.name)

    # Asking

    async def ask(self, question: Question) -> dict[str, str] | None:
        """The answer to a question, None where it was left."""
        from pipetui.tui.widgets.prompt import Prompt

        return await self.put(Prompt(question, self.drafts))

    async def is_sure(self, key: str, title: str, enter: str, told: str) -> bool:
        """Whether what ``title`` asks is confirmed: ``enter`` is what that key is called, ``told`` what it does."""
        from pipetui.tui.widgets.prompt import Line, Question

        asked = Question(key=key, title=title, lines=[Line("sure", "", placeholder=told)], enter=enter)
        return await self.ask(asked) is not None

    async def put(self, prompt: Asked) -> dict[str, str] | None:
        """Puts up what asks, in the place of what was asked before: the answer, None where it was left."""
        from pipetui.tui.widgets.asked import Asked

        for open_one in self.query(Asked):
            await open_one.leave()
            await open_one.remove()
        await self.mount(prompt, before=self.query_one(ForecastStrip))
        # Shielded: another command ends this one, but what was typed is still to be kept.
        answer = await asyncio.shield(prompt.answer)
        self._answered = None if answer is None else (prompt.key, prompt.typed())
        self.focus_body()
        await prompt.remove()
        return answer

    def keep(self) -> None:
        """What was answered is saved: it need not be given back."""
        self._answered = None

    def give_back(self) -> None:
        """What could not be saved is there again when it is asked anew."""
        if self._answered is not None:
            key, typed = self._answered
            self.drafts.setdefault(key, typed)
            self._answered = None

    def start(
        self, flow: Callable[Taken, Coroutine[Any, Any, None]], *given: Taken.args, **named: Taken.kwargs
    ) -> None:
        """Runs a command that asks something; where the file can't be read for it, says why."""
        run_latest(self, "asking", self._started, partial(flow, *given, **named))

    async def _started(self, flow: Callable[[], Coroutine[Any, Any, None]]) -> None:
        try:
            await flow()
        except PipetuiError as error:
            self.give_back()
            self.desk_app.tell(str(error), severity="warning")

    def do(self, call: Callable[[Workspace], Saved], told: str | None = None) -> None:
        """Runs a command on the file, and shows what it saved."""
        self.desk_app.writing.perform(call, told)

    def do_told(
        self,
        call: Callable[[Workspace], Saved],
        hindered: Callable[[Hindered], Coroutine[Any, Any, None]] | None = None,
    ) -> None:
        """Runs a command on many deals, shows what it saved, and says what history calls it.

        Where some of them can't go along, ``hindered`` asks what is to become of them.
        """
        self.desk_app.writing.perform_on_many(call, hindered)

    def today(self) -> date:
        """The rep's day."""
        return self.desk_app.today()

    def card_or_tell(self) -> Card | None:
        """The deal under the cursor; where there is none, says so."""
        card = self.current_card()
        if card is None:
            self.desk_app.tell("There is no deal here. a adds one.")
        return card
