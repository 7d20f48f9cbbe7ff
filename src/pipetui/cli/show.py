"""Everything about one deal."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import TYPE_CHECKING, Annotated, Any

import typer

from pipetui.cli import output
from pipetui.cli.command import Json
from pipetui.cli.session import opened

if TYPE_CHECKING:
    from pipetui.cli.table import Line
    from pipetui.values.own import OwnField
    from pipetui.views.card import Card
    from pipetui.views.detail import Detail, Event
    from pipetui.views.playbook import Coaching
    from pipetui.views.stage import Pipeline


_KINDS = {"hard": "must", "soft": "exit", "advice": "list"}
"""What a criterion of a strength is called."""


def show(
    context: typer.Context,
    deal: Annotated[list[str], typer.Argument(metavar="DEAL", help="Its number, or enough of its title.")],
    json: Json = False,
) -> None:
    """Print everything about a deal.

    Its facts, why its chance is what it is, what is planned, its people, what happened (newest first) and the notes.
    """
    with opened(context) as workspace:
        own = workspace.overview.fields()
        card = workspace.deals.find(" ".join(deal))
        detail = workspace.timelines.detail(card.id)
        coaching = workspace.playbooks.coaching(card.id)
        pipeline = next(line for line in workspace.overview.pipelines() if line.id == card.pipeline_id)
        today = workspace.clock.today()
        why = workspace.overview.forecasts.why(card, workspace.overview.period())
    if not json and output.on_terminal():
        output.data(_painted(detail, pipeline, own, today, coaching, why))
        return
    record = {**as_record(detail, pipeline, today, coaching), "why": why}
    if json:
        output.as_json(record)
    else:
        output.pairs(_pairs(record))


def as_record(detail: Detail, pipeline: Pipeline, today: date, coaching: Coaching) -> dict[str, Any]:
    """The deal as every command gives it, with what only this one adds."""
    from pipetui.values.clock import to_local
    from pipetui.views import contract

    card = detail.card
    return {
        **contract.deal(card, pipeline, today),
        "product": card.product,
        "category": card.category,
        "category_source": card.category_source,
        "pushes": card.pushes,
        "touched": card.touched_on.isoformat(),
        "planned": [
            {
                "id": step.id,
                "kind": step.kind,
                "subject": step.subject,
                "due": contract.due(step),
                "contact": step.contact,
            }
            for step in card.steps
        ],
        "people": [
            {
                "id": person.id,
                "name": person.name,
                "role": person.role,
                "job": person.job,
                "email": person.email,
                "phone": person.phone,
            }
            for person in detail.people
        ],
        "timeline": [
            {
                "at": to_local(event.at).isoformat(timespec="seconds"),
                "kind": event.kind,
                "text": event.text,
                "note": event.note,
                "activity_id": event.activity_id,
            }
            for event in detail.timeline
        ],
        "notes": detail.notes,
        "customer_steps": [
            {"id": wait.id, "what": wait.what, "who": wait.who, "due": wait.due.isoformat()} for wait in card.waits
        ],
        "criteria": [
            {"text": line.text, "field": line.field, "strength": line.strength, "met": line.id in coaching.met}
            for line in coaching.playbook.criteria
        ],
    }


def _pairs(record: dict[str, Any]) -> Iterator[list[object]]:
    """The record line by line; a line for each person, follow-up and event, its parts side by side."""
    for name, value in record.items():
        if name == "tags":
            yield [name, ", ".join(value)]
        elif name == "why":
            for sentence in value:
                yield [name, sentence]
        elif isinstance(value, list):
            for part in value:
                yield [name, *part.values()]
        elif name == "fields":
            for key, said in value.items():
                yield [f"{name}.{key}", *(said.values() if isinstance(said, dict) else [said])]
        elif isinstance(value, dict):
            yield [name, *value.values()]
        else:
            yield [name, value]


def _painted(
    detail: Detail,
    pipeline: Pipeline,
    own: Sequence[OwnField],
    today: date,
    coaching: Coaching,
    why: Sequence[str] = (),
) -> Iterator[str]:
    from textwrap import wrap

    from pipetui.cli import wording
    from pipetui.cli.table import GAP, Cell, Column, Group, paint_groups, styled, terminal_width
    from pipetui.values.text import clean

    card = detail.card
    yield f"{styled(clean(card.title), 'bold')}  {styled(f'#{card.id}', 'dim')}"
    parts = (card.company, card.contact, pipeline.stage(card.stage_id).name, card.status)
    yield " · ".join(clean(part) for part in parts if part)
    yield ""
    facts: list[Line] = [
        (Cell(name, "dim"), text) for name, text in [*_facts(detail, pipeline, today), *_own(card, own)] if text
    ]
    yield from paint_groups([Column("", tight=True), Column("")], [Group("", facts)])
    if why:
        yield ""
        yield styled("Why", "bold")
        for sentence in why:
            yield from (GAP + line for line in wrap(clean(sentence), max(40, terminal_width() - len(GAP))))
    planned: list[Line] = [
        (str(step.id), wording.due(step, today), wording.what(step), step.contact or "") for step in card.steps
    ]
    yield ""
    if planned:
        yield from paint_groups(
            [Column("", right=True), Column("", tight=True), Column(""), Column("")], [Group("Next steps", planned)]
        )
    elif card.is_open:
        yield styled("No next step", "bold")
        yield f'{GAP}pipetui next {card.id} "call mon 10:00"'
    theirs: list[Line] = [(str(wait.id), wording.wait(wait, today), wait.what, wait.who or "") for wait in card.waits]
    if theirs:
        yield ""
        yield from paint_groups(
            [Column("", right=True), Column("", tight=True), Column(""), Column("")],
            [Group("What they do next", theirs)],
        )
    if card.is_open and coaching.playbook.criteria:
        yield ""
        criteria: list[Line] = [
            (str(place), "x" if line.id in coaching.met else "", _KINDS[line.strength], line.text)
            for place, line in enumerate(coaching.playbook.criteria, 1)
        ]
        columns = [Column("", right=True), Column("", tight=True), Column("", tight=True), Column("")]
        yield from paint_groups(columns, [Group(f"Before it leaves {coaching.playbook.stage}", criteria)])
    people: list[Line] = [
        (person.name, person.role or "", person.job or "", person.email or "", person.phone or "")
        for person in detail.people
    ]
    if people:
        yield ""
        yield from paint_groups([Column("")] * 5, [Group("People", people)])
    yield ""
    events: list[Line] = [line for event in detail.timeline for line in _event(event)]
    yield from paint_groups(
        [Column("", tight=True), Column("", tight=True), Column("")], [Group("What happened", events)]
    )
    if detail.notes:
        yield ""
        yield styled("Notes", "bold")
        yield from (f"{GAP}{clean(line)}" for line in detail.notes.split("\n"))


def _event(event: Event) -> Iterator[Line]:
    from pipetui.cli.table import Cell
    from pipetui.values.clock import to_local

    moment = to_local(event.at)
    yield (Cell(f"{moment:%Y-%m-%d %H:%M}", "dim"), event.kind, event.text)
    for line in (event.note or "").split("\n"):
        if line.strip():
            yield ("", "", Cell(line, "dim"))


def _facts(detail: Detail, pipeline: Pipeline, today: date) -> Iterator[tuple[str, str]]:
    from pipetui.cli import wording
    from pipetui.values import money
    from pipetui.values.text import count
    from pipetui.values.when import show_date, show_span
    from pipetui.views.fields import CATEGORY_NAMES

    card, stage = detail.card, pipeline.stage(detail.card.stage_id)
    yield "Amount", wording.amount(card) + (_in_base(card, pipeline))
    if card.is_open:
        whose = {"stage": "the stage's", "manual": "set by hand", "model": "the history's, when it was asked"}[
            card.probability_source
        ]
        yield "Probability", f"{card.probability:g}%, {whose}"
        yield "Weighted", "" if card.weighted is None else money.show(card.weighted, pipeline.currency)
        by_hand = ", set by hand" if card.category_source == "manual" else ", the stage's"
        yield "Category", CATEGORY_NAMES.get(card.category, card.category) + by_hand
        yield "Close date", _close(card, today)
    else:
        closed = show_date(card.closed_on) if card.closed_on else ""
        yield card.status.capitalize(), f"{closed}{f', {card.reason}' if card.reason else ''}"
        yield "Expected", show_date(card.expected_close) if card.expected_close else ""
    yield "Pushed", count(card.pushes, "time") if card.pushes else ""
    if rotting := card.rotting_days(stage, today):
        yield "Rotting", f"nobody touched it for {count(rotting, 'day')}"
    yield "Pipeline", pipeline.name
    days = (today - card.stage_since).days
    yield "In stage", f"{stage.name} since {show_date(card.stage_since)}" + (f", {show_span(days)}" if days > 0 else "")
    yield "Created", show_date(card.created_on)
    yield "Owner", card.owner or ""
    yield "Source", card.source or ""
    yield "Campaign", card.campaign or ""
    yield "Product", card.product or ""
    yield "Tags", " ".join(f"#{tag}" for tag in card.tags)


def _own(card: Card, own: Sequence[OwnField]) -> Iterator[tuple[str, str]]:
    """What the deal says for the rep's own fields."""
    from pipetui.values.own import show_own

    labels = {field.key: field.label for field in own}
    for key, value in card.own:
        yield labels.get(key, key), show_own(value)


def _in_base(card: Card, pipeline: Pipeline) -> str:
    """What a deal in another currency is worth in the pipeline's."""
    from pipetui.values import money

    if card.amount is None or card.currency == pipeline.currency:
        return ""
    if card.base_amount is None:
        return f", no exchange rate to {pipeline.currency} is known"
    return f", {money.show(card.base_amount, pipeline.currency)}"


def _close(card: Card, today: date) -> str:
    from pipetui.values.text import count
    from pipetui.values.when import show_date

    if card.expected_close is None:
        return ""
    slipped = card.slipped_days(today)
    return show_date(card.expected_close) + (f", slipped {count(slipped, 'day')} ago" if slipped else "")
