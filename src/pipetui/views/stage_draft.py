"""A pipeline's stages while they are edited: each step checked, and what it would do to the weighted totals."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from pipetui.values.errors import Invalid, Refused
from pipetui.values.text import clean, fit, fold
from pipetui.views.card import Card
from pipetui.views.fields import in_stage
from pipetui.views.process import CATEGORIES, LONGEST_NAME, MOST_STAGES, PHASES
from pipetui.views.stage import Pipeline, Stage
from pipetui.views.sums import Sums


@dataclass(frozen=True, slots=True)
class StageDraft:
    """A stage: ``key`` is its number in the file, or below 0 for one that is not there yet."""

    key: int
    name: str
    phase: str = "open"
    probability: float = 0
    rotting_days: int | None = 14
    category: str = "pipeline"


class Line(NamedTuple):
    """What a stage's open deals come to before and after; ``before`` is None for a stage that is new.

    ``after`` is None for a stage that goes.
    """

    name: str
    before: Sums | None
    after: Sums | None


@dataclass(frozen=True, slots=True)
class Draft:
    """The stages as they would be, in order; ``places`` says where the deals of those that go come to.

    ``merged`` are those of them whose exit criteria go along.
    """

    pipeline: Pipeline
    stages: tuple[StageDraft, ...]
    places: Mapping[int, int] = field(default_factory=dict)
    merged: frozenset[int] = frozenset()

    @classmethod
    def of(cls, pipeline: Pipeline) -> Draft:
        """The stages as they are."""
        return cls(
            pipeline,
            tuple(
                StageDraft(each.id, each.name, each.phase, each.probability, each.rotting_days, each.category)
                for each in pipeline.stages
            ),
        )

    @property
    def is_changed(self) -> bool:
        """Whether anything would be another way."""
        return self != Draft.of(self.pipeline)

    def stage(self, key: int) -> StageDraft:
        """The stage of a key. Raises Refused where it goes."""
        for stage in self.stages:
            if stage.key == key:
                return stage
        raise Refused("That stage is no longer in the pipeline.")

    def add(self, name: str, after: int | None = None) -> Draft:
        """With a stage more, after another (at the end); half way between its neighbours' probabilities."""
        wanted = self._free_name(name, None)
        if len(self.stages) >= MOST_STAGES:
            raise Refused(f"A pipeline has at most {MOST_STAGES} stages.")
        place = len(self.stages) if after is None else self._place(after) + 1
        before = self.stages[place - 1] if place else None
        behind = self.stages[place] if place < len(self.stages) else None
        low, high = (before.probability if before else 0), (behind.probability if behind else 100)
        made = StageDraft(
            min([0, *(stage.key for stage in self.stages)]) - 1,
            wanted,
            phase="lead" if behind is not None and behind.phase == "lead" else "open",
            probability=float(round((low + high) / 2)),
            rotting_days=before.rotting_days if before else 14,
            category="pipeline" if before is None or before.phase == "lead" else before.category,
        )
        return replace(self, stages=(*self.stages[:place], made, *self.stages[place:]))

    def change(
        self,
        key: int,
        *,
        name: str | None = None,
        phase: str | None = None,
        probability: float | None = None,
        rotting_days: int | None = None,
        never_rots: bool = False,
        category: str | None = None,
    ) -> Draft:
        """With a stage that is another way. Raises Invalid for what can't be."""
        stage = self.stage(key)
        if name is not None:
            stage = replace(stage, name=self._free_name(name, key))
        if phase is not None:
            if phase not in PHASES:
                raise Invalid(f"“{fit(clean(phase), 20)}” is no phase: write lead or open.")
            stage = replace(stage, phase=phase)
        if probability is not None:
            if not 0 <= probability <= 100:
                raise Invalid(f"{probability:g} is no probability: write 0 to 100.")
            stage = replace(stage, probability=round(probability, 2))
        if rotting_days is not None or never_rots:
            if rotting_days is not None and not 1 <= rotting_days <= 3650:
                raise Invalid("A stage rots after 1 to 3650 days; write none for never.")
            stage = replace(stage, rotting_days=None if never_rots else rotting_days)
        if category is not None:
            if category not in CATEGORIES:
                raise Invalid(f"“{fit(clean(category), 20)}” is no category: write {', '.join(CATEGORIES)}.")
            stage = replace(stage, category=category)
        return self._checked(tuple(stage if each.key == key else each for each in self.stages))

    def move(self, key: int, by: int) -> Draft:
        """With a stage ``by`` places on, or back; as far as there are places."""
        place = self._place(key)
        goal = max(0, min(place + by, len(self.stages) - 1))
        rest = [stage for stage in self.stages if stage.key != key]
        rest.insert(goal, self.stages[place])
        return self._checked(tuple(rest))

    def merge(self, key: int, into: int) -> Draft:
        """Without a stage, whose deals and exit criteria go to another."""
        draft = self.delete(key, into)
        return replace(draft, merged=self.merged | {key}) if key > 0 else draft

    def delete(self, key: int, into: int) -> Draft:
        """Without a stage, whose deals, those that are closed as well, go to another. Raises Refused, Invalid."""
        stage = self.stage(key)
        if key == into:
            raise Refused(f"{stage.name} can't take in its own deals: name another stage for them.")
        goal = self.stage(into)
        rest = tuple(each for each in self.stages if each.key != key)
        if not any(each.phase == "open" for each in rest):
            raise Refused(f"{stage.name} is the last open stage of {self.pipeline.name}, and stays.")
        places = {left: goal.key if there == key else there for left, there in self.places.items()}
        if key > 0:
            places[key] = goal.key
        return replace(self._checked(rest), places=places)

    def totals(self, cards: Iterable[Card]) -> tuple[tuple[Line, ...], Sums, Sums]:
        """Each stage's open deals before and after, and both totals of those beyond the lead phase.

        In the order of the stages as they would be, those that go at the end.
        """
        after_pipeline = self.as_pipeline()
        same = {
            stage.id
            for stage in self.pipeline.stages
            if stage in after_pipeline.stages or self._counts_alike(stage, after_pipeline)
        }
        before: dict[int, list[Card]] = {stage.id: [] for stage in self.pipeline.stages}
        after: dict[int, list[Card]] = {stage.key: [] for stage in self.stages}
        for card in cards:
            if not card.is_open or card.stage_id not in before:
                continue
            before[card.stage_id].append(card)
            goal = self.places.get(card.stage_id, card.stage_id)
            after[goal].append(card if goal in same else in_stage(card, after_pipeline, goal))
        was = {number: Sums.of(hand) for number, hand in before.items()}
        becomes = {key: Sums.of(hand) for key, hand in after.items()}
        lines = [Line(stage.name, was.get(stage.key), becomes[stage.key]) for stage in self.stages]
        gone = [stage for stage in self.pipeline.stages if stage.id not in becomes]
        lines += [Line(stage.name, was[stage.id], None) for stage in gone]
        total_before = [was[stage.id] for stage in self.pipeline.open_stages]
        total_after = [becomes[stage.key] for stage in self.stages if stage.phase == "open"]
        return tuple(lines), _together(total_before), _together(total_after)

    def as_pipeline(self) -> Pipeline:
        """The pipeline as it would be, new stages under their keys."""
        stages = tuple(
            Stage(
                each.key,
                self.pipeline.id,
                each.name,
                place,
                each.phase,
                each.probability,
                each.rotting_days,
                each.category,
            )
            for place, each in enumerate(self.stages)
        )
        return replace(self.pipeline, stages=stages)

    def _counts_alike(self, stage: Stage, after: Pipeline) -> bool:
        found = next((each for each in after.stages if each.id == stage.id), None)
        if found is None or any(goal == stage.id for goal in self.places.values()):
            return False
        return found.probability == stage.probability

    def _place(self, key: int) -> int:
        self.stage(key)
        return next(place for place, stage in enumerate(self.stages) if stage.key == key)

    def _free_name(self, name: str, key: int | None) -> str:
        wanted = clean(name)
        if not wanted:
            raise Invalid("A stage needs a name.")
        if len(wanted) > LONGEST_NAME:
            raise Invalid(f"The name of a stage has at most {LONGEST_NAME} characters.")
        for stage in self.stages:
            if fold(stage.name) == fold(wanted) and stage.key != key:
                raise Invalid(f"There is a stage called {stage.name} already. Take another name, or merge the two.")
        return wanted

    def _checked(self, stages: tuple[StageDraft, ...]) -> Draft:
        """With other stages. Raises Refused where no stage is open, or a lead comes after one that is."""
        if not any(stage.phase == "open" for stage in stages):
            raise Refused(f"{self.pipeline.name} needs at least one stage that is open, not only leads.")
        first_open = next(place for place, stage in enumerate(stages) if stage.phase == "open")
        for stage in stages[first_open:]:
            if stage.phase == "lead":
                raise Refused(f"{stage.name} is of the lead phase, so it comes before the open stages.")
        return replace(self, stages=stages)


def _together(sums: Iterable[Sums]) -> Sums:
    whole = Sums()
    for each in sums:
        whole = whole.and_also(each)
    return whole


def read_change(draft: Draft, key: int, field: str, text: str) -> Draft:
    """A draft with a field of a stage as it was typed: name, probability, rotting, category or phase.

    Raises Invalid for what can't be read, or can't be.
    """
    name, said = fold(clean(field)), fold(clean(text))
    if name == "name":
        return draft.change(key, name=text)
    if name in ("probability", "prob"):
        return draft.change(key, probability=_number(said.rstrip("% "), "a probability: write 0 to 100"))
    if name in ("rotting", "rotting_days", "rots"):
        if said in ("none", "never", "", "-"):
            return draft.change(key, never_rots=True)
        days = _number(said.removesuffix("days").removesuffix("d").strip(), "a number of days: write 14, or none")
        return draft.change(key, rotting_days=int(days))
    if name in ("category", "phase"):
        known = CATEGORIES if name == "category" else PHASES
        found = [each for each in known if said and each.startswith(said.replace(" ", "_"))]
        if len(found) != 1:
            raise Invalid(f"“{fit(said, 20)}” is no {name}: write {', '.join(known)}.")
        return draft.change(key, category=found[0]) if name == "category" else draft.change(key, phase=found[0])
    raise Invalid(f"A stage has no “{fit(name, 20)}”: there are name, probability, rotting, category and phase.")


def _number(text: str, what: str) -> float:
    try:
        value = float(text.replace(",", "."))
    except ValueError:
        value = -1.0
    if not 0 <= value <= 100_000:
        raise Invalid(f"“{fit(text, 20)}” is not {what}.")
    return value
