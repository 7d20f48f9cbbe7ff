"""Everything the screens start from: one reading of the file."""

from __future__ import annotations

from dataclasses import dataclass

from pipetui.views.card import Card
from pipetui.views.forecast import Forecast
from pipetui.views.stage import Pipeline


@dataclass(frozen=True, slots=True)
class Snapshot:
    """A pipeline's open deals and those closed in the forecast's period, and its running figures."""

    pipelines: tuple[Pipeline, ...]
    pipeline: Pipeline
    cards: list[Card]
    forecast: Forecast
    finished_today: int
    reasons: tuple[str, ...]
