"""Many deals at once: what a filter finds is moved, closed, edited, followed up or deleted, in one step of history."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Annotated

import typer

from pipetui.cli import output
from pipetui.cli.command import Json
from pipetui.cli.session import local_now, opened

if TYPE_CHECKING:
    from pipetui.sales.bulk import Lacking
    from pipetui.views.bulk import BulkEdit
    from pipetui.views.card import Card, Saved
    from pipetui.workspace import Workspace

EXAMPLES = {
    "move": "pipetui bulk stage:demo move proposal",
    "win": 'pipetui bulk "tag:signed" win',
    "lose": 'pipetui bulk "untouched>90d" lose no budget',
    "edit": 'pipetui bulk "close<today" edit close=+2w tags=+slipped',
    "next": 'pipetui bulk "next:none" next call mon',
    "delete": "pipetui bulk tag:test delete",
}
"""How each is written."""

SHOWN = 5
"""Deals that are named before it is asked."""


def bulk(
    context: typer.Context,
    wanted: Annotated[str, typer.Argument(metavar="FILTER", help="Which deals, as for deals: stage:demo value>10k.")],
    words: Annotated[
        list[str],
        typer.Argument(
            metavar="ACTION",
            help="move STAGE · win · lose REASON · edit FIELD=VALUE... · next FOLLOW-UP · delete",
        ),
    ],
    yes: Annotated[bool, typer.Option("--yes", help="Without asking; a pipe can't be asked.")] = False,
    anyway: Annotated[bool, typer.Option("--anyway", help="Without what is missing, unless that is a must.")] = False,
    leave: Annotated[bool, typer.Option("--leave", help="Leave those that lack something where they are.")] = False,
    json: Json = False,
) -> None:
    """Do the same with every deal a filter finds, in one step that one undo takes back.

    edit takes close=+2w (each so much later), amount=+5% (each so much more), tags="+hot -cold", or what it is to be.
    """
    with opened(context) as workspace:
        from pipetui.values.errors import NotFound

        cards = workspace.overview.cards(workspace.overview.filter(wanted))
        if not cards:
            raise NotFound("No deal answers to that filter.")
        lacking: Lacking = "pass" if anyway else "leave" if leave else "refuse"
        told, do = _read(workspace, cards, words, lacking)
        if not yes:
            _ask(cards, told)
        saved = do()
        output.say(saved.label)
        pipelines = {line.id: line for line in workspace.overview.pipelines()}
    if json:
        from pipetui.views import contract

        today = workspace.clock.today()
        changed = [card for before, after in saved.changes if (card := after or before) is not None]
        output.as_json([contract.deal(card, pipelines[card.pipeline_id], today) for card in changed])


def _read(
    workspace: Workspace, cards: Sequence[Card], words: Sequence[str], lacking: Lacking
) -> tuple[str, Callable[[], Saved]]:
    """What is to be done, in words and as a call. Raises Invalid."""
    from pipetui.values.errors import Invalid
    from pipetui.values.followup import parse_followup, show_followup
    from pipetui.values.text import clean, fit

    action, *rest = words
    text = " ".join(rest)
    numbers = [card.id for card in cards]
    if action in ("move", "edit", "next", "lose") and not text.strip():
        raise Invalid(f"Something is missing after {action}: {EXAMPLES[action]}")
    match action:
        case "move":
            return f"move to {clean(text)}", lambda: workspace.bulk.move(numbers, text, lacking)
        case "win":
            return "close as won", lambda: workspace.bulk.win(numbers, text, lacking)
        case "lose":
            return f"close as lost, {clean(text)}", lambda: workspace.bulk.lose(numbers, text)
        case "edit":
            edits = _edits(workspace, cards, rest)
            return "; ".join(edit.told for edit in edits), lambda: workspace.bulk.edit(numbers, edits, lacking)
        case "next":
            what = parse_followup(text, local_now(workspace))
            told = f"plan {show_followup(what, workspace.clock.today())}"
            return told, lambda: workspace.bulk.plan(numbers, what)
        case "delete":
            return "delete with all that belongs to them", lambda: workspace.deals.delete(numbers)
    raise Invalid(f"“{fit(clean(action[:200]), 30)}” is nothing to do with many deals: write {', '.join(EXAMPLES)}.")


def _edits(workspace: Workspace, cards: Sequence[Card], words: Sequence[str]) -> list[BulkEdit]:
    from pipetui.values.errors import Invalid
    from pipetui.values.text import clean, fit
    from pipetui.views.bulk import read_edit

    pipelines = {line.id: line for line in workspace.overview.pipelines()}
    pipeline = pipelines[cards[0].pipeline_id]
    edits = []
    for word in words:
        name, equals, value = word.partition("=")
        if not equals:
            raise Invalid(f"“{fit(clean(word[:200]), 40)}” is no change of a field: {EXAMPLES['edit']}")
        edits.append(read_edit(name, value, pipeline, workspace.clock.today(), workspace.overview.fields()))
    return edits


def _ask(cards: Sequence[Card], told: str) -> None:
    """Asks on a terminal; refuses in a pipe, naming what would be done."""
    from pipetui.values.errors import Refused
    from pipetui.values.money import show_whole
    from pipetui.values.text import clean, count, fit

    amounts: dict[str, int] = {}
    for card in cards:
        amounts[card.currency] = amounts.get(card.currency, 0) + (card.amount or 0)
    much = " and ".join(show_whole(minor, currency) for currency, minor in amounts.items())
    what = f"{count(len(cards), 'deal')}, {much}: {told}"
    if not (sys.stdin is not None and sys.stdin.isatty() and output.on_terminal()):
        raise Refused(f"{what}. Say --yes to do it.")
    for card in cards[:SHOWN]:
        output.say(f"  {card.id}  {fit(clean(card.title), 60)}")
    if len(cards) > SHOWN:
        output.say(f"  and {len(cards) - SHOWN:,} more")
    if not typer.confirm(what, default=False, err=True):
        raise Refused("Nothing was done.")
