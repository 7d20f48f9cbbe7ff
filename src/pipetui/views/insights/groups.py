"""Deals taken together: by why they ended, where they came from, whose they are, how often they were pushed."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from pipetui.values.money import show_short
from pipetui.views.insights.deals import LOST, OPEN, WON, Deals
from pipetui.views.insights.shares import Share
from pipetui.views.insights.window import Window

if TYPE_CHECKING:
    from pipetui.views.insights.deals import Flags

PUSHES = ("never", "once", "twice", "3 times or more")
"""How often a close date was pushed, in the order of the rows."""


ENOUGH_SIZED = 20
"""Closed deals with an amount from which on sizes are told apart."""

SIZELESS = 0.2
"""Share of closed deals without an amount beyond which they are not."""


@dataclass(frozen=True, slots=True)
class Reason:
    """Why deals were won or lost in the window: how many, their amount, and how many from each open stage."""

    name: str
    number: int
    amount: int
    by_stage: tuple[int, ...]
    ids: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Group:
    """Deals of one source, one owner, one product, one size, or pushed so often.

    ``leads`` and ``deals`` came in the window, as leads and to the forecast; ``closed`` is won of those won or lost in
    it, ``won_amount`` what they brought, ``average`` without those that have no amount, ``cycle`` the median days to
    win. ``here`` are open now. ``conversions`` is, by open stage, went on of those decided that came in the window.
    """

    name: str
    leads: int
    deals: int
    closed: Share
    won_amount: int
    average: int | None
    cycle: int | None
    here: int
    here_amount: int
    conversions: tuple[Share, ...]
    ids: tuple[int, ...]


def reasons(deals: Deals, closed: Flags, status: int) -> tuple[Reason, ...]:
    """Why deals that are closed in the window were won, or lost; those told most often first, no reason at all last."""
    import numpy as np

    some = closed & (deals.status == status)
    found = []
    for code in np.unique(deals.codes["reason"][some]).tolist():
        mine = some & (deals.codes["reason"] == code)
        by_stage = np.bincount(deals.place[mine & (deals.place >= 0)], minlength=len(deals.stages))
        name, amount = deals.words["reason"][code], deals.money(mine)
        found.append(Reason(name, int(mine.sum()), amount, tuple(by_stage.tolist()), deals.ids(mine)))
    return tuple(sorted(found, key=lambda each: (not each.name, -each.number, -each.amount, each.name)))


def groups(deals: Deals, which: Flags, window: Window, by: str) -> tuple[Group, ...]:
    """Deals by ``owner``, ``source`` or ``product``, what brought most first; those of none last."""
    import numpy as np

    codes, words = deals.codes[by], deals.words[by]
    found = [group(deals, which & (codes == code), window, words[code]) for code in np.unique(codes[which]).tolist()]
    shown = [each for each in found if each.leads or each.deals or each.closed.of or each.here]
    return tuple(sorted(shown, key=lambda each: (not each.name, -each.won_amount, -each.closed.of, each.name)))


def pushed(deals: Deals, which: Flags, window: Window) -> tuple[Group, ...]:
    """Deals by how often their close date was moved out of its month."""
    last = len(PUSHES) - 1
    rows = [which & ((deals.pushes >= last) if n == last else (deals.pushes == n)) for n in range(len(PUSHES))]
    return tuple(group(deals, mine, window, name) for mine, name in zip(rows, PUSHES, strict=True))


def sized(deals: Deals, which: Flags, window: Window) -> tuple[Group, ...]:
    """Deals by what they are worth, in four bands of as many closed ones each, the smallest first.

    None where few are closed, or where many were lost without an amount: those would count in no band.
    """
    import numpy as np

    closed = closed_in(deals, which, window)
    priced = closed & deals.has_worth
    if int(priced.sum()) < ENOUGH_SIZED or int((closed & ~deals.has_worth).sum()) > SIZELESS * int(closed.sum()):
        return ()
    ends = np.unique(np.quantile(deals.worth[priced], (0.25, 0.5, 0.75), method="lower")).tolist()
    band = np.searchsorted(np.array(ends, dtype=np.int64), deals.worth, side="left")
    told = [show_short(end, deals.currency) for end in ends]
    names = [f"up to {told[0]}", *(f"{low} to {high}" for low, high in pairwise(told)), f"over {told[-1]}"]
    rows = [group(deals, which & deals.has_worth & (band == n), window, name) for n, name in enumerate(names)]
    return tuple(row for row in rows if row.closed.of or row.here)


def closed_in(deals: Deals, which: Flags, window: Window) -> Flags:
    """Which deals were won or lost in a window; a lead that was dropped is no lost deal."""
    found: Flags = which & deals.is_deal & (deals.status != OPEN)
    return found & (deals.closed >= window.first) & (deals.closed <= window.last)


def group(deals: Deals, which: Flags, window: Window, name: str) -> Group:
    """Some deals taken together."""
    closed = closed_in(deals, which, window)
    won = closed & (deals.status == WON)
    came = which & (deals.created >= window.first) & (deals.created <= window.last)
    here = which & deals.is_deal & (deals.status == OPEN)
    return Group(
        name=name,
        leads=int((came & deals.was_lead).sum()),
        deals=int((came & deals.is_deal).sum()),
        closed=Share(int(won.sum()), int(closed.sum())),
        won_amount=deals.money(won),
        average=average(deals, won),
        cycle=cycle(deals, won),
        here=int(here.sum()),
        here_amount=deals.money(here),
        conversions=tuple(_decided(deals, which, window, place) for place in range(len(deals.stages))),
        ids=deals.ids(closed | here | came),
    )


def average(deals: Deals, won: Flags) -> int | None:
    """What won deals brought on average, in minor units, of those that have an amount."""
    known = won & deals.has_worth
    return round(deals.money(known) / int(known.sum())) if known.any() else None


def cycle(deals: Deals, won: Flags) -> int | None:
    """The median days from being made to being won, half a day rounded up."""
    import numpy as np

    return int(np.median((deals.closed - deals.created)[won]) + 0.5) if won.any() else None


def _decided(deals: Deals, which: Flags, window: Window, place: int) -> Share:
    came = which & deals.is_deal & (deals.furthest >= place)
    came &= (deals.entry[place] >= window.first) & (deals.entry[place] <= window.last)
    on = came & (deals.furthest > place)
    lost = came & ~on & (deals.status == LOST)
    return Share(int(on.sum()), int(on.sum() + lost.sum()))
