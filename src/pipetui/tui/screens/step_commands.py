"""The commands on follow-ups, the same on every screen."""

from __future__ import annotations

from pipetui.tui.screens.asking import AskingScreen
from pipetui.tui.widgets.prompt import Line, Question
from pipetui.values.clock import to_local
from pipetui.values.errors import Invalid
from pipetui.values.followup import parse_followup, show_followup
from pipetui.values.when import parse_when, show_date, show_time
from pipetui.views.card import Card, Step
from pipetui.views.next_step import following


class StepCommands(AskingScreen):
    """Planning, finishing, putting off, logging."""

    def _followup(self, text: str) -> str:
        return (
            show_followup(parse_followup(text, self.desk_app.now_local()), self.today())
            if text.strip()
            else "nothing planned"
        )

    def action_plan(self) -> None:
        """Plans a follow-up for the deal."""
        if card := self.card_or_tell():
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
                    following(card, self.today(), None),
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
        card = self.card_or_tell()
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
                    following(card, self.today(), step),
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
        local = to_local(step.at) if step.at else None
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
        if card := self.card_or_tell():
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
            coming = parse_followup(answer["next"], self.desk_app.now_local()) if answer["next"].strip() else None
            self.do(lambda work: work.followups.log(card.id, kind, answer["text"], coming), f"Logged a {kind}")
