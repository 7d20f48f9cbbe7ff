"""Fields of a deal that the rep made: what they are called, and their values read, shown and written again."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from pipetui.values.errors import Invalid
from pipetui.values.money import parse_amount, precision, show, whole_and_decimals
from pipetui.values.text import clean, fit, fold
from pipetui.values.when import parse_day, show_date

KINDS = ("text", "number", "money", "date", "choice")
"""What a field of one's own can hold."""

LONGEST_TEXT = 1_000
"""The longest text a field takes, in characters."""

LONGEST_LABEL = 40
"""The longest name of a field or a choice, in characters."""

MOST_CHOICES = 100

RESERVED = frozenset(
    {
        *("id", "uid", "title", "name", "deal", "pipeline", "stage", "status", "open", "won", "lost", "amount"),
        *("value", "currency", "weighted", "company", "contact", "person", "owner", "source", "product", "tag"),
        *("tags", "reason", "prob", "probability", "category", "close", "close_date", "expected_close", "closed"),
        *(
            "created",
            "campaign",
            "next",
            "next_kind",
            "next_step",
            "due",
            "touched",
            "since",
            "stage_since",
            "age",
            "rotting",
            "slipped",
        ),
        *("pushes", "pushed", "notes", "note", "field", "fields", "filter", "sort", "view", "role", "email", "phone"),
        *("and", "or", "not", "none", "all", "any", "kind", "subject", "owner_name", "line", "http", "https", "mailto"),
    }
)
"""Names that say something else in a filter, in quick add, in a file or in JSON."""

_NUMBER = re.compile(r"([-+]?) ?((?:\d[\d.,' ]*)?\d|[.,]\d+) ?%?", re.ASCII)
_ALIKE = str.maketrans({"’": "'", "−": "-", "–": "-"})
_NO_WORD = re.compile(r"[\W_]+")
_MOST_DIGITS = 30


class Money(NamedTuple):
    """An amount in minor units of a currency."""

    minor: int
    currency: str


OwnValue = str | Decimal | date | Money
"""What a deal says: a text or the name of a choice, a number, a day, or money."""


@dataclass(frozen=True, slots=True)
class OwnField:
    """A field of the rep's own, in the rep's order; ``key`` never changes, ``label`` is as shown."""

    id: int
    key: str
    label: str
    kind: str
    choices: tuple[str, ...] = ()


def key_of(label: str) -> str:
    """The key of a field of that name: "Contract end" is contract_end. Raises Invalid where it can't have one."""
    shown = clean(label[:500])
    key = squashed(shown)
    if not key:
        raise Invalid("A field needs a name, such as Contract end.")
    if len(shown) > LONGEST_LABEL:
        raise Invalid(f"“{fit(shown, 30)}” is too long for a field: write at most {LONGEST_LABEL} characters.")
    if not key[0].isalpha():
        raise Invalid(f"“{fit(shown, 30)}” can't be a field: its name has to begin with a letter.")
    if key in RESERVED:
        raise Invalid(f"“{fit(shown, 30)}” has a meaning already: call the field something else.")
    return key


def kind_named(text: str) -> str:
    """The kind a rep means by its name or the beginning of it. Raises Invalid with those there are."""
    wanted = clean(text[:200]).casefold()
    found = [kind for kind in KINDS if wanted and kind.startswith(wanted)]
    if len(found) != 1:
        raise Invalid(f"“{fit(wanted, 40)}” is no kind of field: write {', '.join(KINDS[:-1])} or {KINDS[-1]}.")
    return found[0]


def own_named(name: str, fields: Iterable[OwnField]) -> OwnField | None:
    """The field of that key or label, whatever its case, accents and spaces; None for another name."""
    wanted = squashed(clean(name[:200]))
    known = tuple(fields)
    for called in (lambda field: field.key, lambda field: squashed(field.label)):
        for field in known:
            if called(field) == wanted:
                return field
    return None


def squashed(label: str) -> str:
    """A name as keys are written: folded, its words joined by "_"."""
    return "_".join(filter(None, _NO_WORD.split(fold(label))))


def read_choices(names: Sequence[str]) -> tuple[str, ...]:
    """Choices as typed, cleaned, each once. Raises Invalid for none, too many or too long ones."""
    found: dict[str, str] = {}
    for name in names:
        if shown := clean(name[:500]):
            if len(shown) > LONGEST_LABEL:
                raise Invalid(f"“{fit(shown, 30)}” is too long for a choice: write at most {LONGEST_LABEL} characters.")
            found.setdefault(fold(shown), shown)
    if not found:
        raise Invalid("A choice needs something to choose from: write small, medium, large.")
    if len(found) > MOST_CHOICES:
        raise Invalid(f"{len(found)} choices are too many: {MOST_CHOICES} are the most.")
    return tuple(found.values())


def read_own(field: OwnField, text: str, today: date, currency: str) -> OwnValue | None:
    """What is typed for a field; None for nothing. Money without a currency is in ``currency``. Raises Invalid."""
    if not (text.strip() and clean(text[: LONGEST_TEXT * 4])):
        return None
    match field.kind:
        case "number":
            return read_number(text)
        case "money":
            return Money(*parse_amount(text, currency))
        case "date":
            return parse_day(text, today)
        case "choice":
            return _choice(field, text)
    if len(text) > LONGEST_TEXT:
        raise Invalid(f"{field.label} takes at most {LONGEST_TEXT:,} characters; there are {len(text):,} here.")
    return clean(text)


def read_number(text: str) -> Decimal:
    """A number as typed: 12, -3.5, 1,234.5, 1.234,5. Raises Invalid."""
    tidy = clean(text[:200]).translate(_ALIKE)
    told = _NUMBER.fullmatch(tidy) if len(tidy) <= _MOST_DIGITS else None
    parts = whole_and_decimals(told[2]) if told else None
    if told is None or parts is None:
        raise Invalid(f'"{fit(clean(text[:200]), 40)}" is not a number: write 12, 3.5 or 1,234.5.')
    return _plain(Decimal(f"{'-' if told[1] == '-' else ''}{parts[0] or 0}.{parts[1] or 0}"))


def _plain(number: Decimal) -> Decimal:
    """The number without zeros at its end, nor a sign before nothing."""
    text = f"{number:f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return Decimal(0) if text in ("", "-", "-0") else Decimal(text)


def number_text(number: Decimal) -> str:
    """A number as the file keeps it: 1234.5."""
    return f"{_plain(number):f}"


def _choice(field: OwnField, text: str) -> str:
    wanted = fold(clean(text[:500]))
    exact = [name for name in field.choices if fold(name) == wanted]
    begun = [name for name in field.choices if fold(name).startswith(wanted)]
    for found in (exact, begun):
        if len(found) == 1:
            return found[0]
    typed = fit(clean(text[:500]), 40)
    if len(begun) > 1:
        raise Invalid(f"“{typed}” could be {' or '.join(begun[:9])}: write more of it.")
    more = " …" if len(field.choices) > 12 else ""
    raise Invalid(f"“{typed}” is no {field.label.lower()}: choose from {', '.join(field.choices[:12])}{more}.")


def show_own(value: OwnValue) -> str:
    """A value as shown: "€1,200", "Fri 18 Dec 2026", "1,234.5"."""
    if isinstance(value, Money):
        return show(value.minor, value.currency)
    if isinstance(value, date):
        return show_date(value)
    if isinstance(value, Decimal):
        return f"{value:,f}"
    return value


def write_own(value: OwnValue | None) -> str:
    """A value as text that is read as itself again, in any pipeline and on any day."""
    match value:
        case None:
            return ""
        case Money(minor, currency):
            whole, rest = divmod(abs(minor), 10 ** precision(currency))
            decimals = f".{rest:0{precision(currency)}}" if rest else ""
            return f"{'-' if minor < 0 else ''}{whole}{decimals} {currency}"
        case date():
            return value.isoformat()
        case Decimal():
            text = number_text(value)
            # Three decimals could be thousands; with a fourth they can't.
            return f"{text}0" if "." in text and len(text.rpartition(".")[2]) == 3 else text
    return value
