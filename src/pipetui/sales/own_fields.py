"""Fields of a deal that the rep makes: adding, naming, ordering, choosing from, and taking away."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from sqlmodel import Session, col, select

from pipetui.model import OwnField as Row
from pipetui.model import OwnValue as ValueRow
from pipetui.reading.own import read_fields, stored_value
from pipetui.reading.pipelines import read_pipelines
from pipetui.sales.columns import rows_of
from pipetui.sales.renaming import follow_names
from pipetui.store import Store, Writing
from pipetui.values.errors import Invalid, NotFound, Refused
from pipetui.values.own import (
    Money,
    OwnField,
    OwnValue,
    key_of,
    kind_named,
    number_text,
    own_named,
    read_choices,
    read_own,
    write_own,
)
from pipetui.values.text import clean, count, fit, fold


class OwnFields:
    """The service for fields of one's own. Each command is one transaction, and gives the field as it is now."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def find(self, name: str) -> OwnField:
        """The field of that key or label. Raises NotFound, naming those there are."""
        with self._store.reading() as connection:
            return _find(rows_of(connection), name)

    def uses(self) -> Mapping[str, int]:
        """How many deals say something for each field, by key."""
        with self._store.reading() as connection:
            found = rows_of(connection).execute(
                "SELECT own_field.key, count(own_value.id) FROM own_field"
                " LEFT JOIN own_value ON own_value.field_id = own_field.id GROUP BY own_field.id"
            )
            return dict(found.fetchall())

    def add(self, label: str, kind: str = "text", choices: Sequence[str] = ()) -> OwnField:
        """Makes a field, after those there are. Raises Invalid for a kind, a name or choices that can't be."""
        wanted = kind_named(kind)
        if choices and wanted != "choice":
            raise Invalid(f"A field of kind {wanted} has no choices: make it one of kind choice.")
        key, shown = key_of(label), clean(label)
        listed = read_choices(choices) if wanted == "choice" else ()
        with self._store.transaction(f"Added the field {shown}") as writing:
            known = read_fields(rows_of(writing.connection))
            _check_free(shown, known)
            row = Row(key=key, label=shown, kind=wanted, choices="\n".join(listed), position=len(known))
            writing.session.add(row)
            writing.session.flush()
            assert row.id is not None
            return OwnField(row.id, key, shown, row.kind, listed)

    def rename(self, name: str, label: str) -> OwnField:
        """Shows a field under another name. Its key stays, since filters and files know it by that."""
        key_of(label)
        shown = clean(label)
        with self._store.transaction("Renamed a field") as writing:
            known = read_fields(rows_of(writing.connection))
            field = _find(rows_of(writing.connection), name)
            writing.name(f"Renamed the field {field.label} to {shown}")
            _check_free(shown, [other for other in known if other.id != field.id])
            _row(writing.session, field).label = shown
        return self.find(field.key)

    def retype(self, name: str, kind: str) -> OwnField:
        """Has a field hold another kind; what deals say is read as that. Raises Refused where some of it can't be.

        A field that becomes a choice is one of what deals say for it.
        """
        wanted = kind_named(kind)
        with self._store.transaction("Changed a field") as writing:
            rows = rows_of(writing.connection)
            field = _find(rows, name)
            writing.name(f"The field {field.label} is {wanted}")
            values = list(writing.session.exec(select(ValueRow).where(ValueRow.field_id == field.id)))
            texts = [_text(field, row) for row in values]
            listed = read_choices(sorted(set(texts))) if wanted == "choice" and texts else ()
            if wanted == "choice" and not listed:
                raise Invalid(f"{field.label} needs something to choose from: delete it, and add it as a choice.")
            becomes = OwnField(field.id, field.key, field.label, wanted, listed)
            currency = read_pipelines(rows)[0].currency
            unread: list[str] = []
            for row, text in zip(values, texts, strict=True):
                try:
                    told = read_own(becomes, text, self._store.clock.today(), currency)
                except Invalid:
                    unread.append(text)
                    continue
                if told is not None:
                    for column, stored in columns_of(becomes, told).items():
                        setattr(row, column, stored)
            if unread:
                raise Refused(
                    f"“{fit(unread[0], 40)}” can't be {_HOLDS.get(wanted, 'a choice')}: {count(len(unread), 'deal')} "
                    f"say{'s' if len(unread) == 1 else ''} what can't."
                )
            kept = _row(writing.session, field)
            kept.kind, kept.choices = wanted, "\n".join(listed)
        return self.find(field.key)

    def move(self, name: str, place: int) -> OwnField:
        """Puts a field at a place, from 1; beyond the last it is the last."""
        with self._store.transaction("Moved a field") as writing:
            field = _find(rows_of(writing.connection), name)
            writing.name(f"Moved the field {field.label}")
            others = [other for other in read_fields(rows_of(writing.connection)) if other.id != field.id]
            at = max(0, min(place - 1, len(others)))
            for position, one in enumerate([*others[:at], field, *others[at:]]):
                row = _row(writing.session, one)
                if row.position != position:
                    row.position = position
        return field

    def choose_from(self, name: str, choices: Sequence[str]) -> OwnField:
        """Gives a field other choices. Raises Refused where deals have one that would go."""
        listed = read_choices(choices)
        with self._store.transaction("Other choices") as writing:
            field = _choice_field(writing, name)
            writing.name(f"Other choices of {field.label}")
            row = _row(writing.session, field)
            kept = {fold(choice): choice for choice in listed}
            rows = rows_of(writing.connection)
            used = rows.execute(
                "SELECT text, count(*) FROM own_value WHERE field_id = ? GROUP BY text ORDER BY 2 DESC", (field.id,)
            ).fetchall()
            for text, number in used:
                if fold(text) not in kept:
                    raise Refused(
                        f"“{fit(text, 40)}” is what {count(number, 'deal')} say{'s' if number == 1 else ''} for "
                        f"{field.label}: call it something else, or give {'it' if number == 1 else 'them'} another."
                    )
                _rename_values(writing, field, text, kept[fold(text)])
            row.choices = "\n".join(listed)
        return self.find(field.key)

    def rename_choice(self, name: str, was: str, becomes: str) -> OwnField:
        """Calls a choice something else, in every deal that has it."""
        (shown,) = read_choices([becomes])
        with self._store.transaction("Renamed a choice") as writing:
            field = _choice_field(writing, name)
            old = next((choice for choice in field.choices if fold(choice) == fold(clean(was[:500]))), None)
            if old is None:
                raise NotFound(f"{field.label} has no choice “{fit(clean(was[:500]), 40)}”.")
            if any(fold(choice) == fold(shown) and choice != old for choice in field.choices):
                raise Invalid(f"{field.label} has a choice {shown} already.")
            writing.name(f"Renamed {old} to {shown} of {field.label}")
            _row(writing.session, field).choices = "\n".join(
                shown if choice == old else choice for choice in field.choices
            )
            writing.session.flush()
            _rename_values(writing, field, old, shown)
            follow_names(writing, field.key, field.choices, {old: shown})
        return self.find(field.key)

    def delete(self, name: str) -> OwnField:
        """Takes a field away with all that deals say for it; the change log keeps it."""
        with self._store.transaction("Deleted a field") as writing:
            field = _find(rows_of(writing.connection), name)
            writing.name(f"Deleted the field {field.label}")
            writing.session.delete(_row(writing.session, field))
            writing.session.flush()
            for position, one in enumerate(read_fields(rows_of(writing.connection))):
                _row(writing.session, one).position = position
        return field


def set_own(writing: Writing, deal_id: int, key: str, value: OwnValue | None) -> None:
    """Makes a value what a deal says for a field; None for nothing. Raises Invalid for a field there is not."""
    field = next((field for field in read_fields(rows_of(writing.connection)) if field.key == key), None)
    if field is None:
        raise Invalid(f"A deal has no field “{fit(clean(key), 40)}”.")
    assert field.id is not None
    session = writing.session
    row = session.exec(select(ValueRow).where(ValueRow.deal_id == deal_id, ValueRow.field_id == field.id)).first()
    if value is None:
        if row is not None:
            session.delete(row)
            session.flush()
        return
    if row is None:
        row = ValueRow(deal_id=deal_id, field_id=field.id)
        session.add(row)
    for name, stored in columns_of(field, value).items():
        if getattr(row, name) != stored:
            setattr(row, name, stored)
    session.flush()


def set_own_of_many(writing: Writing, field: OwnField, values: Mapping[int, OwnValue | None]) -> None:
    """Makes values what deals say for a field, by the deals' numbers; None for nothing. One query for all of them."""
    assert field.id is not None
    numbers = (field.id, json.dumps(list(values)))
    found = rows_of(writing.connection).execute(
        "SELECT deal_id FROM own_value WHERE field_id = ? AND deal_id IN (SELECT value FROM json_each(?))", numbers
    )
    known = {deal_id for (deal_id,) in found}
    stored = {deal_id: columns_of(field, value) for deal_id, value in values.items() if value is not None}
    run = writing.connection.exec_driver_sql
    gone = json.dumps([deal_id for deal_id in known if values[deal_id] is None])
    run("DELETE FROM own_value WHERE field_id = ? AND deal_id IN (SELECT value FROM json_each(?))", (field.id, gone))
    told = [(deal_id, [_stored(value) for value in columns.values()]) for deal_id, columns in stored.items()]
    if changed := [(*columns, field.id, deal_id) for deal_id, columns in told if deal_id in known]:
        run(
            "UPDATE own_value SET text = ?, amount = ?, currency = ?, day = ? WHERE field_id = ? AND deal_id = ?",
            changed,
        )
    new = [(field.id, deal_id, *columns) for deal_id, columns in told if deal_id not in known]
    writing.insert("own_value", ("field_id", "deal_id", "text", "amount", "currency", "day"), new)


def _stored(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value


def columns_of(field: OwnField, value: OwnValue) -> dict[str, Any]:
    """A value as the columns of its row have it. Raises Invalid for one the field can't hold."""
    fits = {"number": "Decimal", "money": "Money", "date": "date"}.get(field.kind, "str")
    if type(value).__name__ != fits or (field.kind == "choice" and value not in field.choices):
        raise Invalid(f"“{fit(write_own(value), 40)}” can't be {field.label}.")
    if isinstance(value, Money):
        return {"text": None, "amount": value.minor, "currency": value.currency, "day": None}
    if isinstance(value, date):
        return {"text": None, "amount": None, "currency": None, "day": value}
    text = value if isinstance(value, str) else number_text(value)
    return {"text": clean(text), "amount": None, "currency": None, "day": None}


def _text(field: OwnField, row: ValueRow) -> str:
    """What a deal says for a field, as it would be typed."""
    day = None if row.day is None else row.day.isoformat()
    return write_own(stored_value(field.kind, row.text, row.amount, row.currency, day))


def _find(rows: sqlite3.Connection, name: str) -> OwnField:
    known = read_fields(rows)
    if field := own_named(name, known):
        return field
    asked = fit(clean(name[:200]), 40)
    if not known:
        raise NotFound(f'There is no field “{asked}”: there is none yet. pipetui field add "Contract end" date')
    raise NotFound(f"There is no field “{asked}”. The fields are {', '.join(field.label for field in known)}.")


def _choice_field(writing: Writing, name: str) -> OwnField:
    field = _find(rows_of(writing.connection), name)
    if field.kind != "choice":
        raise Invalid(f"{field.label} holds {_HOLDS[field.kind]}: there is nothing to choose from.")
    return field


_HOLDS = {"text": "text", "number": "a number", "money": "money", "date": "a date"}


def _check_free(label: str, known: Sequence[OwnField]) -> None:
    if other := own_named(label, known):
        raise Invalid(f"There is a field {other.label} already{'' if other.label == label else f' ({other.key})'}.")


def _row(session: Session, field: OwnField) -> Row:
    return session.exec(select(Row).where(Row.id == field.id)).one()


def _rename_values(writing: Writing, field: OwnField, was: str, becomes: str) -> None:
    if was != becomes:
        found = select(ValueRow).where(ValueRow.field_id == field.id, col(ValueRow.text) == was)
        for row in writing.session.exec(found):
            row.text = becomes
        writing.session.flush()
