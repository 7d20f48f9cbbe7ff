from datetime import datetime, timedelta, timezone

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hostile import HOSTILE
from pipetui.values.errors import Invalid
from pipetui.values.followup import KINDS, FollowUp, kind_of, parse_followup, show_followup
from pipetui.values.text import clean

NOW = datetime(2026, 11, 23, 14, 30, tzinfo=timezone(timedelta(hours=1)))  # a Monday


@pytest.mark.parametrize(
    ("text", "kind", "when", "subject"),
    [
        ("call fri 15:00 about pricing", "call", "2026-11-27 15:00", "pricing"),
        ("fri call confirm signature", "call", "2026-11-27", "confirm signature"),
        ("send offer tomorrow", "task", "2026-11-24", "send offer"),
        ("call", "call", None, "Call"),
        ("", "task", None, "Task"),
        ("fri", "task", "2026-11-27", "Task"),
        ("+3d", "task", "2026-11-26", "Task"),
        ("call 3d", "call", "2026-11-26", "Call"),
        ("Call: fri: pricing", "call", "2026-11-27", "pricing"),
        ("call fri, 15:00", "call", "2026-11-27 15:00", "Call"),
        ("call by fri re contract", "call", "2026-11-27", "contract"),
        ("demo next week", "meeting", "2026-11-30", "Meeting"),
        ("mail Jane tomorrow at 3pm", "email", "2026-11-24 15:00", "Jane"),
        ("whatsapp Bob in 2 weeks", "message", "2026-12-07", "Bob"),
        ("chiama domani alle 15 per il contratto", "call", "2026-11-24 15:00", "per il contratto"),
        ("prepare deck by 15 dec for Jane", "task", "2026-12-15", "prepare deck for Jane"),
        ("call tomorrow to confirm", "call", "2026-11-24", "confirm"),
        ("15:00 call Jane", "call", "2026-11-23 15:00", "Jane"),
        # What is no date, though it could be one elsewhere.
        ("review the 15:00 notes with Bob", "task", None, "review the 15:00 notes with Bob"),
        ("3d printer quote", "task", None, "3d printer quote"),
        ("email May about Q4", "email", None, "May about Q4"),
        ("pay 1m", "task", None, "pay 1m"),
        ("check version 15.12", "task", None, "check version 15.12"),
        ("discuss the call", "task", None, "discuss the call"),
    ],
)
def test_followups_as_typed(text: str, kind: str, when: str | None, subject: str) -> None:
    followup = parse_followup(text, NOW)
    said = followup.when
    assert (followup.kind, followup.subject) == (kind, subject)
    assert (f"{said.day} {said.time:%H:%M}" if said and said.time else said and str(said.day)) == when


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("call on the 45th", "the 45th"),
        ("call the 45th", "the 45th"),
        ("call 31 feb about pricing", "31 feb"),
        ("send the offer on 31 feb", "31 feb"),
        ("send the offer 31 november", "31 november"),
        ("call by feb 30 re contract", "feb 30"),
        ("call 2026-13-45", "2026-13-45"),
        ("task 2026-02-30 renew", "2026-02-30"),
        ("call Bob 45/12/2026", "45/12/2026"),
        ("call fri 25:00", "25:00"),
        ("call at 25:00", "25:00"),
    ],
)
def test_a_day_there_is_not_is_refused_by_name(text: str, named: str) -> None:
    with pytest.raises(Invalid, match=f'"{named}" is not a day'):
        parse_followup(text, NOW)


@pytest.mark.parametrize(
    "text", ["check the 45th parallel", "order 40 set", "see Bob on the 2nd floor", "ratio 70:30", "May on 5"]
)
def test_a_number_in_a_sentence_is_no_day(text: str) -> None:
    assert parse_followup(text, NOW).subject


def test_another_kind_can_be_the_usual_one() -> None:
    assert parse_followup("fri", NOW, default_kind="call") == FollowUp("call", parse_followup("fri", NOW).when, "Call")


def test_words_for_kinds() -> None:
    assert [kind_of(word) for word in ("Mail", "visit", "SMS", "todo", "nota:", "riunione")] == [
        *("email", "meeting", "message", "task", "note", "meeting")
    ]
    assert kind_of("pricing") is None
    assert [kind_of(kind) for kind in KINDS] == list(KINDS)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("call fri 15:00 about pricing", "Call Fri 15:00: pricing"),
        ("call", "Call"),
        ("send offer tomorrow", "Task tomorrow: send offer"),
        ("meet 18 dec", "Meeting 18 Dec"),
    ],
)
def test_show_followup(text: str, shown: str) -> None:
    assert show_followup(parse_followup(text, NOW), NOW.date()) == shown


WORDS = st.sampled_from(
    [
        *("call", "fri", "on", "at", "by", "15:00", "about", "3"),
        *("dec", "Jane", "next", "week", "in", "days", ":", "-", "q4"),
    ]
)


@given(st.text(max_size=60) | st.lists(WORDS, max_size=10).map(" ".join) | st.sampled_from(HOSTILE))
@settings(max_examples=100, deadline=None)
def test_any_text_is_a_followup(text: str) -> None:
    followup = parse_followup(text, NOW)
    assert followup.kind in KINDS
    assert followup.subject == clean(followup.subject) != ""
