"""How what is wrong looks: the score with its bar, a line for each finding, and its deals under it."""

from __future__ import annotations

from collections.abc import Collection, Hashable, Sequence
from functools import partial

from textual.content import Content

from pipetui.tui.card_paint import money, sum_shown
from pipetui.tui.paint import Piece
from pipetui.tui.widgets.row_list import Drawn, Heading, Later
from pipetui.values.money import show_whole
from pipetui.values.text import count, fit, lpad, pad, width
from pipetui.views.health import Group, Health, Hit
from pipetui.views.stage import Pipeline

INKS = {"money": "ink-bad", "risk": "ink-warn", "tidy": "ink-dim"}
SIGNS = {"money": "✖", "risk": "!", "tidy": "·"}
"""How bad a finding is, also without colours."""

ACCEPTED = "accepted"
"""The key of the heading over what was said to be fine."""

AMOUNT = 13
"""Cells of an amount."""

STAGE = 14
"""Cells of a stage."""

BAR = 30
"""Cells of the bar, where there is room."""


def head(found: Health, pipeline: Pipeline, done: int, cells: int) -> Content:
    """The score, and how much of what was wrong is mended; what has no room is left off."""
    score = Content("")
    if found.score is not None:
        style = "bold $success" if found.score >= 90 else "bold $warning" if found.score >= 60 else "bold $error"
        score = Content.styled(f" {found.score}%", style)
        score += Content(f" of {show_whole(found.open_money, pipeline.currency)} in order")
    whole = done + found.number
    if not whole:
        return score
    filled = round(BAR * done / whole)
    bar = Content("   ") + Content.styled("━" * filled, "$success") + Content.styled("─" * (BAR - filled), "$rule")
    told = (
        Content(f"   {done:,} of {count(whole, 'thing')} mended")
        if done
        else Content(f"   {count(whole, 'thing')} to mend")
    )
    serious = Content("")
    if found.serious:
        number = sum(len(group.hits) for group in found.groups if group.finding.severity == "money")
        serious = Content.styled(f"   {number:,} cost money", "$error")
    for line in (score + bar + told + serious, score + told + serious, score + told):
        if line.cell_length <= cells:
            return line
    return score


def lines_of(
    groups: Sequence[Group], accepted: Sequence[Hit], opened: Collection[str], pipeline: Pipeline, cells: int
) -> list[Drawn | Later | Heading | None]:
    """The lines of the list: each finding, and its deals where it is open; what is fine at the end."""
    lines: list[Drawn | Later | Heading | None] = []
    for group in groups:
        finding = group.finding
        is_open = finding.id in opened
        lines.append(
            _group(finding.id, SIGNS[finding.severity], INKS[finding.severity], finding.title, group, pipeline, is_open)
        )
        if is_open:
            lines += [Later(hit.key, partial(_hit, hit, pipeline, cells)) for hit in group.hits]
    if accepted:
        is_open = ACCEPTED in opened
        lines += [None] if lines else []
        group = Group(accepted[0].finding, tuple(accepted))
        lines.append(_group(ACCEPTED, "✓", "ink-good", "Said to be fine", group, pipeline, is_open))
        if is_open:
            fine = [((ACCEPTED, *hit.key), hit) for hit in accepted]
            lines += [Later(key, partial(_hit, hit, pipeline, cells, key)) for key, hit in fine]
    return lines


def _group(key: str, sign: str, ink: str, title: str, group: Group, pipeline: Pipeline, is_open: bool) -> Drawn:
    number = count(len(group.hits), "deal")
    amount = sum_shown(group.money, pipeline.currency, AMOUNT - 1) if group.money else "—"
    left: list[Piece] = [("▾ " if is_open else "▸ ", "ink-dim"), (f"{sign} ", ink), (title, "ink-strong")]
    right: list[Piece] = [(number, "ink-plain"), (lpad(amount, AMOUNT), "ink-strong"), (" ", "ink-plain")]
    return Drawn(key, left, right)


def _hit(hit: Hit, pipeline: Pipeline, cells: int, fine: Hashable | None = None) -> Drawn:
    """A deal's line, under the heading of what is wrong with it; of what was said to be ``fine``, with its key."""
    card = hit.card
    stage = pipeline.stage(card.stage_id).name if card.is_open else card.status
    right: list[Piece] = []
    if cells >= 96:
        right.append((pad(fit(stage, STAGE - 1), STAGE), "ink-dim"))
    right += [(lpad(money(card, AMOUNT), AMOUNT), "ink-plain"), (" ", "ink-plain")]
    room = max(20, cells - 2 - 4 - sum(width(text) for text, _ in right))
    title = room * (4 if cells >= 96 else 5) // 10
    company = room * 2 // 10 if cells >= 96 else 0
    words = f"{hit.finding.title}: {hit.words}" if fine else hit.words
    left: list[Piece] = [("    ", "ink-plain"), (pad(fit(card.title, title - 1), title), "ink-plain")]
    if company:
        left.append((pad(fit(card.company or "—", company - 1), company), "ink-dim"))
    left.append((fit(words, room - title - company - 1), "ink-good" if fine else INKS[hit.finding.severity]))
    return Drawn(fine or hit.key, left, right)
