"""What is known of a deal, as text: facts, next step, people, notes and history."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from textwrap import fill

from textual.content import Content

from pipetui.tui.card_paint import badge, step_piece
from pipetui.tui.hanging import hung
from pipetui.tui.note_text import note_text
from pipetui.values.clock import to_local
from pipetui.values.money import show
from pipetui.values.own import OwnField, show_own
from pipetui.values.text import count, fit, pad, width
from pipetui.values.when import show_date, show_day, show_time
from pipetui.views.card import Card, Step, Wait
from pipetui.views.detail import Detail, Event
from pipetui.views.fields import CATEGORY_NAMES
from pipetui.views.stage import Pipeline

STYLES = {
    "ink-bad": "$error",
    "ink-warn": "$warning",
    "ink-good": "$success",
    "ink-dim": "$dim",
}
"""The colours of the painted inks, for text that is laid out by the screen library."""

SIGNS = {
    "call": "☎",
    "email": "✉",
    "meeting": "◷",
    "message": "✎",
    "task": "☐",
    "note": "✎",
    "stage": "→",
    "amount": "€",
    "close": "◇",
    "won": "✔",
    "lost": "✖",
    "reopened": "↺",
    "created": "✱",
    "edit": "·",
    "passed": "!",
    "customer": "◂",
}

MOST_LINES = 4
"""Lines of a name in the pane; the deal's own screen has it whole."""

LABEL = 10
"""Cells of the name of a fact in the pane."""

WHEN = 12
"""Cells of the day of a line of the timeline."""


def fact_value(name: str, card: Card, pipeline: Pipeline, today: date) -> Content:
    """A field's value as it is shown, with where it came from."""
    if name == "amount":
        if card.amount is None:
            return Content.styled("none yet", "$dim")
        own = Content.styled(show(card.amount, card.currency), "bold")
        if card.currency == pipeline.currency:
            return own
        if card.base_amount is None:
            return own + Content.styled(f"  no rate to {pipeline.currency}: in no total", "$warning")
        return own + Content.styled(f"  {show(card.base_amount, pipeline.currency)}", "$dim")
    if name == "expected_close":
        if card.expected_close is None:
            return Content.styled("none yet", "$dim")
        late = card.slipped_days(today)
        shown = Content.styled(show_date(card.expected_close), "$error" if late else "")
        pushed = f"  pushed {card.pushes}×" if card.pushes else ""
        return shown + Content.styled(f"  {late}d past" if late else "", "$error") + Content.styled(pushed, "$dim")
    if name == "stage":
        stage = pipeline.stage(card.stage_id)
        days = (today - card.stage_since).days
        return Content(stage.name) + Content.styled(f"  for {count(days, 'day')}", "$dim")
    if name == "probability":
        whose = {"stage": "the stage's", "manual": "yours", "model": "the history's, when it was asked"}[
            card.probability_source
        ]
        return Content(f"{card.probability:g}%") + Content.styled(f"  {whose}", "$dim")
    if name == "category":
        whose = "the stage's" if card.category_source == "stage" else "yours"
        return Content(CATEGORY_NAMES[card.category]) + Content.styled(f"  {whose}", "$dim")
    if name == "tags":
        return Content(" ".join(f"#{tag}" for tag in card.tags)) if card.tags else Content.styled("—", "$dim")
    told = card.own_value(name)
    said = show_own(told) if told is not None else getattr(card, name, None)
    return Content(str(said)) if said else Content.styled("—", "$dim")


def step_text(step: Step, today: date) -> Content:
    """A planned activity: its state's sign and day, then what it is about."""
    said, ink = step_piece(step, today)
    kind = "" if said.endswith(step.kind) else f"  {step.kind}"
    about = f"{kind}  {step.subject}" if step.subject.casefold() != step.kind else kind
    often = f"  ↻ {step.every.shown}" if step.every else ""
    put_off = f"  put off {step.snoozes}×" if step.snoozes else ""
    why = f": {step.put_off_reason}" if step.put_off_reason else ""
    return (
        Content.styled(said, STYLES[ink])
        + Content(about)
        + Content.styled(often, "$dim")
        + Content.styled(put_off + why, "$error" if step.is_escalated else "$dim")
    )


def wait_text(wait: Wait, today: date) -> Content:
    """What the customer does next: by when, who of them, and what."""
    late = (today - wait.due).days
    when = f"✖ they are {late}d late" if late > 0 else f"◂ they, by {show_day(wait.due, today)}"
    who = f"{wait.who}: " if wait.who else ""
    return Content.styled(when, "$error" if late > 0 else "$commit") + Content(f"  {who}{wait.what}")


def event_text(event: Event, today: date, room: int) -> Content:
    """A line of the timeline, and under it what came of it, wrapped to ``room`` cells."""
    at = to_local(event.at)
    day = show_day(at.date(), today) if at.date() != today else show_time(at.time())
    indent = " " * (WHEN + 2)
    head = Content.assemble(
        Content.styled(pad(day, WHEN), "$dim"),
        Content.styled(f"{SIGNS.get(event.kind, '·')} ", "$accent"),
        Content(fill(f"{indent}{event.text}", max(24, room), subsequent_indent=indent).lstrip()),
    )
    if not event.note:
        return head
    indent = " " * (WHEN + 2 if room >= 60 else 2)
    note = [
        fill(line, max(20, room), initial_indent=indent, subsequent_indent=indent) for line in event.note.splitlines()
    ]
    return head + Content.styled("\n" + "\n".join(note), "$dim")


def pane_text(
    card: Card,
    pipeline: Pipeline,
    own: Sequence[OwnField],
    today: date,
    detail: Detail | None,
    room: int,
    cash: Sequence[Content] = (),
) -> Content:
    """Everything about a deal in one column; before ``detail`` is read, what the card tells."""
    most = max(1, room) * MOST_LINES
    parts: list[Content] = [Content.styled(fit(card.title, most), "bold")]
    parts.append(Content.styled(fit(card.company or "no company", most), "$dim"))
    wrong = badge(card, pipeline.stage(card.stage_id), today)
    if wrong:
        parts.append(Content.styled(wrong[0], STYLES[wrong[1]]))
    parts.append(Content(""))
    for name, label in (
        ("amount", "amount"),
        ("stage", "stage"),
        ("probability", "chance"),
        ("expected_close", "closes"),
        ("category", "category"),
    ):
        parts.append(_fact(f"{label:<{LABEL}}", fact_value(name, card, pipeline, today), room))
    if card.weighted is not None and card.is_open:
        parts.append(_fact(f"{'weighted':<{LABEL}}", Content(show(card.weighted, pipeline.currency)), room))
    for name in ("owner", "source", "campaign", "product", "tags"):
        if getattr(card, name):
            parts.append(_fact(f"{name:<{LABEL}}", fact_value(name, card, pipeline, today), room))
    for field in own:
        if card.own_value(field.key) is not None:
            label = fit(field.label, 20)
            label = pad(label, max(LABEL - 1, width(label)))
            parts.append(_fact(f"{label} ", fact_value(field.key, card, pipeline, today), room))
    if not card.is_open:
        why = f", {card.reason}" if card.reason else ""
        ink = "$success" if card.status == "won" else "$error"
        on = f" {show_date(card.closed_on)}" if card.closed_on else ""
        parts.append(Content.styled(f"{card.status}{on}{why}", ink))
    parts += [Content(""), Content.styled("Next step", "bold $accent")]
    parts += [hung(step_text(step, today), room, 2) for step in card.steps] or [
        Content.styled("○ none yet: ", "$dim")
        + Content.styled("f", "bold $accent")
        + Content.styled(" plans one", "$dim")
    ]
    parts += [hung(wait_text(wait, today), room, 2) for wait in card.waits]
    if cash:
        parts += [Content(""), *(hung(line, room, 2) for line in cash)]
    if detail is not None:
        parts += _detail_text(detail, today, room)
    return Content("\n").join(parts)


def _fact(label: str, value: Content, room: int) -> Content:
    return hung(Content.styled(label, "$dim") + value, room, LABEL, len(label))


def _detail_text(detail: Detail, today: date, room: int) -> list[Content]:
    parts: list[Content] = []
    if detail.people:
        parts += [Content(""), Content.styled("People", "bold $accent")]
        for person in detail.people:
            role = " · ".join(word for word in (person.role, person.job) if word)
            name = Content(fit(person.name, max(1, room) * MOST_LINES))
            parts.append(hung(name + Content.styled(f"  {role}" if role else "", "$dim"), room, 2))
            reach = "  ".join(word for word in (person.email, person.phone) if word)
            if reach:
                parts.append(hung(Content.styled(f"  {reach}", "$dim"), room, 2))
    if detail.notes:
        parts += [Content(""), Content.styled("Notes", "bold $accent"), note_text(detail.notes)]
    parts += [Content(""), Content.styled("History", "bold $accent")]
    parts += [event_text(event, today, room) for event in detail.timeline[:40]]
    if len(detail.timeline) > 40:
        parts.append(Content.styled(f"and {len(detail.timeline) - 40} more: enter opens the deal", "$dim"))
    return parts


def as_plain_text(card: Card, pipeline: Pipeline, today: date) -> str:
    """A deal in a few lines to paste into a mail or a chat."""
    lines = [card.title + (f", {card.company}" if card.company else "")]
    stage = pipeline.stage(card.stage_id).name if card.is_open else card.status
    amount = show(card.amount, card.currency) if card.amount is not None else "no amount yet"
    lines.append(f"{amount}, {stage}, {card.probability:g}%")
    if card.expected_close and card.is_open:
        lines.append(f"expected to close {show_date(card.expected_close)}")
    if card.next_step:
        lines.append(f"next: {card.next_step.kind} {show_day(card.next_step.due, today)}, {card.next_step.subject}")
    return "\n".join(lines)
