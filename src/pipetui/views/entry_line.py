"""A deal in one line while it is typed: what is understood of it against what is in the file, and what could follow."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from pipetui.values.days import read_day
from pipetui.values.errors import Invalid
from pipetui.values.names import days_offered, kinds_offered
from pipetui.values.own import OwnField
from pipetui.values.quickadd import Chip, QuickAdd, grammar_of, parse_quickadd
from pipetui.values.spots import Spot, keys_like, spot_at, taken
from pipetui.values.text import clean, count, fold
from pipetui.values.when import show_date
from pipetui.views.fields import find_stage
from pipetui.views.known import MOST, Known, Name
from pipetui.views.stage import Pipeline, Stage

_NAMED = frozenset({"company", "contact", "tag", "owner", "source", "campaign", "product"})
_NEW_IS_NEWS = frozenset({"company", "contact", "tag", "owner"})


class Told(NamedTuple):
    """One thing understood: what it is (``field``), the text shown, a ``note``, and whether it is new or wrong."""

    field: str
    text: str
    note: str = ""
    is_new: bool = False
    is_wrong: bool = False


@dataclass(frozen=True, slots=True)
class Understood:
    """What a line says, what is shown of that, and what keeps it from being a deal (None for nothing)."""

    read: QuickAdd
    told: tuple[Told, ...]
    problem: str | None


class EntryLine:
    """Reads a line as it is typed. All it looks in is in memory: a letter waits for no file."""

    def __init__(
        self, pipeline: Pipeline, stage_id: int | None, own: Sequence[OwnField], known: Known, now_local: datetime
    ) -> None:
        """``stage_id`` is where a deal goes whose line names no stage; None is the first open one."""
        self.pipeline = pipeline
        self.own = tuple(own)
        self.known = known
        self.now = now_local
        self.grammar = grammar_of(own)
        self.stage: Stage = (
            pipeline.stage(stage_id) if stage_id is not None else (pipeline.open_stages or pipeline.stages)[0]
        )
        self._choices = {field.key: field.choices for field in own if field.kind == "choice"}
        self._days = {"close", *(field.key for field in own if field.kind == "date")}
        self._labels = {field.key: field.label for field in own}

    def understand(self, line: str) -> Understood:
        """What the line says; the first thing wrong with it is the problem."""
        read = parse_quickadd(line, self.now, self.pipeline.currency, self.own)
        told = [Told("title", read.title)] if read.title else []
        problem = read.problem
        for chip in read.chips:
            one, wrong = self._told(chip, read)
            told.append(one)
            problem = problem or wrong
        if not any(chip.field == "stage" for chip in read.chips):
            told.append(Told("stage", self.stage.name, f"{self.stage.probability:g}%"))
        return Understood(read, tuple(told), problem)

    def _told(self, chip: Chip, read: QuickAdd) -> tuple[Told, str | None]:
        field = self._labels.get(chip.field, chip.field)
        if chip.error:
            return Told(field, clean(chip.typed or chip.text)[:60], is_wrong=True), None
        if chip.field == "stage":
            try:
                stage = find_stage(chip.text, self.pipeline.stages)
            except Invalid as wrong:
                return Told(field, chip.text, is_wrong=True), str(wrong)
            return Told(field, stage.name, f"{stage.probability:g}%"), None
        if chip.field not in _NAMED:
            return Told(field, chip.text), None
        return self.told_name(chip.field, chip.text, read.company), None

    def told_name(self, field: str, text: str, company: str | None) -> Told:
        """A name as it is known in the file, or new; ``company`` is the deal's, whose contact is meant."""
        found = self.known.named(field, text)
        if field == "contact":
            found = _theirs(found, company)
        if not found:
            return Told(field, text, is_new=field in _NEW_IS_NEWS and (field != "owner" or self.known.has_any("owner")))
        (name, uses, note) = found[0]
        if field == "company":
            note = count(uses, "deal")
        elif field == "contact" and company:
            note = ""
        return Told(field, name, note)

    def offers(self, line: str, cursor: int) -> tuple[Spot, tuple[Name, ...]] | None:
        """What the value at the cursor could be, the likeliest first; None where nothing is offered."""
        spot = spot_at(line, cursor, self.grammar)
        if spot is None:
            return None
        names = tuple(name for name in self._names(spot) if name.name != spot.typed)
        return (spot, names) if names else None

    def take(self, line: str, spot: Spot, name: Name) -> tuple[str, int]:
        """The line with a name taken, and where the cursor then stands."""
        return taken(line, spot, name.name, self.grammar)

    def _names(self, spot: Spot) -> tuple[Name, ...]:
        if spot.field == "key":
            return tuple(Name(key) for key in keys_like(spot.typed, self.grammar))[:MOST]
        return self.values(spot.field, spot.typed)

    def values(self, field: str, typed: str) -> tuple[Name, ...]:
        """What a field's value could be, by what is typed of it."""
        if field == "stage":
            return tuple(
                Name(stage.name, note=f"{stage.probability:g}%")
                for stage in self.pipeline.stages
                if fold(stage.name).startswith(fold(typed))
            )
        if field in self._choices:
            return tuple(Name(choice) for choice in self._choices[field] if fold(choice).startswith(fold(typed)))[:MOST]
        if field in self._days or field == "expected_close":
            today = self.now.date()
            days = ((word, read_day(word, today)) for word in days_offered() if word.startswith(fold(typed)))
            return tuple(Name(word, note=show_date(day)) for word, day in days if day)
        if field == "next":
            return tuple(Name(kind) for kind in kinds_offered() if kind.startswith(fold(typed)))
        return self.known.like(field, typed)


def _theirs(found: tuple[Name, ...], company: str | None) -> tuple[Name, ...]:
    """The contacts of that name a deal of a company would have: one of the company's, or one of no company."""
    if company is None:
        return found
    at = tuple(name for name in found if fold(name.note) == fold(company))
    return at or tuple(name for name in found if not name.note)
