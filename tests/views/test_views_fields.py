"""Fields: read from what is typed, shown so that they read the same, and previewed as they are then saved."""

import tempfile
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cards import NEGOTIATION, PIPELINE, PROPOSAL, QUALIFIED, TODAY, card, cards
from hostile import HOSTILE
from pipetui.values.clock import Clock
from pipetui.values.errors import Invalid
from pipetui.values.text import clean
from pipetui.views.card import Card
from pipetui.views.entry import NewDeal
from pipetui.views.fields import BY_NAME, FIELDS, Context, field_named, find_stage, in_stage, preview
from pipetui.views.stage import Stage
from pipetui.workspace import open_workspace

DEAL = card(1, QUALIFIED, 24_000_50, expected_close=date(2026, 12, 18), company="Acme", tags=("big", "q4"))


def read(name: str, text: str, deal: Card = DEAL) -> Any:
    return BY_NAME[name].read(text, Context(deal, PIPELINE, TODAY))


def text(name: str, deal: Card = DEAL) -> str:
    return BY_NAME[name].text(Context(deal, PIPELINE, TODAY))


@pytest.mark.parametrize(
    ("name", "typed", "value"),
    [
        ("title", " Acme\u200b rollout ", "Acme rollout"),
        ("amount", "40k", (40_000_00, "EUR")),
        ("amount", "$1,234.50", (1_234_50, "USD")),
        ("amount", " ", None),
        ("expected_close", "fri", date(2026, 11, 27)),
        ("expected_close", "eom", date(2026, 11, 30)),
        ("expected_close", "", None),
        ("stage", "nego", 4),
        ("stage", "2", 2),
        ("probability", "60", 60.0),
        ("probability", "33,335 %", 33.34),
        ("probability", "", None),
        ("probability", "stage", None),
        ("category", "b", "best_case"),
        ("category", "best_case", "best_case"),
        ("category", "Commit", "commit"),
        ("category", "", None),
        ("company", "  ", None),
        ("tags", "#q4 big  q4", ("q4", "big")),
        ("tags", "#q4, two  words", ("q4", "two words")),
        ("tags", "", ()),
    ],
)
def test_what_is_typed_is_read(name: str, typed: str, value: object) -> None:
    assert read(name, typed) == value


@pytest.mark.parametrize(
    ("name", "typed", "sentence"),
    [
        ("title", "\x1b[2J", "A deal needs a title."),
        ("probability", "101", "“101” is not a probability: write 0 to 100, stage or model."),
        ("probability", "-1", "“-1” is not a probability: write 0 to 100, stage or model."),
        ("probability", "nan", "“nan” is not a probability: write 0 to 100, stage or model."),
        ("probability", "likely", "“likely” is not a probability: write 0 to 100, stage or model."),
        ("category", "x", "“x” is not a forecast category: write pipeline, best case, commit or omitted."),
        ("stage", "²", "There is no stage “²”. The stages are Lead, Qualified, Proposal, Negotiation."),
        ("stage", "5", "There is no stage “5”. The stages are Lead, Qualified, Proposal, Negotiation."),
        ("stage", "", "There is no stage “”. The stages are Lead, Qualified, Proposal, Negotiation."),
    ],
)
def test_what_can_not_be_is_refused_with_a_sentence(name: str, typed: str, sentence: str) -> None:
    with pytest.raises(Invalid) as told:
        read(name, typed)
    assert str(told.value) == sentence


def test_a_stage_is_meant_by_its_whole_name_before_its_beginning() -> None:
    stages = tuple(Stage(n, 1, name, n, "open", 10, None, "pipeline") for n, name in enumerate(("Demo 2", "Demo", "2")))
    assert find_stage("demo", stages).name == "Demo"
    assert find_stage("2", stages).name == "2"
    with pytest.raises(Invalid, match="“d” could be Demo 2 or Demo: write more of it"):
        find_stage("d", stages)


@pytest.mark.parametrize(
    ("typed", "name"),
    [("Close date", "expected_close"), ("CLOSE", "expected_close"), ("prob", "probability"), ("tag", "tags")],
)
def test_fields_go_by_their_other_names(typed: str, name: str) -> None:
    assert field_named(typed).name == name


def test_an_unknown_field_is_told_with_those_there_are() -> None:
    with pytest.raises(Invalid, match=r"A deal has no field “colour”. The fields are title, amount, expected_close"):
        field_named("colour")


@given(cards(1).filter(lambda deal: deal.is_open))
@settings(max_examples=100, deadline=None)
def test_what_is_shown_to_edit_reads_as_what_it_is(deal: Card) -> None:
    values = {spec.name: read(spec.name, text(spec.name, deal), deal) for spec in FIELDS}
    assert values == {
        "title": deal.title,
        "amount": None if deal.amount is None else (deal.amount, deal.currency),
        "expected_close": deal.expected_close,
        "stage": deal.stage_id,
        "probability": deal.probability if deal.probability_source == "manual" else None,
        "category": None,
        "company": None,
        "contact": None,
        "owner": None,
        "source": None,
        "campaign": None,
        "product": None,
        "tags": deal.tags,
    }


@pytest.mark.parametrize("typed", HOSTILE)
@pytest.mark.parametrize("spec", FIELDS, ids=lambda spec: spec.name)
def test_any_text_is_read_or_refused(spec: Any, typed: str) -> None:
    try:
        spec.read(typed, Context(DEAL, PIPELINE, TODAY))
    except Invalid as error:
        assert clean(str(error)) == str(error)


def test_a_preview_reweighs() -> None:
    context = Context(DEAL, PIPELINE, TODAY)
    assert DEAL.weighted == 4_800_10
    assert preview(context, "amount", (30_000_00, "EUR")).weighted == 6_000_00
    assert preview(context, "amount", None).weighted is None
    assert preview(context, "amount", (30_000_00, "USD")).base_amount is None
    assert preview(context, "probability", 50.0).weighted == 12_000_25
    assert preview(context, "stage", PROPOSAL.id).weighted == 7_999_37  # 33.33% of it, half up
    moved = in_stage(DEAL._replace(probability=50.0, probability_source="manual"), PIPELINE, NEGOTIATION.id)
    assert (moved.probability, moved.weighted, moved.category) == (50, 12_000_25, "commit")
    assert preview(context, "title", "Other") == DEAL


previews = st.one_of(
    st.tuples(
        st.just("amount"), st.none() | st.tuples(st.integers(0, 10**12), st.sampled_from(["EUR", "USD", "JPY", "CHF"]))
    ),
    st.tuples(st.just("probability"), st.none() | st.integers(0, 10_000).map(lambda hundredths: hundredths / 100)),
    st.tuples(st.just("category"), st.none() | st.sampled_from(["pipeline", "best_case", "commit", "omitted"])),
    st.tuples(st.just("stage"), st.integers(1, 5)),
    st.tuples(st.just("expected_close"), st.none() | st.dates(date(2026, 1, 1), date(2028, 1, 1))),
)


def test_what_is_previewed_is_what_is_then_saved() -> None:
    """One deal, edited on and on: each time the strip has shown what the file then has."""
    with tempfile.TemporaryDirectory() as folder:
        workspace = open_workspace(Path(folder) / "pipeline.db", Clock(TODAY), durable=False)
        columns = ("currency", "base", "day", "rate")
        with workspace.store.transaction("Rates") as writing:
            currency = workspace.overview.pipeline().currency
            rates = [("USD", currency, "2026-01-01", "0.9155"), (currency, "JPY", "2026-01-01", "163.7")]
            writing.insert("exchange_rate", columns, rates)
        workspace.deals.add(NewDeal("Rollout", amount=1_000_00))

        @given(previews)
        @settings(max_examples=100, deadline=None)
        def check(edit: tuple[str, Any]) -> None:
            name, value = edit
            context = Context(workspace.overview.card(1), workspace.overview.pipeline(), TODAY)
            shown = preview(context, name, value)
            saved = workspace.deals.edit(1, {name: value}).card
            assert saved is not None
            history = [each._replace(touched_at="", stage_since_at="", pushes=0) for each in (saved, shown)]
            assert history[0] == history[1]

        check()
        workspace.close()
