"""What is found by a few letters, and in which order."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipetui.values.text import fold
from pipetui.views.finding import Findable, Findables, Finder, lit

THINGS = [
    Findable("command", "deal.won", "won", "Close the deal as won today", "w", listed=True),
    Findable("command", "log.call", "log call", "Log a call that just happened", "c", listed=True),
    Findable("company", 1, "Acme", "3 open of 4 deals"),
    Findable("contact", 1, "Jane Doe", "Acme · 1 deal", words="jane@acme.example"),
    Findable("deal", 1, "Warehouse rollout", "Acme · Demo", words="Jane Doe", amount=4_000_000, currency="EUR"),
    Findable("deal", 2, "Café chain, 12 sites", "Salus · Proposal"),
    Findable("deal", 3, "Acme support", "Acme · won"),
    Findable("deal", 4, "Wonderful windows", "Hexa · Demo"),
    Findable("setting", "theme=nord", "theme: nord", "The colours."),
]


def titles(typed: str, *lately: tuple[str, int | str]) -> list[str]:
    return [thing.title for thing in Finder(Findables(THINGS), lately).find(typed)]


def test_before_anything_is_typed_commands_are_listed_after_what_was_taken_lately() -> None:
    assert titles("") == ["won", "log call"]
    assert titles("  ", ("deal", 2), ("command", "log.call")) == ["Café chain, 12 sites", "log call", "won"]


def test_the_whole_title_goes_before_its_beginning_and_that_before_a_word_and_its_inside() -> None:
    assert titles("won") == ["won", "Wonderful windows", "Acme support"]
    assert titles("acme") == ["Acme", "Acme support", "Jane Doe", "Warehouse rollout"]
    assert titles("call") == ["log call"]
    assert titles("house")[0] == "Warehouse rollout"


def test_words_in_any_order_and_of_the_company_or_contact() -> None:
    assert titles("acme rollout") == titles("rollout acme") == titles("jane ware") == ["Warehouse rollout"]
    assert titles("CAFE sites") == ["Café chain, 12 sites"]
    assert titles("jane@acme") == ["Jane Doe"]
    assert titles("colours theme") == ["theme: nord"]


def test_what_has_more_of_the_words_in_its_title_goes_before() -> None:
    density = [Findable("setting", each, f"density: {each}", "roomy, compact") for each in ("auto", "roomy", "compact")]
    found = Finder(Findables(density)).find("density compact")
    assert [thing.ref for thing in found] == ["compact", "auto", "roomy"]


def test_letters_apart_are_found_where_words_are_not() -> None:
    assert titles("whro") == ["Warehouse rollout"]
    assert titles("wr")[0] == "Warehouse rollout"
    assert titles("thnord") == ["theme: nord"]
    assert titles("zzz") == []


@pytest.mark.parametrize("typed", ["wraehouse", "warehosue rolout", "Waerhouse", "warehous rolllout", "acme warrhouse"])
def test_a_slip_of_the_finger_finds_what_was_meant(typed: str) -> None:
    finder = Finder(Findables(THINGS))
    assert [thing.title for thing in finder.find(typed)] == ["Warehouse rollout"]
    assert finder.is_guess


def test_what_is_written_so_is_no_slip_of_something_else() -> None:
    finder = Finder(Findables([*THINGS, Findable("company", 9, "Acne Studios")]))
    assert "Acme" not in [thing.title for thing in finder.find("acne")]
    assert not finder.is_guess
    assert titles("teh cafe") == titles("cafe windows") == titles("xyzzy") == []


def test_many_letters_in_their_order_by_chance_come_after_what_was_meant() -> None:
    things = [Findable("deal", 1, "North rail of the windy town"), Findable("deal", 2, "Northwind fleet")]
    assert [thing.ref for thing in Finder(Findables(things)).find("nrthwind")] == [2, 1]
    assert [thing.ref for thing in Finder(Findables(things)).find("nrfwt")] == [1]


def test_a_slip_is_found_letter_by_letter_as_at_once() -> None:
    finder = Finder(Findables(THINGS))
    for end in range(1, len("wraehouse") + 1):
        found = finder.find("wraehouse"[:end])
    assert [thing.title for thing in found] == ["Warehouse rollout"]


def test_what_was_taken_lately_goes_before_its_equals() -> None:
    assert titles("w", ("deal", 4))[:2] == ["Wonderful windows", "won"]
    assert titles("acme", ("deal", 3))[:2] == ["Acme support", "Acme"]
    assert titles("rollout", ("deal", 2)) == ["Warehouse rollout"]  # not where it is not meant


def test_what_is_typed_is_lit() -> None:
    assert lit("Warehouse rollout", "house") == [(4, 9)]
    assert lit("Warehouse rollout", "roll ware") == [(0, 4), (10, 14)]
    assert lit("Warehouse rollout", "wr") == [(0, 1), (2, 3)]
    assert lit("Café chain", "cafe") == [(0, 4)]
    assert lit("Straße", "stra") == []  # folded it is of another length
    assert lit("Acme", "zz") == []


def many(number: int) -> Findables:
    return Findables([Findable("deal", each, f"Rack {each:05}", f"Company {each % 997}") for each in range(number)])


def test_a_letter_more_looks_only_through_what_is_left() -> None:
    finder = Finder(many(10_000))
    finder.find("rack 1")
    finder.find("rack 0123")
    assert finder.looked > 10_000  # the words are others: everything is looked through
    few = len(finder.find("rack 01234"))
    assert few == 1
    assert finder.looked < 200
    finder.find("rack 0123")
    assert finder.looked >= 10_000  # and again with a letter less


def test_a_search_looks_at_nothing_more_than_a_few_times_whatever_is_typed() -> None:
    finder = Finder(many(10_000))
    for typed in ("a" * 5000, "r a c k " * 200, ".*" * 30, "[" * 50, "\\", "rrrrrrrrrrrrrrrrrrrrrrrrr"):
        finder.find(typed)
        assert finder.looked <= 10_000 * 25


WORDS = st.text(alphabet="abc é[\\.*^$\n", max_size=8)


@given(st.lists(WORDS, max_size=12), st.lists(WORDS, min_size=1, max_size=4))
def test_typing_on_finds_what_typing_at_once_does(names: list[str], pieces: list[str]) -> None:
    things = Findables([Findable("deal", place, name.replace("\n", " ")) for place, name in enumerate(names)])
    finder = Finder(things)
    typed = ""
    for piece in pieces:
        typed += piece
        found = finder.find(typed)
        assert found == Finder(things).find(typed)
        words = fold(typed).split()
        if words:
            held = [thing for thing in things.things if all(word in fold(thing.title) for word in words)]
            assert set(held) <= set(found)
