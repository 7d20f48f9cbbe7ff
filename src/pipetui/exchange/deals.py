"""The import of deals, with their pipelines, stages, people, tags and next steps, in one transaction."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pipetui.exchange.deal_extras import Extras, plan_extras
from pipetui.exchange.deal_plan import DealPlan, plan_deals
from pipetui.exchange.deal_rows import settle_deals
from pipetui.exchange.deal_updates import DealUpdate, plan_updates
from pipetui.exchange.importing import PREVIEW, Planned
from pipetui.exchange.known import Known
from pipetui.exchange.own_columns import OwnPlan, plan_own, read_own_columns, write_own_columns
from pipetui.exchange.pipeline_plan import write_pipelines
from pipetui.exchange.progress import Part
from pipetui.exchange.rows import Rows
from pipetui.exchange.writes import filled_uids, update_row, write_references
from pipetui.store import Writing
from pipetui.values.money import major


class DealImport:
    """The import of a file of deals. ``currency`` is the one that amounts without one were read in."""

    def __init__(self, rows: Rows, system: str, currency: str, pipeline: str | None, close_header: str) -> None:
        self.rows = rows
        self._system = system
        self._currency = currency
        self._pipeline = pipeline
        self._close_header = close_header
        self._mapped = frozenset(rows.values)
        self._plan: DealPlan
        self._updates: list[DealUpdate]
        self._extras: Extras
        self._own: OwnPlan
        self._deals: list[int]
        self._now: str

    def plan(self, known: Known) -> Planned:
        """Works out what would be written. Raises Refused where a column can't be what it was taken for."""
        self._now = known.now
        read_own_columns(self.rows, known, self._currency)
        settle_deals(self.rows, self._system, self._close_header, known.today)
        plan = self._plan = plan_deals(self.rows, known, self._system, self._currency, self._pipeline)
        created = plan.number.count(None)
        fresh = known.take_ids("deal", created)
        new = iter(fresh)
        all_new = created == len(self.rows)
        self._deals = list(fresh) if all_new else [next(new) if at is None else at for at in plan.number]
        self._updates = plan_updates(plan, self.rows, known, self._mapped)
        self._extras = plan_extras(plan, self.rows, known, self._deals)
        self._own = plan_own(plan, self.rows, known, self._deals)
        self._extras.touches |= self._own.touches
        changed = {update.number for update in self._updates}
        changed |= {number for at in self._extras.touches if (number := plan.number[at]) is not None}
        updated = sum(number in changed for number in plan.number if number is not None)
        return Planned(
            created=created,
            updated=updated,
            unchanged=len(self.rows) - created - updated,
            preview=tuple(self._shown(at) for at in range(min(PREVIEW, len(self.rows)))),
            new_stages=tuple(name for pipeline in plan.pipelines for name in pipeline.new_stages),
        )

    def write(self, writing: Writing, told: Part) -> None:
        """Writes what was planned."""
        plan = self._plan
        if not len(self.rows):
            return
        if None in plan.number or self._updates:
            write_pipelines(plan.pipelines, writing)
        self._write_words(writing)
        self._write_new(writing, told.part(0, 0.8))
        for done, update in enumerate(self._updates):
            _write_update(update, self._now, writing)
            if done % 1_000 == 0:
                told.at(0.8 + 0.15 * done / len(self._updates))
        self._write_extras(writing)
        write_own_columns(self._own, writing)
        told.at(1)

    def _shown(self, at: int) -> Mapping[str, Any]:
        deals = self._plan.deals
        amount, currency = deals["amount"][at], deals["currency"][at]
        return {
            "title": deals["title"][at],
            "company": self.rows.column("company")[at],
            "amount": None if amount is None else major(amount, currency),
            "currency": currency,
            "stage": self._plan.rungs[at].name,
            "status": deals["status"][at],
            "expected_close": deals["expected_close"][at],
            "owner": deals["owner"][at],
        }

    def _write_words(self, writing: Writing) -> None:
        """Companies, contacts, tags and reasons that something written needs."""
        plan, updates = self._plan, self._updates
        companies = {*plan.new(plan.deals["company_id"]), *(update.values.get("company_id") for update in updates)}
        contacts = {*self._extras.links.get("contact_id", ()), *self._extras.steps.get("contact_id", ())}
        plan.people.write(companies, contacts, writing)
        tags = set(self._extras.tags.get("tag_id", ()))
        writing.insert("tag", ("id", "name", "folded"), [row for row in plan.new_tags if row[0] in tags])
        reasons = {*plan.new(plan.deals["reason_id"]), *(update.values.get("reason_id") for update in updates)}
        writing.insert(
            "reason",
            ("id", "outcome", "name", "position"),
            [row for row in plan.new_reasons if row[0] in reasons],
        )

    def _write_new(self, writing: Writing, told: Part) -> None:
        plan = self._plan
        numbers = plan.new(self._deals)
        if not numbers:
            return
        if plan.stale:
            marks = ", ".join("?" * len(plan.stale))
            writing.connection.exec_driver_sql(
                f"DELETE FROM external_ref WHERE kind = 'deal' AND record_id IN ({marks})", tuple(plan.stale)
            )
        columns = {"id": numbers} | {name: plan.new(values) for name, values in plan.deals.items()}
        if "uid" in columns:
            columns["uid"] = filled_uids(columns["uid"])
        writing.insert_columns("deal", columns, lambda done: told.at(0.7 * done / len(numbers)))
        named = [pair for pair in zip(numbers, plan.new(plan.keys), strict=True) if pair[1] is not None]
        write_references(writing, "deal", plan.system, named)

    def _write_extras(self, writing: Writing) -> None:
        """Links, tags and next steps, of new deals and of old."""
        extras, plan = self._extras, self._plan
        writing.insert_columns("deal_contact", extras.links)
        writing.insert_columns("deal_tag", extras.tags)
        named: list[tuple[int, str | None]] = []
        if extras.steps:
            first = writing.next_id("activity")
            numbers = list(range(first, first + len(extras.step_keys)))
            names = filled_uids(extras.steps["uid"])
            zeros = [0] * len(numbers)
            writing.insert_columns("activity", {**extras.steps, "id": numbers, "uid": names, "snoozes": zeros})
            named += zip(numbers, extras.step_keys, strict=True)
        for number, (key, (kind, subject, when)) in extras.changed_steps.items():
            values: dict[str, Any] = {"kind": kind, "subject": subject}
            if when is not None:
                values["due_on"], values["due_at"] = when
            update_row(writing, "activity", number, values)
            named.append((number, key))
        write_references(writing, "activity", plan.system, named)


def _write_update(update: DealUpdate, now: str, writing: Writing) -> None:
    if update.moved_from is not None:
        at = update.values.get("stage_since", now)
        writing.insert(
            "stage_move",
            ("deal_id", "from_stage_id", "to_stage_id", "at"),
            [(update.number, update.moved_from, update.values["stage_id"], at)],
        )
    update_row(writing, "deal", update.number, update.values)
