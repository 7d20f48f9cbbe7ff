"""A new deal with all its fields: filled in from a line that was begun, each read as it is typed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from pipetui.values.errors import Invalid
from pipetui.values.followup import FollowUp, parse_followup, show_followup
from pipetui.values.money import show
from pipetui.values.own import show_own
from pipetui.values.quickadd import LONGEST
from pipetui.values.text import clean
from pipetui.values.when import show_date
from pipetui.views.card import Card
from pipetui.views.entry import NewDeal
from pipetui.views.entry_line import EntryLine, Told
from pipetui.views.fields import CATEGORY_NAMES, MODEL, Context, FieldSpec, fields_with, write_tags

_NAMES = frozenset({"company", "contact", "owner", "source", "campaign", "product"})
_OTHERWISE = {"close": "expected_close", "tag": "tags"}
"""Fields of a line that are called something else in a form."""


@dataclass(frozen=True, slots=True)
class FormField:
    """A field of the form: its name, how it is called, and what it could say."""

    name: str
    label: str
    hint: str = ""


class EntryForm:
    """The fields of a new deal, read against the same file as the line."""

    def __init__(self, entry: EntryLine) -> None:
        self.entry = entry
        self._context = Context(_blank(entry), entry.pipeline, entry.now.date())
        self._specs: dict[str, FieldSpec] = {spec.name: spec for spec in fields_with(entry.own)}
        following = FormField("next", "Next step", "call fri 15:00 about pricing")
        named = [FormField(spec.name, spec.label, spec.hint) for spec in self._specs.values()]
        place = 1 + [field.name for field in named].index("tags")
        self.fields = (*named[:place], following, *named[place:])
        """In the order they are shown in."""

    def filled(self, line: str) -> dict[str, str]:
        """What a line says, as text of the fields: nothing of it is lost, what is wrong with it neither."""
        texts = {field.name: "" for field in self.fields} | {"stage": self.entry.stage.name}
        if len(line) > LONGEST:
            return texts
        read = self.entry.understand(line).read
        texts["title"] = read.title
        told: dict[str, list[str]] = {}
        for chip in read.chips:
            told.setdefault(_OTHERWISE.get(chip.field, chip.field), []).append(clean(chip.typed))
        for name, values in told.items():
            if name in texts:
                texts[name] = write_tags(values) if name == "tags" else " ".join(values)
        return texts

    def told(self, name: str, texts: Mapping[str, str]) -> Told | None:
        """How a field is understood; None for nothing to say. Raises Invalid where it can't be read."""
        text = texts[name]
        value = self.value(name, text)
        if name in _NAMES and value:
            return self.entry.told_name(name, value, clean(texts["company"]) or None)
        shown = self._shown(name, value)
        return Told(name, shown) if shown else None

    def _shown(self, name: str, value: Any) -> str:
        if value is None or value == ():
            return {"probability": "the stage's", "category": "the stage's"}.get(name, "")
        match name:
            case "amount":
                return show(*value)
            case "expected_close":
                return show_date(value)
            case "stage":
                stage = self.entry.pipeline.stage(value)
                return f"{stage.name} {stage.probability:g}%"
            case "probability":
                return f"{value:g}%"
            case "category":
                return CATEGORY_NAMES[value]
            case "tags":
                return " ".join(f"#{tag}" for tag in value)
            case "next":
                return show_followup(value, self._context.today)
            case "title":
                return ""
        return show_own(value)

    def value(self, name: str, text: str) -> Any:
        """What is typed for a field, as ``views.fields`` has it; None for nothing. Raises Invalid."""
        if len(text) > LONGEST:
            raise Invalid(f"This is too long: write at most {LONGEST:,} characters.")
        if name == "next":
            return parse_followup(text, self.entry.now) if text.strip() else None
        if name == "stage" and not text.strip():
            return self.entry.stage.id
        value = self._specs[name].read(text, self._context)
        if name == "probability" and value == MODEL:
            raise Invalid("The model speaks of deals that are there: write 0 to 100, or nothing for the stage's.")
        return value

    def deal(self, texts: Mapping[str, str]) -> NewDeal:
        """The deal the fields describe. Raises Invalid for the first that can't be read."""
        values = {field.name: self.value(field.name, texts[field.name]) for field in self.fields}
        amount, currency = values["amount"] or (None, None)
        coming: FollowUp | None = values["next"]
        return NewDeal(
            title=values["title"],
            amount=amount,
            currency=currency,
            stage_id=values["stage"],
            company=values["company"],
            contact=values["contact"],
            owner=values["owner"],
            source=values["source"],
            campaign=values["campaign"],
            product=values["product"],
            probability=values["probability"],
            category=values["category"],
            expected_close=values["expected_close"],
            tags=values["tags"],
            next=coming,
            own=tuple((field.key, values[field.key]) for field in self.entry.own if values[field.key] is not None),
        )


def _blank(entry: EntryLine) -> Card:
    """A deal nothing is known of, for reading what is typed of a new one."""
    moment = entry.now.astimezone(UTC) if entry.now.tzinfo else datetime.now(UTC)
    stored = moment.strftime("%Y-%m-%d %H:%M:%S.%f")
    return Card(
        id=0, title="", pipeline_id=entry.pipeline.id, stage_id=entry.stage.id, status="open", amount=None,
        currency=entry.pipeline.currency, base_amount=None, probability=entry.stage.probability,
        probability_source="stage", category=entry.stage.category, category_source="stage", created_at=stored,
        stage_since_at=stored, touched_at=stored, pushes=0, owner=None, source=None, product=None, company=None,
        contact=None, reason=None, expected_close=None, closed_on=None, weighted=None, tags=(), steps=(),
    )  # fmt: skip
