"""The commands on the deal under the cursor, the same on every screen."""

from __future__ import annotations

from collections.abc import Mapping

from pipetui.tui.deal_text import as_plain_text
from pipetui.tui.screens.asking import AskingScreen
from pipetui.tui.widgets.prompt import Line, Question
from pipetui.values.errors import Invalid
from pipetui.values.money import show
from pipetui.values.quickadd import parse_quickadd
from pipetui.values.when import show_date
from pipetui.views.card import Card, Change
from pipetui.views.entry import NewDeal
from pipetui.views.fields import Context, field_named, find_stage, preview

EXAMPLE = "Acme rollout 40k +Acme @'Jane Doe' close:eom >proposal #q4 next:call fri 15:00"
"""Everything a quick-add line can say."""


class DealCommands(AskingScreen):
    """Moving, winning, losing, editing, adding, deleting, copying."""

    def action_stage(self, by: int) -> None:
        """Moves the deal a stage on or back."""
        if card := self.card_or_tell():
            self.do(lambda work: work.deals.step(card.id, by))

    def action_won(self) -> None:
        """Closes the deal as won."""
        if card := self.card_or_tell():
            amount = f", {show(card.amount, card.currency)}" if card.amount is not None else ""
            self.do(lambda work: work.deals.win(card.id), f"Won: {card.title}{amount}")

    def action_reopen(self) -> None:
        """Opens a closed deal again."""
        if card := self.card_or_tell():
            self.do(lambda work: work.deals.reopen(card.id), f"Reopened {card.title}")

    def action_lost(self) -> None:
        """Closes the deal as lost, once a reason is given."""
        if card := self.card_or_tell():
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
        if card := self.card_or_tell():
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
        if (card := self.card_or_tell()) and self.state:
            self.app.copy_to_clipboard(as_plain_text(card, self.state.pipeline, self.state.today))
            self.desk_app.tell(f"Copied {card.title}")

    def action_edit_field(self, name: str) -> None:
        """Edits a field of the deal; the strip answers to each letter."""
        if card := self.card_or_tell():
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
                find_stage(read.stage, state.pipeline.stages)
            return " · ".join([read.title, *(chip.text for chip in read.chips)])

        asked = Question(
            key="add",
            title="New deal",
            lines=[
                Line(
                    "line",
                    "in one line",
                    understood=understood,
                    placeholder=EXAMPLE,
                )
            ],
            enter="add it",
        )
        answer = await self.ask(asked)
        if answer and answer["line"].strip():
            read = parse_quickadd(answer["line"], self.desk_app.now_local(), currency)
            new = NewDeal.from_line(read, stage_id)
            self.do(lambda work: work.deals.add(new, state.pipeline.id), f"Added {read.title}")
