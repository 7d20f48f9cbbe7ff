"""What closed deals were about: a place, a thing, and sometimes how many, never the same twice."""

from __future__ import annotations

from collections.abc import Iterable
from random import Random

from pipetui.demo.cast import Firm, firms
from pipetui.demo.course import round_amount
from pipetui.demo.story import NEGOTIATION, Told

LONGEST = 26
"""Cells a title takes at most, so that a card shows all of it."""

_PLACES = {
    ("logistics", "transport", "shipping", "port services", "city logistics", "river transport"): (
        *("Dock", "Yard", "Depot", "Gate", "Cab", "Hub", "Night shift", "Cross-dock"),
    ),
    ("clinics", "care homes", "pharmacies"): (
        *("Ward", "Reception", "Lab", "Intake", "Theatre", "Counter", "Home visit", "Archive"),
    ),
    ("fashion retail", "furniture retail", "department store", "cosmetics", "grocery", "garden centres"): (
        *("Store", "Till", "Aisle", "Stockroom", "Front desk", "Returns", "Click & collect", "Fitting room"),
    ),
    ("cold storage", "seafood", "food"): (
        *("Cold room", "Freezer", "Loading bay", "Kitchen", "Packing", "Truck cooler", "Ice store"),
    ),
    ("manufacturing", "machinery", "print shop", "timber", "electrical trade", "wholesale"): (
        *("Line 2", "Press shop", "Tool room", "Paint shop", "Assembly", "Workshop", "Goods-in", "Hall B"),
    ),
    ("construction", "forestry"): ("Site", "Crane", "Site office", "Tool crib", "Machine park", "Crew"),
    ("hosting", "web agency", "cinemas", "museum shops"): ("Rack", "Server room", "Edge", "Front desk", "Box office"),
}
_THINGS = {
    "Handhelds": ("handhelds", "scanners"),
    "Tablets": ("tablets",),
    "Sensors": ("sensors", "loggers"),
    "Kiosks": ("kiosk",),
    "Printers": ("printers", "labels"),
    "Portal": ("portal", "app"),
    "Hosting": ("hosting", "backup"),
    "Service": ("service plan",),
    "Terminals": ("terminals",),
    "Cameras": ("cameras",),
}
_MIDDLE = {"Service": 7_500, "Printers": 11_000, "Handhelds": 24_000, "Tablets": 27_000, "Hosting": 25_000}
"""What a deal for a product usually comes to, in whole units; the others lie at twenty thousand."""
_OTHERS = 20_000
_COUNTED = frozenset({"Handhelds", "Tablets", "Sensors", "Printers", "Terminals", "Cameras"})


class Titles:
    """Hands out deals to tell, each with a title of its own."""

    def __init__(self, taken: Iterable[str]) -> None:
        self._taken = {title.casefold() for title in taken}
        self._firms = list(firms().values())
        self.count = 0

    def next(self, random: Random) -> Told:
        """Another deal: its company, product and amount, and a title that none had."""
        self.count += 1
        while True:
            firm = random.choice(self._firms)
            product = random.choice(list(_THINGS))
            title = _title(firm, product, random)
            if len(title) <= LONGEST and title.casefold() not in self._taken:
                break
        self._taken.add(title.casefold())
        middle = _MIDDLE.get(product, _OTHERS)
        amount = min(78_000, max(1_800, middle * random.lognormvariate(0, 0.5)))
        return Told(title, firm.name, round_amount(amount), product, NEGOTIATION)


def _title(firm: Firm, product: str, random: Random) -> str:
    places = next(places for sectors, places in _PLACES.items() if firm.sector in sectors)
    title = f"{random.choice(places)} {random.choice(_THINGS[product])}"
    kinds = ["", "", " pilot", ", phase 2", " renewal"]
    if product in _COUNTED:
        kinds += [f" ×{random.choice((6, 8, 12, 15, 20, 24, 30, 45, 60))}"] * 3
    return title + random.choice(kinds)
