"""The rules of a file, what they did, and which of them are to be followed by now."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache

from pipetui.reading.cards import AT_ONCE, cards_by_id
from pipetui.reading.names import read_lasting_fields
from pipetui.reading.pipelines import read_pipelines
from pipetui.values.errors import Invalid
from pipetui.values.query import Filter, parse_filter
from pipetui.values.rules import RuleText, When, parse_rule
from pipetui.values.text import count
from pipetui.views.automation import Meeting, RuleRun, StandingRule, run_id
from pipetui.views.card import Card
from pipetui.views.searched import Searched
from pipetui.views.stage import Pipeline

_TIMED = "(text LIKE 'when untouched%' OR text LIKE 'when close passed%' OR text LIKE 'when overdue%')"

read_text = lru_cache(maxsize=1024)(parse_rule)
"""A rule of the file as it was written there."""


def read_rules(rows: sqlite3.Connection, *, enabled: bool = True, timed: bool | None = None) -> list[StandingRule]:
    """The rules in their order: those switched on, or all; ``timed`` for those that wait for time to pass, or not."""
    wanted = [*(["enabled"] if enabled else []), *([] if timed is None else [_TIMED if timed else f"NOT {_TIMED}"])]
    where = f"WHERE {' AND '.join(wanted)}" if wanted else ""
    found = rows.execute(f"SELECT id, name, pipeline_id, text, enabled FROM rule {where} ORDER BY position, id")
    return [StandingRule(row[0], row[1], row[2], _standing(row[3]), bool(row[4])) for row in found]


def _standing(text: str) -> RuleText:
    try:
        return read_text(text)
    except Invalid:  # of another program's writing: shown as it is, and never met
        return RuleText(When("created"), "", ())


def read_runs(rows: sqlite3.Connection, limit: int, rule_id: int | None = None) -> list[RuleRun]:
    """What rules (or one) did last, newest first."""
    where = "" if rule_id is None else "WHERE rule_id = ?"
    found = rows.execute(
        f"SELECT at, rule, deal_id, deal, did, why FROM rule_run {where} ORDER BY at DESC, id LIMIT ?",
        (limit,) if rule_id is None else (rule_id, limit),
    )
    return [RuleRun(datetime.fromisoformat(row[0]).replace(tzinfo=UTC), *row[1:]) for row in found]


def ran_times(rows: sqlite3.Connection) -> dict[int, int]:
    """How often each rule did something, by its number."""
    return dict(rows.execute("SELECT rule_id, count(*) FROM rule_run GROUP BY rule_id").fetchall())


class Conditions:
    """The conditions of rules, each read once; what a deal is asked for is read when the first is."""

    def __init__(self, rows: sqlite3.Connection, today: date, pipelines: Sequence[Pipeline] = ()) -> None:
        self._rows = rows
        self._today = today
        self.pipelines = {each.id: each for each in pipelines or read_pipelines(rows, today)}
        self._read: dict[str, Filter] = {}

    def hold(self, rule: StandingRule, card: Card) -> bool:
        """Whether a rule is for a deal. Raises Invalid for a condition that can't be read any more."""
        if not rule.is_for(card.pipeline_id):
            return False
        text = rule.text.condition
        if not text:
            return True
        if text not in self._read:
            self._read[text] = parse_filter(text, self._today, read_lasting_fields(self._rows, self._today))
        return bool(self._read[text].matches(Searched(card, self.pipelines[card.pipeline_id])))


def due_meetings(rows: sqlite3.Connection, today: date, now: datetime) -> list[Meeting]:
    """What rules that wait for time to pass are to do by now, and have not done; a few selects for each rule."""
    rules = read_rules(rows, timed=True)
    if not rules:
        return []
    met = [meeting for rule in rules for meeting in _candidates(rows, rule, today, now)]
    fresh = _unmet(rows, met)
    if not fresh:
        return []
    cards = cards_by_id(rows, {meeting.deal_id for meeting in fresh})
    conditions = Conditions(rows, today)
    found = []
    for meeting in fresh:
        card = cards.get(meeting.deal_id)
        try:
            if card is not None and conditions.hold(meeting.rule, card) and not card.is_nurtured(today):
                found.append(meeting)
        except Invalid:  # a condition about what is gone; the screen of rules says so
            continue
    return found


def _candidates(rows: sqlite3.Connection, rule: StandingRule, today: date, now: datetime) -> Iterator[Meeting]:
    when, open_ones = rule.text.when, "deal.status = 'open'"
    values: list[object] = []
    if rule.pipeline_id is not None:
        open_ones += " AND deal.pipeline_id = ?"
        values.append(rule.pipeline_id)
    if when.kind == "untouched":
        since = (now - timedelta(days=when.days)).astimezone(UTC).replace(tzinfo=None)
        query = f"SELECT id, touched_at FROM deal WHERE {open_ones} AND touched_at <= ? ORDER BY id"
        for deal_id, touched in rows.execute(query, (*values, since.isoformat(" ", "microseconds"))):
            yield _meeting(rule, deal_id, touched, f"untouched for {count(when.days, 'day')}")
    elif when.kind == "close passed":
        by = today - timedelta(days=max(when.days, 1))
        query = f"SELECT id, expected_close FROM deal WHERE {open_ones} AND expected_close <= ? ORDER BY id"
        for deal_id, day in rows.execute(query, (*values, by.isoformat())):
            yield _meeting(rule, deal_id, day, f"close date {day} passed")
    else:
        by = today - timedelta(days=max(when.days, 1))
        query = (
            "SELECT deal.id, activity.id, activity.due_on, activity.subject FROM activity"
            " JOIN deal ON deal.id = activity.deal_id"
            f" WHERE activity.done_at IS NULL AND {open_ones} AND activity.due_on <= ? ORDER BY activity.id"
        )
        for deal_id, step, day, subject in rows.execute(query, (*values, by.isoformat())):
            yield _meeting(rule, deal_id, f"{step} {day}", f"“{subject}” was due {day}")


def _meeting(rule: StandingRule, deal_id: int, over: str, why: str) -> Meeting:
    return Meeting(rule, deal_id, why, run_id(rule.id, deal_id, f"{rule.text.when.shown} {over}"))


def _unmet(rows: sqlite3.Connection, met: Iterable[Meeting]) -> list[Meeting]:
    """Those that never met before over the same thing, not even where it was undone."""
    by_run = {meeting.run_id: meeting for meeting in met}
    wanted = list(by_run)
    for start in range(0, len(wanted), AT_ONCE):
        some = wanted[start : start + AT_ONCE]
        marks = ", ".join("?" * len(some))
        query = f"SELECT DISTINCT row_id FROM change WHERE table_name = 'rule_run' AND row_id IN ({marks})"
        for (known,) in rows.execute(query, some):
            del by_run[known]
    return list(by_run.values())
