"""What a filter can ask for by name: the fields every deal has, and those the rep made."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Literal

from pipetui.values.errors import Invalid
from pipetui.values.own import OwnField
from pipetui.values.text import fit, fold

Kind = Literal["begins", "words", "whole", "anywhere", "stage", "money", "number", "past", "ahead", "step"]
"""How a field is compared: texts from their beginning, from that of any word, whole, or anywhere; the rest by size.

``past`` are days that lie behind, where "30d" is thirty days ago, ``ahead`` days to come; ``step`` is the next step,
both a kind and a day.
"""

TEXTS = frozenset({"begins", "words", "whole", "anywhere", "stage"})
SIZES = frozenset({"stage", "money", "number", "past", "ahead", "step"})
DAYS = frozenset({"past", "ahead", "step"})

NONE, ANY = "none", "any"
"""What is written for a field that says nothing, or something."""

STATUSES = ("open", "won", "lost")
ANY_STATUS = "all"
CATEGORIES = ("commit", "best_case", "pipeline", "omitted", "closed")

STATES = {
    "rotting": "untouched for longer than its stage's limit, nothing planned",
    "slipped": "open, and its close date has passed",
}
"""Words that are a condition of their own."""


@dataclass(frozen=True, slots=True)
class FieldSpec:
    """One field: its name, how it is compared, what it is about, a value to show, and the only ones it can have."""

    name: str
    kind: Kind
    about: str
    example: str
    values: tuple[str, ...] = ()


PLAIN: tuple[FieldSpec, ...] = (
    FieldSpec("status", "whole", "open, won, lost or all", "won", (*STATUSES, ANY_STATUS)),
    FieldSpec("stage", "stage", "its stage", "proposal"),
    FieldSpec("pipeline", "begins", "its pipeline", "sales"),
    FieldSpec("company", "words", "its company", "acme"),
    FieldSpec("contact", "words", "its contact", "jane"),
    FieldSpec("owner", "words", "whose deal it is", "jane"),
    FieldSpec("source", "begins", "where it came from", "referral"),
    FieldSpec("campaign", "begins", "the campaign it came from", "autumn"),
    FieldSpec("tag", "whole", "a tag on it", "q4"),
    FieldSpec("product", "begins", "its product", "licence"),
    FieldSpec("reason", "begins", "why it was won or lost", "price"),
    FieldSpec("category", "begins", "its forecast category", "commit", CATEGORIES),
    FieldSpec("title", "anywhere", "its title", "rollout"),
    FieldSpec("id", "whole", "its number", "12"),
    FieldSpec("value", "money", "its amount", "10k"),
    FieldSpec("weighted", "money", "amount × probability", "10k"),
    FieldSpec("prob", "number", "its probability, in percent", "50"),
    FieldSpec("pushes", "number", "how often its close date left its month", "2"),
    FieldSpec("close", "ahead", "its expected close", "month"),
    FieldSpec("due", "ahead", "any follow-up planned for it", "overdue"),
    FieldSpec("next", "step", "its next step: kind or day", "none"),
    FieldSpec("touched", "past", "the last thing done with it", "30d"),
    FieldSpec("created", "past", "when it was made", "30d"),
    FieldSpec("closed", "past", "when it was won or lost", "month"),
    FieldSpec("since", "past", "when it came to its stage", "30d"),
    FieldSpec("age", "past", "days since it was made", "90"),
)
"""The fields every deal has."""

OTHER_NAMES = {
    "amount": "value",
    "probability": "prob",
    "tags": "tag",
    "stage_since": "since",
    "expected_close": "close",
    "person": "contact",
}
"""Names that mean a field as well."""

_OWN_KINDS: Mapping[str, Kind] = {
    "text": "words",
    "choice": "begins",
    "number": "number",
    "money": "money",
    "date": "ahead",
}

BIG = "big"
"""What is written for an amount in the top tenth of what is open."""

Rates = Mapping[tuple[str, str], Decimal]
"""How many units of the second currency one unit of the first is worth."""


def _unknown_top(_currency: str) -> int | None:
    return None


def _unknown_names(_name: str) -> Sequence[str] | None:
    return None


@dataclass(frozen=True)
class Fields:
    """The fields of a file, and what is known of it: a filter is read against them.

    ``own`` are those the rep made. ``names`` gives every value a field has in the file (its stages, tags, owners),
    None where that is not known: then any is taken. ``currencies`` are those of the pipelines, ``rates`` what they
    are worth; years begin in the month ``fiscal_start``. ``top`` gives the amount, in minor units of a currency, from
    which on an open deal is in the top tenth; None where there is none.
    """

    own: Sequence[OwnField] = ()
    names: Callable[[str], Sequence[str] | None] = _unknown_names
    currencies: tuple[str, ...] = ()
    rates: Rates = field(default_factory=dict)
    fiscal_start: int = 1
    top: Callable[[str], int | None] = _unknown_top

    @property
    def all(self) -> tuple[FieldSpec, ...]:
        """Every field, the rep's own last."""
        return (*PLAIN, *map(_own_spec, self.own))

    def named(self, word: str) -> FieldSpec | None:
        """The field that a folded word means."""
        word = OTHER_NAMES.get(word, word)
        return _PLAIN.get(word) or next((_own_spec(one) for one in self.own if fold(one.key) == word), None)

    def values(self, spec: FieldSpec) -> Sequence[str] | None:
        """Every value a field can have or has, as shown; None where that is not known."""
        if spec.values:
            return spec.values
        return self.names(spec.name)


def unknown(word: str, what: str, known: Iterable[str], at: int) -> Invalid:
    """The sentence for a word that is none of those there are, with the nearest of them."""
    there = tuple(dict.fromkeys(known))
    nearest = near(word, there)
    shown = fit(word, 30)
    if not there:
        return Invalid(f'"{shown}" is not {what}: there is none yet.', at)
    hint = f"did you mean {nearest}?" if nearest else f"there {'are' if len(there) > 1 else 'is'} {listed(there)}."
    return Invalid(f'"{shown}" is not {what}: {hint}', at)


def near(word: str, known: Iterable[str]) -> str:
    """The one of them that a folded word was likely meant to be; "" for none."""
    from difflib import get_close_matches

    folded: dict[str, str] = {}
    for name in known:
        folded.setdefault(fold(name)[:40], name)
    if (holding := [name for key, name in folded.items() if len(word) > 1 and word in key]) and len(holding) < 3:
        return holding[0]
    found = get_close_matches(word[:40], list(folded), 1, 0.6)
    return folded[found[0]] if found else ""


def listed(names: Sequence[str]) -> str:
    """Names in a sentence: "won, lost and all"; of many the first ones."""
    shown = [fit(name, 24) for name in names[:8]]
    if len(names) > len(shown):
        return f"{', '.join(shown)} and {len(names) - len(shown):,} more"
    return f"{', '.join(shown[:-1])} and {shown[-1]}" if len(shown) > 1 else shown[0]


def _own_spec(own: OwnField) -> FieldSpec:
    kind = _OWN_KINDS.get(own.kind, "words")
    examples = {"number": "10", "money": "10k", "ahead": "eom", "words": "word"}
    example = own.choices[0] if own.choices else examples.get(kind, "word")
    return FieldSpec(fold(own.key), kind, own.label, example, own.choices if own.kind == "choice" else ())


_PLAIN = {spec.name: spec for spec in PLAIN}
