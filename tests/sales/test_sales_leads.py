"""Leads are taken in, qualified, put off until their day, and dropped; how long a first answer took is known."""

from datetime import date, timedelta

import pytest

from pipetui.sales.guard import Passing
from pipetui.values.clock import Clock
from pipetui.values.errors import Invalid, Refused
from pipetui.values.followup import FollowUp
from pipetui.views.entry import NewDeal
from pipetui.views.leads import Inbox
from pipetui.views.playbook import Fill
from pipetui.workspace import Workspace, open_workspace

QUALIFIED = 2


def inbox(workspace: Workspace) -> Inbox:
    return workspace.overview.inbox(workspace.overview.pipeline())


def capture(workspace: Workspace, title: str) -> int:
    card = workspace.leads.capture(NewDeal(title, source="web", campaign="spring")).card
    assert card is not None
    return card.id


def test_a_lead_becomes_a_deal_with_a_next_step_and_keeps_where_it_came_from(workspace: Workspace) -> None:
    number = capture(workspace, "Acme")
    assert [lead.card.id for lead in inbox(workspace).leads] == [number] and inbox(workspace).unanswered == 1
    made = workspace.leads.qualify(number, Passing(fill=Fill(next=FollowUp("call", None, "Call")))).card
    assert made is not None
    assert (made.stage_id, made.source, made.campaign, len(made.steps)) == (QUALIFIED, "web", "spring", 1)
    assert not inbox(workspace).leads
    with pytest.raises(Refused, match="is no lead"):
        workspace.leads.qualify(number)


def test_a_lead_put_off_comes_back_by_itself(workspace: Workspace) -> None:
    number = capture(workspace, "Acme")
    with pytest.raises(Invalid, match="on a day ahead"):
        workspace.leads.nurture(number, date(2026, 11, 23))
    workspace.leads.nurture(number, date(2026, 12, 1))
    assert not inbox(workspace).leads and len(inbox(workspace).nurtured) == 1
    later = open_workspace(workspace.path, Clock(date(2026, 12, 1)), durable=False)
    assert len(inbox(later).leads) == 1
    later.close()


def test_the_first_answer_is_a_talk_and_its_median_is_known(workspace: Workspace) -> None:
    one, two = capture(workspace, "One"), capture(workspace, "Two")
    workspace.followups.log(one, "note", "Looked them up")
    assert inbox(workspace).median is None
    later = open_workspace(workspace.path, Clock(date(2026, 11, 24)), durable=False)
    later.followups.log(one, "call", "Spoke to them")
    there = inbox(later)
    assert (there.median, there.answers, there.unanswered) == (timedelta(days=1), 1, 1)
    assert [lead.card.id for lead in there.leads] == [two, one]
    later.leads.drop(two, "no budget")
    assert later.overview.card(two).status == "lost"
    later.close()
