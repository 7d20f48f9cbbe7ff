"""What can be shown of a deal, by the names the filter language has for it: a column of a list, a line of a card."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from typing import Any, NamedTuple

from pipetui.values.errors import Invalid
from pipetui.values.filter_fields import OTHER_NAMES
from pipetui.values.money import major, show
from pipetui.values.own import Money, OwnField, write_own
from pipetui.values.text import clean, fit, fold
from pipetui.values.typos import nearest
from pipetui.values.when import show_day
from pipetui.views.card import Card
from pipetui.views.stage import Pipeline

MOST = 12
"""Columns at the most."""

USUAL = "usual"
"""How it is written that cards show what they show by themselves."""


class Seen(NamedTuple):
    """A deal with what it takes to say something of it."""

    card: Card
    pipeline: Pipeline
    today: date


class Listed(NamedTuple):
    """A column: its ``name``, its ``label``, what it says for people, and what for programs; numbers stand right."""

    name: str
    label: str
    text: Callable[[Seen], str]
    raw: Callable[[Seen], Any]
    right: bool = False


def _plain(name: str, label: str, said: Callable[[Seen], str | None]) -> Listed:
    return Listed(name, label, lambda seen: said(seen) or "", said)


def _day(name: str, label: str, said: Callable[[Card], date | None]) -> Listed:
    def text(seen: Seen) -> str:
        day = said(seen.card)
        return "" if day is None else show_day(day, seen.today)

    return Listed(name, label, text, lambda seen: said(seen.card))


def _amount(seen: Seen) -> str:
    return "" if seen.card.amount is None else show(seen.card.amount, seen.card.currency)


def _raw_amount(seen: Seen) -> Any:
    return None if seen.card.amount is None else major(seen.card.amount, seen.card.currency)


def _weighted(seen: Seen) -> str:
    return "" if seen.card.weighted is None else show(seen.card.weighted, seen.pipeline.currency)


def _raw_weighted(seen: Seen) -> Any:
    return None if seen.card.weighted is None else major(seen.card.weighted, seen.pipeline.currency)


def _raw_prob(seen: Seen) -> int | float:
    prob = seen.card.probability
    return int(prob) if prob == int(prob) else prob


def _next(seen: Seen) -> str:
    step = seen.card.next_step
    return f"{show_day(step.due, seen.today)} · {step.kind}" if step else "none"


def _raw_next(seen: Seen) -> date | None:
    return seen.card.next_step.due if seen.card.next_step else None


_PLAIN: tuple[Listed, ...] = (
    Listed("id", "#", lambda seen: str(seen.card.id), lambda seen: seen.card.id, right=True),
    _plain("title", "Deal", lambda seen: seen.card.title),
    _plain("company", "Company", lambda seen: seen.card.company),
    _plain("contact", "Contact", lambda seen: seen.card.contact),
    _plain("owner", "Owner", lambda seen: seen.card.owner),
    _plain("stage", "Stage", lambda seen: seen.pipeline.stage(seen.card.stage_id).name),
    _plain("pipeline", "Pipeline", lambda seen: seen.pipeline.name),
    _plain("status", "Status", lambda seen: seen.card.status),
    Listed("value", "Amount", _amount, _raw_amount, right=True),
    Listed("weighted", "Weighted", _weighted, _raw_weighted, right=True),
    Listed("prob", "Prob.", lambda seen: f"{seen.card.probability:g}%", _raw_prob, right=True),
    _plain("category", "Category", lambda seen: seen.card.category.replace("_", " ")),
    _day("close", "Close", lambda card: card.expected_close),
    Listed("next", "Next step", _next, _raw_next),
    _day("touched", "Touched", lambda card: card.touched_on),
    _day("created", "Made", lambda card: card.created_on),
    _day("since", "In stage since", lambda card: card.stage_since),
    _day("closed", "Closed", lambda card: card.closed_on),
    _plain("reason", "Reason", lambda seen: seen.card.reason),
    _plain("source", "Source", lambda seen: seen.card.source),
    _plain("campaign", "Campaign", lambda seen: seen.card.campaign),
    _plain("product", "Product", lambda seen: seen.card.product),
    _plain("tag", "Tags", lambda seen: ", ".join(seen.card.tags)),
    Listed("pushes", "Pushed", lambda seen: f"{seen.card.pushes}×", lambda seen: seen.card.pushes, right=True),
)
"""Of every deal; the rep's own fields are beside these."""

NAMES = tuple(listed.name for listed in _PLAIN)


def _own(field: OwnField) -> Listed:
    def text(seen: Seen) -> str:
        value = seen.card.own_value(field.key)
        if isinstance(value, date):
            return show_day(value, seen.today)
        return show(value.minor, value.currency) if isinstance(value, Money) else write_own(value)

    def raw(seen: Seen) -> str:
        return write_own(seen.card.own_value(field.key))

    return Listed(field.key, field.label, text, raw, right=field.kind in ("number", "money"))


def columns_of(names: Iterable[str], own: Sequence[OwnField]) -> tuple[Listed, ...]:
    """The columns of those names, without those that are none any more: a field may have been deleted."""
    known = {listed.name: listed for listed in (*_PLAIN, *map(_own, own))}
    return tuple(known[name] for name in names if name in known)


def read_columns(text: str, own: Sequence[OwnField]) -> tuple[str, ...]:
    """The names of columns as typed, with commas or spaces between; nothing for the usual ones. Raises Invalid."""
    known = [*NAMES, *(field.key for field in own)]
    found: dict[str, None] = {}
    for word in text[:2_000].replace(",", " ").split():
        name = fold(clean(word))
        name = OTHER_NAMES.get(name, name)
        if name not in known:
            near = nearest(name, known)
            hint = f"did you mean {near}?" if near else f"the columns are {', '.join(known)}."
            raise Invalid(f"“{fit(clean(word), 30)}” is no column: {hint}")
        found[name] = None
    if len(found) > MOST:
        raise Invalid(f"These are too many columns: name at most {MOST}.")
    return tuple(found)
