"""The one door: opens a pipeline's file and hands out its services, to screens and commands alike."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from pipetui.reading.file import PATIENCE, Reading, is_ready
from pipetui.reading.overview import Overview
from pipetui.values.clock import Clock
from pipetui.values.errors import PipetuiError, Trouble
from pipetui.values.habits import home_currency
from pipetui.values.workdays import is_workday

if TYPE_CHECKING:
    from pipetui.exchange.exports import Exports
    from pipetui.exchange.imports import Imports
    from pipetui.outreach.mails import Mails
    from pipetui.outreach.posting import Posting
    from pipetui.sales.accepting import Accepting
    from pipetui.sales.bulk import Bulk
    from pipetui.sales.cash import CashBooks
    from pipetui.sales.criteria import Criteria
    from pipetui.sales.customers import CustomerSteps
    from pipetui.sales.deals import Deals
    from pipetui.sales.directory import Directory
    from pipetui.sales.exchange_rates import ExchangeRates
    from pipetui.sales.expenses import Expenses
    from pipetui.sales.followups import FollowUps
    from pipetui.sales.history import History
    from pipetui.sales.leads import Leads
    from pipetui.sales.merging import Merging
    from pipetui.sales.own_fields import OwnFields
    from pipetui.sales.payments import Payments
    from pipetui.sales.pipelines import Pipelines
    from pipetui.sales.playbooks import Playbooks
    from pipetui.sales.processes import Processes
    from pipetui.sales.rules import Rules
    from pipetui.sales.saved_views import SavedViews
    from pipetui.sales.scenarios import Scenarios
    from pipetui.sales.settings import Settings
    from pipetui.sales.snapshots import Snapshots
    from pipetui.sales.targets import Targets
    from pipetui.sales.ticks import Ticks
    from pipetui.sales.timeline import Timelines
    from pipetui.store import Store
    from pipetui.views.card import Saved

__all__ = ["Overview", "Workspace", "look_aside", "open_workspace"]

Answer = TypeVar("Answer")


class Workspace:
    """An open pipeline file and what can be done with it.

    ``overview`` reads, and is there at once. The services that write are made when they are first asked for, since
    the tables they need take longer to import than a pipeline takes to read.
    """

    def __init__(self, path: Path, clock: Clock, *, durable: bool = True, patience: float = PATIENCE) -> None:
        """Opens the file, making it with the standard pipeline where there is none. Raises Trouble where it can't.

        ``patience`` is how many seconds another program's writing is waited for.
        """
        self.path = path
        self.clock = clock
        self._durable = durable
        self._patience = patience
        self._missed = False
        if not is_ready(path, patience):
            _ = self.store
        self._reading = Reading(path, patience)
        self.overview = Overview(self._reading, clock)

    @cached_property
    def store(self) -> Store:
        """The file, open for writing."""
        from pipetui.sales.stages import set_up
        from pipetui.store import Store

        store = Store(self.path, self.clock, durable=self._durable, patience=self._patience)
        with store.reading() as connection:
            fresh = connection.exec_driver_sql("SELECT NOT EXISTS (SELECT 1 FROM pipeline)").scalar()
        if fresh:
            with store.transaction("A new pipeline", "start") as writing:
                set_up(writing.session, home_currency())
        return store

    @cached_property
    def deals(self) -> Deals:
        """Adding, moving, winning, losing, editing, deleting, finding."""
        from pipetui.sales.deals import Deals

        return Deals(self.store)

    @cached_property
    def bulk(self) -> Bulk:
        """The same for many deals at once."""
        from pipetui.sales.bulk import Bulk

        return Bulk(self.store)

    @cached_property
    def pipelines(self) -> Pipelines:
        """Adding, naming, ordering, merging and taking away pipelines and stages."""
        from pipetui.sales.pipelines import Pipelines

        return Pipelines(self.store)

    @cached_property
    def mails(self) -> Mails:
        """Mail that came and went, on its deals."""
        from pipetui.outreach.mails import Mails

        return Mails(self.store)

    @cached_property
    def posting(self) -> Posting:
        """Sending mail, and noting it."""
        from pipetui.outreach.posting import Posting

        return Posting(self.store)

    @cached_property
    def playbooks(self) -> Playbooks:
        """What helps with a deal where it stands."""
        from pipetui.sales.playbooks import Playbooks

        return Playbooks(self.store)

    @cached_property
    def processes(self) -> Processes:
        """What stages ask for and say: playbooks, templates."""
        from pipetui.sales.processes import Processes

        return Processes(self.store)

    @cached_property
    def criteria(self) -> Criteria:
        """What stages ask for, line by line."""
        from pipetui.sales.criteria import Criteria

        return Criteria(self.store)

    @cached_property
    def customers(self) -> CustomerSteps:
        """What customers do next."""
        from pipetui.sales.customers import CustomerSteps

        return CustomerSteps(self.store)

    @cached_property
    def people(self) -> Directory:
        """Companies and contacts, and their parts in deals."""
        from pipetui.sales.directory import Directory

        return Directory(self.store)

    @cached_property
    def merging(self) -> Merging:
        """Making two records of one."""
        from pipetui.sales.merging import Merging

        return Merging(self.store)

    @cached_property
    def leads(self) -> Leads:
        """Taking leads in, qualifying, putting off and dropping them."""
        from pipetui.sales.leads import Leads

        return Leads(self.store)

    @cached_property
    def rules(self) -> Rules:
        """Rules that do the routine."""
        from pipetui.sales.rules import Rules

        return Rules(self.store)

    @cached_property
    def accepting(self) -> Accepting:
        """What the rep says is fine."""
        from pipetui.sales.accepting import Accepting

        return Accepting(self.store)

    def keep_up(self) -> list[Saved]:
        """Does what is due by itself, and gives what that was; costs a look at a few rows where nothing is.

        Customers that are late with something become follow-ups, and rules that wait for time to pass follow.
        """
        if not self.overview.automation.is_anything_due():
            return []
        from pipetui.sales.tick import Ticking

        return Ticking(self.store).tick()

    def keep_up_if_free(self) -> None:
        """Does what is due by itself before what was asked for, which does without where that can't be.

        The turn of another program that writes is waited for once: what then writes is refused at once.
        """
        try:
            self.keep_up()
        except Trouble:
            self._patience = 0
            if "store" in self.__dict__:
                self.store.wait_no_longer()
        except PipetuiError:
            pass

    def keep_forecasts(self) -> None:
        """Keeps today's forecasts, where they are not kept yet; costs a look at a few rows where they are."""
        for pipeline, kept in self.overview.forecasts.to_be_kept():
            self.snapshots.keep(pipeline, kept)

    @property
    def has_written(self) -> bool:
        """Whether anything was asked for that writes."""
        return "store" in self.__dict__

    def take_notices(self) -> list[str]:
        """What was done beside what was asked for since this was last asked: what rules did."""
        if "store" not in self.__dict__:
            return []
        notices, self.store.notices = self.store.notices, []
        return notices

    @cached_property
    def ticks(self) -> Ticks:
        """Ticking what a stage asks for, and its checklist."""
        from pipetui.sales.ticks import Ticks

        return Ticks(self.store)

    @cached_property
    def followups(self) -> FollowUps:
        """Planning, finishing, putting off, logging."""
        from pipetui.sales.followups import FollowUps

        return FollowUps(self.store)

    @cached_property
    def fields(self) -> OwnFields:
        """Fields of deals that the rep makes."""
        from pipetui.sales.own_fields import OwnFields

        return OwnFields(self.store)

    @cached_property
    def timelines(self) -> Timelines:
        """Everything about one deal."""
        from pipetui.sales.timeline import Timelines

        return Timelines(self.store)

    @cached_property
    def views(self) -> SavedViews:
        """Filters, orders and columns under a name."""
        from pipetui.sales.saved_views import SavedViews

        return SavedViews(self.store)

    @cached_property
    def history(self) -> History:
        """What was done; undoing and redoing it."""
        from pipetui.sales.history import History

        return History(self._reading, self.clock, lambda: self.store)

    @cached_property
    def targets(self) -> Targets:
        """What is to be brought in."""
        from pipetui.sales.targets import Targets

        return Targets(self.store)

    @cached_property
    def payments(self) -> Payments:
        """Plans of payments, and what was received."""
        from pipetui.sales.payments import Payments

        return Payments(self.store)

    @cached_property
    def expenses(self) -> Expenses:
        """What goes out."""
        from pipetui.sales.expenses import Expenses

        return Expenses(self.store)

    @cached_property
    def cash_books(self) -> CashBooks:
        """The opening balance, and the terms of deals without a plan."""
        from pipetui.sales.cash import CashBooks

        return CashBooks(self.store)

    @cached_property
    def rates(self) -> ExchangeRates:
        """What currencies are worth in one another."""
        from pipetui.sales.exchange_rates import ExchangeRates

        return ExchangeRates(self.store)

    @cached_property
    def snapshots(self) -> Snapshots:
        """What forecasts were."""
        from pipetui.sales.snapshots import Snapshots

        return Snapshots(self.store)

    @cached_property
    def scenarios(self) -> Scenarios:
        """What was supposed, under a name."""
        from pipetui.sales.scenarios import Scenarios

        return Scenarios(self.store)

    @cached_property
    def settings(self) -> Settings:
        """What the rep chose for this file."""
        from pipetui.sales.settings import Settings

        return Settings(self.store)

    @cached_property
    def imports(self) -> Imports:
        """Files of other programs, read into this one."""
        from pipetui.exchange.imports import Imports

        return Imports(self.store)

    @cached_property
    def exports(self) -> Exports:
        """What is in this file, for other programs."""
        from pipetui.exchange.exports import Exports

        return Exports(self._reading, self.clock)

    def get_ready(self) -> None:
        """Makes the services that write, so that the first command need not wait for them."""
        _ = (self.store, self.deals, self.followups, self.timelines)
        is_workday(self.clock.today())  # reads the country's holidays, which a suggestion is not to wait for
        # What another program wrote before the store began to watch is not to be missed.
        self._missed = self._reading.changed()

    def changed_elsewhere(self) -> bool:
        """Whether another program has written to the file since this was last asked."""
        if "store" not in self.__dict__:
            return self._reading.changed()
        missed, self._missed = self._missed, False
        return self.store.changed_elsewhere() or missed

    def close(self) -> None:
        """Closes the file."""
        self._reading.close()
        if "store" in self.__dict__:
            self.store.close()


def open_workspace(path: Path, clock: Clock | None = None, *, durable: bool = True) -> Workspace:
    """Opens the file at ``path``, making it with the standard pipeline where there is none.

    ``durable`` is False only for a file that is thrown away. Raises Trouble where the file can't be used.
    """
    return Workspace(path, clock or Clock(), durable=durable)


def look_aside(path: Path, clock: Clock, call: Callable[[Overview], Answer]) -> Answer:
    """What ``call`` gives for a reading of its own of the file, which may be on any thread. Raises what it raises."""
    reading = Reading(path)
    try:
        return call(Overview(reading, clock))
    finally:
        reading.close()
