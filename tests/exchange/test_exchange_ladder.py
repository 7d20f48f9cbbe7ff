"""Stages of a file become stages of a pipeline, in the order deals move through them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipetui.exchange.ladder import Seen, in_order, is_untouched, ladder
from pipetui.exchange.templates import stage_name, usual_probability
from pipetui.sales.stages import STANDARD
from pipetui.views.stage import Stage

STANDING = tuple(
    Stage(place + 1, 1, name, place, phase, probability, rotting, category)
    for place, (name, phase, probability, rotting, category) in enumerate(STANDARD)
)


def names(seen: list[Seen]) -> list[str]:
    return [each.name for each in in_order(seen)]


def test_probabilities_order_stages() -> None:
    assert names([Seen("B", 60), Seen("C", 80), Seen("A", 10)]) == ["A", "B", "C"]


def test_numbers_order_stages_without_probabilities() -> None:
    assert names([Seen("Zeta", order=2), Seen("Alpha", order=3), Seen("Beta", order=1)]) == ["Beta", "Zeta", "Alpha"]
    assert names([Seen("2. Zeta"), Seen("10 Alpha"), Seen("1 - Beta")]) == ["1 - Beta", "2. Zeta", "10 Alpha"]
    assert names([Seen("Y", 50, order=2), Seen("X", 50, order=1)]) == ["X", "Y"]


def test_what_is_usual_orders_stages() -> None:
    seen = [Seen("Negotiation"), Seen("Proposal"), Seen("Lead"), Seen("Demo"), Seen("Qualified")]
    assert names(seen) == ["Lead", "Qualified", "Demo", "Proposal", "Negotiation"]


def test_dates_order_what_nobody_knows() -> None:
    """The deals of a later stage are the older ones; those without a date are new."""
    seen = [Seen("Gamma", created="2026-01-01"), Seen("Alpha"), Seen("Beta", created="2026-06-01")]
    assert names(seen) == ["Alpha", "Beta", "Gamma"]
    seen = [
        Seen("Proposal", created="2026-01-01"),
        Seen("Qualified", created="2026-09-01"),
        Seen("Kickoff", created="2026-04-01"),
    ]
    assert names(seen) == ["Qualified", "Kickoff", "Proposal"]


def test_the_stages_of_a_file_take_the_place_of_untouched_ones() -> None:
    assert is_untouched(STANDING)
    rungs = ladder([Seen("Lead", 10), Seen("Qualify", 20), Seen("Finalize", 80)], STANDING, replace=True)
    assert [(rung.id, rung.name, rung.phase, rung.probability, rung.category) for rung in rungs] == [
        (1, "Lead", "open", 10, "pipeline"),
        (None, "Qualify", "open", 20, "pipeline"),
        (None, "Finalize", "open", 80, "commit"),
    ]


def test_a_stage_called_lead_without_a_probability_is_one_of_leads() -> None:
    [lead, demo] = ladder([Seen("Lead"), Seen("Demo")], STANDING, replace=True)
    assert (lead.id, lead.phase, lead.probability, lead.category, lead.changed) == (1, "lead", 5, "omitted", False)
    assert (demo.id, demo.phase, demo.probability, demo.changed) == (3, "open", 40, False)


def test_a_pipeline_in_use_only_gains_stages() -> None:
    rungs = ladder([Seen("Demo", 90), Seen("Trial", 50), Seen("Something else")], STANDING, replace=False)
    assert [(rung.name, rung.probability) for rung in rungs] == [
        ("Lead", 5),
        ("Qualified", 20),
        ("Demo", 40),
        ("Trial", 50),
        ("Proposal", 60),
        ("Negotiation", 80),
        ("Something else", 85),
    ]


def test_stages_nobody_knows_are_spread_evenly() -> None:
    rungs = ladder([Seen(name, place=place) for place, name in enumerate("PQR")], (), replace=False)
    assert [rung.probability for rung in rungs] == [25, 50, 75]


@given(
    st.lists(
        st.builds(
            Seen,
            name=st.text(min_size=1, max_size=8),
            probability=st.none() | st.floats(0, 100).map(lambda value: round(value, 2)),
            order=st.none() | st.floats(0, 9),
            created=st.none() | st.dates().map(str),
        ),
        max_size=8,
        unique_by=lambda each: each.name.casefold(),
    ),
    st.booleans(),
)
def test_every_stage_gets_a_place_and_a_probability(seen: list[Seen], replace: bool) -> None:
    rungs = ladder(seen, STANDING, replace=replace)
    assert all(0 <= rung.probability <= 100 for rung in rungs)
    if not replace or not seen:
        assert [rung for rung in rungs if rung.id is not None] == ladder([], STANDING, replace=False)
    if seen and replace and all(each.probability is not None for each in seen):
        assert [rung.probability for rung in rungs] == sorted(rung.probability for rung in rungs)


@pytest.mark.parametrize(
    ("name", "probability"),
    [("Prospecting", 10), ("appointmentscheduled", 20), ("Offerta inviata", 60), ("Value Prop", 50), ("Kickoff", None)],
)
def test_usual_probabilities(name: str, probability: int | None) -> None:
    assert usual_probability(name) == probability


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("appointmentscheduled", "Appointment Scheduled"),
        ("NEW", "New"),
        ("PROPOSAL_SENT", "Proposal sent"),
        ("offerta", "offerta"),
        ("IT", "IT"),
        ("Demo", "Demo"),
    ],
)
def test_names_of_stages(written: str, shown: str) -> None:
    assert stage_name(written) == shown
