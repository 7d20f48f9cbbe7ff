"""Deals as a file tells them: outcome, title, days and moments settled, whatever columns they came from."""

from __future__ import annotations

from datetime import date, time
from hashlib import blake2b
from typing import Any

from pipetui.exchange.deal_fields import EITHER_CLOSE
from pipetui.exchange.fields import squash
from pipetui.exchange.outcome import Told, outcome_of, word_of
from pipetui.exchange.rows import Rows
from pipetui.exchange.systems import WON_STAGES
from pipetui.exchange.templates import stage_name
from pipetui.store import stored_moment
from pipetui.values.clock import local_moment
from pipetui.values.errors import Invalid, Refused
from pipetui.values.text import fold

_NOON = time(12)
_EITHER = frozenset(map(squash, EITHER_CLOSE))
_CATEGORIES = {
    "pipeline": "pipeline",
    "bestcase": "best_case",
    "upside": "best_case",
    "mostlikely": "commit",
    "commit": "commit",
    "omit": "omitted",
    "omitted": "omitted",
}


def settle_deals(rows: Rows, system: str, close_header: str, today: date) -> None:
    """Adds to the rows what every deal has, and rejects those that are none.

    In: the fields of the file. Out: ``status``, ``title``, ``own_title`` (the file's), ``stage`` (None where it tells
    only the outcome), ``category``, ``told_closed_on``, ``closed_on``, ``why``, ``keys``. Raises Refused where
    nothing in the file can be a deal's name.
    """
    if not {"title", "company", "contact"} & rows.values.keys():
        raise Refused('No column is a deal\'s title, company or contact. Say which one is: --map "Header=title".')
    _outcome(rows, system)
    _titles(rows)
    rows.drop_rejected()
    rows.values["category"] = rows.each(_category, rows.column("category"))
    _days(rows, close_header, today)
    rows.values["why"] = rows.each(_why, *map(rows.column, ("status", "reason", "lost_reason", "won_reason")))
    rows.values["keys"] = _keys(rows)


def _outcome(rows: Rows, system: str) -> None:
    """Status and stage; where no column is the stage, a status that is no outcome is one."""
    stages, statuses = rows.column("stage"), rows.column("status")
    said = {word_of(status) for status in set(statuses) if status}
    if "stage" not in rows and None in said:
        stages = statuses
    decides = bool(said & {"won", "lost"})
    won_stages = WON_STAGES.get(system, frozenset())

    def outcome(*told: Any) -> str:
        told_so = Told(*told)
        if told_so.stage and squash(told_so.stage) in won_stages:
            return "won"
        return outcome_of(told_so, status_decides=decides)

    def named(stage: str | None) -> str | None:
        if stage is None or word_of(stage) in ("won", "lost", "closed") or squash(stage) in won_stages:
            return None
        return stage_name(stage)

    flags = map(rows.column, ("is_won", "is_lost", "is_closed", "active", "probability"))
    rows.values["status"] = rows.each(outcome, statuses, stages, *flags)
    rows.values["stage"] = rows.each(named, stages)


def _titles(rows: Rows) -> None:
    """The file's titles; a deal without one is called by its product and company, else by its contact."""
    rows.values["own_title"] = own = list(rows.column("title"))
    if None not in own:
        return

    def title(own: str | None, product: str | None, company: str | None, contact: str | None) -> str:
        made = own or " · ".join(part for part in (product, company) if part) or contact
        if not made:
            raise Invalid("It has no title, and neither product, company nor contact to call it by.")
        return made

    rows.values["title"] = rows.each(title, own, *map(rows.column, ("product", "company", "contact")))


def _category(said: str | None) -> str | None:
    return None if said is None else _CATEGORIES.get(squash(said))


def _why(status: str, reason: str | None, lost: str | None, won: str | None) -> str | None:
    if status == "open":
        return None
    return (lost if status == "lost" else won) or reason


def _days(rows: Rows, close_header: str, today: date) -> None:
    """The closing day of closed deals, as told and as made up from other days, and the expected one of open deals."""
    if set(rows.column("status")) <= {"open"}:
        return
    either = squash(close_header) in _EITHER or squash(close_header.partition(" - ")[2]) in _EITHER
    iso_today = today.isoformat()

    def told(status: str, closed: str | None, won: str | None, lost: str | None, close: str | None) -> str | None:
        if status == "open":
            return None
        return (won if status == "won" else lost) or closed or (close if either else None)

    def made(status: str, told: str | None, changed: str | None, close: str | None) -> str | None:
        if status == "open":
            return None
        return told or (changed[:10] if changed else None) or close or iso_today

    def expected(status: str, close: str | None) -> str | None:
        return None if either and status != "open" else close

    statuses, closes = rows.column("status"), rows.column("expected_close")
    closed = rows.each(told, statuses, *map(rows.column, ("closed", "won_on", "lost_on")), closes)
    rows.values["told_closed_on"] = closed
    rows.values["closed_on"] = rows.each(made, statuses, closed, rows.column("modified"), closes)
    if "expected_close" in rows:
        rows.values["expected_close"] = rows.each(expected, statuses, closes)


def moments(rows: Rows, now: str) -> tuple[list[str], list[str], list[str]]:
    """When deals were created, came to their stage, and were last touched, as the file stores moments.

    What was not told: created now, but not after it was closed; in its stage since it was created; touched when it was
    last changed.
    """

    def made(created: str | None, closed_on: str | None) -> str:
        if created is not None or closed_on is None:
            return created or now
        return min(now, noon(closed_on))

    created = rows.column("created")
    if None in created:
        created = rows.each(made, created, rows.column("closed_on"))
    since = _first_of(rows.column("stage_since"), created)
    touched = _first_of(rows.column("last_activity"), rows.column("modified"), since)
    return created, since, touched


def noon(day: str) -> str:
    """Noon of an ISO day here, as the file stores moments."""
    start = date.fromisoformat(day)
    return stored_moment(local_moment(start, _NOON))


def _first_of(*columns: list[Any]) -> list[Any]:
    """The first value there is, row by row."""
    told = [column for column in columns if any(column)] or [columns[-1]]
    if len(told) == 1 or None not in told[0]:
        return told[0]
    return [next((value for value in values if value is not None), None) for values in zip(*told, strict=True)]


def _keys(rows: Rows) -> list[str]:
    """What the other program calls each row: its number, else what it is known by. The same again is numbered."""
    keys = list(rows.column("id"))
    if None in keys:
        keys = [key or natural for key, natural in zip(keys, _natural(rows), strict=True)]
    if len(set(keys)) == len(keys):
        return keys
    seen: dict[str, int] = {}
    taken = set(keys)
    numbered = []
    for key in keys:
        seen[key] = count = seen.get(key, 0) + 1
        while count > 1 and f"{key}#{count}" in taken:
            count += 1
        numbered.append(key if count == 1 else f"{key}#{count}")
        seen[key] = count
    return numbered


def _natural(rows: Rows) -> list[str]:
    """A short sum of title, company and the day of creation (in UTC, so that it is the same wherever the rep is)."""
    named = zip(*map(rows.column, ("title", "company", "created")), strict=True)
    return [
        blake2b(f"{fold(title)}\0{fold(company or '')}\0{(created or '')[:10]}".encode(), digest_size=12).hexdigest()
        for title, company, created in named
    ]
