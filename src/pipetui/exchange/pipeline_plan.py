"""The pipelines a file's deals go into, and the stages these are to have."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from statistics import median_high, median_low
from typing import Any

from pipetui.exchange.fields import squash
from pipetui.exchange.known import Known
from pipetui.exchange.ladder import Rung, Seen, ladder
from pipetui.exchange.rows import Rows
from pipetui.exchange.writes import update_row
from pipetui.store import Writing
from pipetui.values.errors import Refused
from pipetui.values.text import clean, fold
from pipetui.views.stage import Pipeline

MOST_PIPELINES = 50
MOST_STAGES = 100
_UNNAMED = frozenset({"default", "standard", "none"})


@dataclass(slots=True)
class PipelinePlan:
    """A pipeline as it is to be; ``standing`` is it as it is, None where it is new. Every rung has its number."""

    id: int
    name: str
    currency: str
    standing: Pipeline | None
    rungs: list[Rung]
    removed: list[int]
    by_name: dict[str, Rung] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.by_name = {fold(rung.name): rung for rung in self.rungs}

    @property
    def new_stages(self) -> tuple[str, ...]:
        """The names of the stages it does not have yet."""
        had = {stage.id for stage in self.standing.stages} if self.standing else set()
        return tuple(rung.name for rung in self.rungs if rung.id not in had)

    def rung(self, stage: str | None, status: str) -> Rung:
        """The stage of a deal: the one named, else the first for an open deal, the last for a closed one."""
        if stage is not None:
            return self.by_name[fold(stage)]
        if status != "open":
            return self.rungs[-1]
        return next((rung for rung in self.rungs if rung.phase == "open"), self.rungs[0])


def plan_pipelines(rows: Rows, known: Known, wanted: str | None) -> tuple[list[PipelinePlan], list[PipelinePlan]]:
    """The pipelines of the file's rows, and the one of each row. ``wanted`` names the one for rows that name none.

    Without it these go to the first pipeline, or in a new file to the one most rows name.
    A pipeline that was never used takes the name, the stages and the currency of what is put in it first. Raises
    Refused where a column that is taken for the pipeline or the stage can't be one.
    """
    names = rows.each(lambda name: _pipeline_name(name) or _pipeline_name(wanted), rows.column("pipeline"))
    named = Counter(name for name in names if name is not None)
    usual = named.most_common(1)[0][0] if known.pristine and named else known.pipelines[0].name
    if len(set(names)) == 1:
        plan = _plan(names[0], rows, range(len(rows)), known, first=True)
        return [plan], [plan] * len(rows)
    shown: dict[str, str | None] = {}
    places: dict[str, list[int]] = {}
    for at, name in enumerate(names):
        folded = fold(name or usual)
        shown[folded] = shown.get(folded) or name
        places.setdefault(folded, []).append(at)
    _not_too_many(len(places), MOST_PIPELINES, "pipelines", "pipeline")
    ordered = sorted(places, key=lambda folded: -len(places[folded]))
    plans = {
        folded: _plan(shown[folded], rows, places[folded], known, first=folded == ordered[0]) for folded in ordered
    }
    of_row = {name: plans[fold(name or usual)] for name in set(names)}
    return list(plans.values()), [of_row[name] for name in names]


def _not_too_many(count: int, most: int, what: str, field: str) -> None:
    if count > most:
        raise Refused(
            f"The file has {count:,} different {what}, which can't be right. Say which column is the {field} with "
            f'--map "Header={field}", or leave a column out with --map "Header=".'
        )


def _pipeline_name(written: str | None) -> str | None:
    name = clean(written or "")
    return name if name and squash(name) not in _UNNAMED else None


def _plan(name: str | None, rows: Rows, mine: Sequence[int], known: Known, *, first: bool) -> PipelinePlan:
    standing = next((line for line in known.pipelines if fold(line.name) == fold(name or line.name)), None)
    if standing is None and known.pristine and first:
        standing = known.pipelines[0]
    untouched = known.pristine and standing is not None
    seen = _seen(rows, mine)
    stages = standing.stages if standing else ()
    rungs = ladder(seen, stages, replace=untouched)
    if not rungs:
        rungs = [
            Rung(None, stage.name, stage.phase, stage.probability, stage.category, stage.rotting_days)
            for stage in known.pipelines[0].stages
        ]
    numbers = iter(known.take_ids("stage", sum(rung.id is None for rung in rungs)))
    rungs = [rung if rung.id is not None else replace(rung, id=next(numbers)) for rung in rungs]
    kept = {rung.id for rung in rungs}
    currency = standing.currency if standing else known.pipelines[0].currency
    if untouched or standing is None:
        currency = _only_currency(rows, mine) or currency
    return PipelinePlan(
        id=standing.id if standing else known.take_ids("pipeline", 1)[0],
        name=(name if untouched or standing is None else None) or (standing.name if standing else "Sales"),
        currency=currency,
        standing=standing,
        rungs=rungs,
        removed=[stage.id for stage in stages if stage.id not in kept],
    )


def _only_currency(rows: Rows, mine: Sequence[int]) -> str | None:
    """The currency of all amounts that name one, or that is said to be the pipeline's; None for none, or several."""
    currencies = rows.column("pipeline_currency" if "pipeline_currency" in rows else "currency")
    told = {currencies[at] for at in mine} - {None}
    return str(told.pop()) if len(told) == 1 else None


_TELLING = ("stage", "status", "probability", "probability_source", "stage_order", "stage_phase", "category")


def _seen(rows: Rows, mine: Sequence[int]) -> list[Seen]:
    """The stages these rows speak of, as their open deals show them."""
    columns = [rows.column(name) for name in (*_TELLING, "category_source")]
    everything = len(mine) == len(rows)
    told = zip(*(columns if everything else [[column[at] for at in mine] for column in columns]), strict=True)
    by_stage: dict[str, list[tuple[tuple[Any, ...], int]]] = {}
    shown: dict[str, str] = {}
    for combination, number in Counter(told).items():
        if combination[0] is not None:
            folded = fold(combination[0])
            shown.setdefault(folded, combination[0])
            by_stage.setdefault(folded, []).append((combination, number))
    _not_too_many(len(by_stage), MOST_STAGES, "stages", "stage")
    seen = [
        _one_seen(shown[folded], place, combinations) for place, (folded, combinations) in enumerate(by_stage.items())
    ]
    if all(each.probability is not None for each in seen):
        return seen
    return [replace(each, created=_middle(rows, mine, fold(each.name))) for each in seen]


def _one_seen(name: str, place: int, combinations: Sequence[tuple[tuple[Any, ...], int]]) -> Seen:
    chances: Counter[float] = Counter()
    orders, phases, categories = [], [], []
    for (_, status, chance, source, order, phase, category, category_source), number in combinations:
        if order is not None:
            orders.append(order)
        if phase in ("lead", "open"):
            phases.append(phase)
        if chance is not None and (source == "stage" or (source is None and status == "open")):
            chances[chance] += number
        if category is not None and category_source == "stage":
            categories.append(category)
    return Seen(
        name=name,
        probability=_usual(chances),
        order=min(orders, default=None),
        place=place,
        phase=phases[0] if phases else None,
        category=categories[0] if categories else None,
    )


def _usual(chances: Counter[float]) -> float | None:
    """What most of a stage's deals have; where there is no most, the middle."""
    if not chances:
        return None
    value, number = chances.most_common(1)[0]
    return value if 2 * number > chances.total() else median_high(chances.elements())


def _middle(rows: Rows, mine: Sequence[int], folded: str) -> str | None:
    """The middle of the moments the open deals of a stage were created at; None where none is known."""
    if "created" not in rows:
        return None
    stages, statuses, created = rows.column("stage"), rows.column("status"), rows.column("created")
    told = [
        created[at]
        for at in mine
        if created[at] and statuses[at] == "open" and stages[at] is not None and fold(stages[at]) == folded
    ]
    return median_low(told) if told else None


def write_pipelines(plans: Sequence[PipelinePlan], writing: Writing) -> None:
    """Writes what is new in pipelines and their stages, and takes away the stages that are to go."""
    for plan in plans:
        if plan.standing is None:
            count = writing.connection.exec_driver_sql("SELECT count(*) FROM pipeline").scalar_one()
            row = (plan.id, plan.name, count, plan.currency)
            writing.insert("pipeline", ("id", "name", "position", "currency"), [row])
        elif (plan.name, plan.currency) != (plan.standing.name, plan.standing.currency):
            update_row(writing, "pipeline", plan.id, {"name": plan.name, "currency": plan.currency})
        for number in plan.removed:
            writing.connection.exec_driver_sql("DELETE FROM stage WHERE id = ?", (number,))
        standing = {stage.id: stage for stage in plan.standing.stages} if plan.standing else {}
        new = []
        for position, rung in enumerate(plan.rungs):
            values = (rung.name, position, rung.phase, rung.probability, rung.category, rung.rotting_days)
            stage = standing.get(rung.id or 0)
            if stage is None:
                new.append((rung.id, plan.id, *values))
            elif rung.changed or stage.position != position:
                update_row(writing, "stage", stage.id, dict(zip(_STAGE, values, strict=True)))
        writing.insert("stage", ("id", "pipeline_id", *_STAGE), new)


_STAGE = ("name", "position", "phase", "probability", "category", "rotting_days")
