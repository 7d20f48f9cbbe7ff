"""What the rep chose for this file: the kind of period, the month the fiscal year starts in."""

from __future__ import annotations

from sqlalchemy import select
from sqlmodel import select as select_model

from pipetui.model import TABLES, Setting
from pipetui.store import Store
from pipetui.values.periods import Period, parse_period

NAMES = ("period", "fiscal_start", "sort")


class Settings:
    """The service for choices kept in the file."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def get(self, name: str, default: str = "") -> str:
        """The value under a name."""
        setting = TABLES["setting"].c
        with self._store.reading() as connection:
            return connection.scalar(select(setting.value).where(setting.name == name)) or default

    def set(self, name: str, value: str) -> None:
        """Keeps a value under a name."""
        with self._store.transaction(f"Setting {name}: {value}") as writing:
            known = writing.session.exec(select_model(Setting).where(Setting.name == name)).first()
            if known is None:
                writing.session.add(Setting(name=name, value=value))
            elif known.value != value:
                known.value = value

    @property
    def fiscal_start(self) -> int:
        """The month (1–12) the fiscal year starts in."""
        return int(self.get("fiscal_start", "1"))

    def period(self, text: str = "") -> Period:
        """The period a rep names; nothing names the current one of the kind last chosen. Raises Invalid."""
        kind = self.get("period", "quarter")
        return parse_period(text, self._store.clock.today(), kind=kind, fiscal_start=self.fiscal_start)
