"""Rules as they stand, what happens to deals that they wait for, and what they did."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime
from hashlib import blake2b
from typing import Any, NamedTuple

from pipetui.values.money import show_whole
from pipetui.values.rules import RuleText, When, WhenKind
from pipetui.values.text import fold
from pipetui.values.when import show_date
from pipetui.views.card import Card
from pipetui.views.stage import Pipeline


class StandingRule(NamedTuple):
    """A rule of the file; of every pipeline where ``pipeline_id`` is None."""

    id: int
    name: str
    pipeline_id: int | None
    text: RuleText
    enabled: bool = True

    def is_for(self, pipeline_id: int) -> bool:
        """Whether it watches the deals of a pipeline."""
        return self.pipeline_id in (None, pipeline_id)


class NewRule(NamedTuple):
    """A rule to be written down."""

    name: str
    text: RuleText
    pipeline_id: int | None = None
    enabled: bool = True


class RuleRun(NamedTuple):
    """What a rule did with a deal: ``did`` as it was told, ``why`` what it met. ``at`` is the moment, UTC."""

    at: datetime
    rule: str
    deal_id: int
    deal: str
    did: str
    why: str


class Meeting(NamedTuple):
    """A rule and a deal that met: ``run_id`` is the same whenever they meet over the same thing."""

    rule: StandingRule
    deal_id: int
    why: str
    run_id: int


class Rehearsed(NamedTuple):
    """A deal that a rule would have met on a day (the rep's), and why."""

    day: date
    deal_id: int
    deal: str
    why: str


class Rehearsal(NamedTuple):
    """What a rule would have met ``since`` a day, earliest first."""

    since: date
    until: date
    met: tuple[Rehearsed, ...]

    @property
    def deals(self) -> int:
        """How many deals that were."""
        return len({each.deal_id for each in self.met})


class RuleLine(NamedTuple):
    """A rule as the list of them shows it: how often it did something, and what it can't find in the file."""

    rule: StandingRule
    ran: int
    faults: tuple[str, ...]


class Happened(NamedTuple):
    """Something that happened to a deal; ``what`` is a stage's name or a field's, folded."""

    kind: WhenKind
    what: str = ""

    def is_waited_for(self, when: When) -> bool:
        """Whether a rule waits for just that."""
        return when.kind == self.kind and (
            when.kind not in ("entered", "left", "changed") or fold(when.what) == self.what
        )


_FIELDS: dict[str, Callable[[Card], Any]] = {
    "amount": lambda card: (card.amount, card.currency),
    "probability": lambda card: card.probability,
    "expected_close": lambda card: card.expected_close,
    "category": lambda card: card.category,
    "stage": lambda card: card.stage_id,
    "title": lambda card: card.title,
    "company": lambda card: card.company,
    "contact": lambda card: card.contact,
    "owner": lambda card: card.owner,
    "source": lambda card: card.source,
    "campaign": lambda card: card.campaign,
    "product": lambda card: card.product,
    "tags": lambda card: card.tags,
}


def happened(before: Card | None, after: Card | None, stages: Mapping[int, str]) -> list[Happened]:
    """What a change of a deal comes to, in the order rules are asked; nothing where the deal is gone.

    ``stages`` gives names of stages by their numbers.
    """
    if after is None:
        return []
    if before is None:
        entered = [Happened("entered", fold(stages.get(after.stage_id, "")))]
        return [Happened("created"), *(entered if after.is_open else [])]
    found = []
    if before.stage_id != after.stage_id:
        found.append(Happened("left", fold(stages.get(before.stage_id, ""))))
        found.append(Happened("entered", fold(stages.get(after.stage_id, ""))))
    if before.status != after.status:
        closed: WhenKind = "won" if after.status == "won" else "lost"
        found.append(Happened("reopened" if after.is_open else closed))
    changed = [name for name, says in _FIELDS.items() if says(before) != says(after)]
    own_before, own_after = dict(before.own), dict(after.own)
    if own_before != own_after:
        keys = sorted({*own_before, *own_after})
        changed += [key for key in keys if own_before.get(key) != own_after.get(key)]
    return [*found, *(Happened("changed", name) for name in changed)]


def run_id(rule_id: int, deal_id: int, met_over: str) -> int:
    """The number of the run of a rule on a deal over something: always the same, below 2**62."""
    digest = blake2b(f"{rule_id}/{deal_id}/{met_over}".encode(), digest_size=8).digest()
    return int.from_bytes(digest) >> 2 | 1 << 40


def facts_of(card: Card, stage: str) -> dict[str, str]:
    """What is known of a deal in a stage of this name, for the texts of rules and mails; "" for what is not."""
    close = "" if card.expected_close is None else show_date(card.expected_close)
    return {
        "title": card.title,
        "company": card.company or "",
        "contact": card.contact or "",
        "first_name": (card.contact or "").partition(" ")[0],
        "owner": card.owner or "",
        "stage": stage,
        "amount": "" if card.amount is None else show_whole(card.amount, card.currency),
        "close": close,
        "close_date": close,
    }


def stage_names(pipelines: Iterable[Pipeline]) -> dict[int, str]:
    """Names of all stages, by their numbers."""
    return {stage.id: stage.name for pipeline in pipelines for stage in pipeline.stages}
