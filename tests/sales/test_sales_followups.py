"""Planning, finishing, putting off, dropping and logging; and what all that does to rotting."""

from collections.abc import Callable
from datetime import UTC, date, datetime, time

import pytest

from days import on
from pipetui.values.clock import local_moment
from pipetui.values.errors import Invalid, NotFound, Refused
from pipetui.values.followup import FollowUp, parse_followup
from pipetui.values.when import When
from pipetui.views.card import Card, Saved, Step
from pipetui.views.entry import NewDeal
from pipetui.workspace import Workspace

TUESDAY, FRIDAY = date(2026, 11, 24), date(2026, 11, 27)
CALL = FollowUp("call", When(FRIDAY, time(15)), "Call about pricing")


def only(saved: Saved) -> Card:
    [change] = saved.changes
    assert change.after is not None
    return change.after


def activities(workspace: Workspace) -> list[tuple[object, ...]]:
    with workspace.store.reading() as connection:
        rows = connection.exec_driver_sql(
            "SELECT kind, subject, note, done_at IS NOT NULL, snoozes, contact_id FROM activity ORDER BY id"
        )
        return [tuple(row) for row in rows]


def entries(workspace: Workspace) -> int:
    with workspace.store.reading() as connection:
        return int(connection.exec_driver_sql("SELECT count(*) FROM change_set").scalar_one())


@pytest.fixture
def deal(workspace: Workspace) -> int:
    return only(workspace.deals.add(NewDeal("Rollout", contact="Jane"))).id


@pytest.fixture
def step(workspace: Workspace, deal: int) -> Step:
    [step] = only(workspace.followups.plan(deal, CALL)).steps
    return step


def test_a_planned_follow_up_is_the_next_step(workspace: Workspace, step: Step) -> None:
    assert (step.kind, step.subject, step.due, step.contact, step.snoozes) == (
        "call",
        "Call about pricing",
        FRIDAY,
        "Jane",
        0,
    )
    assert step.at == local_moment(FRIDAY, time(15))
    email = FollowUp("email", When(TUESDAY), "")
    card = only(workspace.followups.plan(step.deal_id, email))
    assert [(each.kind, each.subject) for each in card.steps] == [("email", "Email"), ("call", "Call about pricing")]
    card = only(workspace.followups.plan(step.deal_id, FollowUp("task", None, "Now")))
    assert card.next_step is not None
    assert card.next_step.due == date(2026, 11, 23)


def test_follow_ups_are_in_order_of_day_then_time(workspace: Workspace, deal: int) -> None:
    for subject, at in (("any", None), ("late", time(17)), ("early", time(8, 30))):
        workspace.followups.plan(deal, FollowUp("call", When(FRIDAY, at), subject))
    assert [step.subject for step in workspace.overview.card(deal).steps] == ["early", "late", "any"]


def test_finishing_and_the_next_one_are_one_transaction(workspace: Workspace, step: Step) -> None:
    before = entries(workspace)
    saved = workspace.followups.finish(step.id, "They sign\nThursday ", FollowUp("email", When(TUESDAY), "Send it"))
    assert saved.label == "Followed up Rollout"
    assert [each.subject for each in only(saved).steps] == ["Send it"]
    assert entries(workspace) == before + 1
    assert activities(workspace) == [
        ("call", "Call about pricing", "They sign\nThursday", 1, 0, 1),
        ("email", "Send it", None, 0, 0, 1),
    ]
    assert workspace.overview.snapshot().finished_today == 1
    commands: list[Callable[[], Saved]] = [
        lambda: workspace.followups.finish(step.id),
        lambda: workspace.followups.snooze(step.id, When(FRIDAY)),
        lambda: workspace.followups.reschedule(step.id, CALL),
        lambda: workspace.followups.drop(step.id),
    ]
    for refused in commands:
        with pytest.raises(Refused, match="“Call about pricing” was finished already"):
            refused()


def test_what_was_never_planned_does_not_count_as_finished(workspace: Workspace, deal: int) -> None:
    workspace.followups.log(deal, "call", "Spoke to Jane")
    assert workspace.overview.snapshot().finished_today == 0
    with on(workspace, TUESDAY) as later:
        [step] = only(later.followups.plan(deal, CALL)).steps
        later.followups.finish(step.id)
        assert later.overview.snapshot().finished_today == 1
    assert workspace.overview.snapshot().finished_today == 0


def test_putting_off_is_counted_and_keeps_the_time(workspace: Workspace, step: Step) -> None:
    told = []
    for until in (
        When(date(2026, 11, 30)),
        When(date(2026, 12, 1), time(9)),
        When(date(2026, 11, 26)),  # nearer: that is no snooze
    ):
        [each] = only(workspace.followups.snooze(step.id, until)).steps
        told.append((each.due, each.at, each.snoozes))
    assert told == [
        (date(2026, 11, 30), local_moment(date(2026, 11, 30), time(15)), 1),
        (date(2026, 12, 1), local_moment(date(2026, 12, 1), time(9)), 2),
        (date(2026, 11, 26), local_moment(date(2026, 11, 26), time(9)), 2),
    ]


def test_another_time_is_no_snooze(workspace: Workspace, step: Step) -> None:
    [other] = only(workspace.followups.reschedule(step.id, FollowUp("meeting", When(TUESDAY), "On site"))).steps
    assert other == step._replace(kind="meeting", subject="On site", due=TUESDAY, at=None)
    [other] = only(workspace.followups.reschedule(step.id, FollowUp("call", None, ""))).steps
    assert (other.kind, other.subject, other.due) == ("call", "Call", TUESDAY)


def test_a_dropped_follow_up_is_gone(workspace: Workspace, step: Step) -> None:
    assert only(workspace.followups.drop(step.id)).steps == ()
    with pytest.raises(NotFound, match=f"There is no activity {step.id}. It may have been deleted meanwhile"):
        workspace.followups.drop(step.id)


def test_what_happened_is_logged_with_what_comes_next(workspace: Workspace, deal: int) -> None:
    saved = workspace.followups.log(deal, "call", "Spoke to Jane\n\nShe likes it.\n", CALL)
    assert saved.label == "Logged a call with Rollout"
    assert activities(workspace) == [
        ("call", "Spoke to Jane", "She likes it.", 1, 0, 1),
        ("call", "Call about pricing", None, 0, 0, 1),
    ]
    with pytest.raises(Invalid, match="“fax” is not a kind of activity: use call, meeting"):
        workspace.followups.log(deal, "fax", "Sent")
    with pytest.raises(Invalid, match="Say in a word what the call was about"):
        workspace.followups.log(deal, "call", " \n")


@pytest.mark.parametrize(
    ("stage", "day", "days"),
    [
        ("qualified", date(2026, 12, 7), 0),  # 14 days: at the limit
        ("qualified", date(2026, 12, 8), 15),
        ("proposal", date(2026, 12, 4), 11),
        ("negotiation", date(2026, 12, 1), 8),
    ],
)
def test_a_deal_left_alone_rots_after_its_stages_limit(workspace: Workspace, stage: str, day: date, days: int) -> None:
    deal = only(workspace.deals.add(NewDeal("Alone", stage=stage))).id
    with on(workspace, day) as later:
        card = later.overview.card(deal)
        assert card.rotting_days(later.overview.pipeline().stage(card.stage_id), day) == days


def test_a_plan_stops_rotting_and_doing_something_starts_it_anew(workspace: Workspace, step: Step) -> None:
    day = date(2027, 1, 11)
    with on(workspace, day) as later:
        stage = later.overview.pipeline().stage(2)
        assert later.overview.card(step.deal_id).rotting_days(stage, day) == 0
        assert only(later.followups.drop(step.id)).rotting_days(stage, day) == 49
        assert only(later.followups.log(step.deal_id, "note", "Thought of them")).rotting_days(stage, day) == 0
        # Won deals and stages without a limit do not rot.
        assert only(later.deals.win(step.deal_id)).rotting_days(stage, date(2028, 1, 1)) == 0
        assert later.overview.card(step.deal_id).rotting_days(stage._replace(rotting_days=None), day) == 0


def test_what_keeps_coming_comes_again_on_a_workday(workspace: Workspace, deal: int) -> None:
    # Every second Friday; Christmas Day 2026 is one of them.
    planned = parse_followup("call fri 15:00 every 2 weeks about the pilot", datetime(2026, 11, 23, 9, tzinfo=UTC))
    [first] = only(workspace.followups.plan(deal, planned)).steps
    assert (first.due, first.every and first.every.shown) == (FRIDAY, "every 2 weeks on Fri")
    [second] = only(workspace.followups.finish(first.id)).steps
    assert (second.kind, second.subject, second.due, second.every) == (
        "call",
        "the pilot",
        date(2026, 12, 11),
        first.every,
    )
    assert second.at == local_moment(second.due, time(15))
    with on(workspace, date(2026, 12, 12)) as later:
        [third] = only(later.followups.finish(second.id)).steps
        assert third.due == date(2026, 12, 28)
        # Beside what else is planned, from where it would have been.
        steps = only(later.followups.finish(third.id, "", FollowUp("email", When(date(2026, 12, 29)), "Offer"))).steps
        assert [(step.subject, step.due) for step in steps] == [
            ("Offer", date(2026, 12, 29)),
            ("the pilot", date(2027, 1, 8)),
        ]
        assert [step.subject for step in only(later.followups.finish(steps[1].id, ends=True)).steps] == ["Offer"]


def test_what_is_put_off_says_why(workspace: Workspace, step: Step) -> None:
    [put_off] = only(workspace.followups.snooze(step.id, When(date(2026, 11, 30)), " on\nholiday ")).steps
    assert (put_off.snoozes, put_off.put_off_reason) == (1, "on holiday")
    [put_off] = only(workspace.followups.snooze(step.id, When(date(2026, 12, 1)))).steps
    assert (put_off.snoozes, put_off.put_off_reason) == (2, None)
