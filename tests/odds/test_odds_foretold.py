"""All deals at once are foretold as each alone, whatever order they come in."""

import tempfile
from collections.abc import Iterator
from contextlib import closing
from datetime import date
from pathlib import Path
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipetui.demo import build
from pipetui.values.clock import Clock
from pipetui.views.card import Card
from pipetui.views.odds import Odds
from pipetui.workspace import open_workspace

TODAY = date(2026, 11, 23)
PERIODS = ("2026-11", "Q4", "H2", "2026", "2027-Q3", "2026-10")


class Open:
    """A pipeline's open deals and their odds."""

    def __init__(self, path: Path) -> None:
        with closing(open_workspace(path, Clock(TODAY), durable=False)) as work:
            pipeline = work.overview.pipeline()
            said, unset = [card.id for card in work.overview.open_cards() if card.category == "commit"][:2]
            work.deals.edit(said, {"probability": 35.0})
            work.deals.edit(unset, {"amount": None})
            self.odds: Odds = work.overview.forecasts.odds(pipeline)
            self.cards: list[Card] = [card for card in work.overview.open_cards() if self.odds.counts(card)]
            self.periods = [work.overview.period(text) for text in PERIODS]


@pytest.fixture(scope="module")
def pipeline() -> Iterator[Open]:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "demo.db"
        build(path, Clock(TODAY))
        yield Open(path)


def test_all_at_once_are_foretold_as_each_alone(pipeline: Open) -> None:
    odds, cards = pipeline.odds, pipeline.cards
    assert len(cards) == 60
    assert any(card.probability_source == "manual" for card in cards)
    assert any(card.base_amount is None for card in cards)
    for period in pipeline.periods:
        told = odds.foretold(cards, period)
        assert told.chances.tolist() == [odds.chance(card, period) for card in cards]
        assert told.worths.tolist() == [odds.amount(card) for card in cards]
        assert told.adds.tolist() == [odds.adds(card, period) for card in cards]


@given(seed=st.integers(0, 10_000), place=st.integers(0, len(PERIODS) - 1))
@settings(max_examples=30, deadline=None)
def test_an_outlook_is_the_same_in_whatever_order_deals_come(pipeline: Open, seed: int, place: int) -> None:
    period, mixed = pipeline.periods[place], Random(seed).sample(pipeline.cards, len(pipeline.cards))
    assert pipeline.odds.outlook(mixed, period, 0) == pipeline.odds.outlook(pipeline.cards, period, 0)
