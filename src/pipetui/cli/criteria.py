"""What a stage asks for, line by line: listing, adding, wording, insisting, ordering, taking away."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated

import typer

from pipetui.cli import output
from pipetui.cli.actions import Actions
from pipetui.cli.command import Json, PipelineName, number, places
from pipetui.cli.session import opened

if TYPE_CHECKING:
    from pipetui.views.playbook import Criterion, Playbook
    from pipetui.workspace import Workspace

_HOW = Actions(
    "criterion",
    {
        "add": 'pipetui criteria Demo add "They named who signs" field="contact: decision maker"',
        "word": 'pipetui criteria Demo word 1 "They told us their budget" field=amount',
        "must": "pipetui criteria Demo must 1",
        "soft": "pipetui criteria Demo soft 1",
        "list": "pipetui criteria Demo list 1",
        "move": "pipetui criteria Demo move 3 -1",
        "delete": "pipetui criteria Demo delete 1",
    },
)
"""What there is to do, and how each is written."""

_STRENGTHS = {"must": "hard", "soft": "soft", "list": "advice"}
_KINDS = {strength: kind for kind, strength in _STRENGTHS.items()}


def criteria(
    context: typer.Context,
    stage: Annotated[str, typer.Argument(metavar="STAGE", help="Its name, or enough of it.")],
    words: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="ACTION",
            help="add TEXT [field=FIELD] · word N TEXT [field=FIELD] · must N · soft N · list N · move N BY · "
            "delete N; nothing lists them.",
        ),
    ] = None,
    pipeline_name: PipelineName = None,
    json: Json = False,
) -> None:
    """List what a stage asks for before a deal goes on, and its checklist, or change a line.

    FIELD is what the deal must have set: amount, expected_close, "contact: decision maker", a field of your own;
    without one the line is ticked. A must lets nothing past; soft can be passed over; list is the checklist.
    """
    with opened(context) as workspace:
        from pipetui.views.fields import find_stage

        found = find_stage(stage, workspace.overview.pipeline(pipeline_name).stages)
        book = workspace.playbooks.of(found.id)
        if words:
            action, *rest = words
            if action not in _HOW.examples:
                raise _HOW.unknown(action)
            _change(workspace, book, action, rest)
            book = workspace.playbooks.of(found.id)
    if json:
        output.as_json(
            [
                {"n": place, "text": line.text, "field": line.field, "strength": line.strength}
                for place, line in enumerate(book.criteria, 1)
            ]
        )
    else:
        output.pairs(
            (place, _KINDS[line.strength], line.text, line.field or "") for place, line in enumerate(book.criteria, 1)
        )


def _change(workspace: Workspace, book: Playbook, action: str, words: Sequence[str]) -> None:
    field = next((word.partition("=")[2] for word in words if word.startswith("field=")), None)
    named = [word for word in words if not word.startswith("field=")]
    rest = _HOW.at_least(named, 2 if action in ("word", "move") else 1, action)
    service = workspace.criteria
    if action == "add":
        service.add(book.stage_id, " ".join(rest), field or "")
        return
    line = _line(book, rest[0])
    if action == "word":
        service.word(line.id, " ".join(rest[1:]), line.field or "" if field is None else field)
    elif action == "move":
        service.shift(line.id, places(rest[1], f"{_HOW.examples['move']}, or 1 for down"))
    elif action == "delete":
        service.delete(line.id)
    else:
        service.insist(line.id, _STRENGTHS[action])


def _line(book: Playbook, text: str) -> Criterion:
    from pipetui.values.errors import NotFound

    place = number(text, "N", 1, 2)
    if place > len(book.criteria):
        raise NotFound(f"There is no line {place}: {book.stage} has {len(book.criteria)}.")
    return book.criteria[place - 1]
