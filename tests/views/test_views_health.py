"""What can be wrong with a deal, finding by finding, on known cases; and the whole held against plain counting."""

from datetime import date, timedelta
from math import exp, log
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cards import LEAD, NEGOTIATION, PIPELINE, PROPOSAL, QUALIFIED, TODAY, card, cards, step
from pipetui.views.card import Card, Wait
from pipetui.views.health import BY_ID, FINDINGS, Facts, work_out
from pipetui.views.health.alike import alike
from pipetui.views.health.amounts import Usual, usual_of
from pipetui.views.health.contract import health as contract
from pipetui.views.health.contract import markdown, summary

NEW = "2026-11-20 08:00:00.000000"
LATER = TODAY + timedelta(days=10)


def sound(number: int = 1, **fields: Any) -> Card:
    """A deal nothing is wrong with, but for what is told."""
    return card(
        number,
        fields.pop("stage", QUALIFIED),
        **{
            "amount": 1_000_000,
            "expected_close": date(2027, 1, 20),
            "company": "Acme",
            "contact": "Jane Doe",
            "touched_at": NEW,
            "stage_since_at": NEW,
            "steps": (step(number, number, LATER),),
            **fields,
        },
    )


def facts(**known: Any) -> Facts:
    return Facts(PIPELINE, TODAY, **{"reachable": {1, 2, 3}, "answered": {1}, **known})


WAIT = Wait(5, 1, "signs", "@legal", TODAY - timedelta(days=2), False)
USUAL = Usual(log(1_000_000), 0.5)

CASES: list[tuple[str, dict[str, Any], dict[str, Any], str]] = [
    ("no_amount", {"amount": None, "base_amount": None}, {}, "no amount"),
    ("no_close_date", {"expected_close": None}, {}, "no close date"),
    ("slipped", {"expected_close": TODAY - timedelta(days=5)}, {}, "5d past its close date"),
    ("slipped", {"expected_close": TODAY - timedelta(days=5), "pushes": 4}, {}, "5d past its close date, pushed 4×"),
    ("pushed", {"pushes": 3}, {}, "pushed 3×"),
    ("rotting", {"steps": (), "touched_at": "2026-11-01 08:00:00.000000"}, {}, "untouched for 3w"),
    ("no_next_step", {"steps": ()}, {}, "last touched 20 Nov"),
    ("overdue", {"steps": (step(1, 1, TODAY - timedelta(days=2)),)}, {}, "2d late: Call"),
    ("put_off", {"steps": (step(1, 1, LATER)._replace(snoozes=3),)}, {}, "put off 3×: Call"),
    ("customer_late", {"waits": (WAIT,)}, {}, "@legal: signs, 2d late"),
    ("no_rate", {"currency": "USD", "base_amount": None}, {}, "no rate from USD to EUR"),
    ("no_contact", {"contact": None}, {}, "no contact"),
    ("no_address", {}, {"reachable": ()}, "Jane Doe has neither address nor phone"),
    ("no_company", {"company": None}, {}, "no company"),
    (
        "stuck",
        {"stage_since_at": "2026-11-01 08:00:00.000000"},
        {"slow": {2: 14}},
        "22 days in its stage; 8 in 10 leave it within 14",
    ),
    ("odd_probability", {"probability": 45.0, "probability_source": "manual"}, {}, "45% by hand; the stage's is 20%"),
    ("too_soon", {"expected_close": date(2026, 11, 28)}, {}, "closes Sat, stage 1 of 3"),
    ("odd_amount", {"amount": 100_000_000}, {"usual": USUAL}, "most are around €10,000"),
    (
        "musts",
        {"stage_since_at": "2026-11-16 08:00:00.000000"},
        {"lacking": {1: ("budget", "date")}},
        "lacks budget, date",
    ),
    ("passed_over", {"waived": 2}, {}, "went on without 2 things"),
    ("twice", {}, {"alike": {1: (7,)}, "titles": {7: "Deal 1 again"}}, "like #7 Deal 1 again"),
    (
        "won_without_amount",
        {"status": "won", "amount": None, "base_amount": None, "closed_on": TODAY},
        {},
        "won, no amount",
    ),
    ("without_reason", {"status": "lost", "closed_on": TODAY}, {}, "lost, no reason"),
    ("closed_ahead", {"status": "won", "closed_on": TODAY + timedelta(days=1)}, {}, "won on Tue 24 Nov 2026"),
]


@pytest.mark.parametrize(("finding", "fields", "known", "words"), CASES)
def test_each_finding_is_found_alone_and_says_what_is_so(
    finding: str, fields: dict[str, Any], known: dict[str, Any], words: str
) -> None:
    found = work_out([sound(**fields)], facts(**known))
    assert [(hit.finding.id, hit.words) for group in found.groups for hit in group.hits] == [(finding, words)]


def test_a_deal_in_order_has_none() -> None:
    found = work_out([sound()], facts(slow={2: 14}, usual=USUAL, lacking={1: ()}))
    assert (found.groups, found.score, found.number, found.serious) == ((), 100, 0, 0)


def test_every_finding_has_a_case() -> None:
    others = {"commit_adrift", "unanswered"}
    assert {name for name, *_ in CASES} | others == set(BY_ID) == {finding.id for finding in FINDINGS}
    assert len(BY_ID) == len(FINDINGS)


def test_a_commit_without_a_next_step_costs_money() -> None:
    found = work_out([sound(stage=NEGOTIATION, steps=())], facts())
    assert [group.finding.id for group in found.groups] == ["commit_adrift", "no_next_step"]
    assert found.serious == 1


def test_a_lead_needs_neither_amount_nor_date_but_an_answer() -> None:
    lead = sound(2, stage=LEAD, amount=None, base_amount=None, expected_close=None)
    found = work_out([lead], facts())
    assert [(group.finding.id, group.hits[0].words) for group in found.groups] == [
        ("unanswered", "waits 3w for an answer")
    ]
    assert found.open_deals == 0  # outside every forecast
    assert work_out([lead], facts(answered={2})).groups == ()
    assert work_out([lead._replace(nurture_until=LATER, steps=())], facts()).groups == ()


@pytest.mark.parametrize(
    ("fields", "known"),
    [
        ({"expected_close": TODAY, "stage": PROPOSAL}, {}),
        ({"pushes": 2}, {}),
        ({"steps": (step(1, 1, TODAY),)}, {}),
        ({"steps": (step(1, 1, LATER)._replace(snoozes=2),)}, {}),
        ({"waits": (WAIT._replace(due=TODAY),)}, {}),
        ({"stage_since_at": "2026-11-02 08:00:00.000000"}, {"slow": {2: 14}}),  # one and a half times as long: 21 days
        ({"probability": 44.9, "probability_source": "manual"}, {}),
        ({"probability": 90.0, "probability_source": "model"}, {}),
        ({"expected_close": date(2026, 12, 1)}, {}),
        ({"expected_close": date(2026, 11, 28), "stage": PROPOSAL}, {}),
        ({"amount": round(exp(USUAL.middle + 3.4 * USUAL.spread))}, {"usual": USUAL}),
        ({"stage_since_at": "2026-11-17 08:00:00.000000"}, {"lacking": {1: ("budget",)}}),
        ({"status": "won", "closed_on": TODAY}, {}),
        ({"status": "lost", "reason": "price", "closed_on": TODAY}, {}),
    ],
)
def test_what_is_just_not_so_is_no_finding(fields: dict[str, Any], known: dict[str, Any]) -> None:
    assert work_out([sound(**fields)], facts(**known)).groups == ()


# What is fine


def test_what_is_fine_is_left_out_until_the_fact_changes() -> None:
    late = sound(expected_close=date(2026, 11, 10))
    [hit] = work_out([late], facts()).groups[0].hits
    fine = {(1, "slipped"): hit.fact}
    found = work_out([late], facts(), fine)
    assert (found.groups, [each.key for each in found.accepted], found.score) == ((), [("slipped", 1)], 100)
    later = work_out([late._replace(expected_close=date(2026, 11, 12))], facts(), fine)
    assert [group.finding.id for group in later.groups] == ["slipped"]
    assert later.accepted == ()


# Order and score


def test_worst_money_first_among_what_costs_money() -> None:
    found = work_out(
        [
            sound(1, amount=500_000, expected_close=TODAY - timedelta(days=1)),
            sound(2, amount=100_000, steps=(step(2, 2, TODAY - timedelta(days=1)),)),
            sound(3, amount=900_000, steps=(step(3, 3, TODAY - timedelta(days=1)),)),
            sound(4, amount=99_000_000, company=None, contact=None),
        ],
        facts(),
    )
    assert [group.finding.id for group in found.groups] == ["overdue", "slipped", "no_contact", "no_company"]
    assert [hit.card.id for hit in found.groups[0].hits] == [3, 2]
    assert found.serious == 2


def test_the_score_is_the_share_of_the_open_money_without_a_finding() -> None:
    found = work_out(
        [
            sound(1, amount=300_000),
            sound(2, amount=100_000, company=None),
            sound(3, amount=50_000, status="lost"),
            sound(1, stage=LEAD, amount=700_000),
        ],
        facts(),
    )
    assert (found.score, found.sound_money, found.open_money) == (75, 300_000, 400_000)
    assert summary(found, PIPELINE).startswith("75% of €4,000 in order")
    assert work_out([], facts()).score is None


@given(st.lists(st.integers(1, 9), unique=True).flatmap(lambda ids: st.tuples(*map(cards, ids))), st.data())
def test_the_whole_is_what_counting_deal_by_deal_gives(deals: tuple[Card, ...], data: st.DataObject) -> None:
    known = facts(reachable={2, 4, 6, 8}, slow={2: 10, 3: 20}, usual=USUAL)
    found = work_out(deals, known)
    hits = {(group.finding.id, hit.card.id) for group in found.groups for hit in group.hits}
    told = {
        (finding.id, deal.id)
        for finding in FINDINGS
        for deal in deals
        if finding.of == ("open" if deal.is_open else "closed") and finding.look(deal, known)
    }
    assert hits == told
    deals_open = [deal for deal in deals if deal.status == "open" and deal.stage_id != LEAD.id]
    clean = [deal for deal in deals_open if not any(number == deal.id for _, number in told)]
    assert found.sound_money == sum(deal.base_amount or 0 for deal in clean)
    assert (found.open_deals, found.sound_deals) == (len(deals_open), len(clean))
    # What is said to be fine leaves everything else as it was.
    some = data.draw(st.sets(st.sampled_from(sorted(told)))) if told else set()
    facts_told = {(hit.card.id, group.finding.id): hit.fact for group in found.groups for hit in group.hits}
    fine = {key: fact for key, fact in facts_told.items() if (key[1], key[0]) in some}
    after = work_out(deals, known, fine)
    assert {hit.key for hit in after.accepted} == some
    assert {hit.key for group in after.groups for hit in group.hits} == told - some


# Amounts and twins


def test_what_is_usual_is_robust_against_one_that_is_not() -> None:
    amounts = [100 * 2**place for place in range(9)] * 3
    usual = usual_of(amounts)
    assert usual is not None
    assert usual.typical == 1600
    spread = 1.4826 * 2 * log(2)  # half of the logarithms are at most two doublings off
    assert usual.spread == pytest.approx(spread)
    assert usual_of([*amounts, 10**15]) == pytest.approx(usual, rel=0.1)
    assert not usual.is_far(1600)
    assert usual.is_far(round(1600 * exp(3.6 * spread))) and usual.is_far(max(1, round(1600 / exp(3.6 * spread))))
    assert not usual.is_far(0) and not usual.is_far(-5)
    assert usual_of([100] * 19) is None


def test_where_all_cost_the_same_a_fourth_more_is_nothing_odd() -> None:
    usual = usual_of([1000] * 30)
    assert usual is not None and not usual.is_far(1250) and usual.is_far(3000)


@pytest.mark.parametrize(
    ("title", "amount", "company", "is_one"),
    [
        ("Fleet renewal", 1_000_000, "ACME", True),
        ("Renewal, fleet", 1_050_000, "Acme", True),
        ("Fleet renewals", None, "Acme", True),
        ("Fleet renewal", 1_200_000, "Acme", False),
        ("Fleet renewal", 1_000_000, "Hexa", False),
        ("Fleet renewal 2", 1_000_000, "Acme", False),
        ("Warehouse", 1_000_000, "Acme", False),
    ],
)
def test_which_deals_may_be_one_deal_twice(title: str, amount: int | None, company: str, is_one: bool) -> None:
    one = sound(1, title="Fleet renewal")
    other = sound(2, title=title, amount=amount, base_amount=amount, company=company)
    assert alike([one, other]) == ({1: (2,), 2: (1,)} if is_one else {})
    assert alike([one._replace(company=None), other._replace(company=None)]) == {}


# The promise


def test_json_has_what_is_promised() -> None:
    found = work_out(
        [sound(expected_close=date(2026, 11, 10)), sound(2, company=None)], facts(), {(2, "no_company"): ""}
    )
    record = contract(found, PIPELINE)
    assert list(record) == ["pipeline", "currency", "score", "open", "in_order", "findings", "accepted"]
    assert record["findings"] == [
        {
            "finding": "slipped",
            "title": "Close date has passed",
            "severity": "money",
            "mends": "expected_close",
            "count": 1,
            "amount": 10_000,
            "deals": [
                {
                    "id": 1,
                    "deal": "Deal 1",
                    "company": "Acme",
                    "stage": "Qualified",
                    "amount": 10_000,
                    "currency": "EUR",
                    "says": "13d past its close date",
                }
            ],
        }
    ]
    assert [each["finding"] for each in record["accepted"]] == ["no_company"]


def test_markdown_obeys_no_title() -> None:
    lines = list(markdown(work_out([sound(title="[/x] *b* `c`", company=None)], facts()), PIPELINE))
    assert lines[0] == "# Health of Sales"
    assert lines[-1] == "- \\[/x\\] \\*b\\* \\`c\\`, €10,000: no company"
