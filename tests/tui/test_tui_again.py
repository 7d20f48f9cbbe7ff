"""Follow-ups that keep coming, and those that are put off again and again, on the screen."""

from pathlib import Path

from tui.known_pipeline import FLEET
from tui.rep import Rep, sitting


def planned(rep: Rep) -> list[tuple[object, ...]]:
    return rep.rows(
        "SELECT kind, subject, due_on, snoozes, rrule IS NOT NULL FROM activity"
        " WHERE deal_id = ? AND done_at IS NULL ORDER BY due_on",
        FLEET,
    )


async def test_what_keeps_coming_is_offered_again_and_ended_by_an_empty_line(path: Path) -> None:
    async with sitting(path) as rep:
        await rep.press("2")
        await rep.press("j")
        assert rep.here == "Fleet renewal"
        await rep.press("t")
        await rep.say("call today 15:00 every 2 weeks about vans")
        rep.shows("vans ↻")
        await rep.press("d", "enter")
        assert planned(rep) == [("call", "vans", "2026-12-07", 0, 1)]
        # The usual next step is now the next time it comes; an empty line ends it.
        await rep.press("1", "d", "tab", "ctrl+u", "enter")
        assert planned(rep) == []


async def test_what_is_put_off_three_times_wants_a_reason(path: Path) -> None:
    async with sitting(path) as rep:
        await rep.press("2", "j")
        for until in ("wed", "thu", "fri"):
            await rep.press("s")
            await rep.say(until)
        assert planned(rep) == [("call", "Prices of the vans", "2026-11-27", 3, 0)]
        rep.shows("3× put off")
        # It comes first of its section: before the meeting of Friday at ten.
        assert rep.here == "Fleet renewal"
        await rep.press("s")
        rep.shows("put off 3× already")
        await rep.say("mon")
        rep.shows("Put off three times: say why")
        await rep.press("tab")
        await rep.type("they are at a fair\r")
        assert planned(rep)[0][2:4] == ("2026-11-30", 4)
        await rep.press("p")
        rep.shows("put off 4×: they are at")


async def test_the_usual_next_step_is_what_follows_and_what_it_was_about(path: Path) -> None:
    async with sitting(path) as rep:
        await rep.press("d")
        rep.shows("email thu about Prices of the vans")
        await rep.press("enter")
        assert planned(rep) == [("email", "Prices of the vans", "2026-11-26", 0, 0)]
