"""A deal in its process: its playbook with what is ticked, and leads before it is one."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated

import typer

from pipetui.cli import output
from pipetui.cli.command import Anyway, DealArgument, Json, PipelineName, number
from pipetui.cli.session import local_now, opened

if TYPE_CHECKING:
    from pipetui.views.playbook import Coaching
    from pipetui.workspace import Workspace


def check(
    context: typer.Context,
    deal: DealArgument,
    lines: Annotated[
        list[str] | None, typer.Argument(metavar="N", help="Lines to tick, by the numbers this command prints.")
    ] = None,
    off: Annotated[bool, typer.Option("--off", help="Take the ticks away.")] = False,
    json: Json = False,
) -> None:
    """Print the playbook of a deal's stage with what the deal meets of it, or tick lines of it."""
    with opened(context) as workspace:
        from pipetui.values.errors import NotFound

        card = workspace.deals.find(deal)
        coaching = workspace.playbooks.coaching(card.id)
        if lines:
            criteria = coaching.playbook.criteria
            places = [number(line, "N", 1, 2) for line in lines]
            for place in places:
                if place > len(criteria):
                    raise NotFound(f"There is no line {place}: {coaching.playbook.stage} has {len(criteria)}.")
            ids = [criteria[place - 1].id for place in places]
            saved = workspace.ticks.set(card.id, () if off else ids, ids if off else ())
            output.say(saved.label)
            coaching = workspace.playbooks.coaching(card.id)
    if json:
        output.as_json(_record(coaching))
    else:
        output.data(_told(coaching))


def lead(
    context: typer.Context,
    words: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="ACTION",
            help='a line such as "Acme asks for prices +Acme source:web campaign:spring" · qualify DEAL [NEXT] · '
            "nurture DEAL WHEN · drop DEAL REASON; nothing lists the inbox.",
        ),
    ] = None,
    pipeline_name: PipelineName = None,
    anyway: Anyway = False,
    json: Json = False,
) -> None:
    """Take in a lead in one line, work one, or list the inbox: the longest unanswered first.

    qualify makes it a deal in the first open stage; nurture has it come back by itself on a day; drop loses it, for a
    reason.
    """
    with opened(context) as workspace:
        action, *rest = words or ["list"]
        if action in ("qualify", "nurture", "drop") and rest:
            _work(workspace, action, rest, anyway)
        elif action != "list":
            _capture(workspace, " ".join(words or ()), pipeline_name)
        inbox = workspace.overview.inbox(workspace.overview.pipeline(pipeline_name))
    from pipetui.views.leads import show_wait

    if json:
        output.as_json(
            {
                "median_first_answer_minutes": None
                if inbox.median is None
                else int(inbox.median.total_seconds() // 60),
                "answers": inbox.answers,
                "leads": [
                    {
                        "id": each.card.id,
                        "title": each.card.title,
                        "company": each.card.company,
                        "source": each.card.source,
                        "campaign": each.card.campaign,
                        "first_answer_minutes": each.answered and int(each.answered.total_seconds() // 60),
                        "waiting_minutes": int(each.waiting.total_seconds() // 60),
                        "nurture_until": each.card.nurture_until and each.card.nurture_until.isoformat(),
                    }
                    for each in (*inbox.leads, *inbox.nurtured)
                ],
            }
        )
        return
    if action != "list":
        return
    answered = (
        "no first answer yet" if inbox.median is None else f"first answer after {show_wait(inbox.median)} (median)"
    )
    output.say(f"{len(inbox.leads)} to work, {inbox.unanswered} unanswered · {answered}")
    output.pairs(
        (
            each.card.id,
            each.card.title,
            each.card.company,
            each.card.source,
            each.card.campaign,
            f"answered after {show_wait(each.answered)}"
            if each.answered is not None
            else f"waits {show_wait(each.waiting)}",
        )
        for each in inbox.leads
    )


def _capture(workspace: Workspace, line: str, pipeline_name: str | None) -> None:
    from pipetui.values.errors import Invalid
    from pipetui.values.quickadd import parse_quickadd
    from pipetui.views.entry import NewDeal

    pipeline = workspace.overview.pipeline(pipeline_name)
    entry = parse_quickadd(line, local_now(workspace), pipeline.currency)
    if entry.problem:
        raise Invalid(entry.problem)
    card = workspace.leads.capture(NewDeal.from_line(entry), pipeline.id).card
    assert card is not None
    output.say(f"Took in the lead {card.title}, number {card.id}.")


def _work(workspace: Workspace, action: str, rest: Sequence[str], anyway: bool) -> None:
    from pipetui.sales.guard import Passing
    from pipetui.values.followup import parse_followup
    from pipetui.values.when import parse_day
    from pipetui.views.playbook import Fill

    card = workspace.deals.find(rest[0])
    text = " ".join(rest[1:])
    if action == "qualify":
        coming = parse_followup(text, local_now(workspace)) if text.strip() else None
        saved = workspace.leads.qualify(card.id, Passing(anyway=anyway, fill=Fill(next=coming)))
    elif action == "nurture":
        saved = workspace.leads.nurture(card.id, parse_day(text, workspace.clock.today()))
    else:
        saved = workspace.leads.drop(card.id, text)
    output.say(saved.label)


def _record(coaching: Coaching) -> dict[str, object]:
    book = coaching.playbook
    return {
        "stage": book.stage,
        "purpose": book.purpose,
        "questions": book.questions,
        "good": book.good,
        "criteria": [
            {"text": line.text, "field": line.field, "strength": line.strength, "met": line.id in coaching.met}
            for line in book.criteria
        ],
        "cadence": [beat._asdict() for beat in book.cadence],
        "mails": [mail._asdict() for mail in book.mails],
        "passed_over": [
            {
                "stage": each.stage,
                "text": each.text,
                "way": each.way,
                "on": each.on.isoformat(),
                "settled": each.settled,
            }
            for each in coaching.passed_over
        ],
    }


def _told(coaching: Coaching) -> list[str]:
    from pipetui.values.text import clean

    book = coaching.playbook
    if book.is_empty:
        return [f"Nothing is written for {clean(book.stage)} yet. A template fills it in: pipetui pipeline templates"]
    lines = [clean(book.stage)]
    for part in book.purpose.split("\n"):
        lines += _wrapped(clean(part), "") if part else []
    for title, text in (("Ask", book.questions), ("What good looks like", book.good)):
        if text:
            lines += ["", title, *(each for part in text.split("\n") for each in _wrapped(clean(part), "  "))]
    lines.append("")
    for place, line in enumerate(book.criteria, 1):
        kind = {"hard": "must", "soft": "exit", "advice": "list"}[line.strength]
        lines += _wrapped(clean(line.text), f"{place:>3} [{'x' if line.id in coaching.met else ' '}] {kind}  ")
    for passed in coaching.passed_over:
        if not passed.settled:
            lines += _wrapped(f"left {clean(passed.stage)} without: {clean(passed.text)}", "  ! ")
    return lines


def _wrapped(text: str, before: str) -> list[str]:
    """A text after what stands before it, over as many lines as a terminal needs; in a pipe it is one."""
    if not output.on_terminal():
        return [before + text]
    from pipetui.cli.table import terminal_width
    from pipetui.values.text import width, wrap

    hanging = 2 if text.startswith(("- ", "* ")) else 0
    parts = wrap(text, max(20, terminal_width() - width(before)), hanging)
    return [before + parts[0], *(" " * width(before) + part for part in parts[1:])]
