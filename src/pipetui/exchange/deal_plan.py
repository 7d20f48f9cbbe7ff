"""What an import of deals would write: the new rows by column, and the changes to deals that are there."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import lru_cache
from itertools import compress
from typing import Any

from pipetui.exchange.deal_rows import moments
from pipetui.exchange.known import Known
from pipetui.exchange.ladder import Rung
from pipetui.exchange.people_plan import PeoplePlan
from pipetui.exchange.pipeline_plan import PipelinePlan, plan_pipelines
from pipetui.exchange.rows import Rows
from pipetui.exchange.writes import good_uids
from pipetui.sales.rates import rate_on
from pipetui.values.text import clean, fold
from pipetui.views.rates import converted

_RATE = re.compile(r"\d{1,12}(?:\.\d{1,40})?(?:E[+-]?\d{1,2})?")
_TAGS = re.compile(r"[,;]")


@dataclass(slots=True)
class DealPlan:
    """``deals`` are all rows by column of the file's deal table, in the order of the file.

    ``number`` is the deal of each row that is there already, None where it is new; ``contact`` and ``tags`` are
    the numbers of its people and words. ``keys`` is what ``system`` calls each row, None for rows known by their uid.
    """

    system: str
    pipelines: list[PipelinePlan]
    people: PeoplePlan
    deals: dict[str, list[Any]]
    rungs: list[Rung]
    number: list[int | None]
    keys: list[str | None]
    contact: list[int | None]
    tags: list[tuple[int, ...]]
    new_tags: list[tuple[int, str, str]] = field(default_factory=list)
    new_reasons: list[tuple[int, str, str, int]] = field(default_factory=list)
    stale: list[int] = field(default_factory=list)

    def new(self, values: list[Any]) -> list[Any]:
        """The values of the new deals."""
        if not any(self.number):
            return values
        return list(compress(values, [number is None for number in self.number]))


def plan_deals(rows: Rows, known: Known, system: str, currency: str, pipeline: str | None) -> DealPlan:
    """Works out what the settled rows of a file come to. ``currency`` is the one amounts without one were read in.

    Raises Refused where a column can't be what it was taken for.
    """
    pipelines, places = plan_pipelines(rows, known, pipeline)
    rungs = _rungs(rows, places)
    people = PeoplePlan(known)
    companies = rows.each(people.company, rows.column("company"))
    mail = map(rows.column, ("contact", "email", "phone", "job"))
    contacts = rows.each(people.contact, *mail, companies)
    uids = good_uids(rows.column("uid"))
    keys: list[str | None] = [None if uid else key for uid, key in zip(uids, rows.column("keys"), strict=True)]
    plan = DealPlan(system, pipelines, people, {}, rungs, [], keys, contacts, [])
    plan.number = _numbers(plan, known, uids)
    plan.tags = _tags(plan, rows, known)
    created, since, touched = moments(rows, known.now)
    probability, source = _probabilities(rows, rungs)
    amounts, currencies, base, rate = _money(rows, places, known, currency)
    plan.deals = {
        "pipeline_id": [place.id for place in places],
        "stage_id": [rung.id for rung in rungs],
        "title": rows.column("title"),
        "company_id": companies,
        "owner": rows.column("owner"),
        "product": rows.column("product"),
        "source": rows.column("source"),
        "campaign": rows.column("campaign"),
        "amount": amounts,
        "currency": currencies,
        "base_amount": base,
        "rate": rate,
        "probability": probability,
        "probability_source": source,
        "category": _categories(rows, rungs),
        "expected_close": rows.column("expected_close"),
        "status": rows.column("status"),
        "closed_on": rows.column("closed_on"),
        "reason_id": _reasons(plan, rows, known),
        "created_at": created,
        "stage_since": since,
        "touched_at": touched,
        "pushes": [0] * len(rows),
        "notes": rows.column("notes"),
    }
    if any(uids):
        plan.deals["uid"] = uids
    return plan


def _rungs(rows: Rows, places: Sequence[PipelinePlan]) -> list[Rung]:
    """The stage of each deal."""
    by_id = {place.id: place for place in places}
    told = [place.id for place in places]
    return rows.each(
        lambda number, *stage: by_id[number].rung(*stage), told, rows.column("stage"), rows.column("status")
    )


def _numbers(plan: DealPlan, known: Known, uids: Sequence[str | None]) -> list[int | None]:
    """The deals that are there already; what another program calls a deal that is gone is forgotten."""
    by_key = known.references("deal", plan.system)
    by_uid = known.by_uid("deal", uids) if any(uids) else {}
    if not by_key and not by_uid:
        return [None] * len(uids)
    numbers = [by_uid.get(uid) if uid else by_key.get(key or "") for uid, key in zip(uids, plan.keys, strict=True)]
    there = known.records("deal", ("id",), {number for number in numbers if number is not None})
    plan.stale = sorted({number for number in numbers if number is not None and number not in there})
    return [number if number in there else None for number in numbers]


def _tags(plan: DealPlan, rows: Rows, known: Known) -> list[tuple[int, ...]]:
    if "tags" not in rows:
        return [()] * len(rows)
    numbers = known.tags()

    def read(written: str | None) -> tuple[int, ...]:
        found: dict[int, None] = {}
        for word in _TAGS.split(written or ""):
            name = clean(word).removeprefix("#")
            if not name:
                continue
            if fold(name) not in numbers:
                numbers[fold(name)] = known.take_ids("tag", 1)[0]
                plan.new_tags.append((numbers[fold(name)], name, fold(name)))
            found[numbers[fold(name)]] = None
        return tuple(found)

    return rows.each(read, rows.column("tags"))


def _reasons(plan: DealPlan, rows: Rows, known: Known) -> list[int | None]:
    numbers = known.reasons()

    def read(status: str, why: str | None) -> int | None:
        if why is None or status == "open":
            return None
        key = (status, fold(why))
        if key not in numbers:
            numbers[key] = known.take_ids("reason", 1)[0]
            position = sum(outcome == status for outcome, _ in numbers) - 1
            plan.new_reasons.append((numbers[key], status, why, position))
        return numbers[key]

    return rows.each(read, rows.column("status"), rows.column("why"))


def _probabilities(rows: Rows, rungs: Sequence[Rung]) -> tuple[list[float | None], list[str]]:
    """The deals' own probabilities, where they are not their stage's; and whose it is.

    A closed deal has one only where the file says whose it is: elsewhere it is but another word for won or lost.
    """
    if "probability" not in rows:
        return [None] * len(rows), ["stage"] * len(rows)

    def own(value: float | None, source: str | None, status: str, rung: float) -> float | None:
        return None if value is None or _is_the_stages(source, status, value == rung) else value

    sources = rows.column("probability_source")
    chances = [rung.probability for rung in rungs]
    values = rows.each(own, rows.column("probability"), sources, rows.column("status"), chances)
    return values, [
        "stage" if value is None else "model" if source == "model" else "manual"
        for value, source in zip(values, sources, strict=True)
    ]


def _is_the_stages(source: str | None, status: str, alike: bool) -> bool:
    return source == "stage" or (source is None and (status != "open" or alike))


def _categories(rows: Rows, rungs: Sequence[Rung]) -> list[str | None]:
    """The deals' own forecast categories, where they are not their stage's."""
    if not any(rows.column("category")):
        return [None] * len(rows)

    def own(value: str | None, source: str | None, status: str, rung: str) -> str | None:
        return None if value is None or _is_the_stages(source, status, value == rung) else value

    usual = [rung.category for rung in rungs]
    return rows.each(own, rows.column("category"), rows.column("category_source"), rows.column("status"), usual)


def _money(
    rows: Rows, places: Sequence[PipelinePlan], known: Known, read_in: str
) -> tuple[list[int | None], list[str], list[int | None], list[str | None]]:
    """Amounts and their currencies, in the pipeline's currency, at which rates.

    Other programs have a 0 where a lost deal has no amount.
    """
    known_rate = lru_cache(maxsize=None)(lambda code, base: rate_on(known.connection, code, base, known.today))

    def worth(
        minor: int | None, code: str | None, base: str, status: str, told: str | None, told_base: str | None
    ) -> tuple[int | None, str, int | None, str | None]:
        currency = code or base
        if minor is None or (status == "lost" and minor == 0 and told_base is None):
            return None, currency, None, None
        if code is None and base != read_in:
            minor = converted(minor, read_in, base, Decimal(1))
        if currency == base:
            return minor, currency, minor, None
        rate = _rate(told) if told_base == base else None
        if rate is None:
            rate = known_rate(currency, base)
        if rate is None:
            return minor, currency, None, None
        return minor, currency, converted(minor, currency, base, rate), str(rate)

    amounts, codes = rows.column("amount"), rows.column("currency")
    bases = {place.currency for place in places}
    if (
        len(bases) == 1
        and not set(codes) - bases - {None}
        and 0 not in amounts
        and (None not in codes or bases == {read_in})
    ):
        # Nothing to convert: the same list twice is written once.
        return amounts, list(bases) * len(rows), amounts, [None] * len(rows)
    told = map(rows.column, ("status", "rate", "pipeline_currency"))
    figures = rows.each(worth, amounts, codes, [place.currency for place in places], *told)
    return (
        [figure[0] for figure in figures],
        [figure[1] for figure in figures],
        [figure[2] for figure in figures],
        [figure[3] for figure in figures],
    )


def _rate(told: str | None) -> Decimal | None:
    """A rate as pipetui's own files have it."""
    if told is None or not _RATE.fullmatch(told):
        return None
    return Decimal(told) or None
