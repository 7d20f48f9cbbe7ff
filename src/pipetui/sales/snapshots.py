"""Keeping what forecasts were, once a day, by itself."""

from __future__ import annotations

from collections.abc import Iterable

from sqlmodel import select

from pipetui.model import ForecastSnapshot
from pipetui.store import Store
from pipetui.values.periods import Period
from pipetui.views.kept_forecast import KeptForecast
from pipetui.views.stage import Pipeline


class Snapshots:
    """The service that keeps forecasts. What it does is no step: there is nothing to undo in it."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def keep(self, pipeline: Pipeline, kept: Iterable[tuple[Period, KeptForecast]]) -> None:
        """Keeps each period's figures for its day: what is known already stays, and expected is added to it."""
        with self._store.transaction("Kept the forecast", "aside") as writing:
            for period, each in kept:
                known = writing.session.exec(
                    select(ForecastSnapshot).where(
                        ForecastSnapshot.pipeline_id == pipeline.id,
                        ForecastSnapshot.day == each.day,
                        ForecastSnapshot.starts == period.start,
                        ForecastSnapshot.ends == period.end,
                    )
                ).first()
                if known is None:
                    row = ForecastSnapshot(
                        pipeline_id=pipeline.id, starts=period.start, ends=period.end, **each._asdict()
                    )
                    writing.session.add(row)
                elif known.expected is None and each.expected is not None:
                    for name, value in each._asdict().items():
                        setattr(known, name, value)
