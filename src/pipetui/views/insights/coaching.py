"""What stands out, in plain sentences, and what to do about it: each only where the counts carry it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from pipetui.values.money import show_short, show_whole
from pipetui.values.text import clean, count, fit
from pipetui.views.insights.groups import Group
from pipetui.views.insights.incoming import Incoming
from pipetui.views.insights.insights import Insights
from pipetui.views.insights.shares import FEW, Share

MOST = 8
"""Sentences at most."""

HELD = 2
"""Deals that are held up before a stage is called the bottleneck."""

NAME = 28
"""Cells of a name in a sentence."""


class Advice(NamedTuple):
    """What stands out, what to do, and the deals behind it, by number."""

    said: str
    todo: str
    ids: tuple[int, ...]


def coaching(told: Insights) -> tuple[Advice, ...]:
    """What stands out in a window, what costs most first; nothing where nothing surely does."""
    found = [
        *_bottleneck(told),
        *_against_all(told),
        *_against_before(told),
        *_stages(told),
        *_leads(told.incoming),
        *_groups(told),
    ]
    found += [*_pushes(told), *_reasons(told), *_too_few(told)]
    return tuple(found[:MOST])


def percent(rate: float | None) -> str:
    """A share in words: "63%"; "–" of nothing."""
    return "–" if rate is None else f"{rate:.0%}"


def _bottleneck(told: Insights) -> Iterator[Advice]:
    neck = told.bottleneck
    if neck is None or neck.held < HELD:
        return
    money = show_short(neck.held_amount, told.currency)
    said = (
        f"{_name(neck.stage.name)} holds {money} in {count(neck.held, 'deal')} for "
        f"{count(neck.days_over, 'day')} more than usual"
    )
    if (after := told.won_after).of >= FEW:
        said += f"; of those that pass it {percent(after.rate)} are won ({after.hits:,} of {after.of:,})"
    yield Advice(f"{said}.", "Ask each what is missing to go on; close what is not coming.", neck.held_ids)


def _against_all(told: Insights) -> Iterator[Advice]:
    """The filter's win rate beside the pipeline's."""
    if not told.is_narrowed or not (sign := told.closed.against(told.all_closed.rate)):
        return
    more = "more" if sign > 0 else "fewer"
    said = f"Of these {_of(told.closed)} are won, {more} than of the pipeline ({percent(told.all_closed.rate)})."
    todo = "Find more of the kind." if sign > 0 else "Ask sooner whether one is worth the time."
    yield Advice(said, todo, ())


def _against_before(told: Insights) -> Iterator[Advice]:
    """The window's win rate beside that of all time."""
    if sign := told.closed.against(told.ever.rate):
        more, ids = ("more", told.won) if sign > 0 else ("fewer", told.lost)
        said = f"In this window {_of(told.closed)} are won, {more} than the {percent(told.ever.rate)} of all time."
        todo = (
            "See what was done otherwise, and keep to it."
            if sign > 0
            else "Look at why the lost ones went: something changed."
        )
        yield Advice(said, todo, tuple(number for each in ids for number in each.ids))


def _stages(told: Insights) -> Iterator[Advice]:
    """Stages where the deals of a filter go on surely less often, or more often, than the pipeline's."""
    if not told.is_narrowed:
        return
    for row, whole in zip(told.stages, told.all_stages, strict=True):
        if sign := row.decided.against(whole.rate):
            more = "more" if sign > 0 else "less"
            said = (
                f"These go on from {_name(row.stage.name)} {more} often than the pipeline's: {_of(row.decided)} "
                f"against {percent(whole.rate)}."
            )
            todo = "Do there what is done here." if sign > 0 else "Look at what the stage asks for, before they go on."
            yield Advice(said, todo, row.came)


def _leads(came: Incoming) -> Iterator[Advice]:
    if came.quick.against(came.late.rate) > 0 and came.late.of >= FEW:
        said = (
            f"Of leads answered within a day {percent(came.quick.rate)} are qualified ({came.quick.hits:,} of "
            f"{came.quick.of:,}), of the others {percent(came.late.rate)} ({came.late.hits:,} of {came.late.of:,})."
        )
        yield Advice(said, "Answer each on the day it comes: A lists who waits.", came.ids)


def _groups(told: Insights) -> Iterator[Advice]:
    """Sources and owners that surely win more, or less, than all of what is looked at."""
    for word, group in (*(("from", each) for each in told.sources), *(("of", each) for each in told.products)):
        if group.name and (sign := group.closed.against(told.closed.rate)):
            said = f"Of deals {word} {_name(group.name)} {_of(group.closed)} are won, {_beside(told, sign)}"
            todo = (
                "More of these would bring in more: ask for them."
                if sign > 0
                else "Qualify these harder before they take time."
            )
            yield Advice(said, todo, group.ids)
    for group in told.sizes:
        if sign := group.closed.against(told.closed.rate):
            said = f"Of deals worth {group.name} {_of(group.closed)} are won, {_beside(told, sign)}"
            todo = "Look for more of this size." if sign > 0 else "Make sure who decides before the offer."
            yield Advice(said, todo, group.ids)
    for group in told.owners if len(told.owners) > 1 else ():
        if not group.name:
            continue
        if sign := group.closed.against(told.closed.rate):
            said = f"{_name(group.name)} wins {_of(group.closed)}, {_beside(told, sign)}"
            todo = (
                "Let the others sit in on a deal." if sign > 0 else f"{_weakest(told, group)}Go through the lost ones."
            )
            yield Advice(said, todo, group.ids)


def _weakest(told: Insights, owner: Group) -> str:
    """The stage in which an owner's deals surely go on less often than all."""
    for row, share in zip(told.stages, owner.conversions, strict=True):
        if share.against(row.decided.rate) < 0:
            rates = f"{percent(share.rate)} go on, of all {percent(row.decided.rate)}"
            return f"They stop at {_name(row.stage.name)}: {rates}. "
    return ""


def _pushes(told: Insights) -> Iterator[Advice]:
    """Deals pushed twice or more, taken together."""
    twice = Share(sum(each.closed.hits for each in told.pushes[2:]), sum(each.closed.of for each in told.pushes[2:]))
    if (sign := twice.against(told.closed.rate)) < 0:
        open_now = sum(each.here for each in told.pushes[2:])
        amount = show_short(sum(each.here_amount for each in told.pushes[2:]), told.currency)
        said = f"Of deals pushed twice or more {_of(twice)} are won, {_beside(told, sign)}"
        ids = tuple(number for each in told.pushes[2:] for number in each.ids)
        yield Advice(said, f"{count(open_now, 'open one')} hold {amount}: ask for the date in writing, or let go.", ids)


def _reasons(told: Insights) -> Iterator[Advice]:
    """The reason deals are lost for, where it surely is more than its even share; or that most have none."""
    lost = sum(each.number for each in told.lost)
    unsaid = next((each for each in told.lost if not each.name), None)
    if unsaid is not None and lost >= FEW and 2 * unsaid.number > lost:
        said = f"{unsaid.number:,} of {lost:,} lost deals have no reason."
        yield Advice(said, "Say why when one is lost: what loses most is not to be seen without.", unsaid.ids)
    named = [each for each in told.lost if each.name]
    number = sum(each.number for each in named)
    if len(named) < 2:
        return
    most = named[0]
    if Share(most.number, number).against(1 / len(named)) > 0:
        place = max(range(len(most.by_stage)), key=lambda each: most.by_stage[each], default=None)
        where = ""
        if place is not None and most.by_stage[place] * 2 > most.number:
            where = f", most of them in {_name(told.stages[place].stage.name)}"
        said = (
            f"“{_name(most.name)}” loses most: {most.number:,} of {number:,} with a reason, "
            f"{show_whole(most.amount, told.currency)}{where}."
        )
        yield Advice(said, "Raise it before they do, a stage earlier.", most.ids)


def _too_few(told: Insights) -> Iterator[Advice]:
    if 0 < told.closed.of < FEW:
        said = f"Only {count(told.closed.of, 'deal')} closed in this window: a rate of so few says little."
        yield Advice(said, "Look at a longer window.", ())


def _of(share: Share) -> str:
    return f"{percent(share.rate)} ({share.hits:,} of {share.of:,})"


def _beside(told: Insights, sign: int) -> str:
    return f"{'above' if sign > 0 else 'below'} the {percent(told.closed.rate)} of all."


def _name(text: str) -> str:
    return fit(clean(text), NAME)
