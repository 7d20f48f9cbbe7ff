"""What findings are held against, read from a file: answers, addresses, musts, usual stays, twins."""

from datetime import timedelta

from pipetui.reading.health import read_health
from pipetui.values.clock import Clock
from pipetui.views.entry import NewDeal
from pipetui.views.health import Facts
from pipetui.workspace import Workspace, open_workspace


def facts(workspace: Workspace) -> Facts:
    pipeline = workspace.overview.pipeline()
    with workspace.overview._reading.rows() as rows:
        _, found, _ = read_health(rows, pipeline, workspace.overview.today())
    return found


def test_who_can_be_reached_and_which_leads_were_answered(workspace: Workspace) -> None:
    for title, contact in (("One", "Ida"), ("Two", "Omar"), ("Three", "")):
        workspace.deals.add(NewDeal(title, contact=contact or None, stage="lead"))
    with workspace.store.transaction("Addresses") as writing:
        writing.connection.exec_driver_sql("UPDATE contact SET phone = '+49 30 1' WHERE name = 'Ida'")
        writing.connection.exec_driver_sql("UPDATE contact SET email = '' WHERE name = 'Omar'")
    workspace.followups.log(1, "note", "Thought of them")
    workspace.followups.log(2, "call", "Spoke to them")
    found = facts(workspace)
    assert (set(found.reachable), set(found.answered)) == ({1}, {2})


def test_what_a_stage_insists_on_and_a_deal_lacks(workspace: Workspace) -> None:
    demo = next(stage for stage in workspace.overview.pipeline().stages if stage.name == "Demo")
    workspace.criteria.add(demo.id, "Amount known", "amount", "hard")
    workspace.criteria.add(demo.id, "Budget confirmed", "", "hard")
    workspace.criteria.add(demo.id, "Nice to have", "", "soft")
    workspace.deals.add(NewDeal("Bare", stage="demo"))
    workspace.deals.add(NewDeal("With amount", amount=100, stage="demo"))
    workspace.deals.add(NewDeal("Elsewhere", stage="proposal"))
    assert dict(facts(workspace).lacking) == {1: ("Amount known", "Budget confirmed"), 2: ("Budget confirmed",)}


def test_which_deals_may_be_there_twice(workspace: Workspace) -> None:
    for title in ("Fleet renewal", "Renewal fleet", "Warehouse"):
        workspace.deals.add(NewDeal(title, amount=100_000, company="Acme"))
    found = facts(workspace)
    assert dict(found.alike) == {1: (2,), 2: (1,)}
    assert found.titles == {1: "Fleet renewal", 2: "Renewal fleet"}


def test_how_long_four_fifths_stay_in_a_stage(workspace: Workspace) -> None:
    start = workspace.overview.today() - timedelta(days=100)
    path = workspace.path
    for number, days in enumerate((2, 4, 6, 8, 30), start=1):
        then = open_workspace(path, Clock(start), durable=False)
        then.deals.add(NewDeal(f"Deal {days}", stage="qualified"))
        then.close()
        then = open_workspace(path, Clock(start + timedelta(days=days)), durable=False)
        then.deals.win(number)
        then.close()
    qualified = next(stage for stage in workspace.overview.pipeline().stages if stage.name == "Qualified")
    assert facts(workspace).slow[qualified.id] == 8
