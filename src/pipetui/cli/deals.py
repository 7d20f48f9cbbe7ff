"""Deals: adding one, listing them, editing, deleting."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Annotated, Any

import typer

from pipetui.cli import output
from pipetui.cli.command import SORTS, Columns, Json, PipelineName, SomeDeal, Sort, ViewName, number
from pipetui.cli.many import Where, Yes, on_many, words_of
from pipetui.cli.session import asked, local_now, opened

if TYPE_CHECKING:
    from datetime import date

    from pipetui.cli.table import Line
    from pipetui.views.card import Card
    from pipetui.views.listed import Listed
    from pipetui.views.stage import Pipeline
    from pipetui.workspace import Workspace

HEAD = (
    *("id", "title", "company", "contact", "owner", "pipeline", "stage", "status", "amount", "currency"),
    *("probability", "probability_source", "weighted", "expected_close", "created", "stage_since", "closed"),
    *("reason", "source", "tags", "rotting_days", "campaign"),
)
STEP_HEAD = ("id", "kind", "subject", "due")
_MARKED = re.compile(r"([+@>#]|[a-z]+:)(.*\s.*)")


def add(
    context: typer.Context,
    line: Annotated[
        list[str], typer.Argument(metavar="LINE", help="\"Acme rollout 40k +Acme @'Jane Doe' close:eom next:call fri\"")
    ],
    pipeline_name: PipelineName = None,
    json: Json = False,
) -> None:
    """Add a deal, described in one line. Prints its number and title.

    +company @contact >stage #tag close:day next:"call fri 15:00" owner: source: campaign: product: prob: amount: and
    fields of your own by their keys; the rest is its title, with the amount in it.
    """
    with opened(context) as workspace:
        from pipetui.values.errors import Invalid
        from pipetui.values.quickadd import parse_quickadd
        from pipetui.views.entry import NewDeal

        pipeline = workspace.overview.pipeline(pipeline_name)
        own = workspace.overview.fields()
        entry = parse_quickadd(_one_line(line), local_now(workspace), pipeline.currency, own)
        if entry.problem:
            raise Invalid(entry.problem)
        card = workspace.deals.add(NewDeal.from_line(entry), pipeline.id).card
        assert card is not None
        understood = (f"{chip.field} {chip.text}" for chip in entry.chips)
        output.say(" · ".join([f"Added to {pipeline.stage(card.stage_id).name}", *understood]))
        print_deal(workspace, card, json, brief=True)


def deals(
    context: typer.Context,
    wanted: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="FILTER", help="acme stage:proposal,demo -tag:stalled status:won; the open ones if unsaid."
        ),
    ] = None,
    view_name: ViewName = None,
    sort: Sort = None,
    columns: Columns = None,
    reverse: Annotated[bool, typer.Option("--reverse", help="The last first.")] = False,
    limit: Annotated[str | None, typer.Option("--limit", metavar="N", help="The first N only.")] = None,
    json: Json = False,
) -> None:
    """List deals: the open ones, unless the filter speaks of status.

    A saved view brings its order and its columns, unless others are asked for.
    """
    with opened(context) as workspace:
        from pipetui.values.errors import Invalid
        from pipetui.views import contract
        from pipetui.views.board import SORTS as KEYS
        from pipetui.views.listed import columns_of, read_columns

        view = workspace.overview.view(view_name) if view_name else None
        sort = sort or (view.sort if view else "close")
        if sort not in KEYS:
            raise Invalid(f'"{sort[:30]}" is no order of deals: write {", ".join(SORTS[:-1])} or {SORTS[-1]}.')
        question = asked(workspace, wanted, view_name)
        found = workspace.overview.cards(question or workspace.overview.filter(""))
        found.sort(key=KEYS[sort][1], reverse=reverse)
        found = found if limit is None else found[: number(limit, "--limit", 1, 20)]
        pipelines, today = workspace.overview.pipelines(), workspace.clock.today()
        fields = workspace.overview.fields()
        own = [field.key for field in fields]
        names = read_columns(columns, fields) if columns else view.columns if view else ()
        listed = columns_of(names, fields)
    if json:
        output.as_json(contract.deals(found, pipelines, today))
    elif not found:
        output.say("No deal answers to that filter." if question else "There is no open deal yet.")
        raise typer.Exit(1 if question else 0)
    elif listed:
        _list(found, pipelines, today, listed)
    elif output.on_terminal():
        from pipetui.cli.wording import total_of

        output.data(_painted(found, pipelines, today))
        output.say(total_of(found, pipelines))
    else:
        output.tab_separated(
            [*HEAD, *(f"next_step_{name}" for name in STEP_HEAD), *own],
            (_row(card, deal, own) for card, deal in zip(found, contract.deals(found, pipelines, today), strict=True)),
        )


def edit(
    context: typer.Context,
    deal: SomeDeal = None,
    changes: Annotated[
        list[str] | None, typer.Argument(metavar="FIELD=VALUE", help='amount=40k close=eom stage="Proposal" …')
    ] = None,
    editor: Annotated[bool, typer.Option("--editor", help="Edit all of it, with its notes, in your editor.")] = False,
    where: Where = None,
    yes: Yes = False,
    json: Json = False,
) -> None:
    """Change fields of a deal: all that are named, or none.

    title, amount, close, stage, probability, category, company, contact, owner, source, product, tags, and fields of
    your own. Nothing after the = empties a field; probability and category are the stage's then.

    With --editor the deal is a small text in the editor that VISUAL or EDITOR names: a field to a line, the notes under
    them.

    With --where amount=+5% and close=+2w go on from each deal's own, and tags="+hot -cold" puts on and takes off.
    """
    with opened(context) as workspace:
        if where is not None:
            _edit_many(workspace, where, [*([deal] if deal else []), *(changes or [])], yes, json)
            return
        (deal,) = words_of(where, deal)
        from pipetui.cli.editing import edited
        from pipetui.values.errors import Invalid
        from pipetui.views.fields import Context, field_named

        card = workspace.deals.find(deal)
        pipeline = next(line for line in workspace.overview.pipelines() if line.id == card.pipeline_id)
        own = workspace.overview.fields()
        context_of = Context(card, pipeline, workspace.clock.today())
        values: dict[str, Any] = {}
        if editor == bool(changes):
            raise Invalid("Write what is to change, such as amount=40k, or --editor to change it there.")
        if editor:
            values = edited(workspace, context_of, own)
        for change in changes or ():
            name, equals, text = change.partition("=")
            if not equals:
                raise Invalid(f'"{change[:40]}" says no value: write a field, = and its value, such as amount=40k.')
            spec = field_named(name, own)
            if spec.name in values:
                raise Invalid(f"A deal has one {spec.label.lower()}; there are two here.")
            values[spec.name] = spec.read(text, context_of)
        if editor and not values:
            output.say("Nothing is changed.")
            return
        saved = workspace.deals.edit(card.id, values)
        output.say(saved.label)
        print_deal(workspace, saved.card or card, json)


def _edit_many(workspace: Workspace, where: str, changes: Sequence[str], yes: bool, json: bool) -> None:
    from pipetui.values.errors import Invalid
    from pipetui.views.many import read_many

    own = workspace.overview.fields()
    read = []
    for change in changes:
        name, equals, text = change.partition("=")
        if not equals:
            raise Invalid(f'"{change[:40]}" says no value: write a field, = and its value, such as amount=+5%.')
        read.append(read_many(name, text, own))
    if not read:
        raise Invalid("Write what is to change, such as amount=+5% or close=+2w.")
    doing = ", ".join(change.said for change in read)
    on_many(workspace, where, doing, lambda deals, _: workspace.bulk.edit(deals, read), yes=yes, json=json)


def delete(
    context: typer.Context, deal: SomeDeal = None, where: Where = None, yes: Yes = False, json: Json = False
) -> None:
    """Delete a deal with everything that belongs to it. The file's history keeps it."""
    with opened(context) as workspace:
        words = words_of(where, deal)
        if where is not None:
            doing = "delete, with their activities"
            on_many(workspace, where, doing, lambda deals, _: workspace.bulk.delete(deals), yes=yes, json=json)
            return
        (deal,) = words
        card = workspace.deals.find(deal)
        saved = workspace.deals.delete([card.id])
        output.say(saved.label)
        print_deal(workspace, card, json)


def print_deal(workspace: Workspace, card: Card, json: bool, *, brief: bool = False) -> None:
    """What a command that changed a deal prints of it: JSON where asked for; with ``brief`` number and title."""
    if json:
        from pipetui.views import contract

        pipeline = next(line for line in workspace.overview.pipelines() if line.id == card.pipeline_id)
        output.as_json(contract.deal(card, pipeline, workspace.clock.today()))
    elif brief:
        output.pairs([(card.id, card.title)])


def _one_line(words: Sequence[str]) -> str:
    """The line a rep typed: one word is all of it; of several, one with spaces in it stays together as a value."""
    if len(words) == 1:
        return words[0]
    return " ".join(_MARKED.sub(r'\1"\2"', word) if not {"'", '"'} & set(word) else word for word in words)


def _row(card: Card, deal: dict[str, Any], own: Sequence[str]) -> list[object]:
    from pipetui.values.own import write_own

    step = deal["next_step"] or dict.fromkeys(STEP_HEAD)
    deal["tags"] = ", ".join(deal["tags"])
    return [
        *(deal[name] for name in HEAD),
        *(step[name] for name in STEP_HEAD),
        *(write_own(card.own_value(key)) for key in own),
    ]


def _list(cards: Sequence[Card], pipelines: Iterable[Pipeline], today: date, listed: Sequence[Listed]) -> None:
    """Prints the columns that were asked for; for programs days in ISO 8601 and amounts as numbers."""
    from pipetui.cli.table import Column, paint
    from pipetui.cli.wording import total_of
    from pipetui.views.listed import Seen

    by_id = {pipeline.id: pipeline for pipeline in pipelines}
    seen = [Seen(card, by_id[card.pipeline_id], today) for card in cards]
    if not output.on_terminal():
        output.tab_separated([one.name for one in listed], ([one.raw(each) for one in listed] for each in seen))
        return
    columns = [Column(one.label, right=one.right) for one in listed]
    output.data(paint(columns, [[one.text(each) for one in listed] for each in seen]))
    output.say(total_of(cards, tuple(by_id.values())))


def _painted(cards: Iterable[Card], pipelines: Iterable[Pipeline], today: date) -> Iterable[str]:
    from pipetui.cli import wording
    from pipetui.cli.table import Column, paint

    stages = {stage.id: stage for pipeline in pipelines for stage in pipeline.stages}
    lines: list[Line] = [
        (
            str(card.id),
            card.title,
            card.company or "",
            stages[card.stage_id].name,
            wording.amount(card),
            f"{card.probability:g}%" if card.is_open else "",
            wording.close(card, today),
            wording.next_step(card, stages[card.stage_id], today),
        )
        for card in cards
    ]
    columns = (
        Column("#", right=True),
        Column("Deal", least=18),
        Column("Company", least=10, spare=4),
        Column("Stage", tight=True, spare=2),
        Column("Amount", right=True),
        Column("Prob.", right=True, spare=3),
        Column("Close", tight=True),
        Column("Next step", least=14, spare=1),
    )
    return paint(columns, lines)
