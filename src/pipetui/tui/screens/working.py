"""What all working screens share: the bars, the prompt, and every command on the deal under the cursor."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, ClassVar, cast

from textual.app import ComposeResult
from textual.content import Content
from textual.screen import Screen

from pipetui.tui.deal_text import as_plain_text
from pipetui.tui.state import State
from pipetui.tui.widgets.filter_bar import FilterBar
from pipetui.tui.widgets.footer import FooterBar
from pipetui.tui.widgets.prompt import Line, Prompt, Question
from pipetui.tui.widgets.strip import ForecastStrip
from pipetui.tui.widgets.tabs import TabBar
from pipetui.values.errors import Invalid, PipetuiError
from pipetui.values.followup import parse_followup, show_followup
from pipetui.values.money import parse_amount, show
from pipetui.values.periods import parse_period
from pipetui.values.quickadd import parse_quickadd
from pipetui.values.text import count
from pipetui.values.when import parse_when, show_date, show_time
from pipetui.views.card import Card, Change, Saved, Step
from pipetui.views.entry import NewDeal
from pipetui.views.fields import Context, field_named, preview
from pipetui.views.next_step import following

if TYPE_CHECKING:
    from pipetui.tui.app import PipetuiApp
    from pipetui.workspace import Workspace

SHORT_LINES = 30
"""Screens lower than this are drawn dense."""


class WorkingScreen(Screen[None]):
    """A screen with tabs above, the forecast strip below, and a line that asks.

    A screen says which deal and which follow-up its cursor is on; the commands are the same everywhere.
    """

    NAME: ClassVar[str] = ""
    AUTO_FOCUS = None

    def compose_body(self) -> ComposeResult:
        """What is between the bars."""
        yield from ()

    def compose(self) -> ComposeResult:
        """Bars, body, prompt, strip."""
        yield TabBar(self.NAME)
        yield FilterBar()
        yield from self.compose_body()
        yield Prompt()
        yield ForecastStrip()
        yield FooterBar(self.NAME)

    @property
    def desk_app(self) -> PipetuiApp:
        """The app, as what it is."""
        return cast("PipetuiApp", self.app)

    @property
    def state(self) -> State | None:
        """What is known of the pipeline; None until it is read."""
        return self.desk_app.state

    @property
    def is_dense(self) -> bool:
        """Whether there is little height to draw in."""
        return self.app.size.height < SHORT_LINES

    def current_card(self) -> Card | None:
        """The deal under the cursor."""
        raise LookupError(self.NAME)

    def current_step(self) -> Step | None:
        """The follow-up under the cursor: the deal's next step, unless the screen has it otherwise."""
        card = self.current_card()
        return card.next_step if card else None

    def draw(self, saved: Saved | None = None) -> None:
        """Draws the state anew: all of it, or what a command changed."""

    def focus_body(self) -> None:
        """Gives the keyboard to the list."""

    def refresh_bars(self) -> None:
        """Draws what the bars tell."""
        state = self.state
        if state is None or not self.is_mounted:
            return
        agenda = state.everything
        self.query_one(TabBar).tell(
            agenda.waiting,
            len(agenda.sections["overdue"]),
            f"{state.today:%a} {state.today.day} {state.today:%b}",
        )
        self.query_one(ForecastStrip).tell(state.figures, state.would_be, state.today)
        bar = self.query_one(FilterBar)
        bar.set_text(self.desk_app.filter_text)
        bar.sums(self._sums(state))

    def _sums(self, state: State) -> Content:
        board, currency = state.board, state.pipeline.currency
        of = f" of {board.all.count:,}" if board.filter else ""
        name = f"{state.pipeline.name} · " if len(state.pipelines) > 1 else ""
        deals = f"{name}{board.shown.count:,}{of} {'deal' if board.shown.count == 1 and not of else 'deals'}"
        amounts = f" · {show(board.shown.amount, currency)} · weighted {show(board.shown.weighted, currency)}"
        if self.app.size.width < 100:
            amounts = f" · {show(board.shown.amount, currency)}"
        return Content(deals + amounts)

    def on_mount(self) -> None:
        """Draws what is known already."""
        self._set_density()
        self.draw()
        self.refresh_bars()

    def on_screen_resume(self) -> None:
        """Draws what changed while another screen was shown."""
        self.draw()
        self.refresh_bars()
        if not self.query_one(Prompt).is_asking:
            self.focus_body()

    def on_resize(self) -> None:
        """Takes the room there is."""
        self._set_density()

    def _set_density(self) -> None:
        self.query_one(ForecastStrip).styles.height = 2 if self.is_dense else 4
        self.desk_app.fit_cards()

    # The filter

    def action_filter(self) -> None:
        """Starts typing a filter."""
        self.query_one(FilterBar).type()

    def on_filter_bar_changed(self, event: FilterBar.Changed) -> None:
        """Shows what a filter lets through."""
        self.desk_app.narrow(event.wanted, self.query_one(FilterBar).text)

    def on_filter_bar_left(self) -> None:
        """Goes back to the deals."""
        self.focus_body()

    def action_back(self) -> None:
        """Clears the filter."""
        if self.desk_app.filter_text:
            self.query_one(FilterBar).clear()

    def on_tab_bar_chosen(self, event: TabBar.Chosen) -> None:
        """Goes to the screen that was clicked."""
        self.desk_app.action_show(event.name)

    # Asking

    async def ask(self, question: Question) -> dict[str, str] | None:
        """The answer to a question, None where it was left."""
        prompt = self.query_one(Prompt)
        if prompt.is_asking:
            prompt.leave()
        self._answer: asyncio.Future[dict[str, str] | None] = asyncio.get_running_loop().create_future()
        self._asked = question
        prompt.ask(question)
        return await self._answer

    def on_prompt_answered(self, event: Prompt.Answered) -> None:
        """Hands the answer to whoever asked."""
        self.focus_body()
        if event.question is self._asked and not self._answer.done():
            self._answer.set_result(event.answer)

    def start(self, flow: Any) -> None:
        """Runs a command that asks something."""
        self.run_worker(flow, group="asking", exclusive=True)

    def do(self, call: Callable[[Workspace], Saved], told: str | None = None) -> None:
        """Runs a command on the file, and shows what it saved."""
        self.desk_app.perform(call, told)

    def _card_or_tell(self) -> Card | None:
        card = self.current_card()
        if card is None:
            self.desk_app.tell("There is no deal here. a adds one.")
        return card

    # Commands on the deal under the cursor

    def action_stage(self, by: int) -> None:
        """Moves the deal a stage on or back."""
        if card := self._card_or_tell():
            self.do(lambda work: work.deals.step(card.id, by))

    def action_won(self) -> None:
        """Closes the deal as won."""
        if card := self._card_or_tell():
            amount = f", {show(card.amount, card.currency)}" if card.amount is not None else ""
            self.do(lambda work: work.deals.win(card.id), f"Won: {card.title}{amount}")

    def action_reopen(self) -> None:
        """Opens a closed deal again."""
        if card := self._card_or_tell():
            self.do(lambda work: work.deals.reopen(card.id), f"Reopened {card.title}")

    def action_lost(self) -> None:
        """Closes the deal as lost, once a reason is given."""
        if card := self._card_or_tell():
            self.start(self._lose(card))

    async def _lose(self, card: Card) -> None:
        state = self.state
        if state is None:
            return

        def reason(text: str) -> str:
            if not text.strip():
                raise Invalid("Why? Take a number, or write a reason.")
            return f"lost: {text.strip()}"

        asked = Question(
            key=f"lost {card.id}",
            title=f"{card.title} is lost",
            lines=[Line("reason", "why", understood=reason, placeholder="a number, or a reason of your own")],
            choices=state.reasons[:9],
            enter="close it as lost",
        )
        if answer := await self.ask(asked):
            self.do(
                lambda work: work.deals.lose(card.id, answer["reason"]),
                f"Lost: {card.title}, {answer['reason']}",
            )

    def action_delete(self) -> None:
        """Deletes the deal, once that is confirmed."""
        if card := self._card_or_tell():
            self.start(self._delete(card))

    async def _delete(self, card: Card) -> None:
        asked = Question(
            key=f"delete {card.id}",
            title=f"Delete {card.title}, with its activities?",
            lines=[Line("sure", "", placeholder="enter deletes it")],
            enter="delete it",
        )
        if await self.ask(asked) is not None:
            self.do(lambda work: work.deals.delete([card.id]), f"Deleted {card.title}")

    def action_copy(self) -> None:
        """Copies the deal as text."""
        if (card := self._card_or_tell()) and self.state:
            self.app.copy_to_clipboard(as_plain_text(card, self.state.pipeline, self.state.today))
            self.desk_app.tell(f"Copied {card.title}")

    def action_edit_field(self, name: str) -> None:
        """Edits a field of the deal; the strip answers to each letter."""
        if card := self._card_or_tell():
            self.start(self._edit(card, name))

    async def _edit(self, card: Card, name: str) -> None:
        state = self.state
        if state is None:
            return
        context = Context(card, state.pipeline, state.today)
        spec = field_named(name)

        def understood(text: str) -> str:
            value = spec.read(text, context)
            if name == "expected_close":
                return show_date(value) if value else "no close date"
            if name == "amount":
                return show(*value) if value else "no amount"
            if name == "stage":
                return state.pipeline.stage(value).name
            return ""

        def would_be(values: Mapping[str, str] | None) -> None:
            becomes = None if values is None else preview(context, name, spec.read(values[name], context))
            state.would_be = None if becomes is None else state.forecast.what_if([Change(card, becomes)])
            self.refresh_bars()

        asked = Question(
            key=f"edit {card.id} {name}",
            title=card.title,
            lines=[Line(name, spec.label.lower(), spec.text(context), spec.hint, understood)],
            preview=would_be,
        )
        if answer := await self.ask(asked):
            value = spec.read(answer[name], context)
            self.do(lambda work: work.deals.edit(card.id, {name: value}))

    def action_add(self) -> None:
        """Adds a deal in one line."""
        self.start(self._add())

    def add_stage_id(self) -> int | None:
        """The stage a new deal goes to where its line names none."""
        return None

    async def _add(self) -> None:
        state = self.state
        if state is None:
            return
        stage_id = self.add_stage_id()
        currency = state.pipeline.currency

        def understood(line: str) -> str:
            if not line.strip():
                return ""
            read = parse_quickadd(line, self.desk_app.now_local(), currency)
            if read.problem:
                raise Invalid(read.problem)
            if read.stage:
                field_named("stage").read(read.stage, Context(_NOBODY, state.pipeline, state.today))
            return " · ".join([read.title, *(chip.text for chip in read.chips)])

        asked = Question(
            key="add",
            title="New deal",
            lines=[
                Line(
                    "line",
                    "in one line",
                    understood=understood,
                    placeholder="Acme rollout 40k +Acme @'Jane Doe' close:eom >proposal #q4 next:call fri 15:00",
                )
            ],
            enter="add it",
        )
        answer = await self.ask(asked)
        if answer and answer["line"].strip():
            read = parse_quickadd(answer["line"], self.desk_app.now_local(), currency)
            new = NewDeal.from_line(read, stage_id)
            self.do(lambda work: work.deals.add(new, state.pipeline.id), f"Added {read.title}")

    # Commands on follow-ups

    def _followup(self, text: str) -> str:
        return (
            show_followup(parse_followup(text, self.desk_app.now_local()), self._today())
            if text.strip()
            else "nothing planned"
        )

    def action_plan(self) -> None:
        """Plans a follow-up for the deal."""
        if card := self._card_or_tell():
            self.start(self._plan(card))

    async def _plan(self, card: Card) -> None:
        def understood(text: str) -> str:
            if not text.strip():
                raise Invalid("What, and when? call fri 15:00 about pricing")
            return self._followup(text)

        asked = Question(
            key=f"plan {card.id}",
            title=f"Follow-up for {card.title}",
            lines=[
                Line(
                    "next",
                    "what and when",
                    following(card, self._today(), None),
                    "call fri 15:00 about pricing",
                    understood,
                )
            ],
        )
        if answer := await self.ask(asked):
            what = parse_followup(answer["next"], self.desk_app.now_local())
            self.do(lambda work: work.followups.plan(card.id, what))

    def action_done(self) -> None:
        """Finishes the follow-up under the cursor, and plans the next one."""
        card = self._card_or_tell()
        step = self.current_step()
        if card and step:
            self.start(self._done(card, step))
        elif card:
            self.start(self._plan(card))

    async def _done(self, card: Card, step: Step) -> None:
        asked = Question(
            key=f"done {step.id}",
            title=f"{step.subject} · {card.title}",
            lines=[
                Line("note", "what came of it", placeholder="they sign Thursday"),
                Line(
                    "next",
                    "what is next",
                    following(card, self._today(), step),
                    "call fri 15:00",
                    self._followup,
                ),
            ],
            enter="done",
            others={"ctrl+l": "and to the next stage"},
        )
        answer = await self.ask(asked)
        if answer is None:
            return
        coming = parse_followup(answer["next"], self.desk_app.now_local()) if answer["next"].strip() else None
        self.do(lambda work: work.followups.finish(step.id, answer["note"], coming), f"Done: {step.subject}")
        if "key" in answer:
            self.do(lambda work: work.deals.step(card.id, 1))

    def _step_or_tell(self) -> Step | None:
        step = self.current_step()
        if step is None:
            self.desk_app.tell("No follow-up is planned here. f plans one.")
        return step

    def action_snooze(self) -> None:
        """Puts the follow-up off."""
        if step := self._step_or_tell():
            self.start(self._snooze(step))

    async def _snooze(self, step: Step) -> None:
        def understood(text: str) -> str:
            when = parse_when(text, self.desk_app.now_local())
            return show_date(when.day) + (f" {show_time(when.time)}" if when.time else "")

        asked = Question(
            key=f"snooze {step.id}",
            title=f"Snooze: {step.subject}",
            lines=[Line("until", "until", "tomorrow", "mon, 3d, 1w, 15 dec", understood)],
            choices=("tomorrow", "mon", "+3d", "+1w", "+2w", "+1m"),
            enter="snooze",
        )
        if answer := await self.ask(asked):
            until = parse_when(answer["until"], self.desk_app.now_local())
            self.do(lambda work: work.followups.snooze(step.id, until), f"Snoozed to {show_date(until.day)}")

    def action_reschedule(self) -> None:
        """Changes the follow-up."""
        if step := self._step_or_tell():
            self.start(self._reschedule(step))

    async def _reschedule(self, step: Step) -> None:
        local = step.at.astimezone() if step.at else None
        clock = f" {show_time(local.time())}" if local else ""
        about = "" if step.subject.casefold() == step.kind else f" {step.subject}"
        asked = Question(
            key=f"time {step.id}",
            title=f"Another time: {step.subject}",
            lines=[
                Line(
                    "next",
                    "what and when",
                    f"{step.kind} {step.due.isoformat()}{clock}{about}",
                    "",
                    self._followup,
                    False,
                )
            ],
        )
        answer = await self.ask(asked)
        if answer and answer["next"].strip():
            what = parse_followup(answer["next"], self.desk_app.now_local())
            self.do(lambda work: work.followups.reschedule(step.id, what))

    def action_drop_step(self) -> None:
        """Takes the follow-up off the agenda."""
        if step := self._step_or_tell():
            self.do(lambda work: work.followups.drop(step.id), f"Dropped: {step.subject}")

    def action_log(self, kind: str) -> None:
        """Logs something that just happened."""
        if card := self._card_or_tell():
            self.start(self._log(card, kind))

    async def _log(self, card: Card, kind: str) -> None:
        def said(text: str) -> str:
            if not text.strip():
                raise Invalid(f"Say in a word what the {kind} was about.")
            return ""

        asked = Question(
            key=f"log {kind} {card.id}",
            title=f"{'A call with' if kind == 'call' else 'Note on'} {card.title}",
            lines=[
                Line("text", "what was said" if kind == "call" else "note", understood=said),
                Line("next", "what is next", "", "call fri 15:00; empty plans nothing", self._followup),
            ],
        )
        if answer := await self.ask(asked):
            coming = (
                parse_followup(answer["next"], self.desk_app.now_local()) if answer["next"].strip() else None
            )
            self.do(
                lambda work: work.followups.log(card.id, kind, answer["text"], coming), f"Logged a {kind}"
            )

    def _today(self) -> Any:
        return self.desk_app.desk.clock.today()

    # The period and its target

    def action_period(self) -> None:
        """Shows another period on the strip."""
        self.start(self._period())

    async def _period(self) -> None:
        state = self.state
        if state is None:
            return
        fiscal = state.period.fiscal_start

        def understood(text: str) -> str:
            period = parse_period(text, state.today, fiscal_start=fiscal)
            return f"{period.label}, {show_date(period.start)} to {show_date(period.end)}"

        asked = Question(
            key="period",
            title="Period of the forecast",
            lines=[Line("period", "period", "", "Q4, 2026-11, next, H1, 2026", understood)],
            choices=("month", "quarter", "half", "year", "next month", "next quarter"),
            enter="show it",
        )
        if answer := await self.ask(asked):
            self.desk_app.show_period(parse_period(answer["period"], state.today, fiscal_start=fiscal))

    def action_target(self) -> None:
        """Sets the target of the period."""
        self.start(self._target())

    async def _target(self) -> None:
        state = self.state
        if state is None:
            return
        currency = state.pipeline.currency

        def read(text: str) -> int | None:
            if not text.strip():
                return None
            amount, given = parse_amount(text, currency)
            if given != currency:
                raise Invalid(f"Targets are in {currency}, the currency of this pipeline.")
            return amount

        def understood(text: str) -> str:
            amount = read(text)
            return "no target" if amount is None else show(amount, currency)

        asked = Question(
            key=f"target {state.period.label}",
            title=f"Target for {state.period.label}",
            lines=[Line("target", "target", "", "300k; empty for none", understood)],
        )
        if answer := await self.ask(asked):
            amount = read(answer["target"])
            self.desk_app.set_target(amount)

    # Coming back from the file

    def trouble(self, error: PipetuiError) -> None:
        """Says what did not work."""
        self.desk_app.tell(str(error), severity="warning")
