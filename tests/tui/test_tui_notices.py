"""The corner says what was done last, and keeps what has to be read."""

from pathlib import Path

from tui.rep import sitting


async def test_what_is_done_in_a_row_does_not_pile_up_over_the_board(path: Path) -> None:
    async with sitting(path) as rep:
        sums = rep.lines[1:]
        await rep.press("L", "u", "U", "u")
        assert rep.told == ["Undone: Moved Fleet renewal to Demo"]
        assert rep.lines[1:] == sums


async def test_a_warning_stays_beside_what_is_done_after_it(path: Path) -> None:
    async with sitting(path) as rep:
        await rep.press("U", "L", "u")
        refused, done = rep.told
        assert refused.startswith("There is nothing to redo")
        assert done == "Undone: Moved Fleet renewal to Demo"


async def test_what_a_rule_did_is_told_beside_what_it_followed(path: Path) -> None:
    async with sitting(path, size=(60, 24)) as rep:
        rep.app.tell("Moved 2 deals from the stage they were in, each with its own follow-up and its own date")
        rep.app.tell("Fleet renewal is won", beside=True)
        await rep.settled()
        rep.shows("Moved 2 deals", "own date", "Fleet renewal is won")
