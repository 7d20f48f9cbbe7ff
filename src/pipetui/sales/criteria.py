"""What a stage asks of a deal, line by line: adding, wording, insisting, ordering, taking away."""

from __future__ import annotations

from sqlmodel import Session, col, select

from pipetui.model import Criterion, Stage
from pipetui.reading.playbooks import own_keys
from pipetui.sales.columns import rows_of
from pipetui.store import Store, Writing
from pipetui.values.errors import Invalid, NotFound
from pipetui.values.text import clean, fit
from pipetui.views.playbook import STRENGTHS
from pipetui.views.requirements import read_required

ADVICE = "advice"
"""The strength of a line of the checklist."""


class Criteria:
    """The service for exit criteria and checklists. Each command is one transaction; ticks stay with their line."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def add(self, stage_id: int, text: str, field: str = "", strength: str = "soft", after: int | None = None) -> int:
        """Writes a line, after another or at the end of its kind; gives its number.

        ``field`` is what the deal must have set, "" where the rep ticks the line. Raises Invalid for what can't be.
        """
        with self._store.transaction("A line of the playbook") as writing:
            stage = _stage(writing, stage_id)
            line = Criterion(stage_id=stage_id, text=_said(text))
            _ask(writing, line, field, _strength(strength))
            lines = _lines(writing.session, stage_id)
            places = [
                place
                for place, each in enumerate(lines)
                if (each.id == after if after is not None else _is_alike(each, line))
            ]
            lines.insert(places[-1] + 1 if places else len(lines), line)
            _number(writing.session, lines)
            writing.name(f"{stage.name} asks: {line.text}")
            assert line.id is not None
            return line.id

    def word(self, number: int, text: str, field: str = "") -> None:
        """Words a line anew, and says which field it asks for, "" where the rep ticks it."""
        with self._store.transaction("A line of the playbook") as writing:
            line = _line(writing, number)
            line.text = _said(text)
            _ask(writing, line, field, line.strength)
            writing.name(f"{_stage(writing, line.stage_id).name} asks: {line.text}")

    def insist(self, number: int, strength: str) -> None:
        """Says how much a line insists: ``hard``, ``soft``, or ``advice`` for the checklist.

        There the rep ticks it: a field it asked for is forgotten.
        """
        with self._store.transaction("A line of the playbook") as writing:
            line = _line(writing, number)
            _ask(writing, line, line.field or "", _strength(strength))
            _number(writing.session, _lines(writing.session, line.stage_id))
            kind = {"hard": "is a must", "soft": "can be passed over", ADVICE: "is on the checklist"}[line.strength]
            writing.name(f"{_stage(writing, line.stage_id).name}: {line.text} {kind}")

    def shift(self, number: int, by: int) -> None:
        """Moves a line by places among those of its kind, as far as there are any."""
        with self._store.transaction("Order of a playbook") as writing:
            line = _line(writing, number)
            lines = _lines(writing.session, line.stage_id)
            alike = [each for each in lines if _is_alike(each, line)]
            goal = max(0, min(alike.index(line) + by, len(alike) - 1))
            alike.remove(line)
            alike.insert(goal, line)
            order = iter(alike)
            _number(writing.session, [next(order) if _is_alike(each, line) else each for each in lines])
            writing.name(f"Order of the playbook of {_stage(writing, line.stage_id).name}")

    def delete(self, number: int) -> None:
        """Takes a line away, with its ticks; what was passed over stays in the timelines."""
        with self._store.transaction("A line of the playbook") as writing:
            line = _line(writing, number)
            writing.name(f"{_stage(writing, line.stage_id).name} no longer asks: {line.text}")
            writing.session.delete(line)


def _stage(writing: Writing, stage_id: int) -> Stage:
    stage = writing.session.get(Stage, stage_id)
    if stage is None:
        raise NotFound("The stage is no longer there.")
    return stage


def _line(writing: Writing, number: int) -> Criterion:
    line = writing.session.get(Criterion, number)
    if line is None:
        raise NotFound("That line is no longer in the playbook. It may have been taken out meanwhile.")
    return line


def _said(text: str) -> str:
    said = clean(text)
    if not said:
        raise Invalid("Say what the buyer has done: They named who signs.")
    return said


def _strength(text: str) -> str:
    if text not in STRENGTHS:
        raise Invalid(f"“{fit(clean(text), 20)}” is no strength of a line: it is {', '.join(STRENGTHS)}.")
    return text


def _ask(writing: Writing, line: Criterion, field: str, strength: str) -> None:
    """Says what a line asks for, and how much; the checklist is ticked, and asks for no field."""
    wanted = clean(field) if strength != ADVICE else ""
    line.field = read_required(wanted, own_keys(rows_of(writing.connection))) if wanted else None
    line.strength = strength


def _is_alike(one: Criterion, other: Criterion) -> bool:
    return (one.strength == ADVICE) == (other.strength == ADVICE)


def _lines(session: Session, stage_id: int) -> list[Criterion]:
    wanted = (
        select(Criterion).where(Criterion.stage_id == stage_id).order_by(col(Criterion.position), col(Criterion.id))
    )
    return list(session.exec(wanted))


def _number(session: Session, lines: list[Criterion]) -> None:
    """Writes the order: what a deal needs to go on first, then the checklist."""
    for position, line in enumerate(sorted(lines, key=lambda line: line.strength == ADVICE)):
        line.position = position
        session.add(line)
    session.flush()
