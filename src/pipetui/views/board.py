"""The board in memory: columns of cards, filtered, sorted, and kept in step with each change."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from pipetui.values.periods import Period
from pipetui.values.query import Filter
from pipetui.views.card import Card, Change
from pipetui.views.lane import Lane
from pipetui.views.stage import Pipeline, Stage
from pipetui.views.sums import Sums

_NEVER = date.max

SORTS: dict[str, tuple[str, Callable[[Card], tuple[Any, ...]]]] = {
    "close": ("close date", lambda card: (card.expected_close or _NEVER, -(card.base_amount or 0), card.id)),
    "amount": ("amount", lambda card: (-(card.base_amount or 0), card.id)),
    "next": ("next step", lambda card: (card.steps[0].due if card.steps else _NEVER, card.id)),
    "untouched": ("longest untouched", lambda card: (card.touched_on, card.id)),
    "stage": ("longest in stage", lambda card: (card.stage_since, card.id)),
    "title": ("title", lambda card: (card.title.casefold(), card.id)),
}
"""The orders a column can be in: what each is called, and its key."""


def _latest_closed(card: Card) -> tuple[int, int]:
    return (-(card.closed_on or date.min).toordinal(), -card.id)


class Searched:
    """A deal as a filter sees it."""

    __slots__ = ("_card", "_stage", "haystack")

    def __init__(self, card: Card, stage: Stage | None) -> None:
        self._card = card
        self._stage = stage
        self.haystack = card.haystack

    def field(self, name: str) -> str | tuple[str, ...]:
        """The text (or texts, of tags) of a field of the filter language; empty where there is none."""
        if name == "stage":
            return self._stage.name if self._stage else ""
        if name == "tag":
            return self._card.tags
        return str(getattr(self._card, name, None) or "")


@dataclass(slots=True)
class Column:
    """A column: ``key`` is its stage's number, or ``won`` or ``lost``; ``sums`` are of what it shows."""

    key: int | Literal["won", "lost"]
    title: str
    stage: Stage | None
    lane: Lane[Card]
    sums: Sums = Sums()

    @property
    def is_lead(self) -> bool:
        """Whether it holds leads."""
        return self.stage is not None and self.stage.is_lead

    @property
    def is_closed(self) -> bool:
        """Whether it holds won or lost deals."""
        return self.stage is None


class Board:
    """All open deals of a pipeline, and those won and lost in a period, in columns.

    ``height`` gives the lines a card takes. ``shown`` sums what the filter lets through of the open deals beyond the
    lead phase, ``all`` what there is.
    """

    def __init__(self, pipeline: Pipeline, period: Period, height: Callable[[Card], int]) -> None:
        self.pipeline = pipeline
        self.period = period
        self.sort = "close"
        self.filter: Filter | None = None
        self.cards: dict[int, Card] = {}
        self.all = Sums()
        self.shown = Sums()
        self._searched: dict[int, Searched] = {}
        self._stages = {stage.id: stage for stage in pipeline.stages}
        key = SORTS[self.sort][1]
        self.columns = [Column(stage.id, stage.name, stage, Lane(key, height)) for stage in pipeline.stages]
        self.columns.append(Column("won", "Won", None, Lane(_latest_closed, height)))
        self.columns.append(Column("lost", "Lost", None, Lane(_latest_closed, height)))
        self._by_key = {column.key: column for column in self.columns}

    def fill(self, cards: Iterable[Card]) -> None:
        """Replaces all deals."""
        self.cards = {card.id: card for card in cards if self._column_key(card) is not None}
        self._searched.clear()
        self.all = Sums()
        for card in self.cards.values():
            self.all = self._counted(self.all, card, 1)
        self._deal_out()

    def apply(self, changes: Iterable[Change]) -> None:
        """Takes each deal out of where it was and puts it where it belongs now."""
        for before, after in changes:
            either = before or after
            known = self.cards.pop(either.id, None) if either is not None else None
            if known is not None:
                self.all = self._counted(self.all, known, -1)
                self._take_out(known)
            if after is not None and self._column_key(after) is not None:
                self.cards[after.id] = after
                self.all = self._counted(self.all, after, 1)
                self._put_in(after)

    def narrow(self, wanted: Filter | None) -> None:
        """Shows only what a filter lets through; all of it without one."""
        self.filter = wanted
        self._deal_out()

    def order_by(self, sort: str) -> None:
        """Sorts the stages' columns, by a name of ``SORTS``."""
        self.sort = sort
        for column in self.columns:
            if not column.is_closed:
                column.lane.key = SORTS[sort][1]
        self._deal_out()

    def column_of(self, card: Card) -> Column | None:
        """The column a deal is shown in; None where the filter hides it."""
        key = self._column_key(card)
        column = None if key is None else self._by_key.get(key)
        return column if column is not None and column.lane.index(card) is not None else None

    def lets_through(self, card: Card) -> bool:
        """Whether the filter shows a deal."""
        return self.filter is None or self.filter.matches(self._record(card))

    def haystack(self, card: Card) -> str:
        """What free words are looked for in, of a deal, folded."""
        return self._record(card).haystack

    def restyle(self, height: Callable[[Card], int]) -> None:
        """Gives cards another height."""
        for column in self.columns:
            column.lane.height = height
            column.lane.resized()

    def prepare_search(self) -> None:
        """Makes ready what a filter looks in, so that its first letter costs no more than the next."""
        for card in list(self.cards.values()):
            self._record(card)

    def _column_key(self, card: Card) -> int | Literal["won", "lost"] | None:
        if card.pipeline_id != self.pipeline.id:
            return None
        if card.status == "open":
            return card.stage_id if card.stage_id in self._stages else None
        if card.closed_on is None or not self.period.contains(card.closed_on):
            return None
        return "won" if card.status == "won" else "lost"

    def _record(self, card: Card) -> Searched:
        record = self._searched.get(card.id)
        if record is None:
            record = self._searched[card.id] = Searched(card, self._stages.get(card.stage_id))
        return record

    def _counted(self, sums: Sums, card: Card, sign: int) -> Sums:
        stage = self._stages.get(card.stage_id)
        if card.status != "open" or stage is None or stage.is_lead:
            return sums
        return sums.plus(card, sign)

    def _deal_out(self) -> None:
        hands: dict[int | str, list[Card]] = {column.key: [] for column in self.columns}
        for card in self.cards.values():
            key = self._column_key(card)
            if key is not None and self.lets_through(card):
                hands[key].append(card)
        self.shown = Sums()
        for column in self.columns:
            hand = hands[column.key]
            column.lane.fill(hand)
            column.sums = Sums.of(hand)
            if not column.is_lead and not column.is_closed:
                self.shown = Sums(*(a + b for a, b in zip(self.shown, column.sums, strict=True)))

    def _take_out(self, card: Card) -> None:
        column = self.column_of(card)
        if column is not None:
            column.lane.drop(card)
            column.sums = column.sums.plus(card, -1)
            self.shown = self._counted(self.shown, card, -1)
        self._searched.pop(card.id, None)

    def _put_in(self, card: Card) -> None:
        key = self._column_key(card)
        if key is not None and self.lets_through(card):
            column = self._by_key[key]
            column.lane.put(card)
            column.sums = column.sums.plus(card, 1)
            self.shown = self._counted(self.shown, card, 1)
