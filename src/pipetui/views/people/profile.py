"""Everything about one company or contact, and what of it stands out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple

from pipetui.values.text import count
from pipetui.views.card import Card, Step
from pipetui.views.people.listed import Kind, Money

LONG = 30
"""Days after which somebody of an open deal was not spoken to for long."""

MOST_HAPPENED = 500
"""Lines of the timeline that are read."""

CHAMPION = "champion"


class Part(NamedTuple):
    """Somebody's part in a deal; the one who is ``main`` is the deal's contact."""

    contact_id: int
    name: str
    deal_id: int
    role: str | None
    main: bool


class Member(NamedTuple):
    """Somebody at a company; ``touched`` is the rep's day they were last spoken to."""

    id: int
    name: str
    job: str | None
    email: str | None
    touched: date | None


class Happened(NamedTuple):
    """A line of the timeline: an activity by its kind, or a stage move, or a deal's beginning and end."""

    at: datetime
    kind: str
    text: str
    note: str | None
    deal_id: int
    deal: str


class Sums(NamedTuple):
    """What deals came to: open money beyond the lead phase, and what was won, by currency; how many of each.

    ``win_rate`` is won ÷ (won + lost) in percent, None where none is closed.
    """

    open_deals: int
    open_money: Money
    leads: int
    won: int
    won_money: Money
    lost: int

    @property
    def win_rate(self) -> float | None:
        """Won of those that are closed, in percent."""
        closed = self.won + self.lost
        return 100 * self.won / closed if closed else None


@dataclass(frozen=True, slots=True)
class Profile:
    """A company or a contact: ``values`` are its fields as text, by name; deals are open first, the latest first.

    ``members`` are the people of a company, ``parts`` who plays which part in its deals; for a contact ``parts`` are
    their own, and those of the others in the same deals. ``touches`` are the days of what was done with them.
    """

    kind: Kind
    id: int
    name: str
    values: Mapping[str, str]
    company_id: int | None
    deals: tuple[Card, ...]
    leads: frozenset[int]
    """The deals that are leads yet."""
    currencies: Mapping[int, str]
    """The currency of each deal's pipeline."""
    stages: Mapping[int, str]
    members: tuple[Member, ...]
    parts: tuple[Part, ...]
    timeline: tuple[Happened, ...]
    touches: tuple[date, ...]

    @property
    def sums(self) -> Sums:
        """What the deals came to."""
        return sums_of(self.deals, self.leads, self.currencies)

    @property
    def touched(self) -> date | None:
        """The day of the last thing done with them."""
        return max(self.touches, default=None)

    def touches_since(self, day: date) -> int:
        """How often something was done with them from a day on."""
        return sum(each >= day for each in self.touches)

    @property
    def steps(self) -> tuple[tuple[Step, Card], ...]:
        """What is planned on the open deals, the earliest first."""
        planned = [(step, card) for card in self.deals if card.is_open for step in card.steps]
        return tuple(sorted(planned, key=lambda each: (each[0].due, each[0].id)))

    def roles(self, contact_id: int) -> tuple[str, ...]:
        """The roles somebody has in the deals here, each once."""
        return tuple(dict.fromkeys(part.role for part in self.parts if part.contact_id == contact_id and part.role))

    def role_in(self, deal_id: int, contact_id: int) -> Part | None:
        """The part somebody plays in a deal."""
        return next((part for part in self.parts if (part.deal_id, part.contact_id) == (deal_id, contact_id)), None)

    def hints(self, today: date) -> tuple[str, ...]:
        """What stands out: who was not spoken to for long, champions first; open deals that hang on one person."""
        return hints(self, today)


def sums_of(deals: Iterable[Card], leads: frozenset[int], currencies: Mapping[int, str]) -> Sums:
    """What deals came to; money is what the pipelines' totals take, by the pipelines' currencies."""
    is_open, won = [], []
    lost = number_of_leads = 0
    for card in deals:
        if card.status == "won":
            won.append(card)
        elif card.status == "lost":
            lost += 1
        elif card.id in leads:
            number_of_leads += 1
        else:
            is_open.append(card)
    return Sums(len(is_open), money_of(is_open, currencies), number_of_leads, len(won), money_of(won, currencies), lost)


def money_of(deals: Sequence[Card], currencies: Mapping[int, str]) -> Money:
    """Amounts summed by currency, the one with most deals first; deals without an amount add nothing."""
    sums: dict[str, list[int]] = {}
    for card in deals:
        if card.base_amount is not None:
            sums.setdefault(currencies[card.id], []).append(card.base_amount)
    return tuple((currency, sum(each)) for currency, each in sorted(sums.items(), key=lambda one: -len(one[1])))


def hints(profile: Profile, today: date) -> tuple[str, ...]:
    """Sentences, the most pressing first."""
    return (*_silent(profile, today), *_single(profile))


def _silent(profile: Profile, today: date) -> list[str]:
    running = [card for card in profile.deals if card.is_open and card.id not in profile.leads]
    if not running:
        return []
    if profile.kind == "contact":
        role = next((part.role for part in profile.parts if part.contact_id == profile.id and part.role), None)
        return _long_ago(f"{role.capitalize()}, not spoken to" if role else "Not spoken to", profile.touched, today)
    open_ids = {card.id for card in running}
    spoken = {member.id: member.touched for member in profile.members}
    parts = [part for part in profile.parts if part.deal_id in open_ids and part.contact_id in spoken]
    parts.sort(key=lambda part: (part.role != CHAMPION, spoken[part.contact_id] or date.min))
    told: dict[int, list[str]] = {}
    for part in parts:
        role = f", {part.role} of {_title(running, part.deal_id)}," if part.role else ""
        told.setdefault(part.contact_id, _long_ago(f"{part.name}{role} not spoken to", spoken[part.contact_id], today))
    return [said for sentences in told.values() for said in sentences][:3]


def _title(deals: Sequence[Card], deal_id: int) -> str:
    return next(card.title for card in deals if card.id == deal_id)


def _long_ago(who: str, last: date | None, today: date) -> list[str]:
    if last is None:
        return [f"{who} yet."]
    days = (today - last).days
    return [f"{who} for {count(days, 'day')}."] if days > LONG else []


def _single(profile: Profile) -> list[str]:
    """Open deals with one contact only: it goes when they go."""
    told = []
    for card in profile.deals:
        if card.is_open and card.id not in profile.leads:
            known = {part.contact_id for part in profile.parts if part.deal_id == card.id}
            if len(known) == 1:
                told.append(f"{card.title} hangs on one contact.")
            elif not known:
                told.append(f"{card.title} has no contact.")
    return told[:3]
