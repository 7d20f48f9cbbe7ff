"""Mails of the playbook, with a deal's words in them."""

from __future__ import annotations

from typing import Annotated

import typer

from pipetui.cli import output
from pipetui.cli.command import DealArgument, Json
from pipetui.cli.session import local_now, opened


def mail(
    context: typer.Context,
    deal: DealArgument,
    name: Annotated[
        list[str] | None, typer.Argument(metavar="MAIL", help="Which one; without it they are listed.")
    ] = None,
    plan: Annotated[
        str | None, typer.Option("--plan", metavar="WHEN", help="Plan it as well: today, mon 9:00. done finishes it.")
    ] = None,
    json: Json = False,
) -> None:
    """Print a mail of the playbook with the words of a deal in it: its subject, then what it says.

    Those that are planned come first, then those of the deal's stage, then the others of the pipeline.
    """
    with opened(context) as workspace:
        from pipetui.values.errors import Invalid
        from pipetui.values.followup import FollowUp
        from pipetui.values.when import parse_when
        from pipetui.views.mail import find_letter

        card = workspace.deals.find(deal)
        letters = workspace.playbooks.letters(card.id)
        if not name:
            if plan is not None:
                raise Invalid("Which mail is to be planned? Name it before --plan.")
            found = letters
        else:
            chosen = find_letter(letters, " ".join(name))
            found = (chosen,)
            if plan is not None:
                when = parse_when(plan, local_now(workspace))
                what = FollowUp("email", when, chosen.subject)
                output.say(workspace.followups.plan(card.id, what, chosen.body).label)
            if chosen.open:
                output.say(f"Yours to fill in: {', '.join(chosen.open)}.")
    if json:
        output.as_json(
            [
                {
                    "name": each.name,
                    "stage": each.stage or None,
                    "subject": each.subject,
                    "body": each.body,
                    "open": list(each.open),
                    "activity": each.activity_id,
                }
                for each in found
            ]
        )
    elif name:
        output.data([found[0].subject, "", *found[0].body.split("\n")])
    else:
        output.pairs((each.name, each.stage or "planned", each.subject) for each in found)
