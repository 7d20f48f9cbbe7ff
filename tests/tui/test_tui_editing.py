"""Fields edited in place, and the strip that answers to each letter before anything is saved."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from pipetui.views.fields import FIELDS
from tui.known_pipeline import CLINIC, DATA_CENTRE, DEMO, FLEET, PROPOSAL, QUALIFIED, WAREHOUSE
from tui.rep import Rep, sitting

VALUES: dict[str, tuple[str, str, Any]] = {
    "title": ("Vans", "title", "Vans"),
    "amount": ("31,500.50", "amount", 3_150_050),
    "expected_close": ("24 dec", "expected_close", date(2026, 12, 24)),
    "stage": ("prop", "stage_id", PROPOSAL),
    "probability": ("55%", "probability", 55),
    "category": ("commit", "category", "commit"),
    "company": ("Südwind GmbH", "company", "Südwind GmbH"),
    "contact": ("Nils Vik", "contact", "Nils Vik"),
    "owner": ("Kim", "owner", "Kim"),
    "source": ("fair", "source", "fair"),
    "campaign": ("Spring mailing", "campaign", "Spring mailing"),
    "product": ("Vans", "product", "Vans"),
    "tags": ("q4 big", "tags", ("big", "q4")),
}
"""What is typed into each field of Fleet renewal, and what is then in the file."""


def figures(rep: Rep) -> str:
    """The strip's second line."""
    return rep.strip[1]


async def to_field(rep: Rep, name: str) -> None:
    """Opens Fleet renewal, and goes to a field."""
    await rep.press("enter", *["j"] * [spec.name for spec in FIELDS].index(name))


def test_every_field_is_edited() -> None:
    assert list(VALUES) == [spec.name for spec in FIELDS]


@pytest.mark.parametrize("name", VALUES)
async def test_each_field_is_edited_on_the_deal(path: Path, name: str) -> None:
    typed, attribute, value = VALUES[name]
    async with sitting(path) as rep:
        await to_field(rep, name)
        await rep.press("enter")
        await rep.say(typed)
        assert getattr(rep.card(FLEET), attribute) == value
        assert not rep.is_asked()
        if name in {"title", "company", "contact", "owner", "source", "product"}:
            rep.shows(typed)


async def test_a_deal_says_what_its_chance_rests_on(path: Path) -> None:
    async with sitting(path) as rep:
        await rep.press("enter")
        rep.shows("Why", "to be won by Thu 31 Dec 2026", "It is a guess")


async def test_the_history_says_how_probable_a_deal_is(path: Path) -> None:
    async with sitting(path) as rep:
        await rep.press("%")
        await rep.say("model")
        card = rep.card(FLEET)
        assert card.probability_source == "model" and 0 < card.probability < 100
        await rep.press("L")
        assert rep.card(FLEET).probability == card.probability  # asked for by the rep: a stage does not undo it
        await rep.press("%")
        await rep.say("stage")
        assert rep.card(FLEET).probability_source == "stage"


@pytest.mark.parametrize(
    ("name", "attribute", "value"),
    [
        ("amount", "amount", None),
        ("expected_close", "expected_close", None),
        ("company", "company", None),
        ("contact", "contact", None),
        ("tags", "tags", ()),
    ],
)
async def test_a_field_left_empty_is_emptied(path: Path, name: str, attribute: str, value: object) -> None:
    async with sitting(path) as rep:
        await to_field(rep, name)
        await rep.press("enter")
        await rep.say("")
        assert getattr(rep.card(FLEET), attribute) == value


async def test_an_empty_probability_takes_the_stages(path: Path) -> None:
    async with sitting(path) as rep:
        await rep.press("%")
        await rep.say("70")
        assert (rep.card(FLEET).probability, rep.card(FLEET).probability_source) == (70, "manual")
        await rep.press("%")
        await rep.say("")
        assert (rep.card(FLEET).probability, rep.card(FLEET).probability_source) == (20, "stage")


@pytest.mark.parametrize(
    ("keys", "typed", "said"),
    [
        ("$", "12 elephants", "elephants"),
        ("D", "the day after never", "the day after never"),
        ("%", "140", "not a probability: write 0 to 100"),
        ("%", "half", "not a probability"),
        ("r", "", "A deal needs a title."),
        ("enter jjj enter", "nowhere", "There is no stage “nowhere”. The stages are Lead, Qualified, Demo"),
        ("enter jjjjj enter", "maybe", "not a forecast category"),
    ],
)
async def test_what_can_not_be_read_is_said_and_not_saved(path: Path, keys: str, typed: str, said: str) -> None:
    async with sitting(path) as rep:
        before = rep.card(FLEET)
        for key in keys.split():
            await rep.press(*([key] if key == "enter" else key))
        await rep.press("ctrl+u")
        await rep.type(typed)
        rep.shows(said)
        await rep.press("enter")
        assert rep.is_asked()
        await rep.press("escape")
        assert rep.card(FLEET) == before


async def test_the_strip_shows_what_an_amount_would_make_of_the_forecast(path: Path) -> None:
    async with sitting(path) as rep:
        assert "weighted €67,400   gap €62,600" in figures(rep)
        await rep.press("$", "ctrl+u")
        await rep.type("124k")
        # 100,000 more at 20 %.
        assert "weighted €87,400 +€20,000   gap €42,600 −€20,000" in figures(rep)
        rep.shows("→ €124,000", "as it would be")
        assert rep.card(FLEET).amount == 2_400_000
        await rep.press("escape")
        assert "weighted €67,400   gap €62,600" in figures(rep)
        assert "as it would be" not in rep.text


async def test_the_strip_follows_each_letter_and_is_plain_where_nothing_can_be_read(path: Path) -> None:
    async with sitting(path) as rep:
        await rep.press("$", "ctrl+u")
        for letter, shown in (
            ("2", "weighted €62,600 −€4,800"),
            ("4", "weighted €62,605 −€4,795"),
            ("k", "weighted €67,400   gap €62,600"),
            ("x", "weighted €67,400   gap €62,600"),
        ):
            await rep.press(letter)
            assert shown in figures(rep), letter
        await rep.press("backspace", "backspace", "0")
        assert "weighted €62,648 −€4,752" in figures(rep)
        await rep.press("enter")
        assert "weighted €62,648   gap" in figures(rep)


async def test_what_the_strip_showed_is_what_is_saved(path: Path) -> None:
    async with sitting(path) as rep:
        for key, typed, before, after in (
            ("$", "60000", "weighted €74,600 +€7,200", "weighted €74,600   gap €55,400"),
            ("%", "50", "weighted €92,600 +€18,000", "weighted €92,600   gap €37,400"),
            ("D", "15 jan", "weighted €62,600 −€30,000", "weighted €62,600   gap €67,400"),
        ):
            await rep.press(key, "ctrl+u")
            await rep.type(typed)
            assert before in figures(rep)
            await rep.press("enter")
            assert after in figures(rep)


async def test_a_stage_and_a_category_are_what_ifs_as_well(path: Path) -> None:
    async with sitting(path) as rep:
        await to_field(rep, "stage")
        await rep.press("enter", "ctrl+u")
        await rep.type("nego")
        assert "commit €59,000 +€24,000   ▒ weighted €81,800 +€14,400" in figures(rep)
        await rep.press("escape", "j", "j", "enter", "ctrl+u")
        await rep.type("omitted")
        assert "weighted €62,600 −€4,800" in figures(rep)
        await rep.press("enter")
        assert rep.card(FLEET).category == "omitted"
        assert "weighted €62,600   gap €67,400" in figures(rep)


async def test_a_date_that_passed_is_shown_as_slipped(path: Path) -> None:
    async with sitting(path) as rep:
        await rep.press("D", "ctrl+u")
        await rep.type("2026-11-20")
        rep.shows("slipped 2 · €42k")
        await rep.press("escape")
        rep.shows("slipped 1 · €18k")


async def test_another_currency_without_a_rate_is_in_no_total(path: Path) -> None:
    async with sitting(path) as rep:
        await rep.press("$", "ctrl+u")
        await rep.type("50000 USD")
        assert "weighted €62,600 −€4,800" in figures(rep)
        await rep.press("enter")
        card = rep.card(FLEET)
        assert (card.amount, card.currency, card.base_amount, card.weighted) == (5_000_000, "USD", None, None)
        rep.shows("$50,000", "Qualified 2", "€12,000")


async def test_an_edit_that_changes_nothing_leaves_no_trace(path: Path) -> None:
    async with sitting(path) as rep:
        before = rep.rows("SELECT count(*) FROM change_set")
        await rep.press("$", "enter", "D", "enter", "r", "enter")
        assert rep.rows("SELECT count(*) FROM change_set") == before


async def test_what_was_typed_is_there_again_after_esc(path: Path) -> None:
    async with sitting(path) as rep:
        await rep.press("$", "ctrl+u")
        await rep.type("77k")
        await rep.press("escape")
        assert rep.card(FLEET).amount == 2_400_000
        await rep.press("j", "$")
        rep.shows("→ €12,000")
        await rep.press("escape", "k", "$")
        rep.shows("→ €77,000", "(as you left it", "weighted €78,000 +€10,600")
        await rep.press("enter")
        assert rep.card(FLEET).amount == 7_700_000
        await rep.press("$")
        rep.shows("77,000")
        assert "as you left it" not in rep.text


async def test_another_command_leaves_the_open_question_and_keeps_its_draft(path: Path) -> None:
    async with sitting(path) as rep:
        await rep.press("$", "ctrl+u")
        await rep.type("77k")
        await rep.click("Clinic tablets")
        await rep.press("D", "ctrl+u")
        await rep.type("24 dec")
        assert len(rep.app.screen.query("Prompt")) == 1
        assert "weighted €67,400   gap €62,600" in figures(rep)
        await rep.press("enter")
        assert rep.card(CLINIC).expected_close == date(2026, 12, 24)
        assert rep.card(FLEET).amount == 2_400_000
        await rep.click("Fleet renewal")
        await rep.press("$")
        rep.shows("→ €77,000", "(as you left it")


@pytest.mark.parametrize("key", ["a", "$", "x", "f", "d", "c", "n", ".", "T", "delete"])
async def test_escape_leaves_every_question_and_nothing_else(path: Path, key: str) -> None:
    async with sitting(path) as rep:
        before = rep.rows("SELECT count(*) FROM change_set")
        await rep.press(key)
        assert rep.is_asked()
        await rep.press("escape")
        assert not rep.is_asked()
        assert rep.app.is_running
        assert rep.here == "Fleet renewal"
        assert rep.rows("SELECT count(*) FROM change_set") == before
        await rep.press("j")
        assert rep.here == "Spare parts portal"


async def test_two_lines_are_gone_through_with_tab(path: Path) -> None:
    for opened in ((), ("enter",)):
        async with sitting(path) as rep:
            await rep.press(*opened, "d")
            await rep.type("agreed")
            await rep.press("tab", "ctrl+u")
            await rep.type("call 3 dec")
            await rep.press("tab")
            await rep.type(" on all")
            await rep.press("shift+tab", "shift+tab", "enter")
            found = rep.rows("SELECT kind, note, due_on FROM activity WHERE deal_id = ? ORDER BY id", FLEET)
            assert found == [("call", "agreed on all", "2026-11-23"), ("call", None, "2026-12-03")]


async def test_the_deal_screen_shows_each_change_at_once(path: Path) -> None:
    async with sitting(path) as rep:
        await rep.press("l", "G", "enter")
        rep.shows("Warehouse rollout  Acme", "weighted €16,000", "History  1 entry")
        await rep.press("$")
        await rep.say("50k")
        rep.shows("€50,000", "weighted €20,000", "Amount €40,000 → €50,000", "History  2 entries")
        await rep.press("L")
        rep.shows("Proposal  for 0 days", "weighted €30,000", "Demo → Proposal")
        await rep.press("w")
        rep.shows("won on Mon 23 Nov 2026", "R opens it again")
        await rep.press("R")
        rep.shows("weighted €30,000")
        assert rep.card(WAREHOUSE).status == "open"
        await rep.press("escape")
        rep.shows("Proposal 2")


async def test_the_field_under_the_cursor_is_edited_by_a_double_click(path: Path) -> None:
    async with sitting(path) as rep:
        await rep.press("enter")
        await rep.click("Probability", times=2)
        rep.shows("0 to 100, stage or model; empty for the stage's")
        await rep.say("33")
        assert rep.card(FLEET).probability == 33


async def test_a_stage_edited_on_the_deal_moves_it(path: Path) -> None:
    async with sitting(path) as rep:
        await to_field(rep, "stage")
        await rep.press("enter")
        await rep.say("demo")
        assert rep.card(FLEET).stage_id == DEMO
        assert rep.rows("SELECT from_stage_id, to_stage_id FROM stage_move WHERE deal_id = ?", FLEET) == [
            (QUALIFIED, DEMO)
        ]


async def test_the_stage_of_a_closed_deal_is_not_edited(path: Path) -> None:
    async with sitting(path) as rep:
        await rep.press("enter", "w", "j", "j", "j", "enter")
        await rep.say("nego")
        assert rep.told[-1] == "Fleet renewal is won. Reopen it first."
        assert rep.card(FLEET).stage_id == QUALIFIED


async def test_won_figures_follow_what_is_edited_afterwards(path: Path) -> None:
    async with sitting(path) as rep:
        await rep.press("l", "l", "l", "enter", "w")
        rep.shows("won €55,000")
        await rep.press("$")
        await rep.say("40k")
        assert rep.card(DATA_CENTRE).amount == 4_000_000
        rep.shows("won €60,000")
