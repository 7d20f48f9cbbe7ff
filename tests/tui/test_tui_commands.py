"""The one table of commands, and what each of them does, from every screen it is on."""

from collections import Counter
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from textual.widgets import Static

from pipetui.tui.app import PipetuiApp
from pipetui.tui.commands import (
    AGENDA,
    BOARD,
    CASH,
    COMMANDS,
    CRITERIA,
    DEAL,
    FOOTERS,
    FORECAST,
    HEALTH,
    HISTORY,
    INSIGHTS,
    LEADS,
    PEOPLE,
    RULES,
    STAGES,
    commands_for,
)
from pipetui.tui.screens.agenda import AgendaScreen
from pipetui.tui.screens.board import BoardScreen
from pipetui.tui.screens.cash import CashScreen
from pipetui.tui.screens.criteria import CriteriaScreen
from pipetui.tui.screens.deal import DealScreen
from pipetui.tui.screens.forecast import ForecastScreen
from pipetui.tui.screens.health import HealthScreen
from pipetui.tui.screens.history import HistoryScreen
from pipetui.tui.screens.insights import InsightsScreen
from pipetui.tui.screens.leads import LeadsScreen
from pipetui.tui.screens.people import PeopleScreen
from pipetui.tui.screens.rules import RulesScreen
from pipetui.tui.screens.stages import StagesScreen
from pipetui.values.clock import Clock
from pipetui.views.mail import Mail
from pipetui.workspace import open_workspace
from tui.known_pipeline import DEMO, FLEET, LEAD, QUALIFIED, TODAY
from tui.rep import Rep, sitting
from tui.test_tui_cash import EFFECTS as EFFECTS_ON_CASH
from tui.test_tui_criteria import EFFECTS as EFFECTS_ON_CRITERIA
from tui.test_tui_forecast import EFFECTS as EFFECTS_ON_FORECAST
from tui.test_tui_health import EFFECTS as EFFECTS_ON_HEALTH
from tui.test_tui_history import EFFECTS as EFFECTS_ON_HISTORY
from tui.test_tui_insights import EFFECTS as EFFECTS_ON_INSIGHTS
from tui.test_tui_leads import EFFECTS as EFFECTS_ON_LEADS
from tui.test_tui_marks import EFFECTS as EFFECTS_ON_MARKS
from tui.test_tui_people import EFFECTS as EFFECTS_ON_PEOPLE
from tui.test_tui_playbook import EFFECTS as EFFECTS_ON_PLAYBOOK
from tui.test_tui_rules import EFFECTS as EFFECTS_ON_RULES
from tui.test_tui_stages import EFFECTS as EFFECTS_ON_STAGES

SCREENS = {
    BOARD: BoardScreen,
    AGENDA: AgendaScreen,
    FORECAST: ForecastScreen,
    DEAL: DealScreen,
    INSIGHTS: InsightsScreen,
    LEADS: LeadsScreen,
    HEALTH: HealthScreen,
    RULES: RulesScreen,
    HISTORY: HistoryScreen,
    STAGES: StagesScreen,
    CRITERIA: CriteriaScreen,
    CASH: CashScreen,
    PEOPLE: PeopleScreen,
}
PANE = "pane"


async def go_to(rep: Rep, place: str) -> None:
    """To Fleet renewal, on a screen."""
    match place:
        case "pane":
            await rep.press("p")
        case "agenda":
            await rep.press("2", "j")
        case "deal":
            await rep.press("enter")
        case "stages":
            await rep.press("S")
            return
        case "criteria":
            await rep.press("S", "enter")
            return
        case "history":
            await rep.press("Z")
            return
        case "forecast":
            await rep.press("3")
            return
        case "insights":
            await rep.press("4")
            return
        case "cash":
            await rep.press("6")
            return
        case "people":
            await rep.press("7")
            return
        case "rules":
            await rep.press("M")
            return
        case "health":
            await rep.press("5")
            return
        case "leads":
            await rep.press("A")
            return
    assert rep.here == "Fleet renewal"


# The table


def test_each_command_has_an_id_of_its_own() -> None:
    assert [name for name, times in Counter(command.id for command in COMMANDS).items() if times > 1] == []


@pytest.mark.parametrize("screen", SCREENS)
def test_each_key_is_bound_once_on_a_screen(screen: str) -> None:
    keys = Counter(key for command in commands_for(screen) for key in command.keys.split(","))
    assert [key for key, times in keys.items() if times > 1] == []


@pytest.mark.parametrize("screen", SCREENS)
def test_each_command_of_a_screen_is_an_action_of_it_or_of_the_app(screen: str) -> None:
    for command in commands_for(screen):
        where, _, name = command.action.partition("(")[0].rpartition(".")
        owner = PipetuiApp if where == "app" else SCREENS[screen]
        assert callable(getattr(owner, f"action_{name}", None)), command


def test_each_command_says_what_it_does() -> None:
    for command in COMMANDS:
        assert command.label
        assert command.label == command.label.strip()
        assert command.help.endswith(".")
        assert command.help[0].isupper()
        assert command.key_shown


@pytest.mark.parametrize("screen", SCREENS)
def test_a_footer_shows_commands_of_its_screen_once(screen: str) -> None:
    known = {command.id for command in commands_for(screen)}
    assert set(FOOTERS[screen]) <= known
    assert len(set(FOOTERS[screen])) == len(FOOTERS[screen])


@pytest.mark.parametrize("place", SCREENS)
async def test_the_help_lists_every_command(path: Path, place: str) -> None:
    async with sitting(path, size=(120, 180)) as rep:
        await go_to(rep, place)
        await rep.press("?")
        inside = [line[line.find("│") + 1 : line.rfind("│")] for line in rep.lines if line.count("│") > 1]
        said = " ".join(" ".join(inside).split())  # help may take two lines
        for command in commands_for(place):
            rep.shows(command.key_shown)
            assert command.help in said


# What each does

Work = Callable[[Rep], Awaitable[None]]


async def moves_on(rep: Rep) -> None:
    await rep.press("L")
    assert rep.card(FLEET).stage_id == DEMO


async def moves_back(rep: Rep) -> None:
    await rep.press("H")
    assert rep.card(FLEET).stage_id == LEAD


async def adds(rep: Rep) -> None:
    await rep.press("a")
    await rep.say("Port lights 12k +Portus close:15/12 next:call wed")
    [(number,)] = rep.rows("SELECT max(id) FROM deal")
    card = rep.card(number)
    assert (card.title, card.amount, card.company, card.stage_id) == ("Port lights", 1_200_000, "Portus", QUALIFIED)
    assert card.expected_close == date(2026, 12, 15)
    assert [(step.kind, step.due) for step in card.steps] == [("call", date(2026, 11, 25))]
    assert rep.told[-1] == "Added Port lights"


async def opens(rep: Rep) -> None:
    await rep.press("enter")
    assert isinstance(rep.screen, DealScreen)
    rep.shows("Fleet renewal  Nordwind", "Ida Berg", "Prices of the vans")


async def edits(rep: Rep) -> None:
    await rep.press("e")
    assert isinstance(rep.screen, DealScreen)
    if not rep.is_asked():
        await rep.press("e")
    await rep.say("Vans")
    assert rep.card(FLEET).title == "Vans"


async def wins(rep: Rep) -> None:
    await rep.press("w")
    card = rep.card(FLEET)
    assert (card.status, card.closed_on, card.stage_id) == ("won", TODAY, QUALIFIED)
    assert rep.told[-1] == "Won: Fleet renewal, €24,000"


async def loses(rep: Rep) -> None:
    await rep.press("x", "1", "enter")
    card = rep.card(FLEET)
    assert (card.status, card.closed_on, card.stage_id, card.reason) == ("lost", TODAY, QUALIFIED, "price")
    assert rep.told[-1] == "Lost: Fleet renewal, price"


async def reopens(rep: Rep) -> None:
    if isinstance(rep.screen, AgendaScreen):  # it has no closed deals
        await rep.press("R")
        assert rep.told[-1] == "Fleet renewal is open already."
        return
    await rep.press("w")
    if isinstance(rep.screen, BoardScreen):
        await rep.press("]")  # the cursor goes along to what was won last
        assert rep.here == "Fleet renewal"
    await rep.press("R")
    card = rep.card(FLEET)
    assert (card.status, card.closed_on, card.reason) == ("open", None, None)


async def edits_the_field(rep: Rep) -> None:
    await rep.press("j", "enter")
    await rep.say("25,500.50")
    assert rep.card(FLEET).amount == 2_550_050


async def edits_the_amount(rep: Rep) -> None:
    await rep.press("$")
    await rep.say("95k")
    assert rep.card(FLEET).amount == 9_500_000


async def edits_the_close_date(rep: Rep) -> None:
    await rep.press("D")
    await rep.say("15 jan")
    card = rep.card(FLEET)
    assert (card.expected_close, card.pushes) == (date(2027, 1, 15), 1)


async def edits_the_probability(rep: Rep) -> None:
    await rep.press("%")
    await rep.say("35")
    card = rep.card(FLEET)
    assert (card.probability, card.probability_source, card.weighted) == (35, "manual", 840_000)


async def says_what_the_forecast_counts_it_as(rep: Rep) -> None:
    await rep.press("C")
    await rep.say("1")
    assert (rep.card(FLEET).category, rep.card(FLEET).category_source) == ("commit", "manual")
    await rep.press("L")
    assert rep.card(FLEET).category == "commit"  # the rep's word stays, whatever the stage says


async def edits_the_title(rep: Rep) -> None:
    await rep.press("r")
    await rep.say("Vans of the north")
    assert rep.card(FLEET).title == "Vans of the north"
    assert rep.here == "Vans of the north"


async def deletes(rep: Rep) -> None:
    await rep.press("delete")
    rep.shows("Delete Fleet renewal, with its activities?")
    assert rep.rows("SELECT count(*) FROM deal WHERE id = ?", FLEET) == [(1,)]
    await rep.press("enter")
    assert rep.rows("SELECT count(*) FROM deal WHERE id = ?", FLEET) == [(0,)]
    assert rep.rows("SELECT count(*) FROM activity WHERE deal_id = ?", FLEET) == [(0,)]
    assert not isinstance(rep.screen, DealScreen)
    assert rep.app.state is not None
    assert FLEET not in rep.app.state.board.cards


async def writes(rep: Rep) -> None:
    await rep.press("E")  # this terminal can't be lent
    assert rep.told[-1] == "This terminal can't be lent to an editor. Outside the app: pipetui edit 1 --editor"


async def shows_other_things_on_cards(rep: Rep) -> None:
    await rep.press("i")
    await rep.say("contact, owner")
    assert "Ida Berg" in rep.text
    assert rep.rows("SELECT value FROM setting WHERE name = 'cards'") == [("contact,owner",)]
    await rep.press("i")
    await rep.say("")
    assert "Nordwind" in rep.text


async def lists_own_fields(rep: Rep) -> None:
    await rep.press("I")
    rep.shows("Fields of your own", "No field of your own yet")
    await rep.press("escape")
    assert not rep.is_asked()


async def mails(rep: Rep) -> None:
    work = open_workspace(rep.path, Clock(TODAY), durable=False)
    mail = Mail("Recap", "What we said", "Hi {{ first_name }},\nat {company} on {{ date }}.")
    work.processes.write_stage(QUALIFIED, replace(work.processes.stage(QUALIFIED), mails=(mail,)))
    work.close()
    await rep.press("m")
    rep.shows("Mail to Ida Berg", "What we said", "yours to fill in: date", "planned for Mon 23 Nov 2026")
    await rep.press("enter")
    assert rep.app.clipboard == "What we said\n\nHi Ida,\nat Nordwind on {{ date }}.\n"
    assert ("email", "What we said") in [(step.kind, step.subject) for step in rep.card(FLEET).steps]
    before = rep.card(FLEET).steps
    await rep.press("m")
    rep.shows("What we said", "it is planned already, and only copied")
    await rep.press("enter")
    assert rep.card(FLEET).steps == before


async def copies(rep: Rep) -> None:
    await rep.press("y")
    assert rep.app.clipboard == (
        "Fleet renewal, Nordwind\n"
        "€24,000, Qualified, 20%\n"
        "expected to close Mon 30 Nov 2026\n"
        "next: call today, Prices of the vans"
    )


async def goes_to_the_contact(rep: Rep) -> None:
    before = rep.app.screen
    await rep.press("@")
    assert isinstance(rep.app.screen, PeopleScreen)
    rep.shows("▌ Ida Berg")
    await rep.press("escape")
    assert type(rep.app.screen) is type(before)


async def plans(rep: Rep) -> None:
    await rep.press("f")
    await rep.say("meeting wed 11:00 about tyres")
    found = rep.rows("SELECT kind, subject, due_on, done_at FROM activity WHERE deal_id = ? ORDER BY id", FLEET)
    assert found[-1] == ("meeting", "tyres", "2026-11-25", None)
    assert len(found) == 2


async def notes_what_the_customer_does(rep: Rep) -> None:
    await rep.press("F")
    await rep.say("signed order by fri")
    assert rep.rows("SELECT what, due_on FROM customer_step WHERE deal_id = ?", FLEET) == [
        ("signed order", "2026-11-27")
    ]


async def finishes(rep: Rep) -> None:
    await rep.press("d")
    await rep.type("they want ten more")
    await rep.press("tab")
    await rep.say("meeting 3 dec 10:00")
    done, planned = rep.rows(
        "SELECT kind, note, due_on, done_at IS NOT NULL FROM activity WHERE deal_id = ? ORDER BY id", FLEET
    )
    assert done == ("call", "they want ten more", "2026-11-23", 1)
    assert planned == ("meeting", None, "2026-12-03", 0)


async def snoozes(rep: Rep) -> None:
    await rep.press("s")
    await rep.say("thu")
    [step] = rep.card(FLEET).steps
    assert (step.due, step.snoozes, step.at is not None) == (date(2026, 11, 26), 1, True)


async def reschedules(rep: Rep) -> None:
    await rep.press("t")
    await rep.say("meeting fri 16:00 in the yard")
    [step] = rep.card(FLEET).steps
    assert (step.kind, step.subject, step.due) == ("meeting", "in the yard", date(2026, 11, 27))


async def drops(rep: Rep) -> None:
    await rep.press("backspace")
    assert rep.card(FLEET).steps == ()
    assert rep.rows("SELECT count(*) FROM activity WHERE deal_id = ?", FLEET) == [(0,)]


def logs(key: str, kind: str) -> Work:
    async def work(rep: Rep) -> None:
        await rep.press(key)
        await rep.type("Spoke of the winter")
        await rep.press("enter")
        found = rep.rows(
            "SELECT kind, subject, done_at IS NOT NULL, due_on FROM activity WHERE deal_id = ? ORDER BY id", FLEET
        )
        assert found[-1] == (kind, "Spoke of the winter", 1, None)

    return work


def shows_screen(key: str, screen: type) -> Work:
    async def work(rep: Rep) -> None:
        await rep.press(key)
        assert isinstance(rep.screen, screen)
        assert len(rep.app.screen_stack) == 1

    return work


async def filters(rep: Rep) -> None:
    await rep.press("/")
    await rep.type("warehouse")
    rep.shows("1 of 6 deals", "Warehouse rollout")
    assert "Route planning" not in rep.text
    await rep.press("escape")
    rep.shows("6 deals", "Route planning")


async def shows_the_pane(rep: Rep) -> None:
    shown = "weighted  €4,800" in rep.text
    await rep.press("p")
    assert ("weighted  €4,800" in rep.text) is not shown


async def takes_a_view(rep: Rep) -> None:
    await rep.press("v", "3")
    rep.shows("No next step", "2 of 6 deals")


async def sorts(rep: Rep) -> None:
    await rep.press("o")
    assert rep.told[-1] == "Sorted by amount"


async def opens_the_leads(rep: Rep) -> None:
    assert "Trial licences" not in rep.text
    await rep.press("[")
    rep.shows("Trial licences", "not in the forecast")
    await rep.press("[")
    assert "Trial licences" not in rep.text


async def opens_the_closed(rep: Rep) -> None:
    assert rep.app.state is not None
    assert not rep.app.state.board.closed_read
    await rep.press("]")
    assert [view.column.key for view in rep.app.screen.query("ColumnView")][-2:] == ["won", "lost"]  # type: ignore[attr-defined]  # they are columns
    await rep.press("]")
    assert len(rep.app.screen.query("ColumnView")) == 4


async def tells_there_is_one_pipeline(rep: Rep) -> None:
    await rep.press("P")
    assert rep.told[-1].startswith("This file has one pipeline.")


async def offers_processes(rep: Rep) -> None:
    await rep.press("N")
    rep.shows("Start from a process", "enterprise")


async def shows_another_period(rep: Rep) -> None:
    await rep.press(".", "1", "enter")
    rep.shows("Nov 2026")
    assert rep.rows("SELECT value FROM setting WHERE name = 'period'") == [("month",)]


async def sets_the_target(rep: Rep) -> None:
    await rep.press("T")
    await rep.say("300k")
    assert rep.rows("SELECT starts, ends, amount FROM target") == [("2026-10-01", "2026-12-31", 30_000_000)]
    rep.shows("€300,000 target")


async def shows_the_keys(rep: Rep) -> None:
    await rep.press("?")
    rep.shows("search the keys", "The next row.")
    await rep.type("log a call")
    await rep.press("enter")
    rep.shows("A call with Fleet renewal")


async def shows_the_palette(rep: Rep) -> None:
    await rep.press("ctrl+p")
    await rep.type("log call")
    await rep.press("enter")
    rep.shows("A call with Fleet renewal")


async def shows_the_settings(rep: Rep) -> None:
    await rep.press(",")
    await rep.type("theme nord")
    rep.shows("theme: nord")
    await rep.press("enter")
    assert rep.app.theme == "nord"


async def jumps(rep: Rep) -> None:
    await rep.press("ctrl+o")
    hints = [str(hint.visual) for hint in rep.app.screen.query(".hint").results(Static)]
    assert "A" in hints or "AA" in hints
    await rep.type(hints[1].casefold())
    assert not rep.app.screen.query(".hint")
    assert isinstance(rep.screen, AgendaScreen)


async def goes_back(rep: Rep) -> None:
    was_on_deal = isinstance(rep.screen, DealScreen)
    await rep.press("escape")
    assert rep.app.is_running
    assert isinstance(rep.screen, BoardScreen if was_on_deal else type(rep.screen))
    await rep.press("escape", "escape")
    assert rep.app.is_running


async def quits(rep: Rep) -> None:
    await rep.press("q")
    assert not rep.app.is_running
    assert rep.app.return_code == 0


async def undoes(rep: Rep) -> None:
    await rep.press("L", "u")
    assert rep.card(FLEET).stage_id == QUALIFIED
    assert rep.told[-1] == "Undone: Moved Fleet renewal to Demo"


async def redoes(rep: Rep) -> None:
    await rep.press("L", "u", "U")
    assert rep.card(FLEET).stage_id == DEMO
    assert rep.told[-1] == "Done again: Moved Fleet renewal to Demo"


async def sends_what_is_due(rep: Rep) -> None:
    await rep.press("+")
    assert rep.told[-1] == "No mail that is written is due."  # one that is goes out in test_tui_mail


EFFECTS: dict[str, Work] = {
    "stage.forward": moves_on,
    "stage.back": moves_back,
    "deal.add": adds,
    "deal.open": opens,
    "deal.won": wins,
    "deal.lost": loses,
    "deal.reopen": reopens,
    "deal.edit": edits,
    "deal.edit_here": edits_the_field,
    "deal.amount": edits_the_amount,
    "deal.close_date": edits_the_close_date,
    "deal.probability": edits_the_probability,
    "deal.title": edits_the_title,
    "deal.category": says_what_the_forecast_counts_it_as,
    "deal.delete": deletes,
    "deal.copy": copies,
    "deal.mail": mails,
    "deal.person": goes_to_the_contact,
    "view.cards": shows_other_things_on_cards,
    "fields.own": lists_own_fields,
    "deal.write": writes,
    "step.plan": plans,
    "step.customer": notes_what_the_customer_does,
    "step.send": sends_what_is_due,
    "step.done": finishes,
    "step.snooze": snoozes,
    "step.time": reschedules,
    "step.drop": drops,
    "log.call": logs("c", "call"),
    "log.note": logs("n", "note"),
    "edit.undo": undoes,
    "edit.redo": redoes,
    "view.board": shows_screen("1", BoardScreen),
    "view.agenda": shows_screen("2", AgendaScreen),
    "view.stages": shows_screen("S", StagesScreen),
    "pipeline.process": offers_processes,
    "view.history": shows_screen("Z", HistoryScreen),
    "view.forecast": shows_screen("3", ForecastScreen),
    "view.insights": shows_screen("4", InsightsScreen),
    "view.cash": shows_screen("6", CashScreen),
    "view.people": shows_screen("7", PeopleScreen),
    "view.rules": shows_screen("M", RulesScreen),
    "view.health": shows_screen("5", HealthScreen),
    "view.inbox": shows_screen("A", LeadsScreen),
    "view.filter": filters,
    "view.saved": takes_a_view,
    "view.pane": shows_the_pane,
    "view.sort": sorts,
    "view.leads": opens_the_leads,
    "view.closed": opens_the_closed,
    "view.pipeline": tells_there_is_one_pipeline,
    "forecast.period": shows_another_period,
    "forecast.target": sets_the_target,
    "app.help": shows_the_keys,
    "app.palette": shows_the_palette,
    "app.settings": shows_the_settings,
    "app.jump": jumps,
    "app.back": goes_back,
    "app.quit": quits,
    **EFFECTS_ON_MARKS,
}
"""What is seen of each command that is no move of the cursor."""


def test_every_command_is_tried() -> None:
    elsewhere = set(EFFECTS_ON_FORECAST) | set(EFFECTS_ON_CASH) | set(EFFECTS_ON_PEOPLE)
    assert elsewhere | set(EFFECTS) | set(EFFECTS_ON_LEADS) | set(EFFECTS_ON_RULES) | set(EFFECTS_ON_HISTORY) | set(
        EFFECTS_ON_PLAYBOOK
    ) | set(EFFECTS_ON_STAGES) | set(EFFECTS_ON_CRITERIA) | set(EFFECTS_ON_INSIGHTS) | set(EFFECTS_ON_HEALTH) == {
        command.id for command in COMMANDS if not command.id.startswith("cursor.")
    }


@pytest.mark.parametrize(
    ("place", "command"),
    [
        (place, command.id)
        for place in (BOARD, PANE, AGENDA, DEAL)
        for command in commands_for(BOARD if place == PANE else place)
        if command.id in EFFECTS
    ],
)
async def test_a_command_does_what_it_says(path: Path, place: str, command: str) -> None:
    async with sitting(path) as rep:
        await go_to(rep, place)
        await EFFECTS[command](rep)
