"""Saved views and rules follow a new name, in the same entry of history."""

from dataclasses import replace

import pytest

from pipetui.exchange.processes import template
from pipetui.values.rules import parse_rule
from pipetui.views.automation import NewRule
from pipetui.views.entry import NewDeal
from pipetui.views.saved_view import SavedView
from pipetui.views.stage_draft import Draft
from pipetui.workspace import Workspace

DEMO, PROPOSAL = 3, 4


def keep(workspace: Workspace, *filters: str) -> None:
    for number, text in enumerate(filters):
        workspace.views.save(SavedView(f"View {number}", text))


def rule(workspace: Workspace, text: str, pipeline_id: int | None = None) -> None:
    workspace.rules.add(NewRule(f"Rule {len(rules(workspace))}", parse_rule(text), pipeline_id))


def rules(workspace: Workspace) -> list[str]:
    return [line.rule.text.shown for line in workspace.overview.automation.rules()]


def filters(workspace: Workspace) -> list[str]:
    return [view.filter for view in workspace.overview.views() if view.is_own]


def rename(workspace: Workspace, stage: int, name: str) -> None:
    workspace.pipelines.restage(Draft.of(workspace.overview.pipeline()).change(stage, name=name))


def test_views_and_rules_follow_a_stage_and_one_undo_takes_it_all_back(workspace: Workspace) -> None:
    deal = workspace.deals.add(NewDeal("Clinic", amount=1, stage_id=PROPOSAL)).card
    assert deal is not None
    keep(workspace, "clinic stage:proposal..", "stage:demo")
    rule(workspace, "when entered Proposal if stage:prop value>10k then tag hot; move Negotiation")
    rule(workspace, "when created if stage:demo.. then move Proposal; set stage Proposal")
    before = filters(workspace), rules(workspace)
    rename(workspace, PROPOSAL, "Offer sent")
    assert filters(workspace) == ['clinic stage:"Offer sent"..', "stage:demo"]
    assert rules(workspace) == [
        'when entered Offer sent if stage:"Offer sent" value>10k then tag hot; move Negotiation',
        "when created if stage:demo.. then move Offer sent; set stage Offer sent",
    ]
    assert all(not line.faults for line in workspace.overview.automation.rules())
    assert workspace.overview.ids(workspace.overview.filter(filters(workspace)[0])) == [deal.id]
    workspace.history.undo()
    assert (filters(workspace), rules(workspace)) == before
    assert workspace.overview.pipeline().stage(PROPOSAL).name == "Proposal"
    workspace.history.redo()
    assert filters(workspace) == ['clinic stage:"Offer sent"..', "stage:demo"]


def test_two_stages_change_their_names_with_one_another(workspace: Workspace) -> None:
    keep(workspace, "stage:demo")
    rule(workspace, "when entered Demo if stage:proposal then move Proposal")
    draft = Draft.of(workspace.overview.pipeline()).change(DEMO, name="other").change(PROPOSAL, name="Demo")
    workspace.pipelines.restage(draft.change(DEMO, name="Proposal"))
    assert filters(workspace) == ["stage:Proposal"]
    assert rules(workspace) == ["when entered Proposal if stage:Demo then move Demo"]


def test_a_stage_renamed_in_its_playbook_is_followed(workspace: Workspace) -> None:
    keep(workspace, "stage:demo")
    rule(workspace, "when left Demo then tag seen")
    workspace.processes.write_stage(DEMO, replace(workspace.processes.stage(DEMO), name="Trial"))
    assert filters(workspace) == ["stage:Trial"]
    assert rules(workspace) == ["when left Trial then tag seen"]


def test_where_other_pipelines_have_a_stage_of_the_name(workspace: Workspace) -> None:
    """Views ask for both, a rule of another pipeline stays, and one of all that can name but one stays too."""
    other = workspace.processes.add(replace(template("simple"), rules=()), "Partners")
    assert "Proposal" in workspace.overview.pipeline("Partners").stage_names
    keep(workspace, "stage:proposal")
    rule(workspace, "when entered Proposal if stage:proposal then tag hot", 1)
    rule(workspace, "when entered Proposal if stage:proposal then tag hot", other)
    rule(workspace, "when entered Proposal if stage:proposal then tag hot")
    rename(workspace, PROPOSAL, "Offer")
    assert filters(workspace) == ["stage:Offer,Proposal"]
    assert rules(workspace) == [
        "when entered Offer if stage:Offer then tag hot",
        "when entered Proposal if stage:proposal then tag hot",
        "when entered Proposal if stage:Offer,Proposal then tag hot",
    ]


@pytest.mark.parametrize("becomes", ["Direct sales", "if then when"])
def test_a_pipeline_is_followed(workspace: Workspace, becomes: str) -> None:
    keep(workspace, "pipeline:sales value>1")
    rule(workspace, "when created if pipeline:sales then tag hot")
    workspace.pipelines.rename(1, becomes)
    assert filters(workspace) == [f'pipeline:"{becomes}" value>1']
    followed = "if then" not in becomes  # a rule could not be read with that in it, and says what it lacks
    assert (rules(workspace) == [f'when created if pipeline:"{becomes}" then tag hot']) is followed
    workspace.history.undo()
    assert filters(workspace) == ["pipeline:sales value>1"]


def test_a_choice_is_followed(workspace: Workspace) -> None:
    workspace.fields.add("Size", "choice", ["small", "large"])
    keep(workspace, "size:small", "small")
    rule(workspace, "when created if size:small,large then set size small")
    workspace.fields.rename_choice("size", "small", "tiny one")
    assert filters(workspace) == ['size:"tiny one"', "small"]
    assert rules(workspace) == ['when created if size:"tiny one",large then set size tiny one']
