"""What the rep chose for this file: the kind of period, the month the fiscal year starts in."""

from __future__ import annotations

from sqlmodel import select

from pipetui.model import Setting
from pipetui.store import Store

NAMES = ("period", "fiscal_start", "sort")


class Settings:
    """The service for choices kept in the file."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def set(self, name: str, value: str) -> None:
        """Keeps a value under a name."""
        with self._store.transaction(f"Setting {name}: {value}") as writing:
            known = writing.session.exec(select(Setting).where(Setting.name == name)).first()
            if known is None:
                writing.session.add(Setting(name=name, value=value))
            elif known.value != value:
                known.value = value
