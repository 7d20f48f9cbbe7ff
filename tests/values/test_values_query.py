from collections.abc import Mapping
from dataclasses import dataclass

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hostile import HOSTILE
from pipetui.values.errors import Invalid
from pipetui.values.query import And, Field, Not, Word, parse_filter
from pipetui.values.text import fold


@dataclass(frozen=True)
class Row:
    fields: Mapping[str, str | tuple[str, ...]]

    @property
    def haystack(self) -> str:
        return fold(" ".join(f"{value}" for value in self.fields.values()))

    def field(self, name: str, /) -> str | tuple[str, ...]:
        return self.fields.get(name, "")


CLINIC = Row(
    {
        "id": "12",
        "title": "Clinic chain, 12 sites",
        "company": "The Salus Group",
        "contact": "Zoë Müller",
        "owner": "Jane Doe",
        "stage": "Proposal sent",
        "status": "open",
        "tag": ("Q4", "hot lead"),
    }
)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "clinic",
        "CLIN sites",
        "muller",
        '"chain, 12"',
        "-pricing",
        "not pricing",
        "--clinic",
        "stage:proposal",
        'stage:"proposal sent"',
        "STAGE:Prop",
        "stage:demo,prop",
        "-stage:demo",
        "company:salus",
        'company:"salus group"',
        "company:the",
        "contact:zoe",
        "owner:doe",
        "tag:q4",
        'tag:x,"hot lead"',
        "title:chain",
        "id:12",
        "id:#012",
        "status:open",
        "status:all",
        "status:won,open",
        "clinic stage:prop -tag:cold not owner:bob",
    ],
)
def test_filters_that_hold(text: str) -> None:
    assert parse_filter(text).matches(CLINIC)


@pytest.mark.parametrize(
    "text",
    [
        "pricing",
        "clinic pricing",
        '"chain 12"',
        "-clinic",
        "stage:sent",
        "company:alus",
        "tag:hot",
        "tag:q",
        "id:1",
        "status:won",
        "-status:all",
        "source:web",
        "15:00",
        "https://example.com",
    ],
)
def test_filters_that_do_not_hold(text: str) -> None:
    assert not parse_filter(text).matches(CLINIC)


def test_the_tree() -> None:
    read = parse_filter('Café -stage:Demo,"Closed won" 15:00')
    stage = Field("stage", "=", ("demo", "closed won"))
    assert read.root == And((Word("cafe"), Not(stage), Word("15:00")))
    assert read.fields == {"stage"}
    assert read == parse_filter(read.text)
    assert parse_filter("acme").root == Word("acme")
    assert parse_filter("").root == And(())


@pytest.mark.parametrize(
    ("text", "statuses"),
    [
        ("", {"open"}),
        ("acme stage:demo", {"open"}),
        ("status:won", {"won"}),
        ("status:won,lost", {"won", "lost"}),
        ("status:all", {"open", "won", "lost"}),
        ("-status:open", {"won", "lost"}),
        ("acme not status:open -status:won", {"lost"}),
        ("status:won status:lost", set()),
        ("-status:all", set()),
    ],
)
def test_statuses(text: str, statuses: set[str]) -> None:
    assert parse_filter(text).statuses == statuses


@pytest.mark.parametrize(
    ("text", "at", "sentence"),
    [
        (
            "acme stag:x",
            5,
            '"stag" is not a field: did you mean stage? There are status, stage, pipeline, company, contact, '
            "owner, source, tag, product, reason, title and id.",
        ),
        ("acme stage:", 11, "A value is missing after stage: write stage:proposal."),
        ("tag:a,", 6, "A value is missing after tag: write tag:q4."),
        ('tag:""', 4, "A value is missing after tag: write tag:q4."),
        ("status:opne", 7, '"opne" is not a status: did you mean open? There are open, won, lost and all.'),
        ('acme "phase 2', 5, 'A quote is not closed: end it with ".'),
        ('stage:"demo', 6, 'A quote is not closed: end it with ".'),
        ("acme not", 5, 'Nothing is said after "not".'),
        ("id:x", 3, '"x" is not a deal\'s number: write id:12.'),
        ("a" * 1_001, 1_000, "This filter is too long: write at most 1,000 characters."),
    ],
)
def test_what_is_wrong_and_where(text: str, at: int, sentence: str) -> None:
    with pytest.raises(Invalid) as refused:
        parse_filter(text)
    assert (str(refused.value), refused.value.at) == (sentence, at)


PIECES = st.sampled_from(
    ["-", "not ", '"', ":", ",", " ", "stage:", "status:", "won", "acme", "\u202e", "\x1b[0m", "id:"]
)


@given(st.text(max_size=60) | st.lists(PIECES, max_size=20).map("".join) | st.sampled_from(HOSTILE))
@settings(max_examples=100, deadline=None)
def test_any_text_is_a_filter_or_refused_with_a_place(text: str) -> None:
    try:
        read = parse_filter(text)
    except Invalid as refused:
        assert refused.at is not None
        assert 0 <= refused.at <= len(text)
    else:
        assert read.matches(CLINIC) in (True, False)


@given(st.lists(st.text("abc é", min_size=1, max_size=6), max_size=4))
@settings(max_examples=100, deadline=None)
def test_words_are_those_the_text_holds(words: list[str]) -> None:
    row = Row({"title": "abc cab é"})
    said = " ".join(words).split()
    assert parse_filter(" ".join(words)).matches(row) == all(fold(word) in row.haystack for word in said)
