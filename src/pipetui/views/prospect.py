"""What is ahead: periods side by side, each with its figures, its range and the deals that decide it.

``Basis`` is what is read once; figures and parts are worked out from it. All amounts are minor units of the
pipeline's currency.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from pipetui.values.periods import Kind, Period, period_of
from pipetui.views.card import Card
from pipetui.views.forecast import Counted, Figures, Forecast
from pipetui.views.stage import Pipeline

if TYPE_CHECKING:
    from pipetui.views.odds import Decider, Odds, Outlook

PARTS = ("stage", "category", "source", "owner")
"""What a period can be taken apart by."""

_INNER: Mapping[Kind, Kind] = {"quarter": "month", "half": "quarter", "year": "quarter"}
_AFTER: Mapping[Kind, int] = {"month": 2, "quarter": 2, "half": 1, "year": 1}
"""How many periods of the same kind are shown after the one chosen."""


class Brought(NamedTuple):
    """A won deal, as far as totals need it."""

    closed_on: date
    amount: int
    stage_id: int
    source: str | None
    owner: str | None


@dataclass(frozen=True, slots=True)
class Basis:
    """What a pipeline's periods are worked out from, as of ``today``.

    ``cards`` are the open deals, ``brought`` the won ones; ``targets`` has those periods that have one; ``win_rate``
    (0–1) is of the year before, by count. ``is_narrowed`` where a filter leaves some out: then there is no target.
    """

    pipeline: Pipeline
    today: date
    cards: Sequence[Card]
    brought: Sequence[Brought]
    targets: Mapping[Period, int]
    win_rate: float | None
    is_narrowed: bool = False
    of_owners: Mapping[tuple[Period, str], int] = field(default_factory=dict)
    """The targets of owners."""


class Column(NamedTuple):
    """A period among the others; ``outlook`` is None until the odds are there."""

    figures: Figures
    outlook: Outlook | None = None

    @property
    def period(self) -> Period:
        """The period it is of."""
        return self.figures.period


class Part(NamedTuple):
    """What one stage, category, source or owner has in a period; ``expected`` is None until the odds are there."""

    name: str
    won: int = 0
    number: int = 0
    amount: int = 0
    weighted: int = 0
    expected: int | None = None
    target: int | None = None


def side_by_side(period: Period, today: date) -> tuple[Period, ...]:
    """The periods shown around one: what is left of its parts, itself, those after; a month's quarter and year."""
    periods: list[Period] = []
    inner = _INNER.get(period.kind)
    if inner:
        part = period_of(inner, period.start, period.fiscal_start)
        while part.start <= period.end:
            if part.end >= today or period.end < today:
                periods.append(part)
            part = part.following()
    periods.append(period)
    after = period
    for _ in range(_AFTER[period.kind]):
        after = after.following()
        periods.append(after)
    if period.kind == "month":
        outer: tuple[Kind, Kind] = ("quarter", "year")
        periods += [period_of(kind, period.start, period.fiscal_start) for kind in outer]
    return tuple(periods)


def brought_in(basis: Basis, period: Period) -> int:
    """What was won in a period."""
    return sum(each.amount for each in basis.brought if period.contains(each.closed_on))


def figures_of(basis: Basis, period: Period, deals: Iterable[Counted] | None = None) -> Figures:
    """The figures of a period, without expected; of the basis' open deals, or of other ones."""
    forecast = Forecast(
        period, basis.today, basis.pipeline.currency, {stage.id: stage for stage in basis.pipeline.stages}
    )
    forecast.count(basis.cards if deals is None else deals)
    forecast.won = brought_in(basis, period)
    forecast.target = basis.targets.get(period)
    forecast.win_rate = basis.win_rate
    return forecast.figures()


def with_outlook(basis: Basis, figures: Figures, odds: Odds) -> Column:
    """A period with what its open deals will probably bring."""
    outlook = odds.outlook(basis.cards, figures.period, figures.won)
    return Column(replace(figures, expected=outlook.expected), outlook)


def cumulative(figures: Figures) -> tuple[int, int, int]:
    """Commit with what is closed, best case with both, and the open pipeline: commit, best case and pipeline."""
    commit = figures.won + figures.commit
    return commit, commit + figures.best_case, figures.commit + figures.best_case + figures.pipeline


def neglect(card: Card, today: date) -> tuple[int, int]:
    """How badly a deal is worked, the worst sorting first: without a next step, then overdue, then the rest."""
    step = card.next_step
    if step is None:
        return (0, -(today - card.touched_on).days)
    if step.due < today:
        return (1, -(today - step.due).days)
    return (2, 0)


DECIDING = 0.1
"""The share of the largest swing under which a deal decides nothing, however it is worked."""


def worst_worked(deals: Sequence[Decider], today: date) -> list[Decider]:
    """Deals worst worked first, then those that decide nothing; of the equally neglected the largest swing first."""
    least = DECIDING * max((each.swing for each in deals), default=0)
    return sorted(deals, key=lambda each: (each.swing < least, *neglect(each.card, today), -each.swing, each.card.id))


def due_in(basis: Basis, period: Period) -> list[Card]:
    """The deals the forecast counts that are due in a period, the largest weighted amount first."""
    leads = {stage.id for stage in basis.pipeline.leads}
    found = [
        card
        for card in basis.cards
        if card.expected_close is not None
        and period.contains(card.expected_close)
        and card.expected_close >= basis.today
        and card.category != "omitted"
        and card.stage_id not in leads
    ]
    return sorted(found, key=lambda card: (-(card.weighted or 0), card.id))


def parts(basis: Basis, column: Column, by: str) -> list[Part]:
    """A period taken apart by ``stage``, ``category``, ``source`` or ``owner``, as far as there is anything.

    ``number``, ``amount`` and ``weighted`` are of the open deals due in it, ``expected`` of all open deals.
    """
    period, outlook = column.period, column.outlook
    names = {stage.id: stage.name for stage in basis.pipeline.stages}
    found: dict[str, Part] = {}

    def part(name: str | None) -> Part:
        return found.get(name or "—") or Part(name or "—", expected=None if outlook is None else 0)

    def key_of(card: Card) -> str | None:
        if by == "stage":
            return names.get(card.stage_id)
        if by == "category":
            return card.category.replace("_", " ")
        return card.source if by == "source" else card.owner

    for card in due_in(basis, period):
        was = part(key_of(card))
        found[was.name] = was._replace(
            number=was.number + 1,
            amount=was.amount + (card.base_amount or 0),
            weighted=was.weighted + (card.weighted or 0),
        )
    for each in outlook.deals if outlook else ():
        was = part(key_of(each.card))
        found[was.name] = was._replace(expected=(was.expected or 0) + each.adds)
    for won in basis.brought:
        if period.contains(won.closed_on):
            was = part({"stage": "won", "category": "closed", "source": won.source, "owner": won.owner}[by])
            found[was.name] = was._replace(won=was.won + won.amount)
    for (of, owner), target in basis.of_owners.items():
        if by == "owner" and of == period:
            was = part(owner)
            found[was.name] = was._replace(target=target)
    if by == "stage":
        order = {name: place for place, name in enumerate(["won", *reversed(names.values())])}
        return sorted(found.values(), key=lambda part: order.get(part.name, 0))
    return sorted(found.values(), key=lambda part: (-(part.won + (part.expected or part.weighted)), part.name))
