"""What is asked about follow-ups: what came of one, what is next, and when."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from pipetui.tui.screens.asking import AskingScreen
from pipetui.tui.widgets.prompt import Line, Question
from pipetui.values.errors import Invalid
from pipetui.values.followup import parse_followup, show_followup
from pipetui.values.names import put_off_offered
from pipetui.values.text import fit
from pipetui.values.when import show_date, show_time
from pipetui.values.workdays import parse_put_off
from pipetui.views.card import Card, Step
from pipetui.views.next_step import as_typed
from pipetui.views.people.listed import Named


async def suggested(screen: AskingScreen, card: Card, finished: Step | None) -> str:
    """What to plan next, as the stage's cadence or habit has it; nothing for a deal that is closed."""
    if not card.is_open:
        return ""
    number = finished.id if finished else None
    return await screen.desk_app.desk.ask(lambda work: work.overview.suggestion(card.id, number))


def followup(screen: AskingScreen, text: str) -> str:
    """What is understood of a follow-up as typed. Raises Invalid."""
    return (
        show_followup(parse_followup(text, screen.desk_app.now_local()), screen.today())
        if text.strip()
        else "nothing planned"
    )


def _with(person: Named | None, of: str) -> str:
    return f"{person.name} · {of}" if person else of


async def plan(screen: AskingScreen, card: Card, person: Named | None = None) -> None:
    """Plans a follow-up for a deal, with the person who is meant."""

    def understood(text: str) -> str:
        if not text.strip():
            raise Invalid("What, and when? call fri 15:00 about pricing")
        return followup(screen, text)

    asked = Question(
        key=f"plan {card.id}",
        title=f"Follow-up for {_with(person, card.title)}",
        lines=[
            Line(
                "next",
                "what and when",
                await suggested(screen, card, None),
                "call fri 15:00 about pricing",
                understood,
            )
        ],
    )
    if answer := await screen.ask(asked):
        what = parse_followup(answer["next"], screen.desk_app.now_local())
        contact = person.id if person else None
        screen.do(lambda work: work.followups.plan(card.id, what, contact_id=contact))


async def done(screen: AskingScreen, card: Card, step: Step) -> None:
    """Finishes a follow-up: what came of it, and what is next."""
    asked = Question(
        key=f"done {step.id}",
        title=f"{step.subject} · {card.title}",
        lines=[
            Line("note", "what came of it", placeholder="they sign Thursday"),
            Line(
                "next",
                "what is next",
                await suggested(screen, card, step),
                "empty ends the series" if step.every else "call fri 15:00",
                partial(followup, screen),
            ),
        ],
        enter="done",
        others={"ctrl+l": "and to the next stage"},
    )
    answer = await screen.ask(asked)
    if answer is None:
        return
    coming = parse_followup(answer["next"], screen.desk_app.now_local()) if answer["next"].strip() else None
    ends = coming is None
    screen.do(lambda work: work.followups.finish(step.id, answer["note"], coming, ends=ends), f"Done: {step.subject}")
    if "key" in answer:
        screen.do(lambda work: work.deals.step(card.id, 1))


def put_off_shown(screen: AskingScreen, steps: Sequence[Step], text: str) -> str:
    """The day and time follow-ups are put off to, as understood; of several days the first and the last.

    Raises Invalid.
    """
    now, due = screen.desk_app.now_local(), [step.due for step in steps]
    first, last = (parse_put_off(text, now, day) for day in (min(due), max(due)))
    days = dict.fromkeys((show_date(first.day), show_date(last.day)))
    return " to ".join(days) + (f" {show_time(first.time)}" if first.time else "")


async def snooze(screen: AskingScreen, step: Step) -> None:
    """Puts a follow-up off."""

    def reason(text: str) -> str:
        if step.is_escalated and not text.strip():
            raise Invalid("Put off three times: say why, or leave it with esc and finish (d) or drop (bksp) it.")
        return ""

    asked = Question(
        key=f"snooze {step.id}",
        title=f"Snooze: {step.subject}" + (f" · put off {step.snoozes}× already" if step.snoozes else ""),
        lines=[
            Line("until", "until", put_off_offered()[0], "mon, 3d, 1w, 15 dec", partial(put_off_shown, screen, [step])),
            Line("why", "why", "", step.put_off_reason or "they are at a fair", reason),
        ],
        choices=put_off_offered(),
        enter="snooze",
    )
    if answer := await screen.ask(asked):
        until = parse_put_off(answer["until"], screen.desk_app.now_local(), step.due)
        screen.do(
            lambda work: work.followups.snooze(step.id, until, answer.get("why", "")),
            f"Snoozed to {show_date(until.day)}",
        )


async def reschedule(screen: AskingScreen, step: Step) -> None:
    """Changes a follow-up: day, time, kind or subject."""
    asked = Question(
        key=f"time {step.id}",
        title=f"Another time: {step.subject}",
        lines=[
            Line(
                "next",
                "what and when",
                as_typed(step),
                "",
                partial(followup, screen),
                False,
            )
        ],
    )
    answer = await screen.ask(asked)
    if answer and answer["next"].strip():
        what = parse_followup(answer["next"], screen.desk_app.now_local())
        screen.do(lambda work: work.followups.reschedule(step.id, what))


async def log(screen: AskingScreen, card: Card, kind: str, person: Named | None = None) -> None:
    """Logs something that just happened, with the person who is meant."""

    def said(text: str) -> str:
        if not text.strip():
            raise Invalid(f"Say in a word what the {kind} was about.")
        return ""

    asked = Question(
        key=f"log {kind} {card.id}",
        title=f"{'A call with' if kind == 'call' else 'Note on'} {_with(person, card.title)}",
        lines=[
            Line("text", "what was said" if kind == "call" else "note", understood=said),
            Line("next", "what is next", "", "call fri 15:00; empty plans nothing", partial(followup, screen)),
        ],
    )
    if answer := await screen.ask(asked):
        coming = parse_followup(answer["next"], screen.desk_app.now_local()) if answer["next"].strip() else None
        contact = person.id if person else None
        screen.do(
            lambda work: work.followups.log(card.id, kind, answer["text"], coming, contact_id=contact),
            f"Logged a {kind}{f' with {person.name}' if person and kind == 'call' else ''}: {fit(card.title, 40)}",
        )
