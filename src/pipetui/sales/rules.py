"""Rules: writing them down, switching them on and off, and looking at what they did and would do."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import func
from sqlmodel import Session, col, select

from pipetui.model import Rule
from pipetui.reading.rule_faults import faults_of
from pipetui.reading.rules import read_text
from pipetui.sales.columns import rows_of
from pipetui.store import Store, Writing
from pipetui.values.errors import Invalid, NotFound
from pipetui.values.rules import RuleText
from pipetui.values.text import clean, fit, fold
from pipetui.views.automation import NewRule, StandingRule

LONGEST_NAME = 80
"""Characters of the longest name of a rule."""


class Rules:
    """The service for rules. Each command is one transaction."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def add(self, new: NewRule) -> int:
        """Adds a rule after those there are; gives its number. Raises Invalid for what can't be."""
        return self.add_all([new])[0]

    def add_all(self, new: Sequence[NewRule], *, replace: bool = False) -> list[int]:
        """Adds rules in one entry of history, or none; with ``replace`` one of a name that is taken is written anew."""
        label = f"Added the rule {_named(new[0].name)}" if len(new) == 1 else f"Added {len(new)} rules"
        with self._store.transaction(label) as writing:
            position = writing.session.exec(select(func.max(Rule.position))).one()
            numbers = []
            for place, rule in enumerate(new):
                name = _named(rule.name)
                for fault in faults_of(rows_of(writing.connection), rule.text, rule.pipeline_id, writing.clock.today()):
                    raise Invalid(f"{name}: {fault}" if len(new) > 1 else fault)
                row = _of_name(writing.session, name)
                if row is not None and not replace:
                    raise Invalid(f"There is a rule called {row.name} already. Take another name.")
                if row is None:
                    row = Rule(name=name, folded=fold(name), text="", position=(position or 0) + 1 + place)
                row.text, row.pipeline_id, row.enabled = rule.text.shown, rule.pipeline_id, rule.enabled
                writing.session.add(row)
                writing.session.flush()
                assert row.id is not None
                numbers.append(row.id)
        return numbers

    def edit(self, rule_id: int, new: NewRule) -> None:
        """Writes a rule anew. Raises Invalid for what can't be."""
        name = _named(new.name)
        with self._store.transaction(f"Edited the rule {name}") as writing:
            row = _rule(writing.session, rule_id)
            for fault in faults_of(rows_of(writing.connection), new.text, new.pipeline_id, writing.clock.today()):
                raise Invalid(fault)
            other = _of_name(writing.session, name)
            if other is not None and other.id != rule_id:
                raise Invalid(f"There is a rule called {other.name} already. Take another name.")
            row.name, row.folded, row.text = name, fold(name), new.text.shown
            row.pipeline_id, row.enabled = new.pipeline_id, new.enabled

    def switch(self, rule_id: int, *, on: bool) -> None:
        """Switches a rule on or off."""
        with self._store.transaction("Switched a rule") as writing:
            row = _rule(writing.session, rule_id)
            writing.name(f"Switched the rule {row.name} {'on' if on else 'off'}")
            row.enabled = on

    def shift(self, rule_id: int, by: int) -> None:
        """Has a rule follow earlier (below 0) or later than its neighbours."""
        with self._store.transaction("Ordered the rules") as writing:
            rows = list(writing.session.exec(select(Rule).order_by(col(Rule.position), col(Rule.id))).all())
            here = rows.index(_rule(writing.session, rule_id))
            rows.insert(max(0, min(len(rows) - 1, here + by)), rows.pop(here))
            for position, row in enumerate(rows):
                row.position = position

    def delete(self, rule_id: int) -> None:
        """Takes a rule away; what it did stays."""
        with self._store.transaction("Deleted a rule") as writing:
            row = _rule(writing.session, rule_id)
            writing.name(f"Deleted the rule {row.name}")
            writing.session.delete(row)

    def find(self, reference: str) -> int:
        """The number of the rule of a name, the only beginning of one, or a number. Raises NotFound."""
        wanted = clean(reference)
        with self._store.reading() as connection:
            rows = rows_of(connection).execute("SELECT id, name, folded FROM rule ORDER BY position, id").fetchall()
        exact = [row for row in rows if row[2] == fold(wanted) or str(row[0]) == wanted]
        begun = [row for row in rows if fold(wanted) and row[2].startswith(fold(wanted))]
        for found in (exact, begun):
            if len(found) == 1:
                return int(found[0][0])
        if len(begun) > 1:
            names = " or ".join(row[1] for row in begun[:5])
            raise NotFound(f"“{fit(wanted, 40)}” could be {names}: write more of it.")
        there = f" The rules are {', '.join(row[1] for row in rows[:20])}." if rows else " There is none yet."
        raise NotFound(f"There is no rule “{fit(wanted, 40)}”.{there}")

    def faults(self, rule: StandingRule) -> list[str]:
        """Sentences on what a rule can't find in the file; [] for one that can be followed."""
        with self._store.reading() as connection:
            return faults_of(rows_of(connection), rule.text, rule.pipeline_id, self._store.clock.today())

    def read(self, text: str) -> RuleText:
        """A rule as typed. Raises Invalid."""
        return read_text(text)


def take_rules(writing: Writing, rules: Sequence[NewRule], pipeline_id: int) -> None:
    """Gives a pipeline the rules of its process: one it has already is written anew, and one whose name another
    pipeline's rule has is called by both names. Raises Invalid for one that can't be followed there."""
    rows = rows_of(writing.connection)
    pipeline = rows.execute("SELECT name FROM pipeline WHERE id = ?", (pipeline_id,)).fetchone()[0]
    position = writing.session.exec(select(func.max(Rule.position))).one() or 0
    for place, rule in enumerate(rules, 1):
        for fault in faults_of(rows, rule.text, pipeline_id, writing.clock.today()):
            raise Invalid(f"The rule {rule.name}: {fault}")
        name = _named(rule.name)
        there = _of_name(writing.session, name)
        if there is not None and there.pipeline_id is None and there.text == rule.text.shown:
            continue  # it is of every pipeline already
        if there is not None and there.pipeline_id != pipeline_id:
            name = fit(f"{fit(name, LONGEST_NAME // 2)} ({pipeline})", LONGEST_NAME)
            there = _of_name(writing.session, name)
        row = there or Rule(name=name, folded=fold(name), text="", position=position + place)
        row.text, row.pipeline_id, row.enabled = rule.text.shown, pipeline_id, rule.enabled
        writing.session.add(row)
        writing.session.flush()


def _named(name: str) -> str:
    wanted = clean(name)
    if not wanted:
        raise Invalid("A rule needs a name, to be found again in history.")
    if len(wanted) > LONGEST_NAME:
        raise Invalid(f"A rule's name has at most {LONGEST_NAME} characters.")
    return wanted


def _of_name(session: Session, name: str) -> Rule | None:
    return session.exec(select(Rule).where(Rule.folded == fold(name))).first()


def _rule(session: Session, rule_id: int) -> Rule:
    row = session.get(Rule, rule_id)
    if row is None:
        raise NotFound("The rule is no longer there.")
    return row
