"""The board in memory: columns of cards, filtered, sorted, and kept in step with each change."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from functools import reduce
from typing import TYPE_CHECKING, Any

from pipetui.values.periods import Period
from pipetui.views.card import Card, Change
from pipetui.views.lane import Lane
from pipetui.views.searched import Searched
from pipetui.views.stage import Pipeline, Stage
from pipetui.views.sums import Sums

if TYPE_CHECKING:
    from pipetui.values.query import Filter

_NEVER = date.max

SORTS: dict[str, tuple[str, Callable[[Card], tuple[Any, ...]]]] = {
    "close": (
        "close date",
        lambda card: (card.closed_on or card.expected_close or _NEVER, -(card.base_amount or 0), card.id),
    ),
    "amount": ("amount", lambda card: (-(card.base_amount or 0), card.id)),
    "next": ("next step", lambda card: (card.steps[0].due if card.steps else _NEVER, card.id)),
    "untouched": ("longest untouched", lambda card: (card.touched_at, card.id)),
    "stage": ("longest in stage", lambda card: (card.stage_since_at, card.id)),
    "title": ("title", lambda card: (card.title.casefold(), card.id)),
}
"""The orders a column can be in: what each is called, and its key."""


def _latest_closed(card: Card) -> tuple[int, int]:
    return (-(card.closed_on or date.min).toordinal(), -card.id)


class Column:
    """A column: ``key`` is its stage's number, or ``won`` or ``lost``.

    ``held`` is all it has and ``lane`` what the filter shows of it, the same thing without one; ``sums`` are of what
    is shown, ``held_sums`` of all.
    """

    def __init__(self, key: int | str, title: str, stage: Stage | None, held: Lane[Card]) -> None:
        self.key = key
        self.title = title
        self.stage = stage
        self.held = held
        self.lane = held
        self.sums = Sums()
        self.held_sums = Sums()

    @property
    def is_lead(self) -> bool:
        """Whether it holds leads."""
        return self.stage is not None and self.stage.is_lead

    @property
    def is_closed(self) -> bool:
        """Whether it holds won or lost deals."""
        return self.stage is None

    @property
    def is_counted(self) -> bool:
        """Whether what it holds is open and beyond the lead phase."""
        return not self.is_lead and not self.is_closed


class Board:
    """All open deals of a pipeline, and those won and lost in a period, in columns.

    ``height`` gives the lines a card takes. Of the closed deals only the sums are known until they are asked for.
    """

    def __init__(self, pipeline: Pipeline, period: Period, height: Callable[[Card], int]) -> None:
        self.pipeline = pipeline
        self.period = period
        self.sort = "close"
        self.filter: Filter | None = None
        self.cards: dict[int, Card] = {}
        self.closed_read = True
        """Whether the closed deals are here, or only their sums."""
        self._searched: dict[int, Searched] = {}
        self._stages = {stage.id: stage for stage in pipeline.stages}
        self._height = height
        self._heights: dict[int, int] = {}
        key = SORTS[self.sort][1]
        self.columns = [Column(stage.id, stage.name, stage, Lane(key, self._lines)) for stage in pipeline.stages]
        self.columns.append(Column("won", "Won", None, Lane(_latest_closed, self._lines)))
        self.columns.append(Column("lost", "Lost", None, Lane(_latest_closed, self._lines)))
        self._by_key = {column.key: column for column in self.columns}

    @property
    def all(self) -> Sums:
        """The sums of the open deals beyond the lead phase."""
        return _together(column.held_sums for column in self.columns if column.is_counted)

    @property
    def shown(self) -> Sums:
        """The same of what the filter lets through."""
        return _together(column.sums for column in self.columns if column.is_counted)

    @property
    def leads_shown(self) -> int:
        """How many leads the filter lets through."""
        return sum(column.sums.number for column in self.columns if column.is_lead)

    def fill(self, cards: Iterable[Card], closed: Mapping[str, Sums] | None = None) -> None:
        """Replaces the deals: open ones, and of the closed ones either ``closed`` sums or themselves."""
        self.cards = {}
        self.closed_read = closed is None
        self._searched.clear()
        self._heights.clear()
        self._hold(cards)
        for name, sums in (closed or {}).items():
            self._by_key[name].held_sums = sums
        self._narrow_anew()

    def read_closed(self, cards: Iterable[Card]) -> None:
        """Takes in the deals won and lost in the period, of which only the sums were known."""
        self.closed_read = True
        self._hold((*self.cards.values(), *(card for card in cards if not card.is_open)))
        self._narrow_anew()

    def apply(self, changes: Iterable[Change]) -> None:
        """Takes each deal out of where it was and puts it where it belongs now."""
        for before, after in changes:
            either = before or after
            known = self.cards.pop(either.id, None) if either is not None else None
            if known is not None:
                self._leave(known)
            elif before is not None and not before.is_open and not self.closed_read:
                self._leave(before)
            if after is not None:
                self._come(after)

    def narrow(self, wanted: Filter | None) -> None:
        """Shows only what a filter lets through; all of it without one. Nothing is sorted anew for it.

        Another letter of a word is looked for in what was shown, and what lets all of that through leaves it as it is.
        """
        if wanted is None or self.filter is None or not wanted.is_within(self.filter):
            self._show_all()
        self.filter = wanted
        if wanted is None:
            return
        self.prepare_search()
        matches, records = wanted.matches, self._searched
        for column in self.columns:
            if column.is_closed and not self.closed_read:
                continue
            let = [matches(records[card.id]) for card in column.lane]
            if False in let:
                column.lane = column.lane.only(let)
                column.sums = Sums.of(column.lane)

    def order_by(self, sort: str) -> None:
        """Sorts the stages' columns, by a name of ``SORTS``."""
        self.sort = sort
        for column in self.columns:
            if not column.is_closed:
                column.held.key = SORTS[sort][1]
                column.held.fill(column.held)
        self._narrow_anew()

    def column_of(self, card: Card) -> Column | None:
        """The column a deal is shown in; None where the filter hides it."""
        column = self._column(card)
        return column if column is not None and column.lane.index(card) is not None else None

    def lets_through(self, card: Card) -> bool:
        """Whether the filter shows a deal."""
        return self.filter is None or self.filter.matches(self._record(card))

    def haystack(self, card: Card) -> str:
        """What free words are looked for in, of a deal, folded."""
        return self._record(card).haystack

    def restyle(self, height: Callable[[Card], int]) -> None:
        """Gives cards another height."""
        self._height = height
        self._heights.clear()
        for column in self.columns:
            column.held.resized()
            column.lane.resized()

    def prepare_search(self) -> None:
        """Makes ready what a filter looks in, so that its first letter costs no more than the next."""
        if len(self._searched) < len(self.cards):
            for card in self.cards.values():
                self._record(card)

    def _narrow_anew(self) -> None:
        """The same filter, of all that is held now."""
        self._show_all()
        self.narrow(self.filter)

    def _show_all(self) -> None:
        for column in self.columns:
            column.lane, column.sums = column.held, column.held_sums

    def _hold(self, cards: Iterable[Card]) -> None:
        hands: dict[int | str, list[Card]] = {column.key: [] for column in self.columns}
        for card in cards:
            column = self._column(card)
            if column is not None:
                hands[column.key].append(card)
                self.cards[card.id] = card
        for column in self.columns:
            column.held.fill(hands[column.key])
            column.held_sums = Sums.of(hands[column.key])

    def _leave(self, card: Card) -> None:
        column = self._column(card)
        self._searched.pop(card.id, None)
        self._heights.pop(card.id, None)
        if column is None:
            return
        shown = column.lane.index(card) is not None or (column.is_closed and not self.closed_read)
        column.held_sums = column.held_sums.plus(card, -1)
        column.sums = column.sums.plus(card, -1) if shown else column.sums
        for lane in {id(lane): lane for lane in (column.held, column.lane)}.values():
            lane.drop(card)

    def _come(self, card: Card) -> None:
        column = self._column(card)
        if column is None:
            return
        column.held_sums = column.held_sums.plus(card)
        if column.is_closed and not self.closed_read:
            column.sums = column.held_sums
            return
        self.cards[card.id] = card
        let = self.lets_through(card)
        if column.lane is column.held and not let:
            column.lane = column.held.only([True] * len(column.held))
        column.held.put(card)
        if let:
            column.sums = column.sums.plus(card)
            if column.lane is not column.held:
                column.lane.put(card)

    def _column(self, card: Card) -> Column | None:
        """The column a deal belongs in; None for another pipeline's, or one closed in another period."""
        if card.status == "open":
            return self._by_key.get(card.stage_id)
        if card.pipeline_id != self.pipeline.id or card.closed_on is None or not self.period.contains(card.closed_on):
            return None
        return self._by_key[card.status]

    def _record(self, card: Card) -> Searched:
        if self.cards.get(card.id) is not card:
            return Searched(card, self.pipeline)  # kept, it would be taken for that of one that comes later
        record = self._searched.get(card.id)
        if record is None:
            record = self._searched[card.id] = Searched(card, self.pipeline)
        return record

    def _lines(self, card: Card) -> int:
        lines = self._heights.get(card.id)
        if lines is None:
            lines = self._heights[card.id] = self._height(card)
        return lines


def _together(some: Iterable[Sums]) -> Sums:
    return reduce(Sums.and_also, some, Sums())
