"""Payments that are overdue, and what is planned for won deals, in the agenda."""

from datetime import date
from pathlib import Path

from pipetui.tui.screens.agenda import AgendaScreen
from pipetui.tui.screens.deal import DealScreen
from pipetui.values.clock import Clock
from pipetui.values.followup import FollowUp
from pipetui.values.terms import parse_terms
from pipetui.values.when import When
from pipetui.views.cash import IN, OVERDUE
from pipetui.workspace import open_workspace
from tui.known_pipeline import MUSEUM, TODAY, demo, small
from tui.rep import Rep, sitting


def owing(path: Path) -> None:
    """``small``, where the museum pays €6,000 on the day it was won, which is past, and the rest in a month."""
    small(path)
    work = open_workspace(path, Clock(TODAY), durable=False)
    work.payments.plan(MUSEUM, parse_terms("30% on signing, 70% in 30d", TODAY, "EUR"))
    work.close()


def payment(rep: Rep) -> tuple[str, date | None]:
    screen = rep.app.screen
    assert isinstance(screen, AgendaScreen)
    entry = screen.current_payment()
    return (entry.label, entry.day) if entry else ("", None)


async def test_a_payment_that_is_overdue_is_a_line_of_the_agenda(path: Path) -> None:
    async with sitting(path, fill=owing) as rep:
        await rep.press("2")
        rep.shows("Payments overdue 1 · €6,000", "1 payment overdue")
        await rep.press("j", "j")
        assert payment(rep)[1] == date(2026, 11, 10)
        line = rep.line_with("13d late")
        assert all(word in line for word in ("▌", "payment", "Museum guides", "€6,000", "won"))
        await rep.press("enter")
        assert isinstance(rep.screen, DealScreen) and rep.screen.deal_id == MUSEUM
        await rep.press("escape", "d")
        assert rep.rows("SELECT amount, paid_on FROM payment WHERE paid_on IS NOT NULL") == [(600_000, "2026-11-23")]
        assert "Payments overdue" not in rep.text
        await rep.press("u")
        rep.shows("Payments overdue 1")


async def test_it_is_marked_on_another_day_and_chased(path: Path) -> None:
    async with sitting(path, fill=owing) as rep:
        await rep.press("2", "j", "j", "f")
        rep.shows("Follow-up for Museum guides", "€6,000, due 10 Nov")
        await rep.press("enter")
        # The call about it is among those of today, although the deal is won.
        rep.shows("Today 2", "Payments overdue 1")
        assert rep.line_with("call   ").count("▌") == 0
        assert payment(rep)[1] == date(2026, 11, 10)
        await rep.press("s")
        assert rep.told[-1].startswith("A payment is overdue until it is there")
        await rep.press("space")
        assert rep.told[-1].startswith("Museum guides is won already")
        await rep.press("t")
        await rep.say("fri")
        assert rep.rows("SELECT paid_on FROM payment WHERE paid_on IS NOT NULL") == [("2026-11-20",)]
        assert "Payments overdue" not in rep.text


async def test_two_typed_at_once_mark_two_and_open_none_again(path: Path) -> None:
    def twice(path: Path) -> None:
        small(path)
        work = open_workspace(path, Clock(TODAY), durable=False)
        work.payments.plan(MUSEUM, parse_terms("50% on signing, 50% in 3d", TODAY, "EUR"))
        work.close()

    async with sitting(path, fill=twice) as rep:
        await rep.press_at_once("2", "j", "j", "d", "d")
        assert rep.rows("SELECT count(*) FROM payment WHERE paid_on IS NOT NULL") == [(2,)]


async def test_a_filter_narrows_payments_too(path: Path) -> None:
    async with sitting(path, fill=owing) as rep:
        await rep.press("2", "/")
        await rep.type("acme\r")
        assert "Payments overdue" not in rep.text
        await rep.press("escape", "/")
        await rep.type("museum\r")
        rep.shows("Payments overdue 1")


async def test_what_is_planned_for_a_won_deal_stays_until_it_is_done(path: Path) -> None:
    def followed(path: Path) -> None:
        small(path)
        work = open_workspace(path, Clock(TODAY), durable=False)
        work.followups.plan(MUSEUM, FollowUp("call", When(TODAY), "Happy with it?"))
        work.close()

    async with sitting(path, fill=followed) as rep:
        await rep.press("2", "j", "j")
        rep.shows("Happy with it?", "Today 2")
        assert rep.here == "Museum guides"
        await rep.press("d")
        await rep.type("very much\r")
        await rep.past_notices()
        assert "Happy with it?" not in rep.text
        await rep.press("u")
        rep.shows("Happy with it?")
        await rep.press("1", "w", "2")
        # Won under the hands, its own next step stays as well; undone, it is there once.
        rep.shows("Prices of the vans", "Today 2")
        await rep.press("1", "u", "2")
        assert rep.text.count("Prices of the vans") == 1


async def test_what_is_owed_is_what_cash_has_overdue(path: Path) -> None:
    demo(path)
    work = open_workspace(path, Clock(TODAY), durable=False)
    cash = work.overview.cash
    pipeline = work.overview.pipeline()
    overdue = cash.of(pipeline, cash.months()).aside[OVERDUE]
    owed = cash.owed(pipeline)
    assert sorted(each.entry.key for _, each in owed) == sorted(entry.key for entry in overdue if entry.way == IN)
    assert owed == sorted(owed, key=lambda each: each[1].due)
    assert all(card.id == each.entry.deal_id and card.status == "won" for card, each in owed)
    work.close()
