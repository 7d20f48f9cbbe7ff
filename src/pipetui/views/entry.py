"""What a rep hands in to make something new."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from pipetui.values.followup import FollowUp
from pipetui.values.own import OwnValue
from pipetui.values.quickadd import QuickAdd


@dataclass(frozen=True, slots=True)
class NewDeal:
    """A deal to be added: ``amount`` in minor units of ``currency`` (None: the pipeline's); ``stage`` as typed.

    ``own`` is what it says for fields of the rep's own, by their keys.
    """

    title: str
    amount: int | None = None
    currency: str | None = None
    company: str | None = None
    contact: str | None = None
    stage: str | None = None
    stage_id: int | None = None
    owner: str | None = None
    source: str | None = None
    product: str | None = None
    campaign: str | None = None
    probability: float | None = None
    expected_close: date | None = None
    tags: tuple[str, ...] = ()
    next: FollowUp | None = None
    own: tuple[tuple[str, OwnValue], ...] = ()
    category: str | None = None

    @classmethod
    def from_line(cls, line: QuickAdd, stage_id: int | None = None) -> NewDeal:
        """The deal a quick-add line describes; ``stage_id`` is where it goes when the line names no stage."""
        return cls(
            title=line.title,
            amount=line.amount,
            currency=line.currency,
            company=line.company,
            contact=line.contact,
            stage=line.stage,
            stage_id=stage_id,
            owner=line.owner,
            source=line.source,
            product=line.product,
            campaign=line.campaign,
            probability=line.probability,
            expected_close=line.close,
            tags=line.tags,
            next=line.next,
            own=line.own,
        )
