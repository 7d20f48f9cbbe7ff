"""A pipeline and its stages, as drawn."""

from dataclasses import dataclass, field
from typing import NamedTuple

from pipetui.views.rates import Rates


class Stage(NamedTuple):
    """A step of a pipeline; ``probability`` in percent, ``rotting_days`` None for never."""

    id: int
    pipeline_id: int
    name: str
    position: int
    phase: str
    probability: float
    rotting_days: int | None
    category: str

    @property
    def is_lead(self) -> bool:
        """Whether what is in it is not yet qualified, and outside every forecast."""
        return self.phase == "lead"


@dataclass(frozen=True, slots=True)
class Pipeline:
    """A process and its stages, in order; totals are in ``currency``. ``rates`` are those stored for today.

    ``may_go_back`` and ``may_skip`` say whether deals may go to an earlier stage, and past one they were not in.
    """

    id: int
    name: str
    currency: str
    stages: tuple[Stage, ...]
    rates: Rates = field(default_factory=dict, hash=False)
    may_go_back: bool = True
    may_skip: bool = True
    stage_names: tuple[str, ...] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "stage_names", tuple(stage.name for stage in self.stages))

    def stage(self, stage_id: int) -> Stage:
        """The stage of that number. Raises KeyError where the pipeline has none."""
        for stage in self.stages:
            if stage.id == stage_id:
                return stage
        raise KeyError(stage_id)

    @property
    def leads(self) -> tuple[Stage, ...]:
        """The stages before qualification."""
        return tuple(stage for stage in self.stages if stage.is_lead)

    @property
    def open_stages(self) -> tuple[Stage, ...]:
        """The stages of the forecast."""
        return tuple(stage for stage in self.stages if not stage.is_lead)
