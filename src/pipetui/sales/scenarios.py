"""Scenarios: what was supposed of deals, kept under a name and thrown away. The deals themselves are never touched."""

from __future__ import annotations

import json
from collections.abc import Sequence

from sqlmodel import Session, select

from pipetui.model import Scenario as Row
from pipetui.store import Store
from pipetui.values.errors import Invalid, NotFound
from pipetui.values.text import clean, fit, fold
from pipetui.views.stage import Pipeline
from pipetui.views.suppose import Supposed

LONGEST_NAME = 60
"""Characters of the longest name of a scenario."""


class Scenarios:
    """The service for scenarios. Each command is one transaction."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def keep(self, pipeline: Pipeline, name: str, what: Sequence[Supposed]) -> str:
        """Keeps what is supposed under a name, in the place of what had it; gives the name as it is kept."""
        name = clean(name[:500])
        if not name or len(name) > LONGEST_NAME:
            raise Invalid(f"A scenario needs a name, of at most {LONGEST_NAME} characters.")
        if not what:
            raise Invalid("Nothing is supposed yet, so there is nothing to keep.")
        told = json.dumps([[one.deal_id, one.what, one.day and one.day.isoformat(), one.amount] for one in what])
        with self._store.transaction(f"Kept the scenario {name}") as writing:
            row = _of_name(writing.session, name)
            if row is None:
                row = Row(pipeline_id=pipeline.id, name=name, folded=fold(name), supposed=told)
            row.pipeline_id, row.name, row.supposed = pipeline.id, name, told
            writing.session.add(row)
        return name

    def drop(self, name: str) -> None:
        """Throws a scenario away; undo brings it back. Raises NotFound."""
        with self._store.transaction(f"Threw away the scenario {fit(clean(name), LONGEST_NAME)}") as writing:
            row = _of_name(writing.session, name)
            if row is None:
                raise NotFound(f"There is no scenario {fit(clean(name), LONGEST_NAME)}.")
            writing.session.delete(row)


def _of_name(session: Session, name: str) -> Row | None:
    return session.exec(select(Row).where(Row.folded == fold(clean(name)))).first()
