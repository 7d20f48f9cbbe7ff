"""The answer for a meeting: a period's figures, what will probably come, the deals that decide it, and what to trust.

One set of lines, painted for a terminal or written as Markdown to be pasted.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pipetui.values.text import clean, count

if TYPE_CHECKING:
    from pipetui.cli.table import Line
    from pipetui.values.periods import Period
    from pipetui.values.query import Filter
    from pipetui.views.forecast import Figures, Forecast
    from pipetui.views.odds import Outlook
    from pipetui.views.stage import Pipeline
    from pipetui.workspace import Workspace

DECIDING = 3
"""Deals named: those that swing the period most."""

_MARKS = re.compile(r"([\\`*_\[\]<>|#~&!])")


@dataclass(frozen=True, slots=True)
class Meeting:
    """What is told: the figures, the outlook, and the sentence on which number to trust, where it was looked up."""

    pipeline: Pipeline
    view: Forecast
    outlook: Outlook
    trust: str | None = None


def meet(workspace: Workspace, pipeline: Pipeline, period: Period, wanted: Filter | None, back: int) -> Meeting:
    """What is told of a period, and which number to trust by ``back`` periods; with a bar once that takes a while."""
    from pipetui.cli.progress import shares

    with shares("Looking back") as told:
        found = workspace.overview.forecasts.meeting(pipeline, period, wanted, DECIDING, back, told)
    return Meeting(pipeline, *found)


def painted(told: Meeting, room: int | None = None) -> Iterator[str]:
    """The lines for a terminal; ``room`` is in cells, the terminal's where none is given."""
    from textwrap import wrap

    from pipetui.cli.table import Column, paint, styled, terminal_width

    yield f"{styled(told.outlook.period.label, 'bold')}  {styled(_when(told), 'dim')}"
    yield ""
    yield from paint([Column("", tight=True), Column("", right=True), Column("")], list(_figures(told)), room)
    if deciding := list(_deciding(told)):
        yield ""
        yield from paint(
            [
                Column("Decides it"),
                *(Column(head, right=True) for head in ("Amount", "Chance", "Adds")),
                Column("Next step", spare=1),
            ],
            deciding,
            room,
        )
    yield ""
    for sentence in _said(told):
        yield from wrap(sentence, max(40, terminal_width() if room is None else room))


def markdown(told: Meeting) -> Iterator[str]:
    """The lines as Markdown; nothing in a title is taken for a mark of its own."""
    yield f"## {_escaped(told.pipeline.name)}: {told.outlook.period.label}"
    yield ""
    yield _when(told)
    yield ""
    yield "| | | |"
    yield "| :-- | --: | :-- |"
    yield from (_row(line) for line in _figures(told))
    if deciding := list(_deciding(told)):
        yield ""
        yield "| Decides it | Amount | Chance | Adds | Next step |"
        yield "| :-- | --: | --: | --: | :-- |"
        yield from (_row(line) for line in deciding)
    yield ""
    yield from _said(told)


def _row(line: Line) -> str:
    texts = [_escaped(clean(cell if isinstance(cell, str) else cell.text)) for cell in line]
    return f"| {' | '.join(texts)} |"


def _escaped(text: str) -> str:
    return _MARKS.sub(r"\\\1", text)


def _when(told: Meeting) -> str:
    """The days of the period, and how many of them are left."""
    period, today = told.outlook.period, told.view.today
    left = period.days_left(today)
    if today < period.start:
        when = f"begins in {count((period.start - today).days, 'day')}"
    else:
        when = f"{count(left, 'day')} left" if left or period.contains(today) else "over"
    return f"{_days_of(period)} · {when}"


def _figures(told: Meeting) -> Iterator[Line]:
    """Each figure with its name and what has to be said beside it."""
    from pipetui.cli.table import Cell
    from pipetui.values.money import show_whole

    def show(minor: int) -> str:
        return show_whole(minor, figures.currency)

    view, outlook, figures = told.view, told.outlook, told.view.figures()
    open_deals, total = figures.open, outlook.total
    due = f"{count(open_deals.number, 'open deal')} due in {outlook.period.label}"
    yield "Won", Cell(show(figures.won), "green"), ""
    yield "Commit", show(figures.commit), f"best case {show(figures.best_case)}, pipeline {show(figures.pipeline)}"
    yield "Weighted", show(figures.weighted), f"of {show(open_deals.amount)} in {due}"
    yield "Expected", show(outlook.expected), _besides(told)
    yield (
        "In all",
        Cell(show(total.expected), "bold"),
        f"8 in 10 between {show(total.p10)} and {show(total.p90)}",
    )
    if view.is_narrowed:
        yield "Target", "", Cell("is of all deals, not of those a filter lets through", "dim")
    elif figures.gap is None:
        yield "Target", "none", Cell("pipetui target AMOUNT sets one", "dim")
    else:
        gap = figures.gap
        missing = f"{show(gap)} missing" if gap > 0 else f"over by {show(-gap)}"
        yield "Target", show(figures.target or 0), f"{missing}, if all comes as expected{_coverage(figures)}"
    if figures.slipped.number:
        late = f"{count(figures.slipped.number, 'deal')} past the close date, in no period"
        yield "Slipped", Cell(show(figures.slipped.amount), "yellow"), late


def _besides(told: Meeting) -> str:
    """What is said beside expected: what comes on top of it."""
    from pipetui.values.money import show_whole

    if told.view.is_narrowed:
        return "from these deals in the period"
    new = show_whole(told.outlook.new_business, told.outlook.currency)
    return f"from open deals in the period, and {new} from deals still to come"


def _coverage(figures: Figures) -> str:
    if figures.coverage is None:
        return ""
    needed = f" of {figures.needed_coverage:.1f}× needed" if figures.needed_coverage else ""
    return f"; coverage {figures.coverage:.1f}×{needed}"


def _deciding(told: Meeting) -> Iterator[Line]:
    """The deals that swing the period most."""
    from pipetui.cli import wording
    from pipetui.values.money import show_whole

    currency, today = told.outlook.currency, told.view.today
    for each in told.outlook.deals[:DECIDING]:
        card = each.card
        own = card.base_amount
        yield (
            card.title,
            # Without an amount of its own, what won deals like it came to.
            f"~{show_whole(each.worth, currency)}" if own is None else show_whole(own, currency),
            f"{each.chance:.0%}",
            show_whole(each.adds, currency),
            wording.next_step(card, told.pipeline.stage(card.stage_id), today),
        )


def _said(told: Meeting) -> Iterator[str]:
    """What is in no total, what the numbers rest on, and which to trust."""
    outlook = told.outlook
    for currency, number in outlook.without_rate:
        deals = (
            f"{count(number, 'deal')} in {currency} {'is' if number == 1 else 'are'} in no total, as no rate is known"
        )
        yield f"{deals}; expected takes what won deals came to. pipetui rate {currency} 0.92 keeps a rate."
    if outlook.is_guess:
        few = f"before today only {outlook.rests_on} were" if outlook.rests_on else "before today no deal was"
        yield f"Expected is a guess: {few} won or lost, so it is the stages' probabilities spread over typical times."
    elif told.trust:
        yield told.trust
    else:
        yield f"Expected rests on {count(outlook.rests_on, 'deal')} won or lost so far."


def _days_of(period: Period) -> str:
    from pipetui.values.names import MONTHS

    first, last = period.start, period.end
    year = f" {first.year}" if first.year != last.year else ""
    return f"{first.day} {MONTHS[first.month - 1]}{year} – {last.day} {MONTHS[last.month - 1]} {last.year}"
