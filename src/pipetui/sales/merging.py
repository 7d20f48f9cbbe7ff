"""Making two records of one, and remembering which are not the same."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from pipetui.reading.people.duplicates import read_pairs
from pipetui.reading.people.profile import read_profile, read_row
from pipetui.sales.columns import rows_of
from pipetui.store import Store, Writing
from pipetui.values.errors import Refused
from pipetui.values.text import clean, count, fold
from pipetui.views.card import Saved
from pipetui.views.people.fields import field_named
from pipetui.views.people.listed import KINDS, Kind
from pipetui.views.people.merging import Side, side_by_side


class Merging:
    """The service that merges. Each command is one transaction, and one step to undo."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def merge(self, kind: Kind, kept: int, gone: int, picks: Mapping[str, Side] | None = None) -> Saved:
        """Makes ``gone`` part of ``kept``: deals, people, activities, roles, references move; fields as ``picks`` say.

        Without them the better one of each. Raises NotFound where one is gone, Refused for one with itself.
        """
        if kept == gone:
            raise Refused("That is one and the same: name two.")
        with self._store.transaction("Merged") as writing:
            label = _merge(writing, kind, kept, gone, picks)
            writing.name(label)
        return Saved(label, (), anew=True)

    def merge_sure(self) -> Saved:
        """Merges all pairs that are sure, as one step. Raises Refused where there is none."""
        merged = 0
        with self._store.transaction("Merged duplicates") as writing:
            for kind in KINDS:
                rows = rows_of(writing.connection)
                # What was merged may look like another now: again, until nothing is sure any more.
                while sure := [pair for pair in read_pairs(rows, kind) if pair.sure]:
                    gone: set[int] = set()
                    for pair in sure:
                        if gone.isdisjoint((pair.first.id, pair.second.id)):
                            _merge(writing, kind, pair.first.id, pair.second.id)
                            gone.add(pair.second.id)
                    merged += len(gone)
            if not merged:
                raise Refused("No two are surely the same.")
            label = f"Merged {count(merged, 'duplicate')}"
            writing.name(label)
        return Saved(label, (), anew=True)

    def keep_apart(self, kind: Kind, one: int, other: int) -> Saved:
        """Remembers that two are not the same: they are not shown as duplicates again."""
        low, high = sorted((one, other))
        with self._store.transaction("Not the same") as writing:
            rows = rows_of(writing.connection)
            names = [read_row(rows, kind, number)["name"] for number in (one, other)]
            label = f"Not the same: {names[0]} and {names[1]}"
            writing.connection.exec_driver_sql(
                "INSERT OR IGNORE INTO not_same (kind, first_id, second_id) VALUES (?, ?, ?)", (kind, low, high)
            )
            writing.name(label)
        return Saved(label, (), anew=True)


def _merge(writing: Writing, kind: Kind, kept: int, gone: int, picks: Mapping[str, Side] | None = None) -> str:
    rows = rows_of(writing.connection)
    ours, theirs = (read_profile(rows, kind, number) for number in (kept, gone))
    row = read_row(rows, kind, gone)
    sides = {side.name: side for side in side_by_side(kind, ours.values, theirs.values)} | dict(picks or {})
    _take_fields(writing, kind, kept, gone, list(sides.values()))
    run = writing.connection.exec_driver_sql
    if kind == "company":
        run("UPDATE deal SET company_id = ? WHERE company_id = ?", (kept, gone))
        run("UPDATE contact SET company_id = ? WHERE company_id = ?", (kept, gone))
    else:
        _take_parts(writing, kept, gone)
        run("UPDATE activity SET contact_id = ? WHERE contact_id = ?", (kept, gone))
    run("UPDATE external_ref SET record_id = ? WHERE kind = ? AND record_id = ?", (kept, kind, gone))
    run("UPDATE merged SET into_id = ? WHERE kind = ? AND into_id = ?", (kept, kind, gone))
    run(
        "INSERT INTO merged (kind, into_id, was_id, was_uid, folded, email) VALUES (?, ?, ?, ?, ?, ?)",
        (kind, kept, gone, row["uid"], row["folded"], row["email"]),
    )
    _take_strangers(writing, kind, kept, gone)
    run(f"DELETE FROM {kind} WHERE id = ?", (gone,))
    return f"Merged {theirs.name} into {ours.name}"


def _take_fields(writing: Writing, kind: Kind, kept: int, gone: int, sides: Sequence[Side]) -> None:
    values: dict[str, object] = {}
    for side in sides:
        if side.name == "company":
            if side.pick == "second":
                values["company_id"] = read_row(rows_of(writing.connection), kind, gone)["company_id"]
        elif side.kept != side.first:
            values |= _columns(kind, side)
    if values:
        names = ", ".join(f"{name} = ?" for name in values)
        writing.connection.exec_driver_sql(f"UPDATE {kind} SET {names} WHERE id = ?", (*values.values(), kept))


def _columns(kind: Kind, side: Side) -> dict[str, str | None]:
    """A field as it is stored. What other programs wrote into it is kept, whether it could be typed or not."""
    field = field_named(kind, side.name)
    if side.name in ("email", "phone"):
        head, _, rest = side.kept.partition(", ")
        return {side.name: head or None, f"more_{side.name}s": rest or None}
    if side.name == "name":
        return {"name": side.kept, "folded": fold(side.kept)}
    multiline = side.name == "notes"
    return dict.fromkeys(field.stored_in, clean(side.kept, multiline=multiline) or None)


def _take_parts(writing: Writing, kept: int, gone: int) -> None:
    """Moves a contact's parts in deals; where both are in one, the role that is told and the better place stay."""
    run = writing.connection.exec_driver_sql
    both = (
        "SELECT theirs.deal_id, coalesce(ours.role, theirs.role), min(ours.position, theirs.position)"
        " FROM deal_contact theirs JOIN deal_contact ours ON ours.deal_id = theirs.deal_id"
        " WHERE theirs.contact_id = ? AND ours.contact_id = ?"
    )
    for deal, role, position in run(both, (gone, kept)).all():
        run("DELETE FROM deal_contact WHERE deal_id = ? AND contact_id = ?", (deal, gone))
        run(
            "UPDATE deal_contact SET role = ?, position = ? WHERE deal_id = ? AND contact_id = ?",
            (role, position, deal, kept),
        )
    run("UPDATE deal_contact SET contact_id = ? WHERE contact_id = ?", (kept, gone))


def _take_strangers(writing: Writing, kind: Kind, kept: int, gone: int) -> None:
    """Who was not the same as the one is not the same as the other."""
    run = writing.connection.exec_driver_sql
    mine = (kind, gone, gone)
    found = run("SELECT first_id, second_id FROM not_same WHERE kind = ? AND (first_id = ? OR second_id = ?)", mine)
    others = {number for pair in found.all() for number in pair} - {kept, gone}
    run("DELETE FROM not_same WHERE kind = ? AND (first_id = ? OR second_id = ?)", mine)
    for other in others:
        low, high = sorted((kept, other))
        run("INSERT OR IGNORE INTO not_same (kind, first_id, second_id) VALUES (?, ?, ?)", (kind, low, high))
