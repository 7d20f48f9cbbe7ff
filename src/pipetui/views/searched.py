"""A deal as a filter sees it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from pipetui.values.own import Money
from pipetui.views.card import Card
from pipetui.views.rates import in_base
from pipetui.views.stage import Pipeline, Stage

if TYPE_CHECKING:
    from pipetui.values.conditions import Said


class Searched:
    """A deal of a pipeline, asked for the fields of the filter language."""

    __slots__ = ("card", "currency", "haystack", "pipeline", "stage", "stages")

    def __init__(self, card: Card, pipeline: Pipeline) -> None:
        self.card = card
        self.pipeline = pipeline
        self.currency = pipeline.currency
        self.stages = pipeline.stage_names
        self.stage: Stage | None = next((stage for stage in pipeline.stages if stage.id == card.stage_id), None)
        self.haystack = card.haystack

    def field(self, name: str) -> Said:
        """What the deal says for a field; "", () or None for nothing."""
        says = _SAYS.get(name)
        return self._own(name) if says is None else says(self)

    def _own(self, name: str) -> Said:
        """What it says for a field of the rep's own; money in the pipeline's currency, None without a rate."""
        value = self.card.own_value(name)
        if isinstance(value, Money):
            return in_base(self.pipeline.rates, value.minor, value.currency, self.currency)[0]
        return float(value) if isinstance(value, Decimal) else value

    def is_rotting(self, today: date) -> bool:
        """Whether it is untouched for longer than its stage allows, with nothing planned."""
        return self.stage is not None and self.card.rotting_days(self.stage, today) > 0


_SAYS: dict[str, Callable[[Searched], Said]] = {
    "id": lambda deal: str(deal.card.id),
    "title": lambda deal: deal.card.title,
    "status": lambda deal: deal.card.status,
    "stage": lambda deal: deal.stage.name if deal.stage else "",
    "pipeline": lambda deal: deal.pipeline.name,
    "company": lambda deal: deal.card.company,
    "contact": lambda deal: deal.card.contact,
    "owner": lambda deal: deal.card.owner,
    "source": lambda deal: deal.card.source,
    "campaign": lambda deal: deal.card.campaign,
    "product": lambda deal: deal.card.product,
    "reason": lambda deal: deal.card.reason,
    "tag": lambda deal: deal.card.tags,
    "category": lambda deal: _category(deal.card),
    "value": lambda deal: deal.card.base_amount,
    "weighted": lambda deal: deal.card.weighted,
    "prob": lambda deal: deal.card.probability,
    "pushes": lambda deal: deal.card.pushes,
    "close": lambda deal: deal.card.expected_close,
    "closed": lambda deal: deal.card.closed_on,
    "created": lambda deal: deal.card.created_on,
    "touched": lambda deal: deal.card.touched_on,
    "since": lambda deal: deal.card.stage_since,
    "due": lambda deal: tuple(step.due for step in deal.card.steps),
    "next": lambda deal: deal.card.steps[0].due if deal.card.steps else None,
    "next_kind": lambda deal: deal.card.steps[0].kind if deal.card.steps else None,
}


def _category(card: Card) -> str:
    """The forecast category; a won deal's is closed, a lost one has none."""
    return card.category if card.status == "open" else "closed" if card.status == "won" else ""
