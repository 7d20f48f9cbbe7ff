"""The one door: opens a pipeline's file and hands out its services, to screens and commands alike."""

from __future__ import annotations

import os
from pathlib import Path

from pipetui.sales.deals import Deals
from pipetui.sales.followups import FollowUps
from pipetui.sales.forecast import Forecasts
from pipetui.sales.settings import Settings
from pipetui.sales.stages import Stages, set_up
from pipetui.sales.timeline import Timelines
from pipetui.store import Store
from pipetui.values.clock import Clock
from pipetui.values.money import is_currency
from pipetui.values.periods import Period
from pipetui.views.snapshot import Snapshot


class Workspace:
    """An open pipeline file and what can be done with it."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self.clock = store.clock
        self.settings = Settings(store)
        self.stages = Stages(store)
        self.deals = Deals(store)
        self.followups = FollowUps(store)
        self.forecasts = Forecasts(store, self.settings)
        self.timelines = Timelines(store)

    @property
    def path(self) -> Path:
        """Where the file is."""
        return self.store.path

    def snapshot(self, pipeline_id: int | None = None, period: Period | None = None) -> Snapshot:
        """One reading of a pipeline (the first) for the screens, with the figures of a period (the chosen one)."""
        pipelines = self.stages.pipelines()
        pipeline = next((line for line in pipelines if line.id == pipeline_id), pipelines[0])
        period = period or self.forecasts.period()
        cards = self.deals.on_board(pipeline.id, period)
        return Snapshot(
            pipelines=pipelines,
            pipeline=pipeline,
            cards=cards,
            forecast=self.forecasts.of(pipeline, period, cards),
            finished_today=self.followups.finished_today(),
            reasons=self.stages.reasons("lost"),
        )

    def changed_elsewhere(self) -> bool:
        """Whether another program has written to the file since this was last asked."""
        return self.store.changed_elsewhere()

    def close(self) -> None:
        """Closes the file."""
        self.store.close()


def open_workspace(path: Path, clock: Clock | None = None, *, durable: bool = True) -> Workspace:
    """Opens the file at ``path``, making it with the standard pipeline where there is none.

    ``durable`` is False only for a file that is thrown away. Raises Trouble where the file can't be used.
    """
    store = Store(path, clock or Clock(), durable=durable)
    workspace = Workspace(store)
    if not workspace.stages.pipelines():
        with store.transaction("A new pipeline") as writing:
            set_up(writing.session, home_currency())
    return workspace


def home_currency() -> str:
    """The currency of the country the rep's locale names; the euro where it names none."""
    locale = next(
        (os.environ[name] for name in ("LC_ALL", "LC_MONETARY", "LANG") if os.environ.get(name)), ""
    )
    territory = locale.partition(".")[0].partition("@")[0].partition("_")[2].upper()
    if not territory:
        return "EUR"
    from babel.numbers import get_territory_currencies

    current = get_territory_currencies(territory)
    return current[0] if current and is_currency(current[0]) else "EUR"
