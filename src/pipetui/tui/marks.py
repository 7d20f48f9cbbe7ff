"""Deals that are marked for the next command."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence

SIGN = "◆"
"""What stands beside a marked deal: seen without colours as well."""


class Marks:
    """Numbers of deals, in the order they were marked."""

    def __init__(self, deals: Iterable[int] = ()) -> None:
        self._deals: dict[int, None] = dict.fromkeys(deals)
        self._range: tuple[int, int, tuple[int, ...]] | None = None
        """Of a range that is being marked: where it began, where it is, and what was marked before."""

    def __contains__(self, deal_id: int) -> bool:
        return deal_id in self._deals

    def __iter__(self) -> Iterator[int]:
        return iter(self._deals)

    def __len__(self) -> int:
        return len(self._deals)

    def toggle(self, deal_id: int) -> None:
        """Marks a deal, or takes its mark away."""
        self._range = None
        if deal_id in self._deals:
            del self._deals[deal_id]
        else:
            self._deals[deal_id] = None

    def toggle_all(self, deals: Collection[int]) -> None:
        """Marks deals; where all of them are, takes their marks away."""
        self._range = None
        if all(deal_id in self._deals for deal_id in deals):
            self.drop(deals)
        else:
            self._deals |= dict.fromkeys(deals)

    def stretch(self, path: Sequence[int], here: int, by: int) -> None:
        """Marks from where a range began to ``by`` places from ``here``; going back takes the marks away again."""
        if self._range is None or self._range[1] != here:
            self._range = (here, here, tuple(self._deals))
        first, _, before = self._range
        to = max(0, min(here + by, len(path) - 1))
        self._range = (first, to, before)
        self._deals = dict.fromkeys((*before, *path[min(first, to) : max(first, to) + 1]))

    def drop(self, deals: Iterable[int]) -> None:
        """Takes marks away."""
        for deal_id in deals:
            self._deals.pop(deal_id, None)

    def clear(self) -> None:
        """Takes all marks away."""
        self._deals, self._range = {}, None

    def keep(self, is_there: Callable[[int], bool]) -> int:
        """Takes the marks of what is not there any more; gives how many those were."""
        gone = [deal_id for deal_id in self._deals if not is_there(deal_id)]
        self.drop(gone)
        return len(gone)
