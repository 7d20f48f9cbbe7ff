"""The tables of the file, one module per noun; ``TABLES`` for reading rows without an object each."""

from pipetui.model.accepted import Accepted
from pipetui.model.activity import Activity
from pipetui.model.cash import CashBook, Expense, Payment
from pipetui.model.change import Change, ChangeSet
from pipetui.model.company import Company
from pipetui.model.contact import Contact, DealContact
from pipetui.model.customer_step import CustomerStep
from pipetui.model.deal import Deal, StageMove
from pipetui.model.exchange_rate import ExchangeRate
from pipetui.model.external_ref import ExternalRef
from pipetui.model.forecast_snapshot import ForecastSnapshot
from pipetui.model.merged import Merged, NotSame
from pipetui.model.own_field import OwnField, OwnValue
from pipetui.model.pipeline import Pipeline
from pipetui.model.playbook import CadenceStep, Criterion, StageMail, Tick, Waiver
from pipetui.model.reason import Reason
from pipetui.model.record import Record
from pipetui.model.rule import DealCadence, Rule, RuleRun
from pipetui.model.saved_view import SavedView
from pipetui.model.scenario import Scenario
from pipetui.model.setting import Setting
from pipetui.model.stage import Stage
from pipetui.model.tag import DealTag, Tag
from pipetui.model.target import Target

METADATA = Record.metadata
TABLES = METADATA.tables

for _table in TABLES.values():
    # A number once given is never given again: a deleted deal comes back under its own.
    _table.dialect_options["sqlite"]["autoincrement"] = True

__all__ = [
    "METADATA",
    "TABLES",
    "Accepted",
    "Activity",
    "CadenceStep",
    "CashBook",
    "Change",
    "ChangeSet",
    "Company",
    "Contact",
    "Criterion",
    "CustomerStep",
    "Deal",
    "DealCadence",
    "DealContact",
    "DealTag",
    "ExchangeRate",
    "Expense",
    "ExternalRef",
    "ForecastSnapshot",
    "Merged",
    "NotSame",
    "OwnField",
    "OwnValue",
    "Payment",
    "Pipeline",
    "Reason",
    "Record",
    "Rule",
    "RuleRun",
    "SavedView",
    "Scenario",
    "Setting",
    "Stage",
    "StageMail",
    "StageMove",
    "Tag",
    "Target",
    "Tick",
    "Waiver",
]
