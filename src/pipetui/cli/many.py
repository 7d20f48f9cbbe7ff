"""The same command for all deals a filter finds: what it would do is told and asked first."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Annotated

import typer

from pipetui.cli import output
from pipetui.cli.session import asked

if TYPE_CHECKING:
    from pipetui.sales.bulk import Insist
    from pipetui.views.card import Saved
    from pipetui.workspace import Workspace

Where = Annotated[
    str | None,
    typer.Option("--where", metavar="FILTER", help="All deals a filter finds, in one step, in place of DEAL."),
]
Yes = Annotated[bool, typer.Option("--yes", help="With --where, without asking first.")]
Skip = Annotated[bool, typer.Option("--skip", help="With --where, leaving out what can't go.")]


def words_of(where: str | None, deal: str | None, *rest: str | None) -> list[str]:
    """What was typed after the command. Raises Invalid where a deal is missing, or one is named besides a filter."""
    from pipetui.values.errors import Invalid

    words = [word for word in (deal, *rest) if word is not None]
    most = len(rest) + (where is None)
    if len(words) > most:
        raise Invalid("--where says which deals: name none besides.")
    if not words and where is None:
        raise Invalid("Which deal? Write its number or enough of its title, or --where and a filter.")
    return words


def on_many(
    workspace: Workspace,
    where: str,
    doing: str,
    call: Callable[[Sequence[int], Insist], Saved],
    *,
    yes: bool,
    json: bool,
    insist: Insist = "ask",
) -> None:
    """Does something with all deals a filter finds, once that is agreed to.

    ``doing`` says what, after how many and how much. Raises Refused where nobody can be asked.
    """
    from pipetui.cli.wording import total_of
    from pipetui.values.errors import Invalid, Refused
    from pipetui.views import contract

    question = asked(workspace, [where])
    if question is None:
        raise Invalid("--where is empty: write which deals, such as stage:demo, or status:open for all open ones.")
    cards = workspace.overview.cards(question)
    if not cards:
        output.say("No deal answers to that filter.")
        raise typer.Exit(1)
    pipelines = workspace.overview.pipelines()
    output.say(f"{total_of(cards, pipelines)}: {doing}")
    if not yes and not _agreed():
        raise Refused("Nothing was done. With --yes it is done without asking.")
    saved = call([card.id for card in cards], insist)
    output.say(saved.label)
    if json:
        left = [change.after or change.before for change in saved.changes]
        listed = [card for card in left if card is not None]
        output.as_json(contract.deals(listed, workspace.overview.pipelines(), workspace.clock.today()))


def insistence(anyway: bool, skip: bool) -> Insist:
    """What becomes of deals that lack something."""
    from pipetui.values.errors import Invalid

    if anyway and skip:
        raise Invalid("--anyway takes along what lacks something, --skip leaves it out: say one of them.")
    return "anyway" if anyway else "those" if skip else "ask"


def _agreed() -> bool:
    """Asks on a terminal; a script is not asked, and has not agreed."""
    if not (sys.stdin.isatty() and sys.stderr.isatty()):
        return False
    output.say("Do it? [y/N]")
    return sys.stdin.readline().strip().casefold() in {"y", "yes"}
