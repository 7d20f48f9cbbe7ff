"""The forecast of a period: targets, what was won, and the stage-weighted figures of what is open."""

from __future__ import annotations

from datetime import date, timedelta

from sqlalchemy import Connection, func, select
from sqlmodel import Session
from sqlmodel import select as select_model

from pipetui.model import TABLES, Target
from pipetui.sales.cards import DEAL, read_cards
from pipetui.sales.settings import Settings
from pipetui.store import Store
from pipetui.values.errors import Invalid
from pipetui.values.money import show
from pipetui.values.periods import Period
from pipetui.views.card import Card
from pipetui.views.forecast import Forecast
from pipetui.views.stage import Pipeline


class Forecasts:
    """The service for periods, targets and their figures."""

    def __init__(self, store: Store, settings: Settings) -> None:
        self._store = store
        self._settings = settings

    def of(self, pipeline: Pipeline, period: Period, cards: list[Card] | None = None) -> Forecast:
        """The running figures of a period; ``cards`` are the pipeline's open deals, read where not handed in."""
        stages = {stage.id: stage for stage in pipeline.stages}
        forecast = Forecast(period, self._store.clock.today(), pipeline.currency, stages)
        with self._store.reading() as connection:
            if cards is None:
                cards = read_cards(connection, DEAL.pipeline_id == pipeline.id, DEAL.status == "open")
            forecast.count(card for card in cards if card.is_open)
            forecast.won = won_in(connection, pipeline.id, period)
            forecast.target = target_for(connection, pipeline.id, period)
            forecast.win_rate = win_rate(connection, pipeline.id, self._store.clock.today())
        return forecast

    def period(self, text: str = "") -> Period:
        """The period a rep names; nothing names the current one of the kind chosen for this file."""
        return self._settings.period(text)

    def set_target(self, pipeline: Pipeline, period: Period, amount: int | None) -> None:
        """Sets, or with None takes away, the target of a period, in minor units of the pipeline's currency."""
        if amount is not None and amount <= 0:
            raise Invalid("A target is more than nothing. Leave it empty to have none.")
        label = (
            f"No target for {period.label}"
            if amount is None
            else f"Target for {period.label}: {show(amount, pipeline.currency)}"
        )
        with self._store.transaction(label) as writing:
            target = _stored_target(writing.session, pipeline.id, period)
            if amount is None:
                if target is not None:
                    writing.session.delete(target)
            elif target is None:
                writing.session.add(
                    Target(pipeline_id=pipeline.id, starts=period.start, ends=period.end, amount=amount)
                )
            else:
                target.amount = amount


def won_in(connection: Connection, pipeline_id: int, period: Period) -> int:
    """What was won in a period, in minor units of the pipeline's currency."""
    won = connection.scalar(
        select(func.sum(DEAL.base_amount)).where(
            DEAL.pipeline_id == pipeline_id,
            DEAL.status == "won",
            DEAL.closed_on.between(period.start, period.end),
        )
    )
    return int(won or 0)


def target_for(connection: Connection, pipeline_id: int, period: Period) -> int | None:
    """The target of exactly that period; else the sum of those of its parts, where they fill it without a gap."""
    target = TABLES["target"].c
    rows = connection.execute(
        select(target.starts, target.ends, target.amount)
        .where(
            target.pipeline_id == pipeline_id,
            target.owner == "",
            target.starts >= period.start,
            target.ends <= period.end,
        )
        .order_by(target.starts, target.ends.desc())
    ).all()
    total, due = 0, period.start
    for starts, ends, amount in rows:
        if starts == due:
            total += amount
            due = ends + timedelta(days=1)
    return total if rows and due > period.end else None


def win_rate(connection: Connection, pipeline_id: int, today: date) -> float | None:
    """Won / (won + lost), by count, of the deals closed in the year before; None where none was."""
    counts = connection.execute(
        select(DEAL.status, func.count())
        .where(
            DEAL.pipeline_id == pipeline_id,
            DEAL.status.in_(("won", "lost")),
            DEAL.closed_on.between(today - timedelta(days=365), today),
        )
        .group_by(DEAL.status)
    ).all()
    by_status: dict[str, int] = {row[0]: row[1] for row in counts}
    closed = sum(by_status.values())
    return by_status.get("won", 0) / closed if closed else None


def _stored_target(session: Session, pipeline_id: int, period: Period) -> Target | None:
    return session.exec(
        select_model(Target).where(
            Target.pipeline_id == pipeline_id,
            Target.owner == "",
            Target.starts == period.start,
            Target.ends == period.end,
        )
    ).first()
