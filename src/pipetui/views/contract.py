"""What JSON promises: deals, activities, agenda and forecast with exactly the keys the documentation names.

Amounts are numbers in major units with ``currency`` beside them, days are ISO 8601, moments local with their
offset. Keys are added, never renamed.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from pipetui.values.clock import to_local
from pipetui.values.money import major, weighted
from pipetui.values.own import Money, OwnValue
from pipetui.views.agenda import SECTIONS, Agenda, Row
from pipetui.views.card import Card, Step, Wait
from pipetui.views.forecast import Forecast
from pipetui.views.stage import Pipeline

if TYPE_CHECKING:
    from pipetui.views.cash.entries import Owed
    from pipetui.views.odds import Outlook, Total
    from pipetui.views.odds.backtest import Backtest


def deal(card: Card, pipeline: Pipeline, today: date) -> dict[str, Any]:
    """A deal; ``weighted`` is in the deal's own currency, null without an amount or once it is closed."""
    stage = pipeline.stage(card.stage_id)
    counts = card.is_open and card.amount is not None
    return {
        "id": card.id,
        "title": card.title,
        "company": card.company,
        "contact": card.contact,
        "owner": card.owner,
        "pipeline": pipeline.name,
        "stage": stage.name,
        "status": card.status,
        "amount": _money(card.amount, card.currency),
        "currency": card.currency,
        "probability": number(card.probability),
        "probability_source": card.probability_source,
        "weighted": _money(weighted(card.amount or 0, card.probability), card.currency) if counts else None,
        "expected_close": _day(card.expected_close),
        "created": _day(card.created_on),
        "stage_since": _day(card.stage_since),
        "closed": _day(card.closed_on),
        "reason": card.reason,
        "source": card.source,
        "tags": list(card.tags),
        "next_step": None if card.next_step is None else _next_step(card.next_step),
        "rotting_days": card.rotting_days(stage, today),
        "fields": {key: own(value) for key, value in card.own},
        "campaign": card.campaign,
        "nurture_until": _day(card.nurture_until),
        "customer_step": _customer_step(card.waits[0]) if card.waits else None,
        "passed_over": card.waived,
    }


def own(value: OwnValue) -> Any:
    """What a deal says for a field of the rep's own; money as an amount with its ``currency``."""
    match value:
        case Money(minor, currency):
            return {"amount": major(minor, currency), "currency": currency}
        case date():
            return value.isoformat()
        case Decimal():
            return int(value) if value == int(value) else float(value)
    return value


def deals(cards: Iterable[Card], pipelines: Iterable[Pipeline], today: date) -> list[dict[str, Any]]:
    """Deals of any of the pipelines, in the order handed in."""
    by_id = {pipeline.id: pipeline for pipeline in pipelines}
    return [deal(card, by_id[card.pipeline_id], today) for card in cards]


def activity(row: Row, pipeline: Pipeline, today: date) -> dict[str, Any]:
    """A line of the agenda; what speaks of the follow-up itself is null for a deal that has none."""
    card, step, wait, owed = row
    if wait is not None:
        return _waiting_for(card, wait, pipeline, today)
    if owed is not None:
        return _owed(card, owed, pipeline, today)
    return {
        "id": step and step.id,
        "deal_id": card.id,
        "deal": card.title,
        "company": card.company,
        "contact": (step and step.contact) or card.contact,
        "kind": step and step.kind,
        "subject": step and step.subject,
        "due": step and due(step),
        "overdue_days": max(0, (today - step.due).days) if step else 0,
        "amount": _money(card.amount, card.currency),
        "currency": card.currency,
        "stage": pipeline.stage(card.stage_id).name,
        "repeats": step and step.every and step.every.shown,
        "snoozes": step.snoozes if step else 0,
        "put_off_reason": step and step.put_off_reason,
    }


def _owed(card: Card, owed: Owed, pipeline: Pipeline, today: date) -> dict[str, Any]:
    """A payment that is overdue, as a line of the agenda; ``id`` is the payment's, null where it follows from terms."""
    return {
        "id": owed.entry.record,
        "deal_id": card.id,
        "deal": card.title,
        "company": card.company,
        "contact": card.contact,
        "kind": owed.entry.kind,
        "subject": owed.entry.label,
        "due": _day(owed.due),
        "overdue_days": (today - owed.due).days,
        "amount": _money(owed.entry.whole, owed.currency),
        "currency": owed.currency,
        "stage": pipeline.stage(card.stage_id).name,
    }


def _waiting_for(card: Card, wait: Wait, pipeline: Pipeline, today: date) -> dict[str, Any]:
    """What a customer does next, as a line of the agenda; ``id`` is the step's own."""
    return {
        "id": wait.id,
        "deal_id": card.id,
        "deal": card.title,
        "company": card.company,
        "contact": wait.who or card.contact,
        "kind": "customer",
        "subject": wait.what,
        "due": wait.due.isoformat(),
        "overdue_days": max(0, (today - wait.due).days),
        "amount": _money(card.amount, card.currency),
        "currency": card.currency,
        "stage": pipeline.stage(card.stage_id).name,
    }


def agenda(view: Agenda, pipelines: Iterable[Pipeline]) -> dict[str, list[dict[str, Any]]]:
    """The sections of an agenda, each in the order it is worked."""
    by_id = {pipeline.id: pipeline for pipeline in pipelines}
    return {
        name: [activity(row, by_id[row.card.pipeline_id], view.today) for row in view.sections[name]]
        for name in SECTIONS
    }


def forecast(view: Forecast, told: Outlook | None = None) -> dict[str, Any]:
    """The figures of a period, and what it will probably bring, null where that was not asked.

    ``new_business`` is null where only some deals are counted: nobody knows which of those to come they would be.
    """
    figures = view.figures()
    currency = figures.currency
    return {
        "period": {
            "label": figures.period.label,
            "start": _day(figures.period.start),
            "end": _day(figures.period.end),
        },
        "currency": currency,
        "target": _money(figures.target, currency),
        "won": _money(figures.won, currency),
        "commit": _money(figures.commit, currency),
        "best_case": _money(figures.best_case, currency),
        "pipeline": _money(figures.pipeline, currency),
        "weighted": _money(figures.weighted, currency),
        "expected": _money(figures.expected, currency),
        "new_business": None if told is None or view.is_narrowed else _money(told.new_business, currency),
        "total": None if told is None else _total(told.total, currency),
        "gap": _money(figures.gap, currency),
        "coverage": None if figures.coverage is None else round(figures.coverage, 4),
        "slipped": {"count": figures.slipped.number, "amount": _money(figures.slipped.amount, currency)},
        "deals": figures.open.number,
        "stages": _stages(view),
    }


def _total(total: Total, currency: str) -> dict[str, Any]:
    return {name: _money(minor, currency) for name, minor in total._asdict().items()}


def backtest(told: Backtest) -> dict[str, Any]:
    """What each number would have said of past periods, and what came. Shares (0.25 is 25%) have four digits.

    ``coverage_80`` is told of expected alone, which has a range; ``last_year`` is null where the file has none.
    """

    def money(minor: int | None) -> int | float | None:
        return _money(minor, told.currency)

    return {
        "currency": told.currency,
        "methods": [
            {
                "name": method.name,
                "wape": _share(method.wape),
                "bias": _share(method.bias),
                "coverage_80": _share(method.coverage_80),
            }
            for method in told.methods
        ],
        "most_right": told.most_right,
        "periods": [
            {
                "start": _day(each.period.start),
                "end": _day(each.period.end),
                "actual": money(each.actual),
                "weighted": money(each.weighted),
                "commit": money(each.commit),
                "expected": money(each.expected),
                "p10": money(each.p10),
                "p90": money(each.p90),
                "open": {"actual": money(each.open_actual), "expected": money(each.open_expected)},
                "last_year": money(each.last_year),
            }
            for each in told.periods
        ],
    }


def due(step: Step) -> str:
    """When a follow-up is due: a day, or a local moment with its offset where it has a time."""
    return step.due.isoformat() if step.at is None else to_local(step.at).isoformat(timespec="seconds")


def _stages(view: Forecast) -> list[Mapping[str, Any]]:
    ordered = sorted((view.stages[stage_id] for stage_id in view.by_stage), key=lambda stage: stage.position)
    return [
        {
            "stage": stage.name,
            "count": view.by_stage[stage.id].number,
            "amount": _money(view.by_stage[stage.id].amount, view.currency),
            "probability": number(stage.probability),
            "weighted": _money(view.by_stage[stage.id].weighted, view.currency),
        }
        for stage in ordered
    ]


def _next_step(step: Step) -> dict[str, Any]:
    return {"id": step.id, "kind": step.kind, "subject": step.subject, "due": due(step)}


def _customer_step(wait: Wait) -> dict[str, Any]:
    return {"id": wait.id, "what": wait.what, "who": wait.who, "due": wait.due.isoformat()}


def _money(minor: int | None, currency: str) -> int | float | None:
    return None if minor is None else major(minor, currency)


def _share(value: float | None) -> float | None:
    return None if value is None else round(value, 4)


def number(value: float) -> int | float:
    """A number as JSON carries it: a whole one without decimals."""
    return int(value) if value == int(value) else value


def _day(day: date | None) -> str | None:
    return None if day is None else day.isoformat()
