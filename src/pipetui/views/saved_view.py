"""A filter, an order and columns under a name: those that come with the program, and the rep's own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from pipetui.values.errors import NotFound
from pipetui.values.text import clean, fit, fold


@dataclass(frozen=True, slots=True)
class SavedView:
    """A view: ``filter`` as it was typed, ``sort`` of ``views.board.SORTS``, ``columns`` of ``views.listed``.

    Days in the filter are read anew each time: ``close:month`` is always the month it is. One that comes with the
    program has no ``id``, and an ``about``.
    """

    name: str
    filter: str
    sort: str = "close"
    columns: tuple[str, ...] = ()
    id: int | None = None
    about: str = ""

    @property
    def is_own(self) -> bool:
        """Whether the rep made it."""
        return self.id is not None


BUILT_IN: tuple[SavedView, ...] = (
    SavedView("My week", "due:overdue,week or close:week", "next", about="to be done or to close by next week"),
    SavedView("Closing this month", "close:month", about="their close date is in this month"),
    SavedView("No next step", "next:none", "amount", about="nothing is planned for them"),
    SavedView("Rotting", "rotting", "untouched", about="untouched for longer than their stage allows"),
    SavedView("Big ones", "value:big", "amount", about="the top tenth of what is open, by amount"),
    SavedView("Slipped", "slipped", "amount", about="their close date has passed"),
)
"""The views that come with the program."""


def view_named(name: str, views: Sequence[SavedView]) -> SavedView:
    """The view of a name, or the only one that begins so. Raises NotFound, naming those there are."""
    wanted = fold(clean(name))
    for found in (
        [view for view in views if fold(view.name) == wanted],
        [view for view in views if wanted and fold(view.name).startswith(wanted)],
    ):
        if len(found) == 1:
            return found[0]
        if found:
            raise NotFound(f"“{fit(clean(name), 40)}” could be {' or '.join(view.name for view in found[:5])}.")
    known = ", ".join(view.name for view in views[:20])
    raise NotFound(f"There is no view “{fit(clean(name), 40)}”. The views are {known}.")
