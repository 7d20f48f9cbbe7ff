"""What customers do next is waited for, and asked for once when it is late."""

from datetime import UTC, date, datetime

import pytest

from pipetui.values.clock import Clock
from pipetui.values.customer import parse_customer
from pipetui.values.errors import Invalid
from pipetui.views.agenda import Agenda
from pipetui.views.entry import NewDeal
from pipetui.views.playbook import CustomerStepNew
from pipetui.workspace import Workspace, open_workspace

TODAY = date(2026, 11, 23)
NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)


def test_a_line_says_what_who_and_by_when() -> None:
    read = parse_customer("@'Jane Doe' sends the signed order fri", NOW)
    assert (read.what, read.who, read.due) == ("sends the signed order", "Jane Doe", date(2026, 11, 27))
    with pytest.raises(Invalid, match="By when"):
        parse_customer("sends the order", NOW)
    with pytest.raises(Invalid, match="What does the customer do"):
        parse_customer(" ", NOW)


def test_it_is_waited_for_and_asked_for_once(workspace: Workspace) -> None:
    card = workspace.deals.add(NewDeal("Fleet")).card
    assert card is not None
    workspace.customers.plan(card.id, CustomerStepNew("sends the order", date(2026, 11, 25), "Jane"))
    view = Agenda(TODAY)
    view.fill(workspace.overview.open_cards())
    assert [row.wait.what for row in view.sections["waiting_for"] if row.wait] == ["sends the order"]
    workspace.keep_up()
    assert not workspace.overview.card(card.id).steps
    later = open_workspace(workspace.path, Clock(date(2026, 11, 26)), durable=False)
    later.keep_up()
    later.keep_up()
    [step] = later.overview.card(card.id).steps
    assert (step.kind, step.subject, step.due) == ("call", "Ask for it: sends the order", date(2026, 11, 26))
    later.customers.done(later.overview.card(card.id).waits[0].id)
    after = later.overview.card(card.id)
    assert (after.waits, after.steps) == ((), ())
    later.close()
