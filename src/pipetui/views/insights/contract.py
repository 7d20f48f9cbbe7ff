"""What the JSON of insights promises: amounts in major units, rates in percent, days whole, deals by number."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from pipetui.values.money import major
from pipetui.views.insights.accuracy import Judged
from pipetui.views.insights.coaching import coaching
from pipetui.views.insights.funnel import StageRow
from pipetui.views.insights.groups import Group, Reason
from pipetui.views.insights.incoming import Incoming
from pipetui.views.insights.insights import Insights
from pipetui.views.insights.shares import Share
from pipetui.views.insights.trend import Cohort, Stretch
from pipetui.views.stage import Pipeline


def insights(told: Insights, pipeline: Pipeline, judged: Sequence[Judged]) -> dict[str, Any]:
    """All of it."""
    window, currency = told.window, told.currency
    stages = [row.stage.name for row in told.stages]
    return {
        "window": {"label": window.label, "start": _day(window.first), "end": _day(window.last)},
        "pipeline": pipeline.name,
        "currency": currency,
        "win_rate": _share(told.closed),
        "win_rate_by_value": {**_value(told.by_value, told.value_rate, currency), "lost_without_amount": told.unpriced},
        "cohort": _cohort(told.cohort),
        "won": major(told.won_amount, currency),
        "average_won": _money(told.average, currency),
        "cycle_days": told.cycle,
        "days_to_lose": told.to_lose,
        "open": {"deals": told.here, "amount": major(told.here_amount, currency)},
        "velocity": _money(told.velocity, currency),
        "bottleneck": told.bottleneck.stage.name if told.bottleneck else None,
        "stages": [_stage(row, currency) for row in told.stages],
        "leads": _incoming(told.incoming),
        "over_time": [_stretch(each, currency) for each in told.trend],
        "lost_reasons": [_reason(each, stages, currency) for each in told.lost],
        "won_reasons": [_reason(each, stages, currency) for each in told.won],
        "sources": [_group(each, stages, currency) for each in told.sources],
        "owners": [_group(each, stages, currency) for each in told.owners],
        "products": [_group(each, stages, currency) for each in told.products],
        "sizes": [_group(each, stages, currency) for each in told.sizes],
        "pushes": [_group(each, stages, currency) for each in told.pushes],
        "forecasts": [_judged(each, currency) for each in judged],
        "advice": [{"says": each.said, "do": each.todo, "deals": list(each.ids)} for each in coaching(told)],
    }


def _share(share: Share) -> dict[str, Any]:
    low, high = share.ends
    ends = (None, None) if not share.of else (_percent(low), _percent(high))
    return {"count": share.hits, "of": share.of, "rate": _percent(share.rate), "low": ends[0], "high": ends[1]}


def _value(share: Share, rate: float | None, currency: str) -> dict[str, Any]:
    return {
        "won": major(share.hits, currency),
        "closed": major(share.of, currency),
        "rate": _percent(rate),
    }


def _cohort(cohort: Cohort) -> dict[str, Any]:
    return {
        "created": cohort.number,
        "won": cohort.won,
        "lost": cohort.lost,
        "open": cohort.open,
        "rate": _percent(cohort.rate.rate),
        "open_rate": _percent(Share(cohort.open, cohort.number).rate),
    }


def _stage(row: StageRow, currency: str) -> dict[str, Any]:
    return {
        "stage": row.stage.name,
        "entered": row.entered,
        "went_on": row.went_on,
        "lost": row.lost,
        "undecided": row.undecided,
        "won": row.won,
        "conversion": _share(row.conversion),
        "conversion_decided": _share(row.decided),
        "median_days": row.median,
        "p80_days": row.slow,
        "stays": row.stays,
        "usual_days": row.usual,
        "open": {"deals": row.here, "amount": major(row.here_amount, currency)},
        "held_up": {
            "deals": row.held,
            "amount": major(row.held_amount, currency),
            "days_over": row.days_over,
            "amount_days": major(row.money_days, currency),
        },
    }


def _incoming(came: Incoming) -> dict[str, Any]:
    return {
        "came": came.came,
        "answered": came.answered,
        "median_answer_hours": None if came.answer is None else round(came.answer / 3600, 2),
        "qualified": came.qualified,
        "dropped": came.dropped,
        "waiting": came.waiting,
        "conversion": _share(came.decided),
        "answered_within_a_day": _share(came.quick),
        "answered_later_or_never": _share(came.late),
    }


def _stretch(each: Stretch, currency: str) -> dict[str, Any]:
    return {
        "period": each.period.label,
        "start": each.period.start.isoformat(),
        "end": each.period.end.isoformat(),
        "win_rate": _share(each.closed),
        "win_rate_by_value": {**_value(each.by_value, each.value_rate, currency), "lost_without_amount": each.unpriced},
        "cohort": _cohort(each.cohort),
    }


def _reason(each: Reason, stages: Sequence[str], currency: str) -> dict[str, Any]:
    return {
        "reason": each.name or None,
        "deals": each.number,
        "amount": major(each.amount, currency),
        "stages": dict(zip(stages, each.by_stage, strict=True)),
    }


def _group(each: Group, stages: Sequence[str], currency: str) -> dict[str, Any]:
    return {
        "name": each.name or None,
        "leads": each.leads,
        "deals": each.deals,
        "win_rate": _share(each.closed),
        "won": major(each.won_amount, currency),
        "average_won": _money(each.average, currency),
        "cycle_days": each.cycle,
        "open": {"deals": each.here, "amount": major(each.here_amount, currency)},
        "conversions": {name: _share(share) for name, share in zip(stages, each.conversions, strict=True)},
    }


def _judged(each: Judged, currency: str) -> dict[str, Any]:
    return {
        "period": each.period.label,
        "start": each.period.start.isoformat(),
        "end": each.period.end.isoformat(),
        "forecast": major(each.forecast, currency),
        "actual": major(each.actual, currency),
        "accuracy": _percent(each.accuracy),
        "bias": _percent(each.bias),
        "source": "kept" if each.is_kept else "replayed",
    }


def _percent(rate: float | None) -> float | None:
    return None if rate is None else round(100 * rate, 2)


def _money(minor: int | None, currency: str) -> int | float | None:
    return None if minor is None else major(minor, currency)


def _day(number: int) -> str:
    return date.fromordinal(number).isoformat()
