"""Deals and follow-ups in the few words a line of a table has room for."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from pipetui.cli.table import Cell
from pipetui.values.clock import to_local
from pipetui.values.money import precision, show
from pipetui.values.text import count
from pipetui.values.when import show_day, show_overdue, show_span, show_time
from pipetui.views.card import Card, Step, Wait
from pipetui.views.stage import Pipeline, Stage
from pipetui.views.sums import Sums

DASH = "–"


def amount(card: Card) -> str:
    """What a deal is worth, in its own currency."""
    return DASH if card.amount is None else show(card.amount, card.currency)


def total_of(cards: Sequence[Card], pipelines: Iterable[Pipeline]) -> str:
    """How many deals, how much, and how much of it weighted, in the currency of each pipeline."""
    told = [count(len(cards), "deal")]
    for currency in dict.fromkeys(pipeline.currency for pipeline in pipelines):
        of_it = {pipeline.id for pipeline in pipelines if pipeline.currency == currency}
        sums = Sums.of([card for card in cards if card.pipeline_id in of_it])
        weighted = Sums.of([card for card in cards if card.pipeline_id in of_it and card.is_open]).weighted
        if sums.number:
            told.append(show(sums.amount, currency))
        if weighted:
            told.append(f"weighted {show(weighted, currency)}")
    return " · ".join(told)


def sums(minors: Sequence[int], currency: str) -> list[str]:
    """Amounts that stand under each other: with decimals, where one of them has any."""
    unit = 10 ** precision(currency)
    if all(minor % unit == 0 for minor in minors):
        return [show(minor, currency) for minor in minors]
    return [show(minor, currency) + ("" if minor % unit else f".{'0' * precision(currency)}") for minor in minors]


def due(step: Step, today: date) -> Cell:
    """When a follow-up is due: "today 15:00", "Fri", "3 days late"."""
    if step.due < today:
        return Cell(show_overdue((today - step.due).days), "red")
    time = f" {show_time(to_local(step.at).time())}" if step.at else ""
    return Cell(show_day(step.due, today) + time, "accent" if step.due == today else "")


def wait(step: Wait, today: date) -> Cell:
    """By when the customer does something, or for how long it is late."""
    if step.due < today:
        return Cell(show_overdue((today - step.due).days), "red")
    return Cell(show_day(step.due, today))


def overdue(day: date, today: date) -> Cell:
    """For how long something is late that was due on a day."""
    return Cell(show_overdue((today - day).days), "red")


def what(step: Step) -> str:
    """What a follow-up is: "Call: pricing", or the kind alone where nothing else was said."""
    kind = step.kind.capitalize()
    return kind if step.subject == kind else f"{kind}: {step.subject}"


def next_step(card: Card, stage: Stage, today: date) -> Cell:
    """A deal's next step, or what it means that there is none."""
    step = card.next_step
    if step is not None:
        when = due(step, today)
        return Cell(f"{when.text} · {what(step)}", when.style)
    if not card.is_open:
        return Cell("")
    quiet = untouched(card, stage, today)
    return quiet if quiet.style == "yellow" else Cell(f"none, {quiet.text}", quiet.style)


def untouched(card: Card, stage: Stage, today: date) -> Cell:
    """How long nobody did anything with a deal that has no next step."""
    if rotting := card.rotting_days(stage, today):
        return Cell(f"rotting {show_span(rotting)}", "yellow")
    days = (today - card.touched_on).days
    return Cell(f"quiet {show_span(days)}" if days > 0 else "touched today", "dim")


def close(card: Card, today: date) -> Cell:
    """When a deal is expected to close, or did."""
    if card.closed_on is not None:
        return Cell(f"{card.status} {show_day(card.closed_on, today)}", "green" if card.status == "won" else "dim")
    if card.expected_close is None:
        return Cell(DASH)
    if slipped := card.slipped_days(today):
        return Cell(f"slipped {show_span(slipped)}", "yellow")
    return Cell(show_day(card.expected_close, today))
