"""What a filter being typed could go on with: found, taken, and read as what was meant."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cards import TODAY
from hostile import HOSTILE
from pipetui.values.errors import Invalid
from pipetui.values.filter_days import read_days
from pipetui.values.filter_fields import Fields
from pipetui.values.filter_offers import offers_at, taken
from pipetui.values.habits import Habits, take_up
from pipetui.values.names import days_asked_for
from pipetui.values.own import OwnField
from pipetui.values.query import parse_filter
from pipetui.values.text import clean

NAMES = {
    "stage": ("Lead", "Qualified", "Demo", "Proposal sent"),
    "tag": ("q4", "hot lead", "stalled"),
    "company": ("Acme", "Bianchi Trasporti", "Café Aroma", 'The "Best" one'),
    "owner": ("Zoë", "Robin"),
}
FIELDS = Fields((OwnField(1, "size", "Size", "choice", ("small", "very large")),), names=NAMES.get)


@contextmanager
def speaking(language: str) -> Iterator[None]:
    take_up(Habits(language=language))
    try:
        yield
    finally:
        take_up(Habits())


def offered(text: str, cursor: int | None = None) -> list[str]:
    found = offers_at(text, len(text) if cursor is None else cursor, FIELDS)
    return [offer.name for offer in found.offers] if found else []


def take(text: str, name: str = "") -> str:
    """The text with the offer of that name taken, the first if unsaid; ``|`` is where the cursor comes to stand."""
    found = offers_at(text.replace("|", ""), text.find("|") if "|" in text else len(text), FIELDS)
    assert found is not None
    offer = next(one for one in found.offers if not name or one.name == name)
    line, cursor = taken(text.replace("|", ""), found, offer)
    return f"{line[:cursor]}|{line[cursor:]}"


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("", ["stage:", "value>", "close:", "next:", "tag:", "owner:", "company:", "touched>"]),
        ("st", ["stage:", "status:"]),
        ("acme ro", ["rotting"]),
        ("siz", ["size:"]),
        ("warehouse", []),
        ("stage:", ["Lead", "Qualified", "Demo", "Proposal sent"]),
        ("stage:PRO", ["Proposal sent"]),
        ("-(stage:sent", ["Proposal sent"]),
        ("stage:demo,le", ["Lead"]),
        ("stage:demo..pro", ["Proposal sent"]),
        ("size:", ["small", "very large", "none", "any"]),
        ("company:cafe", ["Café Aroma"]),
        ("owner:zoe", ["Zoë"]),
        ('company:"bianchi tr', ["Bianchi Trasporti"]),
        ("company:best", []),
        ("#ho", ["#hot lead"]),
        ("tag:s", ["stalled"]),
        ("status:", ["open", "won", "lost", "all"]),
        ("value>", ["10k", "50k", "big"]),
        ("value:b", ["big"]),
        ("touched>3", ["30d", "3m"]),
        ("next:no", ["none", "note"]),
        ("due:over", ["overdue"]),
        ("close<eo", ["eow", "eom", "eoq", "eoy"]),
        ("zzz:a", []),
        ("id:1", []),
        ("stage:demo ", []),
        ('company:"acme"', []),
    ],
)
def test_what_is_offered(text: str, names: list[str]) -> None:
    assert offered(text) == names


@pytest.mark.parametrize(
    ("text", "name", "becomes"),
    [
        ("st", "stage:", "stage:|"),
        ("acme -st", "stage:", "acme -stage:|"),
        ("stage:pro", "", 'stage:"Proposal sent" |'),
        ("stage:demo,le", "", "stage:demo,Lead |"),
        ("stage:de| acme", "", "stage:Demo |acme"),
        ("(stage:de|)", "", "(stage:Demo|)"),
        ("#ho", "", 'tag:"hot lead" |'),
        ("#q", "", "#q4 |"),
        ("value:b", "", "value:big |"),
        ("ro", "", "rotting |"),
        ('company:"bianchi', "", 'company:"Bianchi Trasporti" |'),
    ],
)
def test_what_is_taken(text: str, name: str, becomes: str) -> None:
    assert take(text, name) == becomes


def test_nothing_is_offered_within_a_word() -> None:
    assert offered("stage:demo", 8) == []


@given(st.text(max_size=40), st.integers(0, 40))
def test_any_text_is_answered(text: str, cursor: int) -> None:
    found = offers_at(text, min(cursor, len(text)), FIELDS)
    for offer in found.offers if found else ():
        line, place = taken(text, found, offer)  # type: ignore[arg-type]  # there is one
        assert 0 <= place <= len(line)


@pytest.mark.parametrize("text", HOSTILE)
def test_a_name_that_is_taken_is_read_as_that_name(text: str) -> None:
    name = clean(text)
    fields = Fields(names=lambda field: [name] if name and field in ("company", "stage", "tag") else [])
    for field in ("company:", "stage:", "#"):
        found = offers_at(field, len(field), fields)
        for offer in found.offers if found else ():
            if offer.name.removeprefix("#") == name and found is not None:
                line, _ = taken(field, found, offer)
                try:
                    parse_filter(line, TODAY, fields)
                except Invalid as error:
                    pytest.fail(f"{line!r}: {error}")


@pytest.mark.parametrize(
    ("language", "text", "names"),
    [
        ("it", "close:pros", ["prossima settimana", "prossimo mese", "prossimo trimestre"]),
        ("it", "due:mart", ["martedi"]),  # "mar" is March
        ("it", "next:chia", ["chiamata"]),
        ("it", "touched>ie", ["ieri"]),
        ("de", "close:m", ["month", "mo", "mi", "next month", "last month", "tomorrow", "eom"]),
        ("de", "close:f", ["fr"]),
        ("fr", "due:je", ["jeu"]),
        ("en", "close:f", ["fri"]),
    ],
)
def test_days_are_offered_in_the_reps_language(language: str, text: str, names: list[str]) -> None:
    with speaking(language):
        assert offered(text) == names


@pytest.mark.parametrize("language", ["en", "it", "de", "fr", "es", "pt", "nl", "pl", "ja", "ar"])
@pytest.mark.parametrize("past", [True, False])
def test_every_day_that_is_offered_is_read(language: str, past: bool) -> None:
    with speaking(language):
        found = {word: read_days(word, TODAY, past=past) for word in days_asked_for()}
        assert [word for word, days in found.items() if days is None] == []
        weekdays = [days.first.weekday() for days in list(found.values())[-5:] if days is not None]
    assert weekdays == [0, 1, 2, 3, 4]
