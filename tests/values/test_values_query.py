from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cards import TODAY
from filters import trees
from hostile import HOSTILE
from pipetui.values.conditions import And, Field, Is, Node, Not, Or, Said, Span, State, Word
from pipetui.values.errors import Invalid
from pipetui.values.filter_fields import Fields
from pipetui.values.filter_text import filter_text
from pipetui.values.own import OwnField
from pipetui.values.query import Filter, parse_filter
from pipetui.values.text import fold

RATES = {("USD", "EUR"): Decimal("0.9")}


@dataclass(frozen=True)
class Row:
    fields: Mapping[str, Said]
    rots: bool = False

    @property
    def haystack(self) -> str:
        return fold("\n".join(f"{value}" for value in self.fields.values()))

    currency = "EUR"
    stages = ("Lead", "Qualified", "Demo", "Proposal sent", "Negotiation")

    def field(self, name: str, /) -> Said:
        return self.fields.get(name)

    def is_rotting(self, _today: date, /) -> bool:
        return self.rots


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
        "category": "best_case",
        "value": 2_400_000,
        "weighted": 1_440_000,
        "prob": 60.0,
        "pushes": 2,
        "close": date(2026, 11, 30),
        "created": date(2026, 8, 24),
        "touched": date(2026, 10, 24),
        "since": date(2026, 11, 13),
        "due": (date(2026, 11, 20), date(2026, 11, 30)),
        "next": date(2026, 11, 20),
        "next_kind": "call",
    },
    rots=True,
)
BARE = Row({"id": "13", "title": "Bare", "stage": "Lead", "status": "open", "due": ()})


def read(text: str, fields: Fields | None = None) -> Filter:
    return parse_filter(text, TODAY, fields)


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
        "stage:'proposal sent'",
        "STAGE:Prop",
        "stage:demo,prop",
        "-stage:demo",
        "stage!=demo",
        "stage:proposal..",
        "stage:demo..negotiation",
        "stage:..proposal",
        "stage>demo",
        "stage<negotiation",
        "stage>=proposal",
        "company:salus",
        'company:"salus group"',
        "company:the",
        "contact:zoe",
        "owner:doe",
        "owner:none,doe",
        "source:none",
        "tag:q4",
        "#q4",
        'tag:x,"hot lead"',
        "tag:any",
        "title:chain",
        "id:12",
        "id:#012",
        "#12",
        "status:open",
        "status:all",
        "status:won,open",
        "clinic stage:prop -tag:cold not owner:bob",
        "pricing or clinic",
        "pricing cold or clinic chain",
        "clinic (pricing or chain)",
        "clinic and not (pricing or cold)",
        "-(pricing clinic)",
        "value>10k",
        "value > 10k",
        "value:24k",
        "value=24000",
        "value!=23k",
        "value:10k..50k",
        "value:10,000..24,000",
        "value:1k,24k",
        "value:..24k",
        "value>=€24k",
        "value<0.1m",
        "value>26k usd",
        "value:any",
        "amount>10k",
        "weighted>14k",
        "prob>=50",
        "prob:60%",
        "prob:50..70",
        "pushes>1",
        "category:best",
        "category:'best case'",
        "close:eom",
        "close:month",
        "close<=eom",
        "close:today..eom",
        "close:7d",
        "close:2026-11-30",
        "close:30 nov",
        "close:nov",
        "close:q4",
        "close:q4 2026 clinic",
        "close<next month",
        "close<dec",
        "close>last week",
        "closed:none",
        "touched>29d",
        "touched>=30d",
        "touched:30d",
        "touched:20d..40d",
        "touched:3 weeks..2 months",
        "touched<2026-11-01",
        "touched:oct",
        "age>90",
        "age:91",
        "age<4 months",
        "created:aug",
        "created:24 aug",
        "since:10d",
        "due:overdue",
        "due:week",
        "due:today,overdue",
        "next:call",
        "next:overdue",
        "next:email,overdue",
        "next:any",
        "rotting",
        "-slipped",
        "rotting or slipped",
    ],
)
def test_filters_that_hold(text: str) -> None:
    assert read(text, Fields(currencies=("EUR",), rates=RATES)).matches(CLINIC)


@pytest.mark.parametrize(
    "text",
    [
        "pricing",
        "clinic pricing",
        '"chain 12"',
        '"sites the salus"',
        "-clinic",
        "stage:sent",
        "stage>proposal",
        "stage:..demo",
        "stage:closing..",
        "company:alus",
        "tag:hot",
        "tag:q",
        "tag:none",
        "id:1",
        "status:won",
        "-status:all",
        "source:web",
        "15:00",
        "https://example.com",
        "clinic chain pricing or cold",
        "(clinic or pricing) cold",
        "value>24k",
        "value<24k",
        "value:none",
        "value:25k..",
        "value>27k usd",
        "prob>60",
        "category:commit",
        "close>eom",
        "close:week",
        "close:6d",
        "close:none",
        "touched>30d",
        "touched:7d",
        "touched:week",
        "age>91",
        "created:24 aug 2025",
        "due:today",
        "next:email",
        "next:none",
        "next>today",
        "slipped",
        "-rotting",
        "rotting and slipped",
    ],
)
def test_filters_that_do_not_hold(text: str) -> None:
    assert not read(text, Fields(currencies=("EUR",), rates=RATES)).matches(CLINIC)


@pytest.mark.parametrize(
    ("text", "holds"),
    [
        ("value:none next:none due:none close:none tag:none owner:none", True),
        ("value>0", False),
        ("value<10k", False),
        ("-value>0", True),
        ("close<eom", False),
        ("value!=0", True),
        ("rotting", False),
    ],
)
def test_what_a_deal_does_not_say_is_neither_more_nor_less(text: str, holds: bool) -> None:
    assert read(text).matches(BARE) is holds


def test_slipped_is_open_and_past_its_close_date() -> None:
    late = Row({"status": "open", "close": date(2026, 11, 22)})
    assert read("slipped").matches(late)
    assert not read("slipped").matches(Row({**late.fields, "close": TODAY}))
    assert not read("slipped").matches(Row({**late.fields, "status": "won"}))


def test_the_tree() -> None:
    asked = read('Café -stage:Demo,"Closed won" 15:00')
    stage = Field("stage", "stage", (Is("demo"), Is("closed won")))
    assert asked.root == And((Word("cafe"), Not(stage), Word("15:00")))
    assert asked.fields == {"stage"}
    assert asked == read(asked.text)
    assert read("acme").root == Word("acme")
    assert read("").root == And(())
    a, b, c = Word("a"), Word("b"), Word("c")
    assert read("a or b c").root == Or((a, And((b, c))))
    assert read("a b or c").root == Or((And((a, b)), c))
    assert read("a and (b or c)").root == And((a, Or((b, c))))
    assert read("not a b").root == And((Not(a), b))
    assert read("not (a b)").root == Not(And((a, b)))
    assert read("(a (b) or (c))").root == Or((And((a, b)), c))
    assert read('"or" and "rotting"').root == And((Word("or"), Word("rotting")))
    assert read("rotting").root == State("rotting", TODAY)
    assert read("close<eom").root == Field("close", "ahead", (Span(high=date(2026, 11, 29)),))


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
        ("status:won or value>10k", {"open", "won", "lost"}),
        ("status:won or status:lost value>10k", {"won", "lost"}),
        ("-(status:won or status:lost)", {"open"}),
        ("slipped status:all", {"open"}),
    ],
)
def test_statuses(text: str, statuses: set[str]) -> None:
    assert read(text).statuses == statuses


NAMES: dict[str, tuple[str, ...]] = {
    "stage": ("Lead", "Qualified", "Demo", "Proposal sent"),
    "tag": ("Q4", "hot lead"),
    "owner": ("Jane Doe",),
    "reason": (),
}
KNOWN = Fields(names=NAMES.get, currencies=("EUR",))


@pytest.mark.parametrize(
    ("text", "at", "sentence"),
    [
        ("acme stag:x", 5, '"stag" is not a field: did you mean stage?'),
        ("xyz:x", 0, '"xyz" is not a field: to look for the words, put them in quotes.'),
        ("vlaue>10k", 0, '"vlaue" is not a field: did you mean value?'),
        ("acme stage:", 11, "A value is missing after stage: write stage:proposal."),
        ("tag:q4,", 7, "A value is missing after tag: write tag:q4."),
        ('tag:""', 4, "A value is missing after tag: write tag:q4."),
        ("value>", 6, "A value is missing after value: write value:10k."),
        ("value:..", 8, "A value is missing after value: write value:10k."),
        ("status:opne", 7, '"opne" is not a status: did you mean open?'),
        ('acme "phase 2', 5, 'A quote is not closed: end it with ".'),
        ('stage:"demo', 6, 'A quote is not closed: end it with ".'),
        ("stage:'demo", 6, "A quote is not closed: end it with '."),
        ("acme not", 5, 'Nothing is said after "not".'),
        ("acme or", 7, 'Nothing is said after "or".'),
        ("acme and or x", 9, 'Nothing is said before "or": put it in quotes if it is a word to look for.'),
        ("or x", 0, 'Nothing is said before "or": put it in quotes if it is a word to look for.'),
        ("(acme", 0, "A parenthesis is not closed: end it with )."),
        ("x (", 2, "A parenthesis is not closed: end it with )."),
        ("acme)", 4, "This parenthesis closes nothing: take it away, or open one before."),
        ("x ()", 2, "There is nothing in the parentheses."),
        ("(" * 31 + "x" + ")" * 31, 30, "More than 30 parentheses in one another: write it more simply."),
        ("id:x", 3, '"x" is not a deal\'s number: write id:12.'),
        ("value>lots", 6, '"lots" is not an amount: write 40000, 40k or 1,234.56.'),
        ("value:50k..10k", 6, "Nothing lies between these: the first is more than the second."),
        ("value>10k gbp", 6, "There is no exchange rate from GBP to EUR: write the amount in EUR."),
        ("prob>high", 5, '"high" is not a number: write prob>50.'),
        (
            "close<someday",
            6,
            '"someday" is not a day: try fri, +3d, 15 dec, eom, month, q4 or 2026-12-01.',
        ),
        ("close:eom..today", 6, "Nothing lies between these: the first day comes after the second."),
        ("owner>jane", 5, "owner has no order: write owner:jane."),
        ("stage:propsal", 6, '"propsal" is not a stage: did you mean Proposal sent?'),
        ("stage:closing..", 6, '"closing" is not a stage: there are Lead, Qualified, Demo and Proposal sent.'),
        ("tag:hot", 4, '"hot" is not a tag: did you mean hot lead?'),
        ("#q5", 1, '"q5" is not a tag: there are Q4 and hot lead.'),
        ("owner:bob", 6, '"bob" is not an owner: there is Jane Doe.'),
        ("reason:price", 7, '"price" is not a reason: there is none yet.'),
        ("a" * 1_001, 1_000, "This filter is too long: write at most 1,000 characters."),
        ("a" * 10_000_000, 1_000, "This filter is too long: write at most 1,000 characters."),
    ],
)
def test_what_is_wrong_and_where(text: str, at: int, sentence: str) -> None:
    with pytest.raises(Invalid) as refused:
        read(text, KNOWN)
    assert (str(refused.value), refused.value.at) == (sentence, at)


OWN = Fields(
    own=(
        OwnField(1, "seats", "Seats", "number"),
        OwnField(2, "budget", "Budget", "money"),
        OwnField(3, "renewal", "Renewal", "date"),
        OwnField(4, "size", "Size", "choice", ("small", "large")),
        OwnField(5, "segment", "Segment", "text"),
    )
)
OURS = Row({"seats": 25.5, "budget": 500_000, "renewal": date(2026, 12, 31), "size": "large", "segment": "Mid market"})


@pytest.mark.parametrize(
    ("text", "holds"),
    [
        ("seats>20", True),
        ("seats:25.5", True),
        ("seats:10..20", False),
        ("budget>=5k", True),
        ("budget<5k", False),
        ("renewal:dec", True),
        ("renewal<eom", False),
        ("size:large", True),
        ("size:small", False),
        ("segment:market", True),
        ("segment:none", False),
    ],
)
def test_fields_the_rep_made(text: str, holds: bool) -> None:
    assert read(text, OWN).matches(OURS) is holds


def test_a_choice_there_is_not_is_said() -> None:
    with pytest.raises(Invalid, match='"huge" is not a size: there are small and large'):
        read("size:huge", OWN)


PIECES = st.sampled_from(
    [
        *("-", "not ", '"', "'", ":", ",", " ", "..", "(", ")", " or ", " and ", "#", "stage:", "status:", "value>"),
        *("won", "acme", "\u202e", "\x1b[0m", "id:", "10k", "close<", "eom", "touched:", "30d", "next:", "none"),
    ]
)


@given(st.text(max_size=60) | st.lists(PIECES, max_size=20).map("".join) | st.sampled_from(HOSTILE))
@settings(max_examples=200, deadline=None)
def test_any_text_is_a_filter_or_refused_with_a_place(text: str) -> None:
    try:
        asked = read(text)
    except Invalid as refused:
        assert refused.at is not None
        assert 0 <= refused.at <= len(text)
    else:
        assert asked.matches(CLINIC) in (True, False)


@given(trees)
@settings(max_examples=300, deadline=None)
def test_a_tree_as_text_is_read_as_the_same_tree(tree: Node) -> None:
    assert read(filter_text(tree)).root == tree


@given(st.lists(st.text("abc é", min_size=1, max_size=6), max_size=4))
@settings(max_examples=100, deadline=None)
def test_words_are_those_the_text_holds(words: list[str]) -> None:
    row = Row({"title": "abc cab é"})
    said = " ".join(words).split()
    assert read(" ".join(words)).matches(row) == all(fold(word) in row.haystack for word in said)
