"""The board: columns, sums, filter and order, the same after every change as filled anew."""

from collections.abc import Iterable
from contextlib import suppress
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cards import (
    LEAD,
    NEGOTIATION,
    PERIOD,
    PIPELINE,
    PROPOSAL,
    QUALIFIED,
    TODAY,
    card,
    changes,
    edits,
    pipelines_full,
    step,
)
from pipetui.values.errors import Invalid
from pipetui.values.query import parse_filter
from pipetui.views.board import SORTS, Board
from pipetui.views.card import Card, Change
from pipetui.views.sums import Sums

FILTERS = ("", "acme", "tag:q4", "stage:prop", "status:won", "nothing has this")
sorts = st.sampled_from(sorted(SORTS))
filters = st.sampled_from(FILTERS)


def board(wanted: str = "", sort: str = "close") -> Board:
    made = Board(PIPELINE, PERIOD, height)
    made.order_by(sort)
    made.narrow(parse_filter(wanted, TODAY) if wanted else None)
    return made


def height(each: Card) -> int:
    return 3 + len(each.steps)


def told(shown: Board) -> list[tuple[object, ...]]:
    """All there is to see: cards in order, where each begins, and every head."""
    columns = [
        (column.key, [each.id for each in column.lane], column.lane.tops, column.sums, column.held_sums)
        for column in shown.columns
    ]
    return [*columns, ("all", shown.all), ("shown", shown.shown), ("cards", dict(sorted(shown.cards.items())))]


def closed_sums(held: Iterable[Card]) -> dict[str, Sums]:
    """Of the deals won and lost in the period, as the file adds them up."""
    sums = {"won": Sums(), "lost": Sums()}
    for each in held:
        if each.closed_on is not None and PERIOD.contains(each.closed_on):
            sums[each.status] = sums[each.status].plus(each)
    return sums


def test_a_board() -> None:
    shown = board()
    shown.fill(
        [
            card(1, QUALIFIED, 5_00, expected_close=date(2026, 12, 24)),
            card(2, QUALIFIED, 7_00, expected_close=date(2026, 12, 18)),
            card(3, QUALIFIED, 9_00),
            card(4, LEAD, 90_00),
            card(5, NEGOTIATION, None),
            card(6, PROPOSAL, 100_00, status="won", closed_on=date(2026, 11, 1)),
            card(7, PROPOSAL, 50_00, status="won", closed_on=TODAY),
            card(8, PROPOSAL, 30_00, status="lost", closed_on=date(2026, 9, 30)),  # in another period
            card(9, QUALIFIED, 1_00)._replace(stage_id=77),  # in another pipeline
        ]
    )
    heads = [(column.title, [each.id for each in column.lane], *column.sums) for column in shown.columns]
    assert heads == [
        ("Lead", [4], 1, 90_00, 4_50),
        ("Qualified", [2, 1, 3], 3, 21_00, 4_20),
        ("Proposal", [], 0, 0, 0),
        ("Negotiation", [5], 1, 0, 0),
        ("Won", [7, 6], 2, 150_00, 0),
        ("Lost", [], 0, 0, 0),
    ]
    assert shown.all == shown.shown == Sums(4, 21_00, 4_20)
    shown.narrow(parse_filter("deal 2", TODAY))
    assert (shown.all, shown.shown) == (Sums(4, 21_00, 4_20), Sums(1, 7_00, 1_40))
    assert shown.column_of(shown.cards[1]) is None
    assert shown.column_of(shown.cards[2]) is shown.columns[1]


@pytest.mark.parametrize(
    ("sort", "order"),
    [
        ("close", [3, 1, 2]),
        ("amount", [2, 1, 3]),
        ("next", [1, 2, 3]),
        ("untouched", [2, 3, 1]),
        ("stage", [3, 2, 1]),
        ("title", [1, 3, 2]),
    ],
)
def test_orders(sort: str, order: list[int]) -> None:
    shown = board(sort=sort)
    shown.fill(
        [
            card(
                1,
                amount=2,
                title="ace",
                expected_close=date(2026, 12, 2),
                touched_at="2026-11-03",
                stage_since_at="2026-11-03",
                steps=(step(1, 1, TODAY),),
            ),
            card(2, amount=3, title="Cue", touched_at="2026-11-01", stage_since_at="2026-11-02"),
            card(
                3,
                title="Bee",
                expected_close=date(2026, 12, 1),
                touched_at="2026-11-02",
                stage_since_at="2026-11-01",
            ),
        ]
    )
    assert [each.id for each in shown.columns[1].lane] == order


@given(pipelines_full, edits, sorts, filters, filters)
@settings(max_examples=50, deadline=None)
def test_kept_in_step_it_is_what_filling_anew_gives(
    before: tuple[Card, ...], done: list[tuple[int, Card | None]], sort: str, first: str, then: str
) -> None:
    held = {each.id: each for each in before}
    running = board(first)
    running.fill(before)
    half = len(done) // 2
    running.apply(changes(held, done[:half]))
    running.order_by(sort)
    running.narrow(parse_filter(then, TODAY) if then else None)
    running.apply(changes(held, done[half:]))
    anew = board(then, sort)
    anew.fill(held.values())
    assert told(running) == told(anew)


typed = st.sampled_from(("acme rollout", "a stage:prop", "-ac", "(ac or q4)", "stage:prop ac", "status:won acme"))


@given(pipelines_full, edits, typed, st.booleans())
@settings(max_examples=100, deadline=None)
def test_typed_letter_by_letter_it_is_what_the_whole_gives(
    before: tuple[Card, ...], done: list[tuple[int, Card | None]], wanted: str, backwards: bool
) -> None:
    held = {each.id: each for each in before}
    running = board()
    running.fill(before)
    made = changes(held, done)
    letters = [wanted[:end] for end in range(1, len(wanted) + 1)]
    for said in letters[::-1] if backwards else letters:
        with suppress(Invalid):
            running.narrow(parse_filter(said, TODAY))
            wanted = said
        running.apply(made[:1])
        del made[:1]
    running.apply(made)
    anew = board(wanted)
    anew.fill(held.values())
    assert told(running) == told(anew)


@given(pipelines_full, edits, filters)
@settings(max_examples=50, deadline=None)
def test_closed_deals_that_were_not_read_are_counted_all_the_same(
    before: tuple[Card, ...], done: list[tuple[int, Card | None]], wanted: str
) -> None:
    held = {each.id: each for each in before}
    running = board(wanted)
    running.fill([each for each in before if each.is_open], closed_sums(before))
    running.apply(changes(held, done))
    anew = board(wanted)
    anew.fill([each for each in held.values() if each.is_open], closed_sums(held.values()))
    assert told(running) == told(anew)
    running.read_closed([each for each in held.values() if not each.is_open])
    anew.fill(held.values())
    assert told(running) == told(anew)


@given(pipelines_full, edits)
@settings(max_examples=50, deadline=None)
def test_a_change_told_twice_counts_once(before: tuple[Card, ...], done: list[tuple[int, Card | None]]) -> None:
    """The file may have been read anew before what a command did to it arrives."""
    held = {each.id: each for each in before}
    made = changes(held, done)
    running = board()
    running.fill(held.values())
    anew = told(running)
    for change in made[-1:]:
        running.apply([change, Change(change.before, change.after)])
    assert told(running) == anew


@given(pipelines_full, filters)
@settings(max_examples=50, deadline=None)
def test_a_head_is_the_sum_of_its_cards(held: tuple[Card, ...], wanted: str) -> None:
    shown = board(wanted)
    shown.fill(held)
    for column in shown.columns:
        amounts = [each.base_amount or 0 for each in column.lane]
        weighted = [each.weighted or 0 for each in column.lane]
        assert column.sums == (len(amounts), sum(amounts), sum(weighted))
    counted = [column for column in shown.columns if column.key in {2, 3, 4}]
    assert shown.shown.amount == sum(column.sums.amount for column in counted)
    assert shown.shown.weighted == sum(column.sums.weighted for column in counted)


def test_a_deal_that_is_not_on_the_board_leaves_no_trace_of_how_it_was_searched() -> None:
    """As the agenda asks for won deals that are followed up while the board has only the sums of what is closed."""
    won = card(7, status="won", title="Acme", closed_on=TODAY)
    shown = board("a")
    shown.fill([card(1, title="Ace"), card(2, title="Art")], closed_sums([won]))
    assert shown.lets_through(won)
    shown.narrow(None)
    shown.apply([Change(shown.cards[1], card(1, title="Zinc"))])
    shown.narrow(parse_filter("z", TODAY))
    assert [each.id for each in shown.columns[1].lane] == [1]
    assert shown.lets_through(won._replace(title="Zebra"))
    assert not shown.lets_through(won)


def test_cards_may_take_other_heights() -> None:
    shown = board()
    shown.fill([card(1), card(2)])
    assert shown.columns[1].lane.tops == [0, 3, 6]
    shown.restyle(lambda each: 2)
    assert shown.columns[1].lane.tops == [0, 2, 4]
