"""What the rep chose for this file: the kind of period, the month the fiscal year starts in."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from sqlmodel import select

from pipetui.model import Setting
from pipetui.store import Store
from pipetui.store.changelog import Kind
from pipetui.values.errors import Invalid
from pipetui.values.periods import KINDS
from pipetui.values.text import clean, fit
from pipetui.views.board import SORTS
from pipetui.views.listed import USUAL

ALLOWED: Mapping[str, Collection[str]] = {
    "period": KINDS,
    "fiscal_start": tuple(map(str, range(1, 13))),
    "sort": SORTS,
}
"""What can be chosen, and from what: the kind of period, the month its year begins in, the order of a column."""

REMEMBERED = frozenset({"period", "sort", "cards"})
"""What is kept of how the rep last looked at the pipeline: nothing they would want to take back."""


class Settings:
    """The service for choices kept in the file."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def show_on_cards(self, names: Sequence[str]) -> None:
        """Keeps what cards show, by the names of columns; none for what they show by themselves."""
        self._keep("cards", ",".join(names) or USUAL)

    def set(self, name: str, value: str) -> None:
        """Keeps a value under a name of ``ALLOWED``. Raises Invalid for any other, and for a value it does not take."""
        if value not in ALLOWED.get(name, ()):
            raise Invalid(
                f"“{fit(clean(value), 40)}” can't be chosen as {name}: use {', '.join(ALLOWED.get(name, ()))}."
            )
        self._keep(name, value)

    def _keep(self, name: str, value: str) -> None:
        kind: Kind = "aside" if name in REMEMBERED else "change"
        with self._store.transaction(f"Setting {name}: {value}", kind) as writing:
            known = writing.session.exec(select(Setting).where(Setting.name == name)).first()
            if known is None:
                writing.session.add(Setting(name=name, value=value))
            elif known.value != value:
                known.value = value
