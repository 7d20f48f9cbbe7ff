"""Adding, finding, moving, closing, reopening and deleting deals."""

from collections.abc import Callable
from datetime import date

import pytest

from days import on
from hostile import HOSTILE
from pipetui.values.errors import Invalid, NotFound, Refused
from pipetui.values.followup import FollowUp
from pipetui.values.text import clean
from pipetui.values.when import When
from pipetui.views.card import Card, Saved
from pipetui.views.entry import NewDeal
from pipetui.workspace import Workspace

LEAD, QUALIFIED, DEMO, PROPOSAL, NEGOTIATION = range(1, 6)


def only(saved: Saved) -> Card:
    """The one deal a command was about, as it is now: what was saved is what is read."""
    [change] = saved.changes
    assert change.after is not None
    return change.after


def labels(workspace: Workspace) -> list[str]:
    with workspace.store.reading() as connection:
        return list(connection.exec_driver_sql("SELECT label FROM change_set ORDER BY id").scalars())


def test_a_line_makes_a_deal_with_all_that_belongs_to_it(workspace: Workspace) -> None:
    call = FollowUp("call", When(date(2026, 11, 27)), "Call about pricing")
    saved = workspace.deals.add(
        NewDeal(
            "Acme rollout",
            amount=4_000_000,
            company="Acme",
            contact="Jane Doe",
            stage="prop",
            owner="Kim",
            source="referral",
            product="Pro",
            expected_close=date(2026, 11, 30),
            tags=("q4", "big"),
            next=call,
        )
    )
    card = only(saved)
    assert saved.label == "Added Acme rollout"
    assert saved.changes[0].before is None
    assert card == workspace.overview.card(card.id)
    assert (card.title, card.company, card.contact, card.stage_id) == ("Acme rollout", "Acme", "Jane Doe", PROPOSAL)
    assert (card.owner, card.source, card.product, card.tags) == ("Kim", "referral", "Pro", ("big", "q4"))
    assert (card.amount, card.currency, card.base_amount, card.weighted) == (4_000_000, "EUR", 4_000_000, 2_400_000)
    assert (card.probability, card.probability_source, card.category) == (60, "stage", "best_case")
    assert (card.status, card.closed_on, card.pushes, card.reason) == ("open", None, 0, None)
    assert card.created_on == card.stage_since == card.touched_on == date(2026, 11, 23)
    [step] = card.steps
    assert (step.kind, step.subject, step.due, step.at, step.contact) == (
        "call",
        "Call about pricing",
        date(2026, 11, 27),
        None,
        "Jane Doe",
    )


def test_a_deal_needs_nothing_but_a_title(workspace: Workspace) -> None:
    card = only(workspace.deals.add(NewDeal("Rollout")))
    assert (card.stage_id, card.amount, card.base_amount, card.weighted) == (QUALIFIED, None, None, None)
    with pytest.raises(Invalid, match="A deal needs a title"):
        workspace.deals.add(NewDeal(" \u200b\x1b[2J "))
    with pytest.raises(Invalid, match=r"There is no stage “closing”. The stages are Lead, Qualified"):
        workspace.deals.add(NewDeal("Never", stage="closing"))
    assert labels(workspace) == ["A new pipeline", "Added Rollout"]


@pytest.mark.parametrize("text", HOSTILE)
def test_whatever_is_typed_is_kept_clean(workspace: Workspace, text: str) -> None:
    title = f"T {text}"
    new = NewDeal(title, company=text, contact=text, owner=text, source=text, product=text, tags=(text,))
    card = only(workspace.deals.add(new))
    edited = only(
        workspace.deals.edit(
            card.id, {"title": f"U {text}", "company": text, "owner": text, "source": text, "tags": (text,)}
        )
    )
    shown = clean(text) or None
    assert (card.title, edited.title) == (clean(title), clean(f"U {text}"))
    for each in (card, edited):
        assert each.company == each.owner == each.source == shown
        assert each.tags == ((shown,) if shown else ())
    assert workspace.timelines.detail(card.id).card == edited
    assert only(workspace.deals.lose(card.id, f"r {text}")).reason == clean(f"r {text}")


@pytest.mark.parametrize(
    ("reference", "title"),
    [
        ("2", "Acme rollout"),
        ("#2", "Acme rollout"),
        ("rollout acme", "Acme rollout"),
        ("ÀCME", "Acme"),  # the whole title goes before a longer one
        ("hexa", "Hexa, phase 2"),  # an open one goes before a closed one
        ("phase 1", "Hexa, phase 1"),
        ("360", "View 360"),  # no deal has that number
    ],
)
def test_a_deal_is_found_by_number_or_words(workspace: Workspace, reference: str, title: str) -> None:
    for each in ("Acme", "Acme rollout", "Hexa, phase 1", "Hexa, phase 2", "View 360"):
        workspace.deals.add(NewDeal(each))
    workspace.deals.lose(3, "price")
    assert workspace.deals.find(reference).title == title


@pytest.mark.parametrize(
    ("reference", "sentence"),
    [
        ("99", "There is no deal 99."),
        ("#99", "There is no deal 99."),
        ("nobody", "No deal's title has “nobody” in it."),
        ("⁹", "No deal's title has “⁹” in it."),
        ("9" * 40, "No deal's title has “" + "9" * 40 + "” in it."),
        ("", "No deal's title has “” in it."),
        ("roll", "“roll” could be 1 Roll 1; 2 Roll 2; 3 Roll 3; 4 Roll 4; 5 Roll 5; and 2 more. Use the number."),
    ],
)
def test_who_is_not_found_is_told_apart(workspace: Workspace, reference: str, sentence: str) -> None:
    for number in range(1, 8):
        workspace.deals.add(NewDeal(f"Roll {number}"))
    with pytest.raises(NotFound) as told:
        workspace.deals.find(reference)
    assert str(told.value) == sentence


def test_a_move_is_kept_and_the_clock_of_the_stage_starts_anew(workspace: Workspace) -> None:
    card = only(workspace.deals.add(NewDeal("Rollout")))
    deal = card.id
    with on(workspace, date(2026, 12, 1)) as later:
        saved = later.deals.step(deal, 1)
        assert saved.label == "Moved Rollout to Demo"
        assert saved.changes[0].before == card
        assert (only(saved).stage_id, only(saved).stage_since) == (DEMO, date(2026, 12, 1))
        assert only(later.deals.move(deal, NEGOTIATION)).stage_id == NEGOTIATION
        assert only(later.deals.step(deal, -1)).stage_id == PROPOSAL
    with workspace.store.reading() as connection:
        moves = connection.exec_driver_sql("SELECT from_stage_id, to_stage_id FROM stage_move ORDER BY id").all()
    assert [tuple(move) for move in moves] == [(QUALIFIED, DEMO), (DEMO, NEGOTIATION), (NEGOTIATION, PROPOSAL)]


def test_a_move_to_where_it_is_leaves_no_trace(workspace: Workspace) -> None:
    card = only(workspace.deals.add(NewDeal("Rollout")))
    before = labels(workspace)
    assert only(workspace.deals.move(card.id, card.stage_id)) == card
    assert labels(workspace) == before


def test_there_is_nothing_beyond_the_ends(workspace: Workspace) -> None:
    first = only(workspace.deals.add(NewDeal("Lead", stage="lead"))).id
    last = only(workspace.deals.add(NewDeal("Rollout", stage="negotiation"))).id
    with pytest.raises(Refused, match="Lead is the first stage"):
        workspace.deals.step(first, -1)
    with pytest.raises(Refused, match=r"Negotiation is the last stage. Is Rollout won\?"):
        workspace.deals.step(last, 1)
    with pytest.raises(NotFound, match="The stage is no longer in the pipeline of Rollout"):
        workspace.deals.move(last, 99)
    with pytest.raises(NotFound, match=r"There is no deal 99. It may have been deleted meanwhile"):
        workspace.deals.step(99, 1)


def test_won_and_lost_keep_the_stage_and_the_reason(workspace: Workspace) -> None:
    deals = [only(workspace.deals.add(NewDeal(f"Deal {n}", amount=100_000, stage="demo"))).id for n in range(3)]
    won = only(workspace.deals.win(deals[0]))
    assert (won.status, won.stage_id, won.closed_on, won.reason) == ("won", DEMO, date(2026, 11, 23), None)
    assert (won.base_amount, won.weighted) == (100_000, None)
    lost = only(workspace.deals.lose(deals[1], "PRICE", on=date(2026, 11, 20)))
    assert (lost.status, lost.stage_id, lost.closed_on, lost.reason) == ("lost", DEMO, date(2026, 11, 20), "price")
    other = only(workspace.deals.lose(deals[2], "moved abroad"))
    assert other.reason == "moved abroad"
    with workspace.store.reading() as connection:
        last = connection.exec_driver_sql("SELECT outcome, name, position FROM reason ORDER BY id DESC").first()
        moves = connection.exec_driver_sql("SELECT count(*) FROM stage_move").scalar()
    assert last is not None
    assert tuple(last) == ("lost", "moved abroad", 7)
    assert moves == 0


def test_a_lost_deal_needs_a_reason(workspace: Workspace) -> None:
    deal = only(workspace.deals.add(NewDeal("Rollout"))).id
    for reason in ("", "  ", "\u200b"):
        with pytest.raises(Invalid, match="A lost deal needs a reason"):
            workspace.deals.lose(deal, reason)
    assert workspace.overview.card(deal).is_open


def test_what_is_closed_stays_where_it_is_until_it_is_reopened(workspace: Workspace) -> None:
    deal = only(workspace.deals.add(NewDeal("Rollout"))).id
    workspace.deals.lose(deal, "price")
    commands: list[Callable[[], Saved]] = [
        lambda: workspace.deals.step(deal, 1),
        lambda: workspace.deals.step(deal, -9),
        lambda: workspace.deals.move(deal, DEMO),
        lambda: workspace.deals.edit(deal, {"stage": DEMO}),
    ]
    for command in commands:
        with pytest.raises(Refused, match=r"Rollout is lost. Reopen it first."):
            command()
    with pytest.raises(Refused, match="Rollout is lost already"):
        workspace.deals.lose(deal, "budget")
    assert only(workspace.deals.win(deal)).reason is None


def test_reopening_clears_the_closing_day_and_the_reason(workspace: Workspace) -> None:
    deal = only(workspace.deals.add(NewDeal("Rollout", stage="demo"))).id
    workspace.deals.lose(deal, "price")
    with on(workspace, date(2026, 12, 7)) as later:
        card = only(later.deals.reopen(deal))
        assert (card.status, card.closed_on, card.reason, card.stage_id) == ("open", None, None, DEMO)
        assert card.stage_since == card.touched_on == date(2026, 12, 7)
        with pytest.raises(Refused, match="Rollout is open already"):
            later.deals.reopen(deal)


def test_a_deleted_deal_takes_all_that_is_its_own(workspace: Workspace) -> None:
    call = FollowUp("call", None, "Call")
    new = NewDeal("Rollout", company="Acme", contact="Jane", tags=("q4",), next=call)
    one, two = only(workspace.deals.add(new)), only(workspace.deals.add(new))
    workspace.deals.step(one.id, 1)
    with workspace.store.transaction("Numbers elsewhere") as writing:
        refs = [
            ("deal", one.id, "crm", "D-1"),
            ("activity", one.steps[0].id, "crm", "A-1"),
            ("deal", two.id, "crm", "D-2"),
        ]
        writing.insert("external_ref", ("kind", "record_id", "system", "external_id"), refs)
    saved = workspace.deals.delete([one.id])
    assert saved.label == "Deleted Rollout"
    assert [(change.before and change.before.id, change.after) for change in saved.changes] == [(one.id, None)]
    with workspace.store.reading() as connection:
        left = {
            table: connection.exec_driver_sql(f"SELECT count(*) FROM {table}").scalar()
            for table in ("deal", "activity", "deal_tag", "deal_contact", "stage_move", "company", "contact", "tag")
        }
        known = connection.exec_driver_sql("SELECT external_id FROM external_ref").scalars().all()
    assert left == {
        "deal": 1,
        "activity": 1,
        "deal_tag": 1,
        "deal_contact": 1,
        "stage_move": 0,
        "company": 1,
        "contact": 1,
        "tag": 1,
    }
    assert known == ["D-2"]


def test_many_are_deleted_in_one_entry_or_none(workspace: Workspace) -> None:
    ids = [only(workspace.deals.add(NewDeal(f"Deal {n}"))).id for n in range(3)]
    with pytest.raises(NotFound, match="There is no deal 99"):
        workspace.deals.delete([*ids, 99])
    assert len(workspace.overview.open_cards()) == 3
    assert workspace.deals.delete(ids).label == "Deleted 3 deals"
    assert workspace.overview.open_cards() == []
    # A number once given is not given again.
    assert only(workspace.deals.add(NewDeal("Next"))).id == ids[-1] + 1
