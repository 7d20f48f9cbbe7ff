"""The agenda: what is overdue, due today and soon, and which deals have no next step."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Annotated

import typer

from pipetui.cli import output
from pipetui.cli.command import FilterArgument, Json, ViewName, number
from pipetui.cli.session import asked, opened

if TYPE_CHECKING:
    from datetime import date

    from pipetui.cli.table import Cell, Line
    from pipetui.views.agenda import Agenda, Row
    from pipetui.views.stage import Pipeline, Stage

TITLES = {
    "overdue": "Overdue",
    "today": "Today",
    "owed": "Payments overdue",
    "week": "This week",
    "later": "Later",
    "waiting_for": "Waiting for them",
    "no_next_step": "No next step",
}
HEAD = (
    *("section", "id", "deal_id", "deal", "company", "contact", "kind", "subject", "due", "overdue_days"),
    *("amount", "currency", "stage"),
)

NOTHING = "Nothing to follow up: there is no open deal."
_FARTHEST = 3_660
"""Days; what is due in more than ten years is later, whatever was asked for."""


def agenda(
    context: typer.Context,
    wanted: FilterArgument = None,
    view_name: ViewName = None,
    days: Annotated[str, typer.Option("--days", metavar="N", help="How many days ahead a week reaches.")] = "7",
    plain: Annotated[bool, typer.Option("--plain", help="A line each and nothing else, for a morning mail.")] = False,
    count: Annotated[bool, typer.Option("--count", help="How many wait, in few words, for a shell's prompt.")] = False,
    ics: Annotated[bool, typer.Option("--ics", help="A calendar with an alarm for each, to be subscribed to.")] = False,
    json: Json = False,
) -> None:
    """List follow-ups by when they are due, and the deals without one.

    A filter is as for deals. On a terminal those later than --days are counted only; everything else has them all.
    --plain and --count leave out what is later; --count says nothing where nothing waits.
    """
    with opened(context) as workspace:
        from pipetui.views import contract
        from pipetui.views.agenda import Agenda

        view = Agenda(workspace.clock.today(), min(number(days, "--days", 0, 7), _FARTHEST))
        only = asked(workspace, wanted, view_name)
        cards = [*workspace.overview.open_cards(wanted=only), *workspace.overview.followed_cards(only)]
        view.fill(cards)
        if count:
            output.data(counted(view))
            return
        pipelines = workspace.overview.pipelines()
        if not ics:
            view.owe(each for pipeline in pipelines for each in workspace.overview.cash.owed(pipeline, only))
        if plain:
            output.data(lines(view))
            return
        if ics:
            from pipetui.exchange.calendar import calendar

            minutes = context.obj["settings"].number("reminders.minutes")
            output.text([calendar(cards, minutes, workspace.overview.uids(), workspace.clock.now())])
            return
    if json:
        output.as_json(contract.agenda(view, pipelines))
    elif not any(len(lane) for lane in view.sections.values()):
        output.say("Nothing to follow up answers to that filter." if wanted or view_name else NOTHING)
        raise typer.Exit(1 if wanted or view_name else 0)
    elif output.on_terminal():
        output.data(painted(view, pipelines))
    else:
        sections = contract.agenda(view, pipelines)
        output.tab_separated(
            HEAD,
            ([name, *(row[key] for key in HEAD[1:])] for name, rows in sections.items() for row in rows),
        )


def counted(view: Agenda) -> Iterator[str]:
    """What waits, in a few words; nothing where nothing does."""
    overdue, today = (len(view.sections[name]) for name in ("overdue", "today"))
    said = [f"{overdue} overdue"] if overdue else []
    said += [f"{today} today"] if today else []
    if said:
        yield " · ".join(said)


def lines(view: Agenda) -> Iterator[str]:
    """The agenda as plain text: a heading and a line each; the deals without a next step are counted."""
    from pipetui.values.text import count

    for name in ("overdue", "today", "owed", "week", "waiting_for"):
        lane = view.sections[name]
        if len(lane):
            yield f"{TITLES[name]} ({len(lane)})"
        for row in lane:
            card, step, wait, _ = row
            due, what = _when(row, view.today), _what(row)
            whom = (step and step.contact) or (wait and wait.who) or card.contact or card.company or ""
            yield "  " + " · ".join(part for part in (due.text if due else "", what, card.title, whom) if part)
    if idle := len(view.sections["no_next_step"]):
        yield f"{count(idle, 'deal')} without a next step"


def _what(row: Row) -> str:
    """What a line is of, in words."""
    from pipetui.cli import wording
    from pipetui.values.money import show_whole

    if row.owed is not None:
        return f"{row.owed.entry.label}, {show_whole(row.owed.entry.whole, row.owed.currency)}"
    return row.wait.what if row.wait else wording.what(row.step) if row.step else ""


def _when(row: Row, today: date) -> Cell | None:
    """When it is due, or for how long it is late."""
    from pipetui.cli import wording

    if row.owed is not None:
        return wording.overdue(row.owed.due, today)
    return wording.wait(row.wait, today) if row.wait else wording.due(row.step, today) if row.step else None


def painted(view: Agenda, pipelines: Sequence[Pipeline], room: int | None = None) -> Iterator[str]:
    """The agenda as a terminal shows it. What is due later is counted, not listed: ``--days`` reaches further."""
    from pipetui.cli.table import Column, Group, paint_groups
    from pipetui.values.text import count

    stages = {stage.id: stage for pipeline in pipelines for stage in pipeline.stages}
    currencies = {pipeline.currency for pipeline in pipelines}
    days = (view.horizon - view.today).days
    groups = []
    for name, title in TITLES.items():
        lane = view.sections[name]
        if not len(lane) or name == "later":
            continue
        if name == "week" and days != 7:
            title = f"Next {count(days, 'day')}"
        groups.append(Group(title, [_line(row, stages, view) for row in lane], _beside(list(lane), currencies)))
    columns = (
        Column("No", right=True),
        Column("When", tight=True),
        Column("What", least=16, spare=1),
        Column("Deal", least=18),
        Column("With", least=10, spare=3),
        Column("Amount", right=True, spare=2),
        Column("Stage", tight=True, spare=4),
    )
    yield from paint_groups(columns, groups, room)
    if later := len(view.sections["later"]):
        yield ""
        yield f"Later  {count(later, 'follow-up')}"


def _line(row: Row, stages: Mapping[int, Stage], view: Agenda) -> Line:
    from pipetui.cli import wording
    from pipetui.values.money import show_whole

    card, step, wait, owed = row
    stage = stages[card.stage_id]
    return (
        str(step.id) if step else "",
        _when(row, view.today) or wording.untouched(card, stage, view.today),
        owed.entry.label if owed else _what(row),
        f"#{card.id} {card.title}",
        (step and step.contact) or (wait and wait.who) or card.contact or card.company or "",
        show_whole(owed.entry.whole, owed.currency) if owed else wording.amount(card),
        stage.name if card.is_open else card.status,
    )


def _beside(rows: Sequence[Row], currencies: Collection[str]) -> str:
    """How many lines a section has, and what is owed, or the deals in it are worth, where all is in one currency."""
    from pipetui.values.money import show

    if rows and rows[0].owed is not None:
        owed = [row.owed.entry.whole for row in rows if row.owed is not None]
        return " · ".join(
            [f"{len(rows):,}", *(show(sum(owed), currency) for currency in currencies if len(currencies) == 1)]
        )

    deals = {row.card.id: row.card.base_amount or 0 for row in rows}
    worth = [show(sum(deals.values()), currency) for currency in currencies]
    return " · ".join([f"{len(rows):,}", *(worth if len(worth) == 1 else [])])
