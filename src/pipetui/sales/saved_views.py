"""Saved views: keeping what is shown under a name, naming it otherwise, taking it away."""

from __future__ import annotations

from sqlalchemy import func
from sqlmodel import Session, select

from pipetui.model import SavedView as Row
from pipetui.reading.names import read_filter_fields
from pipetui.reading.own import read_fields
from pipetui.sales.columns import rows_of
from pipetui.store import Store, Writing
from pipetui.values.errors import Invalid, NotFound
from pipetui.values.query import parse_filter
from pipetui.values.text import clean, fit, fold
from pipetui.views.board import SORTS
from pipetui.views.listed import read_columns
from pipetui.views.saved_view import BUILT_IN, SavedView

LONGEST_NAME = 60
"""Characters of the longest name of a view."""

MOST = 200
"""Views of the rep's own at the most."""


class SavedViews:
    """The service for saved views. Each command is one transaction."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def save(self, view: SavedView, *, replace: bool = False) -> SavedView:
        """Keeps a view after those there are, or with ``replace`` in the place of the one of its name.

        Gives it as it is kept. Raises Invalid for a name that is taken, and for what can't be shown.
        """
        name = _named(view.name)
        with self._store.transaction(f"Saved the view {name}") as writing:
            _check(writing, view)
            row = _of_name(writing.session, name)
            if row is not None and not replace:
                raise Invalid(f"There is a view {row.name} already. Take another name.")
            if row is None:
                number, last = writing.session.exec(select(func.count(), func.max(Row.position)).select_from(Row)).one()
                if number >= MOST:
                    raise Invalid(f"There are {MOST} views, which is as many as there can be. Delete one first.")
                row = Row(name=name, folded=fold(name), filter="", position=(last or 0) + 1)
            row.name, row.filter, row.sort = name, clean(view.filter), view.sort
            row.columns = ",".join(view.columns)
            writing.session.add(row)
            writing.session.flush()
            return SavedView(row.name, row.filter, row.sort, view.columns, row.id)

    def rename(self, view: SavedView, becomes: str) -> SavedView:
        """Calls a view otherwise. Raises Invalid for a name that is taken, and for a view that is not the rep's."""
        name = _named(becomes)
        with self._store.transaction(f"Renamed the view {view.name} to {name}") as writing:
            row = _row(writing, view)
            other = _of_name(writing.session, name)
            if other is not None and other.id != row.id:
                raise Invalid(f"There is a view {other.name} already. Take another name.")
            row.name, row.folded = name, fold(name)
        return SavedView(name, view.filter, view.sort, view.columns, view.id)

    def delete(self, view: SavedView) -> None:
        """Takes a view away. Raises Invalid for one that comes with the program."""
        with self._store.transaction(f"Deleted the view {view.name}") as writing:
            writing.session.delete(_row(writing, view))


def _named(text: str) -> str:
    name = clean(text[:500])
    if not name:
        raise Invalid("A view needs a name.")
    if len(name) > LONGEST_NAME:
        raise Invalid(f"A view's name has at most {LONGEST_NAME} characters.")
    if any(fold(view.name) == fold(name) for view in BUILT_IN):
        raise Invalid(f"{name} comes with the program. Take another name.")
    return name


def _check(writing: Writing, view: SavedView) -> None:
    rows = rows_of(writing.connection)
    today = writing.clock.today()
    parse_filter(view.filter, today, read_filter_fields(rows, today))
    read_columns(",".join(view.columns), read_fields(rows))
    if view.sort not in SORTS:
        raise Invalid(f'"{fit(clean(view.sort), 30)}" is no order of deals: write {", ".join(SORTS)}.')


def _of_name(session: Session, name: str) -> Row | None:
    return session.exec(select(Row).where(Row.folded == fold(name))).first()


def _row(writing: Writing, view: SavedView) -> Row:
    if view.id is None:
        raise Invalid(f"{view.name} comes with the program: it stays as it is. Save one of your own beside it.")
    row = writing.session.get(Row, view.id)
    if row is None:
        raise NotFound(f"There is no view {view.name} any more.")
    return row
