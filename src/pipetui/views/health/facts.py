"""What findings are held against beside the deal itself."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date

from pipetui.views.health.amounts import Usual
from pipetui.views.stage import Pipeline, Stage


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known of a pipeline on a day.

    ``slow`` are the days by which four fifths of the deals have left a stage,
    by its number, where the history knows it; ``usual`` is what amounts are usual. The rest is of deals by their
    numbers: those with a contact that has an address, leads that were answered, how many musts of its stage one lacks,
    and its likeness: others of the same company that look like it.
    """

    pipeline: Pipeline
    today: date
    slow: Mapping[int, int] = field(default_factory=dict)
    usual: Usual | None = None
    reachable: Collection[int] = frozenset()
    answered: Collection[int] = frozenset()
    lacking: Mapping[int, tuple[str, ...]] = field(default_factory=dict)
    alike: Mapping[int, tuple[int, ...]] = field(default_factory=dict)
    titles: Mapping[int, str] = field(default_factory=dict)
    """The titles of those others."""

    def stage(self, stage_id: int) -> Stage:
        """The stage of that number."""
        return self.pipeline.stage(stage_id)

    def place(self, stage_id: int) -> tuple[int, int]:
        """The place of an open stage among the open ones, from 0, and how many those are."""
        stages = self.pipeline.open_stages
        return next((place for place, stage in enumerate(stages) if stage.id == stage_id), -1), len(stages)
