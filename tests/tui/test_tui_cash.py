"""Cash on the screen: months and their entries, what is done with them in one line or one key, and back."""

from collections.abc import Awaitable, Callable
from datetime import date
from pathlib import Path

import pytest

from hostile import HOSTILE
from pipetui.tui.commands import COMMANDS
from pipetui.tui.commands.cash import ON_CASH
from pipetui.tui.screens.board import BoardScreen
from pipetui.tui.screens.cash import CashScreen
from pipetui.tui.screens.deal import DealScreen
from pipetui.values.clock import Clock
from pipetui.values.text import clean
from pipetui.views.entry import NewDeal
from pipetui.workspace import open_workspace
from tui.known_pipeline import FLEET, MUSEUM, TODAY, empty, small
from tui.rep import Rep, sitting


async def at_museum(rep: Rep) -> None:
    """To the cash of Museum guides, which was won on 10 Nov and is due 30 days after."""
    await rep.press("6", "o", "l", "j")
    assert isinstance(rep.screen, CashScreen)
    assert rep.screen.entry is not None and rep.screen.entry.title == "Museum guides"


async def opens(rep: Rep) -> None:
    await rep.press("enter")
    assert isinstance(rep.screen, DealScreen) and rep.screen.deal_id == MUSEUM


async def marks_paid(rep: Rep) -> None:
    await rep.press("d")
    assert rep.rows("SELECT label, amount, paid_on FROM payment WHERE deal_id = ?", MUSEUM) == [
        ("payment", 2_000_000, "2026-11-23")
    ]
    await rep.press("h")
    rep.shows("Nov 2026", "+€20,000", "received")
    await rep.press("j", "d")  # a second time is no mistake, and undoes nothing
    assert rep.told[-1].startswith("Received on Mon 23 Nov 2026 already")
    await rep.press("t")
    rep.shows("was received on Mon 23 Nov 2026. Is it open again?")
    await rep.press("enter")
    assert rep.rows("SELECT paid_on FROM payment") == [(None,)]
    await rep.press("u", "u")
    assert rep.rows("SELECT count(*) FROM payment") == [(0,)]


async def marks_paid_on(rep: Rep) -> None:
    await rep.press("t")
    await rep.say("20 nov")
    assert rep.rows("SELECT paid_on FROM payment") == [("2026-11-20",)]


async def adds_a_payment(rep: Rep) -> None:
    await rep.press("a")
    await rep.type("deposit 5k in 10d")
    rep.shows("€5,000 · deposit · due 3 Dec", "Museum guides, Museo · €20,000")
    await rep.press("enter")
    assert rep.rows("SELECT label, amount, due_on FROM payment ORDER BY position, id") == [
        ("deposit", 500_000, "2026-12-03"),
        ("payment", 1_500_000, None),
    ]
    rep.shows("+€5,000", "+€15,000")


async def adds_an_expense(rep: Rep) -> None:
    await rep.press("x")
    await rep.type("rent 900 every month")
    rep.shows("€900 · rent · every month on the 23 · due today")
    await rep.press("tab", "ctrl+u", "enter")
    assert rep.rows("SELECT deal_id, kind, amount, rrule FROM expense") == [
        (None, "rent", 90_000, "FREQ=MONTHLY;BYMONTHDAY=23")
    ]
    rep.shows("−€900", "comes again")


async def changes(rep: Rep) -> None:
    await rep.press("d", "u", "P")
    await rep.say("30/70")
    await rep.press("j", "e")
    await rep.say("6,500 first part 5 dec")
    assert rep.rows("SELECT label, amount, due_on FROM payment ORDER BY position") == [
        ("deposit", 600_000, None),
        ("first part", 650_000, "2026-12-05"),
    ]


async def deletes(rep: Rep) -> None:
    await rep.press("delete")
    assert "This follows from the usual terms" in rep.told[-1]
    await rep.press("P")
    await rep.say("2 x monthly from 1 dec")
    await rep.press("h", "l", "j", "delete")
    assert rep.rows("SELECT due_on FROM payment") == [("2027-01-01",)]
    await rep.press("u")
    assert rep.rows("SELECT count(*) FROM payment") == [(2,)]


async def plans(rep: Rep) -> None:
    await rep.press("P")
    await rep.type("30/70")
    rep.shows("30% on closing · 70% 30 days after · = €6,000 + €14,000")
    await rep.press("enter")
    assert rep.rows("SELECT label, amount, after_days FROM payment ORDER BY position") == [
        ("deposit", 600_000, 0),
        ("final", 1_400_000, 30),
    ]
    rep.shows("Overdue", "1 payment overdue · €6,000")


async def chases(rep: Rep) -> None:
    await rep.press("f", "enter")
    assert rep.rows("SELECT deal_id, kind, subject FROM activity WHERE done_at IS NULL ORDER BY id DESC LIMIT 1") == [
        (MUSEUM, "call", "payment: €20,000, due 10 Dec")
    ]
    assert rep.told[-1] == "Planned for Museum guides; the agenda has it"
    await rep.press("enter")
    rep.shows("payment: €20,000, due 10 Dec")


async def opens_the_book(rep: Rep) -> None:
    await rep.press("B")
    await rep.type("12,400\t")
    await rep.say("1 nov")
    assert rep.rows("SELECT opening, opened_on FROM cash_book") == [(1_240_000, "2026-11-01")]
    rep.shows("Balance €12,400", "€12,400")


async def sets_the_terms(rep: Rep) -> None:
    await rep.press("N")
    await rep.say("net 60")
    assert rep.rows("SELECT terms FROM cash_book") == [("net 60",)]
    rep.shows("terms net 60")


async def shows_the_inventory(rep: Rep) -> None:
    await rep.press("tab")
    rep.shows("Inventory", "− won", "= end")
    await rep.press("escape")
    assert "− won" not in rep.text


async def counts_otherwise(rep: Rep) -> None:
    rep.shows("expected, weighted")
    await rep.press("o")
    rep.shows("expected, by the odds")


async def plans_on_the_deal(rep: Rep) -> None:
    await rep.press("enter", "P")
    await rep.say("50/50")
    assert rep.rows("SELECT amount FROM payment WHERE deal_id = ?", MUSEUM) == [(1_000_000,), (1_000_000,)]
    rep.shows("€0 of €20,000 received", "10 Dec", "final")


async def adds_a_payment_on_the_deal(rep: Rep) -> None:
    await rep.press("enter", "+")
    await rep.say("deposit 5k 30 nov")
    assert rep.rows("SELECT amount FROM payment ORDER BY position, id") == [(500_000,), (1_500_000,)]


async def adds_an_expense_on_the_deal(rep: Rep) -> None:
    await rep.press("enter", "-")
    await rep.say("travel 400 Milan yesterday")
    assert rep.rows("SELECT deal_id, kind, label, amount, due_on FROM expense") == [
        (MUSEUM, "travel", "Milan", 40_000, "2026-11-22")
    ]
    rep.shows("margin €19,600, 98%", "−€400  overdue", "travel: Milan")


EFFECTS: dict[str, Callable[[Rep], Awaitable[None]]] = {
    "cash.open": opens,
    "cash.paid": marks_paid,
    "cash.paid_on": marks_paid_on,
    "cash.payment": adds_a_payment,
    "cash.expense": adds_an_expense,
    "cash.change": changes,
    "cash.delete": deletes,
    "cash.plan": plans,
    "cash.chase": chases,
    "cash.opening": opens_the_book,
    "cash.terms": sets_the_terms,
    "cash.inventory": shows_the_inventory,
    "cash.method": counts_otherwise,
    "deal.plan_payments": plans_on_the_deal,
    "deal.payment": adds_a_payment_on_the_deal,
    "deal.expense": adds_an_expense_on_the_deal,
}


def test_every_command_of_cash_is_tried() -> None:
    assert set(EFFECTS) == {command.id for command in ON_CASH}
    assert set(ON_CASH) <= set(COMMANDS)


@pytest.mark.parametrize("command", EFFECTS)
async def test_a_command_of_cash_does_what_it_says(path: Path, command: str) -> None:
    async with sitting(path) as rep:
        await at_museum(rep)
        await EFFECTS[command](rep)


async def test_months_open_as_the_cursor_comes_to_them(path: Path) -> None:
    async with sitting(path) as rep:
        await rep.press("6", "o")
        # Fleet 24,000 at 20% and Data centre 35,000 at 80%, each 30 days after closing, beside Museum's 20,000.
        rep.shows("Dec 2026", "+€52,800", "Jan 2027", "▾ Nov 2026", "▸ Dec 2026")
        await rep.press("j")
        rep.shows("▾ Dec 2026", "▸ Jan 2027", "Museum guides", "expected 80%")
        await rep.press("G")
        rep.shows("▾ Oct 2027")
        await rep.press("g")
        rep.shows("Date passed", "Route planning")


async def test_a_filter_shows_its_deals_and_no_balance(path: Path) -> None:
    async with sitting(path) as rep:
        await rep.press("6", "o", "/")
        await rep.type("clinic\r")
        rep.shows("Of the deals the filter shows")
        assert "net    balance" not in rep.text
        await rep.press("G")
        assert "Museum" not in rep.text
        await rep.press("escape")
        rep.shows("net    balance")


async def test_the_cash_of_a_deal_is_edited_in_place(path: Path) -> None:
    async with sitting(path) as rep:
        await rep.press("enter", "P")
        await rep.say("30/70")
        await rep.press("-")
        await rep.say("goods 9k 1 dec")
        rep.shows("Cash  €0 of €24,000 received", "margin €15,000, 62.5%")
        await rep.press("tab", "tab", "d")
        rep.shows("€7,200 of €24,000 received", "today", "received")
        await rep.press("j", "e")
        await rep.say("final 16,800 due 24 dec")
        assert rep.rows("SELECT due_on FROM payment WHERE label = 'final'") == [("2026-12-24",)]
        await rep.press("t")
        await rep.say("20 nov")
        rep.shows("€24,000 of €24,000 received")
        await rep.press("d", "j", "delete")
        assert rep.rows("SELECT count(*) FROM expense") == [(0,)]
        await rep.press("u")
        rep.shows("goods", "€24,000 of €24,000 received")
        await rep.press("escape", "p")
        rep.shows("Cash", "of €24,000")


async def test_an_amount_that_changes_tells_that_the_plan_does_not_add_up(path: Path) -> None:
    def fill(where: Path) -> None:
        small(where)
        work = open_workspace(where, Clock(TODAY), durable=False)
        from pipetui.values.terms import parse_terms

        work.payments.plan(FLEET, parse_terms("30/70", TODAY, "EUR"))
        work.close()

    async with sitting(path, fill=fill) as rep:
        await rep.press("$")
        await rep.say("30k")
        assert any("its payments come to €24,000, the deal to €30,000" in told for told in rep.told)
        await rep.press("6", "o", "l", "P")
        await rep.type("scale\t")
        await rep.say("fleet")
        assert rep.rows("SELECT amount FROM payment ORDER BY position") == [(900_000,), (2_100_000,)]


@pytest.mark.parametrize("size", [(80, 24), (120, 36), (200, 60), (60, 16)])
async def test_it_fits(path: Path, size: tuple[int, int]) -> None:
    async with sitting(path, size) as rep:
        await rep.press("6", "l", "j", "j")
        assert rep.screen.has_class("-tiny") is False
        rep.shows("Dec 2026")
        assert all(len(line) <= size[0] for line in rep.lines)
        if size[0] == 200:
            rep.shows("Inventory")


async def test_without_anything_it_invites(path: Path) -> None:
    async with sitting(path, fill=empty) as rep:
        await rep.press("6")
        rep.shows("Nothing comes in or goes out yet.")
        await rep.press("d", "x", "escape", "escape")
        assert isinstance(rep.screen, BoardScreen)


async def test_hostile_names_are_shown_as_text(path: Path) -> None:
    def fill(where: Path) -> None:
        work = open_workspace(where, Clock(date(2026, 11, 2)), durable=False)
        for name in HOSTILE:
            if clean(name):
                card = work.deals.add(NewDeal(name, 100_000, company=name)).card
                assert card is not None
                work.deals.win(card.id)
                label = clean(name)[:60].replace("every", "").replace("paid", "") or "x"
                with_label = f"7 {label}"
                try:
                    work.payments.add(card.id, with_label)
                    work.expenses.add(1, card.id, with_label)
                except Exception:  # what can't be read is another test's
                    continue
        work.close()

    async with sitting(path, (160, 50), fill=fill) as rep:
        await rep.press("6", "g", *["j"] * 40)
        rep.shows("overdue")
        await rep.press("e", "escape", "d")


async def test_nothing_of_cash_is_loaded_before_it_is_opened(path: Path) -> None:
    import subprocess
    import sys

    small(path)
    code = (
        "import asyncio, sys\n"
        "from datetime import date\nfrom pathlib import Path\n"
        "from pipetui.tui.app import PipetuiApp\nfrom pipetui.values.clock import Clock\n"
        "async def main():\n"
        f"    app = PipetuiApp(Path({str(path)!r}), Clock(date(2026, 11, 23)), durable=False)\n"
        "    async with app.run_test() as pilot:\n"
        "        await pilot.pause(); await pilot.press('j'); await pilot.pause()\n"
        "    app.desk.close()\n"
        "asyncio.run(main())\n"
        "cash = ('pipetui.views.cash', 'pipetui.reading.cash', 'pipetui.tui.screens.cash', 'pipetui.values.terms',\n"
        "        'pipetui.tui.cash_text', 'pipetui.sales.payments', 'pipetui.values.cashline')\n"
        "print([name for name in sys.modules if name in cash])\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=120)
    assert done.stdout.strip() == "[]", done.stdout + done.stderr
