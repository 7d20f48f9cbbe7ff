"""All that is known of one row of insights, to stand beside the list, over a chart of the win rate."""

from __future__ import annotations

from collections.abc import Hashable, Sequence

from pipetui.tui.insights_rows import against, rate_bar
from pipetui.tui.paint import Piece
from pipetui.values.money import show_whole
from pipetui.values.text import clean, count, fit, pad, wrap
from pipetui.views.insights.accuracy import Judged
from pipetui.views.insights.coaching import Advice, percent
from pipetui.views.insights.funnel import StageRow
from pipetui.views.insights.groups import Group, Reason
from pipetui.views.insights.insights import Insights
from pipetui.views.insights.shares import Share
from pipetui.views.insights.tables import days, ends, named, signed
from pipetui.views.insights.trend import Stretch
from pipetui.views.leads import show_seconds

Lines = list[list[Piece]]

EIGHTHS = " ▁▂▃▄▅▆▇█"
NAME = 16
HIGH = 6
"""Lines of the chart."""


def about(
    told: Insights, advice: Sequence[Advice], judged: Sequence[Judged], key: Hashable | None, cells: int
) -> Lines:
    """What is known of a row, for so many cells; nothing of one that is not there any more."""
    kind, number = _parts(key)
    if not _is_there(told, advice, judged, kind, number):
        return []
    if kind == "advice":
        return _advice(advice[number], cells)
    if kind == "leads":
        return _leads(told, cells)
    if kind == "stage":
        return _stage(told.stages[number], told, cells)
    if kind == "time":
        return _stretch(told.trend[number], told, cells)
    if kind in ("lost", "won"):
        return _reason((told.lost if kind == "lost" else told.won)[number], kind, told, cells)
    if kind in ("source", "owner", "product", "size"):
        return _group(_groups(told, kind)[number], told, cells)
    if kind == "pushes":
        return _group(told.pushes[number], told, cells, "pushed ")
    if kind == "judged":
        return _judged(judged[number], told, cells)
    return []


def ids_behind(told: Insights, advice: Sequence[Advice], key: Hashable | None) -> tuple[str, tuple[int, ...]]:
    """What the deals behind a row are called, and their numbers."""
    kind, number = _parts(key)
    if not _is_there(told, advice, (), kind, number):
        return "", ()
    if kind == "advice":
        return fit(advice[number].said, 60), advice[number].ids
    if kind == "leads":
        return "Leads that came", told.incoming.ids
    if kind == "stage":
        row = told.stages[number]
        name = clean(row.stage.name)
        return (f"In {name} now", row.here_ids) if row.here else (f"Came to {name}", row.came)
    if kind == "time":
        return f"Won or lost in {told.trend[number].period.label}", told.trend[number].ids
    if kind in ("lost", "won"):
        reason = (told.lost if kind == "lost" else told.won)[number]
        return f"{kind.capitalize()}: {clean(reason.name) or 'no reason given'}", reason.ids
    if kind in ("source", "owner", "product", "size"):
        group = _groups(told, kind)[number]
        return clean(group.name) or f"no {kind}", group.ids
    if kind == "pushes":
        return f"Pushed {told.pushes[number].name}", told.pushes[number].ids
    return "", ()


def _groups(told: Insights, kind: str) -> Sequence[Group]:
    if kind == "size":
        return told.sizes
    return named({"source": told.sources, "owner": told.owners, "product": told.products}[kind])


def chart(told: Insights, cells: int) -> Lines:
    """The win rate of each period as a column; without a period that closed something, nothing."""
    rates = [each.closed.rate for each in told.trend]
    if not any(each.closed.of for each in told.trend) or cells < 2 * len(rates):
        return []
    wide = min(6, cells // len(rates))
    top = max((rate or 0) for rate in rates) or 1
    lines: Lines = [[("Win rate", "ink-strong"), (f"  period by period, to {percent(top)}", "ink-dim")]]
    lines.append([("─" * cells, "ink-rule")])
    for line in reversed(range(HIGH)):
        signs = ""
        for rate in rates:
            height = round(8 * HIGH * (rate or 0) / top) - 8 * line
            signs += pad(EIGHTHS[max(0, min(8, height))] * (wide - 1), wide)
        lines.append([(signs, "ink-good")])
    labels = [each.period.label for each in told.trend]
    first, last = labels[0], labels[-1]
    lines.append([(pad(first, max(0, wide * len(rates) - 1 - len(last))), "ink-dim"), (last, "ink-dim")])
    return [*lines, []]


def _is_there(told: Insights, advice: Sequence[Advice], judged: Sequence[Judged], kind: str, number: int) -> bool:
    """Whether there is such a row still: what was changed may have taken it away."""
    rows: dict[str, Sequence[object]] = {
        "advice": advice,
        "leads": ("leads",),
        "stage": told.stages,
        "time": told.trend,
        "lost": told.lost,
        "won": told.won,
        "source": named(told.sources),
        "owner": named(told.owners),
        "product": named(told.products),
        "size": told.sizes,
        "pushes": told.pushes,
        "judged": judged,
    }
    return number < len(rows.get(kind, ()))


def _parts(key: Hashable | None) -> tuple[str, int]:
    if isinstance(key, tuple) and key and isinstance(key[0], str):
        return key[0], key[1] if len(key) > 1 and isinstance(key[1], int) else 0
    return "", 0


def _said(text: str, cells: int, ink: str = "ink-plain") -> Lines:
    return [[(line, ink)] for line in wrap(text, cells)]


def _title(text: str, cells: int) -> Lines:
    return [[(fit(text, cells), "ink-strong")], [("─" * cells, "ink-rule")]]


def _advice(each: Advice, cells: int) -> Lines:
    lines = [*_title("What stands out", cells), *_said(each.said, cells, "ink-strong"), [], *_said(each.todo, cells)]
    if each.ids:
        lines += [[], [("enter", "ink-key"), (f"  shows {count(len(each.ids), 'deal')}", "ink-dim")]]
    return lines


def _leads(told: Insights, cells: int) -> Lines:
    came = told.incoming
    lines = _title("Leads", cells)
    lines += _said(f"{count(came.came, 'lead')} came, {came.answered:,} were answered.", cells)
    if came.answer is not None:
        lines += _said(f"Half of the first answers came within {show_seconds(came.answer)}.", cells)
    lines += _said(
        f"{came.qualified:,} became deals, {came.dropped:,} were dropped, {came.waiting:,} are not decided.", cells
    )
    lines.append([])
    for name, share in (("within a day", came.quick), ("later, never", came.late)):
        if share.of:
            lines.append([(pad(name, NAME), "ink-dim"), *_share(share)])
    return [*lines, *_said("became deals, by when they were answered", cells, "ink-dim")]


def _share(share: Share) -> list[Piece]:
    return [
        (f"{percent(share.rate):>5}", "ink-strong"),
        (f"  {share.hits:,} of {share.of:,}, {ends(share)}", "ink-dim"),
    ]


def _stage(row: StageRow, told: Insights, cells: int) -> Lines:
    currency = told.currency
    lines = _title(clean(row.stage.name) + (" ◆ the bottleneck" if row is told.bottleneck else ""), cells)
    lines += _said(
        f"{row.entered:,} came: {row.went_on:,} went on, {row.lost:,} were lost here, {row.undecided:,} are undecided.",
        cells,
    )
    for name, share in (("of all that came", row.conversion), ("of those decided", row.decided)):
        lines.append([(pad(name, NAME + 1), "ink-dim"), *_share(share)])
    if row.stays:
        lines += [
            [],
            *_said(f"Half leave it by day {days(row.median, 1)}, 8 in 10 by day {days(row.slow, 1)}.", cells),
        ]
        if row.usual is not None:
            lines += _said(f"Usual in this pipeline: {count(row.usual, 'day')}.", cells, "ink-dim")
    lines += [[], *_said(f"Now {count(row.here, 'deal')}, {show_whole(row.here_amount, currency)}.", cells)]
    if row.held:
        held = (
            f"{count(row.held, 'deal')} longer than usual: {show_whole(row.held_amount, currency)} for "
            f"{count(row.days_over, 'day')} too many."
        )
        lines += _said(held, cells, "ink-warn")
    place = told.stages.index(row)
    here = [(each, each.by_stage[place]) for each in told.lost if each.by_stage[place]]
    if here:
        lines += [[], *_said("Lost here because", cells, "ink-dim")]
        top = max(number for _, number in here)
        for each, number in sorted(here, key=lambda pair: -pair[1])[:5]:
            bar = "█" * max(1, round(12 * number / top))
            lines.append(
                [
                    (pad(fit(clean(each.name) or "no reason", NAME), NAME + 1), "ink-plain"),
                    (bar, "ink-bad"),
                    (f" {number:,}", "ink-dim"),
                ]
            )
    return lines


def _stretch(each: Stretch, told: Insights, cells: int) -> Lines:
    made = each.cohort
    lines = _title(each.period.label, cells)
    lines.append([(pad("closed", NAME), "ink-dim"), *_share(each.closed)])
    value = f"{show_whole(each.by_value.hits, told.currency)} of {show_whole(each.by_value.of, told.currency)}"
    lines.append(
        [
            (pad("by value", NAME), "ink-dim"),
            (f"{percent(each.value_rate):>5}", "ink-strong"),
            (f"  {value}", "ink-dim"),
        ]
    )
    if each.unpriced:
        lines += _said(f"{count(each.unpriced, 'lost one')} without an amount: not in it.", cells, "ink-warn")
    lines += [[], *_said(f"Of {count(made.number, 'deal')} made in it", cells, "ink-dim")]
    for name, number, ink in (
        ("won", made.won, "ink-good"),
        ("lost", made.lost, "ink-bad"),
        ("open", made.open, "ink-warn"),
    ):
        bar = "█" * round(20 * number / made.number) if made.number else ""
        lines.append([(pad(name, 6), "ink-plain"), (bar, ink), (f" {number:,}", "ink-dim")])
    return lines


def _reason(each: Reason, kind: str, told: Insights, cells: int) -> Lines:
    lines = _title(f"{kind.capitalize()}: {clean(each.name) or 'no reason given'}", cells)
    lines += _said(f"{count(each.number, 'deal')}, {show_whole(each.amount, told.currency)}", cells)
    lines += [[], *_said("by the stage they were in", cells, "ink-dim")]
    top = max(each.by_stage, default=0) or 1
    for row, number in zip(told.stages, each.by_stage, strict=True):
        bar = "█" * round(16 * number / top)
        ink = "ink-bad" if kind == "lost" else "ink-good"
        lines.append(
            [(pad(fit(clean(row.stage.name), NAME), NAME + 1), "ink-plain"), (bar, ink), (f" {number:,}", "ink-dim")]
        )
    return lines


def _group(each: Group, told: Insights, cells: int, before: str = "") -> Lines:
    """A source or a rep: each figure, and each stage beside that of all."""
    lines = _title(f"{before}{clean(each.name)}" if each.name else "without one", cells)
    lines.append([(pad("won", NAME), "ink-dim"), *_share(each.closed)])
    lines.append([(pad("all of them", NAME), "ink-dim"), *_share(told.closed)])
    lines += _said(
        f"{show_whole(each.won_amount, told.currency)} won in {days(each.cycle)} days, the median; "
        f"{count(each.here, 'open deal')}, {show_whole(each.here_amount, told.currency)}.",
        cells,
    )
    lines += [[], *_said("goes on, of those decided, beside all │", cells, "ink-dim")]
    room = max(4, cells - NAME - 22)
    for row, share in zip(told.stages, each.conversions, strict=True):
        rate, ink = against(share, row.decided.rate)
        name = pad(fit(clean(row.stage.name), NAME - 1), NAME)
        figures: list[Piece] = [
            (f" {rate:>6}", ink),
            (f" of {share.of:,}", "ink-dim"),
            (f"  all {percent(row.decided.rate)}", "ink-dim"),
        ]
        lines.append([(name, "ink-plain"), *rate_bar(share, row.decided.rate)(room), *figures])
    return lines


def _judged(each: Judged, told: Insights, cells: int) -> Lines:
    lines = _title(each.period.label, cells)
    lines += _said(
        f"Forecast {show_whole(each.forecast, told.currency)}, came {show_whole(each.actual, told.currency)}.", cells
    )
    if each.accuracy is not None:
        lines += _said(f"Right by {percent(each.accuracy)}, leaning {signed(each.bias)}.", cells)
    source = (
        "As it was kept in its first days." if each.is_kept else "As replayed from the history for its first morning."
    )
    return [*lines, [], *_said(source, cells, "ink-dim")]
