"""One change of a field for many deals: set to the same, moved by the same, or grown by the same share."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any

from dateutil.relativedelta import relativedelta

from pipetui.values.errors import Invalid, Refused
from pipetui.values.money import show
from pipetui.values.own import OwnField
from pipetui.values.text import clean, count, fit, fold
from pipetui.values.when import show_date
from pipetui.views.fields import Context, FieldSpec, field_named
from pipetui.views.playbook import Unmet
from pipetui.views.stage import Pipeline

_SHIFT = re.compile(r"([+-])\s*(\d{1,4})\s*(d|days?|w|weeks?|m|months?)")
_SHARE = re.compile(r"([+-])\s*(\d{1,4}(?:[.,]\d{1,4})?)\s*%")
_TAGGED = re.compile(r"([+-])#?(?:'([^']*)'|\"([^\"]*)\"|([^\s,]+))")
_UNITS = {"d": "days", "w": "weeks", "m": "months"}

SHARED = (
    *("amount", "expected_close", "stage", "probability", "category", "company", "owner", "source", "campaign"),
    *("product", "tags"),
)
"""Fields that many deals can say the same for, beside those of the rep's own."""


@dataclass(frozen=True, slots=True)
class BulkEdit:
    """A field's change, ``told`` in words: ``becomes`` gives its value for a deal, as ``views.fields`` has values.

    It raises Invalid where the text can't be read for that deal.
    """

    field: str
    told: str
    becomes: Callable[[Context], Any]


def read_edit(name: str, text: str, pipeline: Pipeline, today: date, own: Iterable[OwnField] = ()) -> BulkEdit:
    """Reads a change as typed: ``+2w`` moves each close date, ``+5%`` grows each amount, ``+hot -cold`` tags.

    Anything else is what the field is set to. Raises Invalid.
    """
    spec = field_named(name, own)
    if spec.name in ("title", "contact"):
        raise Invalid(f"{spec.label} is a deal's own: many can't be given the same.")
    tidy = fold(clean(text))
    if spec.name == "expected_close" and (found := _SHIFT.fullmatch(tidy)):
        return _shift(found)
    if spec.name == "amount" and (found := _SHARE.fullmatch(tidy)):
        return _share(found)
    if spec.name == "tags" and (signed := _signed(text)):
        return _tagging(signed)
    return _same(spec, text, pipeline, today)


def _shift(found: re.Match[str]) -> BulkEdit:
    sign, number, unit = -1 if found[1] == "-" else 1, int(found[2]), found[3][0]
    by = relativedelta(**{_UNITS[unit]: sign * number})  # type: ignore[arg-type]  # one of its three units

    def becomes(context: Context) -> date | None:
        day = context.card.expected_close
        return None if day is None else day + by

    span = count(number, _UNITS[unit].removesuffix("s"))
    return BulkEdit("expected_close", f"{span} {'earlier' if sign < 0 else 'later'}, each", becomes)


def _share(found: re.Match[str]) -> BulkEdit:
    share = Fraction(found[2].replace(",", ".")) / 100
    factor = 1 - share if found[1] == "-" else 1 + share
    if factor < 0:
        raise Invalid("An amount can't be made smaller by more than all of it.")

    def becomes(context: Context) -> tuple[int, str] | None:
        card = context.card
        if card.amount is None:
            return None
        grown = abs(card.amount) * factor
        minor = (2 * grown.numerator + grown.denominator) // (2 * grown.denominator)
        return (-minor if card.amount < 0 else minor, card.currency)

    return BulkEdit("amount", f"{found[2]}% {'less' if found[1] == '-' else 'more'}, each", becomes)


def _signed(text: str) -> list[tuple[str, str]]:
    """Tags with a sign each; none where the text is anything else."""
    found = list(_TAGGED.finditer(text))
    if not found or _TAGGED.sub("", text).strip(" ,"):
        return []
    return [(each[1], clean(each[2] or each[3] or each[4] or "")) for each in found]


def _tagging(signed: Sequence[tuple[str, str]]) -> BulkEdit:
    on = [name for sign, name in signed if sign == "+" and name]
    off = {fold(name) for sign, name in signed if sign == "-"}

    def becomes(context: Context) -> tuple[str, ...]:
        kept = [tag for tag in context.card.tags if fold(tag) not in off]
        known = set(map(fold, kept))
        return (*kept, *(name for name in on if fold(name) not in known))

    told = [f"tagged {', '.join(on)}"] if on else []
    told += [f"no longer tagged {', '.join(name for sign, name in signed if sign == '-')}"] if off else []
    return BulkEdit("tags", "; ".join(told), becomes)


def _same(spec: FieldSpec, text: str, pipeline: Pipeline, today: date) -> BulkEdit:
    from pipetui.views.automation import blank_card

    value = spec.read(text, Context(blank_card(pipeline), pipeline, today))

    def becomes(context: Context) -> Any:
        return spec.read(text, context)

    label = spec.label.lower()
    if spec.name == "expected_close":
        told = show_date(value) if value else "no close date"
    elif spec.name == "amount":
        told = show(*value) if value else "no amount"
    elif spec.name == "stage":
        told = pipeline.stage(value).name
    else:
        told = f"{label} {clean(text)}" if clean(text) else f"no {label}"
    return BulkEdit(spec.name, told, becomes)


class UnmetMany(Refused):
    """Some of many deals lack what their stages ask for: ``unmet`` says of each what; ``passing`` have all."""

    def __init__(self, unmet: Sequence[Unmet], of: int) -> None:
        self.unmet = tuple(unmet)
        self.of = of
        named = "; ".join(f"{fit(each.title, 30)}: {count(len(each.missing), 'thing')}" for each in self.unmet[:5])
        more = f"; and {len(self.unmet) - 5:,} more" if len(self.unmet) > 5 else ""
        aim = f"go to {self.unmet[0].goal}" if self.unmet[0].goal_id is not None else "be won"
        super().__init__(f"{len(self.unmet):,} of {of:,} can't {aim} yet: {named}{more}.")

    @property
    def passing(self) -> int:
        """How many have all that is asked for."""
        return self.of - len(self.unmet)

    @property
    def may_pass(self) -> int:
        """How many of those that lack something may go on all the same."""
        return sum(each.may_pass for each in self.unmet)
