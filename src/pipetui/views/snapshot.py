"""Everything the screens start from: one reading of the file."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from pipetui.values.own import OwnField
from pipetui.views.card import Card
from pipetui.views.forecast import Forecast
from pipetui.views.stage import Pipeline
from pipetui.views.sums import Sums


@dataclass(frozen=True, slots=True)
class Snapshot:
    """A pipeline's open deals, sums of those won and lost in the forecast's period, and its running figures.

    ``won`` are the won deals for which something is planned yet.
    """

    pipelines: tuple[Pipeline, ...]
    pipeline: Pipeline
    cards: list[Card]
    closed: Mapping[str, Sums]
    forecast: Forecast
    finished_today: int
    reasons: tuple[str, ...]
    fields: tuple[OwnField, ...] = ()
    won: list[Card] = field(default_factory=list)
    on_cards: str = ""
    """What the rep chose cards to show: names of columns with commas between, "" where nothing was chosen."""
