"""The fields of a deal a rep can edit: how each is called, read from what is typed, and shown."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from pipetui.values import money, when
from pipetui.values.errors import Invalid
from pipetui.values.own import OwnField, own_named, read_own, write_own
from pipetui.values.text import clean, fit
from pipetui.views.card import Card
from pipetui.views.rates import in_base
from pipetui.views.stage import Pipeline, Stage

MODEL = "model"
"""A probability to be told by the pipeline's own history."""

CATEGORY_NAMES = {"pipeline": "pipeline", "best_case": "best case", "commit": "commit", "omitted": "omitted"}


@dataclass(frozen=True, slots=True)
class Context:
    """What reading a field takes: the deal, its pipeline, and the rep's day."""

    card: Card
    pipeline: Pipeline
    today: date


@dataclass(frozen=True, slots=True)
class FieldSpec:
    """A field: ``read`` turns typed text into its value (raises Invalid), ``text`` its value into text to edit.

    Values: amount ``(minor units, currency)`` or None; expected_close a day or None; probability percent, None (the
    stage's) or ``MODEL``; stage a number of a stage; category a name or None (the stage's); tags a tuple; others text
    or None.
    """

    name: str
    label: str
    read: Callable[[str, Context], Any]
    text: Callable[[Context], str]
    hint: str = ""


def _line(text: str, _context: Context) -> str | None:
    return clean(text) or None


def _title(text: str, _context: Context) -> str:
    if title := clean(text):
        return title
    raise Invalid("A deal needs a title.")


def _amount(text: str, context: Context) -> tuple[int, str] | None:
    return money.parse_amount(text, context.card.currency) if text.strip() else None


def _amount_text(context: Context) -> str:
    card = context.card
    if card.amount is None:
        return ""
    own = card.currency == context.pipeline.currency
    number = f"{money.major(card.amount, card.currency):,}"
    return number if own else f"{number} {card.currency}"


def _day(text: str, context: Context) -> date | None:
    return when.parse_day(text, context.today) if text.strip() else None


def _probability(text: str, _context: Context) -> float | str | None:
    bare = text.strip().rstrip("%").strip()
    if not bare or bare.casefold() in _STAGES:
        return None
    if bare.casefold() in {MODEL, "the model's"}:
        return MODEL
    try:
        value = float(bare.replace(",", "."))
    except ValueError:
        value = -1
    if not 0 <= value <= 100:
        raise Invalid(f"“{fit(clean(text), 40)}” is not a probability: write 0 to 100, stage or model.")
    return round(value, 2)


def _category(text: str, _context: Context) -> str | None:
    wanted = clean(text).casefold().replace("_", " ")
    if not wanted or wanted in _STAGES:
        return None
    found = [name for name, shown in CATEGORY_NAMES.items() if shown.startswith(wanted)]
    if len(found) == 1:
        return found[0]
    raise Invalid(f"“{fit(wanted, 40)}” is not a forecast category: write pipeline, best case, commit or omitted.")


def find_stage(text: str, stages: tuple[Stage, ...]) -> Stage:
    """The stage a rep means by its name, the beginning of it, or its place (from 1). Raises Invalid naming them all."""
    wanted = clean(text).casefold()
    exact = [stage for stage in stages if stage.name.casefold() == wanted]
    begun = [stage for stage in stages if wanted and stage.name.casefold().startswith(wanted)]
    for found in (exact, begun):
        if len(found) == 1:
            return found[0]
    if wanted.isdecimal() and 1 <= int(wanted[:9]) <= len(stages):
        return stages[int(wanted) - 1]
    names = ", ".join(stage.name for stage in stages)
    if len(begun) > 1:
        raise Invalid(f"“{fit(wanted, 40)}” could be {' or '.join(stage.name for stage in begun)}: write more of it.")
    raise Invalid(f"There is no stage “{fit(wanted, 40)}”. The stages are {names}.")


def _stage(text: str, context: Context) -> int:
    return find_stage(text, context.pipeline.stages).id


_QUOTED = re.compile(r"""'[^']*'|"[^"]*\"""")
_PART = re.compile(r"""(?:'[^']*'|"[^"]*"|[^,])+""")
_TAG = re.compile(r"""#?'([^']*)'|#?"([^"]*)"|([^\s,]+)""")


def _tags(text: str, _context: Context) -> tuple[str, ...]:
    if "," in _QUOTED.sub("", text):  # whoever writes commas means what is between them
        texts = (found[0].strip().lstrip("#") for found in _PART.finditer(text))
        words = (clean(part[1:-1] if _QUOTED.fullmatch(part) else part) for part in texts)
    else:
        words = (clean(found[1] or found[2] or (found[3] or "").lstrip("#")) for found in _TAG.finditer(text))
    return tuple(dict.fromkeys(word for word in words if word))


def write_tags(tags: Iterable[str]) -> str:
    """Tags as they are typed, one of several words in quotes."""
    return " ".join(tag if not _SPACED.search(tag) else f'"{tag}"' if "'" in tag else f"'{tag}'" for tag in tags)


_SPACED = re.compile(r"[\s,]")


_STAGES = frozenset({"stage", "the stage's"})


def _probability_text(context: Context) -> str:
    card = context.card
    return {"stage": "", MODEL: MODEL}.get(card.probability_source, f"{card.probability:g}")


FIELDS: tuple[FieldSpec, ...] = (
    FieldSpec("title", "Title", _title, lambda c: c.card.title),
    FieldSpec("amount", "Amount", _amount, _amount_text, "40000, 40k or 1,234.56"),
    FieldSpec(
        "expected_close",
        "Close date",
        _day,
        lambda c: c.card.expected_close.isoformat() if c.card.expected_close else "",
        "fri, +2w, 15 dec, eom, eoq or 2026-12-01",
    ),
    FieldSpec(
        "stage",
        "Stage",
        _stage,
        lambda c: c.pipeline.stage(c.card.stage_id).name,
        "its name, or the beginning of it",
    ),
    FieldSpec(
        "probability",
        "Probability",
        _probability,
        _probability_text,
        "0 to 100, stage or model; empty for the stage's",
    ),
    FieldSpec(
        "category",
        "Category",
        _category,
        lambda c: "" if c.card.category_source == "stage" else CATEGORY_NAMES[c.card.category],
        "pipeline, best case, commit or omitted; empty for the stage's",
    ),
    FieldSpec("company", "Company", _line, lambda c: c.card.company or ""),
    FieldSpec("contact", "Contact", _line, lambda c: c.card.contact or ""),
    FieldSpec("owner", "Owner", _line, lambda c: c.card.owner or ""),
    FieldSpec("source", "Source", _line, lambda c: c.card.source or ""),
    FieldSpec("campaign", "Campaign", _line, lambda c: c.card.campaign or ""),
    FieldSpec("product", "Product", _line, lambda c: c.card.product or ""),
    FieldSpec("tags", "Tags", _tags, lambda c: write_tags(c.card.tags), "words, with spaces or commas between"),
)

BY_NAME: Mapping[str, FieldSpec] = {spec.name: spec for spec in FIELDS} | {
    alias: spec
    for spec in FIELDS
    for alias in {"expected_close": ("close", "close_date"), "tags": ("tag",), "probability": ("prob",)}.get(
        spec.name, ()
    )
}


_OWN_HINTS = {
    "number": "12, 3.5 or 1,234.5",
    "money": "40000, 40k or 1,234.56",
    "date": "fri, +2w, 15 dec, eom or 2026-12-01",
}


def own_spec(field: OwnField) -> FieldSpec:
    """A field of the rep's own as one that can be edited. Its value is as ``values.own`` has it, None for nothing."""
    return FieldSpec(
        field.key,
        field.label,
        lambda text, context: read_own(field, text, context.today, context.pipeline.currency),
        lambda context: write_own(context.card.own_value(field.key)),
        ", ".join(field.choices[:12]) if field.kind == "choice" else _OWN_HINTS.get(field.kind, ""),
    )


def fields_with(own: Iterable[OwnField]) -> tuple[FieldSpec, ...]:
    """All fields of a deal: those of every deal, then the rep's own in the rep's order."""
    return (*FIELDS, *map(own_spec, own))


def field_named(name: str, own: Iterable[OwnField] = ()) -> FieldSpec:
    """The field of that name, the rep's ``own`` among them. Raises Invalid with the names there are."""
    wanted = name.strip().casefold().replace(" ", "_").replace("-", "_")
    if spec := BY_NAME.get(wanted):
        return spec
    own = tuple(own)
    if field := own_named(name, own):
        return own_spec(field)
    names = ", ".join((*(spec.name for spec in FIELDS), *(field.key for field in own)))
    raise Invalid(f"A deal has no field “{fit(clean(name), 40)}”. The fields are {names}.")


def preview(context: Context, name: str, value: Any) -> Card:
    """The deal as it would be with a field at a value: what the strip's what-if is computed from."""
    card, pipeline = context.card, context.pipeline
    if name == "amount":
        amount, currency = value if value is not None else (None, card.currency)
        base_amount, _ = in_base(pipeline.rates, amount, currency, pipeline.currency)
        return _reweighted(card._replace(amount=amount, currency=currency, base_amount=base_amount))
    if name == "expected_close":
        return card._replace(expected_close=value)
    if name == "probability":
        if value == MODEL:  # how much it says is known once it is asked
            return card._replace(probability_source=MODEL)
        stage = pipeline.stage(card.stage_id)
        percent, source = (stage.probability, "stage") if value is None else (value, "manual")
        return _reweighted(card._replace(probability=percent, probability_source=source))
    if name == "category":
        category, source = (value, "manual") if value else (pipeline.stage(card.stage_id).category, "stage")
        return card._replace(category=category, category_source=source)
    if name == "stage":
        return in_stage(card, pipeline, value)
    return card


def in_stage(card: Card, pipeline: Pipeline, stage_id: int) -> Card:
    """The deal as it would be in another stage: a probability and category of its own stay with it."""
    new = pipeline.stage(stage_id)
    return _reweighted(
        card._replace(
            stage_id=stage_id,
            probability=new.probability if card.probability_source == "stage" else card.probability,
            category=new.category if card.category_source == "stage" else card.category,
        )
    )


def _reweighted(card: Card) -> Card:
    own = card.base_amount if card.is_open else None
    return card._replace(weighted=None if own is None else money.weighted(own, card.probability))
