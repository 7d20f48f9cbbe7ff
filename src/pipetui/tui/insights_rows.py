"""Insights as rows under headings: a bar for each, and as many figures beside it as there is room for."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Sequence

from pipetui.tui.bar_rows import Bar, Figure, Lines, Row, merged, part_bar, section
from pipetui.tui.paint import Piece
from pipetui.tui.widgets.row_list import Drawn, Heading, More
from pipetui.values.money import show_short, show_whole
from pipetui.values.text import clean, count, width, wrap
from pipetui.views.insights.accuracy import Judged
from pipetui.views.insights.coaching import Advice, percent
from pipetui.views.insights.funnel import StageRow
from pipetui.views.insights.groups import Group, Reason
from pipetui.views.insights.insights import Insights
from pipetui.views.insights.shares import Share
from pipetui.views.insights.tables import NONE, days, ends, most_in, named, pushes, signed
from pipetui.views.insights.trend import Stretch
from pipetui.views.leads import show_seconds


def lines_of(told: Insights, advice: Sequence[Advice], judged: Sequence[Judged] | None, cells: int) -> Lines:
    """All parts that have something to tell, for a list of so many cells; ``judged`` is None until it is known."""
    lines: Lines = []
    for part in (
        _advice(advice, cells),
        section("Stage by stage", STAGES, list(_stages(told)), cells),
        section("Win rate over time", OVER_TIME, [_stretch(n, each, told) for n, each in enumerate(told.trend)], cells),
        section("Lost because", REASONS, [_reason("lost", n, told.lost, told) for n in range(len(told.lost))], cells),
        section("Won because", REASONS, [_reason("won", n, told.won, told) for n in range(len(told.won))], cells),
        section("Sources", GROUPS, _groups("source", named(told.sources), told), cells),
        section("Reps", GROUPS, _groups("owner", named(told.owners), told), cells),
        section("Products", GROUPS, _groups("product", named(told.products), told), cells),
        section("Sizes", GROUPS, _groups("size", told.sizes, told), cells),
        section("Close date pushed", PUSHES, [_pushed(each, told) for each in pushes(told)], cells),
        section("Forecasts against what came", JUDGED, _judged(judged or (), told), cells),
    ):
        if part:
            lines += [None, *part] if lines else part
    return lines


def _advice(advice: Sequence[Advice], cells: int) -> Lines:
    if not advice:
        return []
    lines: Lines = [Heading("What stands out", "ink-accent", len(advice))]
    for number, each in enumerate(advice):
        said = wrap(each.said, max(20, cells - 6))
        lines.append(Drawn(("advice", number), [("● ", "ink-warn"), (said[0], "ink-strong")]))
        lines += [More([("  ", "ink-plain"), (line, "ink-strong")]) for line in said[1:]]
        lines += [
            More([("→ " if not place else "  ", "ink-good"), (line, "ink-dim")])
            for place, line in enumerate(wrap(each.todo, max(20, cells - 6)))
        ]
    return lines


# Bars: what they say is said by their signs, without any colour.


def rate_bar(share: Share, beside: float | None = None) -> Bar:
    """Full to where the rate surely is, lighter to the rate itself, and faint to where it may be; ``beside`` a tick."""

    def bar(cells: int) -> Sequence[Piece]:
        if not share.of:
            return [(" " * cells, "ink-plain")]
        low, high = (round(cells * end) for end in share.ends)
        at = round(cells * (share.rate or 0))
        parts = [("█", "ink-good")] * low + [("▓", "ink-good")] * (at - low) + [("░", "ink-dim")] * (high - at)
        parts += [(" ", "ink-plain")] * (cells - len(parts))
        if beside is not None and cells:
            parts[min(cells - 1, round(cells * beside))] = ("│", "ink-accent")
        return merged(parts)

    return bar


STAGES = (
    Figure("came", 7, 2),
    Figure("on", 7),
    Figure("%", 5),
    Figure("between", 12, 3),
    Figure("lost", 7, 6),
    Figure("median", 8),
    Figure("8 in 10", 8, 1),
    Figure("now", 7, 5),
    Figure("money now", 10),
    Figure("held up", 13),
)


def _stages(told: Insights) -> Iterator[Row]:
    came = told.incoming
    top = max([came.came, *(row.entered for row in told.stages)], default=0)
    if came.came:
        parts = [(came.qualified, "█", "ink-good"), (came.waiting, "▒", "ink-warn"), (came.dropped, "░", "ink-dim")]
        answer = NONE if came.answer is None else show_seconds(came.answer)
        figures: list[Piece] = [
            (f"{came.came:,}", "ink-plain"),
            (f"{came.qualified:,}", "ink-plain"),
            (percent(Share(came.qualified, came.came).rate), "ink-strong"),
            (ends(Share(came.qualified, came.came)), "ink-dim"),
            (f"{came.dropped:,}", "ink-plain"),
            ("", "ink-dim"),
            ("", "ink-dim"),
            (f"{came.waiting:,}", "ink-plain"),
            ("", "ink-plain"),
            (f"answer {answer}" if came.answered else "", "ink-dim"),
        ]
        yield Row(("leads",), ("Leads", "ink-plain"), part_bar(parts, top), figures)
    for place, row in enumerate(told.stages):
        neck = row is told.bottleneck
        parts = [(row.went_on, "█", "ink-good"), (row.undecided, "▒", "ink-warn"), (row.lost, "░", "ink-dim")]
        name = f"{'◆ ' if neck else ''}{clean(row.stage.name)}"
        yield Row(
            ("stage", place),
            (name, "ink-bad" if neck else "ink-plain"),
            part_bar(parts, top),
            _stage_figures(row, told, neck),
        )


def _stage_figures(row: StageRow, told: Insights, neck: bool) -> list[Piece]:
    held = f"{show_short(row.held_amount, told.currency)} +{row.days_over}d" if row.held else NONE
    return [
        (f"{row.entered:,}", "ink-plain"),
        (f"{row.went_on:,}", "ink-plain"),
        (percent(row.conversion.rate), "ink-strong"),
        (ends(row.conversion), "ink-dim"),
        (f"{row.lost:,}", "ink-plain"),
        (_days(row.median, row.stays), "ink-plain"),
        (_days(row.slow, row.stays), "ink-dim"),
        (f"{row.here:,}", "ink-plain"),
        (show_short(row.here_amount, told.currency), "ink-plain"),
        (held, "ink-bad" if neck else "ink-warn" if row.held else "ink-dim"),
    ]


def _days(number: int | None, stays: int) -> str:
    return days(number, stays) if number is None else f"{number}d"


OVER_TIME = (
    Figure("won of closed", 16),
    Figure("%", 5),
    Figure("between", 12, 1),
    Figure("by value", 9),
    Figure("made", 6, 4),
    Figure("won of them", 12, 3),
    Figure("open", 6, 2),
)


def _stretch(number: int, each: Stretch, told: Insights) -> Row:
    return Row(
        ("time", number),
        (each.period.label, "ink-plain"),
        rate_bar(each.closed, told.closed.rate),
        [
            (f"{each.closed.hits:,} of {each.closed.of:,}", "ink-plain"),
            (percent(each.closed.rate), "ink-strong"),
            (ends(each.closed), "ink-dim"),
            (percent(each.value_rate), "ink-plain"),
            (f"{each.cohort.number:,}", "ink-dim"),
            (percent(each.cohort.rate.rate), "ink-dim"),
            (percent(Share(each.cohort.open, each.cohort.number).rate), "ink-dim"),
        ],
    )


REASONS = (Figure("deals", 7), Figure("share", 7, 2), Figure("money", 13), Figure("most in", 20, 1))


def _reason(outcome: str, number: int, rows: Sequence[Reason], told: Insights) -> Row:
    each, ink = rows[number], "ink-bad" if outcome == "lost" else "ink-good"
    top, total = max(row.number for row in rows), sum(row.number for row in rows)
    return Row(
        (outcome, number),
        (clean(each.name), "ink-plain") if each.name else ("no reason given", "ink-dim"),
        part_bar([(each.number, "█", ink)], top),
        [
            (f"{each.number:,}", "ink-strong"),
            (percent(each.number / total), "ink-dim"),
            (show_whole(each.amount, told.currency), "ink-plain"),
            (most_in(each, told), "ink-dim"),
        ],
    )


GROUPS = (
    Figure("leads", 7, 5),
    Figure("deals", 7, 4),
    Figure("won of closed", 16),
    Figure("%", 7),
    Figure("between", 12, 3),
    Figure("money won", 11),
    Figure("average", 9, 2),
    Figure("days", 6, 1),
    Figure("open", 6, 6),
)


def _groups(kind: str, rows: Sequence[Group], told: Insights) -> list[Row]:
    return [_group((kind, number), each, told) for number, each in enumerate(rows)]


def against(share: Share, rate: float | None) -> Piece:
    """A rate with the sign of being surely more or less than another."""
    sign = share.against(rate)
    return (
        f"{'▲ ' if sign > 0 else '▼ ' if sign < 0 else ''}{percent(share.rate)}",
        "ink-good" if sign > 0 else "ink-bad" if sign < 0 else "ink-strong",
    )


def _group(key: Hashable, each: Group, told: Insights) -> Row:
    nameless = f"no {key[0]}" if isinstance(key, tuple) else ""
    return Row(
        key,
        (clean(each.name), "ink-plain") if each.name else (nameless, "ink-dim"),
        rate_bar(each.closed, told.closed.rate),
        [
            (f"{each.leads:,}", "ink-dim"),
            (f"{each.deals:,}", "ink-dim"),
            (f"{each.closed.hits:,} of {each.closed.of:,}", "ink-plain"),
            against(each.closed, told.closed.rate),
            (ends(each.closed), "ink-dim"),
            (show_short(each.won_amount, told.currency), "ink-plain"),
            (NONE if each.average is None else show_short(each.average, told.currency), "ink-dim"),
            (days(each.cycle), "ink-dim"),
            (f"{each.here:,}", "ink-dim"),
        ],
    )


PUSHES = (
    Figure("won of closed", 16),
    Figure("%", 7),
    Figure("between", 12, 1),
    Figure("open", 6),
    Figure("money open", 12),
)


def _pushed(each: Group, told: Insights) -> Row:
    return Row(
        ("pushes", told.pushes.index(each)),
        (each.name, "ink-plain"),
        rate_bar(each.closed, told.closed.rate),
        [
            (f"{each.closed.hits:,} of {each.closed.of:,}", "ink-plain"),
            against(each.closed, told.closed.rate),
            (ends(each.closed), "ink-dim"),
            (f"{each.here:,}", "ink-plain"),
            (show_short(each.here_amount, told.currency), "ink-plain"),
        ],
    )


JUDGED = (
    Figure("forecast", 12),
    Figure("came", 12),
    Figure("right", 7),
    Figure("lean", 7),
    Figure("from", 11, 1),
)


def _judged(judged: Sequence[Judged], told: Insights) -> list[Row]:
    top = max((max(each.forecast, each.actual) for each in judged), default=0)
    return [
        Row(
            ("judged", number),
            (each.period.label, "ink-plain"),
            part_bar(
                [
                    (min(each.forecast, each.actual), "█", "ink-good"),
                    (max(0, each.forecast - each.actual), "░", "ink-bad"),
                    (max(0, each.actual - each.forecast), "▒", "ink-warn"),
                ],
                top,
            ),
            [
                (show_short(each.forecast, told.currency), "ink-plain"),
                (show_short(each.actual, told.currency), "ink-strong"),
                (percent(each.accuracy), "ink-strong"),
                (signed(each.bias), "ink-dim"),
                ("kept then" if each.is_kept else "replayed", "ink-dim"),
            ],
        )
        for number, each in enumerate(judged)
    ]


def head(told: Insights, cells: int) -> list[list[Piece]]:
    """Two lines about all of the window; what has no room is left off."""
    made, currency = told.cohort, told.currency
    value = percent(told.value_rate)
    still = percent(Share(made.open, made.number).rate)
    first: list[Piece] = [
        (" won ", "ink-dim"),
        (percent(told.closed.rate), "ink-strong"),
        (f" {told.closed.hits:,} of {told.closed.of:,}, {ends(told.closed)}", "ink-dim"),
        ("   by value ", "ink-dim"),
        (value, "ink-strong"),
        (f" {count(told.unpriced, 'lost one')} unpriced" if told.unpriced else "", "ink-warn"),
        ("   of those made ", "ink-dim"),
        (percent(made.rate.rate), "ink-strong"),
        (f", {still} still open" if made.number else "", "ink-dim"),
    ]
    velocity = NONE if told.velocity is None else show_whole(told.velocity, currency)
    second: list[Piece] = [
        (" ", "ink-dim"),
        (show_whole(told.won_amount, currency), "ink-good"),
        (" won", "ink-dim"),
        (f", {show_whole(told.average, currency)} on average" if told.average is not None else "", "ink-dim"),
        ("   ", "ink-dim"),
        (days(told.cycle), "ink-strong"),
        (" days to win", "ink-dim"),
        (f", {told.to_lose} to lose" if told.to_lose is not None else "", "ink-dim"),
        ("   ", "ink-dim"),
        (velocity, "ink-strong"),
        (" a day", "ink-dim"),
    ]
    return [fitted(first, cells), fitted(second, cells)]


def fitted(pieces: Sequence[Piece], cells: int) -> list[Piece]:
    """The pieces up to the last that has room as a whole."""
    kept: list[Piece] = []
    for piece in pieces:
        if sum(width(text) for text, _ in (*kept, piece)) > cells:
            break
        kept.append(piece)
    return kept
