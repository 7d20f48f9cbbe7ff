"""Pipelines and stages are changed with a place for every deal, and a look at the totals before."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cards import PIPELINE, cards
from cards import QUALIFIED as STAGE
from cards import card as a_card
from pipetui.exchange.processes import template
from pipetui.sales.guard import Passing
from pipetui.values.errors import Invalid, Refused
from pipetui.views.card import Card
from pipetui.views.entry import NewDeal
from pipetui.views.process import Exit, StagePlan
from pipetui.views.stage_draft import Draft, read_change
from pipetui.views.sums import Sums
from pipetui.workspace import Workspace

LEAD, QUALIFIED, DEMO, PROPOSAL, NEGOTIATION = range(1, 6)


def draft_of(workspace: Workspace) -> Draft:
    return Draft.of(workspace.overview.pipeline())


def names(workspace: Workspace) -> list[str]:
    return [stage.name for stage in workspace.overview.pipeline().stages]


def deal(workspace: Workspace, stage: int, amount: int = 100_00) -> Card:
    card = workspace.deals.add(NewDeal(f"Deal {stage}", amount=amount, stage_id=stage)).card
    assert card is not None
    return card


def test_stages_are_added_named_and_ordered(workspace: Workspace) -> None:
    draft = draft_of(workspace).add("Trial", after=DEMO)
    assert draft.stages[3].probability == 50  # half way between 40 and 60
    draft = draft.change(QUALIFIED, name="Demo2").change(DEMO, name="Qualified").change(QUALIFIED, name="Demo")
    draft = draft.move(NEGOTIATION, -1)
    workspace.pipelines.restage(draft)
    assert names(workspace) == ["Lead", "Demo", "Qualified", "Trial", "Negotiation", "Proposal"]
    workspace.pipelines.restage(
        draft_of(workspace).change(NEGOTIATION, probability=75, never_rots=True, category="pipeline")
    )
    stage = workspace.overview.pipeline().stage(NEGOTIATION)
    assert (stage.probability, stage.rotting_days, stage.category) == (75, None, "pipeline")


def test_a_stage_that_goes_leaves_no_deal_behind(workspace: Workspace) -> None:
    still_open, lost = deal(workspace, DEMO), deal(workspace, DEMO)
    workspace.deals.lose(lost.id, "price")
    moved = deal(workspace, QUALIFIED)
    workspace.deals.step(moved.id, 1)
    workspace.deals.step(moved.id, 1)
    workspace.pipelines.restage(draft_of(workspace).delete(DEMO, PROPOSAL))
    assert names(workspace) == ["Lead", "Qualified", "Proposal", "Negotiation"]
    for card in (still_open, lost, moved):
        assert workspace.overview.card(card.id).stage_id == PROPOSAL
    moves = [event.text for event in workspace.timelines.detail(moved.id).timeline if event.kind == "stage"]
    assert moves == ["Qualified → Proposal"]


def test_a_merge_takes_the_criteria_along(workspace: Workspace) -> None:
    plan = workspace.processes.stage(DEMO)
    workspace.processes.write_stage(DEMO, StagePlan(plan.name, exits=(Exit("They saw it"), Exit("Both"))))
    workspace.processes.write_stage(PROPOSAL, StagePlan("Proposal", exits=(Exit("Both"),)))
    workspace.pipelines.restage(draft_of(workspace).merge(DEMO, PROPOSAL))
    assert [line.text for line in workspace.processes.stage(PROPOSAL).exits] == ["Both", "They saw it"]


def test_what_can_not_be_is_a_sentence(workspace: Workspace) -> None:
    draft = draft_of(workspace)
    with pytest.raises(Refused, match="Demo can't take in its own deals"):
        draft.merge(DEMO, DEMO)
    with pytest.raises(Invalid, match="There is a stage called Demo already"):
        draft.change(PROPOSAL, name="demo")
    with pytest.raises(Invalid, match="There is a stage called Lead already"):
        draft.add("Lead")
    with pytest.raises(Refused, match="Lead is of the lead phase, so it comes before"):
        draft.move(LEAD, 2)
    alone = draft
    for stage in (DEMO, PROPOSAL, NEGOTIATION):
        alone = alone.delete(stage, QUALIFIED)
    with pytest.raises(Refused, match="Qualified is the last open stage of Sales"):
        alone.delete(QUALIFIED, LEAD)
    with pytest.raises(Refused, match="needs at least one stage that is open"):
        alone.change(QUALIFIED, phase="lead")
    for field, text in (("probability", "120"), ("rotting", "soon"), ("category", "x"), ("phase", ""), ("size", "1")):
        with pytest.raises(Invalid):
            read_change(draft, DEMO, field, text)


def test_stages_changed_elsewhere_are_not_overwritten(workspace: Workspace) -> None:
    draft = draft_of(workspace).change(DEMO, probability=10)
    workspace.pipelines.restage(draft_of(workspace).change(DEMO, probability=20))
    with pytest.raises(Refused, match="changed elsewhere"):
        workspace.pipelines.restage(draft)


def test_a_pipeline_that_goes_leaves_no_deal_behind(workspace: Workspace) -> None:
    card = deal(workspace, DEMO)
    with pytest.raises(Refused, match="is the only pipeline"):
        workspace.pipelines.delete(1)
    number = workspace.processes.add(template("saas"), "Products")
    with pytest.raises(Refused, match=r"Sales has 1 deal\. Say which pipeline they go to: Products\."):
        workspace.pipelines.delete(1)
    with pytest.raises(Refused, match="its own deals"):
        workspace.pipelines.delete(1, 1)
    with pytest.raises(Invalid, match="a pipeline called Sales already"):
        workspace.pipelines.rename(number, " sales ")
    workspace.pipelines.delete(1, number)
    there = workspace.overview.card(card.id)
    assert there.pipeline_id == number
    assert workspace.overview.pipeline().stage(there.stage_id).name == "Demo"


def test_a_template_over_deals_loses_no_stage_and_no_tick(workspace: Workspace) -> None:
    workspace.processes.take(template("simple"), 1)
    card = deal(workspace, DEMO)
    [first, *_] = workspace.playbooks.coaching(card.id).playbook.exits
    workspace.ticks.set(card.id, [first.id])
    workspace.processes.take(template("saas"), 1)
    assert {"Qualified", "Negotiation", "Demo", "Trial", "New lead", "Lead"} <= set(names(workspace))
    again = workspace.processes.stage(DEMO)
    workspace.processes.write_stage(DEMO, again)
    assert workspace.processes.stage(DEMO) == again
    assert workspace.playbooks.coaching(card.id).met & {line.id for line in workspace.playbooks.of(DEMO).exits}


def test_a_line_worded_anew_keeps_its_ticks(workspace: Workspace) -> None:
    workspace.processes.write_stage(DEMO, StagePlan("Demo", exits=(Exit("They saw it"), Exit("They want it"))))
    card = deal(workspace, DEMO)
    first, second = workspace.playbooks.of(DEMO).exits
    workspace.ticks.set(card.id, [first.id, second.id])
    workspace.processes.write_stage(DEMO, StagePlan("Demo", exits=(Exit("They want it"), Exit("They really saw it"))))
    assert len(workspace.playbooks.coaching(card.id).met) == 2
    with pytest.raises(Invalid, match="A deal has no field “colour”"):
        workspace.processes.write_stage(DEMO, StagePlan("Demo", exits=(Exit("Colour", "colour"),)))


def test_criteria_of_a_template_are_in_the_way(workspace: Workspace) -> None:
    workspace.processes.take(template("simple"), 1)
    card = deal(workspace, PROPOSAL, amount=1)
    moved = workspace.deals.move(card.id, NEGOTIATION, Passing(anyway=True)).card
    assert moved is not None and moved.waived == 3  # the amount is set


@given(st.lists(cards(1).filter(lambda card: card.is_open), max_size=8), st.integers(0, 100), st.booleans())
@settings(max_examples=60, deadline=None)
def test_the_look_at_the_totals_loses_no_deal_and_no_money(hand: list[Card], chance: int, merges: bool) -> None:
    draft = Draft.of(PIPELINE).change(2, probability=float(chance))
    draft = draft.delete(3, 4) if merges else draft
    lines, before, after = draft.totals(hand)
    assert before == Sums.of([each for each in hand if each.stage_id != 1])
    assert sum(line.after.number for line in lines if line.after) == len(hand)
    assert (before.number, before.amount) == (after.number, after.amount)
    if not merges and chance == 20:
        assert before == after
    changed = [card for card in hand if card.stage_id == 2 and card.probability_source == "stage"]
    if not changed and not merges:
        assert before == after


def test_what_half_a_chance_less_does_to_a_known_total() -> None:

    hand = [a_card(1, STAGE, 10_001), a_card(2, STAGE, 333, probability=50.0, probability_source="manual")]
    _, before, after = Draft.of(PIPELINE).change(STAGE.id, probability=10).totals(hand)
    assert (before.weighted, after.weighted) == (2000 + 167, 1000 + 167)
