"""What a filter being typed could go on with: fields, values, days, and the words that are a condition of their own."""

import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from pipetui.values.filter_fields import ANY, BIG, DAYS, NONE, STATES, TEXTS, Fields, FieldSpec
from pipetui.values.filter_terms import NAME, OPERATOR
from pipetui.values.names import days_asked_for, kinds_offered
from pipetui.values.text import fold

MOST = 8
"""Offers at the most."""

LONGEST = 200
"""Characters of the longest name that is offered."""

FIRST = ("stage", "value", "close", "next", "tag", "owner", "company", "touched")
"""The fields offered where nothing is typed yet."""

_LENGTHS = ("7d", "30d", "2w", "3m")
_AMOUNTS = ("10k", "50k")
_PLAIN = re.compile(r"[^\s(),.\"'#:<>=!-][^\s(),.\"':<>=!]*")
_MUST_SAY = frozenset({"status", "id", "stage", "pipeline", "title"})
"""Fields that always say something."""


class Offer(NamedTuple):
    """What is offered: how it is shown, what it is about, and what stands in the text once it is taken."""

    name: str
    note: str
    text: str


class Offers(NamedTuple):
    """What can stand in the place of ``start`` to ``end``, the likeliest first."""

    start: int
    end: int
    offers: tuple[Offer, ...]


def offers_at(text: str, cursor: int, fields: Fields) -> Offers | None:
    """What can be taken where the cursor stands, at the end of a word; None where there is nothing."""
    if cursor < len(text) and not (text[cursor].isspace() or text[cursor] == ")"):
        return None
    start = _word_start(text, cursor)
    if start is None:
        return None
    typed = text[start:cursor]
    dashes = len(typed) - len(typed.lstrip("-"))
    start, typed = start + dashes, typed[dashes:]
    if typed.startswith("#"):
        spec = fields.named("tag")
        found = () if spec is None else _like(typed[1:], fields.values(spec) or ())
        return _found(start, cursor, (Offer(f"#{name}", "", _tagged(name)) for name in found))
    if name := NAME.match(typed):
        operator = OPERATOR.match(typed, name.end())
        spec = fields.named(fold(name[1]))
        if spec is None or operator is None:
            return None
        return _values(typed, start, operator.end(), cursor, spec, fields)
    if not typed:
        whole = not text.strip()
        return _found(start, cursor, (_field(fields.named(one)) for one in FIRST)) if whole else None
    return _found(start, cursor, _words(typed, fields))


def taken(text: str, found: Offers, offer: Offer) -> tuple[str, int]:
    """The text with an offer in its place, and where the cursor then stands."""
    rest = text[found.end :]
    if offer.text.endswith(" "):
        rest = rest.lstrip()
        offer = offer._replace(text=offer.text.rstrip()) if rest.startswith(")") else offer
    return text[: found.start] + offer.text + rest, found.start + len(offer.text)


def _word_start(text: str, cursor: int) -> int | None:
    """Where the word before the cursor begins; None within parentheses of a quote that was closed."""
    start, quote = 0, ""
    for place, character in enumerate(text[:cursor]):
        if quote:
            quote = "" if character == quote else quote
        elif character == '"':
            quote = character
        elif character.isspace() or character in "()":
            start = place + 1
    return start if quote or not text[start:cursor].endswith('"') else None


def _words(typed: str, fields: Fields) -> Iterable[Offer]:
    wanted = fold(typed)
    specs = [spec for spec in fields.all if spec.name.startswith(wanted)]
    yield from map(_field, sorted(specs, key=lambda spec: spec.name not in FIRST))
    for state, about in STATES.items():
        if state.startswith(wanted):
            yield Offer(state, about, f"{state} ")


def _field(spec: FieldSpec | None) -> Offer:
    assert spec is not None  # FIRST has none but those every deal has
    sign = {"money": ">", "number": ">", "past": ">"}.get(spec.kind, ":")
    return Offer(f"{spec.name}{sign}", spec.about, f"{spec.name}{sign}")


def _values(typed: str, start: int, after: int, cursor: int, spec: FieldSpec, fields: Fields) -> Offers | None:
    """Values of a field, for the last of those between commas or dots."""
    begun = after
    for found in re.finditer(r'"[^"]*"?|,|\.\.+', typed[after:]):
        if found[0][0] in ",.":
            begun = after + found.end()
    part = typed[begun:]
    wanted = part.lstrip('"')
    single = typed[after - 1] in "<>"
    there = () if spec.name == "id" else _all_values(spec, fields, compared=single)
    offers = (Offer(name, _note(name, spec), _quoted(name, spec) + " ") for name in _like(wanted, there))
    return _found(start + begun, cursor, (one for one in offers if one.text.strip() != part))


def _all_values(spec: FieldSpec, fields: Fields, *, compared: bool) -> Sequence[str]:
    says = () if spec.name in _MUST_SAY or compared else (NONE, ANY)
    if spec.kind in TEXTS:
        return (*(fields.values(spec) or ()), *says)
    if spec.kind == "money":
        return (*_AMOUNTS, *((BIG,) if spec.name == "value" else ()), *says)
    if spec.kind in DAYS:
        lengths = _LENGTHS if spec.kind == "past" else ()
        overdue = ("overdue",) if spec.name in ("due", "next") and not compared else ()
        kinds = kinds_offered() if spec.kind == "step" and not compared else ()
        return (*(() if not says else says[:1]), *overdue, *kinds, *lengths, *days_asked_for(), *says[1:])
    return (spec.example, *says)


def _note(name: str, spec: FieldSpec) -> str:
    if name == NONE:
        return "says nothing"
    if name == ANY:
        return "says anything"
    return "top tenth of what is open" if name == BIG and spec.kind == "money" else ""


def _like(typed: str, names: Iterable[str]) -> tuple[str, ...]:
    """Those that begin with what is typed, then those with a word that does, then those it is in."""
    wanted = fold(typed)
    ranked: tuple[list[str], list[str], list[str]] = ([], [], [])
    for name in dict.fromkeys(names):
        # A quote in a name can't be written in quotes: its other words find it, as those of a very long one do.
        if '"' in name or len(name) > LONGEST:
            continue
        folded = fold(name)
        if wanted in folded:
            place = 0 if folded.startswith(wanted) else 1 if f" {wanted}" in folded else 2
            ranked[place].append(name)
            if len(ranked[0]) == MOST:
                break
    return tuple((ranked[0] + ranked[1] + ranked[2])[:MOST])


def _quoted(name: str, spec: FieldSpec) -> str:
    if spec.kind not in TEXTS:
        return name
    is_word = name in (NONE, ANY) and spec.name not in _MUST_SAY
    return name if is_word or _PLAIN.fullmatch(name) else f'"{name}"'


def _tagged(name: str) -> str:
    return f"#{name} " if _PLAIN.fullmatch(name) else f'tag:"{name}" '


def _found(start: int, end: int, offers: Iterable[Offer]) -> Offers | None:
    some = tuple(offers)[:MOST]
    return Offers(start, end, some) if some else None
