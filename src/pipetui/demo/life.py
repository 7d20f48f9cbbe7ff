"""What a rep did with one deal, entry by entry of history: a course told in calls, moves and changes."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, time
from random import Random
from typing import Any

from pipetui.demo.cast import Person
from pipetui.demo.course import Course, Visit
from pipetui.demo.days import CLOSES, OPENS, Days
from pipetui.demo.story import MAILS
from pipetui.demo.words import LOST, TALK, WON, Said
from pipetui.sales.editing import is_push
from pipetui.store import stored_moment
from pipetui.values.clock import local_moment

_MORNING, _EVENING = 8 * 60 + 30, 17 * 60
_MOST_TALKS = 4
_DAYS_A_TALK = 9


@dataclass(slots=True)
class Talk:
    """An activity, as the file stores it: ``due_on`` is None where it was not planned, ``done_at`` while it is."""

    kind: str
    subject: str
    person: Person
    made: str = ""
    note: str | None = None
    due_on: str | None = None
    due_at: str | None = None
    done_at: str | None = None
    words: str | None = None
    """What an e-mail that is planned will say."""
    id: int = 0


@dataclass(slots=True)
class Entry:
    """One entry of history about a deal: what became of its columns, of its stage, of its activities."""

    day: int
    at: str
    label: str
    fields: dict[str, Any] = field(default_factory=dict)
    move: tuple[int, int] | None = None
    done: Talk | None = None
    planned: Talk | None = None
    adds: bool = False


class Life:
    """The entries of one deal, in order; the first one adds it."""

    def __init__(self, course: Course, days: Days) -> None:
        self.course = course
        self.days = days
        self.random = Random(f"life {course.title}")
        self.entries: list[Entry] = []
        self._said: set[Said] = set()

    def tell(self) -> list[Entry]:
        """All of it."""
        self._add("Added {}", self.course.first, _MORNING + self.random.randint(0, 20)).adds = True
        for place, visit in enumerate(self.course.visits):
            self._visit(visit)
            if place + 1 < len(self.course.visits):
                self._move(visit, self.course.visits[place + 1])
        self._close()
        self._fall_asleep()
        self._change()
        self._plan_next()
        self.entries.sort(key=lambda entry: entry.at)
        return self.entries

    def _add(self, label: str, day: int, minute: int, **fields: Any) -> Entry:
        at = stored_moment(self.days.moment(day, minute))
        entry = Entry(day, at, label.format(self.course.title), fields)
        self.entries.append(entry)
        return entry

    def _visit(self, visit: Visit) -> None:
        """What was said in a stage, the last of it on the visit's last day."""
        span = visit.last - visit.first
        count = min(_MOST_TALKS, 1 + span // _DAYS_A_TALK, span)
        told = [said for said in TALK[visit.stage] if said not in self._said]
        chosen = sorted(self.random.sample(range(len(told)), min(count, len(told))))
        for turn, place in enumerate(chosen, 1):
            day = visit.first + span * turn // len(chosen)
            if self.course.gap is None or not self.course.gap[0] < day <= self.course.gap[1]:
                self._said.add(told[place])
                self._talk(told[place], day)

    def _talk(self, said: Said, day: int) -> None:
        kind, subject, note = said
        people = self.course.firm.people
        person = people[0] if self.random.random() < 0.75 else self.random.choice(people)
        begins = self.random.randrange(OPENS, CLOSES - 30, 15)
        talk = Talk(kind, subject, person, note=note.format(who=_first_name(person)))
        before = self.entries[-1]
        planned = kind != "note" and self.random.random() < 0.6
        entry = self._add(
            "Followed up {}" if planned else f"Logged a {kind} with {{}}",
            day,
            begins + self.random.randint(5, 28),
        )
        entry.done = talk
        talk.made, talk.done_at = (before.at if planned else entry.at), entry.at
        if planned:
            before.planned = talk
            late = self.random.random() < 0.2
            asked = day - self.random.randint(1, 3) if late else day
            talk.due_on = self._iso(max(asked, before.day))
            if not late and kind in {"call", "meeting"}:
                talk.due_at = stored_moment(self.days.moment(day, begins))

    def _move(self, visit: Visit, following: Visit) -> None:
        at = self._after_last()
        self._add("Moved {} to {{stage}}", visit.last, at).move = (visit.stage, following.stage)

    def _after_last(self) -> int:
        """A minute shortly after the last talk, which was on a visit's last day."""
        return CLOSES + self.random.randint(1, 10)

    def _close(self) -> None:
        course = self.course
        if course.status == "open":
            return
        said = LOST[course.reason or ""] if course.status == "lost" else self.random.choice(WON)
        last = self.entries[-1].done
        if last is not None:
            last.kind, last.subject = said[0], said[1]
            last.note = said[2].format(who=_first_name(last.person))
        entry = self._add(f"{course.status.capitalize()} {{}}", course.last, self._after_last())
        entry.fields = {"status": course.status, "closed_on": self._iso(course.last), "reason": course.reason}

    def _fall_asleep(self) -> None:
        if self.course.gap is None:
            return
        lost, woken = self.course.gap
        closing = {"status": "lost", "closed_on": self._iso(lost), "reason": "competition"}
        self._add("Lost {}", lost, _EVENING, **closing)
        opening = {"status": "open", "closed_on": None, "reason": None}
        entry = self._add("Reopened {}", woken, OPENS, **opening)
        entry.fields["stage_since"] = entry.at

    def _change(self) -> None:
        """Changes of amount and date, the rep's own probability and category, and notes."""
        course = self.course
        offer = course.visits[-1]
        if course.first_amount is not None:
            self._add("Edited {}", offer.first + 1, _EVENING + 30, amount=course.amount)
        day = course.first
        for turn, (was, becomes) in enumerate(zip(course.closes, course.closes[1:], strict=False), 1):
            if was is not None and becomes is not None:
                day = self._push_day(day + 1, was, turn)
                self._add(
                    "Edited {}", day, _EVENING + turn, expected_close=becomes.isoformat(), pushed=is_push(was, becomes)
                )
        if course.probability is not None:
            self._add(
                "Edited {}",
                offer.last - 1,
                _EVENING + 35,
                probability=course.probability,
                probability_source="manual",
            )
        if course.category is not None:
            self._add("Edited {}", offer.last - 1, _EVENING + 40, category=course.category)
        if course.notes is not None:
            self._add("Notes of {}", offer.last - 1, _EVENING + 45, notes=course.notes)

    def _push_day(self, earliest: int, was: date, turn: int) -> int:
        """The day a close date was moved: about when it came, if that is past, else some way into the deal's life."""
        first, last = self.course.first, self.course.last
        left = len(self.course.closes) - 1 - turn
        if was < self.days.past(last):
            wanted = self.days.number(was) - self.random.randint(-2, 4)
        else:
            wanted = first + (last - first) * turn // len(self.course.closes)
        return max(earliest, min(wanted, last - 1 - left))

    def _plan_next(self) -> None:
        """The next step of an open deal, planned when it was last touched."""
        told = self.course.next_step
        if told is None:
            return
        due = self.days.due(told.days)
        moment = local_moment(due, told.at or time(9))
        latest = max(self.entries, key=lambda entry: entry.at)
        person = self.course.firm.people[0]
        latest.planned = Talk(
            told.kind,
            told.subject,
            person,
            made=latest.at,
            words=MAILS[told.subject].format(first=_first_name(person)) if told.subject in MAILS else None,
            due_on=due.isoformat(),
            due_at=stored_moment(moment) if told.at else None,
        )

    def _iso(self, day: int) -> str:
        return self.days.past(day).isoformat()


def _first_name(person: Person) -> str:
    return person.name if person.name.startswith("Dr. ") else person.name.split(" ")[0]
