"""How rules look: a line each, and what is known of one."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from textual.content import Content

from pipetui.tui.paint import Piece
from pipetui.tui.widgets.row_list import Drawn, Heading
from pipetui.values.clock import to_local
from pipetui.values.rules import RuleText
from pipetui.values.text import count, fit, pad, width
from pipetui.values.when import show_day
from pipetui.views.automation import Rehearsal, RuleLine, RuleRun

NAME = 26
"""Cells of a rule's name."""

TOLD = 12
"""Lines of what a rule did, and of what it would have met."""


def lines_of(rules: Sequence[RuleLine], pipelines: dict[int, str], cells: int) -> list[Drawn | Heading | None]:
    """The lines of the list, for so many cells."""
    return [Drawn(line.rule.id, *_row(line, pipelines, cells)) for line in rules]


def _row(line: RuleLine, pipelines: dict[int, str], cells: int) -> tuple[list[Piece], list[Piece]]:
    rule = line.rule
    sign, ink = ("●", "ink-good") if rule.enabled else ("○", "ink-dim")
    if line.faults:
        sign, ink = "✖", "ink-bad"
    state = "can’t" if line.faults else "on" if rule.enabled else "off"
    ran = f"ran {line.ran:,}×" if line.ran else "not yet"
    right: list[Piece] = [(f"  {ran:>9} ", "ink-dim")]
    where = "" if rule.pipeline_id is None else f"{pipelines.get(rule.pipeline_id, '?')}: "
    room = max(10, cells - 2 - 9 - NAME - width(right[0][0]))
    left: list[Piece] = [
        (f"{sign} ", ink),
        (pad(state, 6), ink),
        (pad(fit(rule.name, NAME - 2), NAME), "ink-strong" if rule.enabled else "ink-dim"),
        (fit(where + rule.text.shown.removeprefix("when "), room), "ink-plain" if rule.enabled else "ink-dim"),
    ]
    return left, right


def about(line: RuleLine, runs: Sequence[RuleRun], tried: Rehearsal | None, today: date) -> Content:
    """What is known of a rule: all of its words, what it can't find, what it did, and a dry run."""
    said = _words(line.rule.text)
    for fault in line.faults:
        said += Content.styled(f"\n✖ {fault}", "$error")
    said += _heading("What it did")
    for run in runs[:TOLD]:
        said += Content.styled(f"\n  {pad(show_day(to_local(run.at).date(), today), 10)}", "$dim")
        said += Content(f" {fit(run.deal, 40)}: {run.did}")
    if not runs:
        said += Content.styled("\n  nothing yet", "$dim")
    return said + dry_run(tried, today)


def typed(rule: RuleText, tried: Rehearsal | None, today: date) -> Content:
    """A rule that is being written, and what it would have done."""
    return _words(rule) + dry_run(tried, today)


def dry_run(tried: Rehearsal | None, today: date) -> Content:
    """Which deals a rule would have met in the last months, the latest first."""
    if tried is None:
        return Content("")
    days = (tried.until - tried.since).days
    said = _heading(f"In the last {days} days it would have done it")
    if not tried.met:
        return said + Content.styled("\n  for no deal", "$dim")
    times = f"\n  {count(len(tried.met), 'time')}, for {count(tried.deals, 'deal')}"
    said += Content.styled(times, "bold")
    for met in tried.met[: -TOLD - 1 : -1]:
        said += Content.styled(f"\n  {pad(show_day(met.day, today), 10)}", "$dim")
        said += Content(f" {fit(met.deal, 40)}") + Content.styled(f"  {met.why}", "$dim")
    if len(tried.met) > TOLD:
        said += Content.styled(f"\n  and {len(tried.met) - TOLD:,} before that", "$dim")
    return said


def _words(rule: RuleText) -> Content:
    said = Content.styled("When  ", "$dim") + Content.styled(rule.when.shown, "bold")
    if rule.condition:
        said += Content.styled("\nIf    ", "$dim") + Content.styled(rule.condition, "bold")
    for place, action in enumerate(rule.actions):
        said += Content.styled("\nThen  " if place == 0 else "\n      ", "$dim")
        said += Content.styled(action.shown, "bold $accent")
    return said


def _heading(text: str) -> Content:
    return Content.styled(f"\n\n{text}", "bold $dim")
