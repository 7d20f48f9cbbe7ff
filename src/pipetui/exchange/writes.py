"""The few statements every import writes with."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from pipetui.store import Writing


def update_row(writing: Writing, table: str, number: int, values: Mapping[str, Any]) -> None:
    """Sets columns of a row to values as the file stores them."""
    columns = ", ".join(f'"{column}" = ?' for column in values)
    writing.connection.exec_driver_sql(f"UPDATE {table} SET {columns} WHERE id = ?", (*values.values(), number))


def write_references(writing: Writing, kind: str, system: str, named: Sequence[tuple[int, str | None]]) -> None:
    """Keeps what a program calls records of a kind, given as (number, name)."""
    if named:
        numbers, names = map(list, zip(*named, strict=True))
        count = len(named)
        columns = {"kind": [kind] * count, "record_id": numbers, "system": [system] * count, "external_id": names}
        writing.insert_columns("external_ref", columns)
