"""What belongs to the deals of an import: who it is with, its tags, and its next step."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import blake2b
from typing import Any

from pipetui.exchange.deal_plan import DealPlan
from pipetui.exchange.known import Known
from pipetui.exchange.rows import Rows
from pipetui.exchange.writes import good_uids
from pipetui.values.followup import kind_of

_STEP = "follow up"
_KIND = "task"

Step = tuple[str, str, tuple[str, str | None] | None]
"""Kind, subject, and when it is due (day, stored moment or None) where that was told."""


@dataclass(slots=True)
class Extras:
    """New rows by column, and planned activities whose due day or subject the file changed, by number.

    ``touches`` are the rows of the file these belong to.
    """

    links: dict[str, list[Any]] = field(default_factory=dict)
    tags: dict[str, list[Any]] = field(default_factory=dict)
    steps: dict[str, list[Any]] = field(default_factory=dict)
    step_keys: list[str] = field(default_factory=list)
    changed_steps: dict[int, tuple[str, Step]] = field(default_factory=dict)
    touches: set[int] = field(default_factory=set)


def plan_extras(plan: DealPlan, rows: Rows, known: Known, deals: Sequence[int]) -> Extras:
    """Links, tags and next steps the file has and the deals (``deals`` by row) don't have yet."""
    extras = Extras()
    there = {number for number in plan.number if number is not None}
    _links(extras, plan, known, deals, there)
    _tags(extras, plan, known, deals, there)
    if "next_step" in rows or "next_step_due" in rows:
        _steps(extras, plan, rows, known, deals)
    return extras


def _links(extras: Extras, plan: DealPlan, known: Known, deals: Sequence[int], there: set[int]) -> None:
    linked: dict[int, dict[int, int]] = {}
    if there:
        for deal, contact, position in known.rows.execute("SELECT deal_id, contact_id, position FROM deal_contact"):
            if deal in there:
                linked.setdefault(deal, {})[contact] = position
    found: list[tuple[int, int, int]] = []
    for at, (deal, contact) in enumerate(zip(deals, plan.contact, strict=True)):
        if contact is None:
            continue
        known_ones = linked.get(deal)
        if known_ones is None:
            found.append((deal, contact, 0))
        elif contact not in known_ones:
            found.append((deal, contact, max(known_ones.values()) + 1))
        else:
            continue
        if deal in there:
            linked.setdefault(deal, {})[contact] = found[-1][2]
            extras.touches.add(at)
    if found:
        columns = map(list, zip(*found, strict=True))
        extras.links = dict(zip(("deal_id", "contact_id", "position"), columns, strict=True))


def _tags(extras: Extras, plan: DealPlan, known: Known, deals: Sequence[int], there: set[int]) -> None:
    if not any(plan.tags):
        return
    has = set(known.rows.execute("SELECT deal_id, tag_id FROM deal_tag")) if there else set()
    found: list[tuple[int, int]] = []
    for at, (deal, tags) in enumerate(zip(deals, plan.tags, strict=True)):
        for tag in tags:
            if (deal, tag) not in has:
                found.append((deal, tag))
                if deal in there:
                    has.add((deal, tag))
                    extras.touches.add(at)
    if found:
        extras.tags = dict(zip(("deal_id", "tag_id"), map(list, zip(*found, strict=True)), strict=True))


def _steps(extras: Extras, plan: DealPlan, rows: Rows, known: Known, deals: Sequence[int]) -> None:
    """Planned activities. What a file said once is not planned again, whatever became of it."""
    says = ("next_step_kind", "next_step", "next_step_due", "status", "next_step_uid")
    told = rows.each(_step, *map(rows.column, says))
    references = known.references("activity", plan.system)
    planned = _planned(known, references)
    names = plan.deals.get("uid") or rows.column("uid")
    uids = good_uids(rows.column("next_step_uid"))
    there = known.by_uid("activity", uids)
    values: dict[str, list[Any]] = {name: [] for name in _COLUMNS}
    for at, step in enumerate(told):
        if step is None:
            continue
        own = f"{names[at] or plan.keys[at]}/next/"
        key = own + blake2b(repr(step).encode(), digest_size=8).hexdigest()
        if key in references or uids[at] in there:
            continue
        extras.touches.add(at)
        if (earlier := planned.get(own)) is not None:
            extras.changed_steps[earlier] = (key, step)
            continue
        extras.step_keys.append(key)
        kind, subject, when = step
        day, moment = when or (known.today.isoformat(), None)
        row = (deals[at], plan.contact[at], kind, subject, day, moment, known.now, uids[at])
        for name, value in zip(_COLUMNS, row, strict=True):
            values[name].append(value)
    if extras.step_keys:
        extras.steps = values


_COLUMNS = ("deal_id", "contact_id", "kind", "subject", "due_on", "due_at", "created_at", "uid")


def _step(
    kind: str | None, text: str | None, due: tuple[str, str | None] | None, status: str, uid: str | None
) -> Step | None:
    """What is next: of a closed deal only where it is known to be planned still."""
    if (text is None and due is None) or (status != "open" and uid is None):
        return None
    first = text.split()[0] if text else ""
    known = kind_of(kind or "") or kind_of(first) or _KIND
    return known, text or _STEP.capitalize(), due


def _planned(known: Known, references: Mapping[str, int]) -> dict[str, int]:
    """What imports planned and is still to be done, by the beginning of what it is called."""
    if not references:
        return {}
    open_ones = {number for (number,) in known.rows.execute("SELECT id FROM activity WHERE done_at IS NULL")}
    return {
        key.rpartition("/")[0] + "/": number
        for key, number in references.items()
        if number in open_ones and "/next/" in key
    }
