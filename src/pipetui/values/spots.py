"""Where in a quick-add line a name is being typed, and the line once one is taken."""

from __future__ import annotations

from dataclasses import dataclass

from pipetui.values.markers import MARKERS, pieces
from pipetui.values.quickadd import Grammar
from pipetui.values.text import fold

_OFFERED = ("amount", "campaign", "close", "next", "owner", "prob", "product", "source")
"""The keys that are offered; the others have a marker."""

_LEAST = 2
"""Letters of a word of the title from which a key is offered."""


@dataclass(frozen=True, slots=True)
class Spot:
    """A value at the cursor: its ``field`` ("key" for a key itself), what is ``typed`` of it, and where it stands.

    ``start`` to ``end`` is what a name that is taken stands in the place of; ``marker`` comes before it.
    """

    field: str
    typed: str
    start: int
    end: int
    marker: str = ""


def spot_at(line: str, cursor: int, grammar: Grammar) -> Spot | None:
    """What is being typed where the cursor stands, which is the end of a word; None within one, and for a title."""
    if cursor < len(line) and not line[cursor].isspace():
        return None
    before = line[:cursor]
    found = list(pieces(before, grammar.keys, grammar.runs))
    if not found:
        return None
    last = found[-1]
    if last.field and not last.value and not last.quoted and before.rstrip().endswith(last.marker):
        return Spot(last.field, "", last.start, cursor, last.marker + before[last.end :])
    if last.end != cursor or (last.quoted and not last.unclosed):
        return None
    if last.field:
        return Spot(last.field, last.value, last.start, cursor, last.marker)
    if last.value in MARKERS:
        return Spot(MARKERS[last.value], "", last.start, cursor, last.value)
    if len(last.value) >= _LEAST and last.value.isidentifier():
        return Spot("key", last.value, last.start, cursor)
    return None


def keys_like(typed: str, grammar: Grammar) -> tuple[str, ...]:
    """The keys that begin with what is typed, the rep's own first."""
    wanted = fold(typed)
    return tuple(key for key in (*grammar.own, *_OFFERED) if key.startswith(wanted))


def taken(line: str, spot: Spot, name: str, grammar: Grammar) -> tuple[str, int]:
    """The line with a name in the place of what was typed of it, and where the cursor then stands."""
    value = f"{name}:" if spot.field == "key" else f"{spot.marker}{_quoted(spot, name, grammar)} "
    rest = line[spot.end :]
    if value.endswith(" "):
        rest = rest.lstrip()
    return line[: spot.start] + value + rest, spot.start + len(value)


def _quoted(spot: Spot, name: str, grammar: Grammar) -> str:
    """The name in the quotes it takes for the line to be read as it is."""
    marker = spot.marker.rstrip()
    for quoted in (name, f"'{name}'", f'"{name}"'):
        read = list(pieces(marker + quoted, grammar.keys, grammar.runs))
        if len(read) == 1 and read[0].field == spot.field and read[0].value == name and not read[0].unclosed:
            return quoted
    return f"'{name}'"
