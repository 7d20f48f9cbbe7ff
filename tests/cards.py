"""Deals for tests of views: one with what matters spelled out, or any at all."""

from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from hypothesis import strategies as st

from pipetui.values.money import weighted
from pipetui.values.periods import period_of
from pipetui.views.card import Card, Change, Step, blank_card, step_order
from pipetui.views.stage import Pipeline, Stage

TODAY = date(2026, 11, 23)
PERIOD = period_of("quarter", TODAY)

LEAD, QUALIFIED, PROPOSAL, NEGOTIATION = (
    Stage(1, 1, "Lead", 0, "lead", 5, 14, "omitted"),
    Stage(2, 1, "Qualified", 1, "open", 20, 14, "pipeline"),
    Stage(3, 1, "Proposal", 2, "open", 33.33, None, "best_case"),
    Stage(4, 1, "Negotiation", 3, "open", 80, 7, "commit"),
)
PIPELINE = Pipeline(1, "Sales", "EUR", (LEAD, QUALIFIED, PROPOSAL, NEGOTIATION))
STAGES = {stage.id: stage for stage in PIPELINE.stages}


def card(number: int, stage: Stage = QUALIFIED, amount: int | None = None, **fields: Any) -> Card:
    """A deal of the pipeline, open unless told otherwise; its weighted amount is worked out."""
    moment = "2026-11-02 08:00:00.000000"
    plain = blank_card(PIPELINE, stage)._replace(
        id=number,
        title=f"Deal {number}",
        amount=amount,
        base_amount=amount,
        created_at=moment,
        stage_since_at=moment,
        touched_at=moment,
    )
    plain = plain._replace(**fields)
    if not plain.is_open or plain.base_amount is None:
        return plain
    return plain._replace(weighted=weighted(plain.base_amount, plain.probability))


def step(number: int, deal_id: int, due: date, at: time | None = None) -> Step:
    """A planned call."""
    moment = datetime.combine(due, at, UTC) if at else None
    return Step(number, deal_id, "call", "Call", due, moment, None, 0)


amounts = st.none() | st.integers(-10_000, 10**9)
probabilities = st.integers(0, 10_000).map(lambda hundredths: hundredths / 100)
days = st.dates(TODAY - timedelta(days=150), TODAY + timedelta(days=150))
moments = days.map(lambda day: f"{day} 08:00:00.000000")
NUMBERS = st.integers(1, 9)


@st.composite
def cards(draw: st.DrawFn, number: int) -> Card:
    """Any deal of that number: open, won or lost, of this pipeline's stages."""
    status = draw(st.sampled_from(["open", "open", "open", "won", "lost"]))
    stage = draw(st.sampled_from(PIPELINE.stages))
    own = draw(st.booleans())
    due = draw(st.lists(st.tuples(days, st.none() | st.times()), max_size=3))
    planned = sorted((step(number * 10 + at, number, *when) for at, when in enumerate(due)), key=step_order)
    return card(
        number,
        stage,
        draw(amounts),
        status=status,
        title=draw(st.sampled_from(["Acme rollout", "acme", "Hexa", "Ångström"])),
        probability=draw(probabilities) if own else stage.probability,
        probability_source="manual" if own else "stage",
        category=draw(st.sampled_from(["pipeline", "best_case", "commit", "omitted"])),
        expected_close=draw(st.none() | days),
        closed_on=None if status == "open" else draw(days),
        touched_at=draw(moments),
        stage_since_at=draw(moments),
        tags=draw(st.sampled_from([(), ("q4",)])),
        steps=tuple(planned),
    )


pipelines_full = st.lists(NUMBERS, unique=True).flatmap(lambda found: st.tuples(*map(cards, found)))
"""The deals there are to begin with."""

edits = st.lists(NUMBERS.flatmap(lambda number: st.tuples(st.just(number), st.none() | cards(number))), max_size=12)
"""What becomes of deals, one after the other: another one, or nothing."""


def changes(held: dict[int, Card], done: Iterable[tuple[int, Card | None]]) -> list[Change]:
    """The changes those edits are to the deals held, which become what they are after them."""
    made: list[Change] = []
    for number, after in done:
        before = held.pop(number, None)
        if after is not None:
            held[number] = after
        if before is not None or after is not None:
            made.append(Change(before, after))
    return made
