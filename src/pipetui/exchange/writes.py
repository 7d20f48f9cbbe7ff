"""The few statements every import writes with."""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Mapping, Sequence
from typing import Any

from pipetui.store import Writing
from pipetui.store.bulk import fresh_uids

_UID = re.compile(r"[0-9a-f]{32}")


def good_uids(uids: Iterable[str | None], taken: Container[str] = frozenset()) -> list[str | None]:
    """Those that can be a record's own unique name, each once; None in place of the others."""
    seen: set[str] = set()
    good: list[str | None] = []
    for uid in uids:
        fits = uid is not None and uid not in seen and uid not in taken and _UID.fullmatch(uid) is not None
        good.append(uid if fits else None)
        if uid is not None:
            seen.add(uid)
    return good


def filled_uids(uids: Sequence[str | None]) -> list[str]:
    """Unique names, new ones where there is none."""
    fresh = iter(fresh_uids(len(uids)))
    return [uid or next(fresh) for uid in uids]


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
