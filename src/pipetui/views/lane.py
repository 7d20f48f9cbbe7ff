"""A sorted list with a height in lines: a column of the board, a section of the agenda."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import accumulate, compress
from typing import Any, Generic, TypeVar

Item = TypeVar("Item")


class Lane(Generic[Item]):
    """Items in order of ``key``, each with a height in lines; all changes cost a few list operations.

    ``key`` must differ between any two items: end it with their numbers.
    """

    def __init__(self, key: Callable[[Item], Any], height: Callable[[Item], int]) -> None:
        self.key = key
        self.height = height
        self._items: list[Item] = []
        self._heights: list[int] | None = []
        self._tops: list[int] | None = [0]

    def __len__(self) -> int:
        return len(self._items)

    def __iter__(self) -> Iterator[Item]:
        return iter(self._items)

    def __getitem__(self, index: int) -> Item:
        return self._items[index]

    def fill(self, items: Iterable[Item]) -> None:
        """Replaces what is in the lane."""
        self._items = sorted(items, key=self.key)
        self.resized()

    def only(self, wanted: Sequence[bool]) -> Lane[Item]:
        """A lane of those items for which it is true, in the same order and heights."""
        found = Lane(self.key, self.height)
        found._items = list(compress(self._items, wanted))
        found._heights = None if self._heights is None else list(compress(self._heights, wanted))
        found._tops = None
        return found

    def put(self, item: Item) -> None:
        """Puts an item in its place."""
        index = bisect_right(self._items, self.key(item), key=self.key)
        self._items.insert(index, item)
        if self._heights is not None:
            self._heights.insert(index, self.height(item))
        self._tops = None

    def drop(self, item: Item) -> None:
        """Takes out the item with the same key, where there is one."""
        index = self.index(item)
        if index is not None:
            del self._items[index]
            if self._heights is not None:
                del self._heights[index]
            self._tops = None

    def index(self, item: Item) -> int | None:
        """Where the item with the same key stands."""
        key = self.key(item)
        index = bisect_left(self._items, key, key=self.key)
        if index < len(self._items) and self.key(self._items[index]) == key:
            return index
        return None

    def resized(self) -> None:
        """Says that heights are others now."""
        self._heights = self._tops = None

    @property
    def tops(self) -> list[int]:
        """The line each item begins on, and at the end the number of lines."""
        if self._tops is None:
            if self._heights is None:
                self._heights = list(map(self.height, self._items))
            self._tops = list(accumulate(self._heights, initial=0))
        return self._tops

    @property
    def lines(self) -> int:
        """How many lines all items take."""
        return self.tops[-1]

    def at_line(self, line: int) -> tuple[int, int] | None:
        """The index of the item on a line, and the line within it; None past the end."""
        if line < 0 or line >= self.lines:
            return None
        index = bisect_right(self.tops, line) - 1
        return index, line - self.tops[index]
