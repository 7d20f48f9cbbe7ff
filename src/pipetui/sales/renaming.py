"""What is written down by name follows a new name: saved views, and rules with their conditions."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date

from sqlmodel import select

from pipetui.model import Rule, SavedView
from pipetui.reading.names import read_filter_fields
from pipetui.sales.columns import rows_of
from pipetui.store import Writing
from pipetui.values.errors import Invalid
from pipetui.values.filter_fields import Fields
from pipetui.values.filter_names import Names, with_names_changed
from pipetui.values.rules import parse_rule, renamed
from pipetui.values.text import fold
from pipetui.views.stage import Pipeline


def follow_stages(
    writing: Writing, pipelines: Sequence[Pipeline], pipeline_id: int, becomes: Mapping[str, str]
) -> None:
    """Has views and rules speak of the stages of a pipeline by their new names, given by the old ones.

    ``pipelines`` are as they were. Rules of other pipelines stay as they are; what speaks of the stages of several
    names each, where it can.
    """
    if becomes:
        groups: dict[int | None, Names] = {each.id: Names(each.stage_names, each.stage_names) for each in pipelines}
        before = groups[pipeline_id].before
        groups[pipeline_id] = Names(before, tuple(becomes.get(name, name) for name in before))
        _follow(writing, "stage", groups)


def follow_names(writing: Writing, field: str, before: Iterable[str], becomes: Mapping[str, str]) -> None:
    """Has views and rules speak of values of a field by their new names, given by the old ones."""
    names = tuple(before)
    _follow(writing, field, {None: Names(names, tuple(becomes.get(name, name) for name in names))})


def _follow(writing: Writing, field: str, groups: Mapping[int | None, Names]) -> None:
    """``groups`` are names by the number of their pipeline, or by None where they are of all."""
    today = writing.clock.today()
    fields = read_filter_fields(rows_of(writing.connection), today)
    everywhere = tuple(groups.values())
    for view in writing.session.exec(select(SavedView)).all():
        view.filter = with_names_changed(view.filter, field, everywhere, today, fields)
    for rule in writing.session.exec(select(Rule)).all():
        own = groups.get(rule.pipeline_id)
        rule.text = _rule_renamed(rule.text, field, everywhere if own is None else (own,), today, fields)
    writing.session.flush()


def _rule_renamed(text: str, field: str, groups: Sequence[Names], today: date, fields: Fields) -> str:
    """A rule by the new names; as it was where it can't be read, then or now."""
    try:
        was = parse_rule(text)
        condition = with_names_changed(was.condition, field, groups, today, fields)
        now = replace(renamed(was, field, _only(groups)), condition=condition)
        return now.shown if now != was and parse_rule(now.shown) == now else text
    except Invalid:
        return text


def _only(groups: Sequence[Names]) -> dict[str, str]:
    """New names by the old ones, folded, where an old one became the same everywhere: a rule names one, not several."""
    found: dict[str, set[str]] = {}
    for names in groups:
        for before, after in zip(names.before, names.after, strict=True):
            found.setdefault(fold(before), set()).add(after)
    return {before: next(iter(after)) for before, after in found.items() if len(after) == 1}
