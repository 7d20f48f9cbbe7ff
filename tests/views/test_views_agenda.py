"""The agenda: known answers, and the same after every change as filled anew."""

from collections.abc import Iterable
from datetime import date, time

from hypothesis import given, settings

from cards import TODAY, card, changes, edits, pipelines_full, step
from pipetui.views.agenda import SECTIONS, Agenda
from pipetui.views.card import Card


def filled(cards: Iterable[Card]) -> Agenda:
    agenda = Agenda(TODAY)
    agenda.fill(cards)
    return agenda


def told(agenda: Agenda) -> dict[str, list[tuple[int, int | None]]]:
    """Numbers of deal and follow-up, by section."""
    return {name: [(row.card.id, row.step and row.step.id) for row in agenda.sections[name]] for name in SECTIONS}


def test_a_morning() -> None:
    agenda = filled(
        [
            card(1, amount=1_00, steps=(step(11, 1, date(2026, 11, 20)), step(12, 1, date(2026, 11, 30), time(9)))),
            card(2, amount=2_00, steps=(step(21, 2, TODAY, time(15)),)),
            card(3, amount=4_00, steps=(step(31, 3, TODAY, time(8, 30)), step(32, 3, TODAY))),
            card(4, amount=None, steps=(step(41, 4, date(2026, 12, 1)),)),
            card(5, touched_at="2026-11-20 08:00:00.000000"),
            card(6, touched_at="2026-09-01 08:00:00.000000"),
            card(7, status="won", closed_on=TODAY, steps=(step(71, 7, TODAY),)),
            card(8, status="lost", closed_on=TODAY),
        ]
    )
    assert told(agenda) == {
        "overdue": [(1, 11)],
        "today": [(3, 31), (2, 21), (3, 32), (7, 71)],
        "owed": [],
        "week": [(1, 12)],
        "later": [(4, 41)],
        "waiting_for": [],
        "no_next_step": [(6, None), (5, None)],
    }
    assert agenda.waiting == 5
    # Three open deals wait; the one with two follow-ups is counted once, what is won already not at all.
    assert agenda.waiting_amount == 7_00


@given(pipelines_full, edits)
@settings(max_examples=50, deadline=None)
def test_kept_in_step_it_is_what_filling_anew_gives(
    before: tuple[Card, ...], done: list[tuple[int, Card | None]]
) -> None:
    held = {each.id: each for each in before}
    running = filled(before)
    running.apply(changes(held, done))
    anew = filled(held.values())
    assert told(running) == told(anew)
    assert (running.waiting, running.waiting_amount) == (anew.waiting, anew.waiting_amount)


@given(pipelines_full)
@settings(max_examples=50, deadline=None)
def test_each_follow_up_of_an_open_or_won_deal_is_in_one_section(held: tuple[Card, ...]) -> None:
    found = sorted(row for rows in told(filled(held)).values() for row in rows)
    expected: list[tuple[int, int | None]] = [
        (each.id, planned.id) for each in held if each.status != "lost" for planned in each.steps
    ]
    alone: list[tuple[int, int | None]] = [(each.id, None) for each in held if each.is_open and not each.steps]
    assert sorted(found, key=str) == sorted(expected + alone, key=str)
