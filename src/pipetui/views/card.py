"""A deal in short: what a card, a row and every total are made from."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, NamedTuple

from pipetui.values.clock import stored_day
from pipetui.values.own import OwnValue
from pipetui.values.text import fold
from pipetui.views.stage import Pipeline, Stage

if TYPE_CHECKING:
    from pipetui.values.recurrence import Recurrence


ESCALATED = 3
"""How often a follow-up is put off before that is a matter of its own."""


class Step(NamedTuple):
    """A planned activity. ``due`` is the rep's local day, ``at`` the moment (UTC) where a time was given.

    ``put_off_reason`` is why it was put off the last time; ``every`` how often it comes again.
    """

    id: int
    deal_id: int
    kind: str
    subject: str
    due: date
    at: datetime | None
    contact: str | None
    snoozes: int
    put_off_reason: str | None = None
    every: Recurrence | None = None

    @property
    def is_escalated(self) -> bool:
        """Whether it was put off so often that something else has to happen."""
        return self.snoozes >= ESCALATED


class Wait(NamedTuple):
    """What a customer does next: ``due`` is the rep's local day; ``chased`` once it was late and the rep is to ask."""

    id: int
    deal_id: int
    what: str
    who: str | None
    due: date
    chased: bool


def step_order(step: Step) -> tuple[date, bool, float, int]:
    """What follow-ups are sorted by: the day, then timed ones by time, then those of any time."""
    return (step.due, step.at is None, step.at.timestamp() if step.at else 0.0, step.id)


class Card(NamedTuple):
    """A deal: money in minor units, ``base_amount`` and ``weighted`` in the pipeline's currency, chances in percent.

    A tuple rather than a dataclass because ten thousand are made at once; for the same reason the three moments are
    as the file has them (UTC, as text that sorts), and become the rep's days only where they are looked at.
    ``category`` and ``probability`` are the effective ones; ``steps`` are the planned activities, earliest first;
    ``weighted`` is rounded half up, and None where there is no amount, or the deal is closed. ``own`` is what it says
    for fields of the rep's own, by their keys, in the rep's order. ``waits`` are the customer's open steps, earliest
    first; ``waived`` counts what it left its stages without. A lead is not to be worked before ``nurture_until``.
    """

    id: int
    title: str
    pipeline_id: int
    stage_id: int
    status: str
    amount: int | None
    currency: str
    base_amount: int | None
    probability: float
    probability_source: str
    category: str
    category_source: str
    created_at: str
    stage_since_at: str
    touched_at: str
    pushes: int
    owner: str | None
    source: str | None
    product: str | None
    company: str | None
    contact: str | None
    reason: str | None
    expected_close: date | None
    closed_on: date | None
    weighted: int | None
    tags: tuple[str, ...]
    steps: tuple[Step, ...]
    own: tuple[tuple[str, OwnValue], ...] = ()
    campaign: str | None = None
    nurture_until: date | None = None
    waits: tuple[Wait, ...] = ()
    waived: int = 0

    def own_value(self, key: str) -> OwnValue | None:
        """What it says for a field of the rep's own; None for nothing."""
        return next((value for name, value in self.own if name == key), None)

    @property
    def created_on(self) -> date:
        """The rep's day it was made."""
        return stored_day(self.created_at)

    @property
    def stage_since(self) -> date:
        """The rep's day it came to its stage."""
        return stored_day(self.stage_since_at)

    @property
    def touched_on(self) -> date:
        """The rep's day of the last thing done with it."""
        return stored_day(self.touched_at)

    @property
    def next_step(self) -> Step | None:
        """The earliest planned activity."""
        return self.steps[0] if self.steps else None

    @property
    def is_open(self) -> bool:
        """Neither won nor lost."""
        return self.status == "open"

    def is_nurtured(self, today: date) -> bool:
        """Whether it is a lead whose day to be worked has yet to come."""
        return self.nurture_until is not None and self.nurture_until > today

    def slipped_days(self, today: date) -> int:
        """Days since the expected close of an open deal passed; 0 where it has not."""
        if self.status != "open" or self.expected_close is None:
            return 0
        return max(0, (today - self.expected_close).days)

    def rotting_days(self, stage: Stage, today: date) -> int:
        """Days untouched, where they exceed the stage's limit and nothing is planned; else 0."""
        if self.steps or self.status != "open" or stage.rotting_days is None or self.is_nurtured(today):
            return 0
        untouched = (today - self.touched_on).days
        return untouched if untouched > stage.rotting_days else 0

    @property
    def haystack(self) -> str:
        """What free words of a filter are looked for in, folded; a phrase is never found across two of them."""
        parts = (
            self.title,
            self.company,
            self.contact,
            self.owner,
            self.product,
            self.source,
            self.campaign,
            *self.tags,
        )
        return fold("\n".join(part for part in parts if part))


def blank_card(pipeline: Pipeline, stage: Stage) -> Card:
    """A deal with nothing said of it, in a stage: what values are tried on."""
    return Card(
        id=0,
        title="",
        pipeline_id=pipeline.id,
        stage_id=stage.id,
        status="open",
        amount=None,
        currency=pipeline.currency,
        base_amount=None,
        probability=stage.probability,
        probability_source="stage",
        category=stage.category,
        category_source="stage",
        created_at="2000-01-01 00:00:00.000000",
        stage_since_at="2000-01-01 00:00:00.000000",
        touched_at="2000-01-01 00:00:00.000000",
        pushes=0,
        owner=None,
        source=None,
        product=None,
        company=None,
        contact=None,
        reason=None,
        expected_close=None,
        closed_on=None,
        weighted=None,
        tags=(),
        steps=(),
    )


class Change(NamedTuple):
    """What a command did to one deal: as it was, None where it was new, and as it is, None where it is gone."""

    before: Card | None
    after: Card | None


class Saved(NamedTuple):
    """What a command did: ``label`` is how history calls it; every total and screen follows the ``changes``.

    ``finished`` counts the planned activities that were finished. ``anew`` is True where more changed than the
    ``changes`` tell: the file is to be read anew.
    """

    label: str
    changes: tuple[Change, ...]
    finished: int = 0
    anew: bool = False

    @property
    def card(self) -> Card | None:
        """The deal a command for one deal was about, as it is now."""
        return self.changes[0].after if self.changes else None
