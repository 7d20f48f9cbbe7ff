"""Open, won or lost, told by words in many languages and by yes and no."""

import pytest

from pipetui.exchange.outcome import Told, outcome_of, word_of
from pipetui.values.errors import Invalid


@pytest.mark.parametrize(
    ("word", "outcome"),
    [
        *(
            (word, "won")
            for word in ("Won", "WON", "Closed Won", "closedwon", "Closed - Won", "6 - Closed Won", "Won 🎉")
        ),
        *((word, "won") for word in ("Vinta", "Chiusa vinta", "Gewonnen", "Gagnée", "Ganado", "Ganho", "成交")),
        *((word, "won") for word in ("Closed Won - Renewal", "Deal won")),
        *((word, "lost") for word in ("Lost", "Closed Lost", "closedlost", "Persa", "Verloren", "Perdue", "Perdido")),
        *((word, "lost") for word in ("Cancelled", "Dead", "Abandoned", "Przegrana")),
        *((word, "closed") for word in ("Closed", "Chiusa", "Abgeschlossen")),
        *((word, "open") for word in ("Open", "Aperta", "Offen", "In progress", "Active")),
        *((word, None) for word in ("Demo", "Lost contact", "Won't fix", "Negotiation", "Contract signed", "", "7")),
    ],
)
def test_words(word: str, outcome: str | None) -> None:
    assert word_of(word) == outcome


@pytest.mark.parametrize(
    ("told", "outcome"),
    [
        (Told(), "open"),
        (Told(status="won", stage="Demo"), "won"),
        (Told(status="Lost", stage="Demo"), "lost"),
        (Told(stage="Closed Won"), "won"),
        (Told(is_won=True, stage="Demo"), "won"),
        (Told(is_lost=True), "lost"),
        (Told(is_closed=True, is_won=False), "lost"),
        (Told(is_closed=False, stage="Won over the boss"), "open"),
        (Told(status="Closed", probability=100), "won"),
        (Told(status="Closed", probability=0), "lost"),
        (Told(active=False, probability=0), "lost"),
        (Told(active=False, probability=20), "open"),
        (Told(active=True, probability=0), "open"),
    ],
)
def test_what_a_row_tells(told: Told, outcome: str) -> None:
    assert outcome_of(told) == outcome


def test_the_status_stands_over_the_stage_where_it_is_an_outcome() -> None:
    told = Told(status="Open", stage="Won")
    assert outcome_of(told) == "won"
    assert outcome_of(told, status_decides=True) == "open"


def test_closed_alone_is_not_enough() -> None:
    with pytest.raises(Invalid, match=r"It is closed \(Closed\), but neither won nor lost"):
        outcome_of(Told(status="Closed", probability=50))
