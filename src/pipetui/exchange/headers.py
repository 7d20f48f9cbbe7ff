"""Which column of a file is which field: by hand, by the names other programs use, by likeness."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice

from pipetui.exchange.deal_fields import DEALS
from pipetui.exchange.fields import Field, Kind, squash, without_brackets, words
from pipetui.exchange.fits import fits, is_value
from pipetui.exchange.other_fields import ACTIVITIES, CONTACTS
from pipetui.exchange.source import Source
from pipetui.exchange.systems import OTHERWISE, system_of
from pipetui.values.errors import Invalid, Refused
from pipetui.values.text import clean, fit, fold

KINDS = {kind.name: kind for kind in (DEALS, CONTACTS, ACTIVITIES)}
LIKENESS = 76
"""From 0 to 100, how like a header must be to a known one (rapidfuzz's token_sort_ratio)."""

_SAMPLE = 50
_TELLING = frozenset({"id", "uid", "count", "number", "url", "link", "date", "time", "days", "month", "year", "size"})
"""Words that make a header another thing: "Account ID" is no account, "Opportunity Days" no opportunity."""

_WEAK = frozenset({"revenue", "total", "price", "umsatz"})
"""Headers of amounts that lists of companies have as well."""


@dataclass(frozen=True, slots=True)
class Columns:
    """The columns (from 0) by field; ``fields`` and ``unmapped`` say the same by header."""

    kind: Kind
    system: str
    columns: dict[str, int]
    fields: dict[str, str]
    unmapped: tuple[str, ...]

    def header(self, field: str, headers: Sequence[str]) -> str:
        """The header of a field's column."""
        return headers[self.columns[field]]


def kind_of(headers: Sequence[str]) -> Kind:
    """What a file holds, told by its headers: deals, unless it is clearly something else."""
    deals = _known_names([header for header in headers if squash(header) not in _WEAK], DEALS)
    if deals & {"stage", "amount", "probability", "expected_close", "pipeline", "is_won", "is_closed"}:
        return DEALS
    activities = _known_names(headers, ACTIVITIES)
    if activities & {"kind", "subject"} and activities & {"due", "is_done", "done"} and len(activities) > 2:
        return ACTIVITIES
    contacts = _known_names(headers, CONTACTS)
    squashed = set(map(squash, headers))
    # A title is a deal's, unless a person with a name has it.
    a_deals = "title" in squashed and not (squashed & {"name", "fullname"} or contacts & {"first_name", "last_name"})
    if contacts & {"email", "phone", "first_name", "last_name", "sector", "website"} and "status" not in deals:
        return DEALS if a_deals else CONTACTS
    return DEALS


def map_headers(source: Source, kind: Kind, maps: Sequence[str] = ()) -> Columns:
    """The mapping of a file's columns, each field once. ``maps`` are ``Header=field``, or ``Header=`` to ignore.

    Raises Invalid for a header the file does not have, and for a field there is not, naming those there are; Refused
    where the first line is no header.
    """
    by_hand = _by_hand(source.headers, kind, maps)
    if not by_hand:
        _check_header(source, kind)
    free = [place for place in range(len(source.headers)) if place not in by_hand]
    taken = {field for field in by_hand.values() if field}
    columns = {field: place for place, field in by_hand.items() if field}
    open_fields = [field for field in kind.fields if field.name not in taken]
    system = system_of(source.headers)
    columns |= _by_name(source, kind, open_fields, free, OTHERWISE.get(system, {}))
    free = [place for place in free if place not in columns.values()]
    open_fields = [field for field in open_fields if field.name not in columns]
    columns |= _by_likeness(source, kind, open_fields, free)
    placed = sorted((place, field) for field, place in columns.items())
    return Columns(
        kind,
        system,
        columns,
        {source.headers[place]: field for place, field in placed},
        tuple(header for place, header in enumerate(source.headers) if place not in columns.values()),
    )


def _check_header(source: Source, kind: Kind) -> None:
    """Raises Refused where the first line is a row like those below it: it tells an amount or a day."""
    if _known_names(source.headers, kind):
        return
    told = next((header for header in source.headers if is_value(header)), None)
    if told is not None:
        raise Refused(
            f"{source.name} has no header: its first line tells “{fit(told, 40)}”. Write the names of the columns "
            "above it, such as Title,Company,Amount."
        )


def _by_hand(headers: Sequence[str], kind: Kind, maps: Sequence[str]) -> dict[int, str]:
    """The fields (or nothing) that were told for columns."""
    told: dict[int, str] = {}
    for one in maps:
        header, equals, name = clean(one).rpartition("=")
        place = _place(headers, header.strip())
        if not equals or place is None:
            known = ", ".join(headers[:40])
            raise Invalid(f"“{fit(clean(one), 60)}” names no column: write Header=field. The columns are {known}.")
        field = kind.field(name) if name.strip() else None
        if name.strip() and field is None:
            fields = ", ".join(field.name for field in kind.fields)
            raise Invalid(f"“{fit(name.strip(), 40)}” is not a field of {kind.name}. The fields are {fields}.")
        told[place] = field.name if field else ""
    names = [name for name in told.values() if name]
    for name in names:
        if names.count(name) > 1:
            raise Invalid(f"Two columns can't both be {name}: map one of them.")
    return told


def _place(headers: Sequence[str], wanted: str) -> int | None:
    for same in (lambda a: a == wanted, lambda a: fold(a) == fold(wanted), lambda a: squash(a) == squash(wanted) != ""):
        for place, header in enumerate(headers):
            if same(header):
                return place
    return None


def _known_names(headers: Sequence[str], kind: Kind) -> set[str]:
    """The fields that headers name exactly."""
    squashed = {name for header in headers for name in _names(header, kind)}
    return {field.name for field in kind.fields if squashed & {squash(field.name), *map(squash, field.headers)}}


def _names(header: str, kind: Kind) -> list[str]:
    """What a header may be known as: whole, without what is in brackets, and without its kind's own name before it."""
    names = []
    for form in (header, without_brackets(header)):
        parts = words(form)
        names.append("".join(parts))
        if len(parts) > 1 and parts[0] in kind.own:
            names.append("".join(parts[1:]))
    return list(dict.fromkeys(name for name in names if name))


def _by_name(
    source: Source, kind: Kind, fields: Sequence[Field], places: Sequence[int], first: Mapping[str, Sequence[str]]
) -> dict[str, int]:
    """Columns whose headers are known; of several for a field the one with its likeliest name, ``first`` before all."""
    names = {place: _names(source.headers[place], kind) for place in places}
    found: dict[str, int] = {}
    for field in sorted(fields, key=lambda field: field.name not in first):
        likely = map(squash, (*first.get(field.name, ()), field.name, *field.headers))
        known = {name: rank for rank, name in reversed([*enumerate(likely)])}
        ranked = [
            (known[name], order, place)
            for place, forms in names.items()
            for order, name in enumerate(forms)
            if name in known and place not in found.values()
        ]
        for _, _, place in sorted(ranked):
            if field.reads not in ("flag", "number") or fits(field, _samples(source.columns[place])):
                found[field.name] = place
                break
    return found


def _by_likeness(source: Source, kind: Kind, fields: Sequence[Field], places: Sequence[int]) -> dict[str, int]:
    """Columns whose headers are like known ones, and whose cells can be what they would be; the likest first."""
    # A header that names a field which is taken is nothing else: "Amount" is like "account".
    exact = {squash(name) for field in kind.fields for name in (field.name, *field.headers)}
    headers = {
        place: _plain(source.headers[place], kind)
        for place in places
        if exact.isdisjoint(_names(source.headers[place], kind))
    }
    known = [
        (_plain(name, kind), field)
        for field in fields
        if field.reads not in ("nothing", "own")
        for name in field.headers
    ]
    if not headers or not known:
        return {}
    from rapidfuzz.fuzz import token_sort_ratio
    from rapidfuzz.process import extract

    names = [name for name, _ in known]
    pairs = sorted(
        (-score, place, column)
        for place, header in headers.items()
        for _, score, column in extract(header, names, scorer=token_sort_ratio, score_cutoff=LIKENESS, limit=None)
    )
    found: dict[str, int] = {}
    for _, place, column in pairs:
        name, field = known[column]
        if field.name in found or place in found.values() or not _alike(headers[place], name, field):
            continue
        if fits(field, _samples(source.columns[place])):
            found[field.name] = place
    return found


def _alike(header: str, name: str, field: Field) -> bool:
    """Whether two headers speak of the same sort of thing; a column of dates need not say "date"."""
    one, other = set(header.split()) & _TELLING, set(name.split()) & _TELLING
    return one == other or (one < other and field.reads in ("day", "moment", "due"))


def _plain(header: str, kind: Kind) -> str:
    """The words of a header, without brackets and the kind's own name, with spaces between."""
    parts = words(without_brackets(header))
    return " ".join(part for part in parts if part not in kind.own) or " ".join(parts)


def _samples(cells: Collection[str]) -> list[str]:
    """A few cells that hold something."""
    return list(islice((cell for cell in dict.fromkeys(islice(cells, 5_000)) if cell.strip()), _SAMPLE))
