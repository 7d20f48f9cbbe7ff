"""How companies, contacts and duplicates look: a line each, and everything about one as lines with a cursor."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from pipetui.tui.deal_text import SIGNS
from pipetui.tui.note_text import note_text
from pipetui.tui.paint import Piece
from pipetui.tui.widgets.row_list import Drawn, Heading, Later
from pipetui.values.clock import to_local
from pipetui.values.money import show_short, show_whole
from pipetui.values.text import count, fit, lpad, pad, width, wrap
from pipetui.values.when import show_day
from pipetui.views.card import Card
from pipetui.views.people.duplicates import Pair
from pipetui.views.people.fields import FIELDS
from pipetui.views.people.listed import Listed, Money
from pipetui.views.people.merging import Side
from pipetui.views.people.profile import MOST_HAPPENED, Profile

LABEL = 11
"""Cells of a field's name."""

MOST_NOTES = 40
"""Lines of notes that are shown here; the editor has all of them."""

Lines = list["Drawn | Later | Heading | None"]


def money_shown(amounts: Money, *, short: bool = False) -> str:
    """Amounts in their currencies."""
    return " + ".join((show_short if short else show_whole)(amount, currency) for currency, amount in amounts)


def since(day: date | None, today: date) -> Piece:
    """How long ago somebody was spoken to, and its ink."""
    if day is None:
        return "never", "ink-dim"
    days = (today - day).days
    return "today" if days <= 0 else f"{days:,}d", "ink-plain" if days <= 30 else "ink-warn"


def name_row(row: Listed, today: date, cells: int) -> Drawn:
    """A line of the list: name, what is said of it, open money, when last spoken to."""
    when, ink = since(row.touched, today)
    money = money_shown(row.open_money, short=True)
    right: list[Piece] = [(lpad(money, 9), "ink-strong"), (lpad(when, 7), ink), (" ", "ink-plain")]
    room = cells - 19
    about = ", ".join(part for part in (row.job, row.about) if part)
    if room >= 34 and about:
        name = max(16, room * 45 // 100)
        left: list[Piece] = [(pad(fit(row.name, name - 1), name), "ink-plain"), (fit(about, room - name), "ink-dim")]
    else:
        left = [(row.name, "ink-plain")]
    return Drawn((row.kind, row.id), left, right)


def pair_lines(pairs: Sequence[Pair]) -> Lines:
    """The list of duplicates: sure ones, then those to be looked at."""
    lines: Lines = []
    for sure, title, ink in ((True, "Surely the same", "ink-good"), (False, "Perhaps the same", "ink-warn")):
        some = [pair for pair in pairs if pair.sure == sure]
        if some:
            lines += [None] if lines else []
            lines.append(Heading(title, ink, len(some)))
            lines += [
                Drawn(
                    ("pair", pair.kind, pair.first.id, pair.second.id),
                    [(pair.first.name, "ink-strong"), (" = ", "ink-accent"), (pair.second.name, "ink-plain")],
                    [(f" {pair.kind} ", "ink-dim")],
                )
                for pair in some
            ]
    return lines


def pair_about(pair: Pair, sides: Sequence[Side], moves: str, cells: int) -> Lines:
    """Two side by side, field by field, with the one that is kept marked."""
    column = max(8, (cells - LABEL - 6) // 2)
    lines: Lines = [Heading("Thought the same", "ink-good" if pair.sure else "ink-warn")]
    lines += [Drawn(("why", place), [(f"• {why}", "ink-plain")]) for place, why in enumerate(pair.why)]
    names: list[Piece] = [
        (pad("", LABEL), "ink-dim"),
        (pad(f"  A  {pair.kind} {pair.first.id}", column + 2), "ink-accent"),
        (f"  B  {pair.kind} {pair.second.id}", "ink-accent"),
    ]
    lines += [None, Heading("Field by field", "ink-accent"), Drawn(("sides",), names)]
    for side in sides:
        ours, theirs = side.pick in ("first", "both"), side.pick in ("second", "both")
        left: list[Piece] = [
            (pad(fit(side.label, LABEL - 1), LABEL), "ink-dim"),
            *_side(side.first, ours, column),
            *_side(side.second, theirs, column),
        ]
        lines.append(Drawn(("side", side.name), left))
    lines += [None, Drawn(("moves",), [(fit(moves, cells - 3), "ink-dim")])]
    return lines


def _side(text: str, kept: bool, cells: int) -> list[Piece]:
    shown = " ".join(text.split()) or "—"
    return [("● " if kept else "○ ", "ink-good" if kept else "ink-dim"),
            (pad(fit(shown, cells - 1), cells), "ink-strong" if kept else "ink-dim")]  # fmt: skip


def about(told: Profile, today: date, cells: int) -> Lines:
    """All lines about one: what stands out, fields, next steps, deals, people, and what happened."""
    return [*_head(told, today, cells), *_fields(told, cells), *_steps(told, today, cells), *_deals(told, today, cells),
            *_people(told, today, cells), *_happened(told, cells)]  # fmt: skip


def _head(told: Profile, today: date, cells: int) -> Iterator[Drawn | Heading | None]:
    sums = told.sums
    yield Heading(fit(told.name, cells - 3), "ink-strong")
    figures = [f"open {money_shown(sums.open_money) or '0'} in {count(sums.open_deals, 'deal')}"]
    if sums.leads:
        figures.append(count(sums.leads, "lead"))
    figures.append(f"won {money_shown(sums.won_money) or '0'} in {count(sums.won, 'deal')}")
    if sums.win_rate is not None:
        figures.append(f"{sums.win_rate:.0f}% of {sums.won + sums.lost:,} closed")
    last = f"spoken to {show_day(told.touched, today)}, {len(told.touches):,}× in all" if told.touched else ""
    figures.append(last or "never spoken to")
    yield from (
        Drawn(("figures", place), [(line, "ink-plain")])
        for place, line in enumerate(wrap(" · ".join(figures), max(20, cells - 3)))
    )
    for place, hint in enumerate(told.hints(today)):
        yield from (
            Drawn(("hint", place, at), [("! " if not at else "  ", "ink-warn"), (line, "ink-warn")])
            for at, line in enumerate(wrap(hint, max(20, cells - 5)))
        )


def _fields(told: Profile, cells: int) -> Iterator[Drawn | Heading | None]:
    yield None
    yield Heading("Fields", "ink-accent")
    for field in FIELDS[told.kind]:
        value = told.values.get(field.name, "")
        label = (pad(field.label, LABEL), "ink-dim")
        if field.name == "notes" and value:
            lines = note_text(value).plain.splitlines()
            lines = [part for line in lines for part in wrap(line, max(20, cells - LABEL - 3))][:MOST_NOTES]
            for place, line in enumerate(lines):
                yield Drawn(
                    ("field", "notes", place), [label if not place else (" " * LABEL, "ink-dim"), (line, "ink-plain")]
                )
        elif field.name == "links" and value:
            for place, link in enumerate(value.split()):
                shown = label if not place else (" " * LABEL, "ink-dim")
                yield Drawn(("field", "links", place), [shown, (link, "ink-accent")])
        else:
            ink = "ink-accent" if field.name == "website" else "ink-plain"
            yield Drawn(("field", field.name), [label, (value, ink) if value else ("—", "ink-dim")])


def _steps(told: Profile, today: date, _cells: int) -> Iterator[Drawn | Heading | None]:
    if told.steps:
        yield None
        yield Heading("Next steps", "ink-accent", len(told.steps))
        for step, card in told.steps:
            late = step.due < today
            yield Drawn(
                ("step", step.id, card.id),
                [
                    (pad(show_day(step.due, today), LABEL), "ink-bad" if late else "ink-plain"),
                    (f"{step.kind}  ", "ink-dim"),
                    (step.subject, "ink-plain"),
                ],
                [(f" {fit(card.title, 24)} ", "ink-dim")],
            )


def _deals(told: Profile, _today: date, cells: int) -> Iterator[Drawn | Heading | None]:
    yield None
    yield Heading("Deals", "ink-accent", len(told.deals))
    if not told.deals:
        yield Drawn(("none",), [("in no deal yet", "ink-dim")])
    for card in told.deals:
        stage, ink = _state(told, card)
        amount = "" if card.amount is None else show_whole(card.amount, card.currency)
        right: list[Piece] = [(lpad(fit(stage, 14), 15), ink), (lpad(amount, 12), "ink-strong"), (" ", "ink-plain")]
        if cells < 50:
            right = [(lpad(amount, 11), ink), (" ", "ink-plain")]
        yield Drawn(("deal", card.id), [(card.title, "ink-strong" if card.is_open else "ink-dim")], right)
        for part in told.parts:
            mine = part.contact_id == told.id if told.kind == "contact" else True
            if part.deal_id == card.id and (card.is_open or mine):
                yield Drawn(
                    ("part", card.id, part.contact_id),
                    [
                        ("  ★ " if part.main else "  · ", "ink-accent" if part.main else "ink-dim"),
                        (part.name, "ink-plain"),
                        (f"  {part.role}" if part.role else "", "ink-dim"),
                    ],
                )


def _state(told: Profile, card: Card) -> Piece:
    if card.status == "won":
        return "✔ won", "ink-good"
    if card.status == "lost":
        return "✖ lost", "ink-bad"
    return told.stages[card.id], "ink-dim"


def _people(told: Profile, today: date, _cells: int) -> Iterator[Drawn | Heading | None]:
    if told.members:
        yield None
        yield Heading("People", "ink-accent", len(told.members))
        for one in told.members:
            roles = ", ".join(told.roles(one.id))
            when, ink = since(one.touched, today)
            yield Drawn(
                ("member", one.id),
                [
                    (one.name, "ink-plain"),
                    (f"  {one.job}" if one.job else "", "ink-dim"),
                    (f"  {roles}" if roles else "", "ink-accent"),
                ],
                [(lpad(when, 8), ink), (" ", "ink-plain")],
            )


def _happened(told: Profile, cells: int) -> Iterator[Drawn | Heading | None]:
    if not told.timeline:
        return
    yield None
    yield Heading("What happened", "ink-accent", len(told.timeline))
    for place, event in enumerate(told.timeline):
        day = to_local(event.at)
        deal = fit(event.deal, 24 if cells >= 60 else 12)
        said = event.text if not event.note else f"{event.text}: {' '.join(event.note.split())}"
        ink = {"won": "ink-good", "lost": "ink-bad", "stage": "ink-dim", "created": "ink-dim"}.get(
            event.kind, "ink-plain"
        )
        yield Drawn(
            ("event", place, event.deal_id),
            [
                (pad(f"{day.day} {day:%b} {day:%y}", LABEL), "ink-dim"),
                (f"{SIGNS.get(event.kind, '·')} ", ink),
                (said, ink),
            ],
            [(f" {deal} ", "ink-dim")] if width(deal) < cells // 2 else [],
        )
    if len(told.timeline) >= MOST_HAPPENED:
        said = f"The latest {MOST_HAPPENED:,} are shown; what was before them is on the deals."
        yield Drawn(("more",), [(fit(said, max(20, cells - 3)), "ink-dim")])
