"""The forecast screen: its commands, and that the deal under the cursor is the one worked on."""

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest

from pipetui.demo import build
from pipetui.tui.commands import FORECAST
from pipetui.tui.screens.forecast import ForecastScreen
from pipetui.tui.widgets.row_list import RowList
from pipetui.values.clock import Clock
from tui.known_pipeline import DATA_CENTRE, NEGOTIATION, PROPOSAL, TODAY
from tui.rep import Rep, sitting


def forecast(rep: Rep) -> ForecastScreen:
    """The screen the rep is at."""
    screen = rep.app.screen
    assert isinstance(screen, ForecastScreen)
    return screen


async def takes_apart(rep: Rep) -> None:
    rep.shows("by stage")
    await rep.press("tab")
    rep.shows("what changed", "won + weighted, since")
    await rep.press("tab")
    rep.shows("can you trust it?")
    await rep.press("tab")
    rep.shows("why", "open deals")
    await rep.press("tab")
    rep.shows("levers", "5% more per deal")
    await rep.press("tab")
    rep.shows("day by day", "ends, 8 in 10", "the target or more: ")
    await rep.press("tab")
    rep.shows("by category", "best case")
    await rep.press("tab", "tab", "tab", "tab")
    rep.shows("by stage")


async def takes_apart_backwards(rep: Rep) -> None:
    await rep.press("shift+tab", "shift+tab")
    rep.shows("by owner")


async def adds_up(rep: Rep) -> None:
    rep.shows("each its own")
    assert "€35,000" in rep.line_with(" commit ")
    await rep.press("+")
    rep.shows("cumulative")
    assert "€55,000" in rep.line_with("won and commit")
    assert "€86,000" in rep.line_with("and best case")


async def orders(rep: Rep) -> None:
    rep.shows("largest swing first")
    await rep.press("j", "j", "o")
    rep.shows("worst worked first", " adds ", " swings ")
    assert rep.screen.query_one(RowList).index == 0
    assert "no step" in rep.line_with("▌ ") or "late" in rep.line_with("▌ ")


async def supposes(rep: Rep) -> None:
    screen = forecast(rep)
    screen.query_one(RowList).go_to(DATA_CENTRE)
    await rep.press("i", "w")
    rep.shows("WHAT IF", "1 deal supposed", "Supposed", "won €35k")
    assert "€55,000" in rep.line_with(" won ")
    assert rep.card(DATA_CENTRE).status == "open"
    assert rep.here == "Data centre phase 2"
    await rep.press("x")
    rep.shows("lost €35k")
    await rep.press("t")
    rep.shows("1 deal supposed", "due 2")
    await rep.press("$")
    await rep.say("50%")
    rep.shows("€17.5k instead of €35k")
    await rep.press("L")
    assert "Leave what-if" in rep.told[-1]
    assert rep.card(DATA_CENTRE).stage_id == NEGOTIATION
    await rep.press("u", "u", "u", "u")
    rep.shows("w won")
    await rep.press("i")
    rep.shows("each its own")


async def makes_smaller(rep: Rep) -> None:
    forecast(rep).query_one(RowList).go_to(DATA_CENTRE)
    await rep.press("i", "-", "-")
    rep.shows("€28.4k instead of €35k")
    assert rep.card(DATA_CENTRE).amount == 3_500_000


async def keeps(rep: Rep) -> None:
    await rep.press("ctrl+s")
    assert "Nothing is supposed yet" in rep.told[-1]
    forecast(rep).query_one(RowList).go_to(DATA_CENTRE)
    await rep.press("i", "w", "ctrl+s")
    await rep.say("Good luck")
    assert rep.told[-1] == "Kept the scenario Good luck"
    assert rep.card(DATA_CENTRE).status == "open"
    await rep.press("shift+tab")
    rep.shows("scenarios", "as it is", "Good luck")


async def opens_a_scenario(rep: Rep) -> None:
    await keeps(rep)
    await rep.press("u", "x", "W")
    await rep.say("good")
    rep.shows("WHAT IF", "Good luck", "1 deal supposed", "won €35k")
    await rep.press("u")
    rep.shows("1 deal supposed", "lost €35k")
    await rep.press("u", "u")
    assert "Nothing was supposed before" in rep.told[-1]
    await rep.press("W")
    await rep.say("good")


async def throws_away(rep: Rep) -> None:
    await keeps(rep)
    await rep.press("ctrl+x", "enter")
    assert rep.told[-1] == "Threw away the scenario Good luck"
    rep.shows("None are kept")


async def goes_on(rep: Rep) -> None:
    await rep.pilot.resize_terminal(120, 24)
    await rep.press("tab", "tab", "tab")
    rep.shows("why", "more lines: )")
    await rep.press(")")
    assert "  why  " not in rep.text


async def goes_back(rep: Rep) -> None:
    await goes_on(rep)
    await rep.press("(")
    rep.shows("  why  ", "more lines: )")


EFFECTS: dict[str, Callable[[Rep], Awaitable[None]]] = {
    "forecast.beside": takes_apart,
    "forecast.beside_back": takes_apart_backwards,
    "forecast.go_on": goes_on,
    "forecast.go_back": goes_back,
    "forecast.cumulate": adds_up,
    "forecast.order": orders,
    "forecast.what_if": supposes,
    "forecast.smaller": makes_smaller,
    "forecast.keep": keeps,
    "forecast.scenarios": opens_a_scenario,
    "forecast.throw_away": throws_away,
}


@pytest.mark.parametrize("command", EFFECTS)
async def test_a_command_of_the_forecast_does_what_it_says(path: Path, command: str) -> None:
    async with sitting(path, size=(120, 36)) as rep:
        await rep.press("3")
        await EFFECTS[command](rep)


async def test_the_figures_are_those_of_the_strip_and_follow_a_command_on_the_deal(path: Path) -> None:
    async with sitting(path, size=(120, 36)) as rep:
        await rep.press("3")
        rep.shows("Q4 2026", "Q1 2027", "Nov 2026", "What decides Q4 2026")
        assert rep.line_with(" won ").split()[1:4] == ["€20,000", "–", "€20,000"]
        forecast(rep).query_one(RowList).go_to(DATA_CENTRE)
        await rep.press("H")
        assert rep.card(DATA_CENTRE).stage_id == PROPOSAL
        assert rep.here == "Data centre phase 2"
        assert "–" in rep.line_with(" commit ").split()
        await rep.press("u", "w")
        assert rep.card(DATA_CENTRE).status == "won"
        assert "€55,000" in rep.line_with(" won ")
        assert rep.here != "Data centre phase 2"


async def test_a_period_is_chosen_and_gets_the_target(path: Path) -> None:
    async with sitting(path, size=(120, 36)) as rep:
        await rep.press("3", "right")
        rep.shows("What decides Q1 2027")
        await rep.press("T")
        await rep.say("200k")
        rep.shows("€200,000")
        column = forecast(rep).periods.column
        assert column is not None and column.period.label == "Q1 2027" and column.figures.target == 20_000_000


async def test_a_small_terminal_has_one_at_a_time(path: Path) -> None:
    async with sitting(path, size=(80, 24)) as rep:
        await rep.press("3")
        rep.shows("What decides Q4 2026", "gap")
        assert "by stage" not in rep.text
        await rep.press("tab")
        rep.shows("by stage")
        assert rep.screen.current_card() is None
        await rep.press("escape")
        rep.shows("What decides Q4 2026")
        await rep.press("escape")
        assert rep.screen.NAME != FORECAST


async def test_what_takes_the_place_of_the_deals_is_gone_through_by_the_keys_of_the_cursor(path: Path) -> None:
    async with sitting(path, size=(80, 24)) as rep:
        await rep.press("3", "tab", "tab", "tab")
        rep.shows("can you trust it?", "No period can be looked back on yet")
        await rep.press("tab")
        rep.shows("  why  ", "more line")
        await rep.press("G", "j", "j", "pagedown", "pagedown", "pagedown")
        assert "more line" not in rep.text
        assert forecast(rep).beside.first > 0
        await rep.press("k", "pageup", "pageup", "pageup")
        rep.shows("  why  ", "more line")
        await rep.press("tab")
        rep.shows("  levers  ")


async def test_the_strip_tells_what_is_expected_unasked_and_follows_a_move(path: Path) -> None:
    async with sitting(path, foretells=True) as rep:
        odds = await rep.app.expected.odds()
        state = rep.app.state
        assert state is not None
        assert state.forecast.odds is odds
        assert any("expected" in line for line in rep.strip)
        before = rep.strip
        await rep.press("L")
        assert rep.strip != before
        due = sum(odds.adds(card, state.period) for card in state.board.cards.values())
        assert state.forecast.expected == due


async def test_whoever_asks_while_the_odds_are_learned_waits_for_the_same(path: Path) -> None:
    async with sitting(path) as rep:
        first, second = await asyncio.gather(rep.app.expected.odds(), rep.app.expected.odds())
        assert first is second


async def test_marked_deals_are_worked_and_supposed_together(path: Path) -> None:
    async with sitting(path) as rep:
        await rep.press("3", "g", "space", "space")
        rep.shows("◆ 2 marked")
        marked = [card.id for card in forecast(rep).marked()]
        assert len(marked) == 2
        await rep.press("i", "w")
        rep.shows("2 deals supposed")
        await rep.press("u")
        rep.shows("w won")
        assert {rep.card(number).status for number in marked} == {"open"}
        await rep.press("i", "w")
        assert {rep.card(number).status for number in marked} == {"won"}
        await rep.press("u")
        assert {rep.card(number).status for number in marked} == {"open"}
        await rep.press("space", "escape")
        assert not forecast(rep).marked()


async def test_what_would_change_the_file_is_refused_before_anything_is_typed(path: Path) -> None:
    async with sitting(path, size=(120, 36)) as rep:
        await rep.press("3", "i")
        for key in ("f", "d", "s", "c", "n", "m", "a", "E", "C", "%", "#", "delete", "T", "H", "U"):
            told = len(rep.told)
            await rep.press(key)
            assert not rep.is_asked(), key
            assert len(rep.told) == told + 1 and "Leave what-if" in rep.told[-1], key
        rep.shows("WHAT IF")


async def test_nothing_is_told_by_its_colour_alone(path: Path) -> None:
    """The period that is looked at, and what is won beside what is committed."""
    async with sitting(path, size=(120, 36)) as rep:
        await rep.press("3")
        names, rule = (rep.lines[place] for place in (3, 4))
        assert rule.index("━") < names.index("Q4 2026") < names.index("Q1 2027") < rule.rindex("━") + 18
        await rep.press("h")
        assert rep.lines[4].index("━") < names.index("Q4 2026") - 18
        assert "█ won" in rep.text and "▓ commit" in rep.text


async def test_a_deal_in_a_currency_without_a_rate_is_told(path: Path) -> None:
    async with sitting(path, size=(140, 36)) as rep:
        await rep.press("a")
        await rep.say("Dollars 10000 CHF >proposal close:15dec")
        await rep.press("3")
        rep.shows("1 deal in CHF without a rate")


async def test_a_large_terminal_has_what_is_asked_beside_the_periods_too(path: Path) -> None:
    async with sitting(path, size=(200, 60)) as rep:
        await rep.press("3")
        assert "by stage" in rep.lines[3] and "Q4 2026" in rep.lines[3]
        await rep.press("shift+tab", "shift+tab", "shift+tab", "shift+tab", "shift+tab")
        assert "day by day" in rep.lines[3]
        await rep.pilot.resize_terminal(120, 36)
        assert "day by day" not in rep.lines[3]
        rep.shows("day by day", "What decides Q4 2026")


async def test_an_owner_gets_a_target_of_their_own(path: Path) -> None:
    async with sitting(path) as rep:
        await rep.press("T")
        rep.shows("150000", "an owner; empty for the whole pipeline")
        await rep.say("80k")
        rep.shows("€80,000 target")
        await rep.press("T", "ctrl+u")
        await rep.type("30k")
        await rep.press("tab")
        await rep.say("Ann")
        assert rep.rows("SELECT owner, amount FROM target ORDER BY owner") == [("", 8_000_000), ("Ann", 3_000_000)]


@pytest.mark.parametrize("wide", [80, 100, 120])
async def test_no_figure_of_the_strip_is_cut(path: Path, wide: int) -> None:
    """What does not fit is left off whole; the demo has long figures, and is over its target."""
    async with sitting(path, (wide, 30), fill=lambda path: build(path, Clock(TODAY)), foretells=True) as rep:
        await rep.app.expected.odds()
        rep.shows("expected", "over by", "best case" if wide > 80 else "slipped")
        assert not any("…" in line for line in rep.strip), rep.strip
