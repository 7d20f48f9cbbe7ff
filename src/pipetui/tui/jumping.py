"""Where on a screen one can jump to: what its widgets say of themselves, and whatever else takes the keyboard."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import NamedTuple, Protocol, runtime_checkable

from textual.screen import Screen
from textual.widget import Widget

MOST = 26 * 26


class Place(NamedTuple):
    """A cell of a widget (or of the screen), and what going there is."""

    x: int
    y: int
    go: Callable[[], object]


@runtime_checkable
class HasPlaces(Protocol):
    """A widget with places of its own, such as the cards of a column."""

    def places(self) -> Iterable[Place]:
        """Those in sight, from the top; their cells are the widget's."""


def places_on(screen: Screen[None]) -> list[Place]:
    """All places of a screen that are in sight, from its top left, in the screen's cells."""
    found: list[Place] = []
    for widget in screen.walk_children(Widget):
        if not widget.is_on_screen or not widget.visible or not widget.region.area:
            continue
        region = widget.region
        if isinstance(widget, HasPlaces):
            seen = screen.find_widget(widget).visible_region
            found += [
                Place(region.x + x, region.y + y, go)
                for x, y, go in widget.places()
                if seen.contains(region.x + x, region.y + y)
            ]
        elif widget.focusable:
            found.append(Place(region.x, region.y, widget.focus))
    return sorted(found, key=lambda place: (place.y, place.x))[:MOST]
