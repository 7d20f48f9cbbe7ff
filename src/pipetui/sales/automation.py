"""Rules at work: in the same transaction as what they wait for, written down, and never round in circles."""

from __future__ import annotations

from collections.abc import Mapping

from pipetui.reading.cards import cards_by_id
from pipetui.reading.pipelines import read_pipelines
from pipetui.reading.rules import Conditions, read_rules
from pipetui.sales.acting import Acting
from pipetui.sales.work import Work
from pipetui.store import stored_moment
from pipetui.values.errors import PipetuiError
from pipetui.values.text import clean, fit
from pipetui.views.automation import Meeting, StandingRule, happened, run_id, stage_names
from pipetui.views.card import Card

CIRCLE = "stopped: it would go round in circles"
"""What is written down where a rule's own doing would have it follow again."""

WHOLE = frozenset({"tag", "untag", "notify"})
"""What is done in one statement, or none: there is nothing to take back where it can't be."""

_SENTENCE = 400
"""The most that is kept of what a rule did, in characters."""


def follow(work: Work, after: Mapping[int, Card]) -> dict[int, Card]:
    """Has the rules that wait for what this work did follow, and those that wait for what they do.

    Gives the deals as they are after it all. A rule follows once for a deal; what would have it follow again is a
    circle, which is stopped and written down. A rule that can't do what it is to do is written down as well: it is
    never in the way of what the rep does.
    """
    rules = read_rules(work.rows, timed=False)
    now = dict(after)
    if not rules:
        return now
    pipelines = read_pipelines(work.rows, work.clock.today())
    names, conditions = stage_names(pipelines), Conditions(work.rows, work.clock.today(), pipelines)
    were: dict[int, Card] = dict(work.before)
    followed: set[tuple[int, int]] = set()
    while True:
        met = _met(rules, were, now, names, conditions)
        fresh = [each for each in met if (each.rule.id, each.deal_id) not in followed]
        for each in met:
            if (each.rule.id, each.deal_id) in followed:
                write_down(work, each, now[each.deal_id], CIRCLE, "circle")
        if not fresh:
            return now
        touched: set[int] = set()
        for each in fresh:
            followed.add((each.rule.id, each.deal_id))
            touched |= act(work, each, now[each.deal_id], conditions)
        work.session.flush()
        were, now = now, {**now, **cards_by_id(work.rows, touched)}
        work.touched |= touched


def _met(
    rules: list[StandingRule],
    were: Mapping[int, Card],
    now: Mapping[int, Card],
    names: Mapping[int, str],
    conditions: Conditions,
) -> list[Meeting]:
    """Which rules meet which deals, rule by rule in their order."""
    events = {}
    for deal_id, card in now.items():
        if were.get(deal_id) is not card and (found := happened(were.get(deal_id), card, names)):
            events[deal_id] = found
    met = []
    for rule in rules:
        for deal_id, found in events.items():
            if any(event.is_waited_for(rule.text.when) for event in found) and _holds(conditions, rule, now[deal_id]):
                met.append(Meeting(rule, deal_id, rule.text.when.shown, 0))
    return met


def _holds(conditions: Conditions, rule: StandingRule, card: Card) -> bool:
    try:
        return conditions.hold(rule, card)
    except PipetuiError:  # it asks for what is gone: the screen of rules says so
        return False


def act(work: Work, met: Meeting, card: Card, conditions: Conditions) -> set[int]:
    """Does what a rule says for a deal, and writes it down; gives the numbers of the deals that changed."""
    acting = Acting(work, card, conditions.pipelines[card.pipeline_id])
    told: list[str] = []
    for action in met.rule.text.actions:
        try:
            if action.kind in WHOLE:
                did = acting.do(action)
            else:
                with work.session.begin_nested():
                    did = acting.do(action)
                    work.session.flush()
        except PipetuiError as error:
            did = f"could not {action.shown}: {error}"
        if did:
            told.append(did)
    if told:
        did = "; ".join(told)
        write_down(work, met, card, did)
        if acting.notices:
            work.notices += [f"{met.rule.name}: {notice}" for notice in acting.notices]
        else:
            work.notices.append(f"{met.rule.name}: {card.title}: {did}")
    return {card.id} if told else set()


def write_down(work: Work, met: Meeting, card: Card, did: str, over: str = "") -> None:
    """Keeps what a rule did, and why. Its number is that of the meeting; one of its own for what just happened."""
    number = met.run_id or run_id(met.rule.id, met.deal_id, f"entry {work.entry} {over}")
    work.connection.exec_driver_sql(
        "INSERT OR IGNORE INTO rule_run (id, rule_id, deal_id, rule, deal, did, why, at)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        (
            number,
            met.rule.id,
            met.deal_id,
            met.rule.name,
            card.title,
            fit(clean(did), _SENTENCE),
            met.why,
            stored_moment(work.clock.now()),
        ),
    )
