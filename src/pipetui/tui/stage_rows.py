"""The stages of a pipeline while they are edited, as lines: each as it would be, with what its deals come to."""

from __future__ import annotations

from collections.abc import Iterable

from textual.content import Content

from pipetui.tui.note_text import note_text
from pipetui.tui.paint import Piece
from pipetui.tui.widgets.row_list import Drawn, Heading
from pipetui.values.money import show, show_whole
from pipetui.values.text import count, fit, lpad, pad
from pipetui.views.card import Card
from pipetui.views.fields import CATEGORY_NAMES
from pipetui.views.playbook import Playbook
from pipetui.views.stage_draft import Draft, Line, StageDraft
from pipetui.views.sums import Sums

NAME, AMOUNT = 24, 12
"""Cells of a stage's name, and of an amount."""


def lines_of(draft: Draft, cards: Iterable[Card], cells: int) -> tuple[list[Drawn | Heading | None], Content]:
    """The stages in order, then those that go; and what it all does to the weighted total."""
    told, before, after = draft.totals(cards)
    was = {stage.key: stage for stage in Draft.of(draft.pipeline).stages}
    room = NAME - 10 if cells < 96 else NAME if cells < 110 else NAME + 12
    head = pad("Stage", room) + pad("phase", 7) + lpad("prob.", 6) + lpad("rots", 7) + "  " + pad("category", 10)
    head += lpad("open", 6) + lpad("weighted", AMOUNT) + (lpad("becomes", AMOUNT) if draft.is_changed else "")
    rows: list[Drawn | Heading | None] = [Heading(head)]
    for stage, line in zip(draft.stages, told, strict=False):
        rows.append(Drawn(stage.key, _stage(draft, stage, was.get(stage.key), line, room)))
    gone = told[len(draft.stages) :]
    if gone:
        names = {stage.key: stage.name for stage in draft.stages}
        left = [stage for stage in draft.pipeline.stages if stage.id not in names]
        rows += [None, Heading("Goes", "ink-warn", len(gone))]
        for stage_, line in zip(left, gone, strict=True):
            goal = names.get(draft.places.get(stage_.id, 0), "nowhere")
            deals = count(line.before.number if line.before else 0, "open deal")
            rows.append(Heading(f"  {fit(stage_.name, room)}: {deals} and its closed ones to {goal}"))
    return rows, _total(draft, before, after, cells)


def _stage(draft: Draft, stage: StageDraft, was: StageDraft | None, line: Line, room: int) -> list[Piece]:
    def ink(same: bool, plain: str = "ink-plain") -> str:
        return plain if same else "ink-warn"

    currency = draft.pipeline.currency
    rots = "never" if stage.rotting_days is None else f"{stage.rotting_days}d"
    name = stage.name if was is not None else f"{stage.name} (new)"
    pieces: list[Piece] = [
        (pad(fit(name, room - 1), room), ink(was is not None and was.name == stage.name, "ink-strong")),
        (pad(stage.phase, 7), ink(was is not None and was.phase == stage.phase, "ink-dim")),
        (lpad(f"{stage.probability:g}%", 6), ink(was is not None and was.probability == stage.probability)),
        (lpad(rots, 7), ink(was is not None and was.rotting_days == stage.rotting_days, "ink-dim")),
        ("  ", "ink-plain"),
        (pad(CATEGORY_NAMES[stage.category], 10), ink(was is not None and was.category == stage.category, "ink-dim")),
        (lpad(f"{line.after.number:,}" if line.after else "", 6), "ink-plain"),
        (lpad(show_whole(line.before.weighted, currency) if line.before else "—", AMOUNT), "ink-plain"),
    ]
    if draft.is_changed and line.after is not None:
        same = line.before is not None and line.before.weighted == line.after.weighted
        pieces.append((lpad(show_whole(line.after.weighted, currency), AMOUNT), "ink-dim" if same else "ink-weighted"))
    return pieces


def _total(draft: Draft, before: Sums, after: Sums, cells: int) -> Content:
    """What the changes do to the whole, and the keys for them as far as there is room."""
    currency = draft.pipeline.currency
    said = Content.styled(" Weighted ", "$dim") + Content.styled(show(before.weighted, currency), "bold")
    if not draft.is_changed:
        return said + Content.styled("  of open deals beyond leads · nothing is changed", "$dim")
    by = after.weighted - before.weighted
    said += Content.styled(f" → {show(after.weighted, currency)}", "bold $weighted")
    if by:
        sign = "+" if by > 0 else "−"
        said += Content.styled(f"  {sign}{show(abs(by), currency)}", "$success" if by > 0 else "$error")
    else:
        said += Content.styled("  the same", "$dim")
    if before.number != after.number:
        said += Content.styled(f"  {count(before.number, 'deal')} → {after.number:,}", "$dim")
    save = said + Content.styled("   s", "bold $accent") + Content.styled(" saves it", "$dim")
    back = save + Content.styled(", u", "bold $accent") + Content.styled(" takes a step back", "$dim")
    return next((whole for whole in (back, save) if whole.cell_length <= cells), said)


def about(book: Playbook) -> Content:
    """What is written for a stage: what it is for, what it asks for, and what helps in it."""
    if book.is_empty:
        return Content.styled("Nothing is written for it yet: enter writes what it asks for, e its playbook.", "$dim")
    parts = [
        Content.styled(book.stage, "bold")
        + Content.styled("   enter", "bold $accent")
        + Content.styled(" edits what it asks for", "$dim")
        + Content.styled("   e", "bold $accent")
        + Content.styled(" all of it as text", "$dim")
    ]
    parts += [note_text(book.purpose)] if book.purpose else []
    for title, criteria in (("Before a deal goes on", book.exits), ("Checklist", book.checklist)):
        if criteria:
            parts += [Content(""), Content.styled(title, "bold $accent")]
        for line in criteria:
            kind = "must  " if line.is_hard else "list  " if line.is_advice else "soft  "
            field = f"  ({line.field})" if line.field else ""
            ink = "$error" if line.is_hard else "$dim"
            parts.append(Content.styled(kind, ink) + Content(line.text) + Content.styled(field, "$dim"))
    rhythm = "\n".join(f"- after {count(beat.after, 'day')}: {beat.kind}, {beat.subject}" for beat in book.cadence)
    mails = "\n".join(f"- {mail.name}: {mail.subject}" for mail in book.mails)
    for title, text in (
        ("Ask", book.questions),
        ("What good looks like", book.good),
        ("The usual rhythm", rhythm),
        ("Mails", mails),
    ):
        if text:
            parts += [Content(""), Content.styled(title, "bold $accent"), note_text(text)]
    return Content("\n").join(parts)
