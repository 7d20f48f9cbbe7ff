"""A deal in one line while it is typed: what is new and what is known, and what could follow."""

from __future__ import annotations

import sys
from datetime import date, datetime, timedelta, timezone
from types import FrameType

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hostile import HOSTILE
from pipetui.values.days import read_day
from pipetui.values.followup import KINDS, kind_of
from pipetui.values.habits import Habits, take_up
from pipetui.values.names import days_offered, kinds_offered, put_off_offered
from pipetui.values.own import OwnField
from pipetui.values.quickadd import parse_quickadd
from pipetui.views.entry_line import EntryLine, Told
from pipetui.views.known import Known, Name
from pipetui.views.stage import Pipeline, Stage

NOW = datetime(2026, 11, 23, 14, 30, tzinfo=timezone(timedelta(hours=1)))  # a Monday
STAGES = tuple(
    Stage(number, 1, name, number, "lead" if number == 1 else "open", probability, None, "pipeline")
    for number, name, probability in ((1, "Lead", 5), (2, "Qualified", 20), (3, "Demo", 40), (4, "Proposal sent", 60))
)
SALES = Pipeline(1, "Sales", "EUR", STAGES)
OWN = (
    OwnField(1, "size", "Size", "choice", ("small", "very large")),
    OwnField(2, "contract_end", "Contract end", "date"),
)
KNOWN = Known(
    {
        "company": [Name("Acme", 3), Name("Acme Holding", 9), Name("Nordwind", 1), Name("Jo' Ann")],
        "contact": [Name("Jane Doe", 2, "Acme"), Name("Jane Doe", 1, "Hexa"), Name("Omar Aziz")],
        "tag": [Name("q4", 2), Name("big deal", 1)],
        "owner": [Name("Ida")],
    }
)
LINE = EntryLine(SALES, None, OWN, KNOWN, NOW)


def told(line: str) -> list[Told]:
    return list(LINE.understand(line).told)


def offered(line: str, cursor: int | None = None) -> list[str]:
    found = LINE.offers(line, len(line) if cursor is None else cursor)
    return [name.name for name in found[1]] if found else []


def took(line: str, name: str) -> str:
    found = LINE.offers(line, len(line))
    assert found
    chosen = next(each for each in found[1] if each.name == name)
    return LINE.take(line, found[0], chosen)[0]


def test_days_and_kinds_are_offered_in_the_language_of_the_rep() -> None:
    take_up(Habits(language="it"))
    try:
        assert offered("Fleet close:") == ["domani", "ven", "+1w", "fine mese", "+1m", "fine trimestre", "fine anno"]
        assert offered("Fleet next:c") == ["chiamata"]
        line = took("Fleet close:fine t", "fine trimestre")
        assert LINE.understand(line).read.close == date(2026, 12, 31)
        assert LINE.understand(line).problem is None
        for word in (*days_offered(), *put_off_offered()):
            assert read_day(word, NOW.date())
        assert [kind_of(word) for word in kinds_offered()] == list(KINDS)
    finally:
        take_up(Habits())
    assert offered("Fleet close:e") == ["eom", "eoq", "eoy"]


def test_what_is_known_and_what_is_new() -> None:
    said = told("Rollout 40k +acme @'jane doe' close:eom >prop #Q4 #new owner:Bob next:call fri 15:00")
    assert said == [
        Told("title", "Rollout"),
        Told("amount", "€40,000"),
        Told("company", "Acme", "3 deals"),
        Told("contact", "Jane Doe"),
        Told("close", "Mon 30 Nov 2026"),
        Told("stage", "Proposal sent", "60%"),
        Told("tag", "q4"),
        Told("tag", "new", is_new=True),
        Told("owner", "Bob", is_new=True),
        Told("next", "Call Fri 15:00"),
    ]


def test_where_it_goes_is_told_though_nothing_is_typed_for_it() -> None:
    assert told("Rollout")[-1] == Told("stage", "Qualified", "20%")


def test_a_contact_of_another_company_is_not_the_one_meant() -> None:
    assert Told("contact", "Jane Doe", is_new=True) in told("Rollout +Nordwind @'Jane Doe'")
    assert Told("contact", "Omar Aziz") in told("Rollout +Nordwind @'omar aziz'")
    assert Told("contact", "Jane Doe", "Acme") in told("Rollout @'Jane Doe'")


def test_a_stage_there_is_not_is_the_problem() -> None:
    read = LINE.understand("Rollout >moon")
    assert read.problem == "There is no stage “moon”. The stages are Lead, Qualified, Demo, Proposal sent."
    assert Told("stage", "moon", is_wrong=True) in read.told
    assert Told("close", "ever", is_wrong=True) in told("Rollout close:ever")


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("Rollout +ac", ["Acme Holding", "Acme"]),
        ("Rollout +hold", ["Acme Holding"]),
        ("Rollout +", ["Acme Holding", "Acme", "Nordwind", "Jo' Ann"]),
        ("Rollout @'jane d", ["Jane Doe", "Jane Doe"]),
        ("Rollout >", ["Lead", "Qualified", "Demo", "Proposal sent"]),
        ("Rollout #b", ["big deal"]),
        ("Rollout owner:", ["Ida"]),
        ("Rollout owner: i", ["Ida"]),
        ("Rollout size:v", ["very large"]),
        ("Rollout contract_end:e", ["eom", "eoq", "eoy"]),
        ("Rollout close:", ["tomorrow", "fri", "+1w", "eom", "+1m", "eoq", "eoy"]),
        ("Rollout next:mee", ["meeting"]),
        ("Rollout cont", ["contract_end"]),
        ("Rollout ow", ["owner"]),
        ("Rollout", []),
        ("Rollout +Nordwind", []),
        ("", []),
    ],
)
def test_what_is_offered(line: str, names: list[str]) -> None:
    assert offered(line) == names


def test_nothing_is_offered_within_a_word() -> None:
    assert offered("Rollout +acme", 11) == []
    assert offered("Rollout +ac close:eom", 11) == ["Acme Holding", "Acme"]


@pytest.mark.parametrize(
    ("line", "name", "becomes"),
    [
        ("Rollout +ac", "Acme Holding", "Rollout +'Acme Holding' "),
        ("Rollout +ac", "Acme", "Rollout +Acme "),
        ("Rollout +jo'", "Jo' Ann", 'Rollout +"Jo\' Ann" '),
        ("Rollout @'jane d", "Jane Doe", "Rollout @'Jane Doe' "),
        ("Rollout >p", "Proposal sent", "Rollout >'Proposal sent' "),
        ("Rollout ow", "owner", "Rollout owner:"),
        ("Rollout owner: i", "Ida", "Rollout owner:Ida "),
        ("Rollout size:v", "very large", "Rollout size:very large "),
        ("Rollout close:e", "eom", "Rollout close:eom "),
    ],
)
def test_a_name_is_taken_so_that_it_is_read_as_it_is(line: str, name: str, becomes: str) -> None:
    assert took(line, name) == becomes


def test_the_middle_of_a_line_keeps_what_follows() -> None:
    line = "Rollout +ac close:eom"
    found = LINE.offers(line, 11)
    assert found
    assert LINE.take(line, found[0], found[1][0]) == ("Rollout +'Acme Holding' close:eom", 24)


NAMES = st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cf", "Cs", "Co", "Zs", "Zl", "Zp")), min_size=1)


@settings(max_examples=60, deadline=None)
@given(st.lists(NAMES, min_size=1, max_size=3).map(" ".join))
def test_any_company_taken_is_that_company(name: str) -> None:
    line = EntryLine(SALES, None, (), Known({"company": [Name(name)]}), NOW)
    found = line.offers("Rollout +", 9)
    if found is None or ("' " in f"{name} " and '" ' in f"{name} "):
        return
    became, cursor = line.take("Rollout +", found[0], found[1][0])
    assert cursor == len(became)
    assert parse_quickadd(became, NOW, "EUR").title == "Rollout"


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_is_understood_or_told_to_be_wrong(text: str) -> None:
    for line in (text, f"+{text}", f"x {text} close:{text}"):
        LINE.understand(line)
        LINE.offers(line, len(line))


def calls_for_a_letter(names: int, typed: str) -> int:
    """How often a function is called to understand a line and offer what could follow."""
    companies = [Name(f"Company {number:05} & Söhne", number % 7) for number in range(names)]
    line = EntryLine(SALES, None, OWN, Known({"company": companies, "contact": companies}), NOW)
    line.offers("+x", 2)  # what is done once for all letters
    called = 0

    def hear(_frame: FrameType, event: str, _told: object) -> None:
        nonlocal called
        called += event == "call"

    sys.setprofile(hear)
    try:
        line.understand(f"Rollout {typed} @'company 09999 & söhne'")
        line.offers(f"Rollout {typed}", 8 + len(typed))
    finally:
        sys.setprofile(None)
    return called


@pytest.mark.parametrize("typed", ["+", "+c", "+zz", "+'09999", "+söhne"])
def test_a_letter_is_as_much_work_among_ten_thousand_names(typed: str) -> None:
    few, many = calls_for_a_letter(100, typed), calls_for_a_letter(10_000, typed)
    assert 0 < many < few + 20
