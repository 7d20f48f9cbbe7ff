"""Follow-ups: planning, finishing, putting off, and recording what happened."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from pipetui.cli import output
from pipetui.cli.command import DealArgument, Json, Next, SomeActivity, SomeDeal, number
from pipetui.cli.deals import print_deal
from pipetui.cli.many import Where, Yes, on_many, words_of
from pipetui.cli.session import local_now, opened
from pipetui.values.text import clean

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from pipetui.values.followup import FollowUp
    from pipetui.values.workdays import Until
    from pipetui.views.card import Saved, Step
    from pipetui.workspace import Workspace

Customer = Annotated[bool, typer.Option("--customer", help="It is what a customer does next; its number is of those.")]


def plan(
    context: typer.Context,
    deal: SomeDeal = None,
    text: Annotated[list[str] | None, typer.Argument(metavar="TEXT", help='"call fri 15:00 about pricing"')] = None,
    customer: Annotated[
        bool, typer.Option("--customer", help='The customer does it: "@legal sends the signed order fri".')
    ] = False,
    where: Where = None,
    yes: Yes = False,
    json: Json = False,
) -> None:
    """Plan a follow-up for a deal. Prints its number and what was understood.

    What the customer does next is waited for in the agenda; once it is late, asking for it is a follow-up.
    """
    with opened(context) as workspace:
        if where is not None:
            _plan_many(workspace, where, " ".join([*([deal] if deal else []), *(text or [])]), customer, yes, json)
            return
        (deal,), text = words_of(where, deal), text or []
        card = workspace.deals.find(deal)
        if customer:
            from pipetui.values.customer import parse_customer, show_customer
            from pipetui.views.playbook import CustomerStepNew

            read = parse_customer(" ".join(text), local_now(workspace))
            planned = workspace.customers.plan(card.id, CustomerStepNew(read.what, read.due, read.who))
            output.say(f"{planned.label}: {show_customer(read, workspace.clock.today())}")
            if json:
                print_deal(workspace, planned.card or card, json)
            return
        saved = workspace.followups.plan(card.id, _read(workspace, " ".join(text)))
        _tell(workspace, saved, json)


def _plan_many(workspace: Workspace, where: str, text: str, customer: bool, yes: bool, json: bool) -> None:
    from pipetui.values.errors import Invalid
    from pipetui.values.followup import show_followup

    if customer:
        raise Invalid("What a customer does next is one deal's own: plan it for each.")
    what = _read(workspace, text)
    doing = f"plan {show_followup(what, workspace.clock.today())}"
    on_many(workspace, where, doing, lambda deals, _: workspace.bulk.plan(deals, what), yes=yes, json=json)


def done(
    context: typer.Context,
    activity: SomeActivity = None,
    note: Annotated[str, typer.Option("--note", metavar="TEXT", help="What came of it.")] = "",
    following: Next = None,
    ends: Annotated[bool, typer.Option("--ends", help="One that keeps coming comes no more.")] = False,
    customer: Customer = False,
    where: Where = None,
    yes: Yes = False,
    json: Json = False,
) -> None:
    """Finish a follow-up; say what came of it and what comes next. One that keeps coming comes again by itself.

    With --where, the next step of each deal.
    """
    with opened(context) as workspace:
        coming = None if following is None else _read(workspace, following)
        if where is not None:
            _check_many(activity, customer, ends)
            on_many(
                workspace,
                where,
                "their next steps are done",
                lambda deals, _: workspace.bulk.finish(deals, note, coming),
                yes=yes,
                json=json,
            )
            return
        activity = _said(activity)
        which = number(activity, "ACTIVITY", 1, 12)
        if customer:
            _tell(workspace, workspace.customers.done(which, None, coming), json)
            return
        _tell(workspace, workspace.followups.finish(which, note, coming, ends=ends), json)


def snooze(
    context: typer.Context,
    activity: SomeActivity = None,
    until: Annotated[
        list[str] | None, typer.Argument(metavar="WHEN", help='3d, mon, "next fri 10:00", 2026-12-01')
    ] = None,
    why: Annotated[str, typer.Option("--why", metavar="TEXT", help="The reason it is put off.")] = "",
    customer: Customer = False,
    where: Where = None,
    yes: Yes = False,
    json: Json = False,
) -> None:
    """Put a follow-up off to another day. A time it had is kept.

    3d or 1w is so much later than it is due, or than today where that is past, and ends on a workday; "in 3 days" is
    from today in any case.

    With --where, the next step of each deal; ACTIVITY is left out.
    """
    with opened(context) as workspace:
        if where is not None:
            _check_many(None, customer)
            to, said = _until(workspace, " ".join([*([activity] if activity else []), *(until or [])]))
            on_many(
                workspace,
                where,
                f"put their next steps off {said}",
                lambda deals, _: workspace.bulk.snooze(deals, to, why),
                yes=yes,
                json=json,
            )
            return
        which = number(_said(activity), "ACTIVITY", 1, 12)
        to, _ = _until(workspace, " ".join(until or []))
        if customer:
            _tell(workspace, workspace.customers.put_off(which, to), json)
            return
        _tell(workspace, workspace.followups.snooze(which, to, why), json)


def _until(workspace: Workspace, text: str) -> tuple[Until, str]:
    """Where something is put off to, as typed, and that in words. Raises Invalid."""
    from functools import partial

    from pipetui.values.when import show_date
    from pipetui.values.workdays import follows_from_due, parse_put_off

    now = local_now(workspace)
    day = parse_put_off(text, now).day
    told = f"by {clean(text).lstrip('+ ')}" if follows_from_due(text) else f"to {show_date(day)}"
    return partial(parse_put_off, text, now), told


def _said(activity: str | None) -> str:
    from pipetui.values.errors import Invalid

    if activity is None:
        raise Invalid("Which follow-up? Write its number, as pipetui agenda has it, or --where and a filter.")
    return activity


def _check_many(activity: str | None, customer: bool, ends: bool = False) -> None:
    """Raises Invalid for what is said of one follow-up where a filter says which."""
    from pipetui.values.errors import Invalid

    if activity is not None:
        raise Invalid("--where says which deals, and the next step of each is meant: name no follow-up besides.")
    if customer or ends:
        raise Invalid(f"{'--customer' if customer else '--ends'} is said of one follow-up: not with --where.")


def log(
    context: typer.Context,
    deal: DealArgument,
    kind: Annotated[str, typer.Argument(metavar="KIND", help="call, meeting, email, message, task or note")],
    text: Annotated[list[str], typer.Argument(metavar="TEXT", help='"spoke to Jane, she wants an offer"')],
    following: Next = None,
    json: Json = False,
) -> None:
    """Record something that just happened with a deal."""
    with opened(context) as workspace:
        from pipetui.values.followup import kind_of

        card = workspace.deals.find(deal)
        coming = None if following is None else _read(workspace, following)
        saved = workspace.followups.log(card.id, kind_of(kind) or kind, " ".join(text), coming)
        _tell(workspace, saved, json)


def _read(workspace: Workspace, text: str) -> FollowUp:
    """What a rep typed as a follow-up. Raises Invalid where it says nothing."""
    from pipetui.values.errors import Invalid
    from pipetui.values.followup import parse_followup

    if not clean(text):
        raise Invalid("A follow-up is missing: write what and when, such as call fri 15:00 about pricing.")
    return parse_followup(text, local_now(workspace))


def _tell(workspace: Workspace, saved: Saved, json: bool) -> None:
    """Tells what was done; a follow-up that is planned now, or for another day, is data, its number first."""
    output.say(saved.label)
    for before, after in saved.changes:
        if after is None:
            continue
        if json:
            print_deal(workspace, after, json)
            continue
        known = before.steps if before else ()
        _print_steps([step for step in after.steps if step not in known], workspace.clock.today())
        if not after.steps and after.is_open:
            output.say(f"Nothing is planned for {after.title} now.")


def _print_steps(steps: Iterable[Step], today: date) -> None:
    from pipetui.cli.wording import due, what
    from pipetui.views import contract

    if output.on_terminal():
        output.data(f"{step.id}  {due(step, today).text}  {clean(what(step))}" for step in steps)
    else:
        output.pairs((step.id, contract.due(step), step.kind, step.subject) for step in steps)
