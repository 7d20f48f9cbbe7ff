"""The agenda as a calendar: read back by the library that reads calendars."""

from datetime import date, timedelta
from typing import Any

from icalendar import Calendar

from hostile import HOSTILE
from pipetui.exchange.calendar import calendar
from pipetui.values.clock import to_local
from pipetui.values.followup import parse_followup
from pipetui.views.entry import NewDeal
from pipetui.workspace import Workspace


def events(workspace: Workspace, minutes: int = 5) -> list[dict[str, object]]:
    overview = workspace.overview
    text = calendar(overview.open_cards(), minutes, overview.uids(), workspace.clock.now())
    assert text.endswith("END:VCALENDAR\r\n")
    found = []
    read: Any = Calendar.from_ical(text)
    for event in read.walk("VEVENT"):
        [alarm] = event.walk("VALARM")
        found.append(
            {
                "uid": str(event["uid"]),
                "summary": str(event["summary"]),
                "start": event["dtstart"].dt,
                "alarm": alarm["trigger"].dt,
            }
        )
    return found


def plan(workspace: Workspace, title: str, text: str) -> int:
    what = parse_followup(text, to_local(workspace.clock.now()))
    card = workspace.deals.add(NewDeal(title, next=what)).card
    assert card is not None
    return card.id


def test_each_follow_up_is_an_event_with_an_alarm(workspace: Workspace) -> None:
    plan(workspace, "Rollout", "call fri 15:00 about pricing")
    plan(workspace, "Kiosks", "email tomorrow")
    workspace.deals.win(plan(workspace, "Won already", "call fri"))
    timed, untimed = events(workspace, 15)
    assert timed["summary"] == "Call: pricing · Rollout" and timed["alarm"] == timedelta(minutes=-15)
    assert untimed["start"] == date(2026, 11, 24) and untimed["alarm"] == timedelta(hours=9)
    assert timed["uid"] != untimed["uid"] and events(workspace)[0]["uid"] == timed["uid"]


def test_hostile_names_stay_text(workspace: Workspace) -> None:
    for name in HOSTILE:
        plan(workspace, f"x{name}", "call fri 15:00")
    assert len(events(workspace)) == len(HOSTILE)
