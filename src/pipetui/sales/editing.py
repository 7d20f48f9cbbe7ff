"""Fields of a deal: each is set here, whichever way it is asked for."""

from __future__ import annotations

from datetime import date
from typing import Any

from pipetui.model import Deal
from pipetui.reading.pipelines import read_pipelines
from pipetui.sales import people
from pipetui.sales.moving import move
from pipetui.sales.own_fields import set_own
from pipetui.sales.stages import pipeline_with
from pipetui.sales.work import Work
from pipetui.values.errors import Invalid
from pipetui.values.money import show
from pipetui.values.text import clean
from pipetui.views.fields import MODEL
from pipetui.views.rates import in_base
from pipetui.views.stage import Pipeline


def set_field(work: Work, deal: Deal, pipeline: Pipeline, name: str, value: Any) -> None:
    """Sets a field to a value as ``views.fields`` reads it. Raises Refused for a stage of a closed deal, Unmet for one
    that asks for more."""
    assert deal.id is not None
    if name == "stage":
        move(work, deal, pipeline, value)
    elif name == "amount":
        deal.amount, deal.currency = value if value is not None else (None, deal.currency)
        convert(deal, pipeline)
        _check_plan(work, deal)
    elif name == "probability" and value == MODEL:
        deal.probability, deal.probability_source = _told_by_history(work, deal.id, pipeline), MODEL
    elif name == "probability":
        deal.probability = to_percent(value)
        deal.probability_source = "stage" if value is None else "manual"
    elif name == "expected_close":
        if is_push(deal.expected_close, value):
            deal.pushes += 1
        deal.expected_close = value
    elif name == "company":
        deal.company_id = people.company_id(work.session, value)
    elif name == "contact":
        people.set_main_contact(work.session, deal.id, people.contact_id(work.session, value, deal.company_id))
    elif name == "tags":
        people.set_tags(work.session, deal.id, value)
    elif name == "title":
        deal.title = titled(value)
    elif name == "notes":
        deal.notes = clean(value or "", multiline=True) or None
    elif name == "category":
        deal.category = value
    elif name in {"owner", "source", "product", "campaign"}:
        setattr(deal, name, clean(value or "") or None)
    else:
        set_own(work, deal.id, name, value)


def _check_plan(work: Work, deal: Deal) -> None:
    """Tells where a deal's plan of payments no longer comes to its amount."""
    planned = work.payments.get(deal.id or 0)
    if planned is not None and planned != (deal.amount or 0):
        worth = "no amount" if deal.amount is None else show(deal.amount, deal.currency)
        work.notices.append(
            f"{deal.title}: its payments come to {show(planned, deal.currency)}, the deal to {worth}. "
            f"pipetui pay {deal.id} scale makes the open ones fit."
        )


def _told_by_history(work: Work, deal_id: int, pipeline: Pipeline) -> float:
    """The chance (percent) that a deal is won at all, by the pipeline's own history as of today."""
    from pipetui.reading.odds import read_odds
    from pipetui.values.periods import period_of

    today = work.clock.today()
    if pipeline.id not in work.odds:
        work.odds[pipeline.id] = read_odds(work.rows, pipeline, today)
    return round(100 * work.odds[pipeline.id].ever(work.before[deal_id], period_of("quarter", today)), 2)


def convert(deal: Deal, pipeline: Pipeline) -> None:
    """Keeps what a deal's amount is worth in its pipeline's currency, and the rate that says so."""
    deal.base_amount, rate = in_base(pipeline.rates, deal.amount, deal.currency, pipeline.currency)
    deal.rate = None if rate is None else str(rate)


def pipeline_of(work: Work, deal_id: int) -> Pipeline:
    """The pipeline of a deal this work is on."""
    return pipeline_with(read_pipelines(work.rows, work.clock.today()), work.before[deal_id].pipeline_id)


def titled(text: str) -> str:
    """A title as it is kept. Raises Invalid where nothing is left of it."""
    if title := clean(text):
        return title
    raise Invalid("A deal needs a title.")


def to_percent(probability: float | None) -> float | None:
    """To two decimals, which is as fine as weighted amounts are worked out."""
    return None if probability is None else round(probability, 2)


def is_push(was: date | None, becomes: date | None) -> bool:
    """Whether a close date moved later, out of its month."""
    if was is None or becomes is None:
        return False
    return (becomes.year, becomes.month) > (was.year, was.month)
