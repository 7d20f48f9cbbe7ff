"""The stages a file speaks of, put in the order deals move through them, with a probability each."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from pipetui.exchange.fields import words
from pipetui.exchange.templates import usual_probability
from pipetui.sales.stages import STANDARD
from pipetui.values.text import fold
from pipetui.views.stage import Stage

_NUMBERED = re.compile(r"\W*(\d{1,3})\b")
_ROTTING = ((80, 7), (60, 10), (0, 14))
_LAST = 90
_LEADS = frozenset({"lead", "leads"})


@dataclass(frozen=True, slots=True)
class Seen:
    """A stage as the open deals of a file show it, None for what they don't tell.

    ``probability`` is theirs where they have one, ``order`` a number of the stage's own, ``created`` the middle of the
    moments they were created at, ``place`` where the file first speaks of it.
    """

    name: str
    probability: float | None = None
    order: float | None = None
    created: str | None = None
    place: int = 0
    phase: str | None = None
    category: str | None = None


@dataclass(frozen=True, slots=True)
class Rung:
    """A stage as it is to be; ``id`` is None where it is new, ``changed`` says whether one that stands is to change."""

    id: int | None
    name: str
    phase: str
    probability: float
    category: str
    rotting_days: int | None
    changed: bool = False


def is_untouched(stages: Sequence[Stage]) -> bool:
    """Whether these are the standard stages as every new file has them."""
    return [(stage.name, stage.phase, stage.probability, stage.rotting_days, stage.category) for stage in stages] == [
        *STANDARD
    ]


def ladder(seen: Sequence[Seen], standing: Sequence[Stage], *, replace: bool) -> list[Rung]:
    """The stages of a pipeline once a file's are in it, in order.

    Those that stand stay, and new ones go where their probability puts them; with ``replace`` only the file's are
    left. Probabilities come from the file, else from what a stage of that name usually has, else are spread evenly.
    """
    by_name = {fold(stage.name): stage for stage in standing}
    if replace and seen:
        ordered = in_order(seen)
        chances = _spread([_chance(each, by_name.get(fold(each.name))) for each in ordered])
        return [
            _rung(each, chance, by_name.get(fold(each.name))) for each, chance in zip(ordered, chances, strict=True)
        ]
    rungs = [_as_it_is(stage) for stage in standing]
    new = in_order([each for each in seen if fold(each.name) not in by_name])
    if not rungs:
        chances = _spread([_chance(each, None) for each in new])
        return [_rung(each, chance, None) for each, chance in zip(new, chances, strict=True)]
    for each in new:
        chance = _chance(each, None)
        before = [at for at, rung in enumerate(rungs) if chance is None or rung.probability <= chance]
        at = before[-1] + 1 if before else 0
        if chance is None:
            chance = min(_LAST, rungs[-1].probability + 5)
        rungs.insert(at, _rung(each, chance, None))
    return rungs


def in_order(seen: Sequence[Seen]) -> list[Seen]:
    """Stages in the order deals go through them: by probability, else by numbers they have, else by what is usual.

    What is left open is told by dates: the deals of a later stage are the older ones.
    """
    numbers = [_NUMBERED.match(each.name) for each in seen]
    if all(each.probability is not None for each in seen):
        score = {each.name: float(each.probability or 0) for each in seen}
    elif all(each.order is not None for each in seen):
        score = {each.name: float(each.order or 0) for each in seen}
    elif all(numbers):
        score = {each.name: float(number[1]) for each, number in zip(seen, numbers, strict=True) if number}
    else:
        score = _by_age(seen)
    youngest_first = sorted(seen, key=lambda each: each.place)
    youngest_first.sort(key=_created, reverse=True)
    return sorted(youngest_first, key=lambda each: (score[each.name], each.order or 0))


def _by_age(seen: Sequence[Seen]) -> dict[str, float]:
    """A score by what is usual; stages nobody knows stand between those whose deals are younger and older."""
    by_age = sorted(seen, key=_created, reverse=True)
    known = [_chance(each, None) for each in by_age]
    scores: dict[str, float] = {}
    for at, (each, chance) in enumerate(zip(by_age, known, strict=True)):
        if chance is None:
            younger = next((score for score in reversed(known[:at]) if score is not None), 0.0)
            older = next((score for score in known[at + 1 :] if score is not None), 100.0)
            chance = (younger + older) / 2
        scores[each.name] = chance
    return scores


def _created(each: Seen) -> str:
    """Deals whose day is not known are taken for new."""
    return each.created or "9999"


def _chance(each: Seen, standing: Stage | None) -> float | None:
    if each.probability is not None:
        return each.probability
    if standing is not None:
        return standing.probability
    usual = usual_probability(each.name)
    return None if usual is None else float(usual)


def _spread(chances: Sequence[float | None]) -> list[float]:
    """Fills gaps evenly between their neighbours, from nothing at the start to certainty at the end."""
    filled: list[float] = []
    for at, chance in enumerate(chances):
        if chance is None:
            below = filled[-1] if filled else 0.0
            ahead = next((step for step, later in enumerate(chances[at:]) if later is not None), len(chances) - at)
            above = next((later for later in chances[at:] if later is not None), 100.0)
            chance = float(round(below + (max(above, below) - below) / (ahead + 1)))
        filled.append(chance)
    return filled


def _rung(each: Seen, chance: float, standing: Stage | None) -> Rung:
    """A stage of the file, in place of one of the same name where there is one."""
    certain = each.probability is not None and each.probability > 0
    named_so = bool(words(each.name)) and _LEADS.issuperset(words(each.name))
    phase = each.phase or ("lead" if named_so and not certain else "open")
    usual = "commit" if chance >= 80 else "best_case" if chance >= 50 else "pipeline"
    category = each.category or ("omitted" if phase == "lead" else usual)
    rotting = standing.rotting_days if standing else next(days for least, days in _ROTTING if chance >= least)
    if standing is None:
        return Rung(None, each.name, phase, chance, category, rotting)
    changed = (phase, chance, category) != (standing.phase, standing.probability, standing.category)
    return Rung(standing.id, standing.name, phase, chance, category, rotting, changed)


def _as_it_is(stage: Stage) -> Rung:
    return Rung(stage.id, stage.name, stage.phase, stage.probability, stage.category, stage.rotting_days)
