"""Insights as tables of words, for a terminal and for Markdown: one set of lines for both."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pipetui.values.money import show_short, show_whole
from pipetui.values.text import clean, count
from pipetui.views.insights.accuracy import Judged
from pipetui.views.insights.coaching import coaching, percent
from pipetui.views.insights.funnel import StageRow
from pipetui.views.insights.groups import Group, Reason
from pipetui.views.insights.insights import Insights
from pipetui.views.insights.shares import Share
from pipetui.views.leads import show_seconds
from pipetui.views.stage import Pipeline

NONE = "–"
"""What stands where there is nothing to tell."""

_MARKS = re.compile(r"([\\`*_\[\]<>|#~&!])")


@dataclass(frozen=True, slots=True)
class Table:
    """A title, the names of the columns (all but the first are numbers, to the right), and the rows."""

    title: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def ends(share: Share) -> str:
    """Between what a share lies, in words: "31–43%"; few say so."""
    if not share.of:
        return NONE
    low, high = share.ends
    return f"{100 * low:.0f}–{percent(high)}" + (" few" if share.is_few else "")


def days(number: int | None, stays: int = 0) -> str:
    """A number of days; of stays most of which still run, that it is not known yet."""
    return str(number) if number is not None else ("not yet" if stays else NONE)


def signed(rate: float | None) -> str:
    """A share more or less: "+12%", "−3%"."""
    return NONE if rate is None else f"{rate:+.0%}".replace("-", "−")


def summary(told: Insights) -> tuple[tuple[str, str, str], ...]:
    """The figures of all: what each is called, the figure, and what has to be said beside it."""
    currency, made = told.currency, told.cohort
    value = percent(told.value_rate)
    unpriced = f"; {count(told.unpriced, 'lost one')} without an amount" if told.unpriced else ""
    still = Share(made.open, made.number)
    velocity = NONE if told.velocity is None else f"{show_whole(told.velocity, currency)} a day"
    return (
        (
            "Win rate",
            percent(told.closed.rate),
            f"{told.closed.hits:,} of {told.closed.of:,} closed, {ends(told.closed)}",
        ),
        (
            "by value",
            value,
            f"{show_short(told.by_value.hits, currency)} of {show_short(told.by_value.of, currency)}{unpriced}",
        ),
        (
            "of those made",
            percent(made.rate.rate),
            f"{made.won:,} of {made.number:,} made in these days; {percent(still.rate)} still open",
        ),
        ("Won", show_whole(told.won_amount, currency), f"{_money(told.average, currency)} on average"),
        ("Cycle", days(told.cycle), f"days to win, the median; {days(told.to_lose)} to lose"),
        ("Velocity", velocity, f"{count(told.here, 'open deal')}, {show_whole(told.here_amount, currency)}"),
    )


def tables(told: Insights, judged: Sequence[Judged]) -> Iterator[Table]:
    """The tables that have rows."""
    found = (
        Table("Stage by stage", STAGE_HEAD, tuple(_stage(row, told) for row in told.stages)),
        Table("Leads", LEAD_HEAD, _leads(told)),
        Table("Over time", TREND_HEAD, _trend(told)),
        Table("Lost because", REASON_HEAD, tuple(_reason(each, told) for each in told.lost)),
        Table("Won because", REASON_HEAD, tuple(_reason(each, told) for each in told.won)),
        Table("Sources", GROUP_HEAD, tuple(_group(each, told, "no source") for each in named(told.sources))),
        Table("Reps", _owner_head(told), tuple(_owner(each, told) for each in named(told.owners))),
        Table("Products", GROUP_HEAD, tuple(_group(each, told, "no product") for each in named(told.products))),
        Table("Sizes", GROUP_HEAD, tuple(_group(each, told, "") for each in told.sizes)),
        Table("Close date pushed", PUSH_HEAD, tuple(_pushed(each, told) for each in pushes(told))),
        Table("Forecasts against what came", JUDGED_HEAD, tuple(_judged(each, told.currency) for each in judged)),
    )
    yield from (table for table in found if table.rows)


def named(groups: Sequence[Group]) -> Sequence[Group]:
    """Groups, where any of them has a name: where nothing was entered there is nothing to compare."""
    return groups if any(each.name for each in groups) else ()


def pushes(told: Insights) -> Sequence[Group]:
    """How often close dates were pushed, as far as any were."""
    rows = [each for each in told.pushes if each.closed.of or each.here]
    return rows if len(rows) > 1 else ()


STAGE_HEAD = ("Stage", "Came", "Went on", "%", "Between", "Lost", "Median", "8 in 10", "Now", "Money now", "Held up")
LEAD_HEAD = ("Leads", "Came", "Answered", "After", "Qualified", "Dropped", "Wait", "%", "Between")
TREND_HEAD = ("Period", "Closed", "Won", "%", "Between", "By value", "Made", "Won of them", "Still open")
REASON_HEAD = ("Reason", "Deals", "Money", "Most in")
GROUP_HEAD = ("", "Leads", "Deals", "Closed", "Won", "%", "Between", "Money won", "Average", "Days", "Open")
PUSH_HEAD = ("Pushed", "Closed", "Won", "%", "Between", "Open", "Money open")
JUDGED_HEAD = ("Period", "Forecast", "Came", "Right", "Lean", "From")


def _stage(row: StageRow, told: Insights) -> tuple[str, ...]:
    held = f"{show_short(row.held_amount, told.currency)} +{row.days_over}d" if row.held else NONE
    mark = " ◆" if row is told.bottleneck else ""
    return (
        f"{clean(row.stage.name)}{mark}",
        f"{row.entered:,}",
        f"{row.went_on:,}",
        percent(row.conversion.rate),
        ends(row.conversion),
        f"{row.lost:,}",
        days(row.median, row.stays),
        days(row.slow, row.stays),
        f"{row.here:,}",
        show_short(row.here_amount, told.currency),
        held,
    )


def _leads(told: Insights) -> tuple[tuple[str, ...], ...]:
    came = told.incoming
    if not came.came:
        return ()
    return (
        (
            told.window.label,
            f"{came.came:,}",
            f"{came.answered:,}",
            NONE if came.answer is None else show_seconds(came.answer),
            f"{came.qualified:,}",
            f"{came.dropped:,}",
            f"{came.waiting:,}",
            percent(came.decided.rate),
            ends(came.decided),
        ),
    )


def _trend(told: Insights) -> tuple[tuple[str, ...], ...]:
    return tuple(
        (
            each.period.label,
            f"{each.closed.of:,}",
            f"{each.closed.hits:,}",
            percent(each.closed.rate),
            ends(each.closed),
            percent(each.value_rate),
            f"{each.cohort.number:,}",
            percent(each.cohort.rate.rate),
            percent(Share(each.cohort.open, each.cohort.number).rate),
        )
        for each in told.trend
    )


def most_in(each: Reason, told: Insights) -> str:
    """The stage in which a reason ended most deals, with how many; "" where none is known."""
    if not any(each.by_stage):
        return ""
    place = max(range(len(each.by_stage)), key=lambda at: each.by_stage[at])
    return f"{clean(told.stages[place].stage.name)} {each.by_stage[place]:,}"


def _reason(each: Reason, told: Insights) -> tuple[str, ...]:
    name = clean(each.name) or "no reason given"
    return name, f"{each.number:,}", show_whole(each.amount, told.currency), most_in(each, told)


def _group(each: Group, told: Insights, nameless: str) -> tuple[str, ...]:
    return (
        clean(each.name) or nameless,
        f"{each.leads:,}",
        f"{each.deals:,}",
        f"{each.closed.of:,}",
        f"{each.closed.hits:,}",
        percent(each.closed.rate),
        ends(each.closed),
        show_short(each.won_amount, told.currency),
        NONE if each.average is None else show_short(each.average, told.currency),
        days(each.cycle),
        f"{each.here:,}",
    )


def _owner_head(told: Insights) -> tuple[str, ...]:
    return ("Rep", *GROUP_HEAD[3:8], "Average", "Days", *(f"{clean(row.stage.name)} →" for row in told.stages))


def _owner(each: Group, told: Insights) -> tuple[str, ...]:
    figures = _group(each, told, "no owner")
    return (figures[0], *figures[3:10], *(percent(share.rate) for share in each.conversions))


def _pushed(each: Group, told: Insights) -> tuple[str, ...]:
    return (
        each.name,
        f"{each.closed.of:,}",
        f"{each.closed.hits:,}",
        percent(each.closed.rate),
        ends(each.closed),
        f"{each.here:,}",
        show_short(each.here_amount, told.currency),
    )


def _judged(each: Judged, currency: str) -> tuple[str, ...]:
    return (
        each.period.label,
        show_whole(each.forecast, currency),
        show_whole(each.actual, currency),
        NONE if each.accuracy is None else percent(each.accuracy),
        signed(each.bias),
        "kept then" if each.is_kept else "replayed",
    )


def _money(minor: int | None, currency: str) -> str:
    return NONE if minor is None else show_whole(minor, currency)


def markdown(told: Insights, pipeline: Pipeline, judged: Sequence[Judged]) -> Iterator[str]:
    """Insights as Markdown, to be pasted; nothing in a name is taken for a mark of its own."""
    yield f"## {_escaped(clean(pipeline.name))}: insights, {_escaped(told.window.label)}"
    yield ""
    if told.is_empty:
        yield "Nothing came, was won or lost in these days."
        return
    for name, figure, beside in summary(told):
        yield f"- {name}: **{_escaped(figure)}**, {_escaped(beside)}"
    if found := coaching(told):
        yield ""
        yield "### What stands out"
        yield ""
        for each in found:
            yield f"- {_escaped(each.said)} {_escaped(each.todo)}"
    for table in tables(told, judged):
        yield ""
        yield f"### {table.title}"
        yield ""
        yield f"| {' | '.join(_escaped(name) for name in table.head)} |"
        yield f"| :-- |{' --: |' * (len(table.head) - 1)}"
        for row in table.rows:
            yield f"| {' | '.join(map(_escaped, row))} |"


def _escaped(text: str) -> str:
    return _MARKS.sub(r"\\\1", text)
