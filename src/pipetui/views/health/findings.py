"""Everything that can be wrong, in one table: what it is called, how bad it is, what mends it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from pipetui.views.card import Card
from pipetui.views.health import closed_deals, open_deals
from pipetui.views.health.facts import Facts
from pipetui.views.health.open_deals import Said

Severity = Literal["money", "risk", "tidy"]
SEVERITIES: tuple[Severity, ...] = ("money", "risk", "tidy")
"""How bad it is, worst first: it costs money, a number or a deal may be wrong, it is only untidy."""

Mend = Literal[
    "amount", "expected_close", "probability", "contact", "company", "plan", "done", "deal", "checklist", "person"
]
"""What mends it: a field that is set, a step that is planned or finished, the deal looked at, its checklist ticked,
an address of its contact."""


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that can be wrong: ``look`` says of a deal what is, None where nothing is."""

    id: str
    title: str
    severity: Severity
    mend: Mend
    look: Callable[[Card, Facts], Said | None]
    of: Literal["open", "closed"] = "open"


FINDINGS: tuple[Finding, ...] = (
    Finding("slipped", "Close date has passed", "money", "expected_close", open_deals.slipped),
    Finding("commit_adrift", "Committed, without a next step", "money", "plan", open_deals.commit_adrift),
    Finding("rotting", "Rotting", "money", "plan", open_deals.rotting),
    Finding("overdue", "Next step is late", "money", "done", open_deals.overdue),
    Finding("customer_late", "The customer is late", "money", "done", open_deals.customer_late),
    Finding("unanswered", "Lead waits for an answer", "money", "plan", open_deals.unanswered),
    Finding("no_rate", "No rate for its currency", "money", "deal", open_deals.no_rate),
    Finding("no_amount", "No amount", "money", "amount", open_deals.no_amount),
    Finding("no_close_date", "No close date", "money", "expected_close", open_deals.no_close_date),
    Finding("no_next_step", "No next step", "risk", "plan", open_deals.no_next_step),
    Finding("pushed", "Pushed again and again", "risk", "expected_close", open_deals.pushed),
    Finding("put_off", "Put off again and again", "risk", "done", open_deals.put_off),
    Finding("too_soon", "Closes this month, in an early stage", "risk", "expected_close", open_deals.too_soon),
    Finding("stuck", "Far longer in its stage than most", "risk", "deal", open_deals.stuck),
    Finding("musts", "Lacks what its stage insists on", "risk", "checklist", open_deals.musts),
    Finding("passed_over", "Went on without something", "risk", "deal", open_deals.passed_over),
    Finding("odd_probability", "Probability far from its stage's", "risk", "probability", open_deals.odd_probability),
    Finding("odd_amount", "Amount out of the pattern", "risk", "amount", open_deals.odd_amount),
    Finding("twice", "May be there twice", "risk", "deal", open_deals.twice),
    Finding("no_contact", "No contact", "tidy", "contact", open_deals.no_contact),
    Finding("no_address", "Contact without an address", "tidy", "person", open_deals.no_address),
    Finding("no_company", "No company", "tidy", "company", open_deals.no_company),
    Finding("closed_ahead", "Closed on a day to come", "risk", "deal", closed_deals.closed_ahead, "closed"),
    Finding("won_without_amount", "Won without an amount", "risk", "amount", closed_deals.won_without_amount, "closed"),
    Finding("without_reason", "Lost without a reason", "tidy", "deal", closed_deals.without_reason, "closed"),
)
"""All of them, the worst first where the money is the same."""

BY_ID = {finding.id: finding for finding in FINDINGS}
