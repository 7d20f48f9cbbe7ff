"""Companies and contacts that look the same, and why.

Nobody is held against everybody: what must be equal (name, address, number, domain) is looked up, and names that are
nearly the same are looked for among neighbours, in the order of the names and of the names backwards. A slip of the
pen leaves either the beginning or the end of a name as it was.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Hashable, Iterable, Sequence
from typing import NamedTuple

from pipetui.values.reach import bare_company, bare_person, digits_of, own_domain
from pipetui.values.text import fold
from pipetui.views.people.listed import Kind

LIKENESS = 90
"""From 0 to 100 (rapidfuzz's ratio), how like two names must be; below it are more strangers than slips."""

ALIKE = 75
"""How like two names must be where a number or a domain says the same already."""

NEIGHBOURS = 8
"""How many of the names that follow are looked at."""

SHORTEST = 5
"""Letters of the shortest name in which a slip is looked for."""


class Known(NamedTuple):
    """What a record is told by; ``company`` is the number of a contact's company, ``weight`` how much hangs on it."""

    id: int
    name: str
    emails: tuple[str, ...] = ()
    phones: tuple[str, ...] = ()
    website: str | None = None
    company: int | None = None
    weight: int = 0
    hearsay: tuple[str, ...] = ()
    """Addresses of a company's people: they tell its domain, but do not speak against another."""


class Pair(NamedTuple):
    """Two records that look the same: ``first`` is the one to be kept. ``sure`` where nothing speaks against it."""

    kind: Kind
    first: Known
    second: Known
    why: tuple[str, ...]
    sure: bool


def find(kind: Kind, records: Sequence[Known], not_same: Collection[tuple[int, int]] = ()) -> list[Pair]:
    """All pairs, the sure ones first, then by what hangs on them. ``not_same`` are pairs of numbers, lower first."""
    bare = {each.id: (bare_company if kind == "company" else bare_person)(each.name) for each in records}
    by_id = {each.id: each for each in records}
    why: dict[tuple[int, int], dict[str, str]] = {}

    def note(one: Known, other: Known, key: str, said: str) -> None:
        if one.id != other.id:
            pair = (min(one.id, other.id), max(one.id, other.id))
            if pair not in not_same:
                why.setdefault(pair, {})[key] = said

    for one, other in _shared(records, lambda each: {fold(email) for email in each.emails}):
        note(one, other, "email", f"same e-mail {_both(one.emails, other.emails, fold)}")
    names = _name_keys(kind, records, bare)
    for one, other in _shared(records, lambda each: names[each.id]):
        note(one, other, "name", "same name" if fold(one.name) == fold(other.name) else "same name, written otherwise")
    for one, other in _near(records, bare):
        if kind == "company" or _may_be_together(one, other):
            note(one, other, "near", "nearly the same name")
    for one, other in _shared(records, lambda each: {digits for phone in each.phones if (digits := digits_of(phone))}):
        if _alike(bare[one.id], bare[other.id]) or kind == "company":
            note(one, other, "phone", f"same phone {_both(one.phones, other.phones, digits_of)}")
    if kind == "company":
        for one, other in _shared(records, _domains):
            note(one, other, "domain", f"same domain {min(_domains(one) & _domains(other))}")
    pairs = [_pair(kind, by_id[a], by_id[b], told, bare) for (a, b), told in why.items()]
    return sorted(pairs, key=lambda pair: (not pair.sure, -len(pair.why), -pair.first.weight, pair.first.id))


def _name_keys(kind: Kind, records: Sequence[Known], bare: dict[int, str]) -> dict[int, set[Hashable]]:
    """By what a name is looked up: a person's only beside their company, or where there is none with nobody else's.

    Two people of one name at two companies are two people.
    """
    if kind == "company":
        return {each.id: {bare[each.id]} if bare[each.id] else set() for each in records}
    keys: dict[int, set[Hashable]] = {}
    at: dict[str, set[int]] = {}
    for each in records:
        if each.company is not None:
            at.setdefault(bare[each.id], set()).add(each.company)
    for each in records:
        name = bare[each.id]
        if not name or " " not in name:
            keys[each.id] = {(name, each.company)} if name and each.company is not None else set()
        elif each.company is not None:
            keys[each.id] = {(name, each.company)}
        else:
            firms = at.get(name, set())
            keys[each.id] = {(name, next(iter(firms)))} if len(firms) == 1 else {(name, None)}
    return keys


def _shared(records: Sequence[Known], keys: Callable[[Known], Iterable[Hashable]]) -> Iterable[tuple[Known, Known]]:
    """Pairs that share a key: of many that do, each with the one most hangs on, so that a crowd costs no square."""
    crowds: dict[Hashable, list[Known]] = {}
    for each in records:
        for key in keys(each):
            crowds.setdefault(key, []).append(each)
    for crowd in crowds.values():
        if len(crowd) > 1:
            best = _better(crowd)
            yield from ((best, each) for each in crowd if each.id != best.id)


def _near(records: Sequence[Known], bare: dict[int, str]) -> Iterable[tuple[Known, Known]]:
    from rapidfuzz.fuzz import ratio

    there = [each for each in records if len(bare[each.id]) >= SHORTEST]
    for turned in (1, -1):
        ordered = sorted(there, key=lambda each: (bare[each.id][::turned], each.id))  # used at once
        for place, one in enumerate(ordered):
            name = bare[one.id]
            for other in ordered[place + 1 : place + 1 + NEIGHBOURS]:
                theirs = bare[other.id]
                if theirs == name or _numbers(theirs) != _numbers(name):
                    continue
                if ratio(name, theirs, score_cutoff=LIKENESS):
                    yield one, other


def _numbers(name: str) -> str:
    """The digits of a name: "Store 12" and "Store 13" are two."""
    return "".join(character for character in name if character.isdigit())


def _alike(one: str, other: str) -> bool:
    from rapidfuzz.fuzz import token_sort_ratio

    return bool(token_sort_ratio(one, other) >= ALIKE)


def _may_be_together(one: Known, other: Known) -> bool:
    return one.company is None or other.company is None or one.company == other.company


def _domains(company: Known) -> set[str]:
    found = {own_domain(company.website), *(own_domain(email) for email in (*company.emails, *company.hearsay))}
    return {domain for domain in found if domain}


def _both(ours: Sequence[str], theirs: Sequence[str], key: Callable[[str], str | None]) -> str:
    """The first of ours that is among theirs, as it is written."""
    there = {key(each) for each in theirs}
    return next((each for each in ours if key(each) in there), "")


def _pair(kind: Kind, one: Known, other: Known, told: dict[str, str], bare: dict[int, str]) -> Pair:
    best = _better((one, other))
    rest = other if best is one else one
    return Pair(kind, best, rest, tuple(told.values()), _is_sure(kind, one, other, told, bare))


def _is_sure(kind: Kind, one: Known, other: Known, told: dict[str, str], bare: dict[int, str]) -> bool:
    """Whether nothing speaks against it: the same name and no other domain or address, or two signs that agree."""
    if kind == "company":
        ours, theirs = (_domains(each._replace(hearsay=())) for each in (one, other))
        apart = bool(ours and theirs and not ours & theirs)
        if "name" in told:
            return not apart
        return "domain" in told and _alike(bare[one.id], bare[other.id])
    apart = bool(one.emails and other.emails and "email" not in told)
    if "email" in told:
        return "name" in told or _alike(bare[one.id], bare[other.id])
    return "name" in told and not apart and _may_be_together(one, other)


def _better(records: Iterable[Known]) -> Known:
    """The one to be kept: on which most hangs, then the older one."""
    return min(records, key=lambda each: (-each.weight, each.id))
