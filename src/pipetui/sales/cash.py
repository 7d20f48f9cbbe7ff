"""How a pipeline's cash is counted: its opening balance, and the terms of deals without a plan."""

from __future__ import annotations

from datetime import date

from sqlmodel import Session, select

from pipetui.model import CashBook
from pipetui.store import Store
from pipetui.values.errors import Invalid
from pipetui.values.money import show
from pipetui.values.terms import parse_terms
from pipetui.values.text import clean
from pipetui.values.when import show_date
from pipetui.views.card import Saved
from pipetui.views.stage import Pipeline


class CashBooks:
    """The service that keeps them. Each command is one transaction."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def open_with(self, pipeline: Pipeline, amount: int | None, day: date | None = None) -> Saved:
        """Sets what there was (minor units) on the morning of a day (today); with None there is no opening balance."""
        today = self._store.clock.today()
        if day is not None and day > today:
            raise Invalid("An opening balance is of today or a day before.")
        on = day or today
        label = (
            "No opening balance"
            if amount is None
            else f"Opening balance {show(amount, pipeline.currency)} on {show_date(on)}"
        )
        with self._store.transaction(label) as writing:
            book = _book(writing.session, pipeline)
            book.opening, book.opened_on = (None, None) if amount is None else (amount, on)
        return Saved(label, ())

    def pay_by(self, pipeline: Pipeline, terms: str) -> Saved:
        """Sets the terms of deals without a plan, as typed; with "" the usual ones. Raises Invalid."""
        said = clean(terms)
        if said and not parse_terms(said, self._store.clock.today(), pipeline.currency).is_plain:
            raise Invalid("Terms for any deal are shares and spans, such as 30/70 or net 30: no amounts, no days.")
        label = f"Terms of {pipeline.name}: {said or 'the usual'}"
        with self._store.transaction(label) as writing:
            _book(writing.session, pipeline).terms = said or None
        return Saved(label, ())


def _book(session: Session, pipeline: Pipeline) -> CashBook:
    book = session.exec(select(CashBook).where(CashBook.pipeline_id == pipeline.id)).first()
    if book is None:
        book = CashBook(pipeline_id=pipeline.id)
        session.add(book)
    return book
