"""Stages of a pipeline: adding, changing, ordering, merging, taking away, each with what it does to the totals."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Annotated, Any

import typer

from pipetui.cli import output
from pipetui.cli.actions import Actions
from pipetui.cli.command import Json, PipelineName, places
from pipetui.cli.session import opened

if TYPE_CHECKING:
    from pipetui.views.stage_draft import Draft

_HOW = Actions(
    "stage",
    {
        "add": "pipetui stage add Trial Demo",
        "rename": "pipetui stage rename Demo Trial",
        "move": "pipetui stage move Demo 1",
        "set": "pipetui stage set Demo probability=45 rotting=10 category=best_case phase=open",
        "merge": "pipetui stage merge Demo Proposal",
        "delete": "pipetui stage delete Demo Proposal",
    },
    lists=False,
)
"""What there is to do, and how each is written."""


def stage(
    context: typer.Context,
    words: Annotated[
        list[str],
        typer.Argument(
            metavar="ACTION",
            help="add NAME [AFTER] · rename NAME NEW · move NAME BY · set NAME FIELD=VALUE... · merge NAME INTO · "
            "delete NAME INTO",
        ),
    ],
    pipeline_name: PipelineName = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Tell what it would do to the totals, no more.")] = False,
    json: Json = False,
) -> None:
    """Change the stages of a pipeline, and tell what that does to its weighted totals.

    FIELD is probability, rotting (days, or none), category or phase (lead or open). merge and delete both give the
    deals to another stage; merge gives it the exit criteria as well.
    """
    with opened(context) as workspace:
        from pipetui.views.stage_draft import Draft

        action, *rest = words
        if action not in _ACTIONS:
            raise _HOW.unknown(action)
        pipeline = workspace.overview.pipeline(pipeline_name)
        draft = _ACTIONS[action](Draft.of(pipeline), rest)
        lines, before, after = draft.totals(workspace.overview.open_cards(pipeline.id))
        if not dry_run:
            workspace.pipelines.restage(draft)
        from pipetui.values.money import major, show

        currency = pipeline.currency
        output.say(
            f"{'Would be' if dry_run else 'Saved'}: weighted {show(before.weighted, currency)} → "
            f"{show(after.weighted, currency)}"
        )
        if json:
            output.as_json(
                {
                    "pipeline": pipeline.name,
                    "currency": currency,
                    "weighted": {"before": major(before.weighted, currency), "after": major(after.weighted, currency)},
                    "stages": [
                        {
                            "stage": line.name,
                            "before": line.before and major(line.before.weighted, currency),
                            "after": line.after and major(line.after.weighted, currency),
                        }
                        for line in lines
                    ],
                }
            )
            return
        rows = [
            (
                line.name,
                "new" if line.before is None else show(line.before.weighted, currency),
                "gone" if line.after is None else show(line.after.weighted, currency),
            )
            for line in lines
        ]
        if output.on_terminal():
            from pipetui.cli.table import Column, paint

            output.data(paint([Column("Stage"), Column("Weighted", right=True), Column("Becomes", right=True)], rows))
        else:
            output.tab_separated(("stage", "weighted", "becomes"), rows)


def _key(draft: Draft, name: str) -> int:
    from pipetui.views.fields import find_stage

    return find_stage(name, draft.as_pipeline().stages).id


def _add(draft: Draft, words: Sequence[str]) -> Draft:
    name, *after = _HOW.at_least(words, 1, "add")
    return draft.add(name, _key(draft, after[0]) if after else None)


def _rename(draft: Draft, words: Sequence[str]) -> Draft:
    name, *becomes = _HOW.at_least(words, 2, "rename")
    return draft.change(_key(draft, name), name=" ".join(becomes))


def _move(draft: Draft, words: Sequence[str]) -> Draft:
    name, by = _HOW.at_least(words, 2, "move")[:2]
    return draft.move(_key(draft, name), places(by, f"{_HOW.examples['move']}, or -1 for back"))


def _set(draft: Draft, words: Sequence[str]) -> Draft:
    from pipetui.values.errors import Invalid
    from pipetui.views.stage_draft import read_change

    name, *changes = _HOW.at_least(words, 2, "set")
    key = _key(draft, name)
    for change in changes:
        field, equals, text = change.partition("=")
        if not equals:
            raise Invalid(f"“{change[:30]}” says no value: {_HOW.examples['set']}")
        draft = read_change(draft, key, field, text)
    return draft


def _merge(draft: Draft, words: Sequence[str]) -> Draft:
    name, into = _HOW.at_least(words, 2, "merge")[:2]
    return draft.merge(_key(draft, name), _key(draft, into))


def _delete(draft: Draft, words: Sequence[str]) -> Draft:
    name, into = _HOW.at_least(words, 2, "delete")[:2]
    return draft.delete(_key(draft, name), _key(draft, into))


_ACTIONS: dict[str, Callable[[Any, Sequence[str]], Any]] = {
    "add": _add,
    "rename": _rename,
    "move": _move,
    "set": _set,
    "merge": _merge,
    "delete": _delete,
}
