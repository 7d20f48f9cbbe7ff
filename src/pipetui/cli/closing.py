"""Where a deal stands: moving it through the stages, winning, losing, opening it again."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from pipetui.cli import output
from pipetui.cli.command import Anyway, Json, SomeDeal
from pipetui.cli.deals import print_deal
from pipetui.cli.many import Skip, Where, Yes, insistence, on_many, words_of
from pipetui.cli.session import opened

if TYPE_CHECKING:
    from datetime import date

    from pipetui.sales.guard import Passing
    from pipetui.views.card import Card, Saved
    from pipetui.workspace import Workspace

On = Annotated[str | None, typer.Option("--on", metavar="DAY", help="The day it was decided; today if unsaid.")]


def move(
    context: typer.Context,
    deal: SomeDeal = None,
    stage: Annotated[
        str | None, typer.Argument(metavar="STAGE", help="Its name, the beginning of it, or its place from 1.")
    ] = None,
    anyway: Anyway = False,
    where: Where = None,
    skip: Skip = False,
    yes: Yes = False,
    json: Json = False,
) -> None:
    """Move a deal to another stage of its pipeline.

    Where it lacks what the stages it leaves ask for, that is told, and it stays; --anyway moves it all the same.
    """
    with opened(context) as workspace:
        from pipetui.values.errors import Invalid, Refused
        from pipetui.views.fields import find_stage

        words = words_of(where, deal, stage)
        if len(words) < 2 - (where is not None):
            raise Invalid("To which stage? Write its name, the beginning of it, or its place from 1.")
        stage = words[-1]
        if where is not None:
            on_many(
                workspace,
                where,
                f"move to {_stage_said(workspace, stage)}",
                lambda deals, insist: workspace.bulk.move(deals, stage, insist),
                yes=yes,
                json=json,
                insist=insistence(anyway, skip),
            )
            return
        deal = words[0]
        card = workspace.deals.find(deal)
        pipeline = next(line for line in workspace.overview.pipelines() if line.id == card.pipeline_id)
        goal = find_stage(stage, pipeline.stages)
        if card.is_open and goal.id == card.stage_id:
            raise Refused(f"{card.title} is in {goal.name} already.")
        _tell(workspace, workspace.deals.move(card.id, goal.id, _passing(anyway)), card, json)


def win(
    context: typer.Context,
    deal: SomeDeal = None,
    reason: Annotated[str, typer.Option("--reason", metavar="REASON", help="Why it was won.")] = "",
    on: On = None,
    anyway: Anyway = False,
    where: Where = None,
    skip: Skip = False,
    yes: Yes = False,
    json: Json = False,
) -> None:
    """Close a deal as won. It counts as leaving every stage there still is."""
    with opened(context) as workspace:
        words = words_of(where, deal)
        if where is not None:
            day = _day(workspace, on)
            on_many(
                workspace,
                where,
                "close as won",
                lambda deals, insist: workspace.bulk.win(deals, reason, day, insist),
                yes=yes,
                json=json,
                insist=insistence(anyway, skip),
            )
            return
        (deal,) = words
        card, day = workspace.deals.find(deal), _day(workspace, on)
        _tell_if_new(workspace, "won", reason)
        _tell(workspace, workspace.deals.win(card.id, reason, day, _passing(anyway)), card, json)


def lose(
    context: typer.Context,
    deal: SomeDeal = None,
    reason: Annotated[
        str, typer.Option("--reason", metavar="REASON", help="Why: price, competition, no budget …")
    ] = "",
    on: On = None,
    where: Where = None,
    yes: Yes = False,
    json: Json = False,
) -> None:
    """Close a deal as lost, for a reason. It keeps the stage it was lost from."""
    with opened(context) as workspace:
        from pipetui.values.errors import Invalid
        from pipetui.values.text import clean

        words, day = words_of(where, deal), _day(workspace, on)
        if not clean(reason):
            known = ", ".join(workspace.overview.reasons("lost"))
            raise Invalid(f"A lost deal needs a reason: say --reason with one of {known}, or your own.")
        _tell_if_new(workspace, "lost", reason)
        if where is not None:
            on_many(
                workspace,
                where,
                f"close as lost: {clean(reason)}",
                lambda deals, _: workspace.bulk.lose(deals, reason, day),
                yes=yes,
                json=json,
            )
            return
        card = workspace.deals.find(words[0])
        _tell(workspace, workspace.deals.lose(card.id, reason, day), card, json)


def reopen(
    context: typer.Context, deal: SomeDeal = None, where: Where = None, yes: Yes = False, json: Json = False
) -> None:
    """Open a won or lost deal again, in the stage it was in. For many, the filter has to say status:lost or so."""
    with opened(context) as workspace:
        words = words_of(where, deal)
        if where is not None:
            on_many(workspace, where, "open again", lambda deals, _: workspace.bulk.reopen(deals), yes=yes, json=json)
            return
        card = workspace.deals.find(words[0])
        _tell(workspace, workspace.deals.reopen(card.id), card, json)


def _stage_said(workspace: Workspace, text: str) -> str:
    """The stage a rep means, by its name where the first pipeline has it. Raises Invalid where no pipeline does."""
    from pipetui.values.errors import Invalid
    from pipetui.views.fields import find_stage

    wrong: Invalid | None = None
    for pipeline in workspace.overview.pipelines():
        try:
            return find_stage(text, pipeline.stages).name
        except Invalid as error:
            wrong = wrong or error
    raise wrong or Invalid("There is no stage yet.")


def _passing(anyway: bool) -> Passing:
    from pipetui.sales.guard import Passing

    return Passing(anyway=anyway)


def _day(workspace: Workspace, text: str | None) -> date | None:
    from pipetui.values.when import parse_day

    return None if text is None else parse_day(text, workspace.clock.today())


def _tell_if_new(workspace: Workspace, outcome: str, reason: str) -> None:
    from pipetui.values.text import clean, fold

    known = workspace.overview.reasons(outcome)
    if clean(reason) and fold(clean(reason)) not in map(fold, known):
        output.say(f"A new reason: {clean(reason)}. There were {', '.join(known)}.")


def _tell(workspace: Workspace, saved: Saved, was: Card, json: bool) -> None:
    from pipetui.cli.wording import amount

    card = saved.card or was
    worth = "" if card.amount is None else f" · {amount(card)}"
    output.say(f"{saved.label}{worth}")
    print_deal(workspace, card, json)
