"""The service that reads companies and contacts."""

from __future__ import annotations

from pipetui.reading.file import Reading
from pipetui.reading.people.duplicates import read_duplicates
from pipetui.reading.people.listed import one_name, read_companies, read_contacts, read_of_deal
from pipetui.reading.people.profile import read_profile
from pipetui.values.clock import Clock
from pipetui.values.errors import NotFound
from pipetui.values.reach import listed as several
from pipetui.values.text import clean, fit, fold
from pipetui.views.people.duplicates import Pair
from pipetui.views.people.listed import KINDS, Kind, Listed
from pipetui.views.people.merging import Side, side_by_side
from pipetui.views.people.profile import Profile


class People:
    """Reads companies and contacts as they are at the moment it is asked."""

    def __init__(self, reading: Reading, clock: Clock) -> None:
        self._reading = reading
        self._clock = clock

    def listed(self, kind: Kind) -> list[Listed]:
        """All of a kind in short, by number."""
        with self._reading.rows() as rows:
            return read_companies(rows) if kind == "company" else read_contacts(rows)

    def profile(self, kind: Kind, number: int) -> Profile:
        """All about one. Raises NotFound where it is gone."""
        with self._reading.rows() as rows:
            return read_profile(rows, kind, number)

    def of_deal(self, deal_id: int) -> tuple[Kind, int] | None:
        """The first contact of a deal, else its company; None where neither is named."""
        with self._reading.rows() as rows:
            return read_of_deal(rows, deal_id)

    def duplicates(self) -> list[Pair]:
        """What looks the same: companies, then contacts, the sure ones first."""
        with self._reading.rows() as rows:
            return read_duplicates(rows)

    def sides(self, kind: Kind, kept: int, other: int) -> list[Side]:
        """Two of a kind side by side. Raises NotFound where one is gone."""
        with self._reading.rows() as rows:
            ours, theirs = (read_profile(rows, kind, number) for number in (kept, other))
        return side_by_side(kind, ours.values, theirs.values)

    def named(self, kind: Kind, text: str) -> Listed:
        """The one of a number, of an e-mail, or enough of a name to be the only one. Raises NotFound."""
        return _one(self.listed(kind), kind, text)

    def named_any(self, text: str) -> Listed:
        """The company or the contact of a name; ``company:`` or ``contact:`` before it says which. Raises NotFound."""
        text = clean(text)
        for kind in KINDS:
            if fold(text).startswith(f"{kind}:"):
                return self.named(kind, text.partition(":")[2])
        found, problem = [], None
        for kind in KINDS:
            try:
                found.append(self.named(kind, text))
            except NotFound as error:
                problem = error
        if len(found) == 2:
            raise NotFound(
                f"“{fit(text, 40)}” is a company and a contact. Write company:{found[0].id} or contact:{found[1].id}."
            )
        if found:
            return found[0]
        assert problem is not None
        raise NotFound(f"No company and no contact is “{fit(text, 40)}”, or more than one. See pipetui people.")


def _one(rows: list[Listed], kind: Kind, text: str) -> Listed:
    wanted = fold(clean(text)).removeprefix("#")
    if wanted.isascii() and wanted.isdecimal():
        for row in rows:
            if row.id == int(wanted[:18]):
                return row
    plural = "companies" if kind == "company" else "contacts"
    for hits in (
        [row for row in rows if wanted in {fold(email) for email in several(f"{row.email},{row.words}")}],
        [row for row in rows if fold(row.name) == wanted],
        [row for row in rows if wanted in fold(row.name)],
    ):
        if wanted and len(hits) == 1:
            return hits[0]
        if wanted and hits:
            raise NotFound(f"“{fit(clean(text), 40)}” fits {len(hits):,} {plural}: {one_name(hits)}. Give the number.")
    raise NotFound(f"There is no {kind} “{fit(clean(text), 40)}”. pipetui people lists them.")
