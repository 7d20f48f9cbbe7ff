"""What a rep is to bring in, per period."""

from __future__ import annotations

from sqlmodel import Session, select

from pipetui.model import Target
from pipetui.store import Store
from pipetui.values.errors import Invalid
from pipetui.values.money import show
from pipetui.values.periods import Period
from pipetui.values.text import clean, fit
from pipetui.views.stage import Pipeline


class Targets:
    """The service that sets targets."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def set(self, pipeline: Pipeline, period: Period, amount: int | None, owner: str = "") -> None:
        """Sets, or with None takes away, the target of a period, in minor units of the pipeline's currency.

        ``owner`` is whose it is; "" for the whole pipeline's.
        """
        owner = clean(owner[:500])
        whose = f" of {fit(owner, 40)}" if owner else ""
        if amount is not None and amount <= 0:
            raise Invalid("A target is more than nothing. Leave it empty to have none.")
        label = (
            f"No target{whose} for {period.label}"
            if amount is None
            else f"Target{whose} for {period.label}: {show(amount, pipeline.currency)}"
        )
        with self._store.transaction(label) as writing:
            target = _stored_target(writing.session, pipeline.id, period, owner)
            if amount is None:
                if target is not None:
                    writing.session.delete(target)
            elif target is None:
                writing.session.add(
                    Target(pipeline_id=pipeline.id, owner=owner, starts=period.start, ends=period.end, amount=amount)
                )
            else:
                target.amount = amount


def _stored_target(session: Session, pipeline_id: int, period: Period, owner: str) -> Target | None:
    return session.exec(
        select(Target).where(
            Target.pipeline_id == pipeline_id,
            Target.owner == owner,
            Target.starts == period.start,
            Target.ends == period.end,
        )
    ).first()
