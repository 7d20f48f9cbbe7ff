"""What can be wrong with an open deal. Each gives what to say of it and the fact that rests on, None where all is well.

The fact is what a rep's "this is fine" is about: where it is another, the finding comes back.
"""

from __future__ import annotations

from typing import NamedTuple

from pipetui.values.money import show_whole
from pipetui.values.text import count
from pipetui.values.when import show_day, show_span
from pipetui.views.card import Card
from pipetui.views.health.facts import Facts

FAR_OFF = 25
"""Percent points a probability by hand is from its stage's before that is worth a look."""

PUSHED = 3
"""Times a close date left its month before nobody believes it any more."""

FAR_LONGER = 1.5
"""Times the days within which four fifths leave a stage, from which a deal is taken to be stuck."""

GRACE = 7
"""Days a deal may be in a stage before what the stage insists on is missed."""


class Said(NamedTuple):
    """What is said of a deal, and the fact it rests on."""

    words: str
    fact: str


def no_amount(card: Card, facts: Facts) -> Said | None:
    """A deal that counts in no total, since nobody said what it is worth. A lead need not say."""
    return Said("no amount", "") if card.amount is None and not _is_lead(card, facts) else None


def no_close_date(card: Card, facts: Facts) -> Said | None:
    """A deal that is in no period."""
    return Said("no close date", "") if card.expected_close is None and not _is_lead(card, facts) else None


def slipped(card: Card, facts: Facts) -> Said | None:
    """Its close date has passed (numbers.md: slipped)."""
    days = card.slipped_days(facts.today)
    if not days or _is_lead(card, facts):
        return None
    pushed = f", pushed {card.pushes}×" if card.pushes else ""
    return Said(f"{show_span(days)} past its close date{pushed}", f"{card.expected_close}")


def pushed(card: Card, facts: Facts) -> Said | None:
    """Its close date left its month again and again (numbers.md: push count)."""
    if card.pushes < PUSHED or card.slipped_days(facts.today) or _is_lead(card, facts):
        return None
    return Said(f"pushed {card.pushes}×", str(card.pushes))


def rotting(card: Card, facts: Facts) -> Said | None:
    """Untouched for longer than its stage's limit, with nothing planned (numbers.md: rotting)."""
    days = card.rotting_days(facts.stage(card.stage_id), facts.today)
    return Said(f"untouched for {show_span(days)}", card.touched_at) if days else None


def no_next_step(card: Card, facts: Facts) -> Said | None:
    """Nothing is planned. One that rots says so already, and a lead that waits for its day has one."""
    if card.steps or card.is_nurtured(facts.today) or card.rotting_days(facts.stage(card.stage_id), facts.today):
        return None
    return Said(f"last touched {show_day(card.touched_on, facts.today)}", card.touched_at)


def overdue(card: Card, facts: Facts) -> Said | None:
    """Its next step was to be done on a day that has passed."""
    step = card.next_step
    if step is None or step.due >= facts.today:
        return None
    return Said(f"{show_span((facts.today - step.due).days)} late: {step.subject}", f"{step.id} {step.due}")


def put_off(card: Card, facts: Facts) -> Said | None:
    """A follow-up was put off so often that something else has to happen."""
    step = next((step for step in card.steps if step.is_escalated), None)
    if step is None:
        return None
    return Said(f"put off {step.snoozes}×: {step.subject}", f"{step.id} {step.snoozes}")


def customer_late(card: Card, facts: Facts) -> Said | None:
    """What the customer was to do is late."""
    wait = next((wait for wait in card.waits if wait.due < facts.today), None)
    if wait is None:
        return None
    late = show_span((facts.today - wait.due).days)
    return Said(f"{wait.who or 'they'}: {wait.what}, {late} late", f"{wait.id} {wait.due}")


def commit_adrift(card: Card, facts: Facts) -> Said | None:
    """It is committed to the forecast, and nothing is planned to bring it in."""
    if card.category != "commit" or card.steps or _is_lead(card, facts):
        return None
    return Said("committed, and nothing planned", card.touched_at)


def no_rate(card: Card, facts: Facts) -> Said | None:
    """Its amount is in no total, since no rate of its currency is known."""
    if card.amount is None or card.base_amount is not None:
        return None
    return Said(f"no rate from {card.currency} to {facts.pipeline.currency}", card.currency)


def unanswered(card: Card, facts: Facts) -> Said | None:
    """A lead that waits for its first answer since yesterday or longer."""
    days = (facts.today - card.created_on).days
    if not _is_lead(card, facts) or card.id in facts.answered or card.is_nurtured(facts.today) or days < 1:
        return None
    return Said(f"waits {show_span(days)} for an answer", card.created_at)


def no_contact(card: Card, facts: Facts) -> Said | None:
    """Nobody to talk to."""
    return Said("no contact", "") if card.contact is None else None


def no_address(card: Card, facts: Facts) -> Said | None:
    """Somebody to talk to, with neither mail address nor phone."""
    if card.contact is None or card.id in facts.reachable:
        return None
    return Said(f"{card.contact} has neither address nor phone", card.contact)


def no_company(card: Card, facts: Facts) -> Said | None:
    """Nobody knows who would buy."""
    return Said("no company", "") if card.company is None else None


def stuck(card: Card, facts: Facts) -> Said | None:
    """In its stage for far longer than four fifths of all deals ever were."""
    slow, days = facts.slow.get(card.stage_id), (facts.today - card.stage_since).days
    if slow is None or days <= FAR_LONGER * max(slow, 1):
        return None
    return Said(f"{days} days in its stage; 8 in 10 leave it within {slow}", card.stage_since_at)


def odd_probability(card: Card, facts: Facts) -> Said | None:
    """A probability by hand that is far from its stage's."""
    usual = facts.stage(card.stage_id).probability
    if card.probability_source != "manual" or abs(card.probability - usual) < FAR_OFF:
        return None
    return Said(f"{card.probability:g}% by hand; the stage's is {usual:g}%", f"{card.probability:g} {usual:g}")


def too_soon(card: Card, facts: Facts) -> Said | None:
    """It is to close this month, and is in the first half of the stages."""
    close, today = card.expected_close, facts.today
    if close is None or close < today or (close.year, close.month) != (today.year, today.month):
        return None
    place, stages = facts.place(card.stage_id)
    if place < 0 or place * 2 >= stages - 1:
        return None
    return Said(f"closes {show_day(close, today)}, stage {place + 1} of {stages}", f"{close} {card.stage_id}")


def odd_amount(card: Card, facts: Facts) -> Said | None:
    """An amount far out of the pipeline's pattern: a slip of the hand, or a deal to be looked at twice."""
    if facts.usual is None or not card.base_amount or not facts.usual.is_far(card.base_amount):
        return None
    typical = show_whole(facts.usual.typical, facts.pipeline.currency)
    return Said(f"most are around {typical}", f"{card.amount} {card.currency}")


def musts(card: Card, facts: Facts) -> Said | None:
    """It has been in its stage for a week, and lacks what nothing leaves the stage without."""
    lacking = facts.lacking.get(card.id, ())
    if not lacking or (facts.today - card.stage_since).days < GRACE:
        return None
    return Said(f"lacks {', '.join(lacking)}", "\n".join(lacking))


def passed_over(card: Card, facts: Facts) -> Said | None:
    """It left a stage without something the stage asks for, and it was not made good."""
    return Said(f"went on without {count(card.waived, 'thing')}", str(card.waived)) if card.waived else None


def twice(card: Card, facts: Facts) -> Said | None:
    """It may be the same deal as another."""
    others = facts.alike.get(card.id, ())
    if not others:
        return None
    named = ", ".join(f"#{number} {facts.titles.get(number, '')}".strip() for number in others[:2])
    return Said(f"like {named}", " ".join(map(str, others)))


def _is_lead(card: Card, facts: Facts) -> bool:
    return facts.stage(card.stage_id).is_lead
