"""Rules follow what happens and what does not, in the same step, once, and never round in circles."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from pipetui.reading.rules import read_text
from pipetui.values.clock import Clock
from pipetui.values.errors import Invalid, NotFound, Refused
from pipetui.values.followup import FollowUp
from pipetui.views.automation import NewRule, RuleRun, StandingRule
from pipetui.views.card import Card
from pipetui.views.entry import NewDeal
from pipetui.views.playbook import Beat
from pipetui.workspace import Workspace, open_workspace

TODAY = date(2026, 11, 23)
LEAD, QUALIFIED, DEMO, PROPOSAL, NEGOTIATION = 1, 2, 3, 4, 5


def rule(workspace: Workspace, text: str, name: str = "") -> int:
    return workspace.rules.add(NewRule(name or text[:60], read_text(text)))


def deal(workspace: Workspace, title: str = "Rollout", **known: object) -> Card:
    card = workspace.deals.add(NewDeal(title, **known)).card  # type: ignore[arg-type]  # as the test names them
    assert card is not None
    return card


def move(workspace: Workspace, card: Card, stage: int) -> Card:
    moved = workspace.deals.move(card.id, stage).card
    assert moved is not None
    return moved


def runs(workspace: Workspace) -> list[RuleRun]:
    return workspace.overview.automation.runs()


def later(workspace: Workspace, days: int) -> Workspace:
    return open_workspace(workspace.path, Clock(TODAY + timedelta(days=days)), durable=False)


def test_a_rule_follows_a_move_in_the_same_step_and_goes_back_with_it(workspace: Workspace) -> None:
    card = deal(workspace, company="Acme", amount=20_000_00)
    rule(workspace, "when entered Proposal if value>10k then plan call +2d about the offer to {company}; tag hot")
    moved = move(workspace, card, PROPOSAL)
    assert moved.stage_id == PROPOSAL and moved.tags == ("hot",)
    assert [(step.kind, step.subject, step.due) for step in moved.steps] == [
        ("call", "the offer to Acme", TODAY + timedelta(days=2))
    ]
    [run] = runs(workspace)
    assert run.did == "planned: Call Wed: the offer to Acme; tagged hot" and run.why == "entered Proposal"
    assert workspace.take_notices() == [f"{run.rule}: Rollout: {run.did}"]
    assert not workspace.take_notices()
    workspace.history.undo()
    back = workspace.overview.card(card.id)
    assert (back.stage_id, back.tags, back.steps) == (QUALIFIED, (), ()) and not runs(workspace)


def test_a_rule_is_for_the_deals_its_condition_lets_through(workspace: Workspace) -> None:
    card = deal(workspace, amount=5_000_00)
    rule(workspace, "when entered Proposal if value>10k then tag hot")
    assert move(workspace, card, PROPOSAL).tags == ()
    assert not runs(workspace)


@pytest.mark.parametrize(
    ("text", "tags"),
    [
        ("when created then tag new", ("new",)),
        ("when entered Qualified then tag in", ("in",)),
        ("when entered Demo then tag in", ()),
        ("when won then tag new", ()),
    ],
)
def test_a_new_deal_was_created_and_entered_its_stage(workspace: Workspace, text: str, tags: tuple[str, ...]) -> None:
    rule(workspace, text)
    assert deal(workspace).tags == tags


def test_won_lost_and_reopened(workspace: Workspace) -> None:
    card = deal(workspace)
    for when in ("won", "lost", "reopened"):
        rule(workspace, f"when {when} then tag {when}")
    assert workspace.deals.win(card.id).changes[0].after.tags == ("won",)  # type: ignore[union-attr]  # it is there
    workspace.deals.reopen(card.id)
    workspace.deals.lose(card.id, "price")
    assert workspace.overview.card(card.id).tags == ("lost", "reopened", "won")


def test_a_changed_field_is_waited_for(workspace: Workspace) -> None:
    card = deal(workspace)
    rule(workspace, "when changed close then notify {title} closes {close}")
    workspace.deals.edit(card.id, {"amount": (1_00, "EUR")})
    assert not runs(workspace)
    workspace.deals.edit(card.id, {"expected_close": date(2026, 12, 18)})
    assert workspace.take_notices()[-1].endswith("Rollout: Rollout closes Fri 18 Dec 2026")


def test_rules_have_one_another_follow(workspace: Workspace) -> None:
    card = deal(workspace)
    rule(workspace, "when entered Demo then set category commit")
    rule(workspace, "when changed category then tag sure")
    moved = move(workspace, card, DEMO)
    assert (moved.category, moved.tags) == ("commit", ("sure",))


def test_a_circle_is_stopped_and_written_down(workspace: Workspace) -> None:
    card = deal(workspace)
    rule(workspace, "when entered Demo then move Proposal", "there")
    rule(workspace, "when entered Proposal then move Demo", "and back")
    moved = move(workspace, card, DEMO)
    assert moved.stage_id == DEMO
    assert [(run.rule, run.did) for run in runs(workspace) if "circle" in run.did] == [
        ("there", "stopped: it would go round in circles")
    ]


def test_what_a_rule_cannot_do_is_written_down_and_not_in_the_way(workspace: Workspace) -> None:
    card = deal(workspace)
    rule(workspace, "when entered Demo then move Negotiation; tag seen")
    stage = workspace.overview.pipeline().stages[4]
    assert stage.name == "Negotiation"
    with workspace.store.transaction("Elsewhere") as writing:
        writing.connection.exec_driver_sql("UPDATE stage SET name = 'Talks' WHERE name = 'Negotiation'")
    moved = move(workspace, card, DEMO)
    assert (moved.stage_id, moved.tags) == (DEMO, ("seen",))
    [run] = runs(workspace)
    assert run.did.startswith("could not move Negotiation: There is no stage “negotiation”.")
    [line] = workspace.overview.automation.rules()
    assert line.faults[0].startswith("There is no stage “Negotiation”.")


def test_a_rule_that_moves_does_not_touch(workspace: Workspace) -> None:
    card = deal(workspace)
    rule(workspace, "when untouched 5d then move Demo")
    days = later(workspace, 5)
    days.keep_up()
    moved = days.overview.card(card.id)
    assert (moved.stage_id, moved.touched_at) == (DEMO, card.touched_at)
    days.close()


def test_what_was_untouched_is_met_once_and_again_after_a_touch(workspace: Workspace) -> None:
    card = deal(workspace)
    rule(workspace, "when untouched 10d then plan call about waking it up")
    assert workspace.keep_up() == []
    days = later(workspace, 10)
    [saved] = days.keep_up()
    assert saved.card is not None and [step.subject for step in saved.card.steps] == ["waking it up"]
    assert days.keep_up() == []
    days.history.undo()
    assert days.keep_up() == [], "what was undone is not done again"
    days.deals.edit(card.id, {"amount": (1_00, "EUR")})
    days.close()
    again = later(workspace, 21)
    assert len(again.keep_up()) == 1
    again.close()


def test_a_close_date_that_passed_and_a_follow_up_that_is_late(workspace: Workspace) -> None:
    card = deal(workspace, expected_close=TODAY + timedelta(days=2), next=FollowUp("call", None, "Call"))
    rule(workspace, "when close passed then tag slipped")
    rule(workspace, "when overdue 2d then tag late")
    tags = []
    for days in range(1, 5):
        day = later(workspace, days)
        day.keep_up()
        tags.append(day.overview.card(card.id).tags)
        day.close()
    assert tags == [(), ("late",), ("late", "slipped"), ("late", "slipped")]


def test_a_cadence_goes_on_by_itself_until_the_deal_leaves(workspace: Workspace) -> None:
    plan = workspace.processes.stage(DEMO)
    beats = (Beat(2, "call", "Ask how it went"), Beat(5, "email", "Send the offer"))
    workspace.processes.write_stage(DEMO, replace(plan, cadence=beats))
    rule(workspace, "when entered Demo then start cadence")
    card = move(workspace, deal(workspace), DEMO)
    [first] = card.steps
    assert (first.kind, first.subject, first.due) == ("call", "Ask how it went", date(2026, 11, 25))
    done = workspace.followups.finish(first.id).card
    assert done is not None
    [second] = done.steps
    assert (second.subject, second.due) == ("Send the offer", date(2026, 11, 26))
    workspace.followups.finish(second.id, following=FollowUp("meeting", None, "Mine"))
    mine = workspace.overview.card(card.id).steps
    assert [step.subject for step in mine] == ["Mine"], "what the rep plans comes first"
    last = workspace.followups.finish(mine[0].id).card
    assert last is not None and last.steps[0].subject.startswith("Is it dead?")
    assert workspace.followups.finish(last.steps[0].id).card.steps == ()  # type: ignore[union-attr]  # it is there


def test_leaving_the_stage_ends_its_cadence(workspace: Workspace) -> None:
    plan = workspace.processes.stage(DEMO)
    workspace.processes.write_stage(DEMO, replace(plan, cadence=(Beat(2, "call", "One"), Beat(3, "call", "Two"))))
    rule(workspace, "when entered Demo then start cadence")
    card = move(workspace, move(workspace, deal(workspace), DEMO), PROPOSAL)
    assert workspace.followups.finish(card.steps[0].id).card.steps == ()  # type: ignore[union-attr]  # it is there


def test_a_draft_is_a_mail_with_its_words_filled_in(workspace: Workspace) -> None:
    from pipetui.views.mail import Mail

    plan = workspace.processes.stage(PROPOSAL)
    mail = Mail("Offer", "Our offer to {company}", "Hello {first_name},\n\nhere it is.")
    workspace.processes.write_stage(PROPOSAL, replace(plan, mails=(mail,)))
    rule(workspace, "when entered Proposal then draft Offer")
    card = move(workspace, deal(workspace, company="Acme", contact="Jane Doe"), PROPOSAL)
    [step] = card.steps
    assert (step.kind, step.subject, step.contact) == ("email", "Our offer to Acme", "Jane Doe")
    with workspace.store.reading() as connection:
        [note] = connection.exec_driver_sql("SELECT note FROM activity").scalars()
    assert note == "Hello Jane,\n\nhere it is."


def test_a_draft_takes_the_mails_of_the_templates_and_leaves_what_is_not_known(workspace: Workspace) -> None:
    from pipetui.views.mail import Mail
    from pipetui.views.playbook import Fill

    plan = workspace.processes.stage(PROPOSAL)
    mail = Mail("Offer", "Live by {{ close_date }}", "Hi {{ first_name }},\n{{amount}} for {{ users }} on {{ date }}.")
    workspace.processes.write_stage(PROPOSAL, replace(plan, mails=(mail,)))
    rule(workspace, "when entered Proposal then draft Offer")
    card = deal(workspace, company="Acme", contact="Jane Doe", amount=4_000_000, expected_close=date(2026, 12, 18))
    [step] = move(workspace, card, PROPOSAL).steps
    assert step.subject == "Live by Fri 18 Dec 2026"
    [planned, template] = workspace.playbooks.letters(card.id)
    assert planned.body == "Hi Jane,\n€40,000 for {{ users }} on {{ date }}."
    assert (planned.activity_id, planned.stage) == (step.id, "")
    assert (template.subject, template.open) == ("Live by Fri 18 Dec 2026", ("users", "date"))
    workspace.deals.fill(card.id, Fill(roles={"decision maker": "Max Boss"}))
    named = mail._replace(body="With {{ decision_maker }} and {champion}?")
    workspace.processes.write_stage(PROPOSAL, replace(plan, mails=(named,)))
    assert workspace.playbooks.letters(card.id)[-1].body == "With Max Boss and {champion}?"
    workspace.followups.finish(step.id, "She called back at once")
    with workspace.store.reading() as connection:
        [note] = connection.exec_driver_sql("SELECT note FROM activity WHERE id = ?", (step.id,)).scalars()
    assert note == f"She called back at once\n\n{planned.body}"


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("when entered Propsal then tag x", "There is no stage “Propsal”. Did you mean Proposal?"),
        ("when changed colour then tag x", "There is no field “colour”"),
        ("when won if valu>3 then tag x", "valu"),
        ("when won then move Nowhere", "There is no stage “Nowhere”"),
        ("when won then set prob 140", "140"),
        ("when won then draft Thanks", "There is no mail template “Thanks”."),
        ("when won then start cadence", "No stage has a cadence yet"),
    ],
)
def test_what_a_rule_cannot_find_is_refused_when_it_is_written(workspace: Workspace, text: str, wrong: str) -> None:
    with pytest.raises(Invalid) as told:
        rule(workspace, text)
    assert wrong in str(told.value)
    assert not workspace.overview.automation.rules()


def test_a_name_is_given_once_and_found_again(workspace: Workspace) -> None:
    number = rule(workspace, "when won then tag gold", "Gold")
    with pytest.raises(Invalid, match="a rule called Gold already"):
        rule(workspace, "when lost then tag grey", "gold")
    assert workspace.rules.find("go") == number
    with pytest.raises(NotFound, match="The rules are Gold"):
        workspace.rules.find("silver")
    workspace.rules.switch(number, on=False)
    card = deal(workspace)
    workspace.deals.win(card.id)
    assert not runs(workspace)
    workspace.rules.delete(number)
    with pytest.raises(NotFound):
        workspace.rules.switch(number, on=True)
    with pytest.raises(Refused):
        move(workspace, card, DEMO)


def test_a_dry_run_tells_what_it_would_have_met(workspace: Workspace) -> None:
    first, second = deal(workspace, "First"), deal(workspace, "Second")
    move(workspace, first, DEMO)
    workspace.deals.edit(first.id, {"amount": (9_00, "EUR")})
    day = later(workspace, 30)
    day.deals.win(second.id)

    def met(text: str) -> list[tuple[date, str]]:
        found = day.overview.automation.rehearse(StandingRule(0, "", None, read_text(text)))
        return [(each.day, each.deal) for each in found.met]

    assert met("when entered Demo then tag x") == [(TODAY, "First")]
    assert met("when entered Qualified then tag x") == [(TODAY, "First"), (TODAY, "Second")]
    assert met("when left Qualified then tag x") == [(TODAY, "First")]
    assert met("when changed amount then tag x") == [(TODAY, "First")]
    assert met("when won then tag x") == [(TODAY + timedelta(days=30), "Second")]
    assert met("when created if stage:demo then tag x") == [(TODAY, "First")]
    gap = TODAY + timedelta(days=14)
    assert met("when untouched 14d then tag x") == [(gap, "First"), (gap, "Second")]
    assert not runs(day)
    day.close()


def test_a_condition_may_ask_for_what_is_not_there_yet(workspace: Workspace) -> None:
    rule(workspace, "when changed tags if tag:hot then set category commit")
    rule(workspace, "when entered Demo then tag hot")
    assert move(workspace, deal(workspace), DEMO).category == "commit"
    with pytest.raises(Invalid):
        rule(workspace, "when won if stage:nowhere then tag x")


def test_a_rule_that_meets_very_many_takes_them_a_few_at_a_time(workspace: Workspace) -> None:
    moment = "2026-01-05 09:00:00.000000"
    columns = ("pipeline_id", "stage_id", "title", "currency", "probability_source", "status", "pushes")
    times = ("created_at", "stage_since", "touched_at")
    with workspace.store.transaction("Many") as writing:
        rows = [(1, DEMO, f"Deal {n}", "EUR", "stage", "open", 0, moment, moment, moment) for n in range(700)]
        writing.insert("deal", (*columns, *times), rows)
    rule(workspace, "when untouched 30d then tag cold")
    assert [len(saved.changes) for _ in range(4) for saved in workspace.keep_up()] == [300, 300, 100]
