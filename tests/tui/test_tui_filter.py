"""The filter while it is typed: what it could go on with, what is wrong and where, and what it lets through."""

from pathlib import Path

from textual.events import Paste

from tui.rep import sitting


async def test_what_is_offered_is_taken_and_narrows_the_board(path: Path) -> None:
    async with sitting(path) as rep:
        await rep.press("/")
        rep.shows("→ stage:", "its stage")
        await rep.type("sta")
        await rep.press("tab")
        rep.shows("/ stage:", "→ Lead")
        await rep.type("de")
        await rep.press("right")
        rep.shows("/ stage:Demo", "2 of 6 deals")
        await rep.type("value>")
        await rep.press("ctrl+down", "ctrl+down")
        rep.shows("‹50k›")
        await rep.press("enter")
        rep.shows("/ stage:Demo value>50k", "0 of 6 deals")
        await rep.press("enter")
        assert "→" not in rep.lines[2]
        assert rep.app.shown.filter_text == "stage:Demo value>50k "


async def test_what_is_wrong_is_said_under_the_very_character(path: Path) -> None:
    async with sitting(path) as rep:
        await rep.press("/")
        await rep.type("acme stage:dmo")
        column, line = rep.find("↑")
        assert line == 2
        assert rep.lines[1][column:].startswith("dmo")
        rep.shows('"dmo" is not a stage: did you mean Demo?')
        await rep.press("enter")
        rep.shows('"dmo" is not a stage: did you mean Demo?')  # in the line, now that nobody types
        await rep.press("/")
        rep.shows('↑ "dmo" is not a stage: did you mean Demo?')
        await rep.press("ctrl+u")
        await rep.type("value>10k (acme")
        rep.shows("↑ A parenthesis is not closed")


async def test_what_is_wrong_is_said_where_there_is_little_room(path: Path) -> None:
    async with sitting(path, size=(80, 24)) as rep:
        await rep.press("/")
        await rep.type("one two three four five six seven eight stage:dmo")
        column, _ = rep.find("↑")
        assert rep.lines[1][column:].startswith("dmo")
        rep.shows("did you mean Demo?")


async def test_ten_megabytes_are_refused_and_the_app_goes_on(path: Path) -> None:
    async with sitting(path, size=(200, 36)) as rep:
        await rep.press("/")
        await rep.type("acme")
        assert rep.app.focused is not None
        rep.app.focused.post_message(Paste("(" * 10_000_000))
        await rep.settled()
        assert rep.told[-1] == "10,000,000 characters are too many for a filter: nothing was pasted."
        rep.app.focused.post_message(Paste(" (" * 500))
        await rep.settled()
        rep.shows("This filter is too long: write at most 1,000 characters.")
        await rep.press("ctrl+u")
        await rep.type("(" * 40)
        rep.shows("More than 30 parentheses in one another: write it more simply.")
        await rep.press("escape")
        rep.shows("6 deals")


async def test_the_strip_follows_the_filter_and_what_is_done_meanwhile(path: Path) -> None:
    async with sitting(path) as rep:
        whole = rep.strip
        await rep.press("/")
        await rep.type("warehouse\r")
        assert "of what the filter shows" in rep.strip[0]
        assert "won €0" in rep.strip[1]
        assert "1 deal due, €40,000" in rep.strip[2]
        await rep.press("$")
        await rep.press("ctrl+u")
        await rep.type("50k")
        assert "+€4,000" in rep.strip[1]  # 40 % of what is more
        await rep.press("enter")
        assert "1 deal due, €50,000" in rep.strip[2]
        await rep.press("w")
        assert "won €50,000" in rep.strip[1]
        await rep.press("u", "u", "escape")
        assert rep.strip == whole


async def test_leads_and_closed_deals_that_alone_match_are_unfolded(path: Path) -> None:
    async with sitting(path) as rep:
        await rep.press("/")
        await rep.type("stage:lead")
        rep.shows("1 lead, no deals")
        await rep.press("enter")
        rep.shows("Trial licences")
        await rep.press("escape", "[", "/")
        await rep.type("status:lost")
        await rep.press("enter")
        rep.shows("Harbour cranes")


async def test_what_has_deals_leaves_the_leads_folded(path: Path) -> None:
    async with sitting(path) as rep:
        await rep.press("/")
        await rep.type("stage:demo")
        await rep.press("enter")
        assert "Trial licences" not in rep.text
        rep.shows("Warehouse")
