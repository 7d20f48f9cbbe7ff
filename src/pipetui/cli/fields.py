"""Fields of deals that the rep makes: listing, adding, naming, ordering, taking away."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Annotated, Any

import typer

from pipetui.cli import output
from pipetui.cli.actions import Actions
from pipetui.cli.command import Json, number
from pipetui.cli.session import opened

if TYPE_CHECKING:
    from pipetui.cli.table import Line
    from pipetui.values.own import OwnField
    from pipetui.workspace import Workspace

HEAD = ("key", "label", "kind", "choices", "deals")
_HOW = Actions(
    "field",
    {
        "add": 'pipetui field add "Contract end" date',
        "rename": 'pipetui field rename contract_end "End of contract"',
        "kind": "pipetui field kind contract_end text",
        "move": "pipetui field move contract_end 1",
        "choices": "pipetui field choices size small medium large",
        "rename-choice": "pipetui field rename-choice size small tiny",
        "delete": "pipetui field delete size",
    },
)
"""What there is to do, and how each is written."""


def field(
    context: typer.Context,
    words: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="ACTION",
            help="add NAME KIND [CHOICE...] · rename NAME LABEL · kind NAME KIND · move NAME PLACE · "
            "choices NAME CHOICE... · rename-choice NAME CHOICE LABEL · delete NAME; nothing lists them.",
        ),
    ] = None,
    json: Json = False,
) -> None:
    """List the fields of your own that deals have, or change them.

    KIND is text, number, money, date or choice. What a field is called in filters, quick add and JSON, its key, stays
    when it is renamed.
    """
    action, *rest = words or ["list"]
    with opened(context) as workspace:
        if action != "list":
            if action not in _ACTIONS:
                raise _HOW.unknown(action)
            said = _ACTIONS[action](workspace, rest)
            output.say(said)
        fields, uses = workspace.overview.fields(), workspace.fields.uses()
    if action != "list" and not json:
        return
    if json:
        output.as_json([_record(each, uses) for each in fields])
    elif not fields:
        output.say(f"There is no field of your own yet: {_HOW.examples['add']}")
    elif output.on_terminal():
        output.data(_painted(fields, uses))
    else:
        rows = ((each.key, each.label, each.kind, ", ".join(each.choices), uses.get(each.key, 0)) for each in fields)
        output.tab_separated(HEAD, rows)


def _record(each: OwnField, uses: Any) -> dict[str, Any]:
    return {
        "key": each.key,
        "label": each.label,
        "kind": each.kind,
        "choices": list(each.choices),
        "deals": uses.get(each.key, 0),
    }


def _add(workspace: Workspace, words: Sequence[str]) -> str:
    name, kind, *choices = _HOW.at_least(words, 2, "add") if len(words) != 1 else (words[0], "text")
    made = workspace.fields.add(name, kind, _listed(choices))
    return f"Added the field {made.label} ({made.kind}): write {made.key}:… in a deal's line."


def _rename(workspace: Workspace, words: Sequence[str]) -> str:
    name, *label = _HOW.at_least(words, 2, "rename")
    made = workspace.fields.rename(name, " ".join(label))
    return f"The field {made.key} is called {made.label}."


def _kind(workspace: Workspace, words: Sequence[str]) -> str:
    name, kind = _HOW.at_least(words, 2, "kind")[:2]
    made = workspace.fields.retype(name, kind)
    return f"The field {made.label} is {made.kind}."


def _move(workspace: Workspace, words: Sequence[str]) -> str:
    name, place = _HOW.at_least(words, 2, "move")[:2]
    made = workspace.fields.move(name, number(place, "the place of a field", 1, 1))
    return f"Moved the field {made.label}."


def _choices(workspace: Workspace, words: Sequence[str]) -> str:
    name, *choices = _HOW.at_least(words, 2, "choices")
    made = workspace.fields.choose_from(name, _listed(choices))
    return f"{made.label} is one of {', '.join(made.choices)}."


def _rename_choice(workspace: Workspace, words: Sequence[str]) -> str:
    name, was, *becomes = _HOW.at_least(words, 3, "rename-choice")
    made = workspace.fields.rename_choice(name, was, " ".join(becomes))
    return f"{made.label} is one of {', '.join(made.choices)}."


def _delete(workspace: Workspace, words: Sequence[str]) -> str:
    from pipetui.values.text import count

    name = " ".join(_HOW.at_least(words, 1, "delete"))
    key = workspace.fields.find(name).key
    said = workspace.fields.uses().get(key, 0)
    gone = workspace.fields.delete(key)
    return f"Deleted the field {gone.label}" + (f", which {count(said, 'deal')} had." if said else ".")


_ACTIONS: dict[str, Callable[[Workspace, Sequence[str]], str]] = {
    "add": _add,
    "rename": _rename,
    "kind": _kind,
    "move": _move,
    "choices": _choices,
    "rename-choice": _rename_choice,
    "delete": _delete,
}


def _listed(words: Sequence[str]) -> list[str]:
    """Choices, each a word of the line or a part of one between commas."""
    return [part for word in words for part in word.split(",")]


def _painted(fields: Sequence[OwnField], uses: Any) -> Any:
    from pipetui.cli.table import Column, paint

    lines: list[Line] = [
        (each.label, each.key, each.kind, ", ".join(each.choices), f"{uses.get(each.key, 0):,}") for each in fields
    ]
    columns = [Column("Field"), Column("Key"), Column("Kind"), Column("Choices"), Column("Deals", right=True)]
    return paint(columns, lines)
