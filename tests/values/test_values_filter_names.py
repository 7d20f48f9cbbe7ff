"""Filters follow the new names of what they ask for, and nothing else of them changes."""

import pytest

from cards import TODAY
from pipetui.values.filter_fields import Fields
from pipetui.values.filter_names import Names, with_names_changed
from pipetui.values.own import OwnField
from pipetui.values.query import LONGEST

SALES = ("Lead", "Qualified", "Demo", "Proposal", "Negotiation")
OFFER = tuple("Offer" if name == "Proposal" else name for name in SALES)
PARTNERS = ("Talk", "Proposal", "Contract")


def changed(text: str, *groups: Names, field: str = "stage") -> str:
    return with_names_changed(text, field, groups or (Names(SALES, OFFER),), TODAY, Fields())


@pytest.mark.parametrize(
    ("typed", "becomes"),
    [
        ("stage:Proposal", "stage:Offer"),
        ("stage:prop", "stage:Offer"),
        ("acme (stage:proposal or value>10k)  -tag:stalled", "acme (stage:Offer or value>10k)  -tag:stalled"),
        ("stage:demo,proposal close:month", "stage:demo,Offer close:month"),
        ("stage:proposal..", "stage:Offer.."),
        ("stage:..proposal", "stage:..Offer"),
        ("stage:demo..proposal", "stage:demo..Offer"),
        ("stage>proposal", "stage>Offer"),
        ("stage<=Proposal", "stage:..Offer"),
        ("stage!=proposal", "-stage:Offer"),
        ("-stage:proposal", "-stage:Offer"),
        ("not stage!=proposal", "not -stage:Offer"),
        ("stage:\"Proposal\" stage:'proposal'", "stage:Offer stage:Offer"),
        # what does not ask for the stage
        ("proposal", "proposal"),
        ('title:proposal "stage:proposal"', 'title:proposal "stage:proposal"'),
        ("stage:Demo stage:nego..", "stage:Demo stage:nego.."),
        ("", ""),
        # what can't be read
        ("stage:", "stage:"),
        ("(stage:proposal", "(stage:proposal"),
        ("nonsense:1 stage:proposal", "nonsense:1 stage:proposal"),
    ],
)
def test_a_stage_by_its_new_name(typed: str, becomes: str) -> None:
    assert changed(typed) == becomes


def test_a_beginning_that_still_means_the_same_is_left_as_typed() -> None:
    names = Names(("Demo", "Proposal"), ("Demo", "Proposal sent"))
    assert changed("stage:prop.. stage:proposal", names) == "stage:prop.. stage:proposal"


def test_a_beginning_that_would_mean_more_is_written_out() -> None:
    names = Names(("Demo", "Proposal"), ("Product demo", "Proposal"))
    assert changed("stage:pro stage:pro..", names) == "stage:Proposal stage:Proposal.."


def test_a_beginning_of_several_names_each() -> None:
    names = Names(("Demo one", "Demo two"), ("Trial", "Demo two"))
    assert changed("stage:demo", names) == 'stage:Trial,"Demo two"'


def test_stages_that_change_their_names_with_one_another() -> None:
    names = Names(("Demo", "Proposal"), ("Proposal", "Demo"))
    assert changed("stage:demo -stage:proposal", names) == "stage:Proposal -stage:Demo"


def test_what_stages_of_several_pipelines_are_called() -> None:
    both = (Names(SALES, OFFER), Names(PARTNERS, PARTNERS))
    assert changed("stage:proposal", *both) == "stage:Offer,Proposal"
    assert changed("stage:proposal..", *both) == "stage:Offer..,Proposal.."
    assert changed("-stage>proposal", *both) == "-(stage>Offer or stage>Proposal)"
    assert changed("stage:talk", *both) == "stage:talk"


@pytest.mark.parametrize(
    ("name", "said"),
    [("Phase 2", '"Phase 2"'), ("None", '"None"'), ('The "big" one', "The"), ("α-test", "α-test"), ('"', "demo")],
)
def test_any_name_can_be_said(name: str, said: str) -> None:
    assert changed("stage:demo", Names(("Demo", "Proposal"), (name, "Proposal"))) == f"stage:{said}"


def test_one_that_would_get_too_long_stays() -> None:
    text = ("stage:proposal " * 60).strip()
    long_name = Names(("Proposal",), ("Offer " * 10,))
    assert changed(text, long_name) == text
    assert len(changed(text)) < LONGEST


def test_choices_of_a_field_of_ones_own() -> None:
    size = OwnField(1, "size", "Size", "choice", ("tiny", "large"))
    groups = [Names(("small", "large"), ("tiny", "large"))]
    typed = "size:small stage:small"
    assert with_names_changed(typed, "size", groups, TODAY, Fields(own=[size])) == "size:tiny stage:small"
