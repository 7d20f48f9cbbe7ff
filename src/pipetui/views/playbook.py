"""What a stage asks of a deal, what helps the rep in it, and what a deal still lacks to go on."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, NamedTuple

from pipetui.values.errors import Refused
from pipetui.values.followup import FollowUp
from pipetui.values.text import count
from pipetui.views.mail import Letter, Mail

STRENGTHS = ("hard", "soft", "advice")
"""How much a criterion insists: nothing leaves without it, it can be passed over, it is only the checklist."""


class Criterion(NamedTuple):
    """A line of exit criteria or checklist; ``field`` is what must be set, None for a statement the rep ticks."""

    id: int
    stage_id: int
    text: str
    field: str | None
    strength: str

    @property
    def is_hard(self) -> bool:
        """Whether nothing leaves the stage without it."""
        return self.strength == "hard"

    @property
    def is_advice(self) -> bool:
        """Whether it is of the checklist, and never in the way."""
        return self.strength == "advice"


class Beat(NamedTuple):
    """A step of a stage's cadence: an activity of a ``kind``, ``after`` days from when the deal came to the stage."""

    after: int
    kind: str
    subject: str


@dataclass(frozen=True, slots=True)
class Playbook:
    """All that helps with a deal in a stage; ``purpose``, ``questions`` and ``good`` are Markdown."""

    stage_id: int
    stage: str
    purpose: str = ""
    questions: str = ""
    good: str = ""
    criteria: tuple[Criterion, ...] = ()
    cadence: tuple[Beat, ...] = ()
    mails: tuple[Mail, ...] = ()

    @property
    def exits(self) -> tuple[Criterion, ...]:
        """What has to be so before a deal goes on."""
        return tuple(line for line in self.criteria if not line.is_advice)

    @property
    def checklist(self) -> tuple[Criterion, ...]:
        """What is good to do, and never in the way."""
        return tuple(line for line in self.criteria if line.is_advice)

    @property
    def is_empty(self) -> bool:
        """Whether nothing was written for the stage yet."""
        return not (self.purpose or self.questions or self.good or self.criteria or self.cadence or self.mails)


class PassedOver(NamedTuple):
    """Something a deal left a stage without; ``settled`` once it was made good."""

    stage: str
    text: str
    way: str
    on: date
    settled: bool


@dataclass(frozen=True, slots=True)
class Coaching:
    """The playbook of a deal's stage, the lines of it the deal meets (by number), and what it once passed over.

    ``letters`` are the mails of the stage with the deal's words in them.
    """

    playbook: Playbook
    met: frozenset[int] = frozenset()
    passed_over: tuple[PassedOver, ...] = ()
    letters: tuple[Letter, ...] = ()

    @property
    def missing(self) -> tuple[Criterion, ...]:
        """The exit criteria the deal does not meet yet."""
        return tuple(line for line in self.playbook.exits if line.id not in self.met)


class Missing(NamedTuple):
    """A criterion a deal does not meet, and the stage that asks for it."""

    stage: str
    criterion: Criterion


@dataclass(frozen=True, slots=True)
class CustomerStepNew:
    """A step of the customer's to be planned: what, who of them, by which day."""

    what: str
    due: date
    who: str | None = None


@dataclass(frozen=True, slots=True)
class Fill:
    """What is filled in on the way: values by field as ``views.fields`` reads them, ticks by the criterion's number.

    ``roles`` names a contact for a role; ``next`` and ``customer`` are the steps of either side.
    """

    fields: Mapping[str, Any] = field(default_factory=dict)
    ticks: frozenset[int] = frozenset()
    roles: Mapping[str, str] = field(default_factory=dict)
    next: FollowUp | None = None
    customer: CustomerStepNew | None = None

    def and_also(self, more: Fill) -> Fill:
        """This and what was filled in later, which goes before."""
        return Fill(
            {**self.fields, **more.fields},
            self.ticks | more.ticks,
            {**self.roles, **more.roles},
            more.next or self.next,
            more.customer or self.customer,
        )


class Unmet(Refused):
    """A deal lacks what its stage asks for: ``missing`` says what; ``goal_id`` is the stage it was to go to.

    ``goal_id`` is None for a deal that was to be won.
    """

    def __init__(
        self,
        deal_id: int,
        title: str,
        goal_id: int | None,
        goal: str,
        missing: Iterable[Missing],
        given: Fill | None = None,
    ) -> None:
        self.deal_id = deal_id
        self.title = title
        self.goal_id = goal_id
        self.goal = goal
        self.missing = tuple(missing)
        self.given = given or Fill()
        """What was filled in already, and is not saved yet since it was not enough."""
        super().__init__(self._sentence())

    @property
    def may_pass(self) -> bool:
        """Whether it may go on all the same: nothing that is missing is hard."""
        return not any(each.criterion.is_hard for each in self.missing)

    def _sentence(self) -> str:
        lacks = "; ".join(
            f"{each.criterion.text}{' (a must)' if each.criterion.is_hard else ''}" for each in self.missing
        )
        aim = "be won" if self.goal_id is None else f"go to {self.goal}"
        return f"{self.title} can't {aim} yet. {count(len(self.missing), 'thing')} missing: {lacks}."
