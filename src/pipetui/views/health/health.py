"""Everything wrong with a pipeline: deals by finding, worst money first, and the share of the money in order."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from pipetui.views.card import Card
from pipetui.views.health.facts import Facts
from pipetui.views.health.findings import FINDINGS, SEVERITIES, Finding

Accepted = Mapping[tuple[int, str], str]
"""What a rep said is fine: by deal and finding, the fact it was then."""


class Hit(NamedTuple):
    """A deal something is wrong with: what, in words, and the fact it rests on."""

    finding: Finding
    card: Card
    words: str
    fact: str

    @property
    def key(self) -> tuple[str, int]:
        """The finding and the deal."""
        return self.finding.id, self.card.id

    @property
    def money(self) -> int:
        """What the deal is worth, in minor units of the pipeline's currency."""
        return self.card.base_amount or 0


class Group(NamedTuple):
    """A finding with its deals, the most money first."""

    finding: Finding
    hits: tuple[Hit, ...]

    @property
    def money(self) -> int:
        """What its deals are worth together."""
        return sum(hit.money for hit in self.hits)


@dataclass(frozen=True, slots=True)
class Health:
    """What is wrong, by finding, what a rep said is fine, and the score.

    ``open_money`` and ``open_deals`` are of deals of the forecast, leads aside; ``sound_money`` and ``sound_deals`` of
    those without a finding. Money is in minor units of the pipeline's currency.
    """

    groups: tuple[Group, ...] = ()
    accepted: tuple[Hit, ...] = ()
    open_money: int = 0
    open_deals: int = 0
    sound_money: int = 0
    sound_deals: int = 0

    @property
    def score(self) -> int | None:
        """The share of the open money in deals without a finding, in whole percent, rounded down; None without any."""
        return self.sound_money * 100 // self.open_money if self.open_money > 0 else None

    @property
    def serious(self) -> int:
        """How many findings that cost money have a deal: what the row of tabs tells."""
        return sum(group.finding.severity == "money" for group in self.groups)

    @property
    def number(self) -> int:
        """All that is to be mended: a deal counts once for each finding."""
        return sum(len(group.hits) for group in self.groups)


def work_out(cards: Iterable[Card], facts: Facts, accepted: Accepted | None = None) -> Health:
    """What is wrong with deals, open and closed: one pass over them.

    Findings that cost money go first, then the rest, in each the most money first.
    """
    agreed = accepted or {}
    found: dict[str, list[Hit]] = {finding.id: [] for finding in FINDINGS}
    fine: list[Hit] = []
    open_money = open_deals = sound_money = sound_deals = 0
    kinds = {kind: [each for each in FINDINGS if each.of == kind] for kind in ("open", "closed")}
    for card in cards:
        is_sound = True
        for finding in kinds["open" if card.is_open else "closed"]:
            said = finding.look(card, facts)
            if said is None:
                continue
            hit = Hit(finding, card, said.words, said.fact)
            if agreed.get((card.id, finding.id)) == said.fact:
                fine.append(hit)
            else:
                found[finding.id].append(hit)
                is_sound = False
        if card.is_open and not facts.stage(card.stage_id).is_lead:
            open_deals += 1
            open_money += card.base_amount or 0
            sound_deals += is_sound
            sound_money += (card.base_amount or 0) if is_sound else 0
    groups = [Group(finding, _in_order(found[finding.id])) for finding in FINDINGS if found[finding.id]]
    groups.sort(key=lambda group: (SEVERITIES.index(group.finding.severity), -group.money))
    return Health(tuple(groups), _in_order(fine), open_money, open_deals, sound_money, sound_deals)


def _in_order(hits: Iterable[Hit]) -> tuple[Hit, ...]:
    return tuple(sorted(hits, key=lambda hit: (-hit.money, hit.card.id)))
